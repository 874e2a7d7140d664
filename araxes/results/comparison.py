"""A comparison of scenarios on the same luck: paired differences with intervals, and chances side by side."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import xarray as xr

from araxes import dims
from araxes.array_types import Floats
from araxes.display import Card, show_card
from araxes.engines.datasets import mondays
from araxes.engines.kernel.load import loaded_kernel
from araxes.errors import Fault, InputError, nearest
from araxes.inputs.catalogue import differences
from araxes.inputs.faults import value_text
from araxes.inputs.parameters import setting
from araxes.inputs.region import Basis, dyad_of
from araxes.inputs.scenario import basis_over
from araxes.results.intervals import Credible, credible_chance, told_from_luck
from araxes.results.pairing import Pairing, Window, label, quarter, simulated_window, windows
from araxes.results.result import Result
from araxes.results.tally import HOSTILE, hard_rungs, hostility, quantile_levels
from araxes.results.verdict import change_table

if TYPE_CHECKING:
    from araxes.results.doubt import Doubt


@show_card
@dataclass(frozen=True)
class Comparison:
    """Scenarios run on the same luck, each against the first.

    Attributes
    ----------
    results : list of Result
        The first is the base.
    pairings : list of Pairing
        Of the others with the base, in their order.
    """

    results: list[Result]
    pairings: list[Pairing]

    def _card(self) -> Card:
        """Return what is compared, and how much of it there is."""
        names, weeks = ", ".join(other.scenario.name for other in self.others), self.base.scenario.weeks
        steps = ("table()", f"sentence({self.others[0].scenario.name!r})", "expectations()")
        return Card(
            f"Comparison of {names} with {self.base.scenario.name}", f"{self.extent} of each, {weeks} weeks", steps
        )

    @property
    def base(self) -> Result:
        """Return the result that the others are compared with."""
        return self.results[0]

    @property
    def others(self) -> list[Result]:
        """Return the results compared with the base."""
        return self.results[1:]

    @property
    def basis(self) -> Basis:
        """Return which model and which estimates they rest on."""
        return basis_over(result.scenario for result in self.results)

    @property
    def replicates(self) -> int:
        """Return how many replicates every scenario has."""
        return min(result.replicates for result in self.results)

    @property
    def interrupted(self) -> bool:
        """Return whether the runs were stopped before all replicates were finished."""
        return any(result.interrupted for result in self.results)

    @property
    def extent(self) -> str:
        """Return how many replicates every scenario has, of how many where the runs were stopped early."""
        return self.base.extent

    @cached_property
    def apart(self) -> list[Pairing]:
        """Return the same pairings with weights and judged values told apart (`araxes.results.doubt`), simulated when first asked for."""
        from araxes.results.doubt import pairings_apart

        return pairings_apart(self.results, self.pairings)

    @property
    def holds_doubt(self) -> bool:
        """Return whether intervals hold what is not known about weights and judged values, or the error of the mean alone."""
        return not self.base.fixed and told_from_luck(self.base.tally.count)

    @property
    def states(self) -> list[str]:
        """Return the codes of the states, in their order."""
        return self.base.world.states

    def other(self, of: Result | str) -> Result:
        """Return one of the results compared with the base, given as such or by the name of its scenario.

        Raises
        ------
        InputError
            When it is none of them; the nearest name is named.
        """
        for result in self.others:
            if result is of or result.scenario.name == of:
                return result
        names = [result.scenario.name for result in self.others]
        got = (
            "the base"
            if of is self.base
            else value_text(of)
            if isinstance(of, str)
            else f"a {type(of).__name__} that is none"
        )
        allowed = f"one of `others`, or its name: {', '.join(names)}"
        raise InputError([Fault("comparison", "other", got, allowed, partial(nearest, str(of), names))])

    def pairing(self, other: Result | str) -> Pairing:
        """Return the differences of a result from the base."""
        wanted = self.other(other)
        return next(pairing for pairing, result in zip(self.pairings, self.others, strict=True) if result is wanted)

    def paired_differences(self, other: Result | str) -> xr.DataArray:
        """Return hostility in `other` minus hostility in the base, replicate by replicate, dims (replicate, week, actor, target).

        Raises
        ------
        InputError
            When only summaries were kept.
        """
        other = self.other(other)
        for result in (self.base, other):
            if result.histories is None:
                fewer = "fewer replicates, or `full=True`: summaries hold no single replicates"
                raise InputError([Fault("paired", "replicates", str(result.replicates), fewer)])
        return hostility(other.data) - hostility(self.base.data)

    def parting(self, other: Result | str) -> int:
        """Return the week of the run in which a scenario and the base part; windows are counted from there."""
        return self.pairing(other).parting

    def windows(self, other: Result | str) -> list[Window]:
        """Return the windows that are reported, in weeks after the two part: that week, early, middle, late, a quarter, all."""
        return windows(self.base.scenario.weeks - self.parting(other))

    def window_mean(self, other: Result | str, window: Window) -> xr.DataArray:
        """Return the paired difference over a window, dims (replicate, actor, target); of full histories, as for `paired_differences`."""
        weeks = slice(*(self.parting(other) + week for week in (window[0], window[1] + 1)))
        return self.paired_differences(other).isel({dims.WEEK: weeks}).mean(dims.WEEK)

    def difference(self, other: Result | str, window: Window) -> Credible:
        """Return the mean paired difference of hostility over a window with its interval, arrays of shape (actors, targets).

        Raises
        ------
        InputError
            When only summaries were kept, and this window is none of those reported.
        """
        return self._paired_over(other, window).hostility_change(label(window), self.base.fixed)

    def chance_difference(self, other: Result | str, window: Window, outcome: str = HOSTILE) -> Credible:
        """Return by how much the chance of at least one act of a class within a window differs, arrays of shape (actors, targets).

        Parameters
        ----------
        other : Result or str
        window : tuple of int
            First and last week after the two part.
        outcome : str
            "hostile", "coercive" or "violent".

        Raises
        ------
        InputError
            When there is no such class of acts, and as for `difference`.
        """
        known = list(self.pairing(other).outcomes)
        if outcome not in known:
            raise InputError(
                [Fault("compare", "outcome", value_text(outcome), ", ".join(known), partial(nearest, outcome, known))]
            )
        return self._paired_over(other, window).chance_change(outcome, label(window), self.base.fixed)

    def chances_within(self, other: Result | str, window: Window, outcome: str = HOSTILE) -> Floats:
        """Return the chances of an act of a class within a window in base and other, shape (2, actors, targets); as `chance_difference`."""
        return self._paired_over(other, window).chances(outcome, label(window))

    def _paired_over(self, other: Result | str, window: Window) -> Pairing:
        """Return the differences over a window, counted anew from full histories where it is none of those reported."""
        pairing, name = self.pairing(other), label(window)
        if name in pairing.spans:
            return pairing
        ours, theirs = self.base.histories, self.other(other).histories
        if ours is None or theirs is None:
            known = ", ".join(pairing.spans)
            raise InputError([Fault("compare", "window", name, f"{known}; or full histories (`full=True`)")])
        anew = Pairing(pairing.base, pairing.other, {name: window}, pairing.parting)
        anew.add(range(self.replicates), ours, theirs, loaded_kernel())
        return anew

    def of_dyad(self, other: Result | str, dyad: str, window: Window) -> tuple[float, float, float]:
        """Return mean, low and high of the paired difference of hostility of one dyad over a window.

        Raises
        ------
        InputError
            When there is no such dyad, and as for `difference`.
        """
        i, j = (self.states.index(code) for code in dyad_of(self.states, dyad, "comparison"))
        found = self.difference(other, window)
        return float(found.mean[i, j]), float(found.low[i, j]), float(found.high[i, j])

    def changes(self) -> pd.DataFrame:
        """Return by how much chances of acts differ from the base, a row a scenario, dyad, class of act and window.

        Columns as for `araxes.results.verdict.change_table`.
        """
        return self.change_tables.assign(**self.base.mark)

    @cached_property
    def change_tables(self) -> pd.DataFrame:
        """Return the rows of `changes`, without what marks an interrupted run."""
        return pd.concat([change_table(self, other) for other in self.others], ignore_index=True)

    def table(self) -> pd.DataFrame:
        """Return the paired differences of mean weekly hostility, one row a scenario, dyad and window.

        Returns
        -------
        pandas.DataFrame
            Columns scenario, dyad, weeks (after the two part), difference, low, high, sure (`araxes.results.intervals`), single_low,
            single_high (quantiles of single replicates).
        """
        rows = [row for other in self.others for weeks in self.pairing(other).spans for row in self._rows(other, weeks)]
        return pd.DataFrame(rows).assign(**self.base.mark)

    def _rows(self, other: Result, weeks: str) -> list[dict[str, Any]]:
        """Return the rows of one span, a row a dyad."""
        pairing = self.pairing(other)
        found = pairing.hostility_change(weeks, self.base.fixed)
        low, high = pairing.single_quantiles(weeks, [quantile_levels()[0], quantile_levels()[-1]])
        rows = []
        for (i, actor), (j, target) in itertools.permutations(enumerate(self.states), 2):
            row: dict[str, Any] = {"scenario": other.scenario.name, "dyad": f"{actor}>{target}", "weeks": weeks}
            row |= {"difference": found.mean[i, j], "low": found.low[i, j], "high": found.high[i, j]}
            rows.append(row | {"sure": found.sure[i, j], "single_low": low[i, j], "single_high": high[i, j]})
        return rows

    def chances(self) -> pd.DataFrame:
        """Return the chances of coercion, violence and war within the horizon, one row a scenario, dyad and rung, with intervals."""
        rows = []
        for result in self.results:
            reached = result.tally.reached_by_draw()
            names = [rung.name for rung in result.scenario.region.rungs]
            for k in hard_rungs(len(names)):
                found = credible_chance(result.tally.count, reached[..., k], known=self.base.fixed)
                rows += [
                    {
                        "scenario": result.scenario.name,
                        "dyad": f"{actor}>{target}",
                        "rung": k,
                        "name": names[k],
                        "chance": found.mean[i, j],
                        "low": found.low[i, j],
                        "high": found.high[i, j],
                    }
                    for (i, actor), (j, target) in itertools.permutations(enumerate(self.states), 2)
                ]
        table = pd.DataFrame(rows).assign(**self.base.mark)
        table.attrs[dims.BASIS] = str(self.basis)
        return table

    def standing_out(self, other: Result | str) -> pd.DataFrame:
        """Return a quarter's rows of `changes` worth reading first: the dyad in focus, expected ones, then the clearest."""
        other = self.other(other)
        rows = self.quarter_changes(other)
        if not self.pairing(other).differ:
            return rows[:0]
        clear = rows["difference"].abs() / rows["error"].replace(0, np.inf)
        order = rows.assign(clear=clear.where(rows["free"], 0)).groupby("dyad")["clear"].max()
        named = [e.dyad for e in other.scenario.expectations if e.against == self.base.scenario.name]
        wanted = dict.fromkeys([self.focus(other), *named, *order.sort_values(ascending=False, kind="stable").index])
        first = list(wanted)[: int(setting("compare.dyads_shown"))]
        return rows[rows["dyad"].isin(first)].sort_values(
            "dyad", key=lambda names: names.map(first.index), kind="stable"
        )

    def quarter_changes(self, other: Result | str) -> pd.DataFrame:
        """Return the rows of `changes` of one scenario, in the first quarter after it and the base part."""
        weeks, name = label(quarter(self.base.scenario.weeks - self.parting(other))), self.other(other).scenario.name
        rows = self.change_tables
        return rows[(rows["scenario"] == name) & (rows["weeks"] == weeks)]

    def path(self, other: Result | str, actor: str, target: str) -> dict[str, xr.DataArray]:
        """Return the paired difference of tension of a dyad by week: mean, its interval, and single replicates' quantiles."""
        pairing, (i, j) = self.pairing(other), (self.states.index(actor), self.states.index(target))
        found = pairing.tension_change(i, j, self.base.fixed)
        weeks = mondays(self.base.world.first_week, self.base.scenario.weeks)
        coords = {dims.WEEK: weeks, dims.ACTOR: actor, dims.TARGET: target}
        parts = {
            name: xr.DataArray(part, dims=dims.WEEK, coords=coords)
            for name, part in zip(("mean", "low", "high"), found, strict=False)
        }
        shown = [quantile_levels()[0], 0.5, quantile_levels()[-1]]
        parts["singles"] = xr.DataArray(
            pairing.single_tension.quantiles(shown)[:, :, i, j],
            dims=(dims.QUANTILE, dims.WEEK),
            coords={dims.QUANTILE: shown, **coords},
        )
        for part in parts.values():
            part.attrs[dims.BASIS] = str(self.basis)
        return parts

    def pushes(self, dyad: str) -> pd.DataFrame:
        """Return term by term what pushes a dyad such as "IRN>AZE", week by week; see `araxes.results.pushes.push_table`."""
        from araxes.results.pushes import push_table

        return push_table(self.results, dyad)

    def doubt(self, other: Result | str, dyad: str | None = None, weeks: str | None = None) -> Doubt:
        """Return why a difference is not better known: shares of luck, weights and judged values, and which of these matter most.

        Parameters
        ----------
        other : Result or str
        dyad : str, optional
            As for `sentence`.
        weeks : str, optional
            A window as `table` names it; as for `first_window` when not given.

        Raises
        ------
        InputError
            When there is no such result, dyad or window.
        """
        from araxes.results.doubt import doubt_of

        return doubt_of(self, self.other(other), dyad, weeks)

    def differences(self, other: Result | str) -> list[str]:
        """Return what differs between the files of the base and of `other`, a line each."""
        return differences(self.base.scenario, self.other(other).scenario)

    def focus(self, other: Result | str) -> str:
        """Return the dyad to look at first: that of the scenario's expectation, else the one whose difference stands out most."""
        other = self.other(other)
        named = [e.dyad for e in other.scenario.expectations if e.against == self.base.scenario.name]
        if named:
            return named[0]
        rows = self.quarter_changes(other)
        rows = rows[rows["free"]] if rows["free"].any() else rows
        clear = rows["difference"].abs() / rows["error"].replace(0, np.inf)
        return str(rows["dyad"].iloc[int(clear.fillna(0).argmax())])

    def first_window(self, other: Result | str, dyad: str) -> Window:
        """Return the window to look at first: that in which the scenario expects something of the dyad, else the first quarter."""
        other = self.other(other)
        weeks = self.base.scenario.weeks - self.parting(other)
        named = [e for e in other.scenario.expectations if e.against == self.base.scenario.name and e.dyad == dyad]
        window = simulated_window(named[0].weeks, weeks) if named else None
        return window or quarter(weeks)

    def sentence(self, other: Result | str, dyad: str | None = None, window: Window | None = None) -> str:
        """Return in words by how much the chance of a hostile act of a dyad differs in a window, how large that is, and how sure.

        Parameters
        ----------
        other : Result or str
            One of `others`, or the name of its scenario.
        dyad : str, optional
            Such as "IRN>AZE"; that of which the scenario speaks, or that differs most, when not given.
        window : tuple of int, optional
            First and last week after the two part, inclusive; as for `first_window` when not given.

        Raises
        ------
        InputError
            When the result or dyad is none of the comparison, naming the nearest; as for `difference`.
        """
        from araxes.results.verdict import sentence

        said = sentence(self, self.other(other), dyad, window)
        return f"{said} Only {self.extent}." if self.interrupted else said

    def expectations(self) -> pd.DataFrame:
        """Return each scenario's checkable expectations against the base beside what the model says."""
        from araxes.results.verdict import expectations

        return expectations(self).assign(**self.base.mark)
