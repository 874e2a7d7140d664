"""The atlas: scenarios by free dyads, how much each changes the chance of an act within a quarter."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure

from araxes.inputs.parameters import setting
from araxes.plots import style
from araxes.wording import points

if TYPE_CHECKING:
    from araxes.results.atlas import Atlas


WIDTH, ROW, HEAD, FOOT, NOTE_LINE = 10.0, 0.27, 1.35, 0.4, 0.17
"""Inches: the page, a scenario, the head, the foot without and a line of the note there."""
LABELS = 0.26
"""Share of the width that names of scenarios take."""
STRONGEST = 0.3
"""The change of a chance from which on the colour does not deepen."""
CHANGE = LinearSegmentedColormap.from_list("change", ["#2166ac", "#92c5de", "#ffffff", "#f4a582", "#b2182b"])
FAINT = "#9a9a9a"
RAISED = str.maketrans(
    "0123456789",
    "\N{SUPERSCRIPT ZERO}\N{SUPERSCRIPT ONE}\N{SUPERSCRIPT TWO}\N{SUPERSCRIPT THREE}\N{SUPERSCRIPT FOUR}"
    "\N{SUPERSCRIPT FIVE}\N{SUPERSCRIPT SIX}\N{SUPERSCRIPT SEVEN}\N{SUPERSCRIPT EIGHT}\N{SUPERSCRIPT NINE}",
)
NOTE_LETTERS = 128


@style.in_style
def atlas_page(found: Atlas, outcome: str = "hostile") -> Figure:
    """Return the heat table of an atlas.

    Parameters
    ----------
    found : Atlas
    outcome : str
        "hostile", "coercive" or "violent".

    Returns
    -------
    matplotlib.figure.Figure
        Scenarios downwards, the one that moves most first; dyads across, those that any of them moves. Red where acts come more often, blue
        where less; grey numbers cannot be told from luck; a dot where a scenario forces acts.
    """
    rows = found.changes[found.changes["outcome"] == outcome]
    table = rows.pivot(index="scenario", columns="dyad", values="difference").astype(float)
    told, free = (rows.pivot(index="scenario", columns="dyad", values=name).astype(bool) for name in ("told", "free"))
    size = table.abs().where(free & told, 0)
    dyads = [dyad for dyad in table.columns if (size[dyad] >= setting("compare.size_small")).any()] or list(
        table.columns[:1]
    )
    largest = size.max(axis=1).reindex(found.sentences["scenario"]).fillna(0)
    names = list(largest.sort_values(ascending=False, kind="stable").index)
    bases = found.sentences.set_index("scenario")["base"]
    foot = FOOT + NOTE_LINE * (1 + bases.nunique() // 4)
    height = HEAD + foot + ROW * len(names)
    figure = style.NotebookFigure(figsize=(WIDTH, height))
    ax = figure.add_axes((LABELS, foot / height, 0.98 - LABELS, ROW * len(names) / height))
    sure = rows.pivot(index="scenario", columns="dyad", values="sure").astype(float) >= setting("compare.level")
    _draw_cells(ax, *(part.reindex(names)[dyads] for part in (table, told, free, sure)))
    note = textwrap.fill(_name_rows(ax, names, bases), NOTE_LETTERS)
    figure.text(0.02, (foot - 0.12) / height, note, size=8.5, va="top", color=style.INK)
    ax.set_xticks(range(len(dyads)), [dyad.replace(">", f"\n{style.ARROW} ") for dyad in dyads])
    for label, dyad in zip(ax.get_xticklabels(), dyads, strict=True):
        label.set_color(style.actor_colour(dyad.split(">")[0]))
    figure.text(0.02, 1 - 0.12 / height, _title(size, len(names), outcome), size=13, weight="bold", va="top")
    words = (
        f"Change of the chance of a {outcome} act within the quarter after scenario and base part, in points; "
        f"{found.replicates:,} histories of each.\nBold: the direction is 95 % sure. Grey: not told from luck. "
        "A dot: the scenario forces acts there. Blank: rounds to 0."
    )
    figure.text(0.02, 1 - 0.45 / height, words, size=9, va="top", color=style.INK)
    return figure


def _title(size: pd.DataFrame, scenarios: int, outcome: str) -> str:
    """Return the finding: how many scenarios move any chance by a moderate step, and which moves most."""
    moderate = setting("compare.size_moderate")
    many = int((size.max(axis=1) >= moderate).sum())
    if not len(size) or not size.to_numpy().max():
        return f"No scenario moves a chance of a {outcome} act"
    row, column = divmod(int(size.to_numpy().argmax()), size.shape[1])
    name, dyad = size.index[row], str(size.columns[column]).replace(">", f" {style.ARROW} ")
    return f"{many} of {scenarios} scenarios move a chance by {points(moderate, sign=False)} points or more; most: {name} ({dyad})"


def _draw_cells(ax: Axes, table: pd.DataFrame, told: pd.DataFrame, free: pd.DataFrame, sure: pd.DataFrame) -> None:
    """Draw the cells: colour and number where a change can be told, a faint number where it cannot, a dot where acts are forced."""
    values = table.to_numpy()
    seen = told.to_numpy(dtype=bool) & free.to_numpy(dtype=bool) & np.isfinite(values)
    norm = TwoSlopeNorm(0, -STRONGEST, STRONGEST)
    shown = np.where(seen, values, 0.0)
    ax.imshow(np.clip(shown, -STRONGEST, STRONGEST), cmap=CHANGE, norm=norm, aspect="auto")
    for row, column in np.argwhere(np.isfinite(values)):
        value = values[row, column]
        if not free.iat[row, column]:
            ax.plot(column, row, ".", color=style.GREY, markersize=4)
            continue
        text = points(value)
        if text == "0":
            continue
        colour = style.text_on(CHANGE(norm(shown[row, column]))) if seen[row, column] else FAINT
        weight = "bold" if seen[row, column] and sure.iat[row, column] else "normal"
        ax.text(column, row, text, ha="center", va="center", size=8.5, color=colour, weight=weight)
    ax.set_xticks(np.arange(table.shape[1] + 1) - 0.5, minor=True)
    ax.set_yticks(np.arange(len(table) + 1) - 0.5, minor=True)
    ax.grid(visible=False)
    ax.grid(which="minor", color="#e6e6e6", linewidth=0.6)
    ax.tick_params(which="both", length=0)
    ax.xaxis.tick_top()
    ax.spines[:].set_visible(False)


def _name_rows(ax: Axes, names: list[str], bases: pd.Series) -> str:
    """Write the names of the scenarios; return a note on the bases of those with another one than most, to which a raised number points."""
    usual = str(bases.mode().iloc[0])
    others = list(dict.fromkeys(str(bases[name]) for name in names if bases[name] != usual))
    marks = {base: str(number).translate(RAISED) for number, base in enumerate(others, start=1)}
    ax.set_yticks(range(len(names)), [f"{name} {marks.get(str(bases[name]), '')}".rstrip() for name in names])
    ax.tick_params(axis="y", labelsize=8.5)
    told = [f"against {usual}", *(f"{mark} against {base}" for base, mark in marks.items())]
    return "; ".join(told)
