"""`araxes check`: every fault of the files, or the health of the model."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from araxes.cli.options import Json, Out, Replicates


def command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders, scenario files or files of coded events; all shipped files when none."),
    ] = None,
    model: Annotated[
        bool,
        typer.Option(
            "--model",
            help="Check the health of the model instead: free runs against the record, answers to acts, drift, probes, stability.",
        ),
    ] = False,
    replicates: Replicates = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Check files for faults (exit code 2 if any), or with --model the model's health."""
    from araxes.cli import screen

    if model:
        from araxes.cli.health import report

        report(replicates, out, as_json)
        return
    from araxes.errors import InputError, first_faults
    from araxes.results.check import check

    places: list[Path | None] = [*paths] if paths else [None]
    tell = None if as_json else lambda line: screen.out.print(line, markup=False)
    faults = [fault for path in places for fault in check(path, tell)]
    if as_json:
        screen.document([asdict(fault) for fault in first_faults(faults)])
    if faults:
        raise InputError(faults)
    if not as_json:
        checked = ", ".join(str(path) for path in paths) if paths else "the shipped files"
        screen.out.print(f"No fault in {checked}.", markup=False)
