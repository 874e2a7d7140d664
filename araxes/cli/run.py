"""`araxes run`: simulate a scenario, print a summary, write figures and data."""

from __future__ import annotations

import io
import shlex
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import (
    Engine,
    Fixed,
    Full,
    Json,
    Judged,
    Out,
    Own,
    Quiet,
    ReadingOf,
    Replicates,
    Seed,
    Set,
    Weeks,
    results_folder,
)

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from araxes.files import NewFiles
    from araxes.results.result import Result


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file; see `araxes list`.")],
    replicates: Replicates = None,
    weeks: Weeks = None,
    seed: Seed = None,
    sets: Set = None,
    own: Own = None,
    reading: ReadingOf = None,
    out: Out = None,
    fixed: Fixed = False,
    judged: Judged = "drawn",
    engine: Engine = "kernel",
    full: Full = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario many times: summary, figures, results folder."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.scenario import load

    loaded = load(scenario, own, sets or (), weeks, reading)
    number = asked(replicates, seed)
    from araxes.results.run import run  # heavy: after the scenario has been read

    folder = results_folder(out, loaded.name, reading)
    with screen.progress(number, loaded.name, quiet or as_json) as tell:
        result = run(
            loaded, number, seed, fixed=fixed, judged=judged, engine=engine, full=full, progress=tell,
            announce=screen.note_or_warn(quiet, as_json),
            ready=lambda: make_folder(folder),
        )  # fmt: skip
    with replace_files(folder) as files:
        result.write(files)
        if figures:
            draw(result, files)
    rows = result.rows
    if as_json:
        screen.document(
            {
                "scenario": loaded.name,
                **result.basis.attrs(),
                "replicates": result.replicates,
                "extent": result.extent,
                "interrupted": result.interrupted,
                "notes": result.scenario.notes,
                "summary": rows,
            }
        )
    elif not quiet:
        what = f": {result.extent}, {loaded.weeks} weeks from {loaded.start}"
        screen.heading(loaded.heading, what)
        screen.out.print(f"Expected: {' '.join(loaded.expect.split())}", markup=False)
        shown = [name for name in rows[0] if name not in result.mark]
        screen.grid(shown, [[row[name] for name in shown] for row in rows])
        screen.out.print(
            "Tension in Goldstein points, hostile positive. Chances over the whole horizon; what the record cannot show, they cannot know."
        )
        screen.basis(result.basis)
        screen.out.print(
            f"Kept {result.mode}. Written to {folder}: {', '.join(path.name for path in files.paths)}",
            markup=False,
        )
    if result.interrupted:
        stop(result.extent)


def asked(replicates: int | None, seed: int | None) -> int:
    """Return the number of replicates asked for; number and seed are checked before any folder is made."""
    from araxes.inputs.settings import setting
    from araxes.options import checked_option

    if seed is not None:
        checked_option("seed", seed)
    return int(checked_option("replicates", int(setting("run.replicates")) if replicates is None else replicates))


def draw(result: Result, files: NewFiles) -> None:
    """Draw the figures of a run among new files."""
    from araxes.plots.figures import run_figures

    write_figures(run_figures(result), files)


def write_figures(figures: Mapping[str, Figure], files: NewFiles) -> None:
    """Write figures by their names among new files."""
    for name, figure in figures.items():
        picture = io.BytesIO()
        figure.savefig(picture, format="png")
        files.write(f"{name}.png", picture.getvalue())


def stop(extent: str) -> None:
    """End an interrupted verb: say what was kept and how to make the whole."""
    from araxes.cli import screen
    from araxes.cli.main import INTERRUPTED

    again = shlex.join(["araxes", *sys.argv[1:]])
    screen.log.print(f"araxes: interrupted; kept: {extent}. The whole again: {again}", markup=False)
    raise typer.Exit(INTERRUPTED)
