"""`araxes sensitivity`: which factors of a sweep matter, how much is chance, and where an outcome is high.

`araxes plot`: the figures of a sweep, by the number of its factors.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files, write_figures
from araxes.cli.options import JsonOption, QuietOption

if TYPE_CHECKING:
    import pandas as pd

    from araxes.files import NewFiles
    from araxes.sweeps.boxes import Discovery
    from araxes.sweeps.sensitivity import Sensitivity


SweepOutOption = Annotated[
    Path | None, typer.Option("-o", "--out", help="Folder for results and figures.", show_default="DIR/analysis")
]
OutcomesOption = Annotated[
    list[str] | None,
    typer.Option(
        "--outcome",
        help="An outcome of the sweep, or a pattern such as 'chance.9.*' (repeatable).",
        show_default="those the factors move most",
    ),
]


def sensitivity_command(
    sweep: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    outcomes: OutcomesOption = None,
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
    out: SweepOutOption = None,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Say which factors of a sweep matter, with intervals, and what share is chance."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.parameters import setting
    from araxes.sweeps.boxes import checked_file
    from araxes.sweeps.discovery import discover
    from araxes.sweeps.leading import checked_outcomes, leading_outcomes
    from araxes.sweeps.sensitivity import sensitivity, sweep_table_of

    if box is not None:
        checked_file(box)
    with screen.show_busy("reading the sweep", quiet or as_json):
        table = sweep_table_of(sweep)
        shown = checked_outcomes(table, outcomes) if outcomes else leading_outcomes(table)
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
        if options.draws_figures(figures, as_json):
            with screen.show_busy("drawing", quiet or as_json):
                _draw(found, boxes, shown, files)
    if as_json:
        screen.document(found.document() | ({} if boxes is None else {"discovery": _as_document(boxes)}))
    elif not quiet:
        _show(found, boxes, shown)
        tell_files(folder, files)
    if boxes is not None and box is not None:
        scenario = boxes.save(box)
        if not (as_json or quiet):
            screen.out.print(f"The middle of the box as a scenario: {scenario}", markup=False)


def _draw(found: Sensitivity, boxes: Discovery | None, shown: list[str], files: NewFiles) -> None:
    """Draw a tornado for each outcome shown, and the trade-off of the boxes, among new files."""
    from araxes.plots.sweep_figures import tornado_figure, tradeoff_figure, whole_figure

    drawn = {
        f"tornado_{file_name(name)}": whole_figure(tornado_figure(found, name))
        for name in shown
        if found.spread.loc[name, "resolved"]
    }
    if boxes is not None:
        drawn[f"boxes_{file_name(boxes.outcome)}"] = whole_figure(tradeoff_figure(boxes))
    write_figures(drawn, files)


def _show(found: Sensitivity, boxes: Discovery | None, shown: list[str]) -> None:
    """Print a sentence and a table for each outcome that the factors move, the box in words, and last the outcomes that nothing moves."""
    from araxes.cli import screen

    moved = [name for name in shown if found.spread.loc[name, "resolved"]]
    for name in moved:
        screen.out.print(found.sentence(name), markup=False)
        screen.table(ranking_lines(found, name), name)
    for name in shown:
        if name not in moved and not found.spread.loc[name, "same"]:
            screen.out.print(found.sentence(name), markup=False)
    if boxes is not None:
        screen.out.print(boxes.sentence(), markup=False)
        screen.out.print(boxes.stability_sentence(), markup=False)
        if boxes.box.limits:
            limits = boxes.limits().dropna(axis="columns", how="all")
            screen.table(limits, "Limits of the box", chances=("again",))
    screen.out.print(
        f"{found.method}; {len(found.table.values):,} points of {found.table.replicates:,} replicates.", markup=False
    )
    screen.basis(found.table.basis)
    for note in found.notes():
        screen.out.print(note, markup=False)


def ranking_lines(found: Sensitivity, outcome: str) -> pd.DataFrame:
    """Return the factors of an outcome with a column an index and its interval, shares in per cent."""
    from araxes.cli.screen import cell
    from araxes.wording import points

    ranked, lines = found.ranking(outcome), {}
    for name in [str(name) for name in ranked if not str(name).endswith(("_low", "_high"))]:
        share = name in ("S1", "ST")
        ends = [f"{name}_{end}" for end in ("low", "high")]
        lines[f"{name}, %" if share else name] = [
            _with_ends(
                [row[one] for one in (name, *ends) if one in ranked],
                (lambda one: points(one, sign=False)) if share else cell,
            )
            for _, row in ranked.iterrows()
        ]
    import pandas as pd

    return pd.DataFrame(lines, index=ranked.index)


def _with_ends(values: list[float], told: Callable[[float], str]) -> str:
    """Return a value with its interval where there is one; nothing for what is missing."""
    value, *ends = ("" if math.isnan(one) else told(float(one)) for one in values)
    return f"{value} [{', '.join(ends)}]" if any(ends) else value


def _as_document(boxes: Discovery) -> dict[str, Any]:
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


def plot_command(
    sweep: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a sweep.")],
    outcomes: OutcomesOption = None,
    out: SweepOutOption = None,
    as_json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """Draw a sweep: a line for one factor, a heatmap for two, small multiples for three, what matters for more."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.sweeps.findings import found_text
    from araxes.sweeps.leading import checked_outcomes, leading_outcomes, same_everywhere
    from araxes.sweeps.sensitivity import sweep_table_of

    with screen.show_busy("reading the sweep", quiet or as_json):
        table = sweep_table_of(sweep)
    names = checked_outcomes(table, outcomes) if outcomes else leading_outcomes(table)
    from araxes.plots.sweep_figures import sweep_figures, whole_figure  # heavy: after the folder has been read

    same = [name for name in names if same_everywhere(table, name)]
    differing = [name for name in names if name not in same]
    with screen.show_busy("drawing", quiet or as_json):
        drawn = {name: sweep_figures(table, name) for name in differing}
        folder = make_folder(out or sweep / "analysis") if drawn else sweep
        pages = {
            f"{kind}_{file_name(name)}": whole_figure(axes)
            for name, figures in drawn.items()
            for kind, axes in figures.items()
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
        for name in differing:
            screen.out.print(found_text(table, name), markup=False)
        if drawn:
            tell_files(folder, files)
        if same:
            screen.out.print(f"The same at all points, so without a figure: {', '.join(same)}", markup=False)


def file_name(outcome: str) -> str:
    """Return an outcome as a file name: letters, digits, dots and lines."""
    return re.sub(r"[^\w.-]+", "_", outcome.replace(">", "_to_"))
