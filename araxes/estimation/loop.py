"""The loop: history, likelihood and simulation are one. What is given is taken and scored, what is not is drawn.

A `Replay` is the Mesa model itself with observed acts in place of chosen ones. Each week is read as it was forecast
then: the long-run anchor, and which dyads have fought, are those of the weeks before, so that nothing is told by what
came later. After a gap everything begins anew, as at an origin: nothing surprises, and nothing static stands above
what a state is used to.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from araxes.engines.agents import State
from araxes.engines.calendar import Calendar, calendar
from araxes.engines.model import Region, forget
from araxes.engines.world import World, prepare
from araxes.estimation.given import DRAWN, Acts, Given, deciding, record_scenario
from araxes.history.read import History, days
from araxes.history.replay import anchor_shares, arrays, lists, settled, started
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import HistoryHeader
from araxes.inputs.tabulate import Constants, first
from araxes.records.events import Columns
from araxes.rules.choose import pushed_cumulative
from araxes.rules.luck import chance_of_both
from araxes.rules.remember import UNOBSERVED, add_to_pools, fade_pools, remember_act

LEAST = sys.float_info.min
"""Below it no chance is taken, so that its log is finite."""

Reader = Callable[["Replay"], None]
"""Reads a week after all states have appraised it, before any act."""


class Replay(Region):
    """The model with given acts.

    Parameters
    ----------
    world : World
        From `blank_world`.
    given : Given
        As many weeks as the world has.
    read : callable, optional
        Called every week before the acts.
    replicate, seed : int
        Address of the luck of drawn acts.
    """

    def __init__(
        self, world: World, given: Given, read: Reader | None = None, *, replicate: int = 0, seed: int = 1
    ) -> None:
        n, rungs = len(world.codes), len(world.rules.hostility)
        self.given = given
        self.read = read
        self.observed = np.zeros((n, n, rungs))
        self.by_dyad = np.zeros((n, n, rungs))
        self.shrinkage = first(world.scenario.book, "behaviour.habit.anchor_shrinkage")
        super().__init__(world, replicate, seed, fixed=True, collect=False)
        if given.norm:
            seen = given.rungs[(given.rungs[:, world.deciding] != UNOBSERVED).any(axis=(1, -1))]
            self.memory = lists(started(arrays(self.memory), world.rules, seen[: given.norm]))
            self.look()

    def step(self) -> None:
        """Take or draw the acts of one week."""
        if self.week >= self.given.weeks:
            self.running = False
            return
        self.agents.do("perceive")
        if self.given.opens[self.week]:
            for agent in self.agents:
                _begin_anew(agent)
        self.agents.do("appraise")
        if self.read is not None:
            self.read(self)
        if (self.given.rungs[self.week] == DRAWN).any():
            self.agents.do("choose")
        for agent in self.agents:
            for j in agent.targets:
                rung = int(self.given.rungs[self.week, agent.index, j])
                agent.acts[j] = agent.acts[j] if rung == DRAWN else rung
        self._record()
        fade_pools(self.memory, self.world.rules.keep)
        self.agents.do("remember")
        self._close_week()

    def _record(self) -> None:
        """Write down the week's acts, given and drawn."""
        acts = self.given.rungs[self.week].copy()
        for agent in self.agents:
            for j, rung in agent.acts.items():
                acts[agent.index, j] = rung
        self.rungs.append(acts)
        self.statuses.append(list(self.status))

    def _close_week(self) -> None:
        """Remember what outside actors did, update pools and counts, and turn the page; dated statuses move, no act moves them."""
        acts = self.rungs[-1]
        speaking = np.where(self.given.pooled[self.week] == DRAWN, acts, self.given.pooled[self.week])
        rules, states = self.world.rules, set(self.world.deciding)
        for i in range(len(acts)):
            for j in range(len(acts)):
                if i in states and j in states:
                    add_to_pools(self.memory, int(speaking[i, j]), self.world.warm.dyad_class[i][j])
                elif i != j:
                    remember_act(self.memory, rules.keep, rules.hostility, i, j, int(acts[i, j]), rules.quiet)
        self._count(speaking)
        self.week += 1
        self.running = self.week < self.given.weeks
        self._open_week()

    def _count(self, speaking: Acts) -> None:
        """Count a week's acts by dyad, for the anchor, the classes and their pools."""
        i, j = np.nonzero(speaking != UNOBSERVED)
        self.by_dyad *= self.world.rules.keep.class_pool
        for counts in (self.observed, self.by_dyad):
            counts[i, j, speaking[i, j]] += 1

    def _open_week(self) -> None:
        """Read the week as it was forecast then."""
        if self.week < self.given.weeks:
            self._relearn()
            if self.given.opens[self.week]:
                self._settle()
        super()._open_week()

    def _relearn(self) -> None:
        """Take anchor, classes of dyads and their pools from the weeks before this one."""
        world, states = self.world, self.world.deciding
        fought = self.observed[..., -1] > 0
        classes = (fought | fought.T).astype(int)
        shares = anchor_shares(self.observed, states, world.rules, self.shrinkage)
        anchor = (np.array(shares) * world.rules.anchor_weeks).tolist()
        self.world = replace(world, anchor=anchor, warm=replace(world.warm, dyad_class=classes.tolist(), anchor=shares))
        among = np.ix_(states, states)
        for dyad_class, pool in enumerate(self.memory.class_pool):
            pool[:] = self.by_dyad[among][classes[among] == dyad_class].sum(axis=0).tolist()

    def _settle(self) -> None:
        """Let nothing surprise after a gap: what is recent is unknown."""
        self.memory = lists(settled(arrays(self.memory)))


def _begin_anew(agent: State) -> None:
    """Let a state take things as they are after a gap: beliefs are true, and bars stand at what holds, as at any origin.

    What moved in a gap was answered in a gap. Habit is read off later weeks, which hold the answer already.
    """
    agent.believed = list(agent.model.status)
    agent.perceive()
    agent.gap_bar, agent.line_bar = list(agent.gaps), list(agent.lines)


def anew(scenario: Scenario, rules: Constants, opens: NDArray[np.bool_]) -> Calendar:
    """Return the calendar of a record whose bars begin anew with every window."""
    starts = sorted({0, *np.flatnonzero(opens).tolist()})
    ends = [*starts[1:], scenario.weeks]
    parts = [
        calendar(replace(scenario, start=scenario.start + days(start), weeks=end - start), rules)
        for start, end in zip(starts, ends, strict=True)
    ]
    weekly = [field.name for field in fields(Calendar) if field.name not in ONCE]
    joined: dict[str, Any] = {name: [row for part in parts for row in getattr(part, name)] for name in weekly}
    return replace(parts[0], **joined)


ONCE = ("before", "status_before", "forced", "signals")
"""What a calendar holds once, not week by week."""


def blank_world(region: RegionFiles, weeks: Given) -> World:
    """Return the world of a record before its first week: no memory, dated values laid out over its weeks."""
    header = HistoryHeader(name="none", first=weeks.first, last=weeks.first, silence="unknown")
    columns: Columns = {name: [] for name in ("id", "date", "source", "target", "code", "flag")}
    scenario = record_scenario(region, weeks.first, weeks.weeks)
    world = prepare(scenario, History(header, columns))
    return replace(world, calendar=anew(scenario, world.rules, weeks.opens))


def log_likelihood(region: RegionFiles, weeks: Given) -> NDArray[np.float64]:
    """Return the exact log-likelihood of every scored week and pair, by the loop.

    Parameters
    ----------
    region : RegionFiles
        Its parameters are taken at their means.
    weeks : Given

    Returns
    -------
    ndarray of float, shape (weeks, pairs)
        Joint over the two halves of a pair, pairs in the order of `pairs`; 0 where nothing is scored.
    """
    among = pairs(deciding(region))
    out = np.zeros((weeks.weeks, len(among)))

    def read(replay: Replay) -> None:
        if weeks.scored[replay.week]:
            states = {agent.index: agent for agent in replay.agents}
            out[replay.week] = [pair_chance(replay, states[i], states[j]) for i, j in among]

    play(region, weeks, read)
    return out


def play(region: RegionFiles, weeks: Given, read: Reader | None = None, *, replicate: int = 0, seed: int = 1) -> Acts:
    """Run through given weeks; return the acts, given and drawn, shape (weeks, actors, actors)."""
    replay = Replay(blank_world(region, weeks), weeks, read, replicate=replicate, seed=seed)
    while replay.week < weeks.weeks:
        replay.step()
    forget(replay)
    return np.stack(replay.rungs)


def pairs(states: list[int]) -> list[tuple[int, int]]:
    """Return the pairs of states, each once, the first code first in the alphabet."""
    return [(i, j) for i in states for j in states if i < j]


def pair_chance(replay: Replay, one: State, other: State) -> float:
    """Return the log of the chance that the model gave to what a pair did this week."""
    acts = replay.given.rungs[replay.week]
    halves = [(one, other.index), (other, one.index)]
    ends = [span(agent, j, int(acts[agent.index, j])) for agent, j in halves if acts[agent.index, j] != UNOBSERVED]
    if not ends:
        return 0.0
    low, high = ends[0]
    chance = high - low if len(ends) == 1 else chance_of_both(low, high, *ends[1], replay.world.rules.shared_luck)
    return math.log(max(chance, LEAST))


def span(agent: State, j: int, rung: int) -> tuple[float, float]:
    """Return the luck under which a state addresses a rung to target j: (G(rung - 1), G(rung))."""
    up_to = agent.cumulative(j)
    epsilon, top = agent.model.world.rules.epsilon, len(up_to)
    eta, s = agent.eta[j], agent.s[j]
    low = pushed_cumulative(up_to[rung - 1], eta, s, epsilon) if rung > 0 else 0.0
    high = pushed_cumulative(up_to[rung], eta, s, epsilon) if rung < top else 1.0
    return low, high
