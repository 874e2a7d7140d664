"""Options: what a parameter of a public function may be, one check for one name, whichever function takes it.

`check_arguments` reads the signature of a function, so that no parameter of it goes unchecked. The command line calls the same functions.
"""

from __future__ import annotations

import datetime
import functools
import inspect
import math
import operator
import os
import textwrap
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ParamSpec, TypeVar

from araxes.errors import Fault, InputError, Option, nearest
from araxes.units import LUCK_BITS, SHOWN_LETTERS

Taken = ParamSpec("Taken")
Given = TypeVar("Given")
Check = Callable[[Any], Any]
"""Returns a value in the form in which it is used, or raises `Refused`."""

KERNEL, MESA = ENGINES = ("kernel", "mesa")
DRAWN, MEAN = JUDGED = ("drawn", "mean")


class Refused(Exception):  # noqa: N818 - no error of its own: it becomes a fault
    """A value that an option does not take.

    Parameters
    ----------
    allowed : str
        What it takes.
    near : str
        The nearest known name.
    """

    def __init__(self, allowed: str, near: str = "") -> None:
        super().__init__(allowed)
        self.allowed, self.near = allowed, near


def check_arguments(**own: Check) -> Callable[[Callable[Taken, Given]], Callable[Taken, Given]]:
    """Return a decorator that checks every argument of a function, all faults at once.

    Parameters
    ----------
    own : Check
        For parameters whose check is not that of `CHECKS`, by name.

    Raises
    ------
    InputError
        From the decorated function, with a fault for every argument that its option does not take. A default is never checked, nor None
        where the annotation allows it.
    """

    def decorate(function: Callable[Taken, Given]) -> Callable[Taken, Given]:
        signature = inspect.signature(function)
        known = {
            name: own.get(name) or CHECKS[name]
            for name, asked in signature.parameters.items()
            if name in own or (name != "self" and asked.kind not in (asked.VAR_POSITIONAL, asked.VAR_KEYWORD))
        }

        @functools.wraps(function)
        def call(*args: Taken.args, **kwargs: Taken.kwargs) -> Given:
            try:
                bound = signature.bind(*args, **kwargs)
            except TypeError:
                return function(*args, **kwargs)  # Python's own message names the function
            faults = []
            for name, value in bound.arguments.items():
                asked = signature.parameters[name]
                if name not in known or value is asked.default or (value is None and "None" in str(asked.annotation)):
                    continue
                try:
                    bound.arguments[name] = _taken(name, value, known[name])
                except InputError as error:
                    faults += error.faults
            if faults:
                raise InputError(faults)
            return function(*bound.args, **bound.kwargs)

        return call

    return decorate


def checked_option(name: str, value: object) -> Any:
    """Return the value of an option in the form in which it is used.

    Raises
    ------
    InputError
        When it is none that the option takes.
    """
    return _taken(name, value, CHECKS[name])


def _taken(name: str, value: object, check: Check) -> Any:
    """Return a value as its check gives it, or raise the fault."""
    try:
        return check(value)
    except Refused as error:
        raise InputError([Fault(Option(name), "", _shown(value), error.allowed, error.near)]) from None


def _shown(value: object) -> str:
    """Return a value as a reader would write it, cut short where it is long."""
    try:
        text = repr(value)
    except ValueError:  # a whole number of more digits than Python writes
        text = "a number of thousands of digits"
    return textwrap.shorten(text, width=SHOWN_LETTERS, placeholder=" ...") if len(text) > SHOWN_LETTERS else text


# --- Kinds of check ------------------------------------------------------------------------------------------------------


def whole_number(allowed: str, least: int = 1, below: float = math.inf) -> Check:
    """Return the check of a whole number in [least, below)."""

    def check(value: Any) -> int:
        try:
            number = operator.index(value)
        except TypeError:
            raise Refused(allowed) from None
        if isinstance(value, bool) or not least <= number < below:
            raise Refused(allowed)
        return number

    return check


def one_of(names: Mapping[str, str]) -> Check:
    """Return the check of a name; the mapping says what each means, where that is worth saying."""
    allowed = " or ".join(f"{name} ({meaning})" if meaning else name for name, meaning in names.items())

    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in names:
            raise Refused(allowed, nearest(value, names) if isinstance(value, str) else "")
        return value

    return check


def number(value: Any) -> float:
    """Return a finite number."""
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        found = math.nan
    if isinstance(value, bool | str) or not math.isfinite(found):
        raise Refused("a finite number")
    return found


def yes_or_no(value: Any) -> bool:
    """Return True or False; NumPy's are taken too."""
    if type(value).__name__ not in ("bool", "bool_"):
        raise Refused("True or False")
    return bool(value)


def function(value: Any) -> Any:
    """Return what can be called."""
    if not callable(value):
        raise Refused("a function")
    return value


def agents(value: Any) -> Any:
    """Return a class of agents, where one is given to another engine than Mesa's nobody need have loaded it."""
    if not isinstance(value, type):
        raise Refused("araxes.State, or a class made from it")
    return value


def text(value: Any) -> str:
    """Return text."""
    if not isinstance(value, str):
        raise Refused("text")
    return value


def path(value: Any) -> Any:
    """Return the path of a file or folder, as given."""
    if not isinstance(value, str | os.PathLike) or not str(value) or "\0" in str(value):
        raise Refused("the path of a file or folder")
    return value


def name_or_path(value: Any) -> str:
    """Return a name or the path of a file as text."""
    if not isinstance(value, str | os.PathLike):
        raise Refused("a name, or the path of a file")
    return os.fspath(value)


def day(value: Any) -> datetime.date:
    """Return a date, given as such or as text."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Refused("a date, YYYY-MM-DD, such as 2023-04-03") from None


def many(each: Check, allowed: str) -> Check:
    """Return the check of a list; a lone text is none."""

    def check(value: Any) -> list[Any]:
        if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
            raise Refused(allowed)
        try:
            return [each(one) for one in value]
        except Refused:
            raise Refused(allowed) from None

    return check


def one_by_one(each: Check, allowed: str) -> Check:
    """Return the check of `*values`: each given alone, or all of them in one list."""
    check_list = many(each, allowed)

    def check(value: Any) -> list[Any]:
        given = list(value)
        alone = len(given) == 1 and isinstance(given[0], Iterable) and not isinstance(given[0], str)
        found: list[Any] = check_list(given[0] if alone else given)
        return found

    return check


def _texts(allowed: str) -> Check:
    """Return the check of a list of texts; a lone text is a list of one."""
    check = many(text, allowed)
    return lambda value: check([value] if isinstance(value, str) else value)


def assignments(allowed: str, pair: bool = False) -> Check:
    """Return the check of a mapping with texts as keys, or of a list of texts, or where `pair` is set of (path, value)."""

    def check(value: Any) -> Any:
        if isinstance(value, Mapping):
            found: Any = value if all(isinstance(key, str) for key in value) else None
        elif isinstance(value, str):
            found = [value]
        else:
            found = list(value) if isinstance(value, Iterable) else None
            known = found is not None and all(isinstance(one, str) or (pair and _is_pair(one)) for one in found)
            found = found if known else None
        if found is None:
            raise Refused(allowed)
        return found

    return check


def _is_pair(value: Any) -> bool:
    """Return whether something is a path with a value."""
    return isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], str)


def either(kind: type | tuple[type, ...], check: Check | None = None, allowed: str = "") -> Check:
    """Return the check of an object of some kind, or of what another check takes."""

    def taken(value: Any) -> Any:
        if isinstance(value, kind):
            return value
        if check is None:
            raise Refused(allowed)
        return check(value)

    return taken


# --- One check for one option ----------------------------------------------------------------------------------------------

AT_LEAST_ONE = whole_number("a whole number, at least 1")
RECORDS = "the path of a record of coded events, or its name"

CHECKS: dict[str, Check] = {
    "above": number,
    "agent_class": agents,
    "allow_outside": yes_or_no,
    "announce": function,
    "apart": _texts("ids of shocks"),
    "as_of": day,
    "below": number,
    "collect": yes_or_no,
    "command": text,
    "dask": text,
    "design": name_or_path,
    "draws": AT_LEAST_ONE,
    "engine": one_of({KERNEL: "compiled, fast", MESA: "the same, one by one"}),
    "exposure": path,
    "filters": _texts("names of filters"),
    "first": day,
    "fixed": yes_or_no,
    "folder": path,
    "full": yes_or_no,
    "functions": _texts("module:function or file.py:function, each as text"),
    "habit": yes_or_no,
    "history": path,
    "horizons": many(AT_LEAST_ONE, "weeks ahead, whole numbers of at least 1"),
    "judged": one_of({DRAWN: "from their plausible ranges", MEAN: "as the files have them"}),
    "mirrors": one_of({"both": "", "once": ""}),
    "model": yes_or_no,
    "name": name_or_path,
    "out": path,
    "only_weights": yes_or_no,
    "outcome": text,
    "outcomes": _texts("names of outcomes"),
    "own": path,
    "path": path,
    "perspective": text,
    "points": whole_number("a whole number of points, at least 1"),
    "progress": function,
    "reading": text,
    "ready": function,
    "refit": yes_or_no,
    "replicate": whole_number("a whole number from 0 up to, not including, 2^32", 0, 1 << LUCK_BITS),
    "replicates": whole_number(
        "a whole number of replicates from 1 up to, not including, 2^32", 1, 1 << LUCK_BITS
    ),  # luck is addressed by 32 bits of the replicate's number
    "retry": yes_or_no,
    "robustness": yes_or_no,
    "scenario": name_or_path,
    "scenarios": many(name_or_path, "a list of scenarios"),
    "seed": whole_number("a whole number from 0 up to, not including, 2^64", 0, 1 << (LUCK_BITS + LUCK_BITS)),
    "sets": assignments("PATH=VALUE, such as IRN.salience.israel=0.5, or a mapping of paths to values", pair=True),
    "skill": path,
    "sweep": path,
    "terms": yes_or_no,
    "until": day,
    "vary": assignments("PATH=low:high:count, such as behaviour.weight.alarm=0:2:11, or a mapping of paths to values"),
    "weeks": whole_number("a whole number of weeks, at least 1"),
    "what": text,
    "workers": whole_number("a whole number of threads or processes, at least 1"),
}
"""By the name of the parameter."""
