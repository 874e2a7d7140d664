"""Outcomes: what a sweep keeps of each point, by name, worked out replicate by replicate from the histories.

tension.IRN>AZE         mean over the horizon, Goldstein points; tension.AZE-IRN both directions, tension the whole region
end_tension.IRN>AZE     the same at the end of the horizon
chance.9.IRN>AZE        an act of rung 9 or above within the horizon; chance.9.IRN>AZE.26 within 26 weeks
first.9.IRN>AZE         weeks to the first such act, the horizon where there is none
count.coercive.IRN>AZE  weeks with an act of a class
status.syunik_route     at the end

Outcomes of the user's own: functions named on the command line, called with histories and checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines.counting import Course
from araxes.engines.ensemble import Histories
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.inputs.read import what_stands
from araxes.rules.arrays import follow_tension
from araxes.units import GOLDSTEIN_PER_HOSTILITY

Function = Callable[..., Any]
"""An outcome of the user's: f(rungs, status, names) -> one number a replicate."""
_OWN = "own"
"""The kind of the user's own outcomes."""


class HistoryNames(NamedTuple):
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


def _called(name: str, function: Function, found: Histories, names: HistoryNames) -> Floats:
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
    return _checked(name, values, len(found.rungs))


def _checked(name: str, values: Any, replicates: int) -> Floats:
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


@show_card
class Outcome(NamedTuple):
    """One outcome: its name, unit, and what it is in words."""

    name: str
    unit: str
    label: str


@show_card
@dataclass(frozen=True)
class Measures:
    """The outcomes of a sweep.

    Parameters
    ----------
    names : HistoryNames
    functions : dict of str to callable
        The user's own, by name.
    patterns : sequence of str
        Which outcomes are kept: names, `*` standing for any text; all where there are none. The user's own always are.
    """

    names: HistoryNames
    functions: dict[str, Function]
    patterns: tuple[str, ...] = ()

    @cached_property
    def groups(self) -> list[tuple[str, list[Outcome]]]:
        """Return every kind of outcome with its outcomes, kept or not, in the order in which they are worked out."""
        return [(kind, list(listed)) for kind, listed in _catalogue(self.names, self.functions)]

    @cached_property
    def outcomes(self) -> list[Outcome]:
        """Return the outcomes that are kept."""
        return [outcome for kind, listed in self.groups for outcome in listed if self._wanted(kind, outcome.name)]

    @cached_property
    def columns(self) -> dict[str, Whole]:
        """Return which columns of each kind are kept, of kinds of which any is."""
        kept = {kind: np.flatnonzero([self._wanted(kind, o.name) for o in listed]) for kind, listed in self.groups}
        return {kind: places for kind, places in kept.items() if len(places)}

    def _wanted(self, kind: str, name: str) -> bool:
        """Return whether an outcome is kept; whoever names a function of their own wants what it gives."""
        return not self.patterns or kind == _OWN or any(fnmatchcase(name, pattern) for pattern in self.patterns)

    def values(self, found: Histories, course: Course) -> Floats:
        """Return the outcomes of some replicates, shape (replicates, outcomes)."""
        acts = by_week(found.rungs)
        parts = []
        if {"tension", "end_tension"} & self.columns.keys():
            mean, end = _tensions(acts, course)
            parts += [
                self._part("tension", lambda: with_pairs(mean, self.names)),
                self._part("end_tension", lambda: with_pairs(end, self.names)),
            ]
        top = np.maximum.accumulate(acts) if {"chance", "first"} & self.columns.keys() else acts
        parts += [
            self._part("chance", lambda: _chances(top, self.names)),
            self._part("first", lambda: firsts(top, self.names)),
            self._part("count", lambda: counts(acts, self.names)),
            self._part("status", lambda: found.status[:, -1].astype(np.float64)),
            self._part(_OWN, lambda: self._own(found)),
        ]
        return np.concatenate([part for part in parts if part is not None], axis=1)

    def _part(self, kind: str, values: Callable[[], Floats]) -> Floats | None:
        """Return the wanted columns of one kind of outcome, None where none is."""
        return values()[:, self.columns[kind]] if kind in self.columns else None

    def _own(self, found: Histories) -> Floats:
        """Return the user's own outcomes, all of them."""
        return np.stack([_called(name, own, found, self.names) for name, own in self.functions.items()], axis=1)


def _catalogue(names: HistoryNames, functions: Iterable[str]) -> Iterator[tuple[str, Iterator[Outcome]]]:
    """Yield every kind of outcome with its outcomes, in the order in which they are worked out."""
    n = names.weeks
    yield "tension", _tension_names("tension", f"mean tension of weeks 1 to {n}", names)
    yield "end_tension", _tension_names("end_tension", f"tension at the end of week {n}", names)
    yield "chance", _chance_names(names)
    yield (
        "first",
        (
            Outcome(
                f"first.{k}.{d}", "weeks", f"weeks to the first act of {names.rungs[k]} or above, {d} ({n} where none)"
            )
            for k in hostile(names)
            for d in dyads(names)
        ),
    )
    yield (
        "count",
        (
            Outcome(f"count.{kind}.{d}", "weeks", f"weeks with a {kind} act, {d}")
            for kind in names.classes
            for d in dyads(names)
        ),
    )
    yield "status", (Outcome(f"status.{issue}", "status", f"status of {issue} at the end") for issue in names.issues)
    yield _OWN, (Outcome(name, "as defined", f"{name}, defined by the user") for name in functions)


def _tension_names(kind: str, label: str, names: HistoryNames) -> Iterator[Outcome]:
    """Yield tension by dyad, by pair and of the region."""
    unit = "Goldstein points"
    yield from (Outcome(f"{kind}.{d}", unit, f"{label}, {d}") for d in dyads(names))
    yield from (Outcome(f"{kind}.{pair}", unit, f"{label}, {pair}, mean of both directions") for pair in pairs(names))
    yield Outcome(kind, unit, f"{label}, mean over the region")


def _chance_names(names: HistoryNames) -> Iterator[Outcome]:
    """Yield chances by horizon, rung and dyad."""
    for weeks in horizons(names):
        within = "" if weeks == names.weeks else f".{weeks}"
        for k in hostile(names):
            for d in dyads(names):
                label = f"chance of {names.rungs[k]} or above within {weeks} weeks, {d}"
                yield Outcome(f"chance.{k}.{d}{within}", "probability", label)


def dyads(names: HistoryNames) -> list[str]:
    """Return the directed dyads as texts, row by row."""
    return [f"{a}>{b}" for a in names.states for b in names.states if a != b]


def pairs(names: HistoryNames) -> list[str]:
    """Return the pairs as texts, alphabetical within and among them."""
    return [f"{a}-{b}" for i, a in enumerate(names.states) for b in names.states[i + 1 :]]


def hostile(names: HistoryNames) -> range:
    """Return the rungs above quiet."""
    return range(names.quiet + 1, len(names.rungs))


def horizons(names: HistoryNames) -> list[int]:
    """Return the horizons of chances, in weeks: those of comparisons that are shorter than the sweep's, and the sweep's."""
    short = [int(setting(f"compare.window_{name}")) for name in ("early", "middle", "late")]
    return [*[weeks for weeks in short if weeks < names.weeks], names.weeks]


# --- Values, each of acts by week: int8, shape (weeks, replicates, dyads) ------------------------------------------------


def by_week(rungs: Rungs) -> Rungs:
    """Return rungs with weeks first and dyads last, from shape (replicates, weeks, S, S)."""
    states = rungs.shape[-1]
    flat = rungs.reshape(*rungs.shape[:2], states * states)[..., _off_diagonal(states)]
    return np.ascontiguousarray(flat.transpose(1, 0, 2))


def _off_diagonal(states: int) -> Whole:
    """Return the places of the dyads in a square table that has been laid flat, row by row."""
    return np.flatnonzero(~np.eye(states, dtype=bool).ravel())


def _tensions(acts: Rungs, course: Course) -> tuple[Floats, Floats]:
    """Return mean and last tension, each of shape (replicates, dyads), Goldstein points."""
    start = course.start.ravel()[_off_diagonal(len(course.start))]
    end, total = np.broadcast_to(start, acts.shape[1:]), np.zeros(acts.shape[1:])
    for end in follow_tension(start, acts, course.hostility, course.keep):
        total += end
    return GOLDSTEIN_PER_HOSTILITY * total / len(acts), GOLDSTEIN_PER_HOSTILITY * end


def with_pairs(each: Floats, names: HistoryNames) -> Floats:
    """Return values by dyad, pair and for the region, shape (replicates, dyads + pairs + 1)."""
    known = dyads(names)
    there = [known.index(pair.replace("-", ">")) for pair in pairs(names)]
    back = [known.index(">".join(reversed(pair.split("-")))) for pair in pairs(names)]
    both = (each[:, there] + each[:, back]) * 0.5
    return np.concatenate([each, both, each.mean(axis=1, keepdims=True)], axis=1)


def _chances(top: Rungs, names: HistoryNames) -> Floats:
    """Return 1 where a rung or a higher one was addressed within a horizon; `top` is the highest rung so far."""
    ends = top[[weeks - 1 for weeks in horizons(names)]].transpose(1, 0, 2)
    hit = ends[:, :, None, :] >= np.array(hostile(names))[:, None]
    return hit.reshape(len(hit), -1).astype(np.float64)


def firsts(top: Rungs, names: HistoryNames) -> Floats:
    """Return the weeks to the first act of each rung or above, counted from 1; the horizon where there is none."""
    weeks = [np.minimum(weeks_of(top < k) + 1, names.weeks) for k in hostile(names)]
    return np.concatenate(weeks, axis=1).astype(np.float64)


def counts(acts: Rungs, names: HistoryNames) -> Floats:
    """Return the weeks with an act of each class."""
    found = [weeks_of((acts >= span.start) & (acts < span.stop)) for span in names.classes.values()]
    return np.concatenate(found, axis=1).astype(np.float64)


def weeks_of(held: Flags) -> NDArray[np.int32]:
    """Return in how many weeks something held."""
    return np.asarray(np.add.reduce(held.view(np.int8), axis=0, dtype=np.int32))
