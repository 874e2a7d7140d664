"""`araxes list`: what there is, with units, ranges and sources."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Json, Own

if TYPE_CHECKING:
    import pandas as pd

    from araxes.inputs.region import RegionFiles

WIDE, WIDEST = 120, 160
"""Columns of a screen on which ranges of parameters are shown too, and their sources."""


def command(
    what: Annotated[str, typer.Argument(help="scenarios, actors, issues, rungs or params")] = "scenarios",
    own: Own = None,
    as_json: Json = False,
) -> None:
    """List scenarios, actors, issues, rungs or params."""
    from araxes.cli import screen
    from araxes.inputs.catalogue import catalogue
    from araxes.inputs.region import read_region

    data = catalogue(what, own)
    if as_json:
        screen.document(screen.records(data.reset_index()))
    elif what == "params":
        show_params(data)
        show_estimates(data, read_region(own))
    else:
        screen.table(data.drop(columns=[name for name in ("question",) if name in data]))


def show_params(data: pd.DataFrame) -> None:
    """Print the parameters a line each, paths unbroken: value, whether it is judged, unit; the rest where there is room."""
    from araxes.cli import screen

    width = screen.Screen().width  # of the screen as it is now
    table = data.assign(value=with_spread(data))[["value", "confidence", "unit"]]
    if width >= WIDE:
        limits = zip(data["low"], data["high"], strict=True)
        table["range"] = [" to ".join("" if math.isnan(end) else f"{end:g}" for end in pair) for pair in limits]
    if width >= WIDEST:
        table["source"] = data["source"]
    screen.table(table.rename_axis("parameter"))
    if width < WIDEST:
        missing = "Sources" if width >= WIDE else "Ranges and sources"
        screen.out.print(f"{missing}: --json, or a screen of {WIDEST} columns.")


def show_estimates(data: pd.DataFrame, region: RegionFiles) -> None:
    """Print what is estimated: the value, and the latest estimate on each record with its error; on what these were fitted."""
    import pandas as pd

    from araxes.cli import screen
    from araxes.inputs.catalogue import estimate_text, fitted_on, latest_estimates, since

    latest = latest_estimates(region.estimates)
    rows = data[data["estimate"] != ""]
    columns = {one.name: [estimate_text(path, one) for path in rows.index] for one in latest}
    table = pd.DataFrame({"value": with_spread(rows), **columns}, rows.index.rename("parameter"))
    screen.table(table, "What records say; all else is as its confidence says")
    screen.out.print("+-: standard deviation of a prior, standard error of an estimate.")
    for one in latest:
        screen.out.print(f"{fitted_on(one)}: runs on that record draw from it that begin on {since(one)} or later.")
    if any(rows["earlier"]):
        screen.out.print(
            "Runs that begin earlier draw from the latest estimates before them (--json), the first ones from the value."
        )


def with_spread(data: pd.DataFrame) -> list[str]:
    """Return values as text, with the standard deviation of priors."""
    return [f"{value} +- {sd:g}" if sd > 0 else value for value, sd in zip(data["value"], data["sd"], strict=True)]
