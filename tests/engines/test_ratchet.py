"""Nothing ratchets: a constant push is felt, becomes habit, and stops pushing."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import simulate
from araxes.engines.world import prepare
from araxes.inputs.schema import Change
from araxes.results.free_runs import free_scenario
from araxes.results.outcomes import hostility

START = datetime.date(2023, 1, 2)
STATES = ("ARM", "AZE", "IRN", "RUS", "TUR")
PUSHED = [(one, other) for one in STATES for other in STATES if one < other]
REPLICATES = 16
YEAR, HALF_YEAR, HORIZON = 52, 26, 520


def hostilities(bar, push, replicates, weeks):
    """Return the hostility of the pushed halves of the ten dyads, shape (replicates, half-years).

    The step of hawkishness from 0 to 1 under a leader's weight of 1 is a constant push of 1. One half of every dyad is pushed, so that
    one run says as much as ten; all other weights stand at their means. Dated values are frozen: nothing else moves.
    """
    sets = {"behaviour.weight.leader": 1, "behaviour.memory.bar": bar}
    sets |= {f"{one}.hawkishness.{other}": 0 for one in STATES for other in STATES if one != other}
    scenario = free_scenario(START, weeks, araxes.load("baseline", sets=sets))
    steps = tuple(
        Change(id=f"{i}{j}", path=f"{i}.hawkishness.{j}", date=START, value=1, reference="hypothetical")
        for i, j in PUSHED
    )
    data = simulate(prepare(replace(scenario, changes=steps if push else ())), replicates, fixed=True)
    acts = hostility(data)
    mean = np.mean([acts.sel(actor=i, target=j).values for i, j in PUSHED], axis=0)
    return mean.reshape(replicates, -1, HALF_YEAR).mean(axis=2)


@pytest.fixture(scope="module")
def without():
    return hostilities(32, False, REPLICATES, HORIZON)


@pytest.mark.slow
def test_a_constant_push_raises_hostility_in_the_first_year_and_never_again_as_much(without):
    raised = hostilities(32, True, REPLICATES, HORIZON) - without
    mean = raised.mean(axis=0)
    years = YEAR // HALF_YEAR
    first, later = mean[:years].argmax(), years + mean[years:].argmax()
    fall = raised[:, first] - raised[:, later]
    error = fall.std(ddof=1) / np.sqrt(REPLICATES)
    assert mean[first] > 0.02
    assert fall.mean() > 2 * error, (mean.round(4), error)
    assert mean[-years:].mean() < 0.6 * mean[:years].mean()  # kinds of act are relearned with a half-life of two years


@pytest.mark.slow
def test_without_the_bar_the_same_push_ratchets(without):
    half_years = 5 * YEAR // HALF_YEAR
    raised = hostilities(2080, True, 4, 5 * YEAR) - without[:4, :half_years]
    mean = raised.mean(axis=0)
    assert mean[-1] > 2 * mean[: YEAR // HALF_YEAR].max()
    assert mean.argmax() >= half_years - 2
