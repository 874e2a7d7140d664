"""What a forecast is: its chances, the skill measured beside them, the record before them, as tables, arrays and plain values."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from araxes.display import Card, figure_maker, show_card
from araxes.engines.world import World
from araxes.errors import InputError, unknown
from araxes.files import NewFiles, Savable
from araxes.forecasting.measured import BASELINE, Measured
from araxes.forecasting.predict import Prediction
from araxes.inputs.parameters import setting
from araxes.inputs.region import Basis
from araxes.inputs.scenario import Scenario
from araxes.interruption import tell_finished

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr
    from matplotlib.figure import Figure

    from araxes.results.doubt import Shares


@show_card
@dataclass(frozen=True)
class Forecast(Savable):
    """A forecast and what stands beside it.

    Attributes
    ----------
    prediction : Prediction
        Of every week up to the horizon.
    measured : Measured
        The skill on the same record, where it was measured.
    record : str
        Name of the record.
    notes : tuple of str
        What a reader should know: what the memory rests on, what of the scenario was left out.
    seed : int
    fixed : bool
    """

    prediction: Prediction
    measured: Measured
    record: str
    notes: tuple[str, ...]
    seed: int
    fixed: bool = False

    def _card(self) -> Card:
        """Return what is forecast, and how much of it there is."""
        facts = {"size": f"{self.extent}, {self.weeks} weeks", "record": self.record, "rests on": str(self.basis)}
        return Card(self.heading, facts["size"], ("within", "chances", "skill", "save(folder)"), facts)

    @property
    def world(self) -> World:
        """Return the world at the origin."""
        return self.prediction.world

    @property
    def scenario(self) -> Scenario:
        """Return the scenario as it could be known at the origin."""
        return self.world.scenario

    @property
    def basis(self) -> Basis:
        """Return which model and which estimates it rests on."""
        return self.scenario.basis

    @property
    def origin(self) -> datetime.date:
        """Return the Monday of the first week that is forecast."""
        return self.scenario.start

    @property
    def weeks(self) -> int:
        """Return how many weeks are forecast."""
        return self.scenario.weeks

    @property
    def interrupted(self) -> bool:
        """Return whether the run was stopped before all replicates were finished."""
        return self.prediction.interrupted

    @property
    def extent(self) -> str:
        """Return how many replicates there are, of how many where the run was stopped early."""
        return tell_finished(self.prediction.replicates, self.prediction.asked or self.prediction.replicates)

    def _marked(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table, with one column more where the run was stopped early."""
        return table.assign(interrupted=self.extent) if self.interrupted else table

    def chances(self) -> pd.DataFrame:
        """Return the chances of acts of every pair, beside base rates and what came before; see `araxes.forecasting.pairs.pair_rows`."""
        return self._pairs.copy()

    @cached_property
    def _pairs(self) -> pd.DataFrame:
        """Return the table of `chances`, made once."""
        from araxes.forecasting.pairs import pair_rows

        return self._marked(pair_rows(self))

    def answer(self) -> list[str]:
        """Return in sentences what is forecast, how sure that is and why, what to doubt, where to look next."""
        from araxes.forecasting.pairs import forecast_answer

        return forecast_answer(self)

    def plot(self, event: str | None = None) -> Figure:
        """Draw the pairs by their chance of acts within a quarter, beside base rates and what came when as much was said.

        Parameters
        ----------
        event : str, optional
            "hostile act", "coercive act" or "violent act" alone; a panel each where not given.

        Returns
        -------
        matplotlib.figure.Figure
            See `araxes.plots.dot_page`.

        Raises
        ------
        InputError
            When there is no such event.
        """
        from araxes.forecasting.pairs import ACTS, leading_horizons

        if event is not None and event not in ACTS:
            raise InputError([unknown("event", "", event, ACTS, "event")])
        table, last = self.chances(), leading_horizons(self.weeks)[-1]
        shown = table[(table["weeks"] == last) & table["event"].isin(ACTS if event is None else [event])]
        figure: Figure = figure_maker("dot_page")(shown, self.heading, f"{self.extent}. {self.measured.in_words()}")
        return figure

    @cached_property
    def rung_chances(self) -> pd.DataFrame:
        """Return the chance of each rung by dyad and week; see `araxes.forecasting.exports.chance_rows`."""
        from araxes.forecasting.exports import chance_rows

        return self._marked(chance_rows(self.prediction))

    @cached_property
    def within(self) -> pd.DataFrame:
        """Return the chances of what happens within some weeks, skill beside them; see `araxes.forecasting.exports.within_rows`."""
        from araxes.forecasting.exports import within_rows

        return self._marked(within_rows(self.prediction, self.measured))

    @cached_property
    def skill(self) -> pd.DataFrame:
        """Return the measured skill of the chances of rungs, by horizon: over the baseline, and over the climatology of each dyad."""
        import pandas as pd

        from araxes.forecasting.exports import shown_horizons

        ahead = shown_horizons(self.weeks)
        over, plain = [self.measured.rungs(h) for h in ahead], [self.measured.climatology(h) for h in ahead]
        return pd.DataFrame({"weeks": ahead, "skill": over, "over_climatology": plain})

    def data(self) -> xr.Dataset:
        """Return the forecast as labelled arrays; see `araxes.forecasting.exports.forecast_arrays`."""
        from araxes.forecasting.exports import forecast_arrays

        return forecast_arrays(self).dataset()

    @property
    def observed(self) -> xr.Dataset:
        """Return the last weeks on record before the origin: `rung` (-1 where nothing is known) and `tension` (nan there)."""
        from araxes import dims
        from araxes.engines.datasets import record_dataset

        last = record_dataset(self.world).isel({dims.WEEK: slice(-int(setting("run.observed_weeks")), None)})
        return last.assign(tension=last["tension"].where(last["rung"] >= 0))

    @property
    def heading(self) -> str:
        """Return in one line what is forecast, and what is supposed of the weeks ahead."""
        given = self.scenario
        items = len(given.acts) + len(given.signals) + len(given.changes)
        supposed = (
            f"supposed: {given.title}" if items or given.name != BASELINE else "nothing supposed of the weeks ahead"
        )
        read = f", the record as {given.reading.name} reads it" if given.reading else ""
        read += f", in the perspective of {given.perspective.name}" if given.perspective else ""
        return f"Forecast of {self.weeks} weeks from {self.origin}{read}, {supposed}"

    @property
    def weights_share(self) -> float:
        """Return how much of the variance of the events of `within` is not knowing weights and judged values; the rest is luck.

        nan where there are too few replicates to tell, one of each parameter draw or fewer.
        """
        chance, share = (self.within[column].to_numpy() for column in ("chance", "weights_share"))
        variance = chance * (1 - chance)
        return float(np.maximum((variance * share).sum() / variance.sum(), 0)) if variance.sum() else 0.0

    @cached_property
    def shares(self) -> Shares:
        """Return what of that variance is luck, weights, judged values, and the interplay of the last two; simulated when first asked for.

        See `araxes.results.doubt`; weights_share is the same but for luck in one number, from this ensemble alone.
        """
        from araxes.forecasting.exports import shares_of_forecast

        return shares_of_forecast(self)

    def document(self) -> dict[str, Any]:
        """Return everything as plain values."""
        from araxes.forecasting.report import plain_rows

        return {
            "scenario": self.scenario.name,
            **self.basis.attrs(),
            "record": self.record,
            "origin": str(self.origin),
            "weeks": self.weeks,
            "weights_share": None if np.isnan(self.weights_share) else self.weights_share,
            "shares": {
                name: None if np.isnan(share) else float(share) for name, share in self.shares._asdict().items()
            },
            "replicates": self.prediction.replicates,
            "extent": self.extent,
            "notes": list(self.notes),
            "answer": self.answer(),
            "measured": self.measured.head(),
            "skill": plain_rows(self.skill),
            "within": plain_rows(self.within),
            "chances": plain_rows(self.rung_chances),
            "pairs": plain_rows(self.chances()),
            "interrupted": self.interrupted,
        }

    def write(self, files: NewFiles) -> None:
        """Write everything among new files; see `araxes.forecasting.exports.write_forecast`."""
        from araxes.forecasting.exports import write_forecast

        write_forecast(self, files)
