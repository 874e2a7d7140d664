"""Tables of a hindcast: every forecaster at every horizon, events within some weeks, and strata of pairs and of calm and crisis.

All dyads of a week together: the joint log score of pairs and the energy score, with luck that is shared in a pair and without.

Marginal scores cannot tell forecasts that differ only in what happens at the same time; these can. Shared luck leaves every dyad's own
chances as they are.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from araxes.array_types import Flags, Floats, Whole
from araxes.engines.draws import generator
from araxes.forecasting.baselines import bar, draw_shared_luck
from araxes.forecasting.hindcast import Hindcast
from araxes.forecasting.joint import joint_log_score
from araxes.forecasting.model import HABIT_ALONE, MODEL_NAME, VOICED, without
from araxes.forecasting.simple import Climatology
from araxes.forecasting.skill import (
    SkillMeasure,
    brier,
    confidence_set,
    crps_of_chances,
    diebold_mariano,
    energy,
    gain,
    log_score,
    rps,
    skill,
)
from araxes.forecasting.targets import PAST_SPANS, dyad_mask
from araxes.inputs.parameters import setting
from araxes.rules.arrays import pick_rungs
from araxes.rules.memory import UNOBSERVED
from araxes.units import GOLDSTEIN_PER_HOSTILITY, week_number

CLIMATOLOGY = Climatology.name


class WeeklyScores(NamedTuple):
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


def sum_scores(found: Hindcast, scores: dict[str, Floats], horizon: int) -> WeeklyScores:
    """Return weekly sums of scores of shape (origins, ...), nan where nothing is scored."""
    flat = {name: score.reshape(len(score), -1) for name, score in scores.items()}
    one = next(iter(flat.values()))
    count = (~np.isnan(one)).sum(axis=1).astype(np.float64)
    kept = count > 0
    numbers = np.array([week_number(date) + horizon - 1 for date in found.origins], dtype=np.int64)
    return WeeklyScores(
        numbers[kept], count[kept], {name: np.nansum(score[kept], axis=1) for name, score in flat.items()}
    )


def weekly_scores(found: Hindcast, score: Any, horizon: int) -> WeeklyScores:
    """Return weekly sums of a score of rungs, such as `rps`, at one horizon."""
    place = found.horizons.index(horizon)
    came = found.came[:, place]
    return sum_scores(found, {name: score(chance[:, place], came) for name, chance in found.chance.items()}, horizon)


def weekly_events(found: Hindcast, level: int, horizon: int, calm: bool = False) -> WeeklyScores:
    """Return weekly sums of the Brier score of reaching a level within a horizon; only after calm where that is asked."""
    place, at = found.horizons.index(horizon), found.levels.index(level)
    came = found.happened[:, place, ..., at]
    if calm:
        came = np.where(found.calm, came, np.nan)
    return sum_scores(found, {n: brier(within[:, place, ..., at], came) for n, within in found.within.items()}, horizon)


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
        ranked, logs = weekly_scores(found, rps, horizon), weekly_scores(found, log_score, horizon)
        crps = weekly_scores(found, lambda chance, came: crps_of_chances(chance, came, points), horizon)
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
    rows, against = [], bar(len(found.rungs))
    for horizon in found.horizons:
        for label, level, calm in _event_targets(found):
            scores = weekly_events(found, level, horizon, calm)
            base = _base_rate(found, level, horizon, calm)
            for name in found.within:
                row: dict[str, Any] = {"horizon": horizon, "target": label, "forecaster": name}
                row |= {"weeks": len(scores.weeks), "share": base, "brier": scores.mean(name)}
                row |= _spread("skill_climatology", _skill(scores, name, CLIMATOLOGY, horizon))
                rows.append(row | _spread("skill_bar", _skill(scores, name, against, horizon)))
    return pd.DataFrame(rows)


def _event_targets(found: Hindcast) -> list[tuple[str, int, bool]]:
    """Return the events that are scored: what they are called, their rung, and whether only after calm."""
    return [(f"rung {level} or above", level, False) for level in found.levels] + [
        ("onset", int(setting("run.rung_coercion")), True)
    ]


def _base_rate(found: Hindcast, level: int, horizon: int, calm: bool) -> float:
    """Return the share of spans in which a level was reached."""
    came = found.happened[:, found.horizons.index(horizon), ..., found.levels.index(level)]
    came = came[found.calm & ~np.isnan(came)] if calm else came[~np.isnan(came)]
    return float(came.mean()) if len(came) else float("nan")


def pair_calibration(found: Hindcast, name: str) -> dict[str, Any]:
    """Return how often what a forecaster gave each chance came, by pair: acts either way, and coercion after calm (onset).

    Returns
    -------
    dict
        edges, as text: of the bins of chances; rows: pair, target, horizon and, bin by bin as text, how many forecasts were scored and
        after how many it came. Without rows where the forecaster says nothing of both directions together.
    """
    edges = np.linspace(0, 1, 1 + int(setting("hindcast.calibration_bins")))
    told: dict[str, Any] = {"edges": " ".join(f"{edge:g}" for edge in edges), "rows": []}
    if name not in found.either_way:
        return told
    given, happened = found.either_way[name], found.happened_either_way()
    for i, j in zip(*np.triu_indices(len(found.states), 1), strict=True):
        for place, horizon in enumerate(found.horizons):
            for label, level, calm in _event_targets(found):
                cell = (slice(None), place, i, j, found.levels.index(level))
                known = ~np.isnan(happened[cell]) & (found.calm[:, i, j] | (not calm))
                said, came = given[cell][known], happened[cell][known]
                row = {"pair": f"{found.states[i]}-{found.states[j]}", "target": label, "horizon": horizon}
                for key, weights in (("forecasts", np.ones_like(came)), ("came", came)):
                    counts, _ = np.histogram(said, edges, weights=weights)
                    row[key] = " ".join(f"{count:.0f}" for count in counts)
                told["rows"].append(row)
    return told


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
        totals = sum_scores(found, scores, horizon)
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
            ranked, logs = weekly_scores(part, rps, horizon), weekly_scores(part, log_score, horizon)
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
        ranked, logs = weekly_scores(found, rps, horizon), weekly_scores(found, log_score, horizon)
        for other in found.chance:
            if other.startswith(without("")) or (other == HABIT_ALONE and name == MODEL_NAME):
                row: dict[str, Any] = {"horizon": horizon, "without": other.removeprefix(without(""))}
                row |= _spread("gain", _gain(logs, name, other, horizon))
                rows.append(row | _spread("skill", _skill(ranked, name, other, horizon)))
    for row in rows:
        row["without"] = "all pushes" if row["without"] == HABIT_ALONE else row["without"]
    return pd.DataFrame(rows)


def reading_table(found: Hindcast, name: str) -> pd.DataFrame:
    """Return what reading the record, or judging, as a capital does adds to a forecaster: the gain over itself with the record as it is.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, forecaster, gain (nats a dyad-week) with _low and _high, skill (ranked probability) the same; empty where no
        reading or perspective was scored.
    """
    rows = []
    for horizon in found.horizons:
        ranked, logs = weekly_scores(found, rps, horizon), weekly_scores(found, log_score, horizon)
        for other in found.chance:
            if other.startswith(VOICED):
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


def _skill(scores: WeeklyScores, name: str, against: str, horizon: int) -> SkillMeasure:
    """Return the skill of a forecaster against another."""
    return skill(scores.total[name], scores.total[against], horizon)


def _gain(scores: WeeklyScores, name: str, against: str, horizon: int) -> SkillMeasure:
    """Return by how much a forecaster's mean score is smaller than another's."""
    return gain(scores.total[name], scores.total[against], horizon, scores.scored)


def _spread(label: str, value: SkillMeasure) -> dict[str, float]:
    """Return a measure as three columns."""
    return {label: value.value, f"{label}_low": value.low, f"{label}_high": value.high}


def together_table(found: Hindcast) -> pd.DataFrame:
    """Return scores of whole weeks.

    Returns
    -------
    pandas.DataFrame
        Columns horizon, forecaster, weeks; joint (nats a week, all pairs, shared luck), joint_gain (by which it betters independent
        luck) with _low and _high; energy (Goldstein points, all dyads, shared luck) and energy_gain the same.
    """
    rows, share = [], setting("hindcast.tree_luck")
    for place, horizon in enumerate(found.horizons):
        came = found.came[:, place]
        for name, chance in found.chance.items():
            scores: dict[str, Floats] = {}
            for label, b in (("shared", share), ("apart", 0.0)):
                scores[f"joint {label}"] = joint_log_score(chance[:, place], came, b)
                scores[f"energy {label}"] = energy_scores(found, name, place, b)
            row: dict[str, Any] = {"horizon": horizon, "forecaster": name}
            for kind in ("joint", "energy"):
                both = sum_scores(found, {label: scores[f"{kind} {label}"] for label in ("shared", "apart")}, horizon)
                value = gain(both.total["shared"], both.total["apart"], horizon)
                row |= {"weeks": len(both.weeks), kind: _mean(both.total["shared"])}
                row |= {f"{kind}_gain": value.value, f"{kind}_gain_low": value.low, f"{kind}_gain_high": value.high}
            rows.append(row)
    return pd.DataFrame(rows)


def _mean(totals: Floats) -> float:
    """Return the mean of a week, nan where none was scored."""
    return float(totals.mean()) if len(totals) else float("nan")


def energy_scores(found: Hindcast, name: str, place: int, share: float, seed: int = 1) -> Floats:
    """Return the energy score of each origin, shape (origins, 1), in Goldstein points; nan unless all dyads are known.

    The same luck is drawn for every forecaster.
    """
    cells, points = dyad_mask(len(found.states)), found.hostility * GOLDSTEIN_PER_HOSTILITY
    out = np.full((len(found.origins), 1), np.nan)
    n = int(setting("hindcast.samples"))
    for row, date in enumerate(found.origins):
        came = found.came[row, place][cells]
        if (came == UNOBSERVED).any():
            continue
        draw = generator(seed, "hindcast", "energy", str(date), str(found.horizons[place]))
        luck = draw_shared_luck(draw, (n, *cells.shape), share)[:, cells]
        below = found.chance[name][row, place][cells].cumsum(axis=-1)
        out[row] = energy(points[pick_rungs(luck, below[..., :-1])], points[came])
    return out
