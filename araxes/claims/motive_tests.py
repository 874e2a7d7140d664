"""Is a motive needed? Stimuli set beside the same stimuli on other days: moved along the record, its end joined to its beginning.

Two statistics. Answered: the share of a motive's days of stimuli that the actor follows with an act within some days. Score: by how much
the acts come where the motive pulls, beyond what all other sources foresee (Rao 1948, the slope of the log-likelihood at a weight of 0),
which asks whether the motive is needed once the others are known. Moved stimuli keep their own clusters, so neither is taken in by these;
but a cause that nobody wrote down and that brings both stimuli and acts is not told from a motive by either.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.claims.parents import DayArray, Pulls, likeliest_weights
from araxes.display import show_card


@show_card
class Answered(NamedTuple):
    """How often stimuli are followed.

    Attributes
    ----------
    after, before, chance : float
        Share of the days of stimuli with an act in the days after, in as many days before, and after them where they are moved.
    p : float
        Share of moves with as large a share after.
    """

    after: float
    before: float
    chance: float
    p: float


def moves_of(span: int, least: int, step: int = 1) -> NDArray[np.int64]:
    """Return by how many days stimuli may be moved: at least `least` from where they are, either way round.

    A span too short for that is moved by all days but none.
    """
    found = np.arange(least, span - least + 1, step)
    return found if len(found) else np.arange(1, span, step)


def answered_share(stimuli: DayArray, acts: DayArray, span: int, within: int, moves: DayArray) -> Answered:
    """Return how often stimuli are followed by an act 1 to `within` days later.

    Parameters
    ----------
    stimuli, acts : ndarray of int, shape (any,)
        Days counted from the first of the span.
    span, within : int
        Days.
    moves : ndarray of int
        By how many days the stimuli are moved for the chance.
    """
    busy = np.bincount(acts, minlength=span)[:span] > 0
    ahead = np.zeros(span, dtype=bool)
    behind = np.zeros(span, dtype=bool)
    for days in range(1, within + 1):
        ahead[:-days] |= busy[days:]
        behind[days:] |= busy[:-days]
    moved = ahead[(stimuli[:, None] + moves) % span].mean(axis=0)
    after = float(ahead[stimuli].mean())
    return Answered(after, float(behind[stimuli].mean()), float(moved.mean()), share_as_large(moved, after))


def share_as_large(moved: Floats, found: float) -> float:
    """Return p: the share of moves with as large a value, the unmoved one counted in."""
    return float((1 + (moved >= found - np.spacing(abs(found) + 1)).sum()) / (1 + len(moved)))


def needed_p(acts: DayArray, pulls: Pulls, motive: int, daily: Floats, moves: DayArray, steps: int) -> Floats:
    """Return, for each world, p of the score of a motive; shape (worlds,).

    Parameters
    ----------
    acts : ndarray of int, shape (worlds, acts)
        Days counted from the first of the span.
    pulls : Pulls
        Of all sources.
    motive : int
        The place of the motive among the sources.
    daily : ndarray, shape (span,)
        Its daily pull.
    moves : ndarray of int
        By how many days its stimuli are moved.
    steps : int
        Of the fit of the other sources.
    """
    others = [place for place in range(pulls.in_all.shape[-1]) if place != motive]
    without = Pulls(pulls.at_acts[..., others], pulls.in_all[..., others])
    rate = np.einsum("was,ws->wa", without.at_acts, likeliest_weights(without, steps))
    found, inverse, round_twice = (daily[acts] / rate).sum(axis=-1), 1 / rate, np.concatenate([daily, daily])
    as_large: Any = np.ones(len(acts))
    for move in moves:
        as_large += np.einsum("wa,wa->w", round_twice[acts - move + len(daily)], inverse) >= found
    return np.asarray(as_large / (1 + len(moves)))
