"""Choice in lanes: the week's luck, the pushed questions answered under it, and acts picked, weighed or foreseen."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats, Whole
from araxes.engines.draws import LOW, SHIFT, Purpose, rounds, unit
from araxes.engines.kernel.lanes import Half, Week, Work
from araxes.engines.kernel.tables import Scalars
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
from araxes.rules.luck import Luck, luck, share_of_kind
from araxes.rules.remember import Foreseen, act_credit
from araxes.rules.reveal import cumulative_once_told, friendly_once_told, revealed
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


OWN, SHARED, SHARED_KIND = np.uint64(Purpose.OWN), np.uint64(Purpose.SHARED), np.uint64(Purpose.SHARED_KIND)


def draw_luck(
    own: np.uint64,
    reverse: np.uint64,
    pair: np.uint64,
    number: np.uint64,
    seed: np.uint64,
    replicate: NDArray[np.uint64],
    work: Work,
) -> None:
    """Draw what the week's luck of a dyad is made of: of both answers to "hostile?" and of the kind of act.

    Parameters
    ----------
    own, reverse, pair : uint64
        Numbers of both directed dyads and of the pair, in the addresses.
    number : uint64
        Of the week.
    seed, replicate
        The rest of the address.
    work : Work
        Overwritten.
    """
    draw_two(replicate, number, SHARED, pair, seed, work.coin, work.shared)
    draw_two(replicate, number, SHARED_KIND, pair, seed, work.coin_kind, work.shared_kind)
    draw_two(replicate, number, OWN, own, seed, work.one.answer, work.one.kind)
    draw_two(replicate, number, OWN, reverse, seed, work.other.answer, work.other.kind)


def draw_two(
    replicate: NDArray[np.uint64],
    number: np.uint64,
    purpose: np.uint64,
    pair: np.uint64,
    seed: np.uint64,
    first: Floats,
    second: Floats,
) -> None:
    """Draw the two numbers that an address holds."""
    for r in range(len(first)):
        w0, w1, w2, w3 = rounds(replicate[r], number, purpose, pair, seed & LOW, seed >> SHIFT)
        first[r] = unit(w0, w1)
        second[r] = unit(w2, w3)


def share_luck_of_answer(share: float, told: int, quiet: int, work: Work, half: Half, reverse: Half) -> None:
    """Let a half share the luck of "hostile?" where the coin says so, as revealed by the act forced on the reverse half (-1: none)."""
    for r in range(len(work.coin)):
        shared = work.shared[r]
        if told >= 0:
            shared = revealed(shared, told > quiet, friendly_chance(question(reverse, r)))
        half.answer[r] = luck(work.coin[r], shared, half.answer[r], share)


def share_luck_of_kind(shares: Luck, work: Work) -> None:
    """Let both halves share the luck of the kind of act, where they answered alike and the coin says so."""
    one, other = work.one, work.other
    for r in range(len(work.coin_kind)):
        hostile, reverse = one.hostile[r] == 1, other.hostile[r] == 1
        share = share_of_kind(hostile, reverse, shares.friendly_kind, shares.hostile_kind)
        one.kind[r] = luck(work.coin_kind[r], work.shared_kind[r], one.kind[r], share)
        other.kind[r] = luck(work.coin_kind[r], work.shared_kind[r], other.kind[r], share)
