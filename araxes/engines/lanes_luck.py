"""Luck in lanes: the week's draws of a dyad, by address, and what both halves share of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.engines.draws import LOW, SHIFT, Purpose, rounds, unit
from araxes.engines.lanes import Half, Work
from araxes.engines.lanes_choice import question
from araxes.rules.choose import friendly_chance
from araxes.rules.luck import Luck, luck, share_of_kind
from araxes.rules.reveal import revealed

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
