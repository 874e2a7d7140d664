"""Choice: three questions are pushed, each has its luck, and what is left to habit is left to habit.

    hostile?               P(hostile) = sigmoid(logit p + eta)            p, q, v: habit's own answers
    quiet, if not hostile? P(quiet)   = sigmoid(logit q + zeta)
    violent, if hostile?   P(violent) = sigmoid(logit v + delta)

One luck answers "hostile?", another picks the act among those of that answer. Within the answers to the pushed questions the shares of
habit stand. With no push every chance is habit's, to the last bit.
"""

from __future__ import annotations

from typing import NamedTuple

from araxes.rules.numerics import disfavoured_factor, favoured_factor, odds_against


class Pushed(NamedTuple):
    """The pushed questions of one actor towards one target: cumulative habit where they split, and by what their chances are multiplied.

    Attributes
    ----------
    cooperative, friendly, wordy : float
        F up to the last cooperative rung, up to quiet, and up to the last rung below violence.
    fewer_cooperative, more_quiet : float
        Factors on the chances of cooperation and quiet, if not hostile.
    fewer_friendly, more_hostile : float
        Factors on the chances of "not hostile" and "hostile".
    fewer_wordy, more_violent : float
        Factors on the chances of "not violent" and "violent", if hostile.
    """

    cooperative: float
    friendly: float
    wordy: float
    fewer_cooperative: float
    more_quiet: float
    fewer_friendly: float
    more_hostile: float
    fewer_wordy: float
    more_violent: float


def push_questions(cooperative: float, friendly: float, wordy: float, eta: float, zeta: float, delta: float) -> Pushed:
    """Return the pushed questions.

    Parameters
    ----------
    cooperative, friendly, wordy : float
        Cumulative habit, see `Pushed`; rising, in [0, 1].
    eta, zeta, delta : float
        Pushes of hostility, quiet and violence, in logits.
    """
    friendly = min(friendly, 1.0)  # a sum of many answers may be above by rounding
    against_hostile, against_quiet, against_violent = odds_against(eta), odds_against(zeta), odds_against(delta)
    cooperation = portion_of(cooperative, friendly)
    words = portion_of(wordy - friendly, 1 - friendly)
    return Pushed(
        cooperative,
        friendly,
        wordy,
        disfavoured_factor(cooperation, against_quiet),
        favoured_factor(cooperation, against_quiet),
        disfavoured_factor(friendly, against_hostile),
        favoured_factor(friendly, against_hostile),
        disfavoured_factor(words, against_violent),
        favoured_factor(words, against_violent),
    )


def portion_of(part: float, whole: float) -> float:
    """Return the share of a part in a whole, kept in [0, 1]; 0 where there is no whole."""
    return min(max(part / whole, 0.0), 1.0) if whole > 0 else 0.0


def friendly_chance(p: Pushed) -> float:
    """Return 1 - P(hostile) after the push."""
    return p.friendly * p.fewer_friendly


def is_hostile(u: float, p: Pushed) -> bool:
    """Return whether luck answers "hostile?" with yes: luck high up is hostile."""
    return u > friendly_chance(p)


def luck_in_habit(hostile: bool, u: float, p: Pushed) -> float:
    """Return where among the rungs of habit, in [0, 1], the luck of the kind of act falls.

    Parameters
    ----------
    hostile : bool
        The answer to "hostile?".
    u : float
        Luck, uniform in (0, 1).
    p : Pushed
    """
    if hostile:
        words = portion_of(p.wordy - p.friendly, 1 - p.friendly) * p.fewer_wordy
        return place_luck(u, words, p.friendly, p.wordy, 1.0)
    cooperation = portion_of(p.cooperative, p.friendly) * p.fewer_cooperative
    return place_luck(u, cooperation, 0.0, p.cooperative, p.friendly)


def place_luck(u: float, lower: float, start: float, split: float, stop: float) -> float:
    """Return luck moved so that what lies under `lower` fills [start, split], and what lies above it [split, stop]."""
    if u <= lower:
        return start + (split - start) * (u / lower)
    return split + (stop - split) * ((u - lower) / (1 - lower))


def keep_on_side(rung: int, hostile: bool, quiet: int) -> int:
    """Return a rung kept on the side of its answer to "hostile?", whatever was rounded at the border."""
    return max(rung, quiet + 1) if hostile else min(rung, quiet)


def choose_rung(v: float, cumulative: list[float], rungs: int) -> int:
    """Return the rung: how many of the cumulative habits of the rungs below the highest lie under v.

    Parameters
    ----------
    v : float
        From `luck_in_habit`.
    cumulative : sequence of float, shape (rungs - 1,) or longer
        F(k).
    rungs : int
        Number of rungs.
    """
    rung = 0
    for k in range(rungs - 1):
        rung += under(cumulative[k], v)
    return rung


def under(cumulative: float, v: float) -> int:
    """Return 1 where a rung is passed because luck lies above its cumulative habit, else 0."""
    return 1 if cumulative < v else 0


def pushed_cumulative(cumulative: float, p: Pushed) -> float:
    """Return G(k) = P(Y <= k) after the push, from F(k): F itself where nothing is pushed.

    Parameters
    ----------
    cumulative : float
        F(k) of any rung k.
    p : Pushed
    """
    if p.fewer_cooperative == 1 and p.fewer_friendly == 1 and p.fewer_wordy == 1:
        return cumulative
    friendly = friendly_chance(p)
    if cumulative <= p.cooperative:
        return cumulative * p.fewer_cooperative * p.fewer_friendly
    if cumulative <= p.friendly:
        return friendly - (p.friendly - cumulative) * p.more_quiet * p.fewer_friendly
    if cumulative <= p.wordy:
        return friendly + (cumulative - p.friendly) * p.fewer_wordy * p.more_hostile
    return 1 - (1 - cumulative) * p.more_violent * p.more_hostile
