"""Records of other coders: read as they were published, filtered, and turned into a history with a header and a report.

Where a record comes from: given, read from a file, or known by its name among the histories. Alike for every verb.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from araxes.display import show_card
from araxes.errors import Fault, InputError, nearest
from araxes.inputs.chain import DEFAULT_HISTORY, OPEN, SUFFIX, end_of_week, history_names
from araxes.inputs.faults import parse
from araxes.inputs.parameters import setting
from araxes.inputs.read import HISTORY, folders, is_taken, read_toml, short_path
from araxes.inputs.region import RegionFiles, read_region
from araxes.inputs.schema import HistoryHeader
from araxes.options import check_arguments, either, path
from araxes.records.bundles import form_of
from araxes.records.coding import Coding, actor_names, read_coding
from araxes.records.coverage import Coverage, Report, infer, join_spans, read_totals, thin_weeks, week_of
from araxes.records.events import GENERAL, Columns, read_columns
from araxes.records.filters import Filters, Mirrors, RecordReading, filters_of, record_reading
from araxes.records.forms import AUTO, OWN_FORM, Form
from araxes.records.history import History, header_faults, read_history, under_header
from araxes.records.stream import cut_text
from araxes.records.tallying import CodedAct, RowTally, tally
from araxes.units import week_number


@show_card
@dataclass(frozen=True)
class Record:
    """A record that was read.

    Attributes
    ----------
    history : History
        Its acts and its header; `history.header.name` names source, filters and mirrors, and estimates and skill are kept
        under that name.
    report : Report
        What was read, left out and inferred.
    """

    history: History
    report: Report


def read_record(
    path: Path,
    region: RegionFiles,
    *,
    form: str = AUTO,
    header: Path | None = None,
    filters: Filters | None = None,
    exposure: Path | None = None,
    mirrors: Mirrors = "both",
    announce: Callable[[str], None] | None = None,
    own: Path | None = None,
    today: datetime.date | None = None,
) -> Record:
    """Return a record of coded events as a history.

    Parameters
    ----------
    path : Path
        A file, a zip archive, or a folder of either.
    region : RegionFiles
        Known actors, issues and the ladder.
    form : str
        "own", "icews", "icews-extract", "gdelt", "gdelt1", or "auto": told by the first line.
    header : Path, optional
        A TOML header; `<stem>.toml` beside the file when not given, and inferred where that is missing.
    filters : Filters, optional
        Which rows count; the usual ones when not given.
    exposure : Path, optional
        Daily totals of the record; thin weeks become unobserved.
    mirrors : str
        "both": a mirrored act is one of both. "once": one half of each is left out, by turns.
    announce : callable, optional
        Takes the lines of the report.
    own : Path, optional
        A user's folder, whose `params/records.toml` may map further actors.
    today : datetime.date, optional
        The last date that is not in the future.

    Raises
    ------
    InputError
        No usable row; faults as in `araxes.records.tallying.tally`, `araxes.records.events.read_columns`,
        `araxes.records.coverage.read_totals`; a header at fault.
    """
    path, way = Path(path), record_reading(filters or (), mirrors, exposure)
    given = _header(path, header, region)
    coding = read_coding(region, own)
    found = form_of(path, form)
    if found is OWN_FORM:
        columns, report, days = _own(path, region, given, today, own)
    else:
        covered = None if given is None else _inside(given)
        counted = tally(path, coding, way.filters, form, covered, today)
        found = counted.form
        columns, report = _coded(counted, coding, mirrors, path)
        report = replace(report, filters=way.filters.words(found))
        days = counted.days
    if given is not None and given.last == OPEN:
        latest = datetime.date.fromordinal(max(days))
        given = given.model_copy(update={"last": end_of_week(latest) if found is OWN_FORM else latest})
    coverage = infer(days, sparse=found is OWN_FORM) if given is None else Coverage(given.first, given.last, given.gaps)
    if exposure is not None:
        coverage, report = _thinned(coverage, report, exposure, given is None)
    made = given or HistoryHeader(
        name=found.title,
        first=coverage.first,
        last=coverage.last,
        silence="quiet",
        warmup=0 if found is OWN_FORM else int(setting("record.warmup")),
    )
    said = {"first": coverage.first, "last": coverage.last, "gaps": coverage.gaps}
    made = made.model_copy(update={"name": _name(made.name, found, way, given is None)} | said)
    report = replace(
        report, name=made.name, inferred=given is None, first=made.first, last=made.last, gaps=tuple(made.gaps)
    )
    for line in report.text() if announce else ():
        announce(line)  # type: ignore[misc]
    return Record(History(made, columns), report)


def _name(name: str, form: Form, way: RecordReading, inferred: bool) -> str:
    """Return the name of a record with how it was read: all of it where no header names it, else what is not usual."""
    if form is OWN_FORM:
        return name
    words = way.words(form) if inferred else way.unusual(form)
    return f"{name} ({', '.join(words)})" if words else name


def _header(path: Path, header: Path | None, region: RegionFiles) -> HistoryHeader | None:
    """Return the header of a record: as given, or beside the file; None where there is none."""
    beside = path.absolute().with_suffix(SUFFIX)
    if header is None and not is_taken(beside):
        return None
    file = beside if header is None else Path(header)
    parsed, faults = parse(HistoryHeader, read_toml(file), short_path(file))
    if parsed is not None:
        faults = [*faults, *header_faults(parsed, region, short_path(file))]
    if parsed is None or faults:
        raise InputError(faults)
    return parsed


def _inside(header: HistoryHeader) -> Callable[[int], bool]:
    """Return what says whether the header covers a day."""
    first, last = header.first.toordinal(), header.last.toordinal()
    return lambda day: first <= day <= last


def _own(
    path: Path, region: RegionFiles, header: HistoryHeader | None, today: datetime.date | None, own: Path | None
) -> tuple[Columns, Report, set[int]]:
    """Return the acts of a record in our own columns, which is read strictly: every fault stops it."""
    aliases = header.aliases if header else {}
    columns = read_columns(path, region.actors, region.issues, aliases, lambda: actor_names(region, own))
    last = today or datetime.date.today()
    faults = [
        Fault(short_path(path), f"event {row}, date", str(date), f"a date until {last}")
        for row, date in zip(columns["id"], columns["date"], strict=True)
        if date > last
    ]
    if not columns["id"]:
        faults = [Fault(short_path(path), "", "no usable row", "at least one act")]
    if faults:
        raise InputError(faults)
    if header is not None:
        columns = under_header(columns, header, region, short_path(path), f"header of {short_path(path)}").columns
    report = Report(file=short_path(path), form=OWN_FORM.title, lines=len(columns["id"]), acts=len(columns["id"]))
    return columns, report, {date.toordinal() for date in columns["date"]}


def _coded(counted: RowTally, coding: Coding, mirrors: str, path: Path) -> tuple[Columns, Report]:
    """Return the acts of a machine-coded record as columns, in order of day, actors and code, and the report so far."""
    twins = [act for act in counted.acts if _other_half(act, coding) in counted.acts]
    dropped = {act for act in twins if mirrors == "once" and _second(act, _other_half(act, coding))}
    acts = sorted(act for act in counted.acts if act not in dropped)
    if not acts:
        got = (
            f"no usable row: of {counted.lines:,} lines {counted.elsewhere:,} are of others, {counted.domestic:,} of an "
            f"actor with itself, {sum(counted.filtered.values()) + counted.outside + counted.late:,} filtered or not "
            f"covered, {counted.bad:,} bad"
        )
        step = "params/records.toml says how the actors of a record are called here."
        fault = Fault(short_path(path), "", got, "at least one act between two known actors", step=step)
        raise InputError([fault, *counted.shown])
    columns: Columns = {
        "id": [f"{datetime.date.fromordinal(day)}-{source}-{target}-{code}" for day, source, target, code in acts],
        "date": [datetime.date.fromordinal(day) for day, *_ in acts],
        "source": [source for _, source, _, _ in acts],
        "target": [target for _, _, target, _ in acts],
        "code": [code for *_, code in acts],
        "issue": [GENERAL] * len(acts),
        "flag": [""] * len(acts),
    }
    rows = sum(counted.acts.values())
    return columns, Report(
        file=short_path(path), form=counted.form.title, lines=counted.lines, rows=rows, acts=len(acts),
        repeats=rows - len(counted.acts), twins=len(twins), dropped=len(dropped), elsewhere=counted.elsewhere,
        domestic=counted.domestic, outside=counted.outside, late=counted.late, filtered=dict(counted.filtered),
        restored=counted.restored, bad=counted.bad, shown=tuple(counted.shown), zone=counted.zone or "",
        slashed=counted.slashed, proven=counted.proven, left=tuple(counted.left),
    )  # fmt: skip


def _other_half(act: CodedAct, coding: Coding) -> CodedAct | None:
    """Return the other half of an act that two do together; None where the act is none of these."""
    day, source, target, code = act
    half = coding.mirrored.get(code)
    return None if half is None else (day, target, source, half)


def _second(act: CodedAct, other: CodedAct | None) -> bool:
    """Return whether an act is the half that is left out: by turns of days, so that neither actor always keeps its own."""
    assert other is not None
    return (act > other) == (act[0] % 2 == 0)


def _thinned(coverage: Coverage, report: Report, exposure: Path, inferred: bool) -> tuple[Coverage, Report]:
    """Return the coverage with thin weeks as gaps; an inferred one also reaches as far as the totals do."""
    totals = read_totals(exposure)
    thin = thin_weeks(totals)
    days = [datetime.date.fromordinal(day) for day in (min(totals), max(totals))]
    first, last, gaps = coverage
    thin = [week for week in thin if week_number(first) <= week_number(week) <= week_number(last)]
    if inferred and days[0] <= last and first <= days[1]:
        last = max(last, days[1])
    said = (week_number(min(last, days[1])) - week_number(max(first, days[0]))) + 1
    silent = week_number(last) - week_number(first) + 1 - max(said, 0)
    gaps = join_spans([*gaps, *(week_of(week) for week in thin)])
    return Coverage(first, last, gaps), replace(report, thin=tuple(thin), unsaid=silent)


def record_from(
    given: History | Path | str,
    region: RegionFiles,
    own: Path | None = None,
    way: RecordReading | None = None,
    announce: Callable[[str], None] | None = None,
) -> History:
    """Return a record.

    Parameters
    ----------
    given : History, Path or str
        A record, its name among the histories such as "chronology", or the path of a file, archive or folder of coded events.
    region : RegionFiles
    own : Path, optional
        A user's folder.
    way : Reading, optional
        How a record is read from a path; as usual when not given.
    announce : callable, optional
        Takes the lines of the report of a record that is read from a path.

    Raises
    ------
    InputError
        With every fault of header and events; when what is not read from a path is to be read otherwise than usual.
    """
    way = way or RecordReading()
    if isinstance(given, History):
        way.refuse("a record in memory")
        return given
    if is_name(given, own):
        way.refuse(f"the record {str(given)!r}")
        return read_history(region, str(given), own)
    _find(Path(given), own)
    return read_record(
        Path(given), region, filters=way.filters, exposure=way.exposure, mirrors=way.mirrors, announce=announce, own=own
    ).history


def _find(path: Path, own: Path | None) -> None:
    """Raise the fault of what is neither a path nor the name of a record."""
    try:
        there = path.exists()
    except (OSError, ValueError):
        there = False
    if not there:
        names = history_names(own)
        allowed = f"a file, a zip archive or a folder of coded events, or a record by its name: {', '.join(names)}"
        raise InputError(
            [Fault(cut_text(str(path)), "", "no such file, folder or record", allowed, nearest(path.name, names))]
        )


@check_arguments(history=either(History, path), filters=filters_of)
def load_record(
    history: History | Path | str = DEFAULT_HISTORY,
    own: Path | str | None = None,
    *,
    exposure: Path | str | None = None,
    filters: Filters | Sequence[str] = (),
    mirrors: str = "both",
    announce: Callable[[str], None] | None = None,
) -> History:
    """Return a record of coded events, which every function takes that takes the name or the path of one.

    Parameters
    ----------
    history, exposure, filters, mirrors
        A record, and how it is read from a path, as for `araxes.hindcast`; the embedded chronology when not given.
    own : Path or str, optional
        A folder with own files.
    announce : callable, optional
        Takes the lines of the report of a record that is read from a path.

    Raises
    ------
    InputError
        With every fault of header and events.
    """
    folder = None if own is None else Path(own)
    return record_from(history, read_region(folder), folder, record_reading(filters, mirrors, exposure), announce)


def is_name(given: Path | str, own: Path | None = None) -> bool:
    """Return whether something names a record among the histories, and no file or folder."""
    text = str(given)
    if Path(text).name != text or is_taken(Path(text)):
        return False
    return any(is_taken(folder / f"{text}{SUFFIX}") for folder in folders(HISTORY, own))
