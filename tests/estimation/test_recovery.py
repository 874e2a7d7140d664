"""Recovery: weights under which the model drew a record are found again in it."""

import datetime

import numpy as np
import pytest

from araxes.engines.ensemble import histories
from araxes.engines.world import prepare
from araxes.estimation.likelihood import (
    Likelihood,
    deciding_indices,
    free_parameters,
    moments,
    of_rungs,
    past_given,
    with_values,
)
from araxes.estimation.posterior import posterior
from araxes.results.free_runs import free_scenario

ORIGIN, WEEKS = datetime.date(2023, 1, 2), 300
TRUTH = {"alarm": 1.4, "pile_on": 0.5, "thaw": 0.2, "lift": 0.4, "contact": 0.5}


@pytest.mark.slow
def test_the_weights_of_a_drawn_record_are_found_again(region):
    known = with_values(region, {f"behaviour.weight.{name}": value for name, value in TRUTH.items()})
    free = free_scenario(ORIGIN, WEEKS)
    from dataclasses import replace

    book = free.book | {path: known.book[path] for path in known.book if path.startswith("behaviour.weight.")}
    world = prepare(replace(free, region=replace(free.region, book=book)))
    ((_, drawn),) = list(histories(world, range(1), seed=7, fixed=True))
    states = deciding_indices(region)
    after = np.full((WEEKS, *world.warm.rungs.shape[1:]), world.constants.quiet, dtype=np.int8)
    after[np.ix_(range(WEEKS), states, states)] = drawn.rungs[0]
    rungs = np.concatenate([world.warm.rungs, after])
    weeks = of_rungs(world.warm.first, rungs, rungs, states)
    weeks = weeks._replace(scored=np.arange(len(rungs)) >= len(world.warm.rungs))
    asked = free_parameters(region, habit=False)
    past = past_given(weeks, replace(region, book=book))
    stance = past.stance._replace(
        grievance=np.concatenate(
            [past.stance.grievance[:-WEEKS], np.repeat(past.stance.grievance[-WEEKS - 1][None], WEEKS, axis=0)]
        )
    )
    found = posterior(Likelihood(past._replace(stance=stance), weeks.scored, region, tuple(asked)))
    mean, sd = moments(asked)
    place = {one.path: k for k, one in enumerate(asked)}
    errors = np.sqrt(np.diag(found.covariance))
    for name, value in TRUTH.items():
        k = place[f"behaviour.weight.{name}"]
        assert abs(mean[k] + sd[k] * found.mode[k] - value) < 3 * sd[k] * errors[k], name
