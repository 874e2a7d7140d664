"""The health of the model: stability, probes, free runs against the record, responses to acts, and long runs."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from araxes import dims
from araxes.engines.ensemble import Progress
from araxes.engines.labelled import observed
from araxes.engines.world import prepare
from araxes.history.read import days
from araxes.inputs.basis import Basis
from araxes.inputs.estimates import basis_of
from araxes.inputs.scenario import load
from araxes.inputs.settings import setting
from araxes.options import checked
from araxes.results.clustering import clustering_table
from araxes.results.free_runs import FreeRuns, dated, free_runs, free_scenario, simulated_rungs
from araxes.results.gates import drift_gates, free_run_gates, push_gate, reaction_gates, siege_gate
from araxes.results.known import known_failures, known_of_gates
from araxes.results.long_runs import drift_table, push_table, siege_table
from araxes.results.outcomes import crossing_chance, dyads, hard_rungs
from araxes.results.probes import probe_table, without_effect
from araxes.results.reaction import reaction_table, windows
from araxes.results.response import response_table
from araxes.results.stability import Stability, stability
from araxes.results.violence import Foretold, quarters, violence_foretold


@dataclass(frozen=True)
class Health:
    """What a check of the model found.

    Attributes
    ----------
    stability : Stability
    probes : pandas.DataFrame
        One row a term: does it move, and in the direction that its source gives?
    without_effect : list of str
        Parameters of which no change moves anything.
    runs : list of FreeRuns
        From each origin.
    saturated : pandas.DataFrame
        Outcomes that always or never happen in the free runs.
    clustering : pandas.DataFrame
        Clustering and levels of hostile weeks, of the record and of free runs.
    response : pandas.DataFrame
        What one forced act brings about, and what the record shows around such acts.
    reaction : pandas.DataFrame
        Hostile weeks of the other side after acts of coercion, observed and foreseen.
    drift, siege, push : pandas.DataFrame
        Hostile weeks of ten years; a year after a siege; under a push that stays.
    violence : Foretold
        Whether violence within a quarter is foretold better than by habit.
    gates : pandas.DataFrame
        What is required, what was found, and whether it holds; without what is known to fail.
    known : pandas.DataFrame
        What is known to fail, and whether it does.
    basis : Basis
        Which model and which estimates all of it rests on.
    """

    stability: Stability
    probes: pd.DataFrame
    without_effect: list[str]
    runs: list[FreeRuns]
    saturated: pd.DataFrame
    clustering: pd.DataFrame
    response: pd.DataFrame
    reaction: pd.DataFrame
    drift: pd.DataFrame
    siege: pd.DataFrame
    push: pd.DataFrame
    violence: Foretold
    gates: pd.DataFrame
    known: pd.DataFrame
    basis: Basis

    @property
    def holds(self) -> bool:
        """Return whether every gate holds, crises calm by themselves, and no term lacks effect or has the wrong sign.

        What is known to fail does not count.
        """
        wrong = self.probes["verdict"].str.contains("no effect|wrong sign").any()
        return bool(self.gates["holds"].all() and self.stability.leading < 1 and not wrong)


def origins() -> list[datetime.date]:
    """Return the origins of the free runs, from `params/settings.toml`: Mondays of which two later years are on record."""
    return [dated("origin_first"), dated("origin_second")]


@checked()
def health(replicates: int | None = None, seed: int = 1, progress: Progress | None = None) -> Health:
    """Check the model's health.

    Parameters
    ----------
    replicates : int, optional
        Histories of each world that is simulated (1000).
    seed : int
        In [0, 2^64).
    progress : callable, optional
        Told how many histories were finished, and as a number below 0 how many more than the free runs are to come.
    """
    baseline = load("baseline")
    end, world = baseline.start, prepare(baseline)
    number = int(setting("health.replicates")) if replicates is None else replicates
    runs = [free_runs(origin, int(setting("health.weeks")), number, seed, progress) for origin in origins()]
    clustering = clustering_since(dated("clustering_origin"), end, number, seed, progress)
    after = prepare(free_scenario(end, windows()[-1].last + 1))
    response = response_table(after.scenario, observed(after)["rung"].values, number, seed, progress)
    reaction = reaction_table(baseline)
    drift, siege, push = (make(end, number, seed, progress) for make in (drift_table, siege_table, push_table))
    violence = violence_foretold(end, number, seed, progress)
    gates = pd.DataFrame(
        [
            *(row for run in runs for row in free_run_gates(run)),
            *reaction_gates(reaction),
            *drift_gates(drift),
            push_gate(push),
            siege_gate(siege),
        ]
    )
    fails = pd.MultiIndex.from_frame(gates[["origin", "what"]]).isin(known_of_gates())
    regions = [*(run.region for run in runs), *(free_scenario(day, 1).region for day in quarters(end)), baseline.region]
    return Health(
        stability=stability(world),
        probes=probe_table(world),
        without_effect=without_effect(world),
        runs=runs,
        saturated=pd.concat([saturation(run) for run in runs], ignore_index=True),
        clustering=clustering,
        response=response,
        reaction=reaction,
        drift=drift,
        siege=siege,
        push=push,
        violence=violence,
        gates=gates[~fails],
        known=known_failures(clustering, violence, gates[fails]),
        basis=basis_of(*regions),
    )


def clustering_since(
    origin: datetime.date, end: datetime.date, replicates: int, seed: int, progress: Progress | None = None
) -> pd.DataFrame:
    """Return clustering and levels of free runs from an origin beside the record.

    Estimates are those known at `end`: it is asked whether the rule, as well fitted as it is, can make what the record shows.
    """
    weeks = int(setting("health.clustering_weeks"))
    world = prepare(free_scenario(origin, weeks, learned=end))
    record = observed(prepare(free_scenario(origin + days(weeks), 1)))["rung"].values[-weeks:]
    runs = simulated_rungs(world, replicates, seed, progress=progress)
    states = world.states
    return clustering_table(runs, record, states, world.constants.quiet, len(world.constants.hostility))


def saturation(run: FreeRuns) -> pd.DataFrame:
    """Return the outcomes "a dyad reaches at least this rung" that always or never happen in the free runs."""
    chance = crossing_chance(run.data).isel({dims.WEEK: -1})
    rows = []
    for k in hard_rungs(run.data.sizes["level"]):
        for actor, target in dyads(run.data):
            value = float(chance.sel({dims.ACTOR: actor, dims.TARGET: target}).isel({dims.RUNG: k}))
            if value in (0, 1):
                name = str(run.data["rung_name"].values[k])
                rows.append(
                    {
                        "origin": run.origin,
                        "dyad": f"{actor}>{target}",
                        "at least": name,
                        "happens": "always" if value else "never",
                    }
                )
    return pd.DataFrame(rows, columns=["origin", "dyad", "at least", "happens"])
