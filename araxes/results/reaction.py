"""Reaction: how often the other side is hostile in the weeks after an act of coercion, in the record and as the rule foresees it.

The rule is replayed over the record: each week is foreseen from the weeks before, as they were, and the chances of the weeks of a window
are added up. Habit alone is the same with all weights 0.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from araxes.array_types import Floats, Whole
from araxes.engines.world import mean_weights, record_before
from araxes.history.replay import Past, luck_of_record
from araxes.inputs.scenario import Scenario
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import Constants, constants
from araxes.results.free_runs import dated
from araxes.rules.arrays import Weights


class Window(NamedTuple):
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


def windows() -> list[Window]:
    """Return the week of the act, the weeks in which it is answered, and those after them up to a quarter."""
    early, middle = int(setting("compare.window_early")), int(setting("compare.window_middle"))
    return [Window(0, 0), Window(1, early), Window(early + 1, middle)]


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
    last = windows()[-1].last
    known = np.asarray((past.acts >= 0).any(axis=(1, -1)))
    found = np.argwhere(past.acts >= rules.coercion_rung)
    found = found[(found[:, 0] >= begin) & (found[:, 0] + last < len(known))]
    return found[[bool(known[week : week + last + 1].all()) for week, _, _ in found.tolist()]]


def hostile_chances(past: Past, rules: Constants, weights: Weights) -> Floats:
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
    none = Weights(*[np.zeros_like(weight) for weight in weights])
    weekly = {
        "observed": past.acts > rules.quiet,
        "foreseen": hostile_chances(past, rules, weights),
        "habit": hostile_chances(past, rules, none),
    }
    begin = len(past.acts) + scenario.week_of(dated("scored_origin"))
    acts = coercions(past, rules, begin)
    rows = []
    for window in windows():
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
