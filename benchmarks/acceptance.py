"""What the rule is held to on the shipped chronology, in one table: `python benchmarks/acceptance.py [--quick] [--only SECTION]`.

    week       nats a dyad-week gained, one week ahead, over the habit of before; each week by the latest estimates that end before it
    events     Brier skill of "any act of rung 4 or above" within 4 and 13 weeks over the climatology of the dyad, by simulation
    free       free runs beside the record: counts inside their bands, CRPS, chances of war
    long       a push that stays, ten years
    reaction   hostile weeks of the other side after acts of coercion

The habit of before is what this rule replaced and is measured against: the same tree of questions with two memories (half-life 32 weeks for
"hostile?" and "quiet?", 104 for kinds of act), an anchor of 4 weeks, a shrinkage of 3 at "hostile?", no push and no credit. Intervals are
95 %, from resampled blocks of weeks (of four, or of the horizon). All weights are drawn but where "at the means" is said.
Exits with 1 where something required does not hold.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from araxes.array_types import Floats
from araxes.engines.world import prepare
from araxes.estimation.likelihood import past_given, record_weeks
from araxes.forecasting.baselines import baselines
from araxes.forecasting.hindcast import Hindcast, forecast_span
from araxes.forecasting.model import MODEL_NAME, Entrant, ModelForecaster
from araxes.forecasting.predict import predict
from araxes.forecasting.skill import SkillMeasure, gain, log_score, skill
from araxes.forecasting.tables import CLIMATOLOGY, weekly_events, weekly_scores
from araxes.forecasting.targets import WeeklyRungs, repeat_over_horizons
from araxes.inputs.constants import Constants, constants, tree_order
from araxes.inputs.region import RegionFiles, read_region
from araxes.inputs.scenario import load
from araxes.records.history import History, read_history
from araxes.records.replay import Past, class_pools
from araxes.results.free_runs import FreeRuns, free_runs, free_scenario, simulated_rungs
from araxes.results.health import origins
from araxes.results.long_runs import drift_table, pushed_years
from araxes.results.response import reaction_table
from araxes.rules import arrays
from araxes.rules.memory import UNOBSERVED, share_kept

Rungs = NDArray[np.integer[Any]]

FIRST = datetime.date(2020, 1, 6)
"""The first week that is foretold."""

HALF_LIVES, ANCHOR, SHRINKAGE = (32.0, 104.0), 4.0, 3.0
"""Of the habit of before, weeks."""

RULE, HABIT = "rule", "habit of before"
HOSTILE, COERCIVE, VIOLENT, WAR = 4, 7, 9, 10
SEED, LATE, WAR_YEAR = 1, 2023, 2020


class Size(NamedTuple):
    """How many replicates: of forecasts, of free runs, of long runs."""

    forecast: int
    free: int
    long: int


FULL, QUICK = Size(1_000, 4_000, 1_000), Size(100, 400, 100)


class Row(NamedTuple):
    """A line of the report: what was found, with its interval where there is one, and whether it lies where it should."""

    section: str
    what: str
    found: float
    low: float = np.nan
    high: float = np.nan
    required: str = ""
    holds: bool | None = None


def line(section: str, what: str, found: float | SkillMeasure, least: float = np.nan, most: float = np.nan) -> Row:
    """Return a line; the interval of a measure of which something is required must lie above 0."""
    measure = found if isinstance(found, SkillMeasure) else SkillMeasure(float(found), np.nan, np.nan)
    bounds = [f"at least {least:g}"] * (not np.isnan(least)) + [f"at most {most:g}"] * (not np.isnan(most))
    holds = (np.isnan(least) or measure.value >= least) and (np.isnan(most) or measure.value <= most)
    if bounds and isinstance(found, SkillMeasure):
        bounds, holds = [*bounds, "interval above 0"], holds and measure.above_zero
    return Row(section, what, *measure, ", ".join(bounds), bool(holds) if bounds else None)


# --- One week ahead ------------------------------------------------------------------------------------------------------


def habit_of_before(past: Past, rules: Constants, hostile: int) -> Floats:
    """Return the chances of the habit of before, shape (weeks, states, states, rungs), each week from the weeks before it.

    Parameters
    ----------
    past : Past
    rules : Constants
    hostile : int
        Place of the question "hostile?" among the questions.
    """
    kappas = [SHRINKAGE if k == hostile else kappa for k, kappa in enumerate(rules.tree.shrinkage)]
    questions = arrays.question_matrices(rules.tree._replace(shrinkage=kappas))
    ladder, n = np.arange(len(rules.hostility)), past.acts.shape[-1]
    keep = np.array([share_kept(life) for life in HALF_LIVES])[:, None, None, None]
    counts, by_dyad, pool = np.zeros((2, n, n, len(ladder))), np.zeros((n, n, len(ladder))), np.zeros(len(ladder))
    out = []
    for week, (act, speaks) in enumerate(zip(past.acts, past.pooled, strict=True)):
        evidence = counts + rules.borrowing * counts.swapaxes(1, 2) + ANCHOR * past.anchor[week]
        pools = class_pools(by_dyad, past.classes[week], len(rules.class_floor)) + rules.class_floor
        found = arrays.habit_chances(evidence, pool + rules.pool_floor, pools[past.classes[week]], questions)
        out.append(both_memories(*found, rules.quiet))
        counts = keep * counts + (act[..., None] == ladder)
        one = (speaks[..., None] == ladder).astype(float)
        by_dyad, pool = rules.keep.class_pool * by_dyad + one, rules.keep.pool * pool + one.sum(axis=(0, 1))
    return np.array(out)


def both_memories(answers: Floats, kinds: Floats, quiet: int) -> Floats:
    """Return chances with the answers to "hostile?" and "quiet?" of one table and the kinds of act of another, shape (..., rungs)."""
    out = np.empty_like(answers)
    for branch in (slice(quiet), slice(quiet, quiet + 1), slice(quiet + 1, None)):
        within = kinds[..., branch] / kinds[..., branch].sum(axis=-1, keepdims=True)
        out[..., branch] = answers[..., branch].sum(axis=-1, keepdims=True) * within
    return out


@dataclass(frozen=True)
class Before:
    """The habit of before as a forecaster of the next week: its chances in every week of a record."""

    first: datetime.date
    table: Floats
    name: str = HABIT

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `araxes.forecasting.targets.Forecaster`."""
        return repeat_over_horizons(self.table[(past.next - self.first) // datetime.timedelta(weeks=1)], horizons)


@dataclass(frozen=True)
class AtMeans:
    """The rule at the means of its weights as a forecaster of the next week, without a share of climatology."""

    inner: ModelForecaster
    name: str = RULE

    def __call__(self, past: WeeklyRungs, horizons: Sequence[int]) -> Floats:
        """Return the chances; see `araxes.forecasting.targets.Forecaster`."""
        world = self.inner.world(past.next, max(horizons))
        return predict(world, horizons, SEED, 1, fixed=True, paths=False, mix=0.0).chances()


def before(history: History, region: RegionFiles) -> Before:
    """Return the habit of before on a record."""
    weeks = record_weeks(history, region, history.next_start)
    table = habit_of_before(past_given(weeks, region), constants(region), tree_order(region).index("hostile"))
    return Before(weeks.first, table)


def reaches(chance: Floats, came: Rungs, level: int) -> Floats:
    """Return the log score of "this rung or above"; arguments and result as for `araxes.forecasting.skill.log_score`."""
    above = chance[..., level:].sum(axis=-1)
    return log_score(np.stack([1 - above, above], axis=-1), np.where(came == UNOBSERVED, UNOBSERVED, came >= level))


def gained(found: Hindcast, score: Any = log_score, years: Sequence[int] = ()) -> SkillMeasure:
    """Return by how much the rule beats the habit of before, nats a dyad-week, in all weeks or in those of some years."""
    dates = np.array([not years or date.year in years for date in found.origins])
    one = weekly_scores(found.only(np.broadcast_to(dates[:, None, None], found.calm.shape)), score, 1)
    return gain(one.total[RULE], one.total[HABIT], 1, one.scored)


def week(history: History, region: RegionFiles, _size: Size) -> Iterator[Row]:
    """Yield what is gained one week ahead."""
    forecasters = [AtMeans(ModelForecaster(history, region, workers=1)), before(history, region)]
    found = forecast_span(
        history, region, FIRST, history.next_start, horizons=(1,), forecasters=forecasters, means=False
    )
    row, every = partial(line, "week"), sorted({date.year for date in found.origins})
    yield row(f"all rungs, {len(found.origins)} weeks", gained(found), least=0.005)
    yield row("'hostile?' alone", gained(found, partial(reaches, level=HOSTILE)), least=0.003)
    yield row(f"rung {COERCIVE} or above alone", gained(found, partial(reaches, level=COERCIVE)))
    later = {
        f"without {WAR_YEAR}": [y for y in every if y != WAR_YEAR],
        f"from {LATE} on": [y for y in every if y >= LATE],
    }
    for label, years in later.items():
        yield row(f"all rungs, {label}", gained(found, years=years))
        yield row(f"'hostile?' alone, {label}", gained(found, partial(reaches, level=HOSTILE), years))
    for year in every:
        yield row(f"all rungs, {year}", gained(found, years=[year]))


# --- Some weeks ahead ----------------------------------------------------------------------------------------------------


def events(history: History, region: RegionFiles, size: Size) -> Iterator[Row]:
    """Yield the skill of chances within some weeks."""
    model = Entrant(ModelForecaster(history, region, replicates=size.forecast, seed=SEED), MODEL_NAME)
    usual = next(one for one in baselines(region) if one.name == CLIMATOLOGY)
    found = forecast_span(
        history, region, FIRST, history.next_start, horizons=(4, 13), forecasters=[model, usual], means=False
    )
    for horizon, least in ((4, 0.05), (13, 0.07)):
        for level in found.levels:
            scores = weekly_events(found, level, horizon)
            value = skill(scores.total[MODEL_NAME], scores.total[CLIMATOLOGY], horizon)
            what = f"rung {level} or above within {horizon} weeks, {len(scores.weeks)} origins"
            yield line("events", what, value, least if level == HOSTILE else np.nan)


# --- Free runs -----------------------------------------------------------------------------------------------------------


def free(_history: History, _region: RegionFiles, size: Size) -> Iterator[Row]:
    """Yield what free runs do beside the record."""
    for origin, most in zip(origins(), (1.40, 1.20), strict=True):
        run = free_runs(origin, 104, size.free, SEED)
        row, wars = partial(line, f"free, {origin.year}"), chances(run, WAR)
        yield row(f"counts inside the 90 % bands, of {len(run.table)}", run.table["inside"].sum(), 68, 79)
        yield row("CRPS of counts", run.crps[0], most=most)
        yield row("CRPS of counts, climatology", run.crps[1])
        yield row("war AZE-IRN in two years", wars["AZE-IRN"], most=0.03)
        others = {pair: chance for pair, chance in wars.items() if pair != "ARM-AZE"}
        worst = max(others, key=lambda pair: others[pair])
        yield row(f"war, any pair but ARM-AZE, in two years ({worst})", others[worst], most=0.06)
        yield row("war ARM-AZE in two years", wars["ARM-AZE"])
    base = load("baseline")
    acts = simulated_rungs(prepare(free_scenario(base.start, 52, base)), size.free, SEED)
    pair = [list(base.region.states).index(code) for code in ("ARM", "AZE")]
    top = acts[:, :, pair, pair[::-1]].max(axis=(1, -1))
    yield line("free", f"war ARM-AZE in the year from {base.start}", (top >= WAR).mean(), most=0.20)
    yield line("free", f"violence ARM-AZE in the year from {base.start}", (top >= VIOLENT).mean())


def chances(run: FreeRuns, rung: int) -> dict[str, float]:
    """Return the chance of each pair that either side reaches a rung, by the pair's name."""
    names = run.data["actor"].values.tolist()
    return {f"{a}-{b}": run.chance(rung, a, b) for a in names for b in names if a < b}


# --- Long runs and reaction ----------------------------------------------------------------------------------------------


def long(_history: History, _region: RegionFiles, size: Size) -> Iterator[Row]:
    """Yield whether anything creeps: a push that stays, ten years."""
    start = load("baseline").start
    pushed = pushed_years(start, size.long, SEED).set_index("year")["pushed"]
    yield line("long", "hostile weeks IRN>AZE under a push of 1 at the means, year 1", pushed[1])
    for year in pushed.index[1:]:
        yield line("long", f"the same, year {year} minus year 1", pushed[year] - pushed[1], -0.03, 0.03)
    for weights, table in drift_table(start, size.long, SEED).groupby("weights", sort=False):
        years, last = table.set_index("year"), table["year"].max()
        for year in sorted({1, 2, 5, last}):
            yield line("long", f"hostile dyad-weeks in year {year}, weights {weights}", years["mean"][year])
        what = f"year {last} over year 2, weights {weights}"
        yield line("long", what, years["mean"][last] / years["mean"][2], 0.7, 1.3)
        yield line("long", f"sd of year {last}, weights {weights}", years["sd"][last], most=15)


def reaction(_history: History, _region: RegionFiles, _size: Size) -> Iterator[Row]:
    """Yield how the other side answers coercion, at the means."""
    bounds = {"weeks 1 to 4": (0.70, np.nan), "weeks 5 to 13": (0.7, 1.1)}
    for found in reaction_table(load("baseline")).to_dict("records"):
        what = f"hostile weeks, {found['window']} ({found['acts']} acts)"
        yield line("reaction", f"{what}, foreseen", found["foreseen"], *bounds.get(found["window"], ()))
        yield line("reaction", f"{what}, observed", found["observed"])
        yield line("reaction", f"{what}, habit", found["habit"])


SECTIONS = {"week": week, "events": events, "free": free, "long": long, "reaction": reaction}


# --- The report ----------------------------------------------------------------------------------------------------------


def report(rows: Sequence[Row]) -> str:
    """Return the table as text."""
    table = pd.DataFrame(rows)
    spans = [("" if np.isnan(r.low) else f"[{r.low:.4f}, {r.high:.4f}]") for r in rows]
    table = table.assign(found=[f"{r.found:.4f}" for r in rows], interval=spans)
    table["what"] = table["what"].str.ljust(table["what"].str.len().max())
    table["holds"] = ["" if r.holds is None else "yes" if r.holds else "NO" for r in rows]
    return table[["section", "what", "found", "interval", "required", "holds"]].to_string(index=False, justify="left")


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer replicates")
    parser.add_argument("--only", choices=list(SECTIONS), help="one section")
    given_ = parser.parse_args()
    region = read_region()
    history, size, rows = read_history(region), QUICK if given_.quick else FULL, []
    for name in [given_.only] if given_.only else SECTIONS:
        start = time.perf_counter()
        rows += list(SECTIONS[name](history, region, size))
        print(f"{name}: {time.perf_counter() - start:.0f} s", file=sys.stderr, flush=True)
    print(report(rows))
    failed = [row for row in rows if row.holds is False]
    print(f"{len(failed)} of {sum(row.holds is not None for row in rows)} requirements do not hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
