"""`Region`: the Mesa model. One step is one week, in which all states move at once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from araxes.display import Card, show_card
from araxes.engines.calendar import FREE
from araxes.engines.draws import Purpose, own_luck, shared_luck
from araxes.engines.mesa.agents import State, agents_of, state_index
from araxes.engines.mesa.bookkeeping import RNG, Collector, WithoutSeed, chosen_replicate, paths_among
from araxes.engines.mesa.lists import DatedLists, WeekStakes, dated_lists
from araxes.engines.past import bar_of_draw
from araxes.engines.world import Weights, World, weights, world_of
from araxes.errors import Fault, InputError, Option, warn_caller
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario
from araxes.options import DRAWN, check_arguments, either, name_or_path
from araxes.records.events import simulated_event
from araxes.rules.arrays import as_lists
from araxes.rules.habit import pooled_answers
from araxes.rules.issues import accord_move, believe, force_move, pair_issue
from araxes.rules.levers import raise_bar
from araxes.rules.memory import ListMemory, add_to_pools, fade_pools, fold
from araxes.units import GOLDSTEIN_PER_HOSTILITY, week_date

if TYPE_CHECKING:
    import pandas as pd


@show_card
class Region(mesa.Model):
    """One replicate of a scenario.

    A region can be pickled and copied, at any week, and goes on as the original would.

    Parameters
    ----------
    scenario : str, Scenario or World
        A scenario's name, the path of its file, a loaded scenario, or a prepared world (to save time over many replicates).
    replicate : int or None, optional
        Number of the replicate, in [0, 2^32). Vary this, not the seed, over an ensemble; `araxes.batch_run` does. None takes one
        that this process has not taken yet: 0, 1, 2 and so on, by scenario and seed; in a worker process, which cannot know what
        others take, a drawn one. Left out, it is the same, and a second time warns. `region.replicate` says which it is.
    seed : int or None
        In [0, 2^64). The same seed and replicate give the same history, whatever else differs. None is the seed of
        `params/settings.toml` (1).
    rng : int or None
        The replicate, as newer releases of Mesa hand it over in `mesa.batch_run(Region, ..., rng=range(100))`.
    fixed : bool
        Take the weights at their means, and judged values as they are, instead of drawing them.
    judged : {"drawn", "mean"}
        Draw judged values from their plausible ranges, or take them as they are; a prepared world says so itself.
    collect : bool
        Keep a `mesa.DataCollector` (`datacollector`) with tension of the region and of every state by week, which `batch_run` needs.
    own : Path or str, optional
        A folder with own parameter and scenario files.
    weeks, sets, reading, perspective
        As for `araxes.run`; a prepared world has its own.
    agent_class : type, optional
        A class made from `araxes.State`, of which the agents are.
    kwargs : value by path
        Parameters that win over every file, as in `Region("baseline", **{"IRN.salience.israel": 0.5})`: `araxes.batch_run` hands them over.

    Attributes
    ----------
    world : World
    week : int
        Week of the run that comes next, 0 to `world.scenario.weeks`.
    status : list of float, shape (issues,)
        True statuses of the issues.
    dated : DatedLists
        What is dated, with the judged values of this replicate's draw.
    memory : ListMemory
        What past acts have left.
    bar : list of list of float, shape (states, states)
        What each pair's grievance is measured from.
    rungs : list of ndarray of int8, shape (actors, actors)
        Acts of every week so far; -1 where no act is possible (the diagonal).
    """

    __signature__ = WithoutSeed()

    def _card(self) -> Card:
        """Return which replicate of what it is, and in which week."""
        scenario, states = self.world.scenario, ", ".join(self.world.states)
        size = f"before week {self.week} of {scenario.weeks}, {self.date}; states {states}"
        steps = ("step()", "run()", f"state({self.world.states[0]!r})", "events()")
        return Card(f"{type(self).__name__} of {scenario.name}, replicate {self.replicate}", size, steps)

    @check_arguments(scenario=either((Scenario, World), name_or_path), rng=RNG, agent_class=agents_of)
    def __init__(
        self,
        scenario: str | Scenario | World = "baseline",
        replicate: int | EllipsisType | None = ...,
        seed: int | None = 1,
        *,
        rng: int | None = None,
        fixed: bool = False,
        judged: str = DRAWN,
        collect: bool = True,
        own: Path | str | None = None,
        weeks: int | None = None,
        sets: Mapping[str, Any] | Sequence[str] = (),
        reading: str | None = None,
        perspective: str | None = None,
        agent_class: type[State] | None = None,
        **kwargs: float,
    ) -> None:
        self.seed_of_luck = int(setting("run.seed")) if seed is None else seed
        super().__init__(rng=self.seed_of_luck)
        set_here = [*paths_among(kwargs, type(self)), *(sets.items() if isinstance(sets, Mapping) else sets)]
        world = world_of(scenario, own, judged == DRAWN, weeks, set_here, reading, perspective)
        world = world if agent_class is None else replace(world, agent_class=agent_class)
        self.replicate, warning = chosen_replicate(replicate, rng, world.scenario, self.seed_of_luck, fixed)
        if warning:
            warn_caller(warning)
        self.draw = None if fixed else self.replicate % world.n_draws
        self.weights: Weights = weights(world, self.seed_of_luck, self.draw)
        self.world: World = world
        judgement = None if self.draw is None or not world.judged else world.judgement(self.draw)
        self.dated: DatedLists = dated_lists(world, self.seed_of_luck, judgement)
        self.memory: ListMemory = as_lists(world.warm.memory)
        self.bar: list[list[float]] = bar_of_draw(world, self.seed_of_luck, judgement).tolist()
        self.anchor: list[list[list[float]]] = world.anchor.tolist()
        self.dyad_class: list[list[int]] = world.warm.dyad_class.tolist()
        self.knows: list[list[bool]] = world.knows.tolist()
        self.forced_rungs = world.forced_rungs
        self.status = list(self.dated.status_before)
        self.week = 0
        self.rungs: list[np.ndarray[Any, np.dtype[np.int8]]] = []
        self.statuses: list[list[float]] = []
        self._events: list[dict[str, Any]] = []
        self._draw_luck()
        self.by_index = [(world.agent_class or State)(self, index) for index in range(len(world.states))]
        self._collector: mesa.DataCollector | None = Collector(self.world) if collect else None
        self._open_week()

    @property
    def scenario(self) -> Any:
        """Refuse: newer releases of Mesa keep an object of their own here and, on a reset, would hand it to us for a scenario."""
        raise AttributeError("a region has no attribute 'scenario': see world.scenario")

    @scenario.setter
    def scenario(self, given: Any) -> None:
        """Let Mesa's object go."""

    @property
    def datacollector(self) -> mesa.DataCollector:
        """Return the data collector.

        Raises
        ------
        InputError
            When the region was told to keep none.
        """
        if self._collector is None:
            needed = "True, where data are collected: batch_run needs the collector, and so do the tables of a region"
            raise InputError([Fault(Option("collect"), "", "False", needed)])
        return self._collector

    @datacollector.setter
    def datacollector(self, given: mesa.DataCollector) -> None:
        """Collect into another data collector."""
        self._collector = given

    @property
    def date(self) -> datetime.date:
        """Return the Monday of the coming week."""
        return week_date(self.world.first_week + self.week)

    @property
    def stakes(self) -> WeekStakes:
        """Return positions, salience, red lines and blame of the coming week (of the last one after the horizon)."""
        return self.dated.stakes[min(self.week, self.world.scenario.weeks - 1)]

    def state(self, code: str) -> State:
        """Return a deciding actor by its code; `region["IRN"]` is the same.

        Raises
        ------
        InputError
            When there is none; the nearest is named.
        """
        return self.by_index[state_index(self.world.states, code)]

    __getitem__ = state

    def tension(self, actor: str, target: str) -> float:
        """Return the tension of a directed dyad: 10 S_ij, Goldstein points, hostile positive."""
        states, codes = self.world.states, self.world.codes
        if actor in states and target in states:
            return float(GOLDSTEIN_PER_HOSTILITY * self.memory.fast[states.index(actor)][states.index(target)])
        a, b = codes.index(actor), codes.index(target)
        fast, rules = self.world.warm.fast[-1, a, b], self.world.constants
        for acts in self.rungs:
            fast = fold(fast, rules.keep.fast, rules.hostility[acts[a, b]])
        return float(GOLDSTEIN_PER_HOSTILITY * fast)

    def region_tension(self) -> float:
        """Return the mean tension over all dyads of deciding actors, Goldstein points."""
        values = [s for i, row in enumerate(self.memory.fast) for j, s in enumerate(row) if i != j]
        return float(GOLDSTEIN_PER_HOSTILITY * sum(values) / len(values))

    def events(self) -> pd.DataFrame:
        """Return the acts so far as an events table, in the columns of the history; quiet weeks leave no event."""
        import pandas as pd  # heavy; stepping does without

        return pd.DataFrame(self._events)

    def step(self) -> None:
        """Simulate one week: all states perceive, appraise, answer, choose and remember, each stage for all before the next."""
        if self.week >= self.world.scenario.weeks:
            self.running = False
            return
        for stage in ("perceive", "appraise", "answer", "choose"):
            self.agents.do(stage)
        self._record()
        fade_pools(self.memory, self.world.constants.keep)
        self.agents.do("remember")
        self._close_week()

    def foresee(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """Return the distribution of the coming week's acts; nothing is drawn, and stepping on gives what it would have given.

        Returns
        -------
        ndarray of float, shape (states, states, rungs - 1)
            G(k) = P(Y <= k), 0 on the diagonal; states as in `world.deciding`.
        """
        for stage in ("perceive", "appraise"):
            self.agents.do(stage)
        n, n_rungs = len(self.by_index), len(self.world.constants.hostility)
        out = np.zeros((n, n, n_rungs - 1))
        for agent in self.agents:
            for j in agent.targets:
                out[agent.index, j] = agent.foresee(j)
        return out

    def run(self) -> Region:
        """Simulate all weeks that are left, and return the region."""
        while self.week < self.world.scenario.weeks:
            self.step()
        return self

    def acts_of_states(self) -> np.ndarray[Any, np.dtype[np.int8]]:
        """Return the acts of every week so far among the states, as rungs, shape (weeks, states, states); -1 on the diagonal."""
        among = np.ix_(range(len(self.rungs)), self.world.deciding, self.world.deciding)
        return np.array(self.rungs, dtype=np.int8).reshape(-1, *[len(self.world.codes)] * 2)[among]

    def forced_act(self, i: int, j: int) -> int | None:
        """Return the rung that the scenario forces on state i towards target j in the coming week, None where it does not."""
        return self._set_by_scenario(self.dated.forced, i, j)

    def revealing_act(self, i: int, j: int) -> int | None:
        """Return the rung that the scenario forces on i towards j in the coming week and that reveals luck, None where there is none."""
        return self._set_by_scenario(self.dated.revealing, i, j)

    def has_stood(self, i: int, j: int) -> bool:
        """Return whether i's act towards j in the coming week is a forced one that has stood since an earlier week."""
        return self._set_by_scenario(self.dated.standing, i, j) == 1

    def _set_by_scenario(self, by_week: list[list[list[int]]], i: int, j: int) -> int | None:
        """Return what a table says of the coming week, None where it is `FREE` and after the horizon."""
        rung = by_week[self.week][i][j] if self.week < len(by_week) else FREE
        return None if rung == FREE else rung

    def pair_grievance(self, i: int, j: int) -> float:
        """Return g_ij + g_ji, what two states have against each other, once both have perceived."""
        return self.by_index[i].grievances[j] + self.by_index[j].grievances[i]

    def luck_of_answer(self, i: int, j: int) -> tuple[float, float, float]:
        """Return coin, shared and own luck of the coming week's answer of i to "hostile?" towards j."""
        return self.coin[i][j][self.week], self.shared[i][j][self.week], self.own[i][j][self.week]

    def luck_of_kind(self, i: int, j: int) -> tuple[float, float, float]:
        """Return coin, shared and own luck of the kind of act of the coming week."""
        return self.coin_kind[i][j][self.week], self.shared_kind[i][j][self.week], self.own_kind[i][j][self.week]

    def _draw_luck(self) -> None:
        """Draw the luck of every dyad and week, by address."""
        weeks = self.world.first_week + np.arange(self.world.scenario.weeks)
        states = self.world.states
        names = ("own", "own_kind", "coin", "shared", "coin_kind", "shared_kind")
        for name in names:
            setattr(self, name, [[[] for _ in states] for _ in states])
        for i, code in enumerate(states):
            for j, target in enumerate(states):
                if i != j:
                    address = (self.seed_of_luck, self.replicate, weeks, code, target)
                    own = own_luck(*address)
                    both = [*shared_luck(*address, Purpose.SHARED), *shared_luck(*address, Purpose.SHARED_KIND)]
                    for name, drawn in zip(names, (*own, *both), strict=True):
                        getattr(self, name)[i][j] = drawn.tolist()

    def _open_week(self) -> None:
        """Apply what is dated in the coming week."""
        dated = self.dated
        if self.week < self.world.scenario.weeks:
            before = dated.status[self.week - 1] if self.week else dated.status_before
            for m, (now, then) in enumerate(zip(dated.status[self.week], before, strict=True)):
                if now != then:
                    self.status[m] = now
            self._tell()
        self.look()

    def look(self) -> None:
        """Lay out what all agents read this week: pooled answers, from the memories as they are."""
        self.pooled = [self._pooled(dyad_class) for dyad_class in range(len(self.memory.class_pool))]

    def _pooled(self, dyad_class: int) -> list[float]:
        """Return the pooled answers that a class of dyads is shrunk to, shape (branches,)."""
        rules = self.world.constants
        region: list[float] = [0.0] * len(rules.tree.low)
        own: list[float] = [0.0] * len(rules.tree.low)
        pooled_answers(
            [z + floor for z, floor in zip(self.memory.pool, rules.pool_floor, strict=True)], rules.tree, region
        )
        pool = self.memory.class_pool[dyad_class]
        pooled_answers(
            [z + floor for z, floor in zip(pool, rules.class_floor[dyad_class], strict=True)], rules.tree, own
        )
        for node, by_class in enumerate(rules.tree.by_class):
            for branch in range(rules.tree.first[node], rules.tree.first[node + 1]):
                if by_class:
                    region[branch] = own[branch]
        return region

    def _tell(self) -> None:
        """Let this week's signals move the beliefs of those who do not know."""
        for signal in self.dated.signals[self.week]:
            for i, credulity in signal.credulity.items():
                believed = self.by_index[i].believed
                believed[signal.issue] = believe(believed[signal.issue], credulity, signal.cost, signal.value)

    def _record(self) -> None:
        """Write down the week's acts: those of states, and those a scenario forces from or to outside actors."""
        deciding, forced = self.world.deciding, self.forced_rungs[self.week]
        acts = np.where(forced == FREE, self.world.constants.quiet, forced).astype(np.int8)
        np.fill_diagonal(acts, -1)
        for agent in self.agents:
            for j, rung in agent.acts.items():
                acts[deciding[agent.index], deciding[j]] = rung
        self.rungs.append(acts)
        self.statuses.append(list(self.status))
        if self._collector is not None:
            self._write_events(acts)

    def _write_events(self, acts: np.ndarray[Any, np.dtype[np.int8]]) -> None:
        """Append an event for every act that is not quiet."""
        codes, region, agents = (
            self.world.codes,
            self.world.scenario.region,
            {agent.code: agent for agent in self.agents},
        )
        for a, b in np.argwhere((acts >= 0) & (acts != self.world.constants.quiet)).tolist():
            issue = agents[codes[a]].issue_towards(codes[b]) if codes[a] in agents else -1
            name = self.world.issues[issue] if issue >= 0 else ""
            self._events.append(simulated_event(region, self.date, codes[a], codes[b], int(acts[a, b]), name))

    def _close_week(self) -> None:
        """Update pools and bars, move issues, and turn the page."""
        rules = self.world.constants
        for i, agent in enumerate(self.by_index):
            for j in agent.targets:
                add_to_pools(self.memory, agent.acts[j], self.dyad_class[i][j], agent.credit(j))
                self.bar[i][j] = raise_bar(self.bar[i][j], rules.keep.bar, self.pair_grievance(i, j))
        if rules.accord_share or rules.force_share:
            self._move_issues()
        if self._collector is not None:
            self._collector.collect(self)
        self.week += 1
        self.running = self.week < self.world.scenario.weeks
        self._open_week()

    def _move_issues(self) -> None:
        """Move the pairs' issues by this week's accords and violence, all from the statuses at the week's start."""
        rules, stakes, arms = self.world.constants, self.stakes, self.dated.arms[self.week]
        moves = [0.0] * len(self.status)
        for i, agent in enumerate(self.by_index):
            for j, act in agent.acts.items():
                m = pair_issue(stakes.salience[i], stakes.salience[j], stakes.position[i], stakes.position[j])
                if m < 0:
                    continue
                status, wanted, theirs = self.status[m], stakes.position[i][m], stakes.position[j][m]
                if act <= rules.accord_rung:
                    own, other = (arms.capability[k] * stakes.salience[k][m] for k in (i, j))
                    moves[m] += accord_move(status, rules.accord_share, wanted, theirs, own, other)
                if act >= rules.violence_rung:
                    moves[m] += force_move(status, rules.force_share, wanted, arms.log_ratio[i][j])
        self.status = [min(max(x + move, 0.0), 1.0) for x, move in zip(self.status, moves, strict=True)]
