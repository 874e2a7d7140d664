"""`araxes hindcast`: score forecasts from past Mondays against baselines, on a record of coded events."""

from __future__ import annotations

import datetime
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Json, Out, Own, Quiet
from araxes.errors import Fault, InputError
from araxes.units import PAIR

if TYPE_CHECKING:
    from araxes.forecast.hindcast import Hindcast
    from araxes.forecast.report import Scored
    from araxes.history.record import Record
    from araxes.inputs.region import RegionFiles


LONGEST = 520
"""Weeks ahead, ten years: further than any record reaches."""


def command(
    history: Annotated[Path, typer.Option("--history", help="A record of coded events: file, zip archive or folder.")],
    first: Annotated[str, typer.Option("--from", help="First origin, a date; its Monday is taken.")],
    until: Annotated[str, typer.Option("--until", help="End of the span: weeks from this date on are not read.")],
    exposure: Annotated[
        Path | None, typer.Option("--exposure", help="Daily totals of the record; thin weeks become unknown.")
    ] = None,
    horizons: Annotated[
        str | None, typer.Option("--horizons", help="Weeks ahead, separated by commas.", show_default="1,4,13,26")
    ] = None,
    with_model: Annotated[
        bool, typer.Option("--model/--baselines", help="Score the model too, or the baselines alone.")
    ] = True,
    terms: Annotated[
        bool, typer.Option("--terms", help="Score the model with each of its terms switched off, too.")
    ] = False,
    robustness: Annotated[
        bool, typer.Option("--robustness/--one-reading", help="Score the record read in other ways too.")
    ] = True,
    own: Own = None,
    out: Out = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Score forecasts from past Mondays: skill with intervals, gates, calibration, beside the baselines."""
    from araxes.cli import screen
    from araxes.cli.hindcast_tables import show
    from araxes.forecast.hindcast import origins_between
    from araxes.forecast.report import scored
    from araxes.inputs.region import read_region
    from araxes.results.run import made

    span = spanned(first, until)
    weeks_ahead = horizons_of(horizons)
    region = read_region(own)
    tell = screen.note(quiet or as_json)
    record = read(history, region, exposure, own, tell)
    others = readings(history, region, exposure, own, record) if robustness else {}
    folder = made(out or Path("results") / "hindcast")
    number = len(origins_between(*span)) * (1 + len(others))
    with screen.progress(number, "forecasting", quiet or as_json) as tick:
        found = one(record, region, span, weeks_ahead, with_model, terms, tick)
        apart = {} if found.interrupted else each(others, region, span, weeks_ahead, with_model, tick)
    report = scored(found, judged(found), apart)
    files = report.save(folder) + (draw(report, folder) if figures else [])
    if as_json:
        screen.document(report.document())
    elif not quiet:
        show(report)
        screen.out.print(f"Written to {folder}: {', '.join(path.name for path in files)}", markup=False)
    if found.interrupted:
        stop(len(found.origins))


def stop(finished: int) -> None:
    """End an interrupted hindcast: say how many origins were finished, and how to make the whole."""
    from araxes.cli import screen
    from araxes.cli.main import INTERRUPTED

    again = shlex.join(["araxes", *sys.argv[1:]])
    screen.log.print(
        f"araxes: interrupted; {finished} origins finished and scored. The whole again: {again}", markup=False
    )
    raise typer.Exit(INTERRUPTED)


def spanned(first: str, until: str) -> tuple[datetime.date, datetime.date]:
    """Return first origin and end of the span."""
    dates, faults = [], []
    for option, text in (("--from", first), ("--until", until)):
        try:
            dates.append(datetime.date.fromisoformat(text))
        except ValueError:
            faults.append(Fault(option, "", repr(text), "a date such as 2022-01-03"))
    if faults:
        raise InputError(faults)
    return dates[0], dates[1]


def horizons_of(text: str | None) -> tuple[int, ...]:
    """Return horizons written as whole numbers between commas; those of the settings where nothing is written."""
    from araxes.forecast.hindcast import horizons_of_settings

    if text is None:
        return horizons_of_settings()
    parts = [part.strip() for part in text.split(",")]
    faults = [
        Fault("--horizons", "", repr(part), f"whole numbers of weeks from 1 to {LONGEST}, separated by commas")
        for part in parts
        if not (part.isascii() and part.isdigit() and 1 <= int(part) <= LONGEST)
    ]
    if faults:
        raise InputError(faults)
    return tuple(sorted({int(part) for part in parts}))


def read(
    path: Path, region: RegionFiles, exposure: Path | None, own: Path | None, tell: Callable[[str], None] | None
) -> Record:
    """Return the record as it is usually read."""
    from araxes.history.record import read_record

    return read_record(path, region, exposure=exposure, own=own, announce=tell)


def readings(
    path: Path, region: RegionFiles, exposure: Path | None, own: Path | None, usual: Record
) -> dict[str, Record]:
    """Return the record read in other ways, those that differ from the usual one, by what is done otherwise."""
    from araxes.history.record import read_record
    from araxes.records.filters import Filters

    made = {
        "all actors": read_record(path, region, exposure=exposure, own=own, filters=Filters(common_actors=False)),
        "rare types in": read_record(path, region, exposure=exposure, own=own, filters=Filters(rare_types=True)),
        "mirrored acts once": read_record(path, region, exposure=exposure, own=own, mirrors="once"),
    }
    return {label: other for label, other in made.items() if other.history.columns != usual.history.columns}


def one(
    record: Record,
    region: RegionFiles,
    span: tuple[datetime.date, datetime.date],
    horizons: tuple[int, ...],
    with_model: bool,
    terms: bool,
    tick: Callable[[int], None] | None,
) -> Hindcast:
    """Return the hindcast of one record."""
    from araxes.forecast.baselines import baselines
    from araxes.forecast.entrants import entrants
    from araxes.forecast.hindcast import hindcast

    entered = baselines(region) + (entrants(record.history, region, terms=terms) if with_model else [])
    return hindcast(record.history, region, *span, horizons=horizons, forecasters=entered, progress=tick)


def each(
    others: dict[str, Record],
    region: RegionFiles,
    span: tuple[datetime.date, datetime.date],
    horizons: tuple[int, ...],
    with_model: bool,
    tick: Callable[[int], None] | None,
) -> dict[str, Hindcast]:
    """Return the hindcasts of the record read in other ways, at the first two horizons of the settings: what the gates speak of."""
    from araxes.forecast.hindcast import horizons_of_settings

    short = tuple(h for h in horizons_of_settings()[:PAIR] if h in horizons) or horizons[:1]
    return {label: one(other, region, span, short, with_model, False, tick) for label, other in others.items()}


def judged(found: Hindcast) -> str:
    """Return the forecaster that is judged: the model, or without it the habit tree that borrows."""
    from araxes.forecast.baselines import TREE
    from araxes.forecast.entrants import MODEL

    return MODEL if MODEL in found.chance else TREE


def draw(report: Scored, folder: Path) -> list[Path]:
    """Draw the figures into the folder; return the files."""
    from araxes.cli.hindcast_figures import figures
    from araxes.cli.run import save

    return [save(figure, folder / f"{name}.png") for name, figure in figures(report).items()]
