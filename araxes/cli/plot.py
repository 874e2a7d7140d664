"""`araxes plot`: the figures of a sweep, by the number of its factors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from araxes.cli.ends import tell_files, write_figures
from araxes.cli.options import Json, Quiet
from araxes.cli.sensitivity import Out, Outcomes


def command(
    sweep: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    outcomes: Outcomes = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Draw a sweep: a line for one factor, a heatmap for two, small multiples for three, what matters for more."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.sweeps.asked import checked_outcomes, leading
    from araxes.sweeps.rounding import same_everywhere
    from araxes.sweeps.sensitivity import opened

    table = opened(sweep)
    names = checked_outcomes(table, outcomes) if outcomes else leading(table)
    from araxes.plots.sweep_figures import figure, sweep_figures  # heavy: after the folder has been read

    same = [name for name in names if same_everywhere(table, name)]
    drawn = {name: sweep_figures(table, name) for name in names if name not in same}
    folder = make_folder(out or sweep / "analysis") if drawn else sweep
    pages = {
        f"{kind}_{file_name(name)}": figure(axes) for name, figures in drawn.items() for kind, axes in figures.items()
    }
    with replace_files(folder) as files:
        write_figures(pages, files)
    if table.missing:
        screen.log.print(f"Only {table.extent}; the same sweep again goes on from there.", markup=False)
    if as_json:
        screen.document(
            table.basis.attrs()
            | {"outcomes": names, "extent": table.extent, "same": same, "figures": [str(path) for path in files.paths]}
        )
    elif not quiet:
        for name in same:
            screen.out.print(f"{name}: the same at all points; no figure.", markup=False)
        if drawn:
            tell_files(folder, files)


def file_name(outcome: str) -> str:
    """Return an outcome as a file name: letters, digits, dots and lines."""
    return re.sub(r"[^\w.-]+", "_", outcome.replace(">", "_to_"))
