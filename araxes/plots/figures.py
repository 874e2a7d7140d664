"""The tension of all dyads on one page. Nothing is simulated here."""

from __future__ import annotations

import xarray as xr
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from araxes.dims import ACTOR, TARGET, WEEK
from araxes.plots import style
from araxes.plots.fans import fan, fan_legend
from araxes.plots.style import sheet

_Dyad = tuple[str, str]


@style.in_style
def fan_page(tension_quantiles: xr.DataArray, observed: xr.DataArray, title: str, record_weeks: int = 52) -> Figure:
    """Return a fan for every directed dyad: rows act, columns are acted upon, all on one scale.

    Parameters
    ----------
    tension_quantiles : xarray.DataArray, shape (quantile, week, actor, target)
        Simulated tension, Goldstein points, hostile positive.
    observed : xarray.DataArray, shape (week, actor, target)
        Tension of the record, same units.
    title : str
        What was run.
    record_weeks : int
        Weeks of the record drawn before the start, at most, so that the fans have room.

    Returns
    -------
    matplotlib.figure.Figure
        14 by 12 inches; the diagonal names the actors.
    """
    codes = [str(code) for code in tension_quantiles[ACTOR].values]
    past = _past(observed, tension_quantiles)
    observed = observed.isel({WEEK: slice(max(past.sizes[WEEK] - record_weeks, 0), None)})
    dates = f"record {style.period(observed[WEEK])}; simulated {style.period(tension_quantiles[WEEK])}"
    figure, body = sheet((14, 12), title, [f"Tension of every dyad: the row acts, the column is acted upon; {dates}"])
    grid = body.subplots(len(codes), len(codes), sharex=True, sharey=True, squeeze=False)
    for row, actor in enumerate(codes):
        for column, target in enumerate(codes):
            if actor == target:
                _name_cell(grid[row, column], actor)
                continue
            pick = {ACTOR: actor, TARGET: target}
            fan(
                tension_quantiles.sel(pick),
                observed.sel(pick),
                grid[row, column],
                title=_arrow((actor, target)),
                legend=False,
            )
            grid[row, column].set_ylabel("")
    style.date_axis(grid[0, 0], 5)
    body.supylabel(style.TENSION_LABEL, size=10)
    body.legend(handles=fan_legend(tension_quantiles), loc="outside lower center", ncols=6)
    return figure


def _past(observed: xr.DataArray, simulated: xr.DataArray) -> xr.DataArray:
    """Return the record before the first simulated week."""
    return observed.isel({WEEK: observed[WEEK].values < simulated[WEEK].values[0]})


def _arrow(dyad: _Dyad) -> str:
    """Return a dyad in words."""
    return f"{dyad[0]} {style.ARROW} {dyad[1]}"


def _name_cell(ax: Axes, code: str) -> None:
    """Write the name of an actor into a cell of the diagonal, and leave the cell blank otherwise."""
    ax.text(
        0.5,
        0.5,
        code,
        transform=ax.transAxes,
        size=26,
        weight="bold",
        ha="center",
        va="center",
        color=style.actor_colour(code),
    )
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
