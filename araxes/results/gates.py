"""Gates: what is required of the model, what was found, and whether it holds."""

from __future__ import annotations

import datetime

import pandas as pd

from araxes import dims
from araxes.inputs.settings import setting
from araxes.results.free_runs import FreeRuns
from araxes.results.outcomes import hard_rungs

Row = dict[str, object]


def gate(what: str, required: str, found: float, holds: bool, origin: datetime.date | None = None) -> Row:
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


def reaction_gates(table: pd.DataFrame) -> list[Row]:
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


def drift_gates(table: pd.DataFrame) -> list[Row]:
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


def push_gate(table: pd.DataFrame) -> Row:
    """Return what is required of the share of hostile weeks under a push that stays; see `push_table`."""
    most, shares = setting("health.push_creep"), table["pushed"].to_numpy(dtype=float)
    creep = float(abs(shares - shares[0]).max())
    what = f"change of the share of hostile weeks after year 1, push of {setting('health.push_size'):g} that stays"
    return gate(what, f"at most {most:g}", creep, creep <= most)


def siege_gate(table: pd.DataFrame) -> Row:
    """Return what is required of the hostile weeks a year after a siege, both sides together; see `siege_table`."""
    most = setting("health.siege_ratio")
    ratio: float = table["ratio"].tolist()[-1]
    what = "hostile weeks a year after a siege, against those without it"
    return gate(what, f"at most {most:g} times as many", ratio, ratio <= most)
