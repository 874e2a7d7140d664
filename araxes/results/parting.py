"""Parting: from which week on two scenarios differ. What a comparison reports is counted from there."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from araxes.engines.foresight import foresee
from araxes.engines.world import World
from araxes.inputs.settings import setting


def parting(
    one: World, other: World, seed: int, workers: int | None = None, announce: Callable[[str], None] | None = None
) -> int | None:
    """Return the first week in which two worlds differ, None where they do not.

    They differ where any chance of an act does by more than rounding, or any act or status, in one of the first `answers.replicates`
    replicates; chances are exact, so that a difference too small to change an act there shows as well.

    Parameters
    ----------
    one, other : World
        With one start, one horizon and the same states.
    seed : int
    workers : int, optional
        As for `araxes.run`.
    announce : callable, optional
        Told before the kernel is compiled.
    """
    weeks, numbers = range(one.scenario.weeks), range(int(setting("answers.replicates")))
    runs = (foresee(world, weeks, numbers, seed, workers=workers, announce=announce) for world in (one, other))
    first = len(weeks)
    for (_, ours), (_, theirs) in zip(*runs, strict=True):
        for mine, yours in zip(ours, theirs, strict=True):
            apart = np.abs(mine.astype(np.float64) - yours) > setting("answers.rounding")
            differs = apart.any(axis=tuple(k for k in range(apart.ndim) if k != 1))
            first = min(first, int(differs.argmax()) if differs.any() else first)
    return first if first < len(weeks) else None
