"""`araxes estimate`: what a record says about the parameters, beside what was thought before."""

from __future__ import annotations

import datetime
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Exposure, Filter, Json, Mirrors, Out, Own, Quiet
from araxes.errors import Fault, InputError, Option

if TYPE_CHECKING:
    import pandas as pd

    from araxes.estimation.estimate import Estimate


def command(
    history: Annotated[
        Path,
        typer.Option(
            "--history", help="A record of coded events: file, zip archive or folder, or its name: chronology."
        ),
    ],
    until: Annotated[
        str | None,
        typer.Option("--until", help="Weeks from this date on are not read.", show_default="the record's end"),
    ] = None,
    exposure: Exposure = None,
    filters: Filter = None,
    mirrors: Mirrors = "both",
    nuts: Annotated[bool, typer.Option("--nuts", help="Sample the whole posterior too; takes minutes.")] = False,
    profile: Annotated[bool, typer.Option("--profile", help="Try half-lives on a grid, too.")] = False,
    name: Annotated[str, typer.Option("--name", help="Name of the file of estimates.")] = "estimate",
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of the sampler.", show_default="1")] = None,
    draws: Annotated[
        int | None, typer.Option("--draws", min=1, help="Draws of each chain.", show_default="1000")
    ] = None,
    tuning: Annotated[
        int | None, typer.Option("--tuning", min=1, help="Draws before them, to tune the sampler.", show_default="500")
    ] = None,
    own: Own = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Estimate the parameters on a record: values with errors beside the priors, and a file that runs draw from."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.history.reading import reading
    from araxes.history.sources import record_from
    from araxes.inputs.region import read_region
    from araxes.options import checked_option

    end = _date(until)
    if not name.replace("_", "").isalnum():
        raise InputError([Fault(Option("name"), "", repr(name), "letters, digits and underscores")])
    if seed is not None:
        checked_option("seed", seed)
    way = reading(filters or (), mirrors, exposure)
    region, tell = read_region(own), screen.note(quiet or as_json)
    record = record_from(history, region, own, way, tell)
    from araxes.estimation.estimate import fit  # heavy: after the record has been read
    from araxes.estimation.files import write
    from araxes.estimation.profile import profiled

    again = shlex.join(["araxes", *sys.argv[1:]])
    folder = make_folder(out or Path("results") / "estimate")
    found = fit(record, region, end, nuts=nuts, seed=seed, draws=draws, tuning=tuning, command=again, announce=tell)
    grid = profiled(record, region, end, announce=tell) if profile else None
    with replace_files(folder) as files:
        write(found, region, files, name)
        if grid is not None:
            files.write_table("half_lives.csv", grid, index=True)
    if as_json:
        screen.document(document(found, grid, files.paths))
    elif not quiet:
        show(found, grid)
        screen.out.print(f"Written to {folder}: {', '.join(path.name for path in files.paths)}", markup=False)
        screen.out.print(f"For runs to draw from it, put {name}.toml into params/estimates/ of a folder of your own.")


def _date(text: str | None) -> datetime.date | None:
    """Return the date an option names."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError([Fault(Option("until"), "", repr(text), "a date such as 2022-11-28")]) from None


def show(found: Estimate, grid: pd.DataFrame | None) -> None:
    """Print the estimate beside the prior, and how the sampler fared."""
    from araxes.cli import screen
    from araxes.estimation.diagnostics import diagnostics

    table = found.table()
    common = table[~table.index.str.contains(".temper.", regex=False)]
    screen.table(common, f"{found.record}, {found.first} to {found.last}: {found.weeks} weeks, {found.acts:,} acts")
    tempers = len(table) - len(common)
    told = int((table["says"] != "prior").sum() - (common["says"] != "prior").sum())
    screen.out.print(
        f"Tempers of actors: {tempers}, the data speak on {told}, the others stay as in their files. All are in estimate.csv."
    )
    screen.out.print(
        "moved, left: shift of the mean and what is left of the spread, in standard deviations of the prior."
    )
    screen.out.print(f"Log-likelihood at the mode {found.log_likelihood:.1f} nats; errors by the {found.method}.")
    for line in diagnostics(found):
        screen.out.print(line)
    if grid is not None:
        screen.table(grid, "Half-lives: best log posterior of the other parameters, nats from the shipped value")


def document(found: Estimate, grid: pd.DataFrame | None, files: list[Path]) -> dict[str, object]:
    """Return the estimate as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        "record": found.record,
        "first": str(found.first),
        "last": str(found.last),
        "weeks": found.weeks,
        "acts": found.acts,
        "method": found.method,
        "log_likelihood": found.log_likelihood,
        "command": found.command,
        "parameters": records(found.table().reset_index()),
        "half_lives": [] if grid is None else records(grid.reset_index()),
        "files": [str(path) for path in files],
    }
