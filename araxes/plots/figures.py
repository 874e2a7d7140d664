"""From results to pages: which arrays of a run or a comparison each page shows. Nothing is simulated here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xarray as xr
from matplotlib.figure import Figure

from araxes import dims
from araxes.plots.pages import comparison_page, run_pages

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison
    from araxes.results.result import Result


def run_figures(result: Result) -> dict[str, Figure]:
    """Return the pages of a run by name: region, fan and crossing."""
    scenario = result.scenario
    return run_pages(
        result.tension(),
        result.observed["tension"],
        result.crossing(),
        ties(result),
        result.status(),
        names=[rung.name for rung in scenario.region.rungs],
        labels={key: issue.label or key for key, issue in scenario.region.issues.items()},
        title=f"{scenario.heading} ({result.extent})",
    )


def ties(result: Result) -> xr.DataArray:
    """Return the ties between the states at the start, dims (actor, target), nan on the diagonal."""
    names = result.world.states
    book, start = result.scenario.book, result.scenario.start
    paths = [[f"relations.tie.{'.'.join(sorted((a, b)))}" for b in names] for a in names]
    table = [[book[path].at(start) if path in book else float("nan") for path in row] for row in paths]
    return xr.DataArray(table, dims=(dims.ACTOR, dims.TARGET), coords={dims.ACTOR: names, dims.TARGET: names})


def comparison_figures(found: Comparison) -> dict[str, Figure]:
    """Return one page for every scenario compared with the base, by name."""
    pages = {}
    table = found.chances()
    for other in found.others:
        dyad = found.focus(other)
        actor, target = dyad.split(">")
        path = found.path(other, actor, target)
        names = (found.base.scenario.name, other.scenario.name)
        rows = table[(table["dyad"] == dyad) & table["scenario"].isin(names)]
        title = f"{other.scenario.heading} against {found.base.scenario.heading}: {actor} towards {target}"
        title += f" ({found.extent})" if found.interrupted else ""
        page = comparison_page(
            title,
            found.sentence(other, dyad),
            found.differences(other),
            path["mean"],
            path["low"],
            path["high"],
            path["singles"],
            rows,
        )
        pages[f"difference_{other.scenario.name}"] = page
    return pages
