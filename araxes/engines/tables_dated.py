"""Tables of what is dated: where the lanes find what states want and can do, by epoch and by draw of the judgements.

Tables of whole numbers hold entries: places in `Wants.value`, which has every value that a parameter takes, in every draw. See
`araxes.engines.sheet`. Actors are all actors, states those that decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.engines.arrays import whole
from araxes.engines.dated import Weekly
from araxes.engines.sheet import Entries, Sheet
from araxes.engines.world import World, record_weekly


class Wants(NamedTuple):
    """What actors want, by epoch.

    Attributes
    ----------
    value : shape (entries, draws)
    epoch : int, shape (weeks,)
        Of a run, the first is that of the origin.
    position, salience : int, shape (epochs, actors, issues)
    told : int, shape (states, issues)
        1 where a table says whom a state blames.
    blame : int, shape (epochs, states, states, issues)
        These tables.
    status : int, shape (epochs, issues)
        The dated status.
    new : int, shape (epochs, issues)
        1 where anything but the status differs from the epoch before, and in the first.
    """

    value: Floats
    epoch: Whole
    position: Whole
    salience: Whole
    told: Whole
    blame: Whole
    status: Whole
    new: Whole


class Levers(NamedTuple):
    """What else is dated, by epoch; entries of `Wants.value`.

    Attributes
    ----------
    line : int, shape (epochs, states, issues)
    side : int, shape (states, issues)
    tie, hawkishness, format : int, shape (epochs, states, states)
    overstretch : int, shape (epochs, states)
    spending, personnel : int, shape (epochs, actors)
    guarantee, will : int, shape (epochs, states, actors)
        guarantee_jk and will_kj, what actor k promises state j.
    armed : int, shape (epochs,)
        1 where spending, personnel, a guarantee or a will differs from the origin.
    rearmed : int, shape (epochs,)
        1 where one differs from the epoch before, and in the first.
    """

    line: Whole
    side: Whole
    tie: Whole
    hawkishness: Whole
    format: Whole
    overstretch: Whole
    spending: Whole
    personnel: Whole
    guarantee: Whole
    will: Whole
    armed: Whole
    rearmed: Whole


class Layout(NamedTuple):
    """Tables of dated values before any draw.

    Attributes
    ----------
    entries : Entries
    wants : Wants
        Without values.
    levers : Levers
        Of a record, none.
    heard_by : int, shape (signals, states)
        Credulity of those who hear a signal, -1 for the others.
    """

    entries: Entries
    wants: Wants
    levers: Levers
    heard_by: Whole

    def drawn(self, seed: int, draws: Sequence[int] | None) -> Wants:
        """Return what actors want with its values in some draws; as the files have them where these are None."""
        return self.wants._replace(value=self.entries.drawn(seed, draws))


def run_layout(world: World) -> Layout:
    """Return the layout of the weeks of a run, the origin first; made once."""
    return world.make.read("layout of the run", lambda: _run_layout(world))


def _run_layout(world: World) -> Layout:
    """Lay out the weeks of a run."""
    weekly = Weekly(world.make.scenario, world.make)
    sheet = Sheet(weekly, range(-1, world.scenario.weeks))
    wants, levers = _wants(sheet, world), _levers(sheet, world)
    heard = [_hearers(sheet, world, signal) for signal in signals_in_order(world)]
    heard_by = whole(heard or np.empty((0, len(world.deciding))))
    return Layout(sheet.entries(), wants, levers, heard_by)


def record_layout(world: World) -> Layout:
    """Return the layout of the weeks of the record before a run, at least the origin; made once."""
    return world.make.read("layout of the record", lambda: _record_layout(world))


def _record_layout(world: World) -> Layout:
    """Lay out the weeks of the record."""
    sheet = Sheet(record_weekly(world.make.scenario, world.make), range(min(-len(world.warm.rungs), -1), 0))
    wants, none = _wants(sheet, world), np.zeros(0, dtype=np.int64)
    return Layout(sheet.entries(), wants, Levers(*[none] * len(Levers._fields)), none)


def signals_in_order(world: World) -> list[Any]:
    """Return the signals of a run in the order in which they arrive."""
    return [signal for week in range(world.scenario.weeks) for signal in world.signals.get(week, ())]


def _hearers(sheet: Sheet, world: World, signal: Any) -> list[int]:
    """Return the entry of the credulity of every state that hears a signal, -1 for those that do not."""
    epoch = sheet.epoch[signal.week + 1]
    paths = {i: f"{world.codes[i]}.credulity.{world.codes[signal.source]}" for i in signal.to}
    return [int(sheet.at(paths[i])[epoch]) if i in paths else -1 for i in world.deciding]


def _wants(sheet: Sheet, world: World) -> Wants:
    """Return what actors want, without values."""
    codes, issues, states = world.codes, world.issues, [world.codes[i] for i in world.deciding]
    position = sheet.table(lambda i, m: f"{i}.position.{m}", codes, issues)
    salience = sheet.table(lambda i, m: f"{i}.salience.{m}", codes, issues)
    told = whole([[(i, m) in sheet.weekly.with_blame for m in issues] for i in states])
    blame = sheet.table(lambda i, j, m: f"{i}.blame.{m}.{j}", states, states, issues)
    new = np.ones((len(sheet.firsts), len(issues)), dtype=np.int64)
    new[1:] = _differs(position).any(axis=1) | _differs(salience).any(axis=1) | _differs(blame).any(axis=(1, 2))
    status = sheet.table(lambda m: f"issues.{m}.status", issues)
    return Wants(np.zeros((0, 0)), sheet.epoch, position, salience, told, blame, status, new)


def _levers(sheet: Sheet, world: World) -> Levers:
    """Return what else is dated."""
    codes, issues, states = world.codes, world.issues, [world.codes[i] for i in world.deciding]
    book = sheet.weekly.book
    sides = [[book[path].side if (path := f"{i}.red_line.{m}") in book else 0 for m in issues] for i in states]
    made = Levers(
        line=sheet.table(lambda i, m: f"{i}.red_line.{m}", states, issues),
        side=whole(sides),
        tie=sheet.table(lambda i, j: f"relations.tie.{i}.{j}", states, states),
        hawkishness=sheet.table(lambda i, j: f"{i}.hawkishness.{j}", states, states),
        format=sheet.table(lambda i, j: f"relations.format.{i}.{j}", states, states),
        overstretch=sheet.table(lambda i: f"{i}.attention.overstretch", states),
        spending=sheet.table(lambda i: f"{i}.capability.spending", codes),
        personnel=sheet.table(lambda i: f"{i}.capability.personnel", codes),
        guarantee=sheet.table(lambda j, k: f"relations.guarantee.{j}.{k}", states, codes),
        will=sheet.table(lambda j, k: f"{k}.will.{j}", states, codes),
        armed=np.zeros(0, dtype=np.int64),
        rearmed=np.zeros(0, dtype=np.int64),
    )
    epochs = len(sheet.firsts)
    parts = (made.spending, made.personnel, made.guarantee, made.will)
    arms = np.concatenate([part.reshape(epochs, -1) for part in parts], axis=1)
    rearmed = np.concatenate([[True], _differs(arms).any(axis=1)])
    return made._replace(armed=whole((arms != arms[0]).any(axis=1)), rearmed=whole(rearmed))


def _differs(by_epoch: Whole) -> Any:
    """Return where a table differs from that of the epoch before, from the second epoch on."""
    return by_epoch[1:] != by_epoch[:-1]
