"""A comparison of scenarios on the same luck: paired differences with intervals, and chances side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from araxes import dims
from araxes.array_types import Floats
from araxes.display import Card, figure_maker, show_card
from araxes.engines.datasets import mondays
from araxes.engines.kernel.load import loaded_kernel
from araxes.errors import Fault, InputError, Option, nearest
from araxes.inputs.catalogue import differences
from araxes.inputs.faults import value_text
from araxes.inputs.region import Basis, dyad_of
from araxes.inputs.scenario import basis_over
from araxes.results.changes import CHANCE_COLUMNS, CHANGE_COLUMNS, Row, chances_since_parting, change_rows
from araxes.results.expectations import EXPECTATION_COLUMNS, expectation_rows
from araxes.results.intervals import Credible, told_from_luck
from araxes.results.pairing import Pairing, Window, common_windows, label, quarter, windows
from araxes.results.result import Result
from araxes.results.tally import HOSTILE, hostility, quantile_levels

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

    from araxes.results.doubt import Doubt


CHANGES, CHANCES, EXPECTATIONS = "changes", "chances", "expectations"
COMPARISON_TABLES = {CHANGES: CHANGE_COLUMNS, CHANCES: CHANCE_COLUMNS, EXPECTATIONS: EXPECTATION_COLUMNS}
"""Columns of the tables of a comparison, by their names."""


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
        steps = ("answer()", "plot()", "chances()", "expectations()")
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
            When there is no such class of acts, or when only summaries were kept and this window is none of those reported.
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

    @cached_property
    def rows(self) -> list[Row]:
        """Return the rows of `changes` as plain values; answers and files read them, so they are not to be altered."""
        return [row | self.base.mark for other in self.others for row in change_rows(self, other)]

    def table_rows(self, name: str) -> list[Row]:
        """Return the rows of `changes`, `chances` or `expectations` as plain values, under the names that `columns` gives."""
        if name == CHANGES:
            return self.rows
        rows = chances_since_parting(self) if name == CHANCES else expectation_rows(self)
        return [row | self.base.mark for row in rows]

    def columns(self, name: str) -> list[str]:
        """Return the columns of one of `COMPARISON_TABLES`, with those that mark an interrupted run."""
        return [*COMPARISON_TABLES[name], *self.base.mark]

    def _table(self, name: str, rows: list[Row]) -> pd.DataFrame:
        """Return rows of one of `COMPARISON_TABLES` as a table."""
        import pandas as pd  # heavy: an answer does without

        return pd.DataFrame(rows, columns=self.columns(name))

    def changes(self) -> pd.DataFrame:
        """Return by how much chances of acts differ, a row a scenario, dyad, class and window; columns of `changes.CHANGE_COLUMNS`."""
        return self._table(CHANGES, self.rows)

    def chances(self) -> pd.DataFrame:
        """Return the chances of at least one act of a class, within a quarter and up to the horizon, from where the first scenario parts.

        Columns scenario, dyad, outcome, since, until, chance, low, high.
        """
        table = self._table(CHANCES, self.table_rows(CHANCES))
        table.attrs[dims.BASIS] = str(self.basis)
        return table

    def common_window(self, other: Result | str) -> Window:
        """Return the quarter from the week in which the first of the scenarios parts, in weeks after this one parts."""
        pairing = self.pairing(other)
        return common_windows(self.base.scenario.weeks, pairing.parting, pairing.begin)[0]

    def common_rows(self, other: Result | str) -> list[Row]:
        """Return the `rows` of one scenario in the quarter from the week in which the first of the scenarios parts."""
        return self._rows_within(other, self.common_window(other))

    def quarter_rows(self, other: Result | str) -> list[Row]:
        """Return the `rows` of one scenario in the first quarter after it and the base part."""
        return self._rows_within(other, quarter(self.base.scenario.weeks - self.parting(other)))

    def _rows_within(self, other: Result | str, window: Window) -> list[Row]:
        """Return the `rows` of one scenario in a window."""
        name, weeks = self.other(other).scenario.name, label(window)
        return [dict(row) for row in self.rows if row["scenario"] == name and row["weeks"] == weeks]

    def leading_rows(self, about: str | Sequence[str] = ()) -> list[Row]:
        """Return the `rows` worth reading first; `about` as for `answer`.

        Of two scenarios all classes of act of the leading dyads, of more each scenario's row of the class that leads.
        """
        from araxes.results.verdict import leading_rows

        return leading_rows(self, dyads_of(self.states, about))

    def leading_changes(self, about: str | Sequence[str] = ()) -> pd.DataFrame:
        """Return `leading_rows` as a table."""
        return self._table(CHANGES, self.leading_rows(about))

    def answer(self, about: str | Sequence[str] = ()) -> list[str]:
        """Return the answer in five lines: what changes most, what else, how sure and why, a caveat, where to look next.

        Parameters
        ----------
        about : str or sequence of str, optional
            A state ("IRN") or dyads ("IRN>AZE") to speak of first.

        Raises
        ------
        InputError
            For what is neither, naming the nearest.
        """
        from araxes.results.verdict import answer_lines

        return answer_lines(self, dyads_of(self.states, about))

    def path(self, other: Result | str, actor: str, target: str) -> dict[str, xr.DataArray]:
        """Return the paired difference of tension of a dyad by week: mean, its interval, and single replicates' quantiles."""
        import xarray as xr  # heavy; most comparisons do without

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

    def plot(self, dyads: str | Sequence[str] = ()) -> Any:
        """Return the page of figures, a matplotlib figure; `dyads` such as "IRN>AZE" where others are to be shown than those that lead."""
        return figure_maker("comparison_page")(self, dyads_of(self.states, dyads) or None)

    def fan(self, dyad: str, ax: Any = None) -> Any:
        """Return axes with the record of a dyad and the tension of all scenarios after it, on `ax` where one is given."""
        return figure_maker("scenario_fans")(self, *dyads_of(self.states, dyad), ax)

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
            A window as `changes` names it; the first quarter when not given.

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
        """Return the dyad to look at first: the one that changes most for its base, else the one of which the scenario speaks."""
        from araxes.results.verdict import dyads_to_tell

        return dyads_to_tell(self, self.other(other))[0]

    def sentence(
        self, other: Result | str, dyad: str | None = None, window: Window | None = None, outcome: str | None = None
    ) -> str:
        """Return in words by how much the chance of an act of a dyad differs in a window, how large that is, and how sure.

        Parameters
        ----------
        other : Result or str
            One of `others`, or the name of its scenario.
        dyad : str, optional
            Such as "IRN>AZE"; the one that changes most when not given.
        window : tuple of int, optional
            First and last week after the two part, inclusive; the first quarter when not given.
        outcome : str, optional
            "hostile", "coercive" or "violent"; hostile when not given, or what changes most where no dyad is given either.

        Raises
        ------
        InputError
            When the result or dyad is none of the comparison, naming the nearest; as for `chance_difference`.
        """
        from araxes.results.verdict import sentence

        said = sentence(self, self.other(other), dyad, window, outcome)
        return f"{said} Only {self.extent}." if self.interrupted else said

    def expectations(self) -> pd.DataFrame:
        """Return each scenario's checkable expectations against the base beside what the model says."""
        return self._table(EXPECTATIONS, self.table_rows(EXPECTATIONS))


def dyads_of(states: Sequence[str], about: str | Sequence[str]) -> list[str]:
    """Return the dyads of what a reader asks about: all in which a state acts, or dyads as such.

    Raises
    ------
    InputError
        For what is neither, naming the nearest.
    """
    out: list[str] = []
    for name in [about] if isinstance(about, str) else about:
        if name in states:
            out += [f"{name}>{other}" for other in states if other != name]
        elif ">" in name:
            out.append(">".join(dyad_of(states, name, Option("about"))))
        else:
            allowed = f"a state ({', '.join(states)}) or a dyad such as '{states[0]}>{states[1]}'"
            near = partial(nearest, name.upper(), states)
            raise InputError([Fault(Option("about"), "", value_text(name), allowed, near)])
    return list(dict.fromkeys(out))
