"""A result: an ensemble of one scenario, to be summarised, plotted, saved, and reopened replicate by replicate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from araxes import dims
from araxes.display import Card, show_card
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.errors import Fault, InputError
from araxes.files import NewFiles, Savable
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.region import Basis
from araxes.inputs.scenario import Scenario
from araxes.interruption import tell_finished
from araxes.options import DRAWN, KERNEL, MEAN
from araxes.results.tally import Tally, summary_rows

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import xarray as xr

    from araxes.engines.datasets import Labelled
    from araxes.engines.mesa.model import Region


INTERRUPTED = "interrupted"
DATA, EVENTS, SUMMARY, SCENARIO = "data.nc", "events.parquet", "summary.csv", "scenario.json"
FULL, SUMMARIES = "full histories", "summaries"


@show_card
@dataclass(frozen=True)
class Result(Savable):
    """An ensemble of one scenario with the record before it.

    Attributes
    ----------
    world : World
        The scenario as prepared.
    tally : Tally
        What the replicates amount to.
    histories : Histories or None
        What every replicate did, where it was kept.
    seed : int
    fixed : bool
        Whether the weights, and with them the judged values, were taken as they are.
    engine : str
    asked : int, optional
        How many replicates were asked for; as many as there are when not given.
    """

    world: World
    tally: Tally
    histories: Histories | None
    seed: int
    fixed: bool = False
    engine: str = KERNEL
    asked: int | None = None

    def _card(self) -> Card:
        """Return of which scenario it is, and how much of it there is."""
        one = self.scenario
        size = f"{self.extent}, {one.weeks} weeks from {one.start}, {self.mode}"
        facts = {"question": one.question, "size": size, "rests on": str(self.basis)}
        return Card(f"Result of {one.name}: {one.heading}", size, ("summary()", "replicate(0)", "save(folder)"), facts)

    @property
    def scenario(self) -> Scenario:
        """Return the scenario."""
        return self.world.scenario

    @property
    def basis(self) -> Basis:
        """Return which model and which estimates it rests on."""
        return self.scenario.basis

    @property
    def replicates(self) -> int:
        """Return how many replicates were finished."""
        return self.tally.replicates

    @property
    def interrupted(self) -> bool:
        """Return whether the run was stopped before all replicates were finished."""
        return self.asked is not None and self.replicates < self.asked

    @property
    def extent(self) -> str:
        """Return how many replicates there are, of how many where the run was stopped early."""
        return tell_finished(self.replicates, self.asked or self.replicates)

    @property
    def mode(self) -> str:
        """Return whether full histories or summaries were kept."""
        return SUMMARIES if self.histories is None else FULL

    @cached_property
    def data(self) -> xr.Dataset:
        """Return the full histories as labelled arrays (see `araxes.engines.datasets.simulate`), or the summaries where none were kept."""
        return self.labelled_arrays().dataset()

    def labelled_arrays(self) -> Labelled:
        """Return what `data` holds."""
        from araxes.engines.datasets import label_histories
        from araxes.results.tally import summaries

        kept, numbers = self.histories, range(self.replicates)
        found = summaries(self.tally) if kept is None else label_histories(self.world, kept, numbers)
        return found.with_attrs(self.provenance(), self.basis)

    def summaries(self) -> xr.Dataset:
        """Return counts and quantiles as labelled arrays, the same whether or not full histories were kept.

        See `araxes.results.tally.summaries`.
        """
        from araxes.results.tally import summaries

        found = summaries(self.tally)
        return found.with_attrs(self.provenance(), self.basis).dataset()

    def provenance(self) -> dict[str, Any]:
        """Return what is needed to repeat the result: versions, files, seed."""
        from importlib.metadata import version

        versions = {
            f"version_{name}": version(name) for name in ("araxes", "mesa", "numba", "numpy", "scipy", "xarray")
        }
        return versions | {
            "seed": self.seed,
            "fixed": int(self.fixed),
            "judged": DRAWN if self.world.judged and not self.fixed else MEAN,
            "engine": self.engine,
            "interrupted": int(self.interrupted),
            "mode": self.mode,
            "replicates": self.replicates,
            "extent": self.extent,
            "scenario_files": ", ".join(self.scenario.files),
            "start": str(self.scenario.start),
        }

    @cached_property
    def observed(self) -> xr.Dataset:
        """Return the record before the start, `rung` and `tension` (week, actor, target)."""
        from araxes.engines.datasets import record_dataset

        return record_dataset(self.world)

    @property
    def start_tension(self) -> xr.DataArray:
        """Return the tension before the first week, dims (actor, target), Goldstein points."""
        return self.observed["tension"].isel({dims.WEEK: -1})

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Return the rows of the summary as plain values; those of an interrupted run say what there is of it."""
        return [row | self.mark for row in summary_rows(self.tally)]

    @property
    def mark(self) -> dict[str, str]:
        """Return the column that every table of an interrupted run ends with; nothing where the run is whole."""
        return {INTERRUPTED: self.extent} if self.interrupted else {}

    def summary(self) -> pd.DataFrame:
        """Return one row a dyad: tension at start and end with bands, chances of coercion, violence and war.

        That of an interrupted run has one column more, `interrupted`, with what there is of it.
        """
        import pandas as pd  # heavy; a run does without

        return pd.DataFrame.from_dict(
            {row["dyad"]: {name: value for name, value in row.items() if name != "dyad"} for row in self.rows},
            orient="index",
        )

    def tension(self) -> xr.DataArray:
        """Return quantiles of tension, dims (quantile, week, actor, target), Goldstein points."""
        return self.summaries()["tension"]

    def status(self) -> xr.DataArray:
        """Return quantiles of the issues' statuses, dims (quantile, week, issue)."""
        return self.summaries()["status"]

    def crossing(self) -> xr.DataArray:
        """Return the chance of having reached each rung by each week, dims (week, actor, target, rung)."""
        return self.summaries()["crossing"]

    def replicate(self, number: int, week: Any = 0) -> Region:
        """Return a replicate as a Mesa model before a week, to step, inspect and plot.

        Parameters
        ----------
        number : int
            Of the replicate: any, whether or not the ensemble holds it.
        week : int
            How many weeks to run at once, 0 to the horizon.

        Raises
        ------
        InputError
            When the week lies outside the horizon or the number is not one.
        """
        from araxes.engines.mesa.model import Region

        horizon = self.scenario.weeks
        if isinstance(week, bool) or not isinstance(week, int) or not 0 <= week <= horizon:
            raise InputError([Fault("replicate", "week", repr(week), f"a week of the run, 0 to {horizon}")])
        region = Region(self.world, number, self.seed, fixed=self.fixed)
        while region.week < week:
            region.step()
        return region

    def events(self) -> pd.DataFrame:
        """Return all simulated acts that are not quiet, columns of the history preceded by `replicate`.

        The issue is left at "general"; `replicate(n).run().events()` names it.

        Raises
        ------
        InputError
            When only summaries were kept.
        """
        from araxes.results.formats import decode_table

        table: pd.DataFrame = decode_table(self.acts()).to_pandas()
        return table

    def acts(self) -> pa.Table:
        """Return the table of `acts_table` as Arrow keeps it."""
        from araxes.results.formats import acts_table

        if self.histories is None:
            fewer = "fewer replicates, or `full=True`: summaries hold no single acts"
            raise InputError([Fault("events", "replicates", str(self.replicates), fewer)])
        return acts_table(self.world, self.histories)

    def write(self, files: NewFiles) -> None:
        """Write data (NetCDF), events (Parquet, of full histories), summary (CSV) and the scenario as resolved (JSON) among new files."""
        from araxes.results import formats

        formats.write_netcdf(self.labelled_arrays(), files.open(DATA))
        if self.histories is None:
            files.remove(EVENTS)
        else:
            import pyarrow.parquet as pq

            acts = self.acts()
            with pq.ParquetWriter(files.open(EVENTS), acts.schema, store_schema=False) as file:  # read as plain texts
                file.write_table(acts)
                file.add_key_value_metadata(self.basis.attrs())
        files.write_rows(SUMMARY, self.rows)
        files.write_json(SCENARIO, resolved_data(self.scenario))
