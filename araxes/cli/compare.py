"""`araxes compare`: scenarios on the same luck, paired differences with intervals, chances side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import stop, tell_files, write_figures

if TYPE_CHECKING:
    import pandas as pd

    from araxes.files import NewFiles
    from araxes.results.comparison import Comparison


def compare_command(
    scenarios: Annotated[list[str], typer.Argument(help="Two scenarios or more; the first is the base.")],
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
    pushes: Annotated[
        str | None,
        typer.Option(
            "--pushes",
            metavar="DYAD",
            help="Say term by term what pushes this dyad, such as 'IRN>AZE' (in quotes; takes some seconds).",
        ),
    ] = None,
    figures: options.Figures = True,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Compare scenarios with the first: paired differences, chances, what the files change."""
    from araxes.cli import screen
    from araxes.errors import Option
    from araxes.files import make_folder, replace_files
    from araxes.inputs.region import dyad_of
    from araxes.inputs.scenario import load

    loaded = [load(name, own, sets or (), weeks, reading) for name in scenarios]
    number = options.checked_replicates(replicates, seed)
    dyad = None if pushes is None else dyad_of(loaded[0].region.states, pushes, Option("pushes"))
    from araxes.results.compare import compare  # heavy: after the scenarios have been read
    from araxes.results.pushes import push_table

    folder = options.results_folder(out, "_vs_".join(scenario.name for scenario in loaded), reading)

    with screen.progress(number * len(scenarios), "simulating", quiet or as_json) as tell:
        found = compare(
            loaded, replicates=number, seed=seed, fixed=fixed, judged=judged, engine=engine, full=full, progress=tell,
            announce=screen.note_or_warn(quiet, as_json), ready=lambda: make_folder(folder),
        )  # fmt: skip
    terms = push_table(found.results, pushes) if pushes else None
    with replace_files(folder) as files:
        write(found, files, figures)
        if dyad and terms is not None:
            files.write_table(f"pushes_{'_to_'.join(dyad)}.csv", terms)
    if as_json:
        screen.document(_as_document(found) | ({} if terms is None else {"pushes": screen.records(terms)}))
    elif not quiet:
        _show(found)
        if pushes and terms is not None:
            show_pushes(found, terms, pushes)
        tell_files(folder, files)
    if found.interrupted:
        stop(f"kept: {found.extent}")


def write(found: Comparison, files: NewFiles, figures: bool) -> None:
    """Write tables and figures among new files."""
    tables = {
        "differences.csv": found.table(),
        "changes.csv": found.changes(),
        "chances.csv": found.chances(),
        "expectations.csv": found.expectations(),
    }
    for name, data in tables.items():
        files.write_table(name, data)
    if figures:
        from araxes.plots.figures import comparison_figures

        write_figures(comparison_figures(found), files)


def _as_document(found: Comparison) -> dict[str, object]:
    """Return a comparison as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        "base": found.base.scenario.name,
        **found.basis.attrs(),
        "replicates": found.replicates,
        "notes": {result.scenario.name: result.scenario.notes for result in found.results},
        "extent": found.extent,
        "interrupted": found.interrupted,
        "sentences": [found.sentence(other) for other in found.others],
        "doubt": {} if found.interrupted else {o.scenario.name: found.doubt(o).document() for o in found.others},
        "files": {other.scenario.name: found.differences(other) for other in found.others},
        "changes": records(found.changes()),
        "differences": records(found.table()),
        "chances": records(found.chances()),
        "expectations": records(found.expectations()),
    }


def _show(found: Comparison) -> None:
    """Print a comparison: what the files change, the sentence, the differences that stand out, chances, expectations."""
    from araxes.cli import screen
    from araxes.inputs.parameters import setting

    for other in found.others:
        screen.heading(other.scenario.heading, " against ", found.base.scenario.heading)
        for line in found.differences(other) or ["(no difference once resolved)"]:
            screen.out.print(f"  {line}", markup=False)
        screen.out.print(found.sentence(other), markup=False)
        if found.pairing(other).differ and not found.interrupted:
            screen.out.print(found.doubt(other).text(), markup=False)
        rows = found.standing_out(other)
        if len(rows):
            title = f"Chances of at least one act in weeks {rows['weeks'].iloc[0]} after the two part, from {rows['since'].iloc[0]}"
            screen.table(_compact(rows), title, index=False)
    for other in found.others:
        screen.out.print(f"Expected of {other.scenario.name}: {' '.join(other.scenario.expect.split())}", markup=False)
    expected = found.expectations()
    if len(expected):
        shown = ["scenario", "dyad", "outcome", "weeks", "expected", "model", "verdict"]
        screen.table(expected[shown], "What the scenarios expect, and what the model says", index=False)
    holds = "doubt about weights and judged values" if found.holds_doubt else "luck alone"
    level = f"{setting('compare.level'):.0%}"
    screen.out.print(f"{found.extent}; paired on the same luck; intervals of {level} hold {holds}.")
    screen.basis(found.basis)


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


def _compact(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of the table of changes as text that fits a narrow terminal."""
    import pandas as pd

    from araxes.results.verdict import percentage_points

    return pd.DataFrame(
        {
            "dyad": [
                name if free else f"{name} (forced)" for name, free in zip(rows["dyad"], rows["free"], strict=True)
            ],
            "act": rows["outcome"],
            "base": [f"{chance:.1%}" for chance in rows["before"]],
            "scenario": [f"{chance:.1%}" for chance in rows["chance"]],
            "points": [
                f"{percentage_points(mean)} [{percentage_points(low)}, {percentage_points(high)}]"
                for mean, low, high in zip(rows["difference"], rows["low"], rows["high"], strict=True)
            ],
        }
    )
