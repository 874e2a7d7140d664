"""What estimation needs beyond the package's own dependencies, and what to say where it is not installed."""

from __future__ import annotations

import importlib
from contextlib import AbstractContextManager
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


def check_extras(*, nuts: bool) -> None:
    """Check, before a fit begins, that everything is installed that it and what is told of it will need.

    Raises
    ------
    InputError
        With one fault for each module that is not.
    """
    faults = []
    for module in ("jax", "numpyro", "arviz") if nuts else ("jax",):
        try:
            extra(module)
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)


def double_precision() -> AbstractContextManager[Any]:
    """Return a context in which jax computes with 64 bits, whatever the rest of the process has chosen."""
    jax = extra("jax")
    switch = jax.enable_x64 if hasattr(jax, "enable_x64") else extra("jax.experimental").enable_x64
    context: AbstractContextManager[Any] = switch(True)
    return context
