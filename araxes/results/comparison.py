"""A comparison of scenarios on the same luck: paired differences with intervals, and chances side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from araxes import dims
from araxes.inputs.difference import differences
from araxes.inputs.settings import setting
from araxes.results.outcomes import dyads, hard_rungs, hostility, levels, reached, short
from araxes.results.resample import Interval, interval, never_sure, weights
from araxes.results.run import Result

Window = tuple[int, int]


@dataclass(frozen=True)
class Comparison:
    """Scenarios run on the same luck, each against the first.

    Attributes
    ----------
    results : list of Result
        The first is the base.
    """

    results: list[Result]

    @property
    def base(self) -> Result:
        """Return the result that the others are compared with."""
        return self.results[0]

    @property
    def others(self) -> list[Result]:
        """Return the results compared with the base."""
        return self.results[1:]

    @cached_property
    def counts(self) -> NDArray[np.float32]:
        """Return the resampling weights, shape (resamples, replicates), shared by every interval of the comparison."""
        return weights(self.base.data[dims.DRAW].values, int(setting("compare.resamples")), self.base.seed)

    def paired(self, other: Result) -> xr.DataArray:
        """Return hostility in `other` minus hostility in the base, replicate by replicate, dims (replicate, week, actor, target)."""
        return hostility(other.data) - hostility(self.base.data)

    def windows(self) -> list[Window]:
        """Return the windows of weeks after the start that are reported, inclusive: early, middle, late (cut at the horizon), then all."""
        last = self.base.data.sizes[dims.WEEK] - 1
        ends = [int(setting(f"compare.window_{name}")) for name in ("early", "middle", "late")]
        starts = [1, *[end + 1 for end in ends]]
        inside = [(start, min(end, last)) for start, end in zip(starts, ends, strict=False) if start <= last]
        return [*inside, (0, last)]

    def window_mean(self, other: Result, window: Window) -> xr.DataArray:
        """Return the paired difference averaged over a window, dims (replicate, actor, target)."""
        return self.paired(other).isel({dims.WEEK: slice(window[0], window[1] + 1)}).mean(dims.WEEK)

    def interval(self, values: xr.DataArray) -> Interval:
        """Return the mean over replicates of (replicate, ...) and its interval, resampled over draws and replicates."""
        return interval(values.transpose(dims.REPLICATE, ...).values, self.counts)

    def spans(self, other: Result) -> dict[str, xr.DataArray]:
        """Return the paired differences averaged over each window, by its label, dims (replicate, actor, target).

        Where there is a late window, the excess of the early one over it is added: what fades.
        """
        found = {label(window): self.window_mean(other, window) for window in self.windows()}
        early, *later = self.windows()[:-1]
        if len(later) > 1:
            found[f"{label(early)} over {label(later[-1])}"] = found[label(early)] - found[label(later[-1])]
        return found

    def table(self) -> pd.DataFrame:
        """Return a copy of `paired_table`."""
        return self.paired_table.copy()

    @cached_property
    def paired_table(self) -> pd.DataFrame:
        """Return the paired differences of mean weekly hostility, one row a scenario, dyad and window.

        Returns
        -------
        pandas.DataFrame
            Columns scenario, dyad, weeks, difference, low, high (interval of the mean), more, less, same (shares of parameter draws in
            which the mean difference is above, below and exactly zero), single_low, single_high (quantiles of single replicates).
        """
        return pd.concat(
            [self._rows(other, weeks, values) for other in self.others for weeks, values in self.spans(other).items()],
            ignore_index=True,
        )

    def _rows(self, other: Result, weeks: str, values: xr.DataArray) -> pd.DataFrame:
        """Return the rows of one window, a row a dyad."""
        found = self.interval(values)
        draws = self.base.data[dims.DRAW].values
        names = values[dims.ACTOR].values.tolist()
        rows = []
        for actor, target in dyads(other.data):
            i, j = names.index(actor), names.index(target)
            single = values.sel({dims.ACTOR: actor, dims.TARGET: target}).values
            by_draw = pd.Series(single).groupby(draws).mean()
            low, high = np.quantile(single, [levels()[0], levels()[-1]])
            row: dict[str, Any] = {"scenario": other.scenario.name, "dyad": f"{actor}>{target}", "weeks": weeks}
            row |= {"difference": found.mean[i, j], "low": found.low[i, j], "high": found.high[i, j]}
            row |= {"more": (by_draw > 0).mean(), "less": (by_draw < 0).mean(), "same": (by_draw == 0).mean()}
            rows.append(row | {"single_low": low, "single_high": high})
        return pd.DataFrame(rows)

    def chances(self) -> pd.DataFrame:
        """Return the chances of coercion, violence and war within the horizon, one row a scenario, dyad and rung, with intervals."""
        rows = []
        for result in self.results:
            top = reached(result.data).isel({dims.WEEK: -1})
            for k in hard_rungs(result.data):
                found = never_sure(self.interval((top >= k).astype(float)), top.sizes[dims.REPLICATE])
                names = top[dims.ACTOR].values.tolist()
                rows += [
                    {
                        "scenario": result.scenario.name,
                        "dyad": f"{actor}>{target}",
                        "rung": k,
                        "name": str(result.data["rung_name"].values[k]),
                        "chance": found.mean[names.index(actor), names.index(target)],
                        "low": found.low[names.index(actor), names.index(target)],
                        "high": found.high[names.index(actor), names.index(target)],
                    }
                    for actor, target in dyads(result.data)
                ]
        return pd.DataFrame(rows)

    def standing_out(self, other: Result) -> pd.DataFrame:
        """Return the rows of `table` worth reading first: the dyad in focus, expected ones, then the clearest differences."""
        table = self.paired_table
        rows = table[table["scenario"] == other.scenario.name].drop(columns="scenario")
        rows = rows[rows["difference"] != 0]
        if rows.empty:
            return rows
        clear = rows["difference"].abs() / (rows["high"] - rows["low"]).replace(0, np.inf)
        order = rows.assign(clear=clear).groupby("dyad")["clear"].max().sort_values(ascending=False).index.tolist()
        wanted = list(dict.fromkeys([self.focus(other), *[e.dyad for e in other.scenario.expectations], *order]))
        shown = wanted[: int(setting("compare.dyads_shown"))]
        return rows[rows["dyad"].isin(shown)].sort_values(
            "dyad", key=lambda names: names.map(shown.index), kind="stable"
        )

    def chance_table(self) -> pd.DataFrame:
        """Return the chances side by side, one row a dyad and rung in which any scenario has one, as text with intervals."""
        table = self.chances()
        table["text"] = [
            f"{c:.3f} [{low:.3f}, {high:.3f}]"
            for c, low, high in zip(table["chance"], table["low"], table["high"], strict=True)
        ]
        shown = {dyad for other in self.others for dyad in self.standing_out(other)["dyad"]} or {
            self.focus(self.others[0])
        }
        table["name"] = [short(name) for name in table["name"]]
        wide = table[table["dyad"].isin(shown)].pivot(index=["dyad", "rung", "name"], columns="scenario", values="text")
        wide = wide.reset_index(level=["rung", "name"]).drop(columns="rung")
        return wide[["name", *[result.scenario.name for result in self.results]]]

    def path(self, other: Result, actor: str, target: str) -> dict[str, xr.DataArray]:
        """Return the paired difference of tension of a dyad by week: mean, its interval, and single replicates' quantiles."""
        at = {dims.ACTOR: actor, dims.TARGET: target}
        values = (other.data["tension"] - self.base.data["tension"]).sel(at).transpose(dims.REPLICATE, dims.WEEK)
        found = self.interval(values)
        coords = {dims.WEEK: values[dims.WEEK], **at}
        parts = {
            name: xr.DataArray(part, dims=dims.WEEK, coords=coords)
            for name, part in zip(Interval._fields, found, strict=True)
        }
        ends = [levels()[0], levels()[-1]]
        singles = np.quantile(values.values, ends, axis=0)
        parts["singles"] = xr.DataArray(
            singles, dims=(dims.QUANTILE, dims.WEEK), coords={dims.QUANTILE: ends, **coords}
        )
        return parts

    def differences(self, other: Result) -> list[str]:
        """Return what differs between the files of the base and of `other`, a line each."""
        return differences(self.base.scenario, other.scenario)

    def focus(self, other: Result) -> str:
        """Return the dyad to look at first: that of the scenario's expectation, else the one whose difference stands out most."""
        named = [e.dyad for e in other.scenario.expectations if e.against == self.base.scenario.name]
        if named:
            return named[0]
        table = self.paired_table
        rows = table[(table["scenario"] == other.scenario.name) & (table["weeks"] == label(self.windows()[-1]))]
        stands_out = rows["difference"].abs() / (rows["high"] - rows["low"]).replace(0, np.inf)
        return str(rows["dyad"].iloc[int(stands_out.argmax())])

    def sentence(self, other: Result, dyad: str | None = None, window: Window | None = None) -> str:
        """Return in words what differs for a dyad in a window, and whether it is distinguishable from zero."""
        from araxes.results.verdict import sentence

        return sentence(self, other, dyad, window)

    def expectations(self) -> pd.DataFrame:
        """Return each scenario's checkable expectations against the base beside what the model says."""
        from araxes.results.verdict import expectations

        return expectations(self)


def label(window: Window) -> str:
    """Return a window as text."""
    return f"{window[0]}-{window[1]}"
