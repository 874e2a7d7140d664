"""Probes: one change a term, with the sign that the literature gives it; and every value that changes nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import pandas as pd

from araxes.engines.world import World
from araxes.errors import InputError
from araxes.inputs.faults import parse
from araxes.inputs.folders import PARAMS, shipped, short
from araxes.inputs.parameters import Parameter
from araxes.inputs.read import PROBES, read_toml
from araxes.inputs.schema import Act, Change, Signal, Table
from araxes.inputs.settings import setting
from araxes.results.stability import chances
from araxes.rules.terms import WEIGHT_OF

if TYPE_CHECKING:
    from araxes.engines.model import Region

Step = tuple[str, float]
"""Path and value."""

Forced = tuple[str, str, str]
"""Actor, target, rung key."""

SILENT = ("ladder.", "behaviour.", "relations.contiguity.")
"""Parameters that every run uses, or that are only drawn on the map: they need no probe."""


class Probe(Table):
    """A change that should move one term of one dyad in one direction.

    Attributes
    ----------
    term : str
        A name in `araxes.rules.terms.TERMS`, or "contact".
    dyad : tuple of str
        Actor and target whose term should move.
    sign : int
        1 when the term should rise (more hostile; for contact: more quiet), -1 when it should fall.
    act : tuple of str, optional
        Actor, target and rung key forced in the first week; the term is read in the second.
    changes : tuple of (path, value)
        Steps in the first week.
    """

    term: str
    dyad: tuple[str, str]
    sign: Literal[1, -1]
    act: Forced | None = None
    changes: tuple[Step, ...] = ()


class ProbeFile(Table):
    """`params/probes.toml`."""

    probe: tuple[Probe, ...]


@lru_cache(maxsize=1)
def shipped_probes() -> tuple[Probe, ...]:
    """Return the probes of `params/probes.toml`: one a term, but for the lift, which never moves.

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = shipped() / PARAMS / PROBES
    parsed, faults = parse(ProbeFile, read_toml(path), short(path))
    if parsed is None:
        raise InputError(faults)
    return parsed.probe


def probe_table(world: World) -> pd.DataFrame:
    """Return what each probe did: the term with and without the change, whether it moved, and whether in the right direction.

    Returns
    -------
    pandas.DataFrame
        Columns term, dyad, change, without, with, hostility (change of expected hostility at mean weights), verdict. The verdict is on the
        term, whatever its weight; a weight below 0 is said beside it.
    """
    return pd.DataFrame([_probed(world, probe) for probe in shipped_probes()])


def _probed(world: World, probe: Probe) -> dict[str, object]:
    """Return one row of the table of probes."""
    weeks = 1 if probe.act else 0
    quiet = world.scenario.region.rungs[world.constants.quiet].key
    without = _read(world, probe, (), weeks, (*probe.act[:-1], quiet) if probe.act else None)
    with_change = _read(world, probe, probe.changes, weeks, probe.act)
    moved = with_change[0] - without[0]
    mean = world.scenario.book[f"behaviour.weight.{WEIGHT_OF.get(probe.term, probe.term)}"].series[0][1]
    verdict = "no effect" if moved == 0 else "right sign" if moved * probe.sign > 0 else "wrong sign"
    if mean < 0:
        verdict += "; weight estimated below 0"
    return {
        "term": probe.term,
        "dyad": ">".join(probe.dyad),
        "change": ", ".join(
            [
                *([">".join(probe.act[:-1]) + " " + probe.act[-1]] if probe.act else []),
                *[f"{p} = {v:g}" for p, v in probe.changes],
            ]
        ),
        "without": without[0],
        "with": with_change[0],
        "hostility": with_change[1] - without[1],
        "verdict": verdict if mean or verdict == "no effect" else f"{verdict}; weight 0 at its mean, sign free",
    }


def _read(world: World, probe: Probe, changes: tuple[Step, ...], weeks: int, act: Forced | None) -> tuple[float, float]:
    """Return term and expected hostility of the probe's dyad in a week of the changed world."""
    region = _appraised(altered(world, changes, [act] if act else []), weeks)
    i, j = (world.states.index(code) for code in probe.dyad)
    agent = region.state(probe.dyad[0])
    return agent.named_terms(probe.dyad[1])[probe.term], float(chances(region, i, j) @ world.constants.hostility)


def _appraised(world: World, weeks: int, lively: bool = False) -> Region:
    """Return a region after some weeks, all terms worked out; with `lively`, weights that are 0 at their mean count as 1."""
    from araxes.engines.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    for row in region.weights.push if lively else []:
        row[:] = [weight or 1.0 for weight in row]
    for _ in range(weeks):
        region.step()
    region.agents.do("perceive")
    region.agents.do("appraise")
    return region


def altered(world: World, changes: Iterable[Step], acts: Iterable[Forced] = ()) -> World:
    """Return a world with steps and acts in its first week; the record is not replayed again."""
    scenario = world.scenario
    steps = [Change(id=path, path=path, date=scenario.start, value=value, reference="probe") for path, value in changes]
    forced = [
        Act(id=f"{source}-{target}", date=scenario.start, source=source, target=target, rung=rung, reference="probe")
        for source, target, rung in acts
    ]
    new = replace(scenario, changes=tuple(steps), acts=tuple(forced), weeks=2)
    return replace(world, scenario=new)


def without_effect(world: World) -> list[str]:
    """Return the documented values of which a step to neither end of their range moves any push or belief.

    Notes
    -----
    They are tried on a lively week: every issue has just moved as far as it can, all have signalled, every state has just
    coerced every other. Tempers scale weights, and the probes try those.
    """
    book = world.scenario.book
    told = replace(world, scenario=replace(world.scenario, signals=tuple(_signals(world))))
    moved = {path: _far(p, world) for path, p in book.items() if path.startswith("issues.")}
    moved |= {path: _far(p, world) for path, p in book.items() if path.startswith("relations.format.") and p.named}
    base = _fingerprint(told, moved)
    tried = [path for path, p in book.items() if p.named and not path.startswith(SILENT) and ".temper." not in path]
    ends = {path: {book[path].low, book[path].high} for path in tried}
    return [path for path in tried if all(_fingerprint(told, moved | {path: end}) == base for end in ends[path])]


def _far(parameter: Parameter, world: World) -> float:
    """Return the end of a parameter's range that lies farther from its value at the origin."""
    value = parameter.at(world.scenario.start)
    return parameter.high if parameter.high - value > value - parameter.low else parameter.low


def _signals(world: World) -> list[Signal]:
    """Return a signal of every actor about every hidden issue, far from what holds."""
    region = world.scenario.region
    hidden = [name for name, issue in region.issues.items() if issue.known_to is not None]
    return [
        Signal(
            id=f"{code}-{name}", date=world.scenario.start, source=code, issue=name, value=1, cost=1, reference="probe"
        )
        for code in world.codes
        for name in hidden
    ]


def _fingerprint(world: World, changes: Mapping[str, float]) -> tuple[object, ...]:
    """Return pushes and beliefs of all states in the second of two lively weeks."""
    states = world.states
    coercion = world.scenario.region.rungs[int(setting("run.rung_coercion"))].key
    acts = [(a, b, coercion) for a in states for b in states if a != b]
    region = _appraised(altered(world, changes.items(), acts), 1, lively=True)
    agents = sorted(region.agents, key=lambda agent: agent.code)
    return tuple(
        (tuple(a.eta.items()), tuple(a.zeta.items()), tuple(a.delta.items()), tuple(a.believed)) for a in agents
    )
