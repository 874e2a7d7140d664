"""Tests of a step in the weekly tone of two states, from daily tones that GDELT gives and the package does not ship.

Statistic: how far the mean tone of the weeks behind a date lies below that of the weeks before it, in standard deviations of all weeks. Its
null are planted series: as long, with the standard deviation and the memory from week to week of the real one, without a step or with one.
The claim fails, too, where the tone stepped at a rival date: a step that a nearby rival explains as well does not support it.
"""

from __future__ import annotations

import datetime
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from araxes.array_types import Floats
from araxes.claims.claim_file import STEPPED, StepTest
from araxes.claims.hearing import Hearing, Judgement, as_judgement
from araxes.claims.judge_link import alarm_text
from araxes.claims.weigh import NOT_RUN, Null, weigh
from araxes.errors import Fault, InputError
from araxes.inputs.parameters import setting
from araxes.inputs.read import read_rows, short_path
from araxes.units import FIRST_DATA_LINE, week_number

TONE_COLUMNS = ("date", "a", "b", "net_score")
"""Of a file of daily tones: the day, two codes of actors, and the tone, the higher the friendlier."""
STEP, RIVAL = "a step", "a step at a rival date"
"""Kinds of planted series."""


def judge_step(hearing: Hearing, test: StepTest) -> Judgement:
    """Return whether the tone of a pair fell at a date; not run without a file of tones."""
    if hearing.sources.gdelt is None:
        return Judgement(NOT_RUN, "needs a file of GDELT tones")
    tones = weekly_tones(hearing.sources.gdelt, test.pair)
    place = _place(tones, test.date)
    reach = int(setting("claims.step_weeks"))
    if not reach <= place <= len(tones.values) - reach:
        return Judgement(NOT_RUN, f"the file does not hold {reach} weeks on both sides of {test.date}")
    series, memory = _plain(tones.values)
    record = float(_fall(series[None], place, reach)[0])
    worlds = int(setting("claims.worlds"))

    def sample(name: str, part: str, size: float, at: int) -> Floats:
        planted = plant_tones(len(series), memory, worlds, hearing.luck(name, part))
        return _fall(planted - size * (np.arange(len(series)) >= at), place, reach)

    kinds = {STEP: (test.size, place), "no step": (0.0, place)}
    rivals = {day: _fall_at(series, _place(tones, day), reach) for day in test.rivals}
    for day, fall in rivals.items():
        if not math.isnan(fall):  # as deep as the record's own fall there
            kinds[f"{RIVAL}, {day}"] = (max(test.size, fall), _place(tones, day))
    drawn = {part: {name: sample(name, part, *kind) for name, kind in kinds.items()} for part in ("set", "fresh")}
    stepped = {part: {STEP: found.pop(STEP)} for part, found in drawn.items()}
    falls = Null(drawn["set"], drawn["fresh"], {STEP: stepped["fresh"][STEP]})
    even = Null(stepped["set"], stepped["fresh"], {"no step": drawn["fresh"]["no step"]}, upper=False)
    weighed = weigh(record, *((falls, even) if test.supports == STEPPED else (even, falls)))
    found = f"a {'fall' if record >= 0 else 'rise'} of {abs(record):.2f} sd"
    return as_judgement(
        weighed,
        found,
        alarm_text(weighed),
        fall=record,
        rivals={str(day): fall for day, fall in rivals.items()},
        memory=memory,
    )


class Tones:
    """Weekly tones of a pair.

    Attributes
    ----------
    weeks : ndarray of int
        Absolute numbers of the weeks that have enough days.
    values : ndarray of float
        Mean tone of a day.
    """

    def __init__(self, weeks: Any, values: Floats) -> None:
        self.weeks, self.values = weeks, values


def weekly_tones(path: Path, pair: tuple[str, str]) -> Tones:
    """Return the weekly tones of a pair, from a table with the columns `TONE_COLUMNS`.

    Raises
    ------
    InputError
        No such columns, a bad date or number, or no week of the pair with enough days.
    """
    header, *lines = read_rows(path)
    file = short_path(path)
    missing = [name for name in TONE_COLUMNS if name not in header]
    if missing:
        raise InputError(
            [Fault(file, "line 1", f"no column {', '.join(missing)}", f"columns {', '.join(TONE_COLUMNS)}")]
        )
    places = [header.index(name) for name in TONE_COLUMNS]
    days: dict[int, list[float]] = defaultdict(list)
    for number, line in enumerate(lines, start=FIRST_DATA_LINE):
        try:
            date, one, other, tone = (line[place] for place in places)
            if {one, other} == set(pair):
                days[week_number(datetime.date.fromisoformat(date))].append(_finite(tone))
        except (ValueError, IndexError):
            allowed = "a date, two codes and a number"
            raise InputError([Fault(file, f"line {number}", ", ".join(line), allowed)]) from None
    kept = {week: tones for week, tones in days.items() if len(tones) >= setting("claims.step_days")}
    if not kept:
        raise InputError([Fault(file, "", f"no week of {'-'.join(pair)}", "at least one with enough days")])
    weeks = np.array(sorted(kept))
    return Tones(weeks, np.array([np.mean(kept[week]) for week in weeks.tolist()]))


def _finite(text: str) -> float:
    """Return a number; a ValueError for what is none, or no finite one."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def plant_tones(length: int, memory: float, worlds: int, luck: np.random.Generator) -> Floats:
    """Return series with mean 0, standard deviation 1 and a memory from week to week, shape (worlds, weeks)."""
    shocks = luck.standard_normal((worlds, length))
    out: Floats = shocks.copy()
    for week in range(1, length):
        out[:, week] = memory * out[:, week - 1] + np.sqrt(1 - memory**2) * shocks[:, week]
    return out


def _place(tones: Tones, date: datetime.date) -> int:
    """Return the place of the first week that begins in that of a date or later."""
    return int(np.searchsorted(tones.weeks, week_number(date)))


def _plain(values: Floats) -> tuple[Floats, float]:
    """Return a series with mean 0 and standard deviation 1, and its correlation from week to week."""
    series = (values - values.mean()) / values.std()
    return series, float(np.corrcoef(series[:-1], series[1:])[0, 1])


def _fall_at(series: Floats, place: int, reach: int) -> float:
    """Return how far a series falls at a place; nan where the file does not hold weeks on both sides of it."""
    return float(_fall(series[None], place, reach)[0]) if 0 < place < len(series) else math.nan


def _fall(series: Floats, place: int, reach: int) -> Floats:
    """Return how far the mean of the weeks behind a place lies below that of the weeks before it, shape (worlds,)."""
    before, behind = series[:, max(place - reach, 0) : place], series[:, place : place + reach]
    out: Floats = before.mean(axis=-1) - behind.mean(axis=-1)
    return out
