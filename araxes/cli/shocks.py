"""`araxes shocks`: what came after dated shocks beside what the model says of them, with tables, a figure and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import folder_maker, tell_files, write_figures

if TYPE_CHECKING:
    from araxes.experiments.report import Experiments
    from araxes.files import NewFiles


def command(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder with shocks.csv and scenarios/; the shipped one by default.", show_default=False),
    ] = None,
    apart: Annotated[
        list[str] | None,
        typer.Option(
            "--apart",
            metavar="ID",
            help="Leave a shock out of all figures but the last row of each table.",
            show_default="ceasefire_2020, which ends a war",
        ),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("-n", "--replicates", help="Histories of each run.", show_default="8000")
    ] = None,
    seed: options.Seed = None,
    sets: options.Set = None,
    own: options.Own = None,
    reading: options.ReadingOf = None,
    out: options.Out = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw the figure.")] = True,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Score natural experiments: every dated shock against the same start without it, beside what came."""
    from araxes.cli import screen
    from araxes.cli.shocks_tables import show
    from araxes.experiments.score import shocks
    from araxes.files import replace_files

    place = options.results_folder(out, "shocks", reading)
    with screen.progress(0, "simulating", quiet or as_json) as bar:
        found = shocks(
            folder, apart=apart or None, replicates=replicates, seed=seed, sets=sets or (), own=own, reading=reading, progress=bar,
            announce=screen.note(quiet or as_json), ready=folder_maker(place, bar),
        )  # fmt: skip
    with replace_files(place) as files:
        found.write(files)
        if figures:
            draw(found, files)
    if as_json:
        screen.document(found.document())
    elif not quiet:
        show(found)
        tell_files(place, files)


def draw(found: Experiments, files: NewFiles) -> None:
    """Draw observed and foreseen excess among new files."""
    from araxes.plots.excess import excess
    from araxes.plots.style import figure_of

    write_figures({"excess": figure_of(excess(found.drawn(), title=found.finding))}, files)
