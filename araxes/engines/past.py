"""The past of a scenario: the pieces of its record, made once, and what these leave.

Stances: what states had against each other in a record, and what they had got used to by its end, in every draw of the judgements.

The bar of a draw is what the record would have got used to, had states wanted in it what the draw says they want. Whole arrays over draws,
in the order and with the roundings of the rules and the replay, which do the same for one draw. All else that the record leaves is that of
the judged values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats, as_floats
from araxes.engines.cache import Lookahead, Maker
from araxes.engines.calendar import Layout, Wants, ties_by_week, wants_of
from araxes.engines.dated import Sheet, Weekly
from araxes.inputs.constants import Constants, constants, first
from araxes.inputs.scenario import Scenario
from araxes.records.history import History, before, read_as, read_history, with_flags_counted
from araxes.records.replay import (
    NO_STANCE,
    Dynamics,
    Observed,
    Past,
    Stance,
    Warm,
    apart,
    observe,
    past_of,
    replay,
    warm,
)
from araxes.records.weekly import Accusation, accusations_of, perceived_pushes
from araxes.rules import arrays
from araxes.rules.grievance import gap, hold_against, stake_apart
from araxes.rules.levers import raise_bar
from araxes.units import week_number

if TYPE_CHECKING:
    from araxes.engines.world import World


OF_RECORD = (
    "who", "constants", "record", "observation", "accusations", "acts", "stance", "memories", "warm", "ties before",
    "layout of the record",
)  # fmt: skip
"""Pieces that no decision after the start touches, by their keys or the first part of these: all that `RecordParts` makes, and more."""


def take_record(make: Maker, other: Maker) -> None:
    """Take what the record left from another scenario, where nothing differs but names and what comes after the start."""
    if _before_start(make.given) == _before_start(other.given):
        make.take(other, OF_RECORD)


def _before_start(scenario: Scenario) -> Scenario:
    """Return a scenario without its names and what it does after its start: what of it the pieces of the record read."""
    texts = dict.fromkeys(("name", "title", "question", "expect"), "")
    later = dict.fromkeys(("sources", "acts", "signals", "changes", "expectations", "files", "notes"), ())
    return replace(scenario, weeks=0, **texts, **later)  # type: ignore[arg-type]


class RecordParts:
    """The pieces of a scenario's record; each asks the maker for those it needs.

    Parameters
    ----------
    make : Maker
    history : History, optional
        Another record than the scenario's.
    ahead : Lookahead, optional
        As for `araxes.engines.world.prepare`.
    """

    def __init__(self, make: Maker, history: History | None, ahead: Lookahead | None = None) -> None:
        self.make, self.scenario, self.history, self.ahead = make, make.scenario, history, ahead
        self.region = self.scenario.region

    def constants(self) -> Constants:
        """Return what does not change during a run."""
        return self.make.read("constants", lambda: constants(self.region))

    def who(self) -> tuple[list[str], list[str], list[int], Flags]:
        """Return actors, issues, the indices of those that decide, and which of these see which true status."""
        return self.make.read("who", self._who)

    def _who(self) -> tuple[list[str], list[str], list[int], Flags]:
        """Work out actors, issues, deciding ones and what is known to whom."""
        codes, issues = list(self.region.actors), list(self.region.issues)
        known_to = [self.region.issues[issue].known_to for issue in issues]
        knows = np.array([[known is None or code in known for known in known_to] for code in self.region.states])
        return codes, issues, [codes.index(code) for code in self.region.states], knows

    def record(self) -> History:
        """Return the record as the scenario's reading has it, acts of the scenario's flags counted."""
        return self.make.read("record", self._record)

    def _record(self) -> History:
        """Read the record."""
        scenario = self.scenario
        found = self.history or read_history(self.region, scenario.history, scenario.own)
        return with_flags_counted(read_as(found, scenario.reading, self.region), scenario.count_flags)

    def accusations(self) -> tuple[Accusation, ...]:
        """Return the accusations about acts before the start."""
        return self.make.read("accusations", self._accusations)

    def _accusations(self) -> tuple[Accusation, ...]:
        """Work out the accusations about acts before the start."""
        return accusations_of(before(self.record(), self.scenario.start), self.region)

    def observation(self) -> Observed:
        """Return the weekly rungs before the start."""
        return self.make.read("observation", lambda: observe(self.record(), self.region, self.scenario.start))

    def stance(self) -> Stance:
        """Return what the states had against each other, and what accusations added to pushes."""
        return self.make.read("stance", self._stance)

    def _stance(self) -> Stance:
        """Work out what the states had against each other."""
        seen, rules = self.observation(), self.constants()
        stance = stance_before(self.scenario, len(seen.rungs), self.who()[2], self.make)
        if accused := self.accusations():
            week, states = week_number(seen.first), self.region.states
            said = perceived_pushes(accused, week, stance.tie, states, states, rules.hostility, rules.keep.alarm)
            stance = stance._replace(perceived=said)
        return stance

    def acts(self) -> Past:
        """Return the weeks of the record as the rule reads them, but for the stance."""
        return self.make.read("acts", self._acts)

    def _acts(self) -> Past:
        """Work out the weeks of the record."""
        shrinkage = first(self.region.book, "behaviour.habit.anchor_shrinkage")
        return past_of(self.observation(), NO_STANCE, self.constants(), self.who()[2], shrinkage)

    def past(self) -> Past:
        """Return the weeks of the record as the rule reads them, and what states had against each other in them."""
        return self.acts()._replace(stance=self.stance())

    def memories(self) -> Dynamics:
        """Return the memories that the record leaves, weights at their means."""
        return self.make.read("memories", self._memories)

    def _memories(self) -> Dynamics:
        """Work out the memories that the record leaves, with those of scenarios to come that differ in weights and stances alone."""
        acts, rules, ahead = self.acts(), self.constants(), self.ahead
        if ahead is None:
            return replay(self.past(), rules, mean_weights(self.scenario))

        def numbers(other: Scenario) -> tuple[arrays.TermWeights, Stance]:
            """Return what a replay reads of another scenario."""
            return mean_weights(other), RecordParts(ahead.shelf.maker(other), self.history).stance()

        own, together = (mean_weights(self.scenario), self.stance()), partial(replay_each, acts, rules)
        return ahead.work({"acts": acts, "constants": rules}, own, numbers, together)

    def warm(self) -> Warm:
        """Return what the past leaves."""
        return self.make.read("warm", self._warm)

    def _warm(self) -> Warm:
        """Work out what the past leaves."""
        means = mean_weights(self.scenario)
        return warm(self.observation(), self.past(), self.memories(), means, self.region, self.constants())


def replay_each(past: Past, rules: Constants, sets: Sequence[tuple[arrays.TermWeights, Stance]]) -> list[Dynamics]:
    """Return the memories that a record leaves under each of several weights and stances: those of `replay` to the last bit, but sooner.

    The stance of `past` itself does not count. Accusations are in all stances, or in none.
    """
    weights, stances = zip(*sets, strict=True)
    alike = all(stance is stances[0] for stance in stances)
    past = past._replace(stance=stances[0] if alike else _stack(stances))
    if len(sets) == 1:
        return [replay(past, rules, weights[0])]
    of_all = replay(past, rules, _stack(weights))
    return [Dynamics(*[part[place] for part in of_all]) for place in range(len(sets))]


def _stack(groups: Sequence[Any]) -> Any:
    """Return groups of arrays as one group, each array with an axis more; parts that are None in all stay so."""
    columns = zip(*groups, strict=True)
    parts = [None if c[0] is None else _stack(c) if isinstance(c[0], tuple) else np.stack(c) for c in columns]
    return type(groups[0])(*parts)


def record_before(scenario: Scenario) -> Past:
    """Return the record before a scenario's start as the rule reads it."""
    return RecordParts(Maker(scenario), None).past()


def mean_weights(scenario: Scenario) -> arrays.TermWeights:
    """Return the weights of the terms that act on a record at their means, tempers applied, each of shape (states,)."""
    book, states = scenario.book, list(scenario.region.states)

    def scaled(name: str) -> Floats:
        tempers = np.array([first(book, f"{code}.temper.{name}") for code in states])
        return first(book, f"behaviour.weight.{name}") * tempers

    return arrays.TermWeights(*map(scaled, arrays.TermWeights._fields))


def stance_before(scenario: Scenario, weeks: int, deciding: list[int], make: Maker | None = None) -> Stance:
    """Return what the states had against each other in the weeks before a start, before any change of the scenario.

    Parameters
    ----------
    scenario : Scenario
    weeks : int
        How many weeks; where there are none, the stance at the origin is given.
    deciding : list of int
        Indices of the states.
    make : Maker, optional
        Shares its pieces with like scenarios (then `scenario` is the maker's).
    """
    make = make or Maker(scenario)
    wants = record_layout(make, weeks).in_draws(0, None)
    by_epoch = np.array([table[..., 0] for table in grievances(wants, deciding)])
    ties = make.read(("ties before", weeks), lambda: ties_by_week(record_weekly(scenario), _weeks_before(weeks)))
    return Stance(by_epoch[wants.epoch], ties)


def record_layout(make: Maker, weeks: int) -> Layout:
    """Return the layout of the weeks of the record before a run, at least the origin; made once."""
    return make.read(("layout of the record", weeks), lambda: _record_layout(make.scenario, weeks))


def _record_layout(scenario: Scenario, weeks: int) -> Layout:
    """Lay out the weeks of the record."""
    sheet = Sheet(record_weekly(scenario), _weeks_before(weeks))
    wants = wants_of(sheet)
    return Layout(sheet.entries(), wants)


def record_weekly(scenario: Scenario) -> Weekly:
    """Return the values before a start, which no change of the scenario touches."""
    return Weekly(replace(scenario, changes=()))


def _weeks_before(weeks: int) -> range:
    """Return the weeks of a record before a run, at least the origin."""
    return range(min(-weeks, -1), 0)


def bars_of(wants: Wants, states: list[int], keep: float, weeks: int) -> Floats:
    """Return what each pair's grievance is measured from at the origin, shape (states, states, draws).

    Parameters
    ----------
    wants : Wants
        What actors want in the weeks of the record, at least at the origin.
    states : list of int
        Indices of the actors that decide.
    keep : float
        Weekly share kept by the bar.
    weeks : int
        Weeks of the record.
    """
    by_epoch = [table + table.swapaxes(0, 1) for table in grievances(wants, states)]
    bar = by_epoch[0]
    for week in range(weeks):
        bar = raise_bar(bar, keep, by_epoch[wants.epoch[week]])  # type: ignore[arg-type, assignment]
    return as_floats(bar)


def bar_of_draw(world: World, seed: int, draw: int | None) -> Floats:
    """Return the bars at the origin in one draw of the judgements, shape (states, states); as the record has them where this is None."""
    if draw is None:
        return world.warm.bar
    weeks = len(world.warm.rungs)
    wants = record_layout(world.make, weeks).in_draws(seed, [draw])
    return apart(bars_of(wants, world.deciding, world.constants.keep.bar, weeks)[..., 0])


class Stake(NamedTuple):
    """One issue in one epoch: salience and position of the states, shape (states, draws), and blame, shape (states, states, draws)."""

    salience: Floats
    position: Floats
    blame: Floats


def grievances(w: Wants, states: list[int]) -> list[Floats]:
    """Return g_ij by epoch, each of shape (states, states, draws), every status seen as it is."""
    stakes: dict[int, Stake] = {}
    out: list[Floats] = []
    for epoch, new in enumerate(w.new):
        for m in np.flatnonzero(new).tolist():
            stakes[m] = _stake(w, states, epoch, m)
        if epoch and not new.any() and (w.status[epoch] == w.status[epoch - 1]).all():
            out.append(out[-1])
            continue
        total = np.zeros((len(states), len(states), w.value.shape[1]))
        for m, stake in sorted(stakes.items()):
            far = gap(w.value[w.status[epoch, m]], stake.position)  # type: ignore[arg-type]
            total = hold_against(total, stake.salience[:, None], far[:, None], stake.blame)  # type: ignore[arg-type, assignment, index]
        out.append(total)
    return out


def _stake(w: Wants, states: list[int], epoch: int, m: int) -> Stake:
    """Return one issue in one epoch."""
    salience, position = w.value[w.salience[epoch, :, m]], w.value[w.position[epoch, :, m]]
    wanted = position[states]
    parts = stake_apart(salience, position, wanted[:, None])  # type: ignore[arg-type]
    parts[range(len(states)), states] = 0  # type: ignore[index]
    total = np.zeros((len(states), w.value.shape[1]))
    for j in range(len(salience)):
        total = total + parts[:, j]  # type: ignore[index]
    part = parts[:, states]  # type: ignore[index]
    blame = np.divide(part, total[:, None], out=part.copy(), where=total[:, None] > 0)
    for i in np.flatnonzero(w.told[:, m]).tolist():
        blame[i] = w.value[w.blame[epoch, i, states, m]]
    return Stake(salience[states], wanted, blame)
