"""What tests of estimation share: the chronology before some date, and the likelihood of it."""

import datetime

import numpy as np
import pytest

from araxes.estimation.likelihood import Likelihood, free_parameters, past_given, record_weeks

UNTIL = datetime.date(2021, 3, 1)


@pytest.fixture(scope="session")
def free(region):
    return free_parameters(region)


@pytest.fixture(scope="session")
def until():
    return UNTIL


@pytest.fixture(scope="session")
def recorded(region, chronology, until):
    """The chronology before March 2021."""
    return record_weeks(chronology, region, until)


@pytest.fixture(scope="session")
def likelihood(region, recorded, free):
    return Likelihood(past_given(recorded, region), recorded.scored, region, tuple(free))


@pytest.fixture(scope="session")
def means(free):
    """The means of the priors as one set of parameters, shape (1, parameters)."""
    return np.array([[one.mean for one in free]])
