"""`araxes run`: simulate a scenario, print a summary, write figures and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import stop, tell_files, write_figures

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.results.result import Result


def run_command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file; see `araxes list`.")],
    replicates: options.ReplicatesOption = None,
    weeks: options.WeeksOption = None,
    seed: options.SeedOption = None,
    sets: options.SetOption = None,
    own: options.OwnOption = None,
    reading: options.ReadingOption = None,
    out: options.OutOption = None,
    fixed: options.FixedOption = False,
    judged: options.JudgedOption = "drawn",
    engine: options.EngineOption = "kernel",
    full: options.FullOption = None,
    figures: options.Figures = True,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Simulate a scenario many times: summary, figures, results folder."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.scenario import load

    loaded = load(scenario, own, sets or (), weeks, reading)
    number = options.checked_replicates(replicates, seed)
    from araxes.results.run import run  # heavy: after the scenario has been read

    folder = options.results_folder(out, loaded.name, reading)
    with screen.progress(number, loaded.name, quiet or as_json) as tell:
        result = run(
            loaded, number, seed, fixed=fixed, judged=judged, engine=engine, full=full, progress=tell,
            announce=screen.note_or_warn(quiet, as_json),
            ready=lambda: make_folder(folder),
        )  # fmt: skip
    with replace_files(folder) as files:
        result.write(files)
        if figures:
            _draw(result, files)
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
        screen.print_grid(shown, [[row[name] for name in shown] for row in rows])
        screen.out.print(
            "Tension in Goldstein points, hostile positive. Chances over the whole horizon; what the record cannot show, they cannot know."
        )
        screen.basis(result.basis)
        tell_files(folder, files, f"Kept {result.mode}. ")
    if result.interrupted:
        stop(f"kept: {result.extent}")


def _draw(result: Result, files: NewFiles) -> None:
    """Draw the figures of a run among new files."""
    from araxes.plots.figures import run_figures

    write_figures(run_figures(result), files)
