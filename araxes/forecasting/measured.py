"""Measured skill: what a hindcast found on a record, said beside every forecast from it; and the skill file that holds it.

What the file may contain is said here; it is read strictly.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from araxes.display import show_card
from araxes.errors import Fault, InputError
from araxes.inputs.faults import parse
from araxes.inputs.parameters import setting, settings
from araxes.inputs.read import HISTORY, folders, is_folder, read_json, short_path
from araxes.inputs.region import MODEL_VERSION
from araxes.inputs.schema import Number, StrictTable, Text

SKILL_FILE = "skill.json"
"""The file in the folder of a hindcast; beside a record, `<name>.skill.json`."""
WANTED = f"a file that `araxes hindcast` wrote ({SKILL_FILE})"
UNMEASURED = "skill not measured on this record"
NOT_THIS_HORIZON = "skill not measured at this horizon"
TOO_FEW = "too few weeks scored to tell"
NO_SKILL = "no skill shown over the baseline"
BASELINE = "baseline"
"""The scenario that supposes nothing."""

_Row = Mapping[str, Any]


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


def _counts(value: Any) -> Any:
    """Refuse what is no list of whole numbers as text."""
    if not (isinstance(value, str) and all(part.isdecimal() for part in value.split())):
        raise PydanticCustomError("counts", "whole numbers in one text, with spaces between them")
    return value


Day = Annotated[str, BeforeValidator(_day)]
Weeks = Annotated[int, Field(strict=True, ge=1, le=sys.maxsize)]
Chances = Annotated[str, BeforeValidator(_chances)]
_CountText = Annotated[str, BeforeValidator(_counts)]


class SkillRow(StrictTable):
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


class Said(StrictTable):
    """What the model said at the last origin: by horizon and dyad the chances of all rungs."""

    origin: Day
    chance: dict[str, dict[str, Chances]]


class PairRow(StrictTable):
    """Of the chance of an event of a pair, either way: by bins of what was said, forecasts and how many came true."""

    pair: Text
    target: Text
    horizon: Weeks
    forecasts: _CountText
    came: _CountText


class Calibration(StrictTable):
    """What came of the chances that were given to pairs, and the edges of the bins of chances."""

    edges: Chances
    rows: list[PairRow]


class SkillFile(StrictTable):
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
    calibration: Calibration | None = None
    said: Said | None = None


class LikeForecasts(NamedTuple):
    """What came of the chances near one that were given to a pair: the edges of the bin, forecasts in it, and how many came true."""

    low: float
    high: float
    forecasts: int
    came: int


def read_skill(file: Path) -> Mapping[str, Any]:
    """Return the content of a skill file.

    Raises
    ------
    InputError
        When it cannot be read, or with every fault of it.
    """
    content = read_json(file, int(setting("limits.skill_size")), WANTED)
    found, faults = parse(SkillFile, content, short_path(file))
    if found is None:
        raise InputError(faults if isinstance(content, dict) else [Fault(short_path(file), "", "another file", WANTED)])
    longest = settings()["forecast.longest"].high
    for horizon in found.said.chance if found.said else ():
        if not horizon.isdecimal() or not 1 <= float(horizon) <= longest:
            faults.append(
                Fault(short_path(file), "said.chance", repr(horizon), f"weeks ahead, from 1 to {longest:.0f}")
            )
    if found.calibration:
        bins = max(len(found.calibration.edges.split()) - 1, 1)
        faults += [
            Fault(short_path(file), f"calibration.rows[{at}]", f"{row.forecasts!r}, {row.came!r}", f"{bins} numbers in each")
            for at, row in enumerate(found.calibration.rows, start=1)
            if not len(row.forecasts.split()) == len(row.came.split()) == bins
        ]  # fmt: skip
    if faults:
        raise InputError(faults)
    return dict(content)


@show_card
@dataclass(frozen=True)
class Measured:
    """The skill of the model on one record, or that it is not known.

    Attributes
    ----------
    record : str
        Name of the record a forecast is made from.
    content : dict
        A skill file that `araxes hindcast` wrote; empty where there is none of this record.
    notes : tuple of str
    doubt : str
        What keeps the skill from being that of the model at hand; see `araxes.forecasting.same_model`.
    """

    record: str
    content: Mapping[str, Any]
    notes: tuple[str, ...] = ()
    doubt: str = ""

    def rungs(self, horizon: int) -> str:
        """Return in words the skill of the chances of rungs in the h-th week: gain in log score over the baseline."""
        return self._say(self._rows("rungs", horizon), "gain_bar", "nats")

    def climatology(self, horizon: int) -> str:
        """Return in words the skill of the chances of rungs in the h-th week: ranked probability skill over what each dyad always did."""
        return self._say(self._rows("rungs", horizon), "skill_climatology", "ranked probability skill")

    def event(self, target: str, horizon: int) -> str:
        """Return in words the skill of the chance of an event within h weeks: Brier skill over the baseline.

        Parameters
        ----------
        target : str
            As hindcasts call it: "rung 7 or above", "onset".
        horizon : int
        """
        rows = (row for row in self._rows("events", horizon) if row["target"] == target)
        return self._say(rows, "skill_bar", "Brier skill")

    def over_climatology(self, target: str, horizon: int) -> tuple[float, float, float] | None:
        """Return by which share the Brier score of an event was below that of dyad climatology, and the ends of the interval.

        The ends are nan where too few weeks were scored; None where nothing was measured.
        """
        rows = (row for row in self._rows("events", horizon) if row["target"] == target)
        row = next(rows, {})
        if row.get("skill_climatology") is None:
            return None
        low, high = (row.get(f"skill_climatology_{end}") for end in ("low", "high"))
        return row["skill_climatology"], *(float("nan") if end is None else end for end in (low, high))

    def past(self, pair: str, target: str, horizon: int, chance: float) -> LikeForecasts | None:
        """Return what came of the chances near one that were given to a pair; None where none was.

        Parameters
        ----------
        pair : str
            Such as "AZE-IRN".
        target, horizon
            As for `event`.
        chance : float
        """
        told: Mapping[str, Any] = self.content.get("calibration") or {"edges": "", "rows": []}
        edges = [float(edge) for edge in told["edges"].split()]
        for row in told["rows"]:
            if (row["pair"], row["target"], row["horizon"]) == (pair, target, horizon):
                place = sum(chance >= edge for edge in edges[1:-1])
                given, came = (int(row[key].split()[place]) for key in ("forecasts", "came"))
                return LikeForecasts(edges[place], edges[place + 1], given, came) if given else None
        return None

    def head(self) -> str:
        """Return in one sentence what was measured, and against what."""
        if not self.content:
            return f"{UNMEASURED[0].upper()}{UNMEASURED[1:]}: '{self.record}'."
        given = self.content
        span = f"origins {given['first']} to {given['last']}, all dyads together"
        words = f"Skill measured on '{self.record}', {span}, over the baseline '{given['bar']}'."
        return f"{words} {self.doubt}".strip()

    def in_words(self) -> str:
        """Return in one sentence what the skill over climatology is, and of which forecasts."""
        if not self.content:
            return self.head()
        span = f"{self.content['first']} to {self.content['last']}"
        words = "were smaller than those of base rates, all dyads together; in brackets 95 % intervals."
        return f"Skill: by how much errors of the forecasts of {span} {words} {self.doubt}".strip()

    def _rows(self, table: str, horizon: int) -> list[_Row]:
        """Return the judged forecaster's rows of a table at a horizon."""
        rows: list[_Row] = self.content.get(table, [])
        return [row for row in rows if row["horizon"] == horizon and row["forecaster"] == self.content["judged"]]

    def _say(self, rows: Iterable[_Row], column: str, unit: str) -> str:
        """Return a row's value with its interval in words."""
        if not self.content:
            return UNMEASURED
        row = next(iter(rows), None)
        if row is None or row.get(column) is None:
            return NOT_THIS_HORIZON
        low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
        if low is None or high is None:
            return f"{TOO_FEW}, {row[column]:+.3f} {unit}"
        value = f"{row[column]:+.3f} [{low:+.3f}, {high:+.3f}] {unit}"
        if low > 0:
            return value
        return f"worse than the baseline, {value}" if high < 0 else f"{NO_SKILL}, {value}"


def measured_skill(path: Path | str | None, record: str, own: Path | None = None) -> Measured:
    """Return the skill in a file where it is of the same record, else that it is not known.

    Parameters
    ----------
    path : Path, str or None
        A skill file of `araxes hindcast`, or the folder that holds it. When not given, a file `history/*.skill.json` that names the
        record, shipped or in the user's folder.
    record : str
        Name of the record a forecast is made from.
    own : Path, optional
        A user's folder.

    Raises
    ------
    InputError
        When the file cannot be read, or with every fault of it.
    """
    file = _kept(record, own) if path is None else skill_file(path)
    if file is None:
        return Measured(record, {})
    content = read_skill(file)
    if content["record"] != record:
        other = f"{short_path(file)} is of '{content['record']}', not of '{record}': skill of another record says nothing here."
        return Measured(record, {}, (other,))
    if content.get("model") != MODEL_VERSION:
        was = f"model {content['model']}" if content.get("model") else "a model without a version"
        step = f"`araxes hindcast` measures it anew, from {content['first']} until after {content['last']}."
        return Measured(
            record, {}, (f"{short_path(file)} was measured on {was}, not on model {MODEL_VERSION}. {step}",)
        )
    return Measured(record, content)


def skill_file(path: Path | str) -> Path:
    """Return the skill file that is named, or that lies in the folder that is named."""
    file = Path(path)
    return file / SKILL_FILE if is_folder(file) else file


def _kept(record: str, own: Path | None) -> Path | None:
    """Return the skill file of a record among the histories, a user's own first; None where there is none."""
    files = [file for folder in reversed(folders(HISTORY, own)) for file in sorted(folder.glob(f"*.{SKILL_FILE}"))]
    return next((file for file in files if read_skill(file)["record"] == record), None)
