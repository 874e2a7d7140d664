"""`araxes sensitivity`: which factors of a sweep matter, how much is chance, and where an outcome is high."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files, write_figures

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.sweeps.boxes import Discovery
    from araxes.sweeps.indices import Sensitivity

Out = Annotated[
    Path | None, typer.Option("-o", "--out", help="Folder for results and figures.", show_default="DIR/analysis")
]
Outcomes = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        help="An outcome of the sweep, or a pattern such as 'chance.9.*' (repeatable).",
        show_default="those the factors move most",
    ),
]


def command(
    sweep: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    outcomes: Outcomes = None,
    above: Annotated[
        float | None,
        typer.Option("--above", help="Also look for a box of values in which the first outcome is at least this."),
    ] = None,
    below: Annotated[
        float | None,
        typer.Option("--below", help="Also look for a box of values in which the first outcome is at most this."),
    ] = None,
    box: Annotated[
        Path | None, typer.Option("--box", help="Write the middle of the box as this scenario file (.toml).")
    ] = None,
    out: Out = None,
    figures: options.Figures = True,
    as_json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Say which factors of a sweep matter, with intervals, and what share is chance."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.settings import setting
    from araxes.sweeps.asked import checked_outcomes, leading
    from araxes.sweeps.boxes import checked_file
    from araxes.sweeps.discovery import discover
    from araxes.sweeps.sensitivity import opened, sensitivity

    if box is not None:
        checked_file(box)
    table = opened(sweep)
    shown = checked_outcomes(table, outcomes) if outcomes else leading(table)
    found = sensitivity(table, shown)
    boxes = None
    if above is not None or below is not None or box is not None:
        name = shown[0] if outcomes else None
        with screen.progress(int(setting("discovery.resamples")), "looking for the box", quiet or as_json) as tell:
            boxes = discover(table, name, above=above, below=below, progress=tell)
    folder = make_folder(out or sweep / "analysis")
    with replace_files(folder) as files:
        found.write(files)
        if boxes is not None:
            files.write_table("boxes.csv", boxes.tradeoff(), index=True)
        if figures:
            draw(found, boxes, shown, files)
    if as_json:
        screen.document(found.document() | ({} if boxes is None else {"discovery": as_document(boxes)}))
    elif not quiet:
        show(found, boxes, shown)
        tell_files(folder, files)
    if boxes is not None and box is not None:
        scenario = boxes.save(box)
        if not (as_json or quiet):
            screen.out.print(f"The middle of the box as a scenario: {scenario}", markup=False)


def draw(found: Sensitivity, boxes: Discovery | None, shown: list[str], files: NewFiles) -> None:
    """Draw a tornado for each outcome shown, and the trade-off of the boxes, among new files."""
    from araxes.cli.plot import file_name
    from araxes.plots.sweep_figures import figure, tornado_figure, tradeoff_figure

    drawn = {
        f"tornado_{file_name(name)}": figure(tornado_figure(found, name))
        for name in shown
        if found.spread.loc[name, "resolved"]
    }
    if boxes is not None:
        drawn[f"boxes_{file_name(boxes.outcome)}"] = figure(tradeoff_figure(boxes))
    write_figures(drawn, files)


def show(found: Sensitivity, boxes: Discovery | None, shown: list[str]) -> None:
    """Print a sentence and a table for each outcome, and the box in words."""
    from araxes.cli import screen

    screen.out.print(
        f"{found.method}; {len(found.table.values):,} points of {found.table.replicates:,} replicates.", markup=False
    )
    for name in shown:
        screen.out.print(found.sentence(name), markup=False)
        if found.spread.loc[name, "resolved"]:
            screen.table(found.ranked(name), name)
    screen.basis(found.table.basis)
    for note in found.notes():
        screen.out.print(note, markup=False)
    if boxes is not None:
        screen.out.print(boxes.sentence(), markup=False)
        screen.out.print(boxes.stability_sentence(), markup=False)
        if boxes.box.limits:
            screen.table(boxes.limits(), "Limits of the box")


def as_document(boxes: Discovery) -> dict[str, Any]:
    """Return a discovery as plain values."""
    from araxes.cli.screen import records

    return {
        "outcome": boxes.outcome,
        "level": boxes.level,
        "side": boxes.side,
        "sentence": boxes.sentence(),
        "limits": records(boxes.limits().reset_index()),
        "stability": boxes.stability,
        "boxes": records(boxes.tradeoff().reset_index()),
    }
