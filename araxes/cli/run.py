"""`araxes run`: simulate a scenario, print a summary, write figures and data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Fixed, Json, Out, Own, Quiet, Replicates, Seed, Set, Weeks

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from araxes.results.run import Result


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file; see `araxes list`.")],
    replicates: Replicates = None,
    weeks: Weeks = None,
    seed: Seed = None,
    sets: Set = None,
    own: Own = None,
    out: Out = None,
    fixed: Fixed = False,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Simulate a scenario many times: summary, figures, results folder."""
    from araxes.cli import screen
    from araxes.inputs.scenario import load
    from araxes.inputs.settings import setting
    from araxes.results.run import made, run

    loaded = load(scenario, own, sets or (), weeks)
    folder = made(out or Path("results") / loaded.name)
    silent = quiet or as_json
    with screen.progress(replicates or int(setting("run.replicates")), loaded.name, silent) as tell:
        result = run(loaded, replicates, seed, fixed=fixed, progress=tell)
    result.save(folder)
    files = draw(result, folder) if figures else []
    if as_json:
        screen.document(
            {
                "scenario": loaded.name,
                "replicates": result.data.sizes["replicate"],
                "summary": screen.records(result.summary().reset_index()),
            }
        )
    elif not quiet:
        for note in loaded.notes:
            screen.log.print(note)
        screen.out.print(
            f"[bold]{loaded.title}[/bold]: {result.data.sizes['replicate']} replicates, {loaded.weeks} weeks from {loaded.start}"
        )
        screen.out.print(f"Expected: {' '.join(loaded.expect.split())}", markup=False)
        screen.table(result.summary().rename_axis("dyad"))
        screen.out.print(
            "Tension in Goldstein points, hostile positive. Chances over the whole horizon; what the record cannot show, they cannot know."
        )
        screen.out.print(
            f"Written to {folder}: data.nc, events.parquet, summary.csv, scenario.json{''.join(', ' + f.name for f in files)}"
        )
    if result.interrupted:
        stop(
            result.data.sizes["replicate"],
            f"araxes run {scenario} -n {replicates or int(setting('run.replicates'))} -o {folder}",
        )


def draw(result: Result, folder: Path) -> list[Path]:
    """Draw the figures of a run into its folder; return the files."""
    from araxes.plots.figures import run_figures

    return [save(figure, folder / f"{name}.png") for name, figure in run_figures(result).items()]


def save(figure: Figure, path: Path) -> Path:
    """Write a figure, and return its file."""
    figure.savefig(path)
    return path


def stop(finished: int, again: str) -> None:
    """End an interrupted verb: say what was kept and how to go on."""
    from araxes.cli import screen
    from araxes.cli.main import INTERRUPTED

    screen.log.print(
        f"araxes: interrupted; {finished} replicates finished and kept. The whole again: {again}", markup=False
    )
    raise typer.Exit(INTERRUPTED)
