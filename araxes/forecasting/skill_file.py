"""The skill file of a hindcast: what it may contain, and reading it strictly."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from araxes.errors import Fault, InputError
from araxes.inputs.faults import parse
from araxes.inputs.folders import short
from araxes.inputs.read_json import read_json
from araxes.inputs.schema import Number, Table, Text
from araxes.inputs.settings import setting, settings

SKILL_FILE = "skill.json"
"""The file in the folder of a hindcast; beside a record, `<name>.skill.json`."""
WANTED = f"a file that `araxes hindcast` wrote ({SKILL_FILE})"


def _day(value: Any) -> Any:
    """Refuse what is no date as JSON holds it."""
    try:
        datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("day", 'a date such as "2022-11-28"') from None
    return value


def _chances(value: Any) -> Any:
    """Refuse what is no list of chances as text."""
    try:
        fit = all(0 <= float(part) <= 1 for part in value.split())
    except (AttributeError, ValueError):
        fit = False
    if not fit:
        raise PydanticCustomError("chances", "chances from 0 to 1 in one text, with spaces between them")
    return value


Day = Annotated[str, BeforeValidator(_day)]
Weeks = Annotated[int, Field(strict=True, ge=1, le=sys.maxsize)]
Chances = Annotated[str, BeforeValidator(_chances)]


class SkillRow(Table):
    """The skill of a forecaster at a horizon, over climatology and over the bar, with the ends of intervals; null is unknown."""

    forecaster: Text
    horizon: Weeks
    weeks: Annotated[int, Field(strict=True, ge=0, le=sys.maxsize)] | None = None
    skill_climatology: Number | None = None
    skill_climatology_low: Number | None = None
    skill_climatology_high: Number | None = None
    skill_bar: Number | None = None
    skill_bar_low: Number | None = None
    skill_bar_high: Number | None = None


class RungRow(SkillRow):
    """Of the chances of rungs."""

    rps: Number | None = None
    log_score: Number | None = None
    gain_bar: Number | None = None
    gain_bar_low: Number | None = None
    gain_bar_high: Number | None = None


class EventRow(SkillRow):
    """Of the chance of an event."""

    target: Text
    brier: Number | None = None


class Said(Table):
    """What the model said at the last origin: by horizon and dyad the chances of all rungs."""

    origin: Day
    chance: dict[str, dict[str, Chances]]


class SkillFile(Table):
    """`skill.json`."""

    model: Text | None = None
    estimates: Text | None = None
    record: Text
    first: Day
    last: Day
    judged: Text
    bar: Text
    climatology: Text | None = None
    rungs: list[RungRow]
    events: list[EventRow]
    said: Said | None = None


def read_skill(file: Path) -> Mapping[str, Any]:
    """Return the content of a skill file.

    Raises
    ------
    InputError
        When it cannot be read, or with every fault of it.
    """
    content = read_json(file, int(setting("limits.skill_size")), WANTED)
    found, faults = parse(SkillFile, content, short(file))
    if found is None:
        raise InputError(faults if isinstance(content, dict) else [Fault(short(file), "", "another file", WANTED)])
    longest = settings()["forecast.longest"].high
    for horizon in found.said.chance if found.said else ():
        if not horizon.isdecimal() or not 1 <= float(horizon) <= longest:
            faults.append(Fault(short(file), "said.chance", repr(horizon), f"weeks ahead, from 1 to {longest:.0f}"))
    if faults:
        raise InputError(faults)
    return dict(content)
