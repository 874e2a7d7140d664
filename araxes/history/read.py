"""A history: coded events with the header that says what they cover and how silence is to be read."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from araxes.inputs.chain import DEFAULT_HISTORY, read_header
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import HistoryHeader
from araxes.records.events import read_events
from araxes.units import DAYS_PER_WEEK
from araxes.weeks import monday


@dataclass(frozen=True)
class History:
    """Coded events and their header.

    Attributes
    ----------
    header : HistoryHeader
        Name, covered dates, gaps, how a silent week is read, flags left out, known faults.
    events : pandas.DataFrame
        One row a directed act, columns of `araxes.dims.EVENT_COLUMNS`.
    """

    header: HistoryHeader
    events: pd.DataFrame

    @property
    def next_start(self) -> datetime.date:
        """Return the Monday after the last complete week of the record."""
        return monday(self.header.last + datetime.timedelta(days=1))


def read_history(region: RegionFiles, name: str = DEFAULT_HISTORY, own: Path | None = None) -> History:
    """Return a history by name.

    Parameters
    ----------
    region : RegionFiles
        Known actors and issues.
    name : str
        `history/<name>.toml` is the header, `history/<name>.csv` the events.
    own : Path, optional
        A user's folder.

    Raises
    ------
    InputError
        With every fault of the header and the events.
    """
    header, folder = read_header(name, own)
    events = read_events(folder / f"{name}.csv", region.actors, region.issues, header.aliases)
    return History(header, events)


def before(history: History, start: datetime.date) -> History:
    """Return the history as it was known before `start`: every later row removed."""
    kept = history.events["date"] < start
    last = min(history.header.last, start - datetime.timedelta(days=1))
    return History(history.header.model_copy(update={"last": last}), history.events[kept])


def days(weeks: int) -> datetime.timedelta:
    """Return a number of weeks as a time difference."""
    return datetime.timedelta(days=weeks * DAYS_PER_WEEK)
