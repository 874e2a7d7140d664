"""Choice in lanes: the pushed questions of a half, its answer, the rung that luck falls on, and the chances before it falls."""

from __future__ import annotations

from araxes.array_types import Floats, Whole
from araxes.engines.lanes import Half, Week
from araxes.engines.tables import Scalars
from araxes.rules.choose import (
    Pushed,
    friendly_chance,
    is_hostile,
    luck_in_habit,
    pushed,
    pushed_cumulative,
    under,
    within,
)
from araxes.rules.remember import Foreseen, act_credit
from araxes.rules.reveal import cumulative_once_told, friendly_once_told
from araxes.rules.surprise import expected_hostility


def ask_questions(scalars: Scalars, half: Half) -> None:
    """Push the questions of a half, from its habit and pushes."""
    up_to, asked = half.cumulative, half.asked
    friendly, wordy = up_to[scalars.quiet], up_to[max(scalars.violence_rung - 1, scalars.quiet)]
    for r in range(len(half.eta)):
        cooperative = up_to[scalars.quiet - 1, r] if scalars.quiet > 0 else 0.0
        p = pushed(cooperative, friendly[r], wordy[r], half.eta[r], half.zeta[r], half.delta[r])
        asked.cooperative[r] = p.cooperative
        asked.friendly[r] = p.friendly
        asked.wordy[r] = p.wordy
        asked.fewer_cooperative[r] = p.fewer_cooperative
        asked.more_quiet[r] = p.more_quiet
        asked.fewer_friendly[r] = p.fewer_friendly
        asked.more_hostile[r] = p.more_hostile
        asked.fewer_wordy[r] = p.fewer_wordy
        asked.more_violent[r] = p.more_violent


def question(half: Half, r: int) -> Pushed:
    """Return the pushed questions of one lane."""
    a = half.asked
    return Pushed(
        a.cooperative[r],
        a.friendly[r],
        a.wordy[r],
        a.fewer_cooperative[r],
        a.more_quiet[r],
        a.fewer_friendly[r],
        a.more_hostile[r],
        a.fewer_wordy[r],
        a.more_violent[r],
    )


def answer(half: Half, forced: int, quiet: int) -> None:
    """Answer "hostile?" at the week's luck, or as the act answers that a scenario forces (-1: none)."""
    for r in range(len(half.answer)):
        if forced >= 0:
            half.hostile[r] = 1 if forced > quiet else 0
        else:
            half.hostile[r] = 1 if is_hostile(half.answer[r], question(half, r)) else 0


def choose(half: Half, forced: int, rungs: int, quiet: int, out: Whole) -> None:
    """Write the rung that luck falls on, or the one that is forced (-1: none)."""
    if forced >= 0:
        for r in range(len(out)):
            out[r] = forced
        return
    for r in range(len(out)):
        half.kind[r] = luck_in_habit(half.hostile[r] == 1, half.kind[r], question(half, r))
        out[r] = 0
    for k in range(rungs - 1):
        for r in range(len(out)):
            out[r] += under(half.cumulative[k, r], half.kind[r])
    for r in range(len(out)):
        out[r] = within(out[r], half.hostile[r] == 1, quiet)


def look_ahead(scalars: Scalars, hostility: Floats, half: Half, now: Week, i: int, j: int) -> None:
    """Write what habit made expect of the act of i towards j."""
    up_to, expected = half.cumulative, now.expected[i, j]
    for r in range(len(expected)):
        expected[r] = expected_hostility(up_to[:, r], hostility, scalars.quiet)  # type: ignore[arg-type]
        now.cooperation[i, j, r] = half.asked.cooperative[r]
        now.coercion[i, j, r] = 1 - up_to[scalars.coercion_rung - 1, r] if scalars.coercion_rung > 0 else 1.0


def weigh_act(scalars: Scalars, half: Half, standing: bool, now: Week, i: int, j: int) -> None:
    """Write the credit of the act of i towards j; one that has stood since an earlier week earns none."""
    for r in range(len(half.eta)):
        seen = Foreseen(0.0, 0.0, 0.0, half.asked.fewer_friendly[r], half.asked.more_hostile[r])
        credit = act_credit(now.rung[i, j, r], scalars.quiet, seen, scalars.credit_cap)
        now.weight[i, j, r] = 0.0 if standing else credit


def foresee(out: Floats, half: Half, forced: int) -> None:
    """Write G(k), the chance of an act of at most rung k, before anything is told; a forced act (-1: none) is certain."""
    for k in range(len(out)):
        for r in range(out.shape[1]):
            if forced >= 0:
                out[k, r] = 1.0 if k >= forced else 0.0
            else:
                out[k, r] = pushed_cumulative(half.cumulative[k, r], question(half, r))


def foresee_once_told(out: Floats, half: Half, reverse: Half, hostile: bool, share: float) -> None:
    """Move G(k) to the chances given the answer to "hostile?" that is forced on the reverse half."""
    for r in range(out.shape[1]):
        friendly = friendly_chance(question(half, r))
        told = friendly_once_told(friendly, hostile, friendly_chance(question(reverse, r)), share)
        for k in range(len(out)):
            out[k, r] = cumulative_once_told(out[k, r], friendly, told)
