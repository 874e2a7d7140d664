"""What can be wrong with a claim whose keys and types are right: names that nobody has, and tests that cannot decide."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from araxes.claims.acts import query_faults
from araxes.claims.claim_file import (
    CAPITALS,
    CLAIMED,
    ClaimFile,
    ClaimTest,
    ContrastTest,
    Decided,
    LinkTest,
    PairTest,
    RowsTest,
    ShockTest,
)
from araxes.claims.pacts import pact_years
from araxes.errors import Fault, unknown
from araxes.inputs.region import NEUTRAL, RegionFiles
from araxes.records.history import History


def plain_id(name: str) -> str:
    """Return the id of a claim in lower case and without zeros before its number: C09 and c9 are one."""
    return re.sub(r"(?<=\D)0+(?=\d)", "", name.casefold())


def claim_faults(said: ClaimFile, name: str, file: str, history: History, region: RegionFiles) -> Iterator[Fault]:
    """Yield what is wrong with a claim apart from its tests.

    Parameters
    ----------
    said : ClaimFile
    name : str
        Of the file, without its ending.
    file : str
        As it stands in messages.
    history : History
        The record whose rows it names.
    region : RegionFiles
        Known actors and issues, and the ladder.
    """
    if plain_id(said.id) != plain_id(name):
        yield Fault(file, "id", repr(said.id), f"{name!r}, the name of the file; C9 and C09 are one")
    first, last = days_of_claim(said, history)
    if last < first:
        head = history.header
        part = "until" if said.until and said.until < max(said.since or head.first, head.first) else "since"
        yield Fault(
            file,
            part,
            str(getattr(said, part)),
            f"days that lie on the record, {head.first} to {head.last}, the first before the last",
        )
    titles = [NEUTRAL, *CAPITALS]
    for place, one in enumerate(said.assumption, start=1):
        if one.title in titles:
            yield Fault(file, f"assumption[{place}].title", repr(one.title), f"another title than {', '.join(titles)}")
        titles.append(one.title)
    if bool(said.test) == bool(said.no_test):
        got = "tests and a reason why there is none" if said.test else "neither a test nor a reason why there is none"
        yield Fault(file, "test", got, "exactly one of 'test' and 'no_test'")
    yield from _row_faults(said.rows, "rows", file, history)
    for table in ("views", "reading"):
        for capital in getattr(said, table):
            if capital not in CAPITALS:
                yield unknown(file, f"{table}.{capital}", capital, CAPITALS, "capital")
    yield from _reading_faults(said, file, history)
    for acts, queries in said.acts.items():
        yield from query_faults(queries, file, f"acts.{acts}", history, region)


def _reading_faults(said: ClaimFile, file: str, history: History) -> Iterator[Fault]:
    """Yield rows that nobody recorded and sets that the claim does not have, of readings and assumptions."""
    readings = {f"reading.{capital}": rows for capital, rows in said.reading.items()}
    readings |= {f"assumption[{place}].rows": one.rows for place, one in enumerate(said.assumption, start=1)}
    for key, rows in readings.items():
        yield from _row_faults(rows, key, file, history)
        for row, owner in rows.items():
            if owner not in said.acts:
                yield unknown(file, f"{key}.{row}", owner, said.acts, "set of acts")


def _row_faults(rows: Iterable[str], key: str, file: str, history: History) -> Iterator[Fault]:
    """Yield ids that the record does not have."""
    ids = set(history.columns["id"])
    for row in rows:
        if row not in ids:
            yield unknown(file, key, row, ids, "id of a row", f"the id of a row of '{history.header.name}'")


def faults_of_test(
    test: ClaimTest, said: ClaimFile, file: str, key: str, history: History, region: RegionFiles
) -> Iterator[Fault]:
    """Yield what is wrong with a test: unknown sets, outcomes that its kind does not know, and what its kind asks for itself.

    Parameters
    ----------
    test : ClaimTest
    said : ClaimFile
        The claim that it belongs to.
    file, key : str
        Where it stands.
    history, region
        As for `claim_faults`.
    """
    for name in test.sets():
        if name not in said.acts:
            yield unknown(file, key, name, said.acts, "set of acts")
    if isinstance(test, Decided):
        yield from _outcome_faults(test, file, key)
    if isinstance(test, RowsTest):
        yield from _row_faults(test.rows, f"{key}.rows", file, history)
    if isinstance(test, ContrastTest | ShockTest):
        strangers = [code for code in test.dyad.split(">") if code not in region.states]
        yield from (unknown(file, f"{key}.dyad", code, region.states, "state") for code in strangers)
    yield from _during_faults(getattr(test, "during", None), said, f"{key}.during", file, history)
    if isinstance(test, RowsTest) and test.pacts:
        known = sorted("-".join(pair) for pair in pact_years())
        pairs = ["-".join(sorted(pair.split("-"))) for pair in test.pacts]
        yield from (unknown(file, f"{key}.pacts", pair, known, "pair of states") for pair in pairs if pair not in known)
    told = [one for kind, own in _OWN.items() if isinstance(test, kind) for one in own(test)]
    yield from (Fault(file, f"{key}.{part}" if part else key, got, allowed) for part, got, allowed in told)


def _during_faults(
    during: tuple[datetime.date, datetime.date] | None, said: ClaimFile, key: str, file: str, history: History
) -> Iterator[Fault]:
    """Yield a span that runs backwards or leaves the days that the claim looks at."""
    first, last = days_of_claim(said, history)
    if during is not None and not first <= during[0] <= during[1] <= last:
        yield Fault(file, key, f"{during[0]} to {during[1]}", f"first and last day, within {first} to {last}")


def days_of_claim(said: ClaimFile, history: History) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day that a claim looks at: those of the record where it names none."""
    head = history.header
    return max(said.since or head.first, head.first), min(said.until or head.last, head.last)


def _outcome_faults(test: Decided, file: str, key: str) -> Iterator[Fault]:
    """Yield outcomes that the kind of test does not know, and one that both supports and contradicts."""
    outcomes = test.outcomes()
    for part in ("supports", "contradicts"):
        if getattr(test, part) not in outcomes:
            yield Fault(file, f"{key}.{part}", repr(getattr(test, part)), " or ".join(map(repr, outcomes)))
    if test.supports == test.contradicts:
        allowed = "another outcome than the one that supports"
        yield Fault(file, f"{key}.contradicts", repr(test.contradicts), allowed)


_Told = Iterator[tuple[str, str, str]]
"""Key within the test, what was got, what is allowed."""


def _of_rows(test: Any) -> _Told:
    """Yield what a test of rows says too much or too little of."""
    named = [name for name in ("rows", "of", "pacts") if getattr(test, name)]
    if len(named) != 1:
        yield "", " and ".join(named) or "nothing to look at", "exactly one of 'rows', 'of' and 'pacts'"
    bounded = test.at_least is not None or test.at_most is not None
    if "rows" not in named and bounded == test.busiest:
        got = "a bound and 'busiest'" if bounded else "no bound"
        yield "", got, "either 'at_least' or 'at_most', or 'busiest'"
    if test.at_least is not None and test.at_most is not None and test.at_most < test.at_least:
        yield "at_most", str(test.at_most), f"{test.at_least} or more, which 'at_least' asks for"
    if ("rows" in named or test.busiest) and test.supports != CLAIMED:
        yield (
            "supports",
            repr(test.supports),
            f"{CLAIMED!r}: what is said of rows, or of the busiest span, is read that way round alone",
        )
    if test.busiest and test.during is None:
        yield "during", "nothing", "first and last day of the span that is claimed to be the busiest"
    if (test.behind is None) != (test.days is None):
        yield "days", str(test.days or "nothing"), "a number of days exactly where 'behind' is given"


def _of_link(test: Any) -> _Told:
    """Yield a number of days where none is looked at, or none where one is."""
    if (test.kind == "pull") == (test.days is not None):
        allowed = "nothing: a pull fades" if test.kind == "pull" else "a number of days"
        yield "days", str(test.days or "nothing"), allowed


def _of_pair(test: Any) -> _Told:
    """Yield ranges of coverage that run backwards or begin at 0."""
    for side in ("leader", "follower"):
        low, high = getattr(test.coverage, side)
        if not 0 < low <= high:
            yield f"coverage.{side}", str([low, high]), "lowest and highest share, above 0"


_OWN: dict[type[ClaimTest], Callable[[Any], _Told]] = {RowsTest: _of_rows, LinkTest: _of_link, PairTest: _of_pair}
