"""Luck in lanes: the week's draws of every dyad, by address."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from araxes.engines.arrays import Floats
from araxes.engines.draws import LOW, SHIFT, Purpose, rounds, unit
from araxes.engines.lanes import Work
from araxes.rules.luck import luck

OWN, SHARED = np.uint64(Purpose.OWN), np.uint64(Purpose.SHARED)


def draw_luck(
    own_pair: NDArray[np.uint64],
    shared_pair: NDArray[np.uint64],
    number: np.uint64,
    share: float,
    seed: np.uint64,
    replicate: NDArray[np.uint64],
    u: Floats,
    work: Work,
) -> None:
    """Draw the week's luck of every dyad."""
    coin, shared = work.coin, work.shared
    for i in range(len(own_pair)):
        for j in range(i + 1, len(own_pair)):
            draw_shared(replicate, number, shared_pair[i, j], seed, coin, shared)
            draw_own(replicate, number, own_pair[i, j], seed, coin, shared, share, u[i, j])
            draw_own(replicate, number, own_pair[j, i], seed, coin, shared, share, u[j, i])


def draw_shared(
    replicate: NDArray[np.uint64], number: np.uint64, pair: np.uint64, seed: np.uint64, coin: Floats, shared: Floats
) -> None:
    """Draw what both halves of a dyad share."""
    for r in range(len(coin)):
        w0, w1, w2, w3 = rounds(replicate[r], number, SHARED, pair, seed & LOW, seed >> SHIFT)
        coin[r] = unit(w0, w1)
        shared[r] = unit(w2, w3)


def draw_own(
    replicate: NDArray[np.uint64],
    number: np.uint64,
    pair: np.uint64,
    seed: np.uint64,
    coin: Floats,
    shared: Floats,
    share: float,
    out: Floats,
) -> None:
    """Draw the luck of one half of a dyad."""
    for r in range(len(coin)):
        w0, w1, _, _ = rounds(replicate[r], number, OWN, pair, seed & LOW, seed >> SHIFT)
        out[r] = luck(coin[r], shared[r], unit(w0, w1), share)
