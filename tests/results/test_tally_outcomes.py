"""Outcomes read off an ensemble made up by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from araxes.results.tally import (
    crossing_chance,
    directed_dyads,
    hard_rungs,
    highest_rungs,
    hostility,
    quantile_levels,
    quantiles,
)

RUNGS = [[3, 7, 4], [9, 3, 3], [3, 3, 0], [4, 4, 10]]
HISTORIES = arrays(np.int8, st.tuples(st.integers(1, 6), st.integers(1, 8)), elements=st.integers(0, 10))


@pytest.fixture
def data(ensemble):
    return ensemble(RUNGS)


def towards_iran(array):
    return array.sel(actor="AZE", target="IRN")


def test_hostility_is_that_of_the_rung_and_unknown_on_the_diagonal(data):
    assert towards_iran(hostility(data)).values.tolist() == [[0, 0.64, 0.2], [0.94, 0, 0], [0, 0, -0.7], [0.2, 0.2, 1]]
    assert hostility(data).sel(actor="AZE", target="AZE").isnull().all()


def test_what_was_reached_is_the_highest_rung_so_far(data):
    assert towards_iran(highest_rungs(data)).values.tolist() == [[3, 7, 7], [9, 9, 9], [3, 3, 3], [4, 4, 10]]
    assert (highest_rungs(data).sel(actor="AZE", target="AZE") == -1).all()


def test_chances_of_crossing_by_hand(data):
    chance = towards_iran(crossing_chance(data))
    assert chance.dims == ("week", "rung")
    assert chance.sel(rung=7).values.tolist() == [0.25, 0.5, 0.75]
    assert chance.sel(rung=9).values.tolist() == [0.25, 0.25, 0.5]
    assert chance.sel(rung=10).values.tolist() == [0, 0, 0.25]
    assert chance.sel(rung=0).values.tolist() == [1, 1, 1]
    assert crossing_chance(data).sel(actor="IRN", target="IRN").isnull().all()


@settings(max_examples=40)
@given(rungs=HISTORIES)
def test_chances_never_fall_with_time_nor_rise_with_the_rung(rungs, ensemble):
    chance = towards_iran(crossing_chance(ensemble(rungs))).transpose("week", "rung").values
    assert (np.diff(chance, axis=0) >= 0).all()
    assert (np.diff(chance, axis=1) <= 0).all()
    assert ((chance >= 0) & (chance <= 1)).all()


def test_bands_hold_half_and_nine_tenths_of_the_runs():
    assert quantile_levels() == pytest.approx([0.05, 0.25, 0.5, 0.75, 0.95])


def test_quantiles_are_taken_over_replicates(data):
    found = quantiles(data["tension"], [0.25, 0.5])
    assert found.dims == ("quantile", "week", "actor", "target")
    assert found["quantile"].values.tolist() == [0.25, 0.5]
    middle = towards_iran(found.sel(quantile=0.5)).values
    assert middle.tolist() == [3.5, 3.5, 3.5]
    assert (found["week"] == data["week"]).all()
    assert quantiles(data["tension"]).sizes["quantile"] == 5


def test_dyads_are_ordered_pairs_of_different_actors(data):
    assert directed_dyads(data) == [("AZE", "IRN"), ("IRN", "AZE")]


def test_coercion_violence_and_war_are_the_rungs_reported():
    assert hard_rungs(11) == [7, 9, 10]
