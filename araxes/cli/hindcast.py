"""`araxes hindcast`: score forecasts from past Mondays against baselines, on a record of coded events."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Exposure, Filter, Json, Mirrors, Out, Own, Quiet
from araxes.errors import Fault, InputError, Option

WEEKS = re.compile("[0-9]{1,6}")

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.forecasting.report import Scored


def command(
    history: Annotated[
        Path,
        typer.Option(
            "--history", help="A record of coded events: file, zip archive or folder, or its name: chronology."
        ),
    ],
    first: Annotated[str, typer.Option("--from", help="First origin, a date; its Monday is taken.")],
    until: Annotated[str, typer.Option("--until", help="End of the span: weeks from this date on are not read.")],
    exposure: Exposure = None,
    filters: Filter = None,
    mirrors: Mirrors = "both",
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
    own: Own = None,
    reading: Annotated[
        str | None,
        typer.Option(
            "--reading",
            metavar="CAPITAL",
            help="Score the model with the contested acts of the record as a capital reads them, too.",
        ),
    ] = None,
    out: Out = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Score forecasts from past Mondays: skill with intervals, gates, calibration, beside the baselines."""
    from araxes.cli import screen
    from araxes.cli.hindcast_tables import show
    from araxes.files import make_folder, replace_files
    from araxes.forecasting.score import hindcast

    folder = out or Path("results") / "hindcast"
    with screen.progress(0, "forecasting", quiet or as_json) as bar:

        def ready(origins: int) -> None:
            """Make the folder after every check, and tell the bar how much is to come."""
            make_folder(folder)
            if bar:
                bar(-origins)

        report = hindcast(
            history, first, until, exposure=exposure, filters=filters or (), mirrors=mirrors, horizons=horizons_of(horizons),
            model=model, refit=refit, terms=terms, robustness=robustness, own=own, reading=reading, progress=bar,
            announce=screen.note(quiet or as_json), ready=ready,
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
        screen.out.print(f"Written to {folder}: {', '.join(path.name for path in files.paths)}", markup=False)
    if report.found.interrupted:
        stop(len(report.found.origins))


def stop(finished: int) -> None:
    """End an interrupted hindcast: say how many origins were finished, and how to make the whole."""
    from araxes.cli import screen
    from araxes.cli.main import INTERRUPTED

    again = shlex.join(["araxes", *sys.argv[1:]])
    screen.log.print(
        f"araxes: interrupted; {finished} origins finished and scored. The whole again: {again}", markup=False
    )
    raise typer.Exit(INTERRUPTED)


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
    from araxes.cli.run import write_figures
    from araxes.plots.hindcast_pages import hindcast_figures

    write_figures(hindcast_figures(report.shown()), files)
