"""`araxes effects`: how much each scenario moves, on one screen, as a table for documents, and in full in a file."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files

if TYPE_CHECKING:
    import pandas as pd

    from araxes.results.compare import Effects


def effects_command(
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
    out: options.OutOption = None,
    fixed: options.FixedOption = False,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Say how much each scenario moves: the largest change of a chance in a dyad whose acts it does not force."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.scenario import load
    from araxes.results.compare import effects

    if reading is not None:
        load("baseline", own, reading=reading)  # a fault of it is told before any folder is made
    folder = make_folder(options.results_folder(out, "effects", reading))
    with screen.progress(0, "simulating", quiet or as_json) as bar:
        found = effects(
            scenarios or (), replicates, seed, own=own, reading=reading, fixed=fixed, progress=bar,
            announce=screen.note_or_warn(quiet, as_json),
        )  # fmt: skip
    table = compact_effects(found.largest)
    with replace_files(folder) as files:
        files.write_table("effects.csv", found.dyads)
        files.write_table("expectations.csv", found.expectations)
        files.write("effects.md", "\n".join(map(as_markdown, (table, expectations_text(found.expectations)))))
    if as_json:
        screen.document(_as_document(found) | ({"reading": reading} if reading else {}))
    elif not quiet:
        title = f"{TITLE}; reading {reading}" if reading else TITLE
        screen.table(
            table.drop(columns=["against", "part on", "points, weights alone", "expectations"]), title, index=False
        )
        tell_files(folder, files)


TITLE = "Largest change of a chance in a dyad without forced acts, in the 13 weeks after scenario and base part"


def compact_effects(largest: pd.DataFrame) -> pd.DataFrame:
    """Return the table of largest effects as text, points of percent, the largest first."""
    import pandas as pd

    order = largest["difference"].abs().sort_values(ascending=False, kind="stable").index
    rows = largest.loc[order]
    moved = rows["difference"].notna()
    return pd.DataFrame(
        {
            "scenario": rows["scenario"],
            "against": rows["base"],
            "dyad": rows["dyad"].astype(object).where(moved, ""),
            "act": rows["outcome"].astype(object).where(moved, "none differs"),
            "part on": rows["since"].astype(object).where(moved, ""),
            "from": [f"{before:.1%}" if one else "" for before, one in zip(rows["before"], moved, strict=True)],
            "to": [f"{after:.1%}" if one else "" for after, one in zip(rows["chance"], moved, strict=True)],
            "points": with_interval(rows, "low", "high"),
            "points, weights alone": with_interval(rows, "low_weights", "high_weights", "difference_weights"),
            "expectations": rows["expectations"],
        }
    )


def with_interval(rows: pd.DataFrame, low: str, high: str, mean: str = "difference") -> list[str]:
    """Return changes of chances with their intervals as text, "" where there is none."""
    from araxes.results.verdict import percentage_points

    columns = (rows[name].astype(float) for name in (mean, low, high))
    return [
        ""
        if math.isnan(change)
        else f"{percentage_points(change)} [{percentage_points(least)}, {percentage_points(most)}]"
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


def _as_document(found: Effects) -> dict[str, object]:
    """Return effects as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        "largest": records(found.largest),
        "dyads": records(found.dyads),
        "expectations": records(found.expectations),
    }
