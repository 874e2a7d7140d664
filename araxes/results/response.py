"""Response: what one forced act brings about in the weeks after it, beside what the record shows around such acts.

Model: the same luck with and without the act, so that every difference comes from it. In the week of the act nobody answers yet, but the
other side may be hostile too, where both share the luck that a hostile act reveals; its act may also be of another kind, because kinds are
drawn from one luck where both are hostile or both are not.

Record: an event study around onsets, acts of that kind by the same state on the same target with none in the `hindcast.calm` weeks before;
hostile weeks in each window minus what the rate of the weeks before would give. In the record acts have causes that others share, so its
figures hold more than answers, those of the week of the act most of all. Onsets are few: read the standard errors.

Reaction: how often the other side is hostile in the weeks after an act of coercion, in the record and as the rule foresees it.

The rule is replayed over the record: each week is foreseen from the weeks before, as they were, and the chances of the weeks of a window
are added up. Habit alone is the same with all weights 0.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pandas as pd

from araxes.array_types import Flags, Floats, Rungs, Whole
from araxes.display import show_card
from araxes.engines.ensemble import Progress
from araxes.engines.past import mean_weights, record_before
from araxes.engines.world import World, prepare
from araxes.inputs.constants import Constants, constants
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act
from araxes.records.history import days
from araxes.records.replay import Past, luck_of_record
from araxes.results.free_runs import date_setting, simulated_rungs
from araxes.results.tally import hard_rungs
from araxes.rules.arrays import TermWeights


class ReactionWindow(NamedTuple):
    """Weeks after an act, `first` and `last` among them; 0 is the week of the act."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """Return what the window is called."""
        return f"week {self.first}" if self.first == self.last else f"weeks {self.first} to {self.last}"

    @property
    def weeks(self) -> int:
        """Return how many weeks it holds."""
        return self.last - self.first + 1

    def after(self, week: int) -> slice:
        """Return the window after an act of a week, as places among weeks."""
        return slice(week + self.first, week + self.last + 1)


def reaction_windows() -> list[ReactionWindow]:
    """Return the week of the act, the weeks in which it is answered, and those after them up to a quarter."""
    early, middle = int(setting("compare.window_early")), int(setting("compare.window_middle"))
    return [ReactionWindow(0, 0), ReactionWindow(1, early), ReactionWindow(early + 1, middle)]


def mean_and_error(values: Floats) -> tuple[float, float]:
    """Return the mean of values, shape (events,), and its standard error; nan where there are too few."""
    n = len(values)
    return (
        float(values.mean()) if n else float("nan"),
        float(values.std(ddof=1) / np.sqrt(n)) if n > 1 else float("nan"),
    )


def coercions(past: Past, rules: Constants, begin: int) -> Whole:
    """Return week, actor and target of every act of coercion that has a whole quarter of the record after it, shape (acts, 3).

    Those before week `begin` do not count, nor those followed by a week of which nothing is known.
    """
    last = reaction_windows()[-1].last
    known = np.asarray((past.acts >= 0).any(axis=(1, -1)))
    found = np.argwhere(past.acts >= rules.coercion_rung)
    found = found[(found[:, 0] >= begin) & (found[:, 0] + last < len(known))]
    return found[[bool(known[week : week + last + 1].all()) for week, _, _ in found.tolist()]]


def foreseen_hostility(past: Past, rules: Constants, weights: TermWeights) -> Floats:
    """Return the chance of a hostile act that the rule foresaw in every week of a record, shape (weeks, states, states)."""
    return 1 - luck_of_record(past, rules, weights).friendly


def reaction_table(scenario: Scenario) -> pd.DataFrame:
    """Return hostile weeks of the other side after acts of coercion.

    Parameters
    ----------
    scenario : Scenario
        The record before its start is replayed, at the means of its weights.

    Returns
    -------
    pandas.DataFrame
        Columns window, acts (how many), observed (hostile weeks of the other side, mean over the acts), observed_se, foreseen (by the
        rule), habit (foreseen by habit alone).
    """
    past, rules, weights = record_before(scenario), constants(scenario.region), mean_weights(scenario)
    none = TermWeights(*[np.zeros_like(weight) for weight in weights])
    weekly = {
        "observed": past.acts > rules.quiet,
        "foreseen": foreseen_hostility(past, rules, weights),
        "habit": foreseen_hostility(past, rules, none),
    }
    begin = len(past.acts) + scenario.week_of(date_setting("scored_origin"))
    acts = coercions(past, rules, begin)
    rows = []
    for window in reaction_windows():
        answers = {
            name: np.array([values[window.after(week), j, i].sum() for week, i, j in acts.tolist()], dtype=float)
            for name, values in weekly.items()
        }
        observed, error = mean_and_error(answers["observed"])
        rows.append(
            {
                "window": window.name,
                "acts": len(acts),
                "observed": observed,
                "observed_se": error,
                "foreseen": mean_and_error(answers["foreseen"])[0],
                "habit": mean_and_error(answers["habit"])[0],
            }
        )
    return pd.DataFrame(rows)


@show_card
class Impulse(NamedTuple):
    """An act that is forced once.

    Attributes
    ----------
    name : str
    source, target : str
        Codes.
    rung : str
        Key of the rung forced.
    kindest, harshest : str
        Keys of the rungs between which an act of the record counts as of this kind.
    """

    name: str
    source: str
    target: str
    rung: str
    kindest: str
    harshest: str


IMPULSES = (
    Impulse("coercion", "IRN", "AZE", "rupture", "rupture", "war"),
    Impulse("a week of war", "AZE", "ARM", "war", "limited_violence", "war"),
    Impulse("concession", "IRN", "AZE", "consultation", "consultation", "consultation"),
    Impulse("accord", "AZE", "ARM", "accord", "material_cooperation", "accord"),
)

OWN, ANSWER, OTHER = "same dyad", "answer", "other dyad"


def force_act(scenario: Scenario, impulse: Impulse, weeks: int = 1) -> Scenario:
    """Return a scenario in which the act of an impulse is forced in each of the first weeks."""
    act = Act(
        id=impulse.name,
        date=scenario.start,
        until=scenario.start + days(weeks),
        source=impulse.source,
        target=impulse.target,
        rung=impulse.rung,
        reference="hypothetical",
    )
    return replace(scenario, acts=(*scenario.acts, act))


def response_table(
    scenario: Scenario, record: Rungs, replicates: int, seed: int = 1, progress: Progress | None = None
) -> pd.DataFrame:
    """Return what each act of `IMPULSES` brings about, and what the record shows around such acts.

    Parameters
    ----------
    scenario : Scenario
        Without acts; its first week is that of the act, and it lasts at least to the end of the last window.
    record : ndarray of int8, shape (weeks, states, states)
        The record before the start.
    replicates, seed
        Histories with and without each act.
    progress : callable, optional

    Returns
    -------
    pandas.DataFrame
        One row an impulse, dyad and window: hostile weeks more with the act than without (hostile, hostile_se), the chance of coercion
        in the window more (coercion, coercion_se), onsets in the record, and hostile weeks around them more than before (record,
        record_se); nan for the act itself.
    """
    world = prepare(scenario)
    without = simulated_rungs(world, replicates, seed, progress=progress)
    rows = []
    for impulse in IMPULSES:
        with_act = simulated_rungs(prepare(force_act(scenario, impulse)), replicates, seed, progress=progress)
        rows += list(_responses(world, impulse, without, with_act, record))
    return pd.DataFrame(rows)


def _responses(
    world: World, impulse: Impulse, without: Rungs, with_act: Rungs, record: Rungs
) -> Iterator[dict[str, object]]:
    """Yield the rows of one impulse."""
    codes, quiet = world.states, world.constants.quiet
    hard = hard_rungs(len(world.constants.hostility))[0]
    weeks = onset_weeks(of_kind(world, impulse, record), int(setting("hindcast.calm")))
    own, answer = (impulse.source, impulse.target), (impulse.target, impulse.source)
    for window in reaction_windows():
        span = window.after(0)
        more = ((with_act > quiet)[:, span].sum(axis=1) - (without > quiet)[:, span].sum(axis=1)).astype(float)
        harder = (with_act >= hard)[:, span].any(axis=1).astype(float) - (without >= hard)[:, span].any(axis=1)
        for i, j in np.argwhere(~np.eye(len(codes), dtype=bool)).tolist():
            dyad = (codes[i], codes[j])
            found = {
                "hostile": more[:, i, j],
                "coercion": harder[:, i, j],
                "record": around(record[:, i, j] > quiet, weeks, window),
            }
            itself = dyad == own and window.first == 0
            told = {name: mean_and_error(values[:0] if itself else values) for name, values in found.items()}
            yield {
                "impulse": impulse.name,
                "act": f"{impulse.source}>{impulse.target} {impulse.rung}",
                "dyad": ">".join(dyad),
                "role": {own: OWN, answer: ANSWER}.get(dyad, OTHER),
                "window": window.name,
                "onsets": len(weeks),
                **{name: mean for name, (mean, _) in told.items()},
                **{f"{name}_se": error for name, (_, error) in told.items()},
            }


def of_kind(world: World, impulse: Impulse, record: Rungs) -> Flags:
    """Return the weeks of a record in which the impulse's source did such an act to its target, shape (weeks,)."""
    codes = world.states
    keys = [rung.key for rung in world.scenario.region.rungs]
    acts = record[:, codes.index(impulse.source), codes.index(impulse.target)]
    return np.asarray((acts >= keys.index(impulse.kindest)) & (acts <= keys.index(impulse.harshest)))


def onset_weeks(events: Flags, calm: int) -> list[int]:
    """Return the weeks of events before which there was none for `calm` weeks, a whole quarter of the record being left after them."""
    last = reaction_windows()[-1].last
    return [
        week
        for week in np.flatnonzero(events).tolist()
        if week >= calm and week + last < len(events) and not events[week - calm : week].any()
    ]


def around(hostile: Flags, weeks: list[int], window: ReactionWindow) -> Floats:
    """Return the hostile weeks of a dyad in a window after each of some weeks, minus what its rate before would give, shape (weeks,).

    Parameters
    ----------
    hostile : ndarray of bool, shape (weeks of the record,)
    weeks : list of int
    window : Window
        The rate before is that of the `hindcast.calm` weeks before.
    """
    calm = int(setting("hindcast.calm"))
    return np.array(
        [hostile[window.after(week)].sum() - hostile[week - calm : week].mean() * window.weeks for week in weeks]
    )
