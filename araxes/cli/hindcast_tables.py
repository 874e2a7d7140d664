"""What `araxes hindcast` prints: scores by horizon, gates, events, strata, other readings of the record."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from araxes.forecasting.gates import Gate
    from araxes.forecasting.report import Scored

WIDE = 160
"""Columns of a table where the output is no terminal."""


def show(report: Scored) -> None:
    """Print scores by horizon, gates, events, strata and other readings of the record."""
    from araxes.cli import screen

    found = report.found
    screen.heading(found.record, f": {len(found.origins)} origins, {found.origins[0]} to {found.origins[-1]}")
    for horizon in found.horizons:
        rows = report.scores[report.scores["horizon"] == horizon]
        weeks = int(rows["weeks"].iloc[0])
        screen.table(compact(rows), f"{weeks_ahead(horizon)}, {weeks} weeks scored", index=False, wide=WIDE)
    screen.out.print(
        f"RPS: ranked probability score. Skill is 1 - RPS / RPS of the reference; gain in nats of log score over {report.bar}. "
        "In brackets 95 % intervals from blocks of whole weeks; empty where fewer than two blocks were scored. p: Diebold-Mariano against "
        "the same; set: p-value in the model confidence set, above 0.1 not told from the best."
    )
    screen.table(
        gate_rows(report.gates), f"What must hold before '{report.name}' is said to forecast", index=False, wide=WIDE
    )
    screen.table(
        event_rows(report), f"Any act of a rung or above within the horizon: '{report.name}'", index=False, wide=WIDE
    )
    if len(report.means):
        screen.table(mean_rows(report), "Mean Goldstein value of a dyad over some weeks", index=False, wide=WIDE)
        screen.out.print(
            "CRPS: continuous ranked probability score, Goldstein points. Chances of weeks alone stand for independent weeks."
        )
    screen.table(
        together_rows(report),
        "All dyads of a week together, and what luck shared in a pair adds",
        index=False,
        wide=WIDE,
    )
    screen.table(
        stratum_rows(report.strata, "stratum"), f"By pair, in calm and crisis: '{report.name}'", index=False, wide=WIDE
    )
    if len(report.ablation):
        screen.table(ablation_rows(report.ablation), "What each term adds out of sample", index=False, wide=WIDE)
    if len(report.reading):
        told = ablation_rows(report.reading.rename(columns={"forecaster": "without"})).rename(
            columns={"term": "forecaster"}
        )
        screen.table(told, f"The record as a capital reads it, over '{report.name}'", index=False, wide=WIDE)
    if len(report.robustness):
        screen.table(stratum_rows(report.robustness, "record"), "The record read in other ways", index=False, wide=WIDE)


def weeks_ahead(horizon: int) -> str:
    """Return a horizon in words."""
    return f"{horizon} week{'s' if horizon > 1 else ''} ahead"


def span_of(row: Any, name: str) -> str:
    """Return a figure with its interval, empty where it is nan."""
    return with_interval(*(getattr(row, f"{name}{end}") for end in ("", "_low", "_high")))


def with_interval(value: float, low: float, high: float, form: str = "+.3f") -> str:
    """Return a figure with its interval, without where that is nan."""
    said = figure(value, form)
    return said if math.isnan(low) else f"{said} [{figure(low, form)}, {figure(high, form)}]"


def figure(value: float, form: str = "+.3f") -> str:
    """Return a figure, nothing for nan."""
    return "" if math.isnan(value) else format(value, form)


def compact(rows: pd.DataFrame) -> pd.DataFrame:
    """Return scores as text that fits a terminal."""
    import pandas as pd

    return pd.DataFrame(
        {
            "forecaster": rows["forecaster"],
            "RPS": [f"{value:.3f}" for value in rows["rps"]],
            "log": [f"{value:.3f}" for value in rows["log_score"]],
            "skill v climatology": [span_of(row, "skill_climatology") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
            "gain, nats": [span_of(row, "gain_bar") for row in rows.itertuples()],
            "p": [figure(value, ".3f") for value in rows["p_equal"]],
            "set": [figure(value, ".2f") for value in rows["p_best"]],
        }
    )


def gate_rows(gates: list[Gate]) -> pd.DataFrame:
    """Return gates as text."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "gate": f"{gate.gate}, {weeks_ahead(gate.horizon)}",
                "required": f"{gate.required:+.3f} {gate.unit}",
                "found": with_interval(*gate.found),
                "holds": "yes" if gate.holds else "no",
            }
            for gate in gates
        ],
        columns=["gate", "required", "found", "holds"],
    )


def event_rows(report: Scored) -> pd.DataFrame:
    """Return the events of the judged forecaster as text."""
    import pandas as pd

    rows = report.events[report.events["forecaster"] == report.name]
    return pd.DataFrame(
        {
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "target": rows["target"],
            "weeks": rows["weeks"],
            "happened": [figure(share, ".1%") for share in rows["share"]],
            "Brier": [figure(value, ".3f") for value in rows["brier"]],
            "skill v climatology": [span_of(row, "skill_climatology") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
        }
    )


def mean_rows(report: Scored) -> pd.DataFrame:
    """Return scores of mean Goldstein values of the judged forecaster, of who else simulates, and of the references as text."""
    import pandas as pd

    from araxes.forecasting.baselines import TREE, TREE_ALONE
    from araxes.forecasting.entrants import HABIT_ALONE, UNFITTED
    from araxes.forecasting.means import PAST_SPANS
    from araxes.forecasting.tables import CLIMATOLOGY

    shown = [PAST_SPANS, CLIMATOLOGY, report.bar, TREE_ALONE, TREE, HABIT_ALONE, UNFITTED, report.name]
    rows = report.means[report.means["forecaster"].isin(shown)]
    return pd.DataFrame(
        {
            "horizon": [f"{horizon} weeks" for horizon in rows["horizon"]],
            "forecaster": rows["forecaster"],
            "origins": rows["weeks"],
            "CRPS": [figure(value, ".3f") for value in rows["crps"]],
            "skill v past spans": [span_of(row, "skill_spans") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
        }
    )


def together_rows(report: Scored) -> pd.DataFrame:
    """Return scores of whole weeks of the judged forecaster and the bars as text."""
    import pandas as pd

    from araxes.forecasting.bayes_average import BayesAverage

    rows = report.together[report.together["forecaster"].isin([report.name, report.bar, BayesAverage.name])]
    return pd.DataFrame(
        {
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "forecaster": rows["forecaster"],
            "joint, nats": [figure(value, ".2f") for value in rows["joint"]],
            "shared luck adds": [span_of(row, "joint_gain") for row in rows.itertuples()],
            "energy, points": [figure(value, ".3f") for value in rows["energy"]],
            "shared luck adds ": [span_of(row, "energy_gain") for row in rows.itertuples()],
        }
    )


def ablation_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what each term adds as text."""
    import pandas as pd

    return pd.DataFrame(
        {
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "term": rows["without"],
            "gain, nats": [with_interval(*values, form="+.4f") for values in intervals(rows, "gain")],
            "ranked probability skill": [with_interval(*values, form="+.4f") for values in intervals(rows, "skill")],
        }
    )


def intervals(rows: pd.DataFrame, name: str) -> list[tuple[float, float, float]]:
    """Return a figure with its interval from every row."""
    return list(zip(*(rows[f"{name}{end}"] for end in ("", "_low", "_high")), strict=True))


def stratum_rows(rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Return strata, or readings of the record, as text."""
    import pandas as pd

    joint = (
        {"shared luck adds": [span_of(row, "joint_gain") for row in rows.itertuples()]} if "joint_gain" in rows else {}
    )
    return pd.DataFrame(
        {
            first: rows[first],
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "RPS": [f"{value:.3f}" for value in rows["rps"]],
            "log": [f"{value:.3f}" for value in rows["log_score"]],
            "skill v climatology": [span_of(row, "skill_climatology") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
            "gain, nats": [span_of(row, "gain_bar") for row in rows.itertuples()],
            **joint,
        }
    )
