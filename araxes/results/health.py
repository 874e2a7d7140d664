"""The health of the model: stability, probes, free runs against the record, responses to acts, and long runs.

Gates: what is required of the model, what was found, and whether it holds.

What is known to fail: where the model does not do what the record shows or what is asked of it, said each time it is checked.

A thing stays listed until it holds for good; one that holds, though listed, is said too.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from araxes import dims
from araxes.display import show_card
from araxes.engines.datasets import record_dataset
from araxes.engines.ensemble import Progress
from araxes.engines.world import prepare
from araxes.inputs.parameters import setting
from araxes.inputs.region import Basis, basis_of
from araxes.inputs.scenario import load
from araxes.options import check_arguments
from araxes.records.history import days
from araxes.results.fit_to_record import (
    ALL,
    COERCION_WEEKS,
    CRISIS_LENGTH,
    HOSTILE_WEEKS,
    LONGEST_GAP,
    Foretold,
    autocorrelation_name,
    clustering_table,
    quarters,
    violence_foretold,
)
from araxes.results.free_runs import FreeRuns, date_setting, free_runs, free_scenario, simulated_rungs
from araxes.results.long_runs import WEIGHTS_DRAWN, drift_table, pushed_years, siege_table
from araxes.results.response import reaction_table, reaction_windows, response_table
from araxes.results.stability import Stability, probe_table, stability, without_effect
from araxes.results.tally import crossing_chance, directed_dyads, hard_rungs

_Row = dict[str, object]


def gate(what: str, required: str, found: float, holds: bool, origin: datetime.date | None = None) -> _Row:
    """Return the row of one gate; `origin` is that of the free runs it judges, if it judges any."""
    return {"origin": origin, "what": what, "required": required, "found": found, "holds": bool(holds)}


def inside_band() -> str:
    """Return the name of the gate that asks how many counts of the record lie inside the band of free runs."""
    return f"counts inside the {setting('health.band'):.0%} band"


def spread_in_year(year: int, weights: str) -> str:
    """Return the name of the gate that asks how far apart long free runs are in their last year."""
    return f"standard deviation of hostile weeks in year {year}, weights {weights}"


def free_run_gates(run: FreeRuns) -> list[dict[str, object]]:
    """Return what is required of free runs from one origin, what was found, and whether it holds."""
    _, violence, war = hard_rungs(run.data.sizes["level"])
    names = run.data[dims.ACTOR].values.tolist()
    pairs = {(a, b): run.chance(war, a, b) for a in names for b in names if a < b}
    fought, focus = ("ARM", "AZE"), ("AZE", "IRN")
    others = max(chance for pair, chance in pairs.items() if pair != fought)
    low, high = setting("health.within_low"), setting("health.within_high")
    rows = [
        (
            inside_band(),
            f"{low:.0%} to {high:.0%}",
            run.inside,
            low <= run.inside <= high,
        ),
        ("mean CRPS of counts", f"at most climatology's {run.crps[1]:.3f}", run.crps[0], run.crps[0] <= run.crps[1]),
        (
            "war between AZE and IRN",
            f"below {setting('health.war_focus'):.0%} of runs",
            pairs[focus],
            pairs[focus] < setting("health.war_focus"),
        ),
        (
            "war, any pair but ARM and AZE",
            f"below {setting('health.war_other'):.0%} of runs",
            others,
            others < setting("health.war_other"),
        ),
        (
            "violence between ARM and AZE",
            f"above {setting('health.violence_fought'):.0%} of runs",
            run.chance(violence, *fought),
            run.chance(violence, *fought) > setting("health.violence_fought"),
        ),
    ]
    return [gate(what, need, found, holds, run.origin) for what, need, found, holds in rows]


def reaction_gates(table: pd.DataFrame) -> list[_Row]:
    """Return what is required of the hostile weeks foreseen of the other side after coercion; see `reaction_table`."""
    foreseen: dict[str, float] = dict(zip(table["window"], table["foreseen"], strict=True))
    _, early, late = foreseen
    least = setting("health.reaction_early")
    low, high = setting("health.reaction_late_low"), setting("health.reaction_late_high")
    what = "hostile weeks foreseen of the other side after coercion"
    return [
        gate(f"{what}, {early}", f"at least {least:g}", foreseen[early], foreseen[early] >= least),
        gate(f"{what}, {late}", f"{low:g} to {high:g}", foreseen[late], low <= foreseen[late] <= high),
    ]


def drift_gates(table: pd.DataFrame) -> list[_Row]:
    """Return what is required of hostile weeks in the last year of long free runs; see `drift_table`."""
    most, widest = setting("health.drift_change"), setting("health.drift_sd")
    rows = []
    for weights, years in table.groupby("weights", sort=False):
        mean: list[float] = years["mean"].tolist()
        sd: list[float] = years["sd"].tolist()
        change = mean[-1] / mean[1] - 1
        rows += [
            gate(
                f"change of hostile weeks from year 2 to year {len(mean)}, weights {weights}",
                f"at most {most:.0%}",
                change,
                abs(change) <= most,
            ),
            gate(
                spread_in_year(len(mean), str(weights)),
                f"at most {widest:g}",
                sd[-1],
                sd[-1] <= widest,
            ),
        ]
    return rows


def push_gate(table: pd.DataFrame) -> _Row:
    """Return what is required of the share of hostile weeks under a push that stays; see `push_table`."""
    most, shares = setting("health.push_creep"), table["pushed"].to_numpy(dtype=float)
    creep = float(abs(shares - shares[0]).max())
    what = f"change of the share of hostile weeks after year 1, push of {setting('health.push_size'):g} that stays"
    return gate(what, f"at most {most:g}", creep, creep <= most)


def siege_gate(table: pd.DataFrame) -> _Row:
    """Return what is required of the hostile weeks a year after a siege, both sides together; see `siege_table`."""
    most = setting("health.siege_ratio")
    ratio: float = table["ratio"].tolist()[-1]
    what = "hostile weeks a year after a siege, against those without it"
    return gate(what, f"at most {most:g} times as many", ratio, ratio <= most)


def known_of_clustering() -> list[tuple[str, str]]:
    """Return pair and measure of what free runs are known not to show as the record does."""
    return [
        ("AZE-IRN", autocorrelation_name(int(setting("health.lag_second")))),
        ("AZE-IRN", COERCION_WEEKS),
        (ALL, CRISIS_LENGTH),
        ("ARM-AZE", LONGEST_GAP),
        ("IRN-TUR", HOSTILE_WEEKS),
    ]


def known_of_gates() -> list[tuple[datetime.date | None, str]]:
    """Return origin and name of the gates that are known not to hold.

    Where weights are drawn, long runs lie further apart than required, and bands of two years hold nearly every count of the record.
    """
    return [
        (date_setting("origin_second"), inside_band()),
        (None, spread_in_year(int(setting("health.drift_years")), WEIGHTS_DRAWN)),
    ]


def known_failures(clustering: pd.DataFrame, violence: Foretold, gates: pd.DataFrame) -> pd.DataFrame:
    """Return what is known to fail, and whether it does.

    Parameters
    ----------
    clustering, violence
        As `clustering_table` and `violence_foretold` return them.
    gates
        The rows of the gates that are known not to hold.

    Returns
    -------
    pandas.DataFrame
        Columns what, required, observed (nan where the record has no such figure), low, found, high (an interval; the median for free
        runs), holds.
    """
    band = setting("health.band")
    by_name = {(row["pair"], row["measure"]): row for row in clustering.to_dict("records")}
    rows: list[dict[str, object]] = []
    for pair, measure in known_of_clustering():
        row = by_name[(pair, measure)]
        rows.append(
            {
                "what": f"{pair}: {measure}",
                "required": f"the record inside the middle {band:.0%} of free runs",
                "observed": row["observed"],
                "low": row["low"],
                "found": row["median"],
                "high": row["high"],
                "holds": bool(row["inside"]),
            }
        )
    rows.append(
        {
            "what": "violence within a quarter: Brier skill over habit alone",
            "required": "its interval above 0",
            "low": violence.low,
            "found": violence.skill,
            "high": violence.high,
            "holds": violence.low > 0,
        }
    )
    rows += [
        {
            "what": row["what"] if row["origin"] is None else f"{row['what']}, from {row['origin']}",
            "required": row["required"],
            "found": row["found"],
            "holds": row["holds"],
        }
        for row in gates.to_dict("records")
    ]
    return pd.DataFrame(rows)


@show_card
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
    return [date_setting("origin_first"), date_setting("origin_second")]


@check_arguments()
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
    clustering = clustering_since(date_setting("clustering_origin"), end, number, seed, progress)
    after = prepare(free_scenario(end, reaction_windows()[-1].last + 1))
    response = response_table(after.scenario, record_dataset(after)["rung"].values, number, seed, progress)
    reaction = reaction_table(baseline)
    drift, siege, push = (make(end, number, seed, progress) for make in (drift_table, siege_table, pushed_years))
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
    record = record_dataset(prepare(free_scenario(origin + days(weeks), 1)))["rung"].values[-weeks:]
    runs = simulated_rungs(world, replicates, seed, progress=progress)
    states = world.states
    return clustering_table(runs, record, states, world.constants.quiet, len(world.constants.hostility))


def saturation(run: FreeRuns) -> pd.DataFrame:
    """Return the outcomes "a dyad reaches at least this rung" that always or never happen in the free runs."""
    chance = crossing_chance(run.data).isel({dims.WEEK: -1})
    rows = []
    for k in hard_rungs(run.data.sizes["level"]):
        for actor, target in directed_dyads(run.data):
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
