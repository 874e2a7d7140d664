"""A matrix: the tension of every directed dyad on one date."""

from __future__ import annotations

import numpy as np
import xarray as xr
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from araxes.dims import ACTOR, TARGET, WEEK
from araxes.plots import style


@style.styled
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
    ax.set_title(_title(tension) if title is None else title)
    if bar:
        style.home(ax).colorbar(
            image,
            ax=ax,
            label=style.TENSION_LABEL,
            shrink=0.85,
            extend="both",
            format=FuncFormatter(lambda value, _: style.points(value)),
        )
    return ax


def _write_numbers(ax: Axes, values: np.ndarray[tuple[int, ...], np.dtype[np.float64]], limit: float) -> None:
    """Write each number into its cell, dark on light and light on dark."""
    for row, column in np.argwhere(np.isfinite(values)):
        value = float(values[row, column])
        colour = style.text_on(style.tension_colour(value, limit))
        ax.text(column, row, style.points(value), color=colour, ha="center", va="center")


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


def _title(tension: xr.DataArray) -> str:
    """Return what is shown and when, if the data say it."""
    date = style.day(tension[WEEK].values) if WEEK in tension.coords and not tension[WEEK].ndim else ""
    return style.title_of("Tension of row towards column", date and f"week of {date}")
