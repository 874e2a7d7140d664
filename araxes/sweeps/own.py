"""Outcomes of the user's own: functions named on the command line, called with histories and checked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.engines.ensemble import Histories
from araxes.errors import Fault, InputError, Option
from araxes.inputs.folders import what_stands

Function = Callable[..., Any]
"""An outcome of the user's: f(rungs, status, names) -> one number a replicate."""


class Names(NamedTuple):
    """What the axes of histories stand for, as user-defined outcomes are told.

    Attributes
    ----------
    states : tuple of str
        Actors and targets, in order.
    issues : tuple of str
    rungs : tuple of str
        Keys of the rungs, most cooperative first.
    classes : dict of str to range
        The rungs of each class.
    quiet : int
        The quiet rung.
    weeks : int
    """

    states: tuple[str, ...]
    issues: tuple[str, ...]
    rungs: tuple[str, ...]
    classes: dict[str, range]
    quiet: int
    weeks: int


def called(name: str, function: Function, found: Histories, names: Names) -> Floats:
    """Return what a user's function gives for some replicates.

    Raises
    ------
    InputError
        When it fails, or gives something else than one finite number a replicate.
    """
    try:
        values = function(found.rungs, found.status, names)
    except Exception as error:  # noqa: BLE001 - the user's own code may fail in any way
        got = f"{type(error).__name__}: {error}"
        raise InputError(
            [Fault(Option("functions"), name, got, "a function that gives one number a replicate")]
        ) from None
    return checked(name, values, len(found.rungs))


def checked(name: str, values: Any, replicates: int) -> Floats:
    """Return what a user's function gave as numbers.

    Raises
    ------
    InputError
        When it is not one finite number a replicate.
    """
    try:
        out = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        out = np.empty(0)
    if out.shape != (replicates,) or not np.isfinite(out).all():
        got = f"an array of shape {out.shape}" if out.shape != (replicates,) else "numbers that are not finite"
        raise InputError(
            [Fault(Option("functions"), name, got, f"one finite number a replicate, shape ({replicates},)")]
        )
    return out


def function_of(text: str) -> tuple[str, Function]:
    """Return name and function of "module:function" or "file.py:function".

    Raises
    ------
    InputError
        When there is none.
    """
    import importlib

    place, _, name = text.rpartition(":")
    if not place or not name:
        raise InputError([Fault(Option("functions"), text, "no ':'", "module:function or file.py:function")])
    wanted = "a module that can be imported, or a Python file"
    if place.endswith(".py") and (got := what_stands(Path(place))):
        raise InputError([Fault(Option("functions"), place, got, wanted)])
    try:
        module = _from_file(place) if place.endswith(".py") else importlib.import_module(place)
    except Exception as error:  # noqa: BLE001 - the user's own code may fail in any way
        got = f"{type(error).__name__}: {error}"
        raise InputError([Fault(Option("functions"), place, got, wanted)]) from None
    found = getattr(module, name, None)
    if not callable(found):
        raise InputError([Fault(Option("functions"), text, f"no function {name!r} in it", "f(rungs, status, names)")])
    return name, found


def _from_file(place: str) -> Any:
    """Return a Python file as a module: the user named it on the command line."""
    import importlib.util

    spec = importlib.util.spec_from_file_location("araxes_user_outcomes", place)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def functions_of(texts: Sequence[str]) -> dict[str, Function]:
    """Return the user's functions by name.

    Raises
    ------
    InputError
        When one is not there, or two have the same name.
    """
    found = [function_of(text) for text in texts]
    names = [name for name, _ in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError([Fault(Option("functions"), name, "the same name twice", "each name once") for name in twice])
    return dict(found)
