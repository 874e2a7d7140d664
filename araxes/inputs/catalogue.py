"""The catalogue: what there is, with units, ranges and sources.

What differs between two scenarios as resolved: parameters, acts, signals and changes, a line each.

A scenario as resolved, as plain data: each value and the file it came from.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from araxes.errors import InputError, Option, unknown
from araxes.inputs.chain import scenario_names
from araxes.inputs.parameters import ALWAYS, Parameter
from araxes.inputs.perspectives import Perspective, read_perspective
from araxes.inputs.read import PERSPECTIVES, READINGS
from araxes.inputs.readings import read_reading, voice_files
from araxes.inputs.region import VOICES, Overlay, RegionFiles, plain_name, read_region
from araxes.inputs.scenario import Scenario, load_over
from araxes.inputs.scenario_checks import EVENTS
from araxes.options import check_arguments

if TYPE_CHECKING:
    import pandas as pd


What = Literal["scenarios", "actors", "issues", "rungs", "params", "readings", "perspectives"]
WHAT = ("scenarios", "actors", "issues", "rungs", "params", "readings", "perspectives")


@check_arguments()
def catalogue(what: str = "params", own: Path | str | None = None) -> pd.DataFrame:
    """Return what there is.

    Parameters
    ----------
    what : {"scenarios", "actors", "issues", "rungs", "params", "readings", "perspectives"}
        Which list.
    own : Path or str, optional
        A folder with own parameter and scenario files.

    Returns
    -------
    pandas.DataFrame
        Indexed by name; for "params" with value, unit, range, sd, confidence, source and the file of every documented value. Where
        estimates lie over it, `estimate` says the latest of each record, with its error and the first day of runs that draw from it;
        `estimated_on` the file, the record and the days of these; `earlier` the estimates that earlier runs draw from; else "".

    Raises
    ------
    InputError
        Unknown list, or files at fault.
    """
    folder = Path(own) if own is not None else None
    if what not in WHAT:
        raise InputError([unknown(Option("what"), "", what, WHAT, "list")])
    if what == "scenarios":
        return _scenarios(folder)
    if what in (READINGS, PERSPECTIVES):
        return _voices(what, folder)
    return {"actors": _actors, "issues": _issues, "rungs": _rungs, "params": _params}[what](read_region(folder))


def _scenarios(own: Path | None) -> pd.DataFrame:
    """Return the scenarios with start, horizon, title and question."""
    region = read_region(own)
    loaded = [load_over(region, name, own) for name in scenario_names(own)]
    rows = {s.name: {"start": s.start, "weeks": s.weeks, "title": s.title, "question": s.question} for s in loaded}
    return _table(rows, "scenario")


def _voices(part: str, own: Path | None) -> pd.DataFrame:
    """Return the readings, or the perspectives, with title and how many rows and acts, or values, each holds."""
    region, rows = read_region(own), {}
    for name in voice_files(part, own):
        voice = read_reading(name, region, own) if part == READINGS else read_perspective(name, region, own)
        holds = len(voice.values) if isinstance(voice, Perspective) else len(voice.rows) + len(voice.acts)
        rows[name] = {"title": voice.title, "holds": holds}
    return _table(rows, part.removesuffix("s"))


def _actors(region: RegionFiles) -> pd.DataFrame:
    """Return the actors with name, role and labels."""
    rows = {
        code: {"name": head.name, "role": head.role, **region.labels.get(code, {})}
        for code, head in region.actors.items()
    }
    return _table(rows, "actor")


def _issues(region: RegionFiles) -> pd.DataFrame:
    """Return the issues with what 0 and 1 mean and who sees the status."""
    rows = {
        key: {
            "label": issue.label,
            "zero": issue.zero,
            "one": issue.one,
            "known to": ", ".join(issue.known_to or ["all"]),
        }
        for key, issue in region.issues.items()
    }
    return _table(rows, "issue")


def _rungs(region: RegionFiles) -> pd.DataFrame:
    """Return the ladder with Goldstein scores and CAMEO codes."""
    rows = {
        index: {
            "key": rung.key,
            "name": rung.name,
            "goldstein": region.book[f"ladder.{rung.key}.goldstein"].series[0][1],
            "cameo": " ".join(rung.cameo),
        }
        for index, rung in enumerate(region.rungs)
    }
    return _table(rows, "rung")


def _params(region: RegionFiles) -> pd.DataFrame:
    """Return every documented value; those nobody named (no tie, no stake) are left out."""
    rows = {path: _row(parameter, region) for path, parameter in sorted(region.book.items()) if parameter.named}
    return _table(rows, "path")


def _table(rows: dict[Any, Any], axis: str) -> pd.DataFrame:
    """Return rows as a table, under the name of what they are rows of."""
    import pandas as pd  # heavy; the texts below do without

    return pd.DataFrame.from_dict(rows, orient="index").rename_axis(axis)


def _row(parameter: Parameter, region: RegionFiles) -> dict[str, object]:
    """Return one parameter as a row."""
    return {
        "value": series_text(parameter),
        **estimate_texts(parameter.path, region),
        "unit": parameter.unit,
        "low": parameter.low,
        "high": parameter.high,
        "plausible": "" if parameter.plausible is None else f"{parameter.plausible[0]:g} to {parameter.plausible[1]:g}",
        "sd": parameter.sd,
        "confidence": parameter.confidence,
        "source": parameter.source,
        "origin": parameter.origin,
    }


def estimate_texts(path: str, region: RegionFiles) -> dict[str, str]:
    """Return in words the estimates that lie over a parameter: the latest of each record, on what they were fitted, and earlier ones."""
    over = [one for one in region.estimates if path in one.values]
    latest = latest_estimates(over)
    return {
        "estimate": ", ".join(f"{estimate_text(path, one)} from {since(one)}" for one in latest),
        "estimated_on": "; ".join(fitted_on(one) for one in latest),
        "earlier": ", ".join(f"{estimate_text(path, one)} from {since(one)}" for one in over if one not in latest),
    }


def latest_estimates(estimates: Iterable[Overlay]) -> list[Overlay]:
    """Return the latest estimates of each record; those that are given are in order."""
    return list({plain_name(one.record): one for one in estimates}.values())


def estimate_text(path: str, over: Overlay) -> str:
    """Return an estimate of a parameter with its error, "" where there is none."""
    found = over.values.get(path)
    return f"{found.series[0][1]:.3g} +- {found.sd or 0:.2g}" if found else ""


def fitted_on(over: Overlay) -> str:
    """Return by its name on what a file of estimates was fitted, and how."""
    return f"{over.name}, on {over.record}, {over.first} to {over.last}, {over.method}"


def since(over: Overlay) -> datetime.date:
    """Return the first day of runs that draw from some estimates."""
    return over.last + datetime.timedelta(days=1)


def series_text(parameter: Parameter) -> str:
    """Return a parameter's values as text, with the dates from which they hold."""
    return ", ".join(
        f"{value:g}" if since == ALWAYS else f"{value:g} from {since}" for since, value in parameter.series
    )


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
    for voice in VOICES:
        ours, theirs = (getattr(one.basis, voice) for one in (base, other))
        if ours != theirs:
            yield f"~ {voice}: {ours} -> {theirs}"


def _series(parameter: Parameter | None) -> str:
    """Return a parameter's values as text, "none" where there is no such parameter."""
    return "none" if parameter is None else series_text(parameter)


def _events(table: str, ours: Any, theirs: Any) -> list[str]:
    """Return the lines of one table of dated events; an id with other contents counts as both removed and added."""
    gone = [f"- {table} {item.id}: {change_text(item)}" for item in ours if item not in theirs]
    new = [f"+ {table} {item.id}: {change_text(item)}" for item in theirs if item not in ours]
    return gone + new


def change_text(item: Any) -> str:
    """Return an act, signal or change in one line."""
    if hasattr(item, "path"):
        end = f" until {item.until}" if item.until else ""
        return f"{item.path} = {item.value:g} from {item.date} ({item.shape}{end})"
    if hasattr(item, "cost"):
        return f"{item.source} signals {item.issue} = {item.value:g} on {item.date} (cost {item.cost:g})"
    end = f", every {item.every} week(s) until {item.until}" if item.until else ""
    named = f"; {belief_text(item.perceived_as)}" if item.perceived_as else ""
    return f"{item.source}>{item.target} {item.rung or 'CAMEO ' + str(item.code)} on {item.date}{end}{named}"


def belief_text(perceived_as: Mapping[str, str]) -> str:
    """Return in words who takes whom for the author of an act."""
    return ", ".join(f"{believer} takes {accused} for its author" for believer, accused in perceived_as.items())


def resolved_data(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario with everything resolved as plain data: each value and the file it came from."""
    parameters = {
        path: {"series": [[str(since), value] for since, value in p.series], "unit": p.unit, "origin": p.origin}
        for path, p in scenario.book.items()
        if p.named
    }
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "expect": scenario.expect,
        "sources": list(scenario.sources),
        "start": str(scenario.start),
        "weeks": scenario.weeks,
        "files": list(scenario.files),
        **scenario.basis.attrs(),
        "acts": [act.model_dump(exclude_none=True) for act in scenario.acts],
        "signals": [signal.model_dump(exclude_none=True) for signal in scenario.signals],
        "changes": [change.model_dump(exclude_none=True) for change in scenario.changes],
        "parameters": parameters,
    }
