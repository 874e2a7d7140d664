"""`araxes run`: simulate a scenario, print a summary, write figures and data."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Engine, Fixed, Full, Json, Out, Own, Quiet, Replicates, Seed, Set, Weeks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from araxes.results.result import Result


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file; see `araxes list`.")],
    replicates: Replicates = None,
    weeks: Weeks = None,
    seed: Seed = None,
    sets: Set = None,
    own: Own = None,
    out: Out = None,
    fixed: Fixed = False,
    engine: Engine = "kernel",
    full: Full = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario many times: summary, figures, results folder."""
    from araxes.cli import screen
    from araxes.files import make_folder
    from araxes.inputs.scenario import load
    from araxes.results.run import run

    loaded = load(scenario, own, sets or (), weeks)
    number = asked(replicates, seed)
    folder = out or Path("results") / loaded.name
    with screen.progress(number, loaded.name, quiet or as_json) as tell:
        result = run(
            loaded, number, seed, fixed=fixed, engine=engine, full=full, progress=tell,
            announce=screen.note(quiet or as_json),
            ready=lambda: make_folder(folder),
        )  # fmt: skip
    written = result.save(folder)
    files = draw(result, folder) if figures else []
    rows = result.rows
    if as_json:
        screen.document(
            {
                "scenario": loaded.name,
                "replicates": result.replicates,
                "summary": rows,
            }
        )
    elif not quiet:
        for note in loaded.notes:
            screen.log.print(note, markup=False)
        what = f": {result.replicates:,} replicates, {loaded.weeks} weeks from {loaded.start}"
        screen.heading(loaded.title, what)
        screen.out.print(f"Expected: {' '.join(loaded.expect.split())}", markup=False)
        screen.grid(list(rows[0]), [list(row.values()) for row in rows])
        screen.out.print(
            "Tension in Goldstein points, hostile positive. Chances over the whole horizon; what the record cannot show, they cannot know."
        )
        screen.out.print(
            f"Kept {result.mode}. Written to {folder}: {', '.join(file.name for file in written + files)}",
            markup=False,
        )
    if result.interrupted:
        stop(result.replicates)


def asked(replicates: int | None, seed: int | None) -> int:
    """Return the number of replicates asked for; number and seed are checked before any folder is made."""
    from araxes.engines.draws import checked_seed
    from araxes.inputs.settings import setting
    from araxes.results.run import checked_replicates

    if seed is not None:
        checked_seed(seed)
    return checked_replicates(int(setting("run.replicates")) if replicates is None else replicates)


def draw(result: Result, folder: Path) -> list[Path]:
    """Draw the figures of a run into its folder; return the files."""
    from araxes.plots.figures import run_figures

    return [save(figure, folder / f"{name}.png") for name, figure in run_figures(result).items()]


def save(figure: Figure, path: Path) -> Path:
    """Write a figure, and return its file."""
    figure.savefig(path)
    return path


def stop(finished: int) -> None:
    """End an interrupted verb: say what was kept and how to make the whole."""
    from araxes.cli import screen
    from araxes.cli.main import INTERRUPTED

    again = shlex.join(["araxes", *sys.argv[1:]])
    screen.log.print(
        f"araxes: interrupted; {finished:,} replicates finished and kept. The whole again: {again}", markup=False
    )
    raise typer.Exit(INTERRUPTED)
