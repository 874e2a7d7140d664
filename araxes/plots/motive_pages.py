"""What a state wants, as a figure: shares of its acts by timing beside shares of its words, a row a motive."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from araxes.claims.motive_answer import leading_motive, leading_title, spoken_most
from araxes.claims.parents import OWN_SOURCES
from araxes.inputs.parameters import setting
from araxes.plots import style
from araxes.wording import percent

if TYPE_CHECKING:
    from araxes.claims.motives import Motives

WIDTH, ROW, FOOT = 9.0, 0.52, 1.15
"""Inches: the page, a row, what stands below them."""
LEFT, RIGHT, LETTERS = 0.31, 0.03, 36
"""Shares of the width that titles take and that is left free at the right; letters of a line of a title."""
ROW_APART = 0.16
"""By how much of a row timing and words stand above and below its middle."""
TITLE_LETTERS, WORDS_LETTERS, LEAST_END = 78, 118, 0.5
WORDS_COLOUR = "#D55E00"


@style.in_style
def motive_page(found: Motives) -> Figure:
    """Return the shares of acts by timing (filled dots) beside the shares of words (open diamonds), with their intervals.

    Parameters
    ----------
    found : Motives

    Returns
    -------
    matplotlib.figure.Figure
        9 inches wide; the motives from the largest share by timing down, then the own run and what follows no dated stimulus, in grey. A
        short upright line says from which share on a motive is excluded. The title is the finding.
    """
    rows = rows_drawn(found)
    title = textwrap.wrap(motive_title(found), TITLE_LETTERS)
    words = textwrap.wrap(_under_title(found), WORDS_LETTERS)
    head = 0.35 + 0.27 * len(title) + style.LINE_INCHES * len(words)
    height = head + FOOT + ROW * len(rows)
    figure = style.NotebookFigure(figsize=(WIDTH, height))
    for place, line in enumerate(title):
        figure.text(0.012, 1 - (0.1 + 0.27 * place) / height, line, size=13, weight="bold", va="top")
    for place, line in enumerate(words):
        top = 0.1 + 0.27 * len(title) + 0.08 + style.LINE_INCHES * place
        figure.text(0.012, 1 - top / height, line, size=9.5, va="top", color=style.INK)
    ax = figure.add_axes((LEFT, FOOT / height, 1 - LEFT - RIGHT, ROW * len(rows) / height))
    colour = style.actor_colour(found.asked.actor)
    _draw_rows(ax, rows, colour)
    figure.legend(
        handles=_handles(found, colour),
        loc="lower left",
        ncols=2,
        bbox_to_anchor=(LEFT - 0.02, 0.005),
        columnspacing=1.6,
    )
    return figure


def rows_drawn(found: Motives) -> pd.DataFrame:
    """Return the rows in the order in which they are drawn, from the top: motives by their share, then the sources that are none."""
    table = found.table.assign(own=found.table["motive"].isin(OWN_SOURCES))
    return table.sort_values(["own", "share"], ascending=[True, False], kind="stable").reset_index(drop=True)


def motive_title(found: Motives) -> str:
    """Return the finding in a line."""
    name, first, most = found.asked.names[0], leading_motive(found), spoken_most(found)
    speaks = f"; it speaks most of {most['title']}" if most else ""
    if first["named"]:
        return f"{name}'s hostile acts follow {first['title']} most, {percent(first['share'])} of them{speaks}"
    highest = found.motives["at_most"].max()
    bound = f"drives {percent(highest)} of" if found.motives["at_most"].notna().all() else "stands out in"
    return f"No single dated motive {bound} {name}'s hostile acts{speaks}"


def _under_title(found: Motives) -> str:
    """Return what is drawn."""
    return (
        f"{len(found.days.acts)} days of hostile acts, {style.day_text(found.first)} to {style.day_text(found.last)}; "
        f"{found.motives['words'].sum():.0f} of them speak of one of these motives. Which acts count as stimuli is judged."
    )


def _draw_rows(ax: Axes, rows: pd.DataFrame, colour: str) -> None:
    """Draw dots, intervals and bounds, the first row at the top."""
    ends = np.nanmax(rows[["high", "words_high", "at_most"]].to_numpy(dtype=np.float64))
    for place, row in rows.iterrows():
        y, shade = float(str(place)), style.GREY if row["own"] else colour
        says = not np.isnan(row["words_share"])
        own = y - ROW_APART if says else y
        ax.plot([row["low"], row["high"]], [own, own], color=shade, linewidth=2, solid_capstyle="butt")
        ax.plot(row["share"], own, "o", color=shade, markersize=8)
        if not np.isnan(row["at_most"]):
            ax.plot([row["at_most"]] * 2, [own - ROW_APART, own + ROW_APART], color=style.INK, linewidth=1.2)
        if says:
            y += ROW_APART
            ax.plot(
                [row["words_low"], row["words_high"]], [y, y], color=WORDS_COLOUR, linewidth=1.2, linestyle=(0, (3, 1))
            )
            ax.plot(row["words_share"], y, "D", color=WORDS_COLOUR, markerfacecolor="white", markersize=7)
    titles = ["\n".join(textwrap.wrap(_row_title(row), LETTERS)) for _, row in rows.iterrows()]
    ax.set_yticks(range(len(rows)), titles, size=9.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xlim(-0.012, max(LEAST_END, float(ends) + 0.02))
    ax.xaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    ax.set_xlabel("Share of days of hostile acts; by words, of those that speak of a motive")
    ax.tick_params(axis="y", length=0)
    ax.grid(axis="y", visible=False)
    if rows["own"].any():
        ax.axhline(int((~rows["own"]).sum()) - 0.5, color="#bbbbbb", linewidth=0.8)


def _row_title(row: pd.Series) -> str:
    """Return the title of a row, with its days of stimuli where it has any."""
    days = "" if np.isnan(row["stimuli"]) else f" ({row['stimuli']:.0f})"
    return f"{leading_title(str(row['title']))}{days}"


def _handles(found: Motives, colour: str) -> list[Any]:
    """Return what the legend explains."""
    level = percent(setting("wants.level"))
    handles = [
        Line2D([], [], marker="o", color=colour, linewidth=2, markersize=8, label=f"by timing, {level} interval")
    ]
    if found.motives["at_most"].notna().any():
        upright: dict[str, Any] = {
            "marker": "|",
            "linestyle": "",
            "color": style.INK,
            "markersize": 11,
            "markeredgewidth": 1.2,
        }
        handles.append(Line2D([], [], label="from here on excluded by planted worlds", **upright))
    if found.motives["words_share"].notna().any():
        open_one: dict[str, Any] = {
            "marker": "D",
            "color": WORDS_COLOUR,
            "markerfacecolor": "white",
            "linestyle": (0, (3, 1)),
        }
        handles.append(Line2D([], [], linewidth=1.2, label=f"by its own words, {level} interval", **open_one))
    return [*handles, Line2D([], [], linestyle="", label="in brackets: days of stimuli")]
