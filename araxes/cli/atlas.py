"""`araxes atlas`: what every scenario moves, as a heat table, a sentence each, and in full in files."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files, write_figures

if TYPE_CHECKING:
    import pandas as pd

    from araxes.results.atlas import Atlas


def atlas_command(
    scenarios: Annotated[
        list[str] | None,
        typer.Argument(help="Scenarios; by default all that expect something of another.", show_default=False),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("-n", "--replicates", help="Simulated histories of each.", show_default="4096")
    ] = None,
    seed: options.SeedOption = None,
    own: options.OwnOption = None,
    reading: options.ReadingOption = None,
    perspective: options.PerspectiveOption = None,
    out: options.OutOption = None,
    fixed: options.FixedOption = False,
    weights_alone: Annotated[
        bool,
        typer.Option("--weights-alone", help="Simulate each pair again, with judged values as the files have them."),
    ] = False,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Show what every scenario moves: the change of each chance in dyads whose acts it does not force, a sentence each."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.scenario import load
    from araxes.results.atlas import atlas

    load(
        "baseline", own, reading=reading, perspective=perspective
    )  # a fault of these is told before any folder is made
    folder = make_folder(options.results_folder(out, "atlas", reading, perspective))
    with screen.progress(0, "simulating", quiet or as_json) as bar:
        found = atlas(
            *(scenarios or ()), replicates=replicates, seed=seed, own=own, reading=reading, perspective=perspective,
            fixed=fixed, weights_alone=weights_alone, progress=bar, announce=screen.note_or_warn(quiet, as_json),
        )  # fmt: skip
    with replace_files(folder) as files:
        files.write_table("atlas.csv", found.changes)
        files.write_table("expectations.csv", found.expectations)
        files.write_table("sentences.csv", found.sentences)
        tables = (largest_text(found), expectations_text(found.expectations))
        files.write("atlas.md", "\n".join(map(as_markdown, tables)))
        if options.draws_figures(figures, as_json):
            write_figures({"atlas": found.plot()}, files)
    if as_json:
        voices = {"reading": reading, "perspective": perspective}
        screen.document(_as_document(found) | {name: said for name, said in voices.items() if said})
    elif not quiet:
        for name, said in zip(found.sentences["scenario"], found.sentences["sentence"], strict=True):
            screen.heading(name, f": {said}")
        screen.out.print(f"{found.replicates:,} histories of each; brackets hold 95 %. {found.basis}.")
        tell_files(folder, files)


def largest_text(found: Atlas) -> pd.DataFrame:
    """Return the largest change of a free dyad of each scenario as text, in points, the largest first."""
    import pandas as pd

    from araxes.wording import percent

    keys = ["scenario", "dyad", "outcome"]
    rows = found.sentences.merge(found.changes.drop(columns=["base", "difference"]), on=keys, how="left")
    moved = rows["difference"].notna()
    table = pd.DataFrame(
        {
            "scenario": rows["scenario"],
            "against": rows["base"],
            "dyad": rows["dyad"],
            "act": rows["outcome"].where(moved, "none differs"),
            "part on": rows["since"].astype(object).where(moved, ""),
            "from": [percent(value) if one else "" for value, one in zip(rows["before"], moved, strict=True)],
            "to": [percent(value) if one else "" for value, one in zip(rows["chance"], moved, strict=True)],
            "points": with_interval(rows, "low", "high"),
        }
    )
    if "low_weights" in rows:
        table["points, weights alone"] = with_interval(rows, "low_weights", "high_weights", "difference_weights")
    return table.assign(expectations=rows["expectations"])


def with_interval(rows: pd.DataFrame, low: str, high: str, mean: str = "difference") -> list[str]:
    """Return changes of chances in points with their intervals as text, "" where there is none."""
    from araxes.wording import decimals_of, points, points_interval

    columns = (rows[name].astype(float) for name in (mean, low, high))
    return [
        "" if math.isnan(change) else f"{points(change, decimals_of(least, most))} {points_interval(least, most)}"
        for change, least, most in zip(*columns, strict=True)
    ]


def expectations_text(expectations: pd.DataFrame) -> pd.DataFrame:
    """Return expectations beside the model's answer as text, the scenarios in their order."""
    import pandas as pd

    rows = expectations
    return pd.DataFrame(
        {
            **{name: rows[name] for name in ("scenario", "dyad", "outcome", "weeks", "expected", "model")},
            "points": with_interval(rows, "low", "high"),
            "verdict": rows["verdict"],
        }
    )


def as_markdown(table: pd.DataFrame) -> str:
    """Return a table of text for a document in Markdown."""
    lines = [list(table.columns), ["---"] * table.shape[1], *table.to_numpy().tolist()]
    return "".join(f"| {' | '.join(map(str, line))} |\n" for line in lines)


def _as_document(found: Atlas) -> dict[str, object]:
    """Return an atlas as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        "replicates": found.replicates,
        "basis": found.basis,
        "sentences": records(found.sentences),
        "changes": records(found.changes),
        "expectations": records(found.expectations),
    }
