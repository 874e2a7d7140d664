"""A result: an ensemble of one scenario, to be summarised, plotted, saved, and reopened replicate by replicate."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from araxes import dims
from araxes.display import Card, figure_maker, show_card
from araxes.engines.ensemble import Histories
from araxes.engines.world import World
from araxes.errors import Fault, InputError, Option, unknown
from araxes.files import NewFiles, Savable
from araxes.inputs.catalogue import resolved_data
from araxes.inputs.faults import value_text
from araxes.inputs.parameters import setting
from araxes.inputs.region import Basis, dyad_of
from araxes.inputs.scenario import Scenario
from araxes.interruption import tell_finished
from araxes.options import DRAWN, KERNEL, MEAN
from araxes.results.summary import act_chance_rows, run_answer, summary_rows
from araxes.results.tally import Tally

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    import xarray as xr
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from araxes.engines.datasets import Labelled
    from araxes.engines.mesa.model import Region


INTERRUPTED = "interrupted"
DATA, EVENTS, SUMMARY, SCENARIO = "data.nc", "events.parquet", "summary.csv", "scenario.json"
FULL, SUMMARIES = "full histories", "summaries"
FIGURES = ("weeks", "course", "chances")
"""The pages of figures of a run, the main one first."""


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
        return Card(
            f"Result of {one.name}: {one.heading}", size, ("summary()", "chances()", "plot()", "save(folder)"), facts
        )

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
        return [row | self.mark for row in summary_rows(self.tally, self.fixed)]

    @property
    def leading_rows(self) -> list[dict[str, Any]]:
        """Return the rows of the summary, dyads with most hostile weeks first."""
        return sorted(self.rows, key=lambda row: -row["hostile_weeks"])

    def answer(self) -> list[str]:
        """Return in a few sentences what the run says: likeliest acts, hostile weeks beside the record, how sure, what to keep in mind."""
        return run_answer(self)

    @property
    def mark(self) -> dict[str, str]:
        """Return the column that every table of an interrupted run ends with; nothing where the run is whole."""
        return {INTERRUPTED: self.extent} if self.interrupted else {}

    def summary(self) -> pd.DataFrame:
        """Return what the run comes to, one row a directed dyad, beside the record of as many weeks before the start.

        Returns
        -------
        pandas.DataFrame
            Index dyad ("IRN>AZE"). `hostile_weeks`: mean number of weeks with a hostile act (rung 4 or above) within the horizon;
            `record_weeks`: weeks on record, as many as the horizon or as there are; `record_hostile_weeks`, `record_coercive_weeks`
            and `record_violent_weeks`: those of them with such an act; `chance_hostile`, `chance_coercive` (rung 7 or above),
            `chance_violent` (9 or above) and `chance_war` (the highest rung): chance in [0, 1] of at least one such act within the
            horizon. Means and chances have an interval, `_low` and `_high` (`compare.level`), nan of a single history. An interrupted
            run has one column more, `interrupted`, with what there is of it.
        """
        return self._table(self.rows).set_index("dyad")

    def chances(self, by_week: bool = False) -> pd.DataFrame:
        """Return the chance of at least one act of a class, one row a directed dyad and class.

        Parameters
        ----------
        by_week : bool
            One row for every week as well: the chance up to and with it.

        Returns
        -------
        pandas.DataFrame
            Columns `dyad`, `act` ("hostile", "coercive", "violent" or "war") and `chance` in [0, 1] within the horizon with its interval
            `low`, `high`; by week the Monday `week` in place of the interval.
        """
        table = self._table(act_chance_rows(self.tally, self.fixed, by_week))
        return table.astype({"week": "datetime64[ns]"}) if by_week else table

    def _table(self, rows: list[dict[str, Any]]) -> pd.DataFrame:
        """Return rows as a table that says on what it rests."""
        import pandas as pd  # heavy; a run does without

        return pd.DataFrame(rows).assign(**self.mark)

    def plot(self, page: str = FIGURES[0]) -> Figure:
        """Return a page of figures of the run.

        Parameters
        ----------
        page : {"weeks", "course", "chances"}
            Weeks with hostile acts of every dyad beside the record; the record of the leading dyads and what follows, week by week; or the
            chances of coercive and violent acts.

        Raises
        ------
        InputError
            When there is no such page; the nearest is named.
        """
        if page not in FIGURES:
            raise InputError([unknown(Option("page"), "", page, FIGURES, "page of figures")])
        figure: Figure = figure_maker("run_page")(self, page)
        return figure

    def fan(self, dyad: str | tuple[str, str], ax: Axes | None = None) -> Axes:
        """Draw the tension of a directed dyad: the year on record before the start, then the bands of the simulated one.

        Parameters
        ----------
        dyad : str or tuple of str
            "IRN>AZE", or ("IRN", "AZE").
        ax : matplotlib.axes.Axes, optional
            Where to draw; a new figure if not given.

        Raises
        ------
        InputError
            When there is no such dyad; the nearest is named.
        """
        actor, target = self.dyad(dyad)
        at = {dims.ACTOR: actor, dims.TARGET: target}
        record = self.observed["tension"].isel({dims.WEEK: slice(-int(setting("run.observed_weeks")), None)})
        drawn: Axes = figure_maker("fan")(self.tension().sel(at), record.sel(at), ax)
        return drawn

    def dyad(self, dyad: str | tuple[str, str]) -> tuple[str, str]:
        """Return actor and target of a directed dyad of states, given as "IRN>AZE" or ("IRN", "AZE").

        Raises
        ------
        InputError
            When there is no such dyad; the nearest is named.
        """
        text = ">".join(map(str, dyad)) if isinstance(dyad, tuple | list) else dyad
        if not isinstance(text, str):
            raise InputError(
                [Fault(Option("dyad"), "", value_text(dyad), 'a directed dyad, "IRN>AZE" or ("IRN", "AZE")')]
            )
        return dyad_of(self.world.states, text, Option("dyad"))

    def ties(self) -> xr.DataArray:
        """Return the ties between the states at the start in [-1, 1], dims (actor, target), nan on the diagonal."""
        import xarray as xr  # heavy; a run does without

        names, book, start = self.world.states, self.scenario.book, self.scenario.start
        paths = [[f"relations.tie.{'.'.join(sorted((a, b)))}" for b in names] for a in names]
        table = [[book[path].at(start) if path in book else float("nan") for path in row] for row in paths]
        return xr.DataArray(table, dims=(dims.ACTOR, dims.TARGET), coords={dims.ACTOR: names, dims.TARGET: names})

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
