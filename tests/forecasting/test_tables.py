"""Whole weeks: pairs and all dyads together."""

import numpy as np
import pytest

from araxes.forecasting.simple import Climatology
from araxes.forecasting.tables import energy_scores, together_table


@pytest.fixture(scope="module")
def small(found):
    from dataclasses import replace

    kept = [Climatology.name, "habit tree"]
    return replace(found, chance={n: found.chance[n] for n in kept}, within={n: found.within[n] for n in kept})


def test_the_table_has_a_row_for_every_forecaster_and_horizon(small):
    table = together_table(small)
    assert len(table) == 4
    assert (table["energy"] > 0).all()
    assert (table["joint_gain_low"] < table["joint_gain_high"]).all()


def test_record_without_shared_luck_is_not_helped_by_it(small):
    assert (together_table(small)["joint_gain"] < 0).all()


def test_a_week_that_is_told_exactly_scores_zero(small):
    rung = np.maximum(small.came, 0)[..., None].astype(int)
    sure = small.with_chances("sure", (rung == np.arange(11)).astype(float), small.within["habit tree"])
    score = energy_scores(sure, "sure", 0, 0.3)
    assert np.nanmax(score) == 0
    assert (energy_scores(small, "habit tree", 0, 0.3)[~np.isnan(score)] > 0).all()
