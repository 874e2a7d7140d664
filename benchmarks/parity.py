"""Parity: on random scenarios the compiled kernel and the Mesa model must agree to the last bit.

    python benchmarks/parity.py -n 1000 --seed 1        a thousand random cases
    python benchmarks/parity.py --seed 1 --only 137     one of them again

A case is a shipped scenario with other actors deciding, the record as it is or as a capital reads it, other parameters (many at the ends
of their ranges), and forced acts, acts without an agreed author, changes and signals thrown in. Both engines run it; acts, statuses,
beliefs and memories are compared bit by bit. Exits with 1 if anything differs.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

import araxes
from araxes.engines.calendar import FREE
from araxes.engines.kernel.lanes import Foresight, Lanes, lanes
from araxes.engines.kernel.load import kernel
from araxes.engines.kernel.tables import Tables, tables
from araxes.engines.mesa.agents import forget
from araxes.engines.mesa.model import Region
from araxes.engines.world import World, prepare
from araxes.inputs.chain import scenario_names
from araxes.inputs.constants import constants
from araxes.inputs.parameters import ALWAYS, Parameter, implicit, is_fixed, kind_at
from araxes.inputs.read import READINGS
from araxes.inputs.readings import voice_files
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act, Change, Signal
from araxes.units import DAYS_PER_WEEK

BASES = 24
"""How many pairs of a scenario and a set of deciding actors are prepared once and used again by cases that do not replay the record."""

FIRST_BASES = ("baseline", "baseline_contested", "april_2023_as_it_happened", "april_2023_words_only", "february_2023")
FULL = 0.25
"""Share of cases that replay the record under their own parameters."""

SEEDS = 1 << 64
REPLICATES = 1 << 32
HALF = 0.5
QUARTER = HALF / 2
STATES = (3, 9)
WEEKS = (3, 30)
DRAWS = (1, 12)
WIDTHS = (3, 6)
BLOCK = 3
LOOKED_AT = 2
MOST_ACTS, MOST_CHANGES, MOST_SIGNALS, MOST_LINES, MOST_ACCUSATIONS = 12, 9, 6, 6, 4
MOST_STEPS = 4
BEHAVIOUR_SHARES = (0.0, 0.1, 0.4, 0.9)
OTHER_SHARES = (0.0, 0.02, 0.2, 0.6)
END_SHARES = (0.0, 0.3, 1.0)
WIDE = 100.0
"""Ranges above 0 whose ends lie further apart than this factor are drawn on a logarithmic scale."""

LEFT_ALONE = ("ladder.quiet.", "behaviour.issue_moves.")
MOVES = ("behaviour.issue_moves.accord", "behaviour.issue_moves.force")
SHOWN = 10
STEP_OF_PROGRESS = 100


@dataclass(frozen=True)
class Case:
    """A random case.

    Attributes
    ----------
    number : int
    world : World
    seed, first, width : int
        Seed of luck, number of the block's first replicate, lanes of the block.
    looked_at : tuple of int
        Places in the block of the replicates that Mesa runs too.
    fixed : bool
        Weights at their means.
    kinds : Counter of str
        What was thrown in, and how often.
    """

    number: int
    world: World
    seed: int
    first: int
    width: int
    looked_at: tuple[int, ...]
    fixed: bool
    kinds: Counter[str]


# --- Drawing a case ----------------------------------------------------------------------------------------------------


def generator(*numbers: int) -> np.random.Generator:
    """Return the generator of a case, of which every case has its own."""
    return np.random.default_rng(numbers)


@cache
def loaded(name: str) -> Scenario:
    """Return a shipped scenario."""
    return araxes.load(name)


def base(seed: int, number: int) -> Scenario:
    """Return base `number` of a seed: a scenario with some actors deciding."""
    rng = generator(seed, 0, number)
    names = FIRST_BASES if number < len(FIRST_BASES) else scenario_names()
    scenario = loaded(names[number] if number < len(FIRST_BASES) else pick(rng, names))
    return recast(rng, read(generator(seed, 2, number), scenario))


@lru_cache(maxsize=BASES)
def prepared(seed: int, number: int) -> World:
    """Return a base made ready to run."""
    return prepare(base(seed, number))


def recast(rng: np.random.Generator, scenario: Scenario) -> Scenario:
    """Return a scenario in which other actors decide."""
    heads = scenario.region.actors
    chosen = set(rng.permutation(list(heads))[: between(rng, *STATES)].tolist())
    actors = {
        code: head.model_copy(update={"role": "state" if code in chosen else "outside"}) for code, head in heads.items()
    }
    return replace(scenario, region=replace(scenario.region, actors=actors))


def read(rng: np.random.Generator, scenario: Scenario) -> Scenario:
    """Return a scenario with the record read as a capital does, in half of the cases as it is."""
    return araxes.load(scenario, reading=pick(rng, list(voice_files(READINGS)))) if rng.random() < HALF else scenario


def draw_case(seed: int, number: int) -> Case:
    """Return case `number` of a seed."""
    rng = generator(seed, 1, number)
    accusing = generator(seed, 3, number)  # of its own, so that all else is drawn as without
    kinds: Counter[str] = Counter()
    full = bool(rng.random() < FULL)
    place = between(rng, 0, BASES - 1)
    scenario = recast(rng, read(accusing, loaded(pick(rng, scenario_names())))) if full else base(seed, place)
    scenario = happenings(rng, overridden(rng, replace(scenario, weeks=between(rng, *WEEKS)), kinds), kinds)
    accused = [draw_accusation(accusing, scenario, k) for k in range(between(accusing, 0, MOST_ACCUSATIONS))]
    kinds["acts without an agreed author"] += len(accused)
    scenario = replace(scenario, acts=(*scenario.acts, *accused))
    world = prepare(scenario) if full else rewarmed(prepared(seed, place), scenario)
    fixed, judged = bool(rng.random() < HALF / 2), bool(rng.random() > HALF / 2)
    world = replace(world, n_draws=between(rng, *DRAWS), judged=judged)
    kinds.update({"record replayed": full, "weights at their means": fixed, f"{len(world.deciding)} states": True})
    kinds["judged values drawn"] += judged and not fixed
    kinds["record as a capital reads it"] += scenario.reading is not None
    kinds["issues moved by acts"] += bool(world.constants.accord_share or world.constants.force_share)
    return Case(
        number=number,
        world=world,
        seed=pick(rng, (0, SEEDS - 1, int(rng.integers(SEEDS, dtype=np.uint64)), between(rng, 1, REPLICATES))),
        first=pick(rng, (0, REPLICATES - BLOCK, between(rng, 1, WIDTHS[1]), between(rng, 0, REPLICATES - BLOCK))),
        width=between(rng, *WIDTHS),
        looked_at=tuple(sorted(rng.permutation(BLOCK)[: between(rng, 1, LOOKED_AT)].tolist())),
        fixed=fixed,
        kinds=kinds,
    )


def rewarmed(world: World, scenario: Scenario) -> World:
    """Return the world of a scenario with the memories of another world of the same actors; the record is not replayed."""
    rules = constants(scenario.region)
    return replace(world, scenario=scenario, constants=rules, anchor=rules.anchor_weeks * world.warm.anchor)


def between(rng: np.random.Generator, low: int, high: int) -> int:
    """Return a whole number from low to high, both included."""
    return int(rng.integers(low, high, endpoint=True))


def pick(rng: np.random.Generator, options: Sequence[Any]) -> Any:
    """Return one of several options."""
    return options[between(rng, 0, len(options) - 1)]


def drawn(rng: np.random.Generator, parameter: Parameter, ends: float) -> float:
    """Return a value inside a parameter's range; in the share `ends` of cases one of its ends."""
    low, high = parameter.low, parameter.high
    if rng.random() < ends:
        value = pick(rng, (low, high))
    elif parameter.plausible and rng.random() < HALF:
        value = rng.uniform(*parameter.plausible)
    elif low > 0 and high / low > WIDE:
        value = np.exp(rng.uniform(np.log(low), np.log(high)))
    else:
        value = rng.uniform(low, high)
    return float(min(max(np.floor(value) if parameter.unit == "rung" else value, low), high))


def overridden(rng: np.random.Generator, scenario: Scenario, kinds: Counter[str]) -> Scenario:
    """Return a scenario with other parameters, with issues moved by acts in half of the cases, and with blame and red lines of its own."""
    ends, behaviour, others = pick(rng, END_SHARES), pick(rng, BEHAVIOUR_SHARES), pick(rng, OTHER_SHARES)
    sets = {}
    for path, parameter in scenario.book.items():
        share = behaviour if path.startswith(("behaviour.", "ladder.")) else others
        if not path.startswith(LEFT_ALONE) and rng.random() < share:
            sets[path] = drawn(rng, parameter, ends)
            kinds["values at an end of their range"] += sets[path] in (parameter.low, parameter.high)
    on = rng.random() < HALF
    sets |= {path: drawn(rng, scenario.book[path], HALF) if on else 0.0 for path in MOVES}
    kinds["values overridden"] += len(sets)
    scenario = araxes.load(scenario, sets=sets)
    book = {**scenario.book, **{made.path: made for made in stands(rng, scenario, kinds)}}
    return replace(scenario, region=replace(scenario.region, book=book))


def stands(rng: np.random.Generator, scenario: Scenario, kinds: Counter[str]) -> Iterator[Parameter]:
    """Yield red lines and explicit blame that no file has."""
    codes, issues = list(scenario.region.actors), list(scenario.region.issues)
    for _ in range(between(rng, 0, MOST_LINES)):
        path = f"{pick(rng, codes)}.red_line.{pick(rng, issues)}"
        line = replace(implicit(path, kind_at(path)), side=pick(rng, (-1, 1)))
        yield line.set(((ALWAYS, drawn(rng, line, QUARTER)),), "parity", "parity")
        kinds["red lines added"] += 1
    for _ in range(between(rng, 0, 1)):
        code, issue = pick(rng, codes), pick(rng, issues)
        for other in codes:
            if other != code:
                path = f"{code}.blame.{issue}.{other}"
                share = implicit(path, kind_at(path))
                yield share.set(((ALWAYS, drawn(rng, share, QUARTER)),), "parity", "parity")
        kinds["blame tables added"] += 1


def happenings(rng: np.random.Generator, scenario: Scenario, kinds: Counter[str]) -> Scenario:
    """Return a scenario with random forced acts, changes and signals, in half of the cases beside those it has."""
    own = rng.random() < HALF
    kinds["happenings of the file kept"] += bool(own)
    acts = [draw_act(rng, scenario, k, kinds) for k in range(between(rng, 0, MOST_ACTS))]
    signals = [draw_signal(rng, scenario, k, kinds) for k in range(between(rng, 0, MOST_SIGNALS))]
    changes = {
        change.path: change
        for change in (draw_change(rng, scenario, k) for k in range(between(rng, 0, MOST_CHANGES)))
        if not own or change.path not in {known.path for known in scenario.changes}
    }
    kinds.update(change.shape for change in changes.values())
    return replace(
        scenario,
        acts=(*(scenario.acts if own else ()), *acts),
        signals=(*(scenario.signals if own else ()), *signals),
        changes=(*(scenario.changes if own else ()), *changes.values()),
    )


def draw_dates(rng: np.random.Generator, scenario: Scenario) -> tuple[datetime.date, datetime.date]:
    """Return a day of the run and a later one, which may lie beyond its end."""
    days = scenario.weeks * DAYS_PER_WEEK
    date = scenario.start + datetime.timedelta(days=between(rng, 0, days - 1))
    return date, date + datetime.timedelta(days=between(rng, 1, days))


def draw_act(rng: np.random.Generator, scenario: Scenario, k: int, kinds: Counter[str]) -> Act:
    """Return a forced act between any two actors, once or every so many weeks."""
    source, target = rng.permutation(list(scenario.region.actors))[:2].tolist()
    date, until = draw_dates(rng, scenario)
    rung, coded, repeated = pick(rng, scenario.region.rungs), rng.random() < HALF, rng.random() < HALF
    every = between(rng, 1, MOST_STEPS) if repeated else 1
    outside = {source, target} - set(scenario.region.states)
    mutual = pick(rng, (None, True, False))
    kinds["acts mutual by their file"] += mutual is True
    kinds.update({"acts of or towards outside actors" if outside else "acts between states": 1})
    kinds["acts every few weeks"] += every > 1
    return Act(
        id=f"act{k}", date=date, until=until if repeated else None, every=every, source=source, target=target,
        code=rung.code if coded else None, rung=None if coded else rung.key, mutual=mutual, reference="hypothetical",
    )  # fmt: skip


def draw_accusation(rng: np.random.Generator, scenario: Scenario, k: int) -> Act:
    """Return an act of which some believe to know the author."""
    act = draw_act(rng, scenario, k, Counter())
    named = believers(rng, scenario, act.target)
    return act.model_copy(update={"id": f"accusation{k}", "mutual": None, "perceived_as": named})


def believers(rng: np.random.Generator, scenario: Scenario, target: str) -> dict[str, str]:
    """Return whom some states take for the author of an act: any actor but themselves and the target."""
    states = scenario.region.states
    named = rng.permutation(states)[: between(rng, 1, len(states))].tolist()
    return {one: pick(rng, [code for code in scenario.region.actors if code not in (one, target)]) for one in named}


def draw_change(rng: np.random.Generator, scenario: Scenario, k: int) -> Change:
    """Return a step, pulse or ramp of a parameter that may be dated; every group of parameters as often as any other."""
    groups: dict[str, list[str]] = {}
    for path in scenario.book:
        owner, section, *_ = path.split(".")
        if not is_fixed(path):
            groups.setdefault("status" if owner == "issues" else section, []).append(path)
    path = pick(rng, groups[pick(rng, sorted(groups))])
    date, until = draw_dates(rng, scenario)
    shape = pick(rng, ("step", "pulse", "ramp"))
    value = drawn(rng, scenario.book[path], QUARTER)
    until_shape = None if shape == "step" else until
    return Change(
        id=f"change{k}", path=path, date=date, until=until_shape, value=value, shape=shape, reference="hypothetical"
    )


def draw_signal(rng: np.random.Generator, scenario: Scenario, k: int, kinds: Counter[str]) -> Signal:
    """Return a signal, in half of the cases about a status that is hidden from some."""
    issues, codes = scenario.region.issues, list(scenario.region.actors)
    hidden = [key for key, issue in issues.items() if issue.known_to is not None]
    issue = pick(rng, hidden if rng.random() < HALF else list(issues))
    to = rng.permutation(codes)[: between(rng, 1, len(codes))].tolist() if rng.random() < HALF else None
    kinds["signals"] += 1
    value, cost = rng.random(), pick(rng, (0.0, 1.0, rng.random()))
    return Signal(
        id=f"signal{k}", date=draw_dates(rng, scenario)[0], source=pick(rng, codes), issue=issue, value=value,
        cost=cost, to=to, reference="hypothetical",
    )  # fmt: skip


# --- Comparing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """What the kernel gives for a case: acts and statuses of every replicate, the last week foreseen, lanes as they are after it."""

    tables: Tables
    lanes: Lanes
    acts: NDArray[np.int8]
    status: NDArray[np.float32]
    foreseen: NDArray[np.float64]


def run_kernel(case: Case) -> Block:
    """Run a case in the kernel."""
    t = tables(case.world, case.seed, case.fixed)
    x = lanes(t, case.width)
    weeks, states, issues = case.world.scenario.weeks, len(t.deciding), len(case.world.issues)
    acts = np.zeros((BLOCK, weeks, states, states), dtype=np.int8)
    status = np.zeros((BLOCK, weeks, issues), dtype=np.float32)
    order = np.array([case.first, case.seed], dtype=np.uint64)
    compiled = kernel(t, x, say)
    foresight = Foresight(
        np.arange(weeks) - (weeks - 1), np.zeros((1, states, states, len(t.hostility) - 1, case.width))
    )
    compiled.runner(t, x)(order, acts, status, foresight)
    foreseen_acts = acts.copy()
    compiled.runner(t, x)(order, acts, status)
    assert np.array_equal(acts, foreseen_acts), "looking ahead changed what is done"
    return Block(t, x, acts, status, np.moveaxis(foresight.cumulative[0], -1, 0))


def run_mesa(case: Case, place: int) -> Region:
    """Run one replicate of a case in Mesa, up to the last week."""
    region = Region(case.world, case.first + place, case.seed, fixed=case.fixed, collect=False)
    while region.week < case.world.scenario.weeks - 1:
        region.step()
    return region


def compare(case: Case) -> list[str]:
    """Return the first difference of every table in which the engines differ, and count what was compared."""
    block = run_kernel(case)
    found = []
    for place in case.looked_at:
        region = run_mesa(case, place)
        ahead = ("foresight of the last week (actor, target, rung)", region.foresee(), block.foreseen[place])
        region.run()
        parts = itertools.chain([ahead], acts_of(case, block, place, region), rest_of(case, block, place, region))
        found += [f"replicate {case.first + place}, {text}" for text in (differ(*part) for part in parts) if text]
        reach(case, region)
        forget(region)
    return found


Part = tuple[str, Any, Any]
"""What is compared, as Mesa and as the kernel have it."""


def acts_of(case: Case, block: Block, place: int, region: Region) -> Iterator[Part]:
    """Yield acts and statuses by week."""
    states, n = case.world.deciding, len(case.world.codes)
    rungs = np.stack(region.rungs)
    yield "acts (week, actor, target)", among(rungs.swapaxes(0, -1), states).swapaxes(0, -1), block.acts[place]
    yield "statuses (week, issue)", np.array(region.statuses).astype(np.float32), block.status[place]
    outside = np.ones((n, n), dtype=bool) & ~np.eye(n, dtype=bool)
    outside[np.ix_(states, states)] = False
    set_by_scenario = case.world.forced_rungs
    acts = np.where(set_by_scenario == FREE, case.world.constants.quiet, set_by_scenario).astype(np.int8)
    yield "acts of or towards outside actors", rungs[:, outside], acts[:, outside]


def rest_of(case: Case, block: Block, place: int, region: Region) -> Iterator[Part]:
    """Yield memories, statuses and beliefs after the last week."""
    memory, views = region.memory, block.lanes.views
    apart = ~np.eye(len(case.world.states), dtype=bool)
    for name, table in block.lanes.memory._asdict().items():
        ours, theirs = np.array(getattr(memory, name)), table[..., place]
        if name in ("pool", "class_pool"):
            yield name, ours, theirs
        else:
            yield f"{name} (pair of states)", ours[apart], theirs[apart]
    yield "bar (pair of states)", np.array(region.bar)[apart], views.bar[apart, place]
    yield "statuses at the end", np.array(region.status), views.status[..., place]
    agents = sorted(region.agents, key=lambda agent: agent.index)
    for name, ours in (("believed", "believed"), ("gap", "gaps"), ("line", "lines")):
        yield f"{name} (state, issue)", np.array([getattr(a, ours) for a in agents]), getattr(views, name)[..., place]


def among(table: NDArray[Any], states: list[int]) -> NDArray[Any]:
    """Return the part of a table, shape (actors, actors, ...), that concerns the states."""
    return table[np.ix_(states, states)]


def differ(name: str, mesa: NDArray[Any], ours: NDArray[Any]) -> str:
    """Return where two tables differ first, in words; empty where they are the same to the last bit."""
    mesa, ours = np.ascontiguousarray(mesa), np.ascontiguousarray(ours)
    if mesa.shape != ours.shape or mesa.dtype != ours.dtype:
        return f"{name}: {mesa.dtype} {mesa.shape} in Mesa, {ours.dtype} {ours.shape} in the kernel"
    bits = f"u{mesa.dtype.itemsize}"
    unlike = np.argwhere(mesa.view(bits) != ours.view(bits))
    if not len(unlike):
        return ""
    at = tuple(unlike[0].tolist())
    return (
        f"{name}: {len(unlike)} of {mesa.size} differ, first at {at}: {mesa[at]!r} in Mesa, {ours[at]!r} in the kernel"
    )


def reach(case: Case, region: Region) -> None:
    """Count how much was compared, and whether the case led anywhere."""
    rules, states, kinds = case.world.constants, case.world.deciding, case.kinds
    acts = np.stack(region.rungs)[:, states][:, :, states]
    free = (case.world.forced_rungs[:, states][:, :, states] == FREE) & (acts >= 0)
    told = tables(case.world, case.seed, case.fixed).outside.revealing.swapaxes(1, -1) != FREE
    agents = [(agent, j) for agent in region.agents for j in agent.targets]
    capped = [agent.credit(j) == rules.credit_cap for agent, j in agents]
    dated = np.array(region.dated.status)
    kinds.update(
        {
            "replicates compared": 1,
            "weeks compared": len(acts),
            "decisions compared": int(free.sum()),
            "of these told by what is forced on the other half": int((free & told).sum()),
            "of these told in the week that is foreseen": int((free & told)[-1].sum()),
            "alarms and pile-ons of accusations": np.count_nonzero(case.world.accused.received)
            + np.count_nonzero(case.world.accused.joined),
            "weeks of acts that stand": len(case.world.forced.standing),
            "of these not quiet": int((acts[free] != rules.quiet).sum()),
            "of these violence": int(((acts[free] >= rules.violence_rung) & (acts[free] != rules.quiet)).sum()),
            "replicates with an act whose credit is capped": any(capped),
            "replicates with a line crossed since the origin": any(
                agent.lines != agent.lines_before for agent in region.agents
            ),
            "replicates in which acts moved a status": bool((np.array(region.statuses) != dated).any()),
        }
    )


# --- The report --------------------------------------------------------------------------------------------------------


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def check(seed: int, numbers: Sequence[int]) -> tuple[list[str], Counter[str], Counter[str]]:
    """Return all differences of some cases, what was compared, and in how many cases each kind occurred."""
    found: list[str] = []
    total: Counter[str] = Counter()
    cases: Counter[str] = Counter()
    for done, number in enumerate(numbers, start=1):
        case = draw_case(seed, number)
        again = f"--seed {seed} --only {number}"
        found += [f"{again} ({case.world.scenario.name}): {text}" for text in compare(case)]
        total.update(case.kinds)
        cases.update(kind for kind, times in case.kinds.items() if times)
        if done % STEP_OF_PROGRESS == 0 and done < len(numbers):
            say(f"{done} cases, {len(found)} differences")
    return found, total, cases


def main() -> int:
    """Check the cases that the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("-n", type=int, default=STEP_OF_PROGRESS, help="how many cases")
    parser.add_argument("--seed", type=int, default=1, help="of the cases")
    parser.add_argument("--only", type=int, help="number of the one case to check")
    asked = parser.parse_args()
    numbers = range(asked.n) if asked.only is None else [asked.only]
    began = time.monotonic()
    found, total, cases = check(asked.seed, numbers)
    say(f"{len(numbers)} cases of seed {asked.seed} in {time.monotonic() - began:.0f} s")
    for kind in sorted(total):
        say(f"  {kind}: {total[kind]:,} in {cases[kind]:,} cases")
    for text in found[:SHOWN]:
        say(text)
    say(f"{len(found)} differences" if found else "No difference: the engines agree to the last bit.")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
