"""What estimation needs beyond the package's own dependencies, and what to say where it is not installed."""

from __future__ import annotations

import importlib
from typing import Any

from araxes.errors import Fault, InputError

EXTRA = "estimation"


def extra(module: str) -> Any:
    """Return a module of the extra "estimation".

    Raises
    ------
    InputError
        When it is not installed.
    """
    try:
        return importlib.import_module(module)
    except ImportError:
        step = f"Install it: python -m pip install 'araxes[{EXTRA}]'"
        raise InputError(
            [Fault("araxes estimate", module, "not installed", "an installed package", step=step)]
        ) from None
