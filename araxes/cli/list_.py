"""`araxes list`: what there is, with units, ranges and sources."""

from __future__ import annotations

from typing import Annotated

import typer

from araxes.cli.options import Json, Own


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
    else:
        screen.table(data.drop(columns=[name for name in ("question", "origin") if name in data]))
