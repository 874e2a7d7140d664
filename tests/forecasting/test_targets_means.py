"""Means over some weeks: what was said, what came, scores equal to scoringrules, and nothing later known."""

from dataclasses import replace

import numpy as np
import pytest
import scoringrules as sr

from araxes.engines.draws import generator
from araxes.forecasting.baselines import TREE, bar, baselines
from araxes.forecasting.hindcast import forecast_span
from araxes.forecasting.simple import Climatology
from araxes.forecasting.tables import mean_table
from araxes.forecasting.targets import (
    PAST_SPANS,
    dyad_mask,
    forecast_targets,
    independent,
    known_before,
    means_of,
    n_paths,
    past_spans,
    score_paths,
    what_was,
)

POINTS = np.array([8.0, 5.0, 2.0, 0.0, -1.0, -2.0, -4.0, -5.5, -7.0, -9.0, -10.0])
AHEAD = (4, 13)


def test_a_mean_by_hand(weeks):
    paths = np.zeros((1, 4, 1, 1), dtype=np.int8)
    paths[0, :, 0, 0] = [0, 2, 3, 10]
    assert means_of(paths, (1, 2, 4), POINTS)[0, :, 0, 0].tolist() == [8, 5, 0]
    came = what_was(weeks._replace(rungs=paths[0]), 0, (2, 4, 5), POINTS)
    assert came[:2, 0, 0].tolist() == [5, 0]
    assert np.isnan(came[2]).all()


def test_a_span_with_an_unknown_week_is_not_scored(weeks):
    assert np.isnan(what_was(weeks, 27, AHEAD, POINTS)).all()
    came = what_was(weeks, 40, AHEAD, POINTS)
    assert (np.isnan(came) == np.broadcast_to(~dyad_mask(3), came.shape)).all()


def test_scores_equal_scoringrules(weeks):
    paths = generator(3, "test", "means").integers(0, 11, (200, 13, 3, 3)).astype(np.int8)
    came = what_was(weeks, 40, AHEAD, POINTS)
    found = score_paths(paths, came, AHEAD, POINTS)
    means = np.stack([POINTS[paths[:, :h]].mean(axis=1) for h in AHEAD], axis=1)
    cells = dyad_mask(3)
    expected = sr.crps_ensemble(came[:, cells], np.moveaxis(means, 0, -1)[:, cells], estimator="nrg")
    assert found.crps[:, cells] == pytest.approx(expected, abs=1e-9)
    assert found.expected == pytest.approx(means.mean(axis=0))
    assert np.isnan(found.crps[:, ~cells]).all()


def test_independent_weeks_keep_their_chances_and_share_their_luck(weeks):
    chance = generator(4, "test", "means").dirichlet(np.ones(11), size=(3, 3, 3))
    drawn = independent(chance, weeks, 20_000)
    shares = (drawn[..., None] == np.arange(11)).mean(axis=0)
    assert shares == pytest.approx(chance, abs=0.02)
    assert (independent(chance, weeks, 50) == independent(chance.copy(), weeks, 50)).all()
    hostile = (drawn >= 4).astype(float)
    assert abs(np.corrcoef(hostile[:, 0, 0, 1], hostile[:, 1, 0, 1])[0, 1]) < 0.03


def test_past_spans_are_those_wholly_known(weeks):
    past = weeks._replace(rungs=weeks.rungs[:40])
    found = past_spans(past, what_was(weeks, 40, AHEAD, POINTS), AHEAD, POINTS)
    own = [POINTS[past.rungs[k : k + 4, 0, 1]].mean() for k in [*range(27), 36]]
    came = what_was(weeks, 40, AHEAD, POINTS)[0, 0, 1]
    assert found.expected[0, 0, 1] == pytest.approx(np.mean(own))
    assert found.crps[0, 0, 1] == pytest.approx(sr.crps_ensemble(came, np.array(own), estimator="nrg"), abs=1e-9)
    young = past_spans(weeks._replace(rungs=weeks.rungs[:6]), what_was(weeks, 6, AHEAD, POINTS), AHEAD, POINTS)
    assert np.isnan(young.crps[1]).all()
    assert np.isfinite(young.crps[0][dyad_mask(3)]).all()


def test_every_forecaster_has_as_many_paths_and_they_end_with_its_horizons(region, weeks):
    past = known_before(weeks, weeks.next)
    for forecaster in baselines(region):
        paths = forecast_targets(forecaster, past, AHEAD, (4, 7)).paths
        assert paths.shape == (n_paths(), 13, 3, 3), forecaster.name
        assert paths[..., dyad_mask(3)].min() >= 0
        assert paths.max() <= 10
    assert forecast_targets(Climatology(11), past, (1,), (4,)).paths is None


@pytest.mark.slow
def test_a_hindcast_scores_means_by_what_came_and_says_them_whatever_came(found, record, region, span, poisoned):
    assert {Climatology.name, bar(11), TREE, PAST_SPANS} <= set(found.means)
    origin = found.origins[9]
    other = forecast_span(poisoned(record, origin), region, *span, horizons=(1, 4))
    cells = dyad_mask(5)
    for name, said in found.means.items():
        assert said.crps.shape == (22, 1, 5, 5)
        assert (other.means[name].expected[:10, :, cells] == said.expected[:10, :, cells]).all(), name
        assert (other.means[name].crps[:6, :, cells] == said.crps[:6, :, cells]).all(), name
        assert not (other.means[name].crps[7, :, cells] == said.crps[7, :, cells]).all(), name
    assert np.isnan(found.means[TREE].crps[-3:]).all()


def test_the_table_scores_all_on_the_same_spans(found):
    table = mean_table(found).set_index("forecaster")
    assert set(table["horizon"]) == {4}
    assert set(table["weeks"]) == {19}
    assert table.loc[PAST_SPANS, "skill_spans"] == table.loc[bar(11), "skill_bar"] == 0
    crps = found.means[TREE].crps
    assert table.loc[TREE, "crps"] == pytest.approx(np.nanmean(crps))
    gap = found.means[PAST_SPANS]._replace(
        crps=np.where(np.arange(22)[:, None, None, None] < 5, np.nan, found.means[PAST_SPANS].crps)
    )
    fewer = mean_table(replace(found, means=found.means | {PAST_SPANS: gap})).set_index("forecaster")
    assert set(fewer["weeks"]) == {14}
    assert fewer.loc[TREE, "crps"] == pytest.approx(np.nanmean(crps[5:]))


def test_strata_leave_out_scores_and_keep_what_was_said(found):
    kept = np.zeros_like(found.calm)
    kept[:, 0, 1] = True
    part = found.only(kept).means[TREE]
    assert np.isfinite(part.crps[:19, :, 0, 1]).all()
    assert np.isfinite(part.crps).sum() == 19
    assert part.expected is found.means[TREE].expected
