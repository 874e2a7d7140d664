"""Sets of acts: queries on the columns of a record, and whose act a contested row is.

A query names what a row must be (its source, its code, ...); a row is found where every column that is named agrees. Several queries are
joined: a row is found once. Rows that the record's header leaves out (contested, unintended) are nobody's, and no query finds them, unless
a reading gives them to a set. A reading may also give a set a row that counts already: then both sets hold it, as when a note of Baku says
that lorries came, and the coming of the lorries is taken for an act of Tehran on that day.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, Field

from araxes.display import show_card
from araxes.errors import Fault, unknown
from araxes.inputs.ladder import goldstein_scores
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import Date, StrictTable, Text
from araxes.records.events import GENERAL
from araxes.records.history import History
from araxes.records.weekly import event_rungs
from araxes.rules.memory import UNOBSERVED


def _listed(value: Any) -> Any:
    """Return a lone text as a list of one."""
    return [value] if isinstance(value, str) else value


Several = Annotated[list[Text], BeforeValidator(_listed)]
"""One text, or a list of texts, any of which will do."""

RungIndex = Annotated[int, Field(strict=True, ge=0)]


class ActQuery(StrictTable):
    """A question to the columns of a record; a key that is not given asks nothing.

    Attributes
    ----------
    source, target : list of str
        Codes of actors, any of which will do.
    not_source, not_target : list of str
        Codes that will not do.
    pair : tuple of str
        Two actors, in whichever direction.
    issue : list of str
    code, not_code : list of str
        Beginnings of CAMEO codes: "13" finds 130 and 138.
    rung : tuple of int
        Lowest and highest rung of the ladder, both included, as the record reads the row.
    drop : list of str
        Ids of rows that do not count.
    since, until : datetime.date
        First and last day, both included.
    """

    source: Several = Field(default=[])
    target: Several = Field(default=[])
    not_source: Several = Field(default=[])
    not_target: Several = Field(default=[])
    pair: tuple[Text, Text] | None = None
    issue: Several = Field(default=[])
    code: Several = Field(default=[])
    not_code: Several = Field(default=[])
    rung: tuple[RungIndex, RungIndex] | None = None
    drop: list[Text] = Field(default=[])
    since: Date | None = None
    until: Date | None = None


@show_card
class Acts(NamedTuple):
    """Rows of a record that a set of queries found.

    Attributes
    ----------
    ids : tuple of str
        In the order of their days, then of their ids.
    days : ndarray of int, shape (rows,)
        The day of each row as a proleptic ordinal (1 January of year 1 is 1); several rows may share a day.
    """

    ids: tuple[str, ...]
    days: NDArray[np.int64]

    def each_day(self) -> NDArray[np.int64]:
        """Return the days with at least one row, each once, in order."""
        return np.unique(self.days)


@show_card
class RecordRow(NamedTuple):
    """What a query may ask of a row of a record.

    Attributes
    ----------
    id : str
    day : datetime.date
    source, target, code, issue : str
    rung : int
        On which the record reads it; `UNOBSERVED` where the header leaves it out.
    """

    id: str
    day: datetime.date
    source: str
    target: str
    code: str
    issue: str
    rung: int


def rows_asked(history: History, region: RegionFiles) -> tuple[RecordRow, ...]:
    """Return the rows of a record as queries ask for them.

    Parameters
    ----------
    history : History
        A record as it was read.
    region : RegionFiles
        Its ladder says which rung a row is on.
    """
    columns = [history.columns[name] for name in ("id", "date", "source", "target", "code", "issue")]
    return tuple(map(RecordRow, *columns, event_rungs(history, region).tolist()))


def find_acts(rows: Sequence[RecordRow], queries: ActQuery | Sequence[ActQuery], given: Collection[str] = ()) -> Acts:
    """Return the rows of a record that any of several queries finds.

    Parameters
    ----------
    rows : sequence of RecordRow
        Those of the record (`rows_asked`).
    queries : ActQuery or sequence of ActQuery
        An empty sequence finds no row.
    given : collection of str
        Ids of rows that a reading gives to this set (`rows_given`); they are found whatever they are.
    """
    asked = [queries] if isinstance(queries, ActQuery) else list(queries)
    found = sorted(
        (row.day.toordinal(), row.id)
        for row in rows
        if row.id in given or (row.rung != UNOBSERVED and any(_fits(row, query) for query in asked))
    )
    return Acts(tuple(name for _, name in found), np.array([day for day, _ in found], dtype=np.int64))


def rows_given(reading: Mapping[str, str], name: str) -> frozenset[str]:
    """Return the ids of the rows that a reading gives to the set of a name.

    Parameters
    ----------
    reading : mapping of str to str
        The name of a set by the id of a row, as under `[reading.Baku]`; empty for the neutral reading.
    name : str
    """
    return frozenset(row for row, owner in reading.items() if owner == name)


def query_faults(
    queries: Iterable[ActQuery], file: str, key: str, history: History, region: RegionFiles
) -> Iterator[Fault]:
    """Yield what queries ask for that nothing can be: unknown actors, issues, codes, rungs and ids, and dates that run backwards.

    Parameters
    ----------
    queries : iterable of ActQuery
    file, key : str
        Where they stand; each is told as `key[1]`, `key[2]`, ...
    history : History
        Holds the rows that may be dropped.
    region : RegionFiles
        Knows actors, issues and the ladder.
    """
    ids = set(history.columns["id"])
    for index, query in enumerate(queries, start=1):
        place = f"{key}[{index}]"
        known: dict[str, tuple[Collection[str], str]] = {
            **dict.fromkeys(("source", "target", "not_source", "not_target", "pair"), (region.actors, "actor")),
            "issue": ([*region.issues, GENERAL], "issue"),
            "drop": (ids, "id of a row"),
        }
        for part, (names, what) in known.items():
            allowed = f"the id of a row of '{history.header.name}'" if part == "drop" else ""
            for name in getattr(query, part) or ():
                if name not in names:
                    yield unknown(file, f"{place}.{part}", name, names, what, allowed)
        yield from _code_faults(query, file, place)
        yield from _range_faults(query, file, place, len(region.rungs))


def _code_faults(query: ActQuery, file: str, place: str) -> Iterator[Fault]:
    """Yield beginnings of codes with which no code begins."""
    codes = goldstein_scores()
    for part in ("code", "not_code"):
        for start in getattr(query, part):
            if not any(code.startswith(start) for code in codes):
                step = "Codes are text: 057, not 57."
                yield Fault(file, f"{place}.{part}", repr(start), "the beginning of a CAMEO code", step=step)


def _range_faults(query: ActQuery, file: str, place: str, rungs: int) -> Iterator[Fault]:
    """Yield ranges that run backwards or reach beyond the ladder, and a query that asks nothing."""
    if query.rung is not None and not query.rung[0] <= query.rung[1] < rungs:
        yield Fault(file, f"{place}.rung", str(list(query.rung)), f"[lowest, highest], within 0 to {rungs - 1}")
    if query.since is not None and query.until is not None and query.until < query.since:
        yield Fault(file, f"{place}.until", str(query.until), f"{query.since} or later")
    if query == ActQuery(drop=query.drop):
        yield Fault(file, place, "a query that asks nothing", f"at least one of {', '.join(ActQuery.model_fields)}")


def _fits(row: RecordRow, query: ActQuery) -> bool:
    """Return whether a row is what a query asks for."""
    return (
        (not query.source or row.source in query.source)
        and (not query.target or row.target in query.target)
        and (not query.issue or row.issue in query.issue)
        and (query.pair is None or {row.source, row.target} == set(query.pair))
        and (query.since is None or query.since <= row.day)
        and (query.until is None or row.day <= query.until)
        and (query.rung is None or query.rung[0] <= row.rung <= query.rung[1])
        and (not query.code or row.code.startswith(tuple(query.code)))
        and not row.code.startswith(tuple(query.not_code))
        and row.source not in query.not_source
        and row.target not in query.not_target
        and row.id not in query.drop
    )
