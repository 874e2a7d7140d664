"""Parameters: every value under its dotted path, with unit, range, source, confidence and the file it came from.

Settings: how runs are made, compared and checked, from `params/settings.toml` (not science, yet not in the code either).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Any

from araxes.display import show_card
from araxes.errors import Fault, InputError, unknown
from araxes.inputs.faults import gone_fault, parse, value_text
from araxes.inputs.read import PARAMS, SETTINGS, read_toml, shipped_folder, short_path
from araxes.inputs.schema import (
    ActorFile,
    BehaviourFile,
    Issue,
    Leaf,
    Node,
    RedLine,
    RelationsFile,
    Rung,
    SettingsFile,
)
from araxes.units import Kind, Section

Series = tuple[tuple[datetime.date, float], ...]
"""Values in force from their dates on, sorted; the first also holds before its date."""

MODELS = {
    "ladder": (Rung, Node),
    "issues": (Issue,),
    "relations": (RelationsFile,),
    "behaviour": (BehaviourFile,),
    "actor": (ActorFile,),
}
"""The models whose fields hold the parameters, by what their sections are called after."""

SECTIONS = {
    f"{group}.{name}": section
    for group, models in MODELS.items()
    for model in models
    for name, field in model.model_fields.items()
    for section in field.metadata
    if isinstance(section, Section)
}
"""Every section of parameters as `schema.py` describes it, such as "actor.salience"."""

UNDIRECTED = tuple(f"{name}." for name, section in SECTIONS.items() if section.undirected)
"""Prefixes of paths whose two actors may stand in either order."""

ALWAYS = datetime.date.min
"""The date of a constant's only entry."""

ANCHOR = datetime.date.fromisoformat("2023-04-03")
"""The day whose entry of a dated series the plausible range belongs to; see `params/README.md`."""


@show_card
@dataclass(frozen=True)
class Parameter:
    """One documented value.

    Attributes
    ----------
    path : str
        Dotted path, such as "IRN.salience.israel".
    series : Series
        Values in force from their dates on.
    unit, source, confidence : str
        As documented in the file.
    low, high : float
        The admissible range.
    plausible : tuple of float, optional
        The range judged plausible.
    sd : float, optional
        Standard deviation from which runs draw, None where nothing is drawn.
    origin : str
        The file, scenario or option that set the value.
    side : int
        For red lines: 1 when the wrong side is above, -1 when below; else 0.
    named : bool
        False where nobody named the value and it is understood; see `Kind`.
    around : tuple of float
        How far the plausible range reaches below and above the value that it belongs to, the one in force at `ANCHOR`; kept where later
        entries of a series are cut off.
    exact : bool
        True where a scenario or an option set the value: it holds as it is, and is not drawn.
    """

    path: str
    series: Series
    unit: str
    low: float
    high: float
    source: str
    confidence: str
    origin: str
    plausible: tuple[float, float] | None = None
    sd: float | None = None
    side: int = 0
    named: bool = True
    around: tuple[float, float] = (0.0, 0.0)
    exact: bool = False

    @property
    def is_judged(self) -> bool:
        """Return whether runs draw it from its plausible range.

        What has a distribution of its own is drawn from that. Ladder and behaviour say how the record is read, which is read once.
        """
        free = any(self.around) and self.sd is None and not self.exact
        return free and not self.path.startswith(("ladder.", "behaviour."))

    def at(self, date: datetime.date) -> float:
        """Return the value in force on `date`."""
        current = self.series[0][1]
        for since, value in self.series:
            if since > date:
                break
            current = value
        return current

    def set(self, series: Series, origin: str, source: str) -> Parameter:
        """Return the parameter with its whole series replaced; what somebody sets is no longer drawn."""
        return replace(
            self, series=series, origin=origin, source=source, confidence="judged", sd=None, named=True, exact=True
        )


Book = Mapping[str, Parameter]
"""All parameters by path."""


def is_fixed(path: str) -> bool:
    """Return whether a parameter holds for the whole run and may not be dated: ladder, behaviour, tempers."""
    return path.startswith(("ladder.", "behaviour.")) or ".temper." in path


def section_at(path: str) -> str:
    """Return the name of the section that the parameter at a path belongs to, such as "actor.salience" for "IRN.salience.israel"."""
    first, second, *rest = path.split(".")
    if first in ("ladder", "issues"):  # behind the name of the rung, node or issue
        return f"{first}.{rest[-1]}"
    return f"{first if first in MODELS else 'actor'}.{second}"


def kind_at(path: str) -> Kind:
    """Return the kind of the parameter at a path: its unit and the widest range that makes sense."""
    section = SECTIONS[section_at(path)]
    return section.apart.get(path.rpartition(".")[2], section.kind)


def from_leaf(path: str, leaf: Leaf, kind: Kind, file: str) -> tuple[Parameter | None, list[Fault]]:
    """Return a leaf as a parameter, or its faults.

    Parameters
    ----------
    path : str
        Dotted path.
    leaf : Leaf
        The value as written.
    kind : Kind
        Its unit and widest range.
    file : str
        Where it is written.
    """
    faults = list(_leaf_faults(path, leaf, kind, file))
    if faults:
        return None, faults
    series = ((ALWAYS, leaf.value),) if leaf.value is not None else tuple((s.since, s.value) for s in leaf.dated or [])
    side = (1 if leaf.side == "above" else -1) if isinstance(leaf, RedLine) else 0
    spread = leaf.sd if leaf.sd is not None else leaf.se
    low, high = leaf.range
    made = Parameter(
        path, series, leaf.unit, low, high, leaf.source, leaf.confidence, file, leaf.plausible, spread, side
    )
    return replace(made, around=_around(made)), []


def _around(parameter: Parameter) -> tuple[float, float]:
    """Return how far a plausible range reaches below and above its value; a value beside the range counts as the end that it is near to."""
    value = parameter.at(ANCHOR)
    low, high = parameter.plausible or (value, value)
    return max(value - low, 0.0), max(high - value, 0.0)


def _leaf_faults(path: str, leaf: Leaf, kind: Kind, file: str) -> Iterator[Fault]:
    """Yield what is wrong with a leaf whose keys and types are right."""
    if (leaf.value is None) == (not leaf.dated):
        yield Fault(file, path, "both value and dated, or neither", "exactly one of 'value' and 'dated' (not empty)")
    if leaf.dated and is_fixed(path):
        yield Fault(file, path + ".dated", "a dated value", "one 'value' for the whole run")
    if leaf.unit != kind.unit:
        step = "Convert the value; units are not converted for you."
        yield Fault(file, path + ".unit", repr(leaf.unit), repr(kind.unit), step=step)
    yield from _range_faults(path, leaf, kind, file)
    if leaf.range[0] <= leaf.range[1]:
        yield from _value_faults(path, leaf, file)
    yield from _spread_faults(path, leaf, file)


def _range_faults(path: str, leaf: Leaf, kind: Kind, file: str) -> Iterator[Fault]:
    """Yield what is wrong with the ranges of a leaf."""
    low, high = leaf.range
    got = f"[{low:g}, {high:g}]"
    if low > high:
        yield Fault(file, path + ".range", got, "the lower bound first")
    if (kind.low is not None and low < kind.low) or (kind.high is not None and high > kind.high):
        yield Fault(file, path + ".range", got, f"a range within {interval(kind.low, kind.high)}")
    elif kind.positive and low <= 0:
        yield Fault(file, path + ".range", got, "a range above 0")
    if leaf.plausible and not low <= leaf.plausible[0] <= leaf.plausible[1] <= high:
        yield Fault(file, path + ".plausible", value_text(list(leaf.plausible)), f"lower bound first, within {got}")


def _value_faults(path: str, leaf: Leaf, file: str) -> Iterator[Fault]:
    """Yield values out of range, and dates that do not rise."""
    low, high = leaf.range
    steps = leaf.dated or []
    for value in [leaf.value] if leaf.value is not None else [step.value for step in steps]:
        if not low <= value <= high:
            yield Fault(file, path, f"{value:g}", f"{low:g} to {high:g} ({leaf.unit})")
    if any(later.since <= earlier.since for earlier, later in pairwise(steps)):
        yield Fault(file, path + ".dated", "dates that do not rise", "each 'since' once, in rising order")


def _spread_faults(path: str, leaf: Leaf, file: str) -> Iterator[Fault]:
    """Yield a spread that is missing, out of place or negative."""
    for confidence, key in (("prior", "sd"), ("estimated", "se")):
        spread = getattr(leaf, key)
        if (leaf.confidence == confidence) != (spread is not None):
            got = f"confidence {leaf.confidence!r} and {key} = {spread}"
            yield Fault(file, path, got, f"{key!r} exactly where confidence is {confidence!r}")
        elif spread is not None and spread < 0:
            yield Fault(file, f"{path}.{key}", f"{spread:g}", "0 or more")


def interval(low: float | None, high: float | None) -> str:
    """Return a range in words, open where a bound is None."""
    return f"[{'-inf' if low is None else f'{low:g}'}, {'inf' if high is None else f'{high:g}'}]"


def implicit(path: str, kind: Kind) -> Parameter:
    """Return the parameter that nobody named: 0, judged to be absent, or 1, judged to be as with all."""
    value, source = float(kind.implicit or 0), "not named: as with all" if kind.implicit else "not named: none"
    low, high = kind.low or 0.0, 2 * value if kind.high is None else kind.high
    return Parameter(path, ((ALWAYS, value),), kind.unit, low, high, source, "judged", "not named", named=False)


def checked_series(parameter: Parameter, raw: Any, file: str, key: str) -> tuple[Series | None, list[Fault]]:
    """Return an override as a series, or its faults.

    Parameters
    ----------
    parameter : Parameter
        The parameter to be overridden; its range applies.
    raw : object
        A number, or a list of {since, value} tables.
    file, key : str
        Where the override stands.
    """
    if not isinstance(raw, list):
        fault = number_fault(parameter, raw, file, key)
        return (None, [fault]) if fault else (((ALWAYS, float(raw)),), [])
    if is_fixed(parameter.path):
        return None, [Fault(file, key, "a dated value", "one value for the whole run")]
    steps, faults = [], []
    for index, step in enumerate(raw, start=1):
        place = f"{key}[{index}]"
        if not isinstance(step, dict) or set(step) != {"since", "value"} or type(step["since"]) is not datetime.date:
            faults.append(Fault(file, place, value_text(step), "{since = 2023-04-03, value = 0.5}"))
        elif fault := number_fault(parameter, step["value"], file, place):
            faults.append(fault)
        else:
            steps.append((step["since"], float(step["value"])))
    dates = [since for since, _ in steps]
    if not faults and (not steps or dates != sorted(set(dates))):
        faults.append(Fault(file, key, "dates that do not rise, or none", "each 'since' once, in rising order"))
    return (None, faults) if faults else (tuple(steps), [])


def number_fault(parameter: Parameter, raw: Any, file: str, key: str) -> Fault | None:
    """Return the fault of a value that is not a finite number inside the parameter's range, or None."""
    allowed = f"a number from {parameter.low:g} to {parameter.high:g} ({parameter.unit})"
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        return Fault(file, key, value_text(raw), allowed)
    if not parameter.low <= raw <= parameter.high:
        return Fault(file, key, f"{raw:g}", allowed)
    return None


def canonical(path: str) -> str:
    """Return a path with the two codes of an undirected relation in alphabetical order."""
    for prefix in UNDIRECTED:
        if path.startswith(prefix):
            return prefix + ".".join(sorted(path.removeprefix(prefix).split(".")))
    return path


def find(book: Book, path: str, file: str, key: str) -> Parameter:
    """Return the parameter at `path`.

    Raises
    ------
    InputError
        Unknown path; the nearest known one is named.
    """
    if canonical(path) in book:
        return book[canonical(path)]
    allowed, step = f"one of {len(book)} parameter paths", "See 'araxes list params'."
    gone = gone_fault(file, key, path, path, allowed)
    raise InputError([gone or unknown(file, key, path, book, "parameter", allowed, step)])


@lru_cache(maxsize=1)
def settings() -> dict[str, Parameter]:
    """Return all settings by path, such as "run.replicates".

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = shipped_folder() / PARAMS / SETTINGS
    parsed, faults = parse(SettingsFile, read_toml(path), short_path(path))
    out: dict[str, Parameter] = {}
    for section in SettingsFile.model_fields if parsed else ():
        for key, leaf in getattr(parsed, section).items():
            made, found = from_leaf(f"{section}.{key}", leaf, Kind(leaf.unit), short_path(path))
            faults += found
            if made:
                out[made.path] = made
    if faults:
        raise InputError(faults)
    return out


def setting(path: str) -> float:
    """Return the value of one setting; KeyError when there is none."""
    return settings()[path].series[0][1]
