"""Arrays by what is in them, for the type checker."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]
Flags = NDArray[np.bool_]
Rungs = NDArray[np.int8]
"""Acts by their place on the ladder; -1 is a week that nobody observed."""
