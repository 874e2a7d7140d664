"""Shares of a forecast: luck, weights, judged values and their interplay."""

import datetime
from dataclasses import replace

import pytest

import araxes
from araxes.forecasting.pairs import luck_and_doubt

ORIGIN = datetime.date(2023, 4, 3)


@pytest.fixture(scope="module")
def found():
    return araxes.forecast(as_of=ORIGIN, weeks=4, replicates=600)


def test_the_shares_of_a_forecast_sum_to_one_and_most_of_it_is_luck(found):
    assert sum(map(float, found.shares)) == pytest.approx(1)
    assert 0.5 < found.shares.luck <= 1.02
    assert found.document()["shares"] == pytest.approx(found.shares._asdict())
    assert "is luck" in luck_and_doubt(found.shares)


def test_luck_is_what_one_ensemble_alone_says_it_is(found):
    assert 1 - found.shares.luck == pytest.approx(found.weights_share, abs=0.05)


def test_with_judged_values_as_they_are_there_is_luck_and_weights():
    held = araxes.forecast(as_of=ORIGIN, weeks=4, replicates=600, judged="mean")
    assert held.shares.judgements == held.shares.both == 0
    assert held.shares.luck + held.shares.weights == pytest.approx(1)


def test_with_everything_fixed_all_is_luck(found):
    assert tuple(map(float, replace(found, fixed=True).shares)) == (1, 0, 0, 0)


def test_too_few_replicates_say_so():
    few = araxes.forecast(as_of=ORIGIN, weeks=4, replicates=64)
    assert "too few replicates" in luck_and_doubt(few.shares)
    assert few.document()["shares"]["luck"] is None
