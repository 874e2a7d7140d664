"""Forecasts of weekly acts, baselines, scores and hindcasts. Called, `araxes.forecast(...)` makes a forecast.

The verb and the package that holds it have one name; Python keeps the package under it once a part of it is imported. The package can
therefore be called: see `araxes.forecast.forecast.forecast` for what it takes and gives.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _Verb(ModuleType):
    """A package that does what its verb says."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """Make a forecast; see `araxes.forecast.forecast.forecast`."""
        from araxes.forecast.forecast import forecast

        return forecast(*arguments, **options)


sys.modules[__name__].__class__ = _Verb
