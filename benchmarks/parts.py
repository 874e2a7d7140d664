"""Weights and shares of luck on the whole chronology and on parts of it: `python benchmarks/parts.py`.

Every part replays the whole record; it only scores fewer weeks. `params/estimates/chronology_draw.toml` is set by hand between
what this prints.
"""

import datetime

import numpy as np
import pandas as pd

from araxes.estimation.likelihood import Likelihood, free_parameters, natural, past_given, record_weeks
from araxes.estimation.posterior import posterior
from araxes.inputs.region import read_region, with_estimate
from araxes.records.history import read_history

WAR = datetime.date(2020, 6, 29), datetime.date(2021, 1, 4)
"""Weeks of July to December 2020."""
LATE = datetime.date(2023, 1, 2)


def main() -> None:
    """Fit and print value (standard error) of every part."""
    region = with_estimate(read_region(), datetime.date.min)
    history = read_history(region)
    weeks = record_weeks(history, region, history.next_start)
    past, free = past_given(weeks, region), tuple(free_parameters(region, habit=False))
    monday = np.datetime64(weeks.first) + np.arange(weeks.weeks) * np.timedelta64(7, "D")
    in_war = (monday >= np.datetime64(WAR[0])) & (monday < np.datetime64(WAR[1]))
    parts = {
        "whole": weeks.scored,
        "without July to December 2020": weeks.scored & ~in_war,
        "2023 on": weeks.scored & (monday >= np.datetime64(LATE)),
    }
    columns = {}
    for part, scored in parts.items():
        found = posterior(Likelihood(past, scored, region, free))
        values = natural(list(free), np.array([one.mean + one.sd * z for one, z in zip(free, found.mode, strict=True)]))
        slopes = [one.slope(one.mean + one.sd * z) * one.sd for one, z in zip(free, found.mode, strict=True)]
        errors = np.sqrt(np.diag(found.covariance)) * slopes
        cells = [f"{value:.3f} ({error:.3f})" for value, error in zip(values.values(), errors, strict=True)]
        columns[part] = [*cells, f"{found.log_likelihood:.1f}", str(int(scored.sum()))]
    print(pd.DataFrame(columns, index=[*(one.path for one in free), "log-likelihood", "weeks"]).to_string())


if __name__ == "__main__":
    main()
