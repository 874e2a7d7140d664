"""Changes of a scenario by perspective: a panel a dyad, a row a perspective, a dot with its interval."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

from araxes.plots import style
from araxes.wording import decimals_of, enumeration, points

if TYPE_CHECKING:
    from araxes.results.by_perspective import ByPerspective


WIDTH, ROW, HEAD, LINE, FOOT = 9.0, 0.36, 1.2, 0.2, 0.85
"""Inches: the page, a perspective, the head without and a line of the sentence there, the foot."""
LEFT, RIGHT, GAP = 0.095, 0.985, 0.14
"""Shares of the page, and of a panel, that stand free beside panels."""
_LETTERS, _TITLE_LETTERS, TITLE_LINE = 112, 78, 0.24
FAINT_ROW = 0.38
"""How dark a row is drawn that the neutral change is not told from."""
FAINT_INK = "#6f6f6f"
HALO = withStroke(linewidth=2.5, foreground="white")
"""What keeps a number readable where a line passes behind it."""
MARGIN, TICKS = 0.05, 4
_NOTE = (
    "Change of the chance of an act, with its 95 % interval. Broken line: the neutral change. "
    "Faint: the capital does not change the answer."
)


@style.in_style
def perspective_page(found: ByPerspective, about: str | Sequence[str] = ()) -> Figure:
    """Return the dot plot of a comparison by perspective.

    Parameters
    ----------
    found : ByPerspective
    about : str or sequence of str, optional
        As for `ByPerspective.changes`.

    Returns
    -------
    matplotlib.figure.Figure
        A panel a dyad and class of acts, each on its own scale of points; a row a perspective. A broken line stands at the neutral change;
        a row is faint where its capital does not change the answer: its interval holds that, or it is next to it.
    """
    table = found.changes(about)
    base, other = found.names
    names, keys = list(found.comparisons), list(dict.fromkeys(zip(table["dyad"], table["outcome"], strict=True)))
    said = textwrap.wrap(f"{other} beside {base}. {found.sentence(about)}", _LETTERS)
    title = textwrap.wrap(finding_of(found, table), _TITLE_LETTERS)
    head = HEAD + TITLE_LINE * (len(title) - 1) + LINE * len(said)
    height = head + ROW * len(names) + FOOT
    figure = style.NotebookFigure(figsize=(WIDTH, height))
    first = table.iloc[0]
    span = f"{style.day_text(first['since'])} to {style.day_text(first['until'])}; {found.neutral.extent} of each scenario on the same luck"
    style.head_lines(figure, "\n".join(title), [*said, span], size=9, down=TITLE_LINE * (len(title) - 1))
    top = 1 - head / height
    panels = figure.subplots(
        1, len(keys), sharey=True, squeeze=False,
        gridspec_kw={"left": LEFT, "right": RIGHT, "top": top, "bottom": FOOT / height, "wspace": GAP},
    )[0]  # fmt: skip
    for ax, (dyad, outcome) in zip(panels, keys, strict=True):
        _draw_dots(
            ax, table[(table["dyad"] == dyad) & (table["outcome"] == outcome)].set_index("perspective").loc[names]
        )
        ax.set_title(
            f"{dyad.replace('>', f' {style.ARROW} ')}, {outcome}", color=style.actor_colour(dyad.split(">")[0])
        )
        ax.set_xlabel("Points of a hundred histories")
    panels[0].set_yticks(range(len(names)), [name.capitalize() for name in names])
    panels[0].set_ylim(len(names) - 0.5, -0.7)
    figure.text(0.012, 0.19 / height, _NOTE, size=8, color=style.INK)
    return figure


def finding_of(found: ByPerspective, table: pd.DataFrame) -> str:
    """Return which capitals change what the scenario does, in the rows of `changes` that are shown."""
    other = found.names[1]
    if not any(one.pairings[0].differ for one in found.comparisons.values()):
        return f"{other} changes no act in any perspective"
    if not found.neutral.holds_doubt:
        return f"{other} by perspective; luck alone tells no capitals apart"
    shown, all_capitals = (set(rows[rows["differs"]]["perspective"]) for rows in (table, found.all_changes))
    here = " here" if all_capitals - shown else ""
    if shown:
        named = enumeration([str(name).capitalize() for name in found.comparisons if name in shown])
        return f"{named} change{'s' if len(shown) == 1 else ''} what {other} does{here}"
    first = table.iloc[0]
    size = points(first["difference"], decimals_of(first["low"], first["high"]))
    return f"No capital changes what {other} does{here}: {first['dyad'].replace('>', f' {style.ARROW} ')} {first['outcome']} {size}"


def _draw_dots(ax: Axes, rows: pd.DataFrame) -> None:
    """Draw the changes of a dyad, the first row being the neutral one."""
    neutral = float(rows["difference"].iloc[0])
    ax.axvline(0, color=style.GREY, linewidth=0.8)
    ax.axvline(neutral, color=style.INK, linewidth=0.9, linestyle="--")
    for place, (_, row) in enumerate(rows.iterrows()):
        strong = not place or row["differs"]
        look: dict[str, Any] = {
            "color": style.INK if not place else style.SCENARIO_COLOURS[1],
            "alpha": 1.0 if strong else FAINT_ROW,
        }
        ax.hlines(place, row["low"], row["high"], linewidth=1.6, **look)
        ax.plot(row["difference"], place, "o", markersize=5.5, **look)
        text = points(row["difference"], decimals_of(row["low"], row["high"]))
        ax.annotate(
            text,
            (row["difference"], place),
            (0, 5),
            textcoords="offset points",
            ha="center",
            size=8,
            color=look["color"] if strong else FAINT_INK,
            path_effects=[HALO],
        )
    ax.margins(x=MARGIN)
    ax.xaxis.set_major_locator(MaxNLocator(TICKS))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: points(value)))
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0)
