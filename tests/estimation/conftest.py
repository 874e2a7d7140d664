"""What tests of estimation share: a record that the model drew itself, with a gap, and the weeks of the chronology."""

import datetime

import numpy as np
import pytest

from araxes.estimation.features import features, shape
from araxes.estimation.given import deciding, given, of_rungs
from araxes.estimation.priors import free_parameters
from araxes.estimation.synthetic import lead_in, synthetic, truth
from araxes.rules.remember import UNOBSERVED

FIRST = datetime.date(2021, 1, 4)
SHARES = np.array([0.05, 0.35, 0.10, 0.30, 0.05, 0.025, 0.01, 0.025, 0.01, 0.05, 0.03])


@pytest.fixture(scope="session")
def shares():
    return SHARES


@pytest.fixture(scope="session")
def first_week():
    return FIRST


@pytest.fixture(scope="session")
def free(region):
    return free_parameters(region)


@pytest.fixture(scope="session")
def drawn(region, free):
    """Sixty weeks that the model drew under known parameters, after twelve given ones; the truth in standard units."""
    z = truth(free, 5, 0)
    lead = lead_in(region, SHARES, 8.0, 12, 5, 0)
    return synthetic(region, free, z, lead, 60, first=FIRST, seed=5), z


@pytest.fixture(scope="session")
def gapped(region, drawn):
    """The same weeks with a long gap, a short one, and halves of dyads of which nothing is known."""
    rungs = drawn[0].rungs.copy()
    rungs[20:36] = UNOBSERVED
    rungs[50:55] = UNOBSERVED
    i, j = deciding(region)[:2]
    rungs[45:48, i, j] = UNOBSERVED
    rungs[48, j, i] = rungs[48, i, j] = UNOBSERVED
    return of_rungs(FIRST, rungs, rungs, deciding(region), norm=8)


@pytest.fixture(scope="session")
def seen(region, gapped):
    return features(region, gapped)


@pytest.fixture(scope="session")
def form(region):
    return shape(region)


@pytest.fixture(scope="session")
def until():
    return datetime.date(2021, 3, 1)


@pytest.fixture(scope="session")
def recorded(region, chronology, until):
    """The chronology before March 2021."""
    return given(chronology, region, until)
