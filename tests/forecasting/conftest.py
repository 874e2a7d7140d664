"""A small made-up record: three states, a ladder of eleven rungs, sixty weeks with a gap."""

import datetime

import numpy as np
import pytest

from araxes.engines.draws import generator
from araxes.forecasting.hindcast import forecast_span
from araxes.forecasting.simple import Climatology, Recency
from araxes.forecasting.targets import WeeklyRungs
from araxes.inputs.schema import HistoryHeader
from araxes.records.history import History

FIRST = datetime.date(2020, 1, 6)
N_RUNGS = 11


def made_up(n_weeks=60, n_states=3, gap=range(30, 36)):
    draw = generator(5, "test", "weeks")
    usual = draw.dirichlet(np.full(N_RUNGS, 0.4), size=(n_states, n_states))
    luck = draw.random((n_weeks, n_states, n_states))
    rungs = (usual.cumsum(axis=-1) < luck[..., None]).sum(axis=-1).clip(max=N_RUNGS - 1).astype(np.int8)
    rungs[list(gap)] = -1
    rungs[:, range(n_states), range(n_states)] = -1
    return WeeklyRungs(FIRST, rungs)


@pytest.fixture
def weeks():
    return made_up()


@pytest.fixture(scope="session")
def codes(region):
    """One CAMEO code of each rung."""
    return [rung.code for rung in region.rungs]


@pytest.fixture(scope="session")
def as_history(region, codes):
    """Return a history of the five states with an act a week, from rungs of shape (weeks, states, states)."""

    def made(weeks, name="made up"):
        columns = {key: [] for key in ("id", "date", "source", "target", "code", "issue", "flag")}
        for week, i, j in np.argwhere(weeks.rungs >= 0).tolist():
            date = weeks.first + datetime.timedelta(weeks=week)
            row = (
                f"{date}-{i}-{j}",
                date,
                region.states[i],
                region.states[j],
                codes[weeks.rungs[week, i, j]],
                "general",
                "",
            )
            for key, value in zip(columns, row, strict=True):
                columns[key].append(value)
        last = weeks.next - datetime.timedelta(days=1)
        silent = [week for week in range(len(weeks.rungs)) if (weeks.rungs[week] < 0).all()]
        days = [weeks.first + datetime.timedelta(weeks=week) for week in silent]
        gaps = [(day, day + datetime.timedelta(days=6)) for day in days]
        header = HistoryHeader(name=name, first=weeks.first, last=last, silence="quiet", gaps=gaps)
        return History(header, columns)

    return made


@pytest.fixture(scope="session")
def record(as_history):
    return as_history(made_up(n_states=5))


@pytest.fixture(scope="session")
def span():
    return FIRST + datetime.timedelta(weeks=38), FIRST + datetime.timedelta(weeks=60)


@pytest.fixture(scope="session")
def two(region):
    return [Climatology(N_RUNGS), Recency(N_RUNGS, 8)]


@pytest.fixture(scope="session")
def found(record, region, span):
    """A hindcast with all baselines."""
    return forecast_span(record, region, *span, horizons=(1, 4))


@pytest.fixture(scope="session")
def poisoned():
    def made(record, origin):
        """The record with everything from an origin on turned into war."""
        columns = {key: list(values) for key, values in record.columns.items()}
        columns["code"] = [
            "195" if date >= origin else code for date, code in zip(columns["date"], columns["code"], strict=True)
        ]
        return History(record.header, columns)

    return made
