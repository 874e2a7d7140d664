"""Arrays by what is in them: their types, and how values become such arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rungs = NDArray[np.int8]
"""Acts by their place on the ladder; -1 is a week that nobody observed."""


def as_floats(values: ArrayLike) -> Floats:
    """Return a contiguous array of floats, as compiled code reads it."""
    return np.ascontiguousarray(values, dtype=np.float64)


def as_whole(values: ArrayLike) -> Whole:
    """Return a contiguous array of whole numbers, as compiled code reads it."""
    return np.ascontiguousarray(values, dtype=np.int64)
