"""What differs between two scenarios as resolved: parameters, acts, signals and changes, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from araxes.inputs.catalogue import series_text
from araxes.inputs.parameters import Parameter
from araxes.inputs.scenario import Scenario
from araxes.inputs.scenario_checks import EVENTS


def differences(base: Scenario, other: Scenario) -> list[str]:
    """Return the lines that tell `other` from `base`: "-" only in the base, "+" only in the other, "~" set differently."""
    lines = list(_heads(base, other))
    for path in sorted(base.book.keys() | other.book.keys()):
        ours, theirs = base.book.get(path), other.book.get(path)
        if _series(ours) != _series(theirs):
            lines.append(f"~ {path}: {_series(ours)} -> {_series(theirs)} ({theirs.origin if theirs else 'absent'})")
    for table in EVENTS:
        lines += _events(table, getattr(base, f"{table}s"), getattr(other, f"{table}s"))
    return lines


def _heads(base: Scenario, other: Scenario) -> Iterator[str]:
    """Yield a line for a different start or horizon."""
    for name in ("start", "weeks", "count_flags"):
        if getattr(base, name) != getattr(other, name):
            yield f"~ {name}: {getattr(base, name)} -> {getattr(other, name)}"
    ours, theirs = (one.reading.name if one.reading else "neutral" for one in (base, other))
    if ours != theirs:
        yield f"~ reading: {ours} -> {theirs}"


def _series(parameter: Parameter | None) -> str:
    """Return a parameter's values as text, "none" where there is no such parameter."""
    return "none" if parameter is None else series_text(parameter)


def _events(table: str, ours: Any, theirs: Any) -> list[str]:
    """Return the lines of one table of dated events; an id with other contents counts as both removed and added."""
    gone = [f"- {table} {item.id}: {described(item)}" for item in ours if item not in theirs]
    new = [f"+ {table} {item.id}: {described(item)}" for item in theirs if item not in ours]
    return gone + new


def described(item: Any) -> str:
    """Return an act, signal or change in one line."""
    if hasattr(item, "path"):
        end = f" until {item.until}" if item.until else ""
        return f"{item.path} = {item.value:g} from {item.date} ({item.shape}{end})"
    if hasattr(item, "cost"):
        return f"{item.source} signals {item.issue} = {item.value:g} on {item.date} (cost {item.cost:g})"
    end = f", every {item.every} week(s) until {item.until}" if item.until else ""
    named = f"; {believed(item.perceived_as)}" if item.perceived_as else ""
    return f"{item.source}>{item.target} {item.rung or 'CAMEO ' + str(item.code)} on {item.date}{end}{named}"


def believed(perceived_as: Mapping[str, str]) -> str:
    """Return in words who takes whom for the author of an act."""
    return ", ".join(f"{believer} takes {accused} for its author" for believer, accused in perceived_as.items())
