"""`araxes compare`: scenarios on the same luck, paired differences with intervals, chances side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import Drawing, stop, tell_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from matplotlib.figure import Figure

    from araxes.inputs.scenario import Scenario
    from araxes.results.comparison import Comparison


def compare_command(
    scenarios: Annotated[list[str], typer.Argument(help="Two scenarios or more; the first is the base.")],
    replicates: Annotated[
        int | None,
        typer.Option("-n", "--replicates", help="Simulated histories of each scenario.", show_default="4096"),
    ] = None,
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
    pushes: Annotated[
        str | None,
        typer.Option(
            "--pushes",
            metavar="DYAD",
            help="Say term by term what pushes this dyad, such as 'IRN>AZE' (in quotes; takes some seconds).",
        ),
    ] = None,
    about: Annotated[
        list[str] | None,
        typer.Option(
            "--about",
            metavar="STATE|DYAD",
            help="Speak of this first: a state such as IRN, or a dyad such as 'IRN>AZE'.",
        ),
    ] = None,
    perspectives: Annotated[
        bool,
        typer.Option(
            "--perspectives",
            help="Compare in the neutral perspective and in those of all capitals, in one table and figure.",
        ),
    ] = False,
    details: Annotated[
        bool,
        typer.Option("--details", help="Print what the files change, all windows, and what the scenarios expect, too."),
    ] = False,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Compare scenarios with the first: what changes, how much, how sure and why."""
    from araxes.cli import screen
    from araxes.files import replace_files
    from araxes.inputs.scenario import load_all

    if perspectives:
        from araxes.cli.by_perspective import check_alone

        check_alone(perspective)
    loaded = load_all(scenarios, own, sets or (), weeks, reading, perspective)
    number = options.checked_replicates(replicates, seed, "compare.replicates")
    dyad = _dyad_pushed(loaded[0], pushes)
    from araxes.results.compare import compare  # heavy: after the scenarios have been read
    from araxes.results.comparison import COMPARISON_TABLES, dyads_of

    dyads_of(loaded[0].region.states, about or ())

    if perspectives:
        from araxes.cli.by_perspective import tell_by_perspective

        tell_by_perspective(
            loaded, out, reading, about or (), options.draws_figures(figures, as_json), as_json, quiet,
            replicates=number, seed=seed, fixed=fixed, judged=judged, engine=engine,
        )  # fmt: skip
        return
    folder = options.results_folder(out, "_vs_".join(scenario.name for scenario in loaded), reading, perspective)
    drawing = Drawing("araxes.plots.scenario_pages", options.draws_figures(figures, as_json))

    with screen.progress(number * len(scenarios), "simulating", quiet or as_json) as tell:
        found = compare(
            loaded, replicates=number, seed=seed, fixed=fixed, judged=judged, engine=engine, full=full, progress=tell,
            announce=screen.note_or_warn(quiet, as_json), ready=partial(drawing.make_ready, folder),
        )  # fmt: skip
    with replace_files(folder) as files:
        drawing.begin(lambda: _figures(found, about or ()))
        terms = found.pushes(pushes) if pushes else None
        if not (as_json or quiet):
            show_answer(found, about or (), details)
            if pushes and terms is not None:
                show_pushes(found, terms, pushes)
        for name in COMPARISON_TABLES:
            files.write_rows(f"{name}.csv", found.table_rows(name), found.columns(name))
        if dyad and terms is not None:
            files.write_table(f"pushes_{'_to_'.join(dyad)}.csv", terms)
        drawing.write(files)
    if as_json:
        screen.document(_as_document(found, about or ()) | ({} if terms is None else {"pushes": screen.records(terms)}))
    elif not quiet:
        tell_files(folder, files)
    if found.interrupted:
        stop(f"kept: {found.extent}")


def _dyad_pushed(base: Scenario, pushes: str | None) -> tuple[str, str] | None:
    """Return the dyad of which pushes are asked for, if any.

    Raises
    ------
    InputError
        When it is none.
    """
    from araxes.errors import Fault, InputError, Option
    from araxes.inputs.region import dyad_of

    if pushes is None:
        return None
    if ">" not in pushes:
        step = "Put it in quotes: without them the shell takes what follows > for the name of a file."
        raise InputError([Fault(Option("pushes"), "", f"{pushes!r}", "a dyad such as 'IRN>AZE'", step=step)])
    return dyad_of(base.region.states, pushes, Option("pushes"))


def _figures(found: Comparison, about: Sequence[str]) -> dict[str, Figure]:
    """Return the page of figures of a comparison."""
    from araxes.plots.scenario_pages import comparison_page

    return {"comparison": comparison_page(found, list(dict.fromkeys(row["dyad"] for row in found.leading_rows(about))))}


def _as_document(found: Comparison, about: Sequence[str]) -> dict[str, object]:
    """Return a comparison as one machine-readable document."""
    from araxes.cli.screen import rows_without_nan
    from araxes.results.comparison import COMPARISON_TABLES

    return {
        "base": found.base.scenario.name,
        **found.basis.attrs(),
        "replicates": found.replicates,
        "notes": {result.scenario.name: result.scenario.notes for result in found.results},
        "extent": found.extent,
        "interrupted": found.interrupted,
        "answer": found.answer(about),
        "sentences": [found.sentence(other) for other in found.others],
        "doubt": {} if found.interrupted else {o.scenario.name: found.doubt(o).document() for o in found.others},
        "files": {other.scenario.name: found.differences(other) for other in found.others},
        **{name: rows_without_nan(found.table_rows(name)) for name in COMPARISON_TABLES},
    }


NOTE = (
    "Hostile: from criticism on; coercive: from a rupture on; violent: from limited violence on; each holds the next. Points: the "
    "change, with its 95 % interval. Weeks with one: mean number, base \N{RIGHTWARDS ARROW} scenario. Direction: how sure more or less is, "
    "to one side."
)


def show_answer(found: Comparison, about: Sequence[str], details: bool) -> None:
    """Print the answer of a comparison in five lines, then the table of what leads; with details all else."""
    from araxes.cli import screen
    from araxes.results.changes import row_texts
    from araxes.wording import span_text

    rows = found.leading_rows(about)
    lines = found.answer(about)
    if any(pairing.differ for pairing in found.pairings):  # the last line names what there is in Python
        why = f"--pushes '{rows[0]['dyad']}' says why"
        lines[-1] = (
            f"Next: {why}, --about CODE speaks of another state or dyad, --details adds all windows and expectations."
        )
    for line in lines:
        lead, _, said = line.partition(": ") if line.startswith(("How sure", "Caveat", "Next")) else ("", "", line)
        screen.paragraph(said, f"{lead}: " if lead else "")
    if any(pairing.differ for pairing in found.pairings):
        weeks = span_text(rows[0]["since"], rows[0]["until"])
        texts = row_texts(rows, several=len(found.others) > 1)
        screen.print_rows(texts, f"Chance of at least one act, {weeks}, from where they part")
        screen.paragraph(NOTE)
    if details:
        show_details(found, about)
    screen.basis(found.basis)


def show_details(found: Comparison, about: Sequence[str]) -> None:
    """Print what the files change, every change that can be told in every window, and what the scenarios expect."""
    from araxes.cli import screen
    from araxes.results.changes import row_texts, told_rows
    from araxes.results.comparison import dyads_of
    from araxes.results.expectations import expectation_rows
    from araxes.results.verdict import dyads_to_tell

    told, asked = told_rows(found.rows), dyads_of(found.states, about)
    for other in found.others:
        screen.heading(other.scenario.heading, " against ", found.base.scenario.heading)
        for line in found.differences(other) or ["(no difference once resolved)"]:
            screen.out.print(f"  {line}")
        if found.pairing(other).differ and not found.interrupted:
            dyad = dyads_to_tell(found, other, asked)[0]
            screen.out.print(f"{other.scenario.name}, {dyad}: {found.doubt(other, dyad).text()}")
        own = [row for row in told if row["scenario"] == other.scenario.name and (not asked or row["dyad"] in asked)]
        if own:
            texts = [{"weeks": row["weeks"], **text} for row, text in zip(own, row_texts(own, False), strict=True)]
            screen.print_rows(texts, "Every change that can be told from luck, by weeks after they part")
        screen.out.print(f"Expected of {other.scenario.name}: {' '.join(other.scenario.expect.split())}")
    shown = ("scenario", "dyad", "outcome", "weeks", "expected", "model", "verdict")
    expected = [{name: row[name] for name in shown} for row in expectation_rows(found)]
    if expected:
        screen.print_rows(expected, "What the scenarios expect, and what the model says")


def show_pushes(found: Comparison, table: pd.DataFrame, dyad: str) -> None:
    """Print term by term how much more a dyad is pushed than in the base."""
    from araxes.cli import screen
    from araxes.results.pushes import push_summary

    for other in found.others:
        name = other.scenario.name
        rows = push_summary(table, name)
        if len(rows):
            title = f'What pushes {dyad}: {name} minus {found.base.scenario.name}, logits of "hostile?" (contact: of "quiet?")'
            screen.table(rows.round(3), f"{title}, weeks since they parted", index=False)
        else:
            screen.out.print(
                f"{name}: nothing pushes {dyad} otherwise than in {found.base.scenario.name}.", markup=False
            )
