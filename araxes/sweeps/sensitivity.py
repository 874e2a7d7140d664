"""Sensitivity: what share of an outcome's variance each factor accounts for, and what share is chance.

The result of a sensitivity analysis: indices with intervals, the share of chance, and both in words.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from araxes.display import Card, figure_maker, show_card
from araxes.errors import Fault, InputError, nearest
from araxes.files import NewFiles, Savable
from araxes.inputs.parameters import setting
from araxes.inputs.region import Basis
from araxes.options import check_arguments, either, path
from araxes.sweeps import measures
from araxes.sweeps.findings import PROBABILITY, factor_words, found_text, outcome_title
from araxes.sweeps.leading import checked_outcomes, leading_outcomes, shares_luck
from araxes.sweeps.measures import CHANCE_ROW, OutcomeMeasure
from araxes.sweeps.table import GRID, MORRIS, SOBOL, SweepTable
from araxes.wording import decimals_of, percent, points

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes


RANKED_BY = ("ST", "mu_star", "S1")
"""The index by which factors are ranked, the first that there is."""


@show_card
@dataclass(frozen=True)
class Sensitivity(Savable):
    """Which factors of a sweep matter.

    Attributes
    ----------
    table : SweepTable
        What was analysed.
    method : str
        How, in words.
    pieces : str
        What counts as one: base samples, trajectories or points.
    shared : bool
        Whether all points share their luck, so that the noise of means is not subtracted.
    indices : pandas.DataFrame
        Columns outcome, factor, index, value, low, high. `S1`, `ST`: shares of the variance of the expected outcome over the design.
        `mu_star`, `mu`, `sigma`: in units of the outcome, over the factor's whole range; `noise`: the mu_star that luck alone would show.
        Factor and index `chance`: the share of the variance of one replicate that is left when all factors are known. nan where the
        points do not differ by more than their errors, or are the same but for rounding.
    spread : pandas.DataFrame
        Index outcome; columns unit, label, mean, by_factors and by_chance (variances), resolved, same (at all points, but for
        rounding), used, dropped (pieces).
    """

    table: SweepTable
    method: str
    pieces: str
    shared: bool
    indices: pd.DataFrame
    spread: pd.DataFrame

    def _card(self) -> Card:
        """Return of what it is, and how it was found."""
        size = f"{len(self.table.factors)} factors, {len(self.outcomes)} outcomes, by {self.method}"
        return Card(f"Sensitivity of {self.table.scenario}", size, ("ranking()", "sentence()", "save(folder)"))

    @property
    def basis(self) -> Basis:
        """Return which model and which estimates it rests on."""
        return self.table.basis

    @property
    def outcomes(self) -> list[str]:
        """Return the outcomes analysed."""
        return [str(name) for name in self.spread.index]

    @property
    def leading(self) -> list[str]:
        """Return the outcomes to look at first: of each kind the one that the factors move most."""
        found = [name for name in leading_outcomes(self.table) if name in self.outcomes]
        return found or self.outcomes[:1]

    @property
    def ranked_by(self) -> str:
        """Return the index by which factors are ranked."""
        there = set(self.indices["index"])
        return next(name for name in RANKED_BY if name in there)

    def ranking(self, outcome: str | None = None) -> pd.DataFrame:
        """Return the factors of one outcome, the one that matters most first.

        Parameters
        ----------
        outcome : str, optional
            The first of the leading ones when not given.

        Returns
        -------
        pandas.DataFrame
            Index factor; for each index its value and, with `_low` and `_high`, its interval.
        """
        rows = self._rows(outcome)
        rows = rows[rows["factor"] != CHANCE_ROW]
        values = rows.pivot(index="factor", columns="index", values="value")
        names = [name for name in dict.fromkeys(rows["index"]) if not values[name].isna().all()] or [self.ranked_by]
        out = {}
        for name in names:
            out[name] = values[name]
            for end in ("low", "high"):
                side = rows[rows["index"] == name].set_index("factor")[end]
                out |= {f"{name}_{end}": side} if not side.isna().all() else {}
        import pandas as pd

        return pd.DataFrame(out).sort_values(self.ranked_by, ascending=False, kind="stable")

    def chance(self, outcome: str | None = None) -> tuple[float, float, float]:
        """Return the share of chance in the variance of one replicate, with its interval."""
        rows = self._rows(outcome)
        value, low, high = rows.loc[rows["factor"] == CHANCE_ROW, ["value", "low", "high"]].iloc[0]
        return float(value), float(low), float(high)

    def _rows(self, outcome: str | None) -> pd.DataFrame:
        """Return the rows of one outcome."""
        return self.indices[self.indices["outcome"] == self._analysed(outcome)]

    def _analysed(self, outcome: str | None) -> str:
        """Return the name of an outcome, the first of the leading ones where none is given.

        Raises
        ------
        InputError
            When it is no outcome of the sweep, or was not analysed; the nearest that was is named.
        """
        if outcome is None:
            return self.leading[0]
        names = [name for name in checked_outcomes(self.table, outcome) if name in self.outcomes]
        if not names:
            near, count = partial(nearest, outcome, self.outcomes), len(self.outcomes)
            step = "araxes.sensitivity(sweep) without `outcomes` analyses all."
            raise InputError(
                [Fault("sensitivity", "outcome", repr(outcome), f"one of the {count} analysed", near, step)]
            )
        return names[0]

    def sentence(self, outcome: str | None = None) -> str:
        """Return in words what was found of an outcome, which factors matter, and how much is luck."""
        name = self._analysed(outcome)
        found = found_text(self.table, name)
        if self.spread.loc[name, "same"]:
            return found
        if not self.spread.loc[name, "resolved"]:
            return (
                f"{found} The points do not differ by more than their errors; more replicates or wider ranges may tell."
            )
        shares, first = self.ranked_by != "mu_star", self.ranked_by
        unit = str(self.spread.loc[name, "unit"])
        parts = [
            f"{factor} {self._told(row, first, unit)}"
            for factor, row in self.ranking(name).head(len(RANKED_BY)).iterrows()
        ]
        by_itself = "with interactions" if first == "ST" else "by itself"
        of = f"share of what differs between the points, {by_itself}" if shares else "mean effect over its whole range"
        return f"{found} What moves it ({of}): {', '.join(parts)}. {self._chance_in_words(name)}"

    @staticmethod
    def _told(row: pd.Series, index: str, unit: str) -> str:
        """Return an index with its interval: shares in per cent, effects in units of the outcome, those on chances in points."""
        values = (row[index], row.get(f"{index}_low", math.nan), row.get(f"{index}_high", math.nan))
        if index != "mu_star":
            value, low, high = (points(one, sign=False) for one in values)
            after = " %"
        elif unit == PROBABILITY:
            value, low, high = (points(one, decimals_of(0, values[0]), sign=False) for one in values)
            after = " points"
        else:
            value, low, high = (f"{one:.2g}" for one in values)
            after = f" {unit}"
        return f"{value}{after}" + ("" if math.isnan(values[1]) else f" [{low}, {high}]")

    def leader_title(self, outcome: str, arrow: str) -> str:
        """Return what moves an outcome most, as the title of a figure, with `arrow` between states."""
        title = outcome_title(self.table, outcome, arrow)
        if not self.spread.loc[outcome, "resolved"]:
            return f"{title}:\nno factor can be told from luck"
        ranked = self.ranking(outcome)
        factor, row = str(ranked.index[0]), ranked.iloc[0]
        told = self._told(row, self.ranked_by, str(self.spread.loc[outcome, "unit"])).split(" [")[0]
        size = (
            f"by {told} over its range" if self.ranked_by == "mu_star" else f"{told} of what differs between the points"
        )
        return f"{title}:\n{factor_words(factor)} moves it most, {size}"

    def _chance_in_words(self, outcome: str) -> str:
        """Return the share of luck as a sentence."""
        share, low, high = self.chance(outcome)
        if math.isnan(share):
            return "The share of luck is unknown: it takes at least 2 replicates a point."
        ends = "" if math.isnan(low) else f" [{percent(low)}, {percent(high)}]"
        return f"Luck is {percent(share)}{ends} of what differs between single histories."

    def plot(self, outcome: str | None = None) -> Axes:
        """Draw how much each factor moves an outcome, the first of the leading ones when not given; notebooks show it."""
        drawn: Axes = figure_maker("tornado_figure")(self, None if outcome is None else self._analysed(outcome))
        return drawn

    def notes(self) -> list[str]:
        """Return what a reader should know: what was left out, and what could not be taken out."""
        found = [f"Only {self.table.extent}; the same sweep again goes on from there."] if self.table.missing else []
        most = int(self.spread["dropped"].max())
        if most:
            found.append(f"Left out for missing points: {most} {self.pieces} (at most, over the outcomes).")
        if self.shared:
            found.append(
                "All points share their luck, so that they differ by the factors rather than by luck. What noise is left in their "
                "means is not known, and not subtracted: 'sobol', 'lhs' and 'random' have independent luck."
            )
        dull = int((~self.spread["resolved"].astype(bool)).sum()) - len(self.constant_outcomes)
        if dull:
            found.append(
                f"Outcomes whose points do not differ by more than their errors: {dull} of {len(self.spread)}."
            )
        if self.constant_outcomes:
            shown, more = self.constant_outcomes[: len(RANKED_BY)], len(self.constant_outcomes) - len(RANKED_BY)
            found.append(f"The same at all points: {', '.join(shown)}{f' and {more:,} more' if more > 0 else ''}")
        return found

    @property
    def constant_outcomes(self) -> list[str]:
        """Return the outcomes that are the same at all points, but for rounding."""
        return [str(name) for name in self.spread.index[self.spread["same"].astype(bool)]]

    def write(self, files: NewFiles) -> None:
        """Write indices and spread as CSV among new files."""
        files.write_table("indices.csv", self.indices)
        files.write_table("spread.csv", self.spread.reset_index())

    def document(self) -> dict[str, Any]:
        """Return everything as plain values, nan as None."""
        plain = {
            name: data.astype(object).where(data.notna(), None).to_dict("records")
            for name, data in (("indices", self.indices), ("spread", self.spread.reset_index()))
        }
        head = {
            "scenario": self.table.scenario,
            **self.table.basis.attrs(),
            "design": self.table.design,
            "points": len(self.table.values),
            "extent": self.table.extent,
        }
        return head | {
            "replicates": self.table.replicates,
            "method": self.method,
            "leading": self.leading,
            "sentences": [self.sentence(name) for name in self.leading],
            "notes": self.notes(),
            **plain,
        }


class Method(NamedTuple):
    """How a design is analysed."""

    measure: Callable[[SweepTable, str], OutcomeMeasure]
    name: str
    pieces: str
    """What is left out where a point failed."""
    least: str
    """The setting that says how many pieces are needed."""


METHODS = {
    SOBOL: Method(measures.sobol, "Sobol indices of the response without noise", "base samples", "base_samples"),
    MORRIS: Method(measures.morris, "Morris screening: elementary effects", "trajectories", "trajectories"),
    GRID: Method(measures.grid_indices, "shares of variance over the grid, by level means", "points", ""),
}
HOLED = Method(
    measures.holed_indices,
    "first-order shares of variance, by an additive fit to a grid with holes",
    "points",
    "points",
)
BINNED = Method(measures.binned_indices, "first-order shares of variance, by bins of the points", "points", "points")


@check_arguments(sweep=either(SweepTable, path))
def sensitivity(sweep: SweepTable | Path | str, outcomes: str | Sequence[str] | None = None) -> Sensitivity:
    """Return which factors of a sweep matter, for many outcomes at once, beside chance.

    Parameters
    ----------
    sweep : SweepTable, Path or str
        What `araxes.sweep` returns, or the folder of a sweep.
    outcomes : str or sequence of str, optional
        All of the sweep when not given.

    Returns
    -------
    Sensitivity
        By the design: Sobol indices (`S1`, `ST`), Morris's measures (`mu_star`, `mu`, `sigma`), shares over a complete grid (`S1`, `ST`),
        or first-order shares (`S1`) by an additive fit for grids with holes, by bins for LHS, random and designs from a file. Base
        samples, trajectories or points in which the outcome is missing are left out, and counted.

    Raises
    ------
    InputError
        When the folder holds no sweep, an outcome is unknown, there is one factor only, or there are too few points.
    """
    table = sweep_table_of(sweep)
    names = checked_outcomes(table, outcomes)
    if len(table.factors) < 2:
        raise InputError(
            [
                Fault(
                    _place(sweep),
                    "factors",
                    ", ".join(factor.name for factor in table.factors) or "none",
                    "at least 2 factors: with one there is nothing to share out",
                    step="A line with its band shows one factor: 'araxes plot'.",
                )
            ]
        )
    method = method_of(table)
    _check_salib(method)
    found = {name: method.measure(table, name) for name in names}
    if method.least and not any(measure.used >= setting(f"sensitivity.{method.least}") for measure in found.values()):
        most = max(measure.used for measure in found.values())
        needed = f"at least {setting(f'sensitivity.{method.least}'):.0f} {method.pieces} without a failed point"
        raise InputError(
            [Fault(_place(sweep), method.pieces, str(most), needed, step="Grow the sweep, or rerun its failed points.")]
        )
    return Sensitivity(table, method.name, method.pieces, shares_luck(table), frame(found), spread(table, found))


def method_of(table: SweepTable) -> Method:
    """Return how a sweep is analysed; a grid with holes differs from a complete one."""
    if table.design == GRID and not measures.is_complete_grid(table):
        return HOLED
    return METHODS.get(table.design, BINNED)


def _check_salib(method: Method) -> None:
    """Raise the fault of a method that needs SALib where it is not installed."""
    from importlib.util import find_spec

    if method in (METHODS[SOBOL], METHODS[MORRIS]) and find_spec("SALib") is None:
        step = "Install it with: pip install 'araxes[sensitivity]'"
        raise InputError([Fault("sensitivity", "", "no SALib", f"SALib for {method.name}", step=step)])


def sweep_table_of(sweep: SweepTable | Path | str) -> SweepTable:
    """Return the table of a sweep that is given as such or by its folder."""
    if isinstance(sweep, SweepTable):
        return sweep
    from araxes.sweeps.store import read_sweep

    return read_sweep(Path(sweep))


def _place(sweep: SweepTable | Path | str) -> str:
    """Return what a fault names: the folder, or the scenario that was swept."""
    return f"sweep of {sweep.scenario}" if isinstance(sweep, SweepTable) else str(sweep)


def frame(found: dict[str, OutcomeMeasure]) -> pd.DataFrame:
    """Return all indices, one row an outcome, factor and index, with columns value, low and high; chance as its own row."""
    import pandas as pd

    rows = [(name, *row) for name, measure in found.items() for row in measure.rows]
    return pd.DataFrame(rows, columns=["outcome", "factor", "index", "value", "low", "high"])


def spread(table: SweepTable, found: dict[str, OutcomeMeasure]) -> pd.DataFrame:
    """Return, for each outcome, its mean, both parts of the variance of one replicate, and what was used."""
    import pandas as pd

    rows = {
        name: {
            "unit": table.outcomes["unit"].get(name, ""),
            "label": table.outcomes["label"].get(name, name),
            "mean": float(table.mean[name].mean()),
            "by_factors": measure.between,
            "by_chance": measure.within,
            "resolved": measure.resolved,
            "same": measure.same,
            "used": measure.used,
            "dropped": measure.dropped,
        }
        for name, measure in found.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("outcome")
