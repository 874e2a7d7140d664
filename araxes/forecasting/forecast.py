"""A forecast: what is to be expected of the weeks after a Monday of a record, with the skill that was measured on that record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from araxes.engines.draws import checked_seed
from araxes.engines.ensemble import KERNEL, Progress, checked_engine
from araxes.engines.world import World, prepare
from araxes.errors import Fault, InputError
from araxes.forecasting.measured import Measured, measured
from araxes.forecasting.origin import checked_weeks, origin_notes, origin_of, scenario_at
from araxes.forecasting.predict import Prediction, predict
from araxes.forecasting.sources import record_from
from araxes.forecasting.witness import held_against
from araxes.history.read import History
from araxes.history.warmed import warmth
from araxes.inputs.region import RegionFiles
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.settings import setting
from araxes.results.run import checked_replicates

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr


BASELINE = "baseline"
"""The scenario that supposes nothing."""


@dataclass(frozen=True)
class Forecast:
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

    @property
    def world(self) -> World:
        """Return the world at the origin."""
        return self.prediction.world

    @property
    def scenario(self) -> Scenario:
        """Return the scenario as it could be known at the origin."""
        return self.world.scenario

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

    @cached_property
    def chances(self) -> pd.DataFrame:
        """Return the chance of each rung by dyad and week; see `araxes.forecasting.rows.chance_rows`."""
        from araxes.forecasting.rows import chance_rows

        return chance_rows(self.prediction)

    @cached_property
    def within(self) -> pd.DataFrame:
        """Return the chances of what happens within some weeks, skill beside them; see `araxes.forecasting.rows.within_rows`."""
        from araxes.forecasting.rows import within_rows

        return within_rows(self.prediction, self.measured)

    @cached_property
    def skill(self) -> pd.DataFrame:
        """Return the measured skill of the chances of rungs, by horizon: over the baseline, and over the climatology of each dyad."""
        import pandas as pd

        from araxes.forecasting.rows import shown_horizons

        ahead = shown_horizons(self.weeks)
        over, plain = [self.measured.rungs(h) for h in ahead], [self.measured.climatology(h) for h in ahead]
        return pd.DataFrame({"weeks": ahead, "skill": over, "over_climatology": plain})

    def data(self) -> xr.Dataset:
        """Return the forecast as labelled arrays; see `araxes.forecasting.exports.labelled`."""
        from araxes.forecasting.exports import labelled

        return labelled(self).dataset()

    @property
    def observed(self) -> xr.Dataset:
        """Return the last weeks on record before the origin: `rung` (-1 where nothing is known) and `tension` (nan there)."""
        from araxes import dims
        from araxes.engines.labelled import observed

        last = observed(self.world).isel({dims.WEEK: slice(-int(setting("run.observed_weeks")), None)})
        return last.assign(tension=last["tension"].where(last["rung"] >= 0))

    @property
    def heading(self) -> str:
        """Return in one line what is forecast, and what is supposed of the weeks ahead."""
        given = self.scenario
        items = len(given.acts) + len(given.signals) + len(given.changes)
        supposed = (
            f"supposed: {given.title}" if items or given.name != BASELINE else "nothing supposed of the weeks ahead"
        )
        return f"Forecast of {self.weeks} weeks from {self.origin}, {supposed}"

    @property
    def weights_share(self) -> float:
        """Return how much of the variance of the events of `within` is not knowing the weights, all of them together; the rest is luck.

        nan where there are too few replicates to tell, one of each parameter draw or fewer.
        """
        chance, share = (self.within[column].to_numpy() for column in ("chance", "weights_share"))
        variance = chance * (1 - chance)
        return float(np.maximum((variance * share).sum() / variance.sum(), 0)) if variance.sum() else 0.0

    def document(self) -> dict[str, Any]:
        """Return everything as plain values."""
        from araxes.forecasting.report import plain

        return {
            "scenario": self.scenario.name,
            "record": self.record,
            "origin": str(self.origin),
            "weeks": self.weeks,
            "weights_share": None if np.isnan(self.weights_share) else self.weights_share,
            "replicates": self.prediction.replicates,
            "notes": list(self.notes),
            "measured": self.measured.head(),
            "skill": plain(self.skill),
            "within": plain(self.within),
            "chances": plain(self.chances),
            "interrupted": self.interrupted,
        }

    def save(self, folder: Path) -> list[Path]:
        """Write everything into a folder that exists; return the files."""
        from araxes.forecasting.exports import write

        return write(self, folder)


def forecast(
    scenario: str | Scenario = BASELINE,
    as_of: datetime.date | str | None = None,
    weeks: int | None = None,
    *,
    history: History | Path | str | None = None,
    exposure: Path | None = None,
    skill: Path | str | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    fixed: bool = False,
    engine: str = KERNEL,
    workers: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> Forecast:
    """Forecast the weeks after a Monday of a record.

    Parameters
    ----------
    scenario : str or Scenario
        What is supposed of the weeks ahead; what it supposes of earlier ones is left out. Nothing, when not given.
    as_of : datetime.date or str, optional
        The forecast knows the weeks before that of this date, and nothing later: dated values are frozen there. The first Monday after the
        record when not given.
    weeks : int, optional
        Horizon, 1 to 104 (26).
    history : History, Path or str, optional
        Another record than the scenario's, the path of one, or the name of one among the histories.
    exposure : Path, optional
        Daily totals of that record; thin weeks become unknown.
    skill : Path or str, optional
        What `araxes hindcast` measured on the same record: its skill file or folder. When not given, the file that lies beside the record
        in the folders of histories; one is shipped for the embedded chronology.
    replicates, seed, sets, own, fixed, engine, workers, progress, announce, ready
        As for `araxes.run`; 1,024 replicates.

    Returns
    -------
    Forecast
        When interrupted, of the replicates finished so far.

    Raises
    ------
    InputError
        With every fault of the scenario, the files or the options; when the record does not reach `as_of`.
    KeyboardInterrupt
        When interrupted before any replicate was finished.

    Examples
    --------
    >>> import araxes
    >>> found = araxes.forecast(as_of="2023-04-03", weeks=4, replicates=256)
    >>> float(found.chances.query("dyad == 'IRN>AZE' and weeks == 1")["chance"].sum().round(6))
    1.0
    """
    checks = Checks()
    number = checks(checked_replicates, int(setting("forecast.replicates")) if replicates is None else replicates)
    luck = checks(checked_seed, int(setting("run.seed")) if seed is None else seed)
    checks(checked_engine, engine)
    horizon, loaded = checks(checked_weeks, weeks), checks(load, scenario, own, sets)
    checks.done()
    record = record_of(loaded, history, exposure)
    origin, known = checks(origin_of, as_of, record), checks(measured, skill, record.header.name, loaded.own)
    checks.done()
    supposed, left = scenario_at(loaded, origin, horizon)
    notes = origin_notes(as_of, origin, record, loaded.region)
    if known.content and (sets or supposes(supposed)):
        left.append("The skill was measured on forecasts that suppose nothing; what is supposed here was never scored.")
    else:
        known = held_against(known, record, loaded.region)
    notes = [
        *warmth(record, loaded.region, origin).text(),
        rests_on(loaded.region, origin, record.header.name),
        *notes,
        *left,
        *known.notes,
    ]
    world = prepare(replace(supposed, title=loaded.title), record)
    if ready:
        ready()
    found = predict(
        world, range(1, horizon + 1), luck, number,
        fixed=fixed, engine=engine, workers=workers, progress=progress, announce=announce,
    )  # fmt: skip
    return Forecast(found, known, record.header.name, tuple(notes), luck, fixed)


def supposes(scenario: Scenario) -> bool:
    """Return whether a scenario supposes anything of the weeks ahead."""
    return bool(scenario.acts or scenario.signals or scenario.changes or scenario.name != BASELINE)


def rests_on(region: RegionFiles, origin: datetime.date, record: str) -> str:
    """Return in a sentence which estimates were known at an origin, and whether they are of the record that is forecast."""
    known = [one for one in region.estimates if one.last < origin]
    if not known:
        return "Parameters: priors; none was estimated on data from before."
    words = [
        f"estimated on {f'another record, {one.record!r}' if one.record != record else 'this record'}, {one.first} to {one.last}"
        for one in known
    ]
    return f"Parameters: {'; '.join(words)}."


class Checks:
    """Checks whose faults are raised together."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __call__(self, check: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a check returns, None where it finds faults."""
        try:
            return check(*arguments)
        except InputError as error:
            self.faults += error.faults
            return None

    def done(self) -> None:
        """Raise the faults found so far, if any."""
        if self.faults:
            raise InputError(self.faults)


def record_of(scenario: Scenario, history: History | Path | str | None, exposure: Path | None) -> History:
    """Return the record a forecast is made from: as given, read from a file, or the scenario's."""
    return record_from(scenario.history if history is None else history, scenario.region, scenario.own, exposure)
