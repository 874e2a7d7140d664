"""`araxes list`: what there is, with units, ranges and sources."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Json, Own

if TYPE_CHECKING:
    import pandas as pd

MIDDLE, WIDE, WIDEST = 100, 120, 160
"""Columns of a screen on which units of parameters are shown too, their ranges, and their sources."""


def command(
    what: Annotated[str, typer.Argument(help="scenarios, actors, issues, rungs or params")] = "scenarios",
    own: Own = None,
    as_json: Json = False,
) -> None:
    """List scenarios, actors, issues, rungs or params."""
    from araxes.cli import screen
    from araxes.inputs.catalogue import catalogue

    data = catalogue(what, own)
    if as_json:
        screen.document(screen.records(data.reset_index()))
    elif what == "params":
        show_params(data)
    else:
        screen.table(data.drop(columns=[name for name in ("question",) if name in data]))


def show_params(data: pd.DataFrame) -> None:
    """Print the parameters a line each, paths unbroken: value, estimate, whether it is judged; the rest where there is room."""
    from araxes.cli import screen

    width = screen.Screen().width  # of the screen as it is now
    spread = [f"{value} +- {sd:g}" if sd > 0 else value for value, sd in zip(data["value"], data["sd"], strict=True)]
    dates = {text.rpartition(" from ")[2] for text in data["estimate"] if text}
    table = data.assign(value=spread)[["value", "estimate", "confidence"]]
    table.loc[data["estimate"] != "", "confidence"] = "estimated"
    if len(dates) == 1:
        table["estimate"] = [text.rpartition(" from ")[0] for text in data["estimate"]]
    else:
        table = table.rename(columns={"estimate": "estimates"})  # with their dates; these lines may break
    if width >= MIDDLE:
        table["unit"] = data["unit"]
    if width >= WIDE:
        limits = zip(data["low"], data["high"], strict=True)
        table["range"] = [" to ".join("" if math.isnan(end) else f"{end:g}" for end in pair) for pair in limits]
    if width >= WIDEST:
        table["source"] = data["source"]
    screen.table(table.rename_axis("parameter"))
    screen.out.print("+-: standard deviation of a prior, standard error of an estimate.")
    if dates:
        when = next(iter(dates)) if len(dates) == 1 else "its date"
        for text in dict.fromkeys(data["estimated_on"][data["estimated_on"] != ""]):
            screen.out.print(f"Estimated: {text}.")
        rest = "from an earlier estimate (--json)" if any(data["earlier"]) else "from the value"
        screen.out.print(
            f"Runs on that record that begin on {when} or later draw from an estimate, earlier ones {rest}."
        )
    if width < WIDEST:
        missing = (
            "Sources" if width >= WIDE else "Ranges and sources" if width >= MIDDLE else "Units, ranges and sources"
        )
        screen.out.print(f"{missing}: --json, or a screen of {WIDEST} columns.")
