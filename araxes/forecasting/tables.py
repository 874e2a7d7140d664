"""Tables of a hindcast: every forecaster at every horizon, events within some weeks, and strata of pairs and of calm and crisis."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from araxes.array_types import Flags, Floats, Whole
from araxes.forecasting.baselines import bar
from araxes.forecasting.entrants import HABIT_ALONE, MODEL, READ_BY, without
from araxes.forecasting.hindcast import Hindcast
from araxes.forecasting.means import PAST_SPANS
from araxes.forecasting.scores import brier, crps_of_chances, log_score, rps
from araxes.forecasting.significance import confidence_set, diebold_mariano
from araxes.forecasting.simple import Climatology
from araxes.forecasting.skill import Measure, gain, skill
from araxes.inputs.settings import setting
from araxes.units import GOLDSTEIN_PER_HOSTILITY
from araxes.weeks import week_number

CLIMATOLOGY = Climatology.name


class Weekly(NamedTuple):
    """Scores of one horizon summed over the dyads of each scored week.

    Attributes
    ----------
    weeks : ndarray of int, shape (weeks,)
        Absolute numbers of the target weeks.
    scored : ndarray of float, shape (weeks,)
        Dyads scored.
    total : dict of str to ndarray of float, shape (weeks,)
        By forecaster.
    """

    weeks: Whole
    scored: Floats
    total: dict[str, Floats]

    def mean(self, name: str) -> float:
        """Return the mean score of a forecaster over all dyads and weeks."""
        return float(self.total[name].sum() / self.scored.sum()) if len(self.scored) else float("nan")


def summed(found: Hindcast, scores: dict[str, Floats], horizon: int) -> Weekly:
    """Return weekly sums of scores of shape (origins, ...), nan where nothing is scored."""
    flat = {name: score.reshape(len(score), -1) for name, score in scores.items()}
    one = next(iter(flat.values()))
    count = (~np.isnan(one)).sum(axis=1).astype(np.float64)
    kept = count > 0
    numbers = np.array([week_number(date) + horizon - 1 for date in found.origins], dtype=np.int64)
    return Weekly(numbers[kept], count[kept], {name: np.nansum(score[kept], axis=1) for name, score in flat.items()})


def weekly(found: Hindcast, score: Any, horizon: int) -> Weekly:
    """Return weekly sums of a score of rungs, such as `rps`, at one horizon."""
    place = found.horizons.index(horizon)
    came = found.came[:, place]
    return summed(found, {name: score(chance[:, place], came) for name, chance in found.chance.items()}, horizon)


def weekly_events(found: Hindcast, level: int, horizon: int, calm: bool = False) -> Weekly:
    """Return weekly sums of the Brier score of reaching a level within a horizon; only after calm where that is asked."""
    place, at = found.horizons.index(horizon), found.levels.index(level)
    came = found.happened[:, place, ..., at]
    if calm:
        came = np.where(found.calm, came, np.nan)
    return summed(found, {n: brier(within[:, place, ..., at], came) for n, within in found.within.items()}, horizon)


def score_table(found: Hindcast) -> pd.DataFrame:
    """Return every forecaster at every horizon.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, forecaster, weeks, rps, log_score, crps (Goldstein points), skill_climatology and skill_bar (ranked probability
        skill) and gain_bar (nats) each with _low and _high, p_equal (Diebold-Mariano on the log score against the bar), p_best (model
        confidence set on the log score; nan where it could not be made).
    """
    rows = []
    against = bar(len(found.rungs))
    points = found.hostility * GOLDSTEIN_PER_HOSTILITY
    for horizon in found.horizons:
        ranked, logs = weekly(found, rps, horizon), weekly(found, log_score, horizon)
        crps = weekly(found, lambda chance, came: crps_of_chances(chance, came, points), horizon)
        best = confidence_set({n: logs.total[n] / logs.scored for n in logs.total}, horizon) or {}
        for name in found.chance:
            row: dict[str, Any] = {"horizon": horizon, "forecaster": name, "weeks": len(ranked.weeks)}
            row |= {"rps": ranked.mean(name), "log_score": logs.mean(name), "crps": crps.mean(name)}
            row |= _spread("skill_climatology", _skill(ranked, name, CLIMATOLOGY, horizon))
            row |= _spread("skill_bar", _skill(ranked, name, against, horizon))
            row |= _spread("gain_bar", _gain(logs, name, against, horizon))
            test = diebold_mariano(logs.total[name], logs.total[against], logs.weeks, horizon)
            rows.append(row | {"p_equal": test.p_value, "p_best": best.get(name, float("nan"))})
    return pd.DataFrame(rows)


def event_table(found: Hindcast) -> pd.DataFrame:
    """Return Brier scores and skill of reaching each level within each horizon, and of coercion after calm (onset)."""
    rows = []
    against, coercion = bar(len(found.rungs)), int(setting("run.rung_coercion"))
    targets = [(f"rung {level} or above", level, False) for level in found.levels] + [("onset", coercion, True)]
    for horizon in found.horizons:
        for label, level, calm in targets:
            scores = weekly_events(found, level, horizon, calm)
            base = _base_rate(found, level, horizon, calm)
            for name in found.within:
                row: dict[str, Any] = {"horizon": horizon, "target": label, "forecaster": name}
                row |= {"weeks": len(scores.weeks), "share": base, "brier": scores.mean(name)}
                row |= _spread("skill_climatology", _skill(scores, name, CLIMATOLOGY, horizon))
                rows.append(row | _spread("skill_bar", _skill(scores, name, against, horizon)))
    return pd.DataFrame(rows)


def _base_rate(found: Hindcast, level: int, horizon: int, calm: bool) -> float:
    """Return the share of spans in which a level was reached."""
    came = found.happened[:, found.horizons.index(horizon), ..., found.levels.index(level)]
    came = came[found.calm & ~np.isnan(came)] if calm else came[~np.isnan(came)]
    return float(came.mean()) if len(came) else float("nan")


def mean_table(found: Hindcast) -> pd.DataFrame:
    """Return how well the mean Goldstein value of each dyad over some weeks was forecast; pools of forecasters have none.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, forecaster, weeks (origins scored), crps (Goldstein points), skill_spans (over past spans of the dyad) and
        skill_bar each with _low and _high. Only dyads and origins of which past spans can say something.
    """
    rows, against = [], bar(len(found.rungs))
    for place, horizon in enumerate(horizon for horizon in found.horizons if horizon > 1 and found.means):
        nothing = np.isnan(found.means[PAST_SPANS].crps[:, place])
        scores = {name: np.where(nothing, np.nan, said.crps[:, place]) for name, said in found.means.items()}
        totals = summed(found, scores, horizon)
        for name in scores:
            row: dict[str, Any] = {"horizon": horizon, "forecaster": name, "weeks": len(totals.weeks)}
            row |= {"crps": totals.mean(name)} | _spread("skill_spans", _skill(totals, name, PAST_SPANS, horizon))
            rows.append(row | _spread("skill_bar", _skill(totals, name, against, horizon)))
    return pd.DataFrame(rows)


def strata(found: Hindcast, name: str) -> pd.DataFrame:
    """Return one forecaster's skill and gain over the bar by pair of states, and in calm and in crisis."""
    rows = []
    for label, kept in groups(found):
        part = found.only(kept)
        against = bar(len(found.rungs))
        for horizon in found.horizons:
            ranked, logs = weekly(part, rps, horizon), weekly(part, log_score, horizon)
            row: dict[str, Any] = {"stratum": label, "horizon": horizon, "dyad_weeks": int(ranked.scored.sum())}
            row |= {"rps": ranked.mean(name), "log_score": logs.mean(name)}
            row |= _spread("skill_climatology", _skill(ranked, name, CLIMATOLOGY, horizon))
            row |= _spread("skill_bar", _skill(ranked, name, against, horizon))
            rows.append(row | _spread("gain_bar", _gain(logs, name, against, horizon)))
    return pd.DataFrame(rows)


def ablation_table(found: Hindcast, name: str) -> pd.DataFrame:
    """Return what each term adds to a forecaster out of sample: its gain over itself with the term switched off.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, without, gain (nats a dyad-week) with _low and _high, skill (ranked probability) the same; empty where no
        forecaster with anything switched off was scored.
    """
    rows = []
    for horizon in found.horizons:
        ranked, logs = weekly(found, rps, horizon), weekly(found, log_score, horizon)
        for other in found.chance:
            if other.startswith(without("")) or (other == HABIT_ALONE and name == MODEL):
                row: dict[str, Any] = {"horizon": horizon, "without": other.removeprefix(without(""))}
                row |= _spread("gain", _gain(logs, name, other, horizon))
                rows.append(row | _spread("skill", _skill(ranked, name, other, horizon)))
    for row in rows:
        row["without"] = "all pushes" if row["without"] == HABIT_ALONE else row["without"]
    return pd.DataFrame(rows)


def reading_table(found: Hindcast, name: str) -> pd.DataFrame:
    """Return what reading the record as a capital does adds to a forecaster: the gain over itself with the record as it is.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, forecaster, gain (nats a dyad-week) with _low and _high, skill (ranked probability) the same; empty where no
        reading was scored.
    """
    rows = []
    for horizon in found.horizons:
        ranked, logs = weekly(found, rps, horizon), weekly(found, log_score, horizon)
        for other in found.chance:
            if other.startswith(READ_BY):
                row: dict[str, Any] = {"horizon": horizon, "forecaster": other}
                row |= _spread("gain", _gain(logs, other, name, horizon))
                rows.append(row | _spread("skill", _skill(ranked, other, name, horizon)))
    return pd.DataFrame(rows)


def groups(found: Hindcast) -> list[tuple[str, Flags]]:
    """Return the strata by name: what is kept of dyads and origins, shape (origins, states, states)."""
    made = [("calm", found.calm), ("crisis", ~found.calm)]
    for i, one in enumerate(found.states):
        for j in range(i + 1, len(found.states)):
            kept = np.zeros_like(found.calm)
            kept[:, [i, j], [j, i]] = True
            made.append((f"{one}-{found.states[j]}", kept))
    return made


def _skill(scores: Weekly, name: str, against: str, horizon: int) -> Measure:
    """Return the skill of a forecaster against another."""
    return skill(scores.total[name], scores.total[against], horizon)


def _gain(scores: Weekly, name: str, against: str, horizon: int) -> Measure:
    """Return by how much a forecaster's mean score is smaller than another's."""
    return gain(scores.total[name], scores.total[against], horizon, scores.scored)


def _spread(label: str, value: Measure) -> dict[str, float]:
    """Return a measure as three columns."""
    return {label: value.value, f"{label}_low": value.low, f"{label}_high": value.high}
