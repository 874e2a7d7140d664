"""The health of the model: stability, probes, saturation, and free runs against the record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import pandas as pd

from araxes import dims
from araxes.engines.ensemble import Progress
from araxes.engines.world import prepare
from araxes.inputs.basis import Basis
from araxes.inputs.estimates import basis_of
from araxes.inputs.scenario import load
from araxes.inputs.settings import setting
from araxes.options import checked
from araxes.results.free_runs import FreeRuns, free_runs
from araxes.results.outcomes import crossing_chance, dyads, hard_rungs
from araxes.results.probes import probe_table, without_effect
from araxes.results.stability import Stability, stability


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
    gates : pandas.DataFrame
        What is required of the free runs, what was found, and whether it holds.
    saturated : pandas.DataFrame
        Outcomes that always or never happen in the free runs.
    basis : Basis
        Which model and which estimates free runs, probes and stability rest on.
    """

    stability: Stability
    probes: pd.DataFrame
    without_effect: list[str]
    runs: list[FreeRuns]
    gates: pd.DataFrame
    saturated: pd.DataFrame
    basis: Basis

    @property
    def holds(self) -> bool:
        """Return whether every gate holds, crises calm by themselves, and no term lacks effect or has the wrong sign."""
        wrong = self.probes["verdict"].str.contains("no effect|wrong sign").any()
        return bool(self.gates["holds"].all() and self.stability.leading < 1 and not wrong)


def origins() -> list[datetime.date]:
    """Return the origins of the free runs, from `params/settings.toml`: Mondays of which two later years are on record."""
    return [datetime.date.fromordinal(int(setting(f"health.{name}"))) for name in ("origin_first", "origin_second")]


@checked()
def health(replicates: int | None = None, seed: int = 1, progress: Progress | None = None) -> Health:
    """Check the model's health.

    Parameters
    ----------
    replicates : int, optional
        Free runs from each origin (500).
    seed : int
        In [0, 2^64).
    progress : callable, optional
        Told how many free runs were finished.
    """
    world = prepare(load("baseline"))
    number = int(setting("health.replicates")) if replicates is None else replicates
    runs = [free_runs(origin, int(setting("health.weeks")), number, seed, progress) for origin in origins()]
    gates = pd.DataFrame([row for run in runs for row in gate_rows(run)])
    saturated = pd.concat([saturation(run) for run in runs], ignore_index=True)
    basis = basis_of(*(run.region for run in runs), world.scenario.region)
    return Health(stability(world), probe_table(world), without_effect(world), runs, gates, saturated, basis)


def gate_rows(run: FreeRuns) -> list[dict[str, object]]:
    """Return what is required of free runs from one origin, what was found, and whether it holds."""
    _, violence, war = hard_rungs(run.data.sizes["level"])
    names = run.data[dims.ACTOR].values.tolist()
    pairs = {(a, b): run.chance(war, a, b) for a in names for b in names if a < b}
    fought, focus = ("ARM", "AZE"), ("AZE", "IRN")
    others = max(chance for pair, chance in pairs.items() if pair != fought)
    low, high = setting("health.within_low"), setting("health.within_high")
    rows = [
        (
            f"counts inside the {setting('health.band'):.0%} band",
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
    return [
        {"origin": run.origin, "what": what, "required": need, "found": found, "holds": holds}
        for what, need, found, holds in rows
    ]


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
