"""Arrays as compiled code reads them, and the parts of a world's tables that concern the states."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from araxes.array_types import Floats, Whole


def floats(values: ArrayLike) -> Floats:
    """Return a contiguous array of floats."""
    return np.ascontiguousarray(values, dtype=np.float64)


def whole(values: ArrayLike) -> Whole:
    """Return a contiguous array of whole numbers."""
    return np.ascontiguousarray(values, dtype=np.int64)


def among(square: ArrayLike, states: list[int]) -> Floats:
    """Return the part of a table, shape (actors, actors, ...), that concerns the states."""
    return floats(floats(square)[np.ix_(states, states)])


def weekly(squares: ArrayLike, states: list[int]) -> Floats:
    """Return the part of a table, shape (weeks, actors, actors), that concerns the states."""
    return floats(floats(squares)[:, states][:, :, states])


def whole_weekly(squares: ArrayLike, states: list[int]) -> Whole:
    """Return `weekly` as whole numbers."""
    return whole(weekly(squares, states))
