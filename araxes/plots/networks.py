"""All dyads at once: as a network and as a matrix.

A network: who is tied to whom, and how tense each pair is, with the states roughly where the map has them.

A matrix: the tension of every directed dyad on one date.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter

from araxes.dims import ACTOR, TARGET, WEEK
from araxes.plots import style

Point = tuple[float, float]

PLACES: dict[str, Point] = {
    "RUS": (0.55, 1.0),
    "TUR": (0.0, 0.3),
    "ARM": (0.4, 0.6),
    "AZE": (1.0, 0.5),
    "IRN": (0.75, -0.05),
}
SHARES = (0.5, 0.42, 0.58, 0.35, 0.65, 0.28, 0.72)
THIN = 1.0
THICK = 7.0


@style.in_style
def network(
    tension: xr.DataArray,
    ties: xr.DataArray,
    ax: Axes | None = None,
    *,
    title: str | None = None,
    limit: float = style.TENSION_LIMIT,
) -> Axes:
    """Draw the states as points and every pair as a line: its colour and number the tension, its width the tie.

    Parameters
    ----------
    tension : xarray.DataArray, shape (actor, target)
        Goldstein points, hostile positive; a pair has the mean of both directions.
    ties : xarray.DataArray, shape (actor, target)
        Ties in -1..1, negative between rivals (dashed); a pair has the mean of both directions.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        By default what is shown, with the date if `tension` has one.
    limit : float
        The palette runs from -limit to limit Goldstein points.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on.
    """
    ax = style.new_axes(7, 6) if ax is None else ax
    pairs = graph(tension, ties)
    places = _places([str(code) for code in pairs])
    for one, other, data in pairs.edges(data=True):
        colour = style.tension_colour(data["tension"], limit)
        _draw_tie(ax, places[one], places[other], data["tie"], colour)
    _write_tensions(ax, pairs, places)
    _draw_states(ax, places)
    ax.set_title(_title(tension) if title is None else title)
    _explain(ax, limit)
    return ax


def graph(tension: xr.DataArray, ties: xr.DataArray) -> nx.Graph:
    """Return the pairs as a graph: edges with `tension` (Goldstein points) and `tie`, the means of both directions."""
    pairs = nx.Graph()
    codes = [str(code) for code in tension[ACTOR].values]
    pairs.add_nodes_from(codes)
    for one, other in combinations(codes, 2):
        pairs.add_edge(one, other, tension=_mean(tension, one, other), tie=_mean(ties, one, other))
    return pairs


def _mean(table: xr.DataArray, one: str, other: str) -> float:
    """Return the mean of both directions of a pair; 0 if neither is known."""
    both = [float(table.sel({ACTOR: a, TARGET: b})) for a, b in ((one, other), (other, one))]
    known = [value for value in both if np.isfinite(value)]
    return sum(known) / len(known) if known else 0.0


def _places(codes: list[str]) -> dict[str, Point]:
    """Return where each state is drawn; one without a place of its own stands on a circle around the others."""
    further = sorted(set(codes) - set(PLACES))
    turns = np.linspace(np.pi, 0, len(further) + 2)[1:-1]
    circle = {
        code: (0.5 + 0.9 * float(np.cos(t)), 0.5 + 0.85 * float(np.sin(t)))
        for code, t in zip(further, turns, strict=True)
    }
    return {code: PLACES.get(code) or circle[code] for code in codes}


def _draw_tie(ax: Axes, start: Point, end: Point, tie: float, colour: Any) -> None:
    """Draw one pair: wide for a strong tie, dashed for rivals."""
    dashes = (0, (2.2, 1.2)) if tie < 0 else "solid"
    width = THIN + (THICK - THIN) * abs(tie)
    ax.plot(
        *zip(start, end, strict=True), color=colour, linewidth=width, linestyle=dashes, solid_capstyle="butt", zorder=1
    )


def _write_tensions(ax: Axes, pairs: nx.Graph, places: dict[str, Point]) -> None:
    """Write the tension of each pair on its line, where it is freest of the others."""
    taken = list(places.values())
    for one, other, data in pairs.edges(data=True):
        others = _line_points(pairs, places, (one, other))
        spots = [_along(places[one], places[other], share) for share in SHARES]
        spot = max(spots, key=lambda spot: min(_room(spot, taken), 2 * _room(spot, others)))
        taken.append(spot)
        box = {"boxstyle": "round,pad=0.2", "facecolor": "white", "edgecolor": style.GREY, "linewidth": 0.6}
        ax.text(
            *spot,
            style.goldstein_points(data["tension"]),
            ha="center",
            va="center",
            size=8.5,
            color=style.INK,
            bbox=box,
            zorder=3,
        )


def _along(start: Point, end: Point, share: float) -> Point:
    """Return the point at `share` of the way."""
    return (start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1]))


def _line_points(pairs: nx.Graph, places: dict[str, Point], but: tuple[str, str]) -> list[Point]:
    """Return points along every line but one."""
    lines = [edge for edge in pairs.edges if set(edge) != set(but)]
    return [_along(places[one], places[other], share) for one, other in lines for share in np.linspace(0, 1, 41)]


def _room(spot: Point, taken: list[Point]) -> float:
    """Return the distance to the nearest point taken."""
    return min((float(np.hypot(spot[0] - x, spot[1] - y)) for x, y in taken), default=0.0)


def _draw_states(ax: Axes, places: dict[str, Point]) -> None:
    """Draw the states over their lines, each in its colour."""
    for code, (x, y) in places.items():
        ax.scatter(x, y, s=1100, color=style.actor_colour(code), edgecolor="white", linewidth=2, zorder=4)
        ax.text(
            x,
            y,
            code,
            color=style.text_on(style.actor_colour(code)),
            ha="center",
            va="center",
            weight="bold",
            size=10,
            zorder=5,
        )
    ax.set_axis_off()
    ax.margins(0.12)


def _explain(ax: Axes, limit: float) -> None:
    """Explain width, dashes, colour and number."""
    scale = ((-limit, "friendly"), (0, "even"), (limit, "hostile"))
    lines = [
        Line2D([], [], color=style.GREY, linewidth=THICK, label="strong tie"),
        Line2D([], [], color=style.GREY, linewidth=THIN, label="no tie"),
        Line2D(
            [],
            [],
            color=style.GREY,
            linewidth=(THIN + THICK) / 2,
            linestyle=(0, (2.2, 1.2)),
            label="rivals (tie below 0)",
        ),
        *(
            Line2D(
                [],
                [],
                color=style.tension_colour(value, limit),
                linewidth=4,
                label=f"tension {style.goldstein_points(value)}, {word}",
            )
            for value, word in scale
        ),
    ]
    ax.legend(
        handles=lines,
        loc="upper center",
        bbox_to_anchor=(0.5, 0),
        ncols=2,
        handlelength=3.5,
        title="Number: mean tension of the pair, Goldstein points",
    )


def _title(tension: xr.DataArray) -> str:
    """Return what is shown and when, if the data say it."""
    date = style.day_text(tension[WEEK].values) if WEEK in tension.coords and not tension[WEEK].ndim else ""
    return style.title_of("Ties (width) and tension (colour) of each pair", date and f"week of {date}")


@style.in_style
def matrix(
    tension: xr.DataArray,
    ax: Axes | None = None,
    *,
    title: str | None = None,
    limit: float = style.TENSION_LIMIT,
    bar: bool = True,
) -> Axes:
    """Draw the tension of every directed dyad as a coloured cell with its number.

    Parameters
    ----------
    tension : xarray.DataArray, shape (actor, target)
        Goldstein points, hostile positive; the diagonal is left blank whatever it holds.
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure if not given.
    title : str, optional
        By default what is shown, with the date if `tension` has one.
    limit : float
        The palette runs from -limit to limit Goldstein points, whatever the data, so that figures can be compared.
    bar : bool
        Draw the colour bar.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; rows act, columns are acted upon.
    """
    ax = style.new_axes(6.5, 5.5) if ax is None else ax
    cells = tension.transpose(ACTOR, TARGET)
    values = np.where(np.equal.outer(cells[ACTOR].values, cells[TARGET].values), np.nan, cells.values.astype(float))
    image = ax.imshow(values, cmap=style.TENSION, norm=style.tension_norm(limit))
    _write_numbers(ax, values, limit)
    _name_actors(ax, list(cells[ACTOR].values), list(cells[TARGET].values))
    ax.set_title(_matrix_title(tension) if title is None else title)
    if bar:
        style.home(ax).colorbar(
            image,
            ax=ax,
            label=style.TENSION_LABEL,
            shrink=0.85,
            extend="both",
            format=FuncFormatter(lambda value, _: style.goldstein_points(value)),
        )
    return ax


def _write_numbers(ax: Axes, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], limit: float) -> None:
    """Write each number into its cell, dark on light and light on dark."""
    for row, column in np.argwhere(np.isfinite(values)):
        value = float(values[row, column])
        colour = style.text_on(style.tension_colour(value, limit))
        ax.text(column, row, style.goldstein_points(value), color=colour, ha="center", va="center")


def _name_actors(ax: Axes, actors: list[str], targets: list[str]) -> None:
    """Name rows and columns, in the colours of the actors."""
    ax.set_yticks(range(len(actors)), actors)
    ax.set_xticks(range(len(targets)), targets)
    for label in (*ax.get_yticklabels(), *ax.get_xticklabels()):
        label.set(color=style.actor_colour(label.get_text()), fontweight="bold")
    ax.set(ylabel="acts", xlabel="is acted upon")
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)


def _matrix_title(tension: xr.DataArray) -> str:
    """Return what is shown and when, if the data say it."""
    date = style.day_text(tension[WEEK].values) if WEEK in tension.coords and not tension[WEEK].ndim else ""
    return style.title_of("Tension of row towards column", date and f"week of {date}")
