"""Whether every term moves as it must, and whether crises calm by themselves.

Probes: one change a term, with the sign that the literature gives it; and every value that changes nothing at all.

Stability: how many hostile acts one hostile act brings about, and whether crises calm by themselves.

    B = d E[hostile acts next week] / d F  x  E[h | hostile]  /  (1 - d(alarm))     over directed dyads

One more hostile act raises the alarm of its dyad by its hostility, and the alarm fades by half a week after week: B holds what all weeks
together answer. Crises calm by themselves where its leading value is below 1 (Richardson's criterion; the branching ratio of Hawkes 1971).

Habit is reported apart: how much one more hostile week raises the chance of a hostile act next week.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from araxes.array_types import Floats
from araxes.display import show_card
from araxes.engines.world import World
from araxes.errors import InputError
from araxes.inputs.faults import parse
from araxes.inputs.parameters import Parameter, setting
from araxes.inputs.read import PARAMS, PROBES, read_toml, shipped_folder, short_path
from araxes.inputs.schema import Act, Change, Signal, StrictTable
from araxes.rules.terms import TERM, WEIGHT_OF

if TYPE_CHECKING:
    from araxes.engines.mesa.model import Region


_Dyad = tuple[int, int]
_Step = tuple[str, float]
"""Path and value."""

_Forced = tuple[str, str, str]
"""Actor, target, rung key."""

SILENT = ("ladder.", "behaviour.", "relations.contiguity.")
"""Parameters that every run uses, or that are only drawn on the map: they need no probe."""


@show_card
@dataclass(frozen=True)
class Stability:
    """How a parameter set answers a hostile act.

    Attributes
    ----------
    leading : float
        Largest real part of the eigenvalues of B; crises calm by themselves below 1.
    dyads : list of tuple of str and float
        The dyads that carry the leading vector, with their shares, largest first.
    critical : float
        Factor on the weights of alarm and pile-on at which the leading value reaches 1; inf when no factor within reach does.
    habit_step : float
        Mean rise, over dyads, of the chance of a hostile act after one more hostile week; it fades with the half-life of habit.
    """

    leading: float
    dyads: list[tuple[str, float]]
    critical: float
    habit_step: float


def stability(world: World) -> Stability:
    """Return the stability of a world at its origin, weights at their means."""
    values, vectors = np.linalg.eig(answers_at(world, 1.0))
    lead = int(np.argmax(values.real))
    shares = np.abs(vectors[:, lead]) / np.abs(vectors[:, lead]).sum()
    names = [f"{world.states[i]}>{world.states[j]}" for i, j in deciding_dyads(world)]
    order = np.argsort(-shares)[: int(setting("compare.dyads_shown"))]
    carried = [(names[k], float(shares[k])) for k in order]
    return Stability(float(values[lead].real), carried, critical_factor(world), habit_step(world))


def deciding_dyads(world: World) -> list[_Dyad]:
    """Return the ordered pairs of states, by index."""
    states = range(len(world.states))
    return [(i, j) for i in states for j in states if i != j]


ANSWERS = [TERM[name] for name in ("alarm_received", "alarm_own", "pile_on")]
"""Places of the terms through which hostile acts are answered."""


def answers_at(world: World, factor: float) -> Floats:
    """Return B by central differences, shape (dyads, dyads), with the weights of alarm and pile-on multiplied by `factor`."""
    from araxes.engines.mesa.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    for row in region.weights.push:
        for place in ANSWERS:
            row[place] *= factor
    step = setting("health.step")
    columns = [_response(region, i, j, step) for i, j in deciding_dyads(world)]
    return np.array(columns).T / (1 - world.constants.keep.alarm)


def _response(region: Region, i: int, j: int, step: float) -> Floats:
    """Return how the chance of a hostile act of every dyad answers one more hostile act of i towards j."""
    middle, hostile = region.memory.alarm[i][j], region.world.constants.quiet + 1
    ends = []
    for shift in (step, -step):
        region.memory.alarm[i][j] = middle + shift
        ends.append(hostile_chances(region))
    region.memory.alarm[i][j] = middle
    usual = np.array(region.by_index[i].habit(region.world.states[j]))[hostile:]
    typical = usual @ np.array(region.world.constants.hostility)[hostile:] / usual.sum()
    return np.asarray((ends[0] - ends[1]) * 0.5 / step * typical)


def hostile_chances(region: Region) -> Floats:
    """Return the chance of a hostile act of every dyad in the coming week, shape (dyads,)."""
    region.agents.do("perceive")
    region.agents.do("appraise")
    return np.array(
        [1 - region.by_index[i].foresee(j)[region.world.constants.quiet] for i, j in deciding_dyads(region.world)]
    )


def _chances(region: Region, i: int, j: int) -> Floats:
    """Return the chance of every rung of i towards j in the coming week, once appraised, shape (rungs,)."""
    return np.diff([0.0, *region.by_index[i].foresee(j), 1.0])


def critical_factor(world: World) -> float:
    """Return the factor on the weights of alarm and pile-on at which the leading value reaches 1, by bisection."""

    def leading(factor: float) -> float:
        return float(np.linalg.eigvals(answers_at(world, factor)).real.max())

    low, high = 0.0, setting("health.factor_limit")
    if leading(high) < 1:
        return float("inf")
    while high - low > setting("health.factor_precision"):
        middle = (low + high) * 0.5
        low, high = (middle, high) if leading(middle) < 1 else (low, middle)
    return high


def habit_step(world: World) -> float:
    """Return the mean rise, over dyads, of the chance of a hostile act after one more week of the first hostile rung."""
    from araxes.engines.mesa.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    first = world.constants.quiet + 1
    rises = []
    for i, j in deciding_dyads(world):
        agent, target = region.by_index[i], world.states[j]
        before = sum(agent.habit(target)[first:])
        region.memory.counts[i][j][first] += 1
        rises.append(sum(agent.habit(target)[first:]) - before)
        region.memory.counts[i][j][first] -= 1
    return float(np.mean(rises))


class Probe(StrictTable):
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
    act: _Forced | None = None
    changes: tuple[_Step, ...] = ()


class ProbeFile(StrictTable):
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
    path = shipped_folder() / PARAMS / PROBES
    parsed, faults = parse(ProbeFile, read_toml(path), short_path(path))
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


def _read(
    world: World, probe: Probe, changes: tuple[_Step, ...], weeks: int, act: _Forced | None
) -> tuple[float, float]:
    """Return term and expected hostility of the probe's dyad in a week of the changed world."""
    region = _appraised(alter_world(world, changes, [act] if act else []), weeks)
    i, j = (world.states.index(code) for code in probe.dyad)
    agent = region.state(probe.dyad[0])
    return agent.named_terms(probe.dyad[1])[probe.term], float(_chances(region, i, j) @ world.constants.hostility)


def _appraised(world: World, weeks: int, lively: bool = False) -> Region:
    """Return a region after some weeks, all terms worked out; with `lively`, weights that are 0 at their mean count as 1."""
    from araxes.engines.mesa.model import Region

    region = Region(world, 0, 0, fixed=True, collect=False)
    for row in region.weights.push if lively else []:
        row[:] = [weight or 1.0 for weight in row]
    for _ in range(weeks):
        region.step()
    region.agents.do("perceive")
    region.agents.do("appraise")
    return region


def alter_world(world: World, changes: Iterable[_Step], acts: Iterable[_Forced] = ()) -> World:
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
    region = _appraised(alter_world(world, changes.items(), acts), 1, lively=True)
    agents = sorted(region.agents, key=lambda agent: agent.code)
    return tuple(
        (tuple(a.eta.items()), tuple(a.zeta.items()), tuple(a.delta.items()), tuple(a.believed)) for a in agents
    )
