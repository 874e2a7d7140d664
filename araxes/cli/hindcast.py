"""`araxes hindcast`: score forecasts from past Mondays against baselines, on a record of coded events."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import folder_maker, stop, tell_files, write_figures
from araxes.errors import Fault, InputError, Option

WEEKS = re.compile("[0-9]{1,6}")

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.forecasting.report import Scored


def command(
    history: options.History,
    first: Annotated[str, typer.Option("--from", help="First origin, a date; its Monday is taken.")],
    until: Annotated[str, typer.Option("--until", help="End of the span: weeks from this date on are not read.")],
    exposure: options.Exposure = None,
    filters: options.Filter = None,
    mirrors: options.Mirrors = "both",
    horizons: Annotated[
        str | None, typer.Option("--horizons", help="Weeks ahead, separated by commas.", show_default="1,4,13,26")
    ] = None,
    model: Annotated[
        bool, typer.Option("--model/--baselines", help="Score the model too, or the baselines alone.")
    ] = True,
    refit: Annotated[
        bool,
        typer.Option("--refit/--as-written", help="Estimate the model anew every few weeks, on earlier weeks alone."),
    ] = True,
    terms: Annotated[
        bool, typer.Option("--terms", help="Score the model with each of its terms switched off, too.")
    ] = False,
    robustness: Annotated[
        bool, typer.Option("--robustness/--one-reading", help="Score the record read in other ways too.")
    ] = True,
    own: options.Own = None,
    reading: Annotated[
        str | None,
        typer.Option(
            "--reading",
            metavar="CAPITAL",
            help="Score the model with the contested acts of the record as a capital reads them, too.",
        ),
    ] = None,
    out: options.Out = None,
    figures: options.Figures = True,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Score forecasts from past Mondays: skill with intervals, gates, calibration, beside the baselines."""
    from araxes.cli import screen
    from araxes.cli.hindcast_tables import show
    from araxes.files import replace_files
    from araxes.forecasting.score import hindcast

    folder = out or Path("results") / "hindcast"
    with screen.progress(0, "forecasting", quiet or as_json) as bar:
        report = hindcast(
            history, first, until, exposure=exposure, filters=filters or (), mirrors=mirrors, horizons=horizons_of(horizons),
            model=model, refit=refit, terms=terms, robustness=robustness, own=own, reading=reading, progress=bar,
            announce=screen.note(quiet or as_json), ready=folder_maker(folder, bar),
        )  # fmt: skip
    with replace_files(folder) as files:
        report.write(files)
        if figures:
            draw(report, files)
    if as_json:
        screen.document(report.document())
    elif not quiet:
        show(report)
        screen.basis(report.basis)
        tell_files(folder, files)
    if report.found.interrupted:
        stop(f"{len(report.found.origins)} origins finished and scored")


def horizons_of(text: str | None) -> tuple[int, ...]:
    """Return horizons written as whole numbers between commas; those of the settings where nothing is written."""
    from araxes.forecasting.horizons import horizons_of_settings

    if text is None:
        return horizons_of_settings()
    parts = [part.strip() for part in text.split(",")]
    faults = [
        Fault(Option("horizons"), "", repr(part), "whole numbers of weeks, separated by commas")
        for part in parts
        if not WEEKS.fullmatch(part)
    ]
    if faults:
        raise InputError(faults)
    return tuple(sorted({int(part) for part in parts}))


def draw(report: Scored, files: NewFiles) -> None:
    """Draw the figures among new files."""
    from araxes.plots.hindcast_pages import hindcast_figures

    write_figures(hindcast_figures(report.shown()), files)
