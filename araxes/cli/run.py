"""`araxes run`: simulate a scenario, print a summary, write figures and data."""

from __future__ import annotations

import shlex
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from araxes.cli import options
from araxes.cli.ends import Drawing, stop, tell_files
from araxes.wording import count_interval, percent, percent_interval

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from araxes.results.result import Result

_BASE = "baseline"
"""The scenario without new decisions, which others are compared with."""

_SET = "set"
_SET_TOLD = f' "{_SET}": by the scenario itself.'


def run_command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file; see `araxes list`.")],
    replicates: options.ReplicatesOption = None,
    weeks: options.WeeksOption = None,
    seed: options.SeedOption = None,
    sets: options.SetOption = None,
    own: options.OwnOption = None,
    reading: options.ReadingOption = None,
    perspective: options.PerspectiveOption = None,
    out: options.OutOption = None,
    fixed: options.FixedOption = False,
    judged: options.JudgedOption = "drawn",
    engine: options.EngineOption = "kernel",
    full: options.FullOption = None,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Simulate a scenario many times: summary, figures, results folder."""
    from araxes.cli import screen
    from araxes.files import replace_files
    from araxes.inputs.scenario import load

    loaded = load(scenario, own, sets or (), weeks, reading, perspective)
    number = options.checked_replicates(replicates, seed)
    from araxes.results.result import FIGURES  # heavy, and the next: after the scenario has been read
    from araxes.results.run import run

    folder = options.results_folder(out, loaded.name, reading, perspective)
    drawing = Drawing("araxes.plots.run_pages", options.draws_figures(figures, as_json))

    with screen.progress(number, loaded.name, quiet or as_json) as tell:
        result = run(
            loaded, number, seed, fixed=fixed, judged=judged, engine=engine, full=full, progress=tell,
            announce=screen.note_or_warn(quiet, as_json), ready=partial(drawing.make_ready, folder),
        )  # fmt: skip
    with replace_files(folder) as files:
        drawing.begin(lambda: _figures(result))
        if not (as_json or quiet):
            _show(result, scenario)
        result.write(files)
        if drawing.wanted:
            drawing.write(files)
        else:
            for name in FIGURES:  # those of an earlier run are of other histories
                files.remove(f"{name}.png")
    if as_json:
        screen.document(_document(result))
    elif not quiet:
        tell_files(folder, files, f"Kept {result.mode}. ")
    if result.interrupted:
        stop(f"kept: {result.extent}")


def _figures(result: Result) -> dict[str, Figure]:
    """Return the figures of a run."""
    from araxes.plots.run_pages import run_figures

    return run_figures(result)


def _document(result: Result) -> dict[str, Any]:
    """Return everything that a run says as plain values."""
    return {
        "scenario": result.scenario.name,
        **result.basis.attrs(),
        "replicates": result.replicates,
        "extent": result.extent,
        "interrupted": result.interrupted,
        "notes": result.scenario.notes,
        "answer": result.answer(),
        "summary": result.rows,
    }


def _show(result: Result, typed: str) -> None:
    """Print what a run says: what it is, the answer, one table, what was expected, where to look next."""
    from araxes.cli import screen

    scenario = result.scenario
    screen.heading(scenario.heading, f": {result.extent}, {scenario.weeks} weeks from {scenario.start}")
    for text in result.answer():
        screen.paragraph(text, "- ")
    screen.paragraph(
        f"Next: {_next_step(scenario.name, typed)}, or in Python `result.replicate(n)`, one history week by week.", "- "
    )
    columns, lines = _grid(result)
    screen.print_grid(columns, lines)
    screen.paragraph(
        f"Mean weeks with a hostile act, and chances of an act of each class within {scenario.weeks} weeks, in square brackets with their "
        f"interval; in round ones weeks with such an act among as many on record before the start{_short_record(result)}."
        f"{_SET_TOLD if any(cell.startswith(_SET) for line in lines for cell in line) else ''}"
    )
    screen.paragraph(f"Expected: {' '.join(scenario.expect.split())}")
    screen.basis(result.basis)


def _next_step(name: str, typed: str) -> str:
    """Return the command that compares a scenario with another."""
    if name == _BASE:
        return f"`araxes compare {_BASE} ANOTHER` says what a decision changes (names: `araxes list`)"
    return f"`araxes compare {_BASE} {shlex.quote(typed)}` says what the scenario changes"


def _short_record(result: Result) -> str:
    """Say how many weeks are on record where there are fewer than the run has."""
    known = min(row["record_weeks"] for row in result.rows)
    return f" (of some dyads {known} only)" if known < result.scenario.weeks else ""


def _grid(result: Result) -> tuple[list[str], list[list[str]]]:
    """Return columns and lines of the table, dyads with most hostile weeks first."""
    return (
        ["dyad", "hostile weeks", "hostile", "coercive", "violent"],
        [
            [
                row["dyad"],
                f"{count_interval(*_ends(row, 'hostile_weeks'))} ({row['record_hostile_weeks']})",
                percent(row["chance_hostile"]),
                *(_chance(result, row, act) for act in ("coercive", "violent")),
            ]
            for row in result.leading_rows
        ],
    )


def _chance(result: Result, row: dict[str, Any], act: str) -> str:
    """Return a chance with its interval, or that the scenario sets such an act, and in brackets the weeks with one on record."""
    from araxes.results.summary import acts_told, forced_weeks

    set_by = row["dyad"] in forced_weeks(result.world, acts_told(result.world)[act])
    return f"{_SET if set_by else percent_interval(*_ends(row, f'chance_{act}'))} ({row[f'record_{act}_weeks']})"


def _ends(row: dict[str, Any], name: str) -> tuple[float, float, float]:
    """Return a mean of a row with its interval."""
    return row[name], row[f"{name}_low"], row[f"{name}_high"]
