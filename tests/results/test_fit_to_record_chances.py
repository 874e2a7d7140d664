"""Chances on record: of every week before a start, from the weeks before it alone, as a run of that week would give them."""

import datetime

import numpy as np
import pytest

import araxes
from araxes.results.fit_to_record import record_chances
from araxes.results.free_runs import free_scenario

START = datetime.date(2023, 4, 10)


@pytest.fixture(scope="module")
def chances():
    return record_chances(free_scenario(START, weeks=1))


def test_the_last_week_is_as_a_region_that_starts_there_foresees_it(chances):
    last = START - datetime.timedelta(weeks=1)
    region = araxes.Region(free_scenario(last, weeks=1), replicate=0, fixed=True)
    region.foresee()
    iran = region.state("IRN")
    week = chances.sel(week=str(last), actor="IRN", target="AZE")
    quiet = region.world.constants.quiet
    assert float(week["pushed"]) == pytest.approx(sum(iran.chances("AZE")[quiet + 1 :]), abs=1e-9)
    assert float(week["habit"]) < float(week["pushed"])


def test_what_was_observed_stands_beside_the_chances(chances):
    week = chances.sel(week="2023-04-03")
    assert int(week["rung"].sel(actor="AZE", target="IRN")) == 7
    assert int(week["rung"].sel(actor="IRN", target="AZE")) == 6
    known = chances["rung"] >= 0
    assert np.isfinite(chances["pushed"].where(known).values[known.values]).all()
    assert chances["pushed"].max() <= 1
    assert chances["pushed"].min() >= 0
