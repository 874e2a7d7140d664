"""Shares of doubt: recovered where they are known, and the judged values that matter found."""

from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.datasets import simulate
from araxes.engines.dated import judged_shifts
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare, weights_of_draws
from araxes.errors import InputError
from araxes.results.doubt import (
    Ensemble,
    correlation,
    judgements_that_matter,
    replicates_saved,
    told_apart,
    turning_point,
    variance_by_draw,
    variance_shares,
)

DRAWS, APART = 256, 128


def ensembles(rng, weights, judgements, both, luck, replicates):
    """Two ensembles of an answer whose parts have given standard deviations."""
    w, j = rng.standard_normal((2, DRAWS))
    found = []
    for there in (np.arange(DRAWS), (np.arange(DRAWS) + APART) % DRAWS):
        draw = np.arange(replicates) % DRAWS
        mean = 3 + weights * w + judgements * j[there] + both * w * j[there]
        single = mean[draw] + luck * rng.standard_normal(replicates)
        count = np.bincount(draw, minlength=DRAWS)
        total = np.bincount(draw, weights=single, minlength=DRAWS)
        found.append(Ensemble(count, total, np.var(single)))
    return found


@pytest.mark.parametrize(
    ("parts", "replicates"),
    [((1, 2, 1, 3), 1000), ((0, 0, 0, 1), 1000), ((2, 0, 0, 1), 1024), ((0, 1, 0, 2), 1100), ((1, 1, 1, 0.1), 600)],
)
def test_known_shares_are_recovered(parts, replicates):
    truth = np.array([parts[3], *parts[:3]], dtype=float) ** 2
    rng = np.random.default_rng(1)
    found = np.array([variance_shares(*ensembles(rng, *parts, replicates), APART) for _ in range(60)])
    assert found.sum(axis=1) == pytest.approx(np.ones(60))
    assert found.mean(axis=0) == pytest.approx(truth / truth.sum(), abs=0.05)


def test_with_one_replicate_a_draw_luck_and_interplay_cannot_be_told():
    found = variance_shares(*ensembles(np.random.default_rng(1), 1, 1, 1, 1, DRAWS), APART)
    assert np.isnan([found.luck, found.both]).all()
    assert np.isfinite([found.weights, found.judgements]).all()


def test_without_judged_values_there_is_luck_and_weights():
    found = variance_shares(*ensembles(np.random.default_rng(1), 1, 0, 0, 1, 1000), APART, judged=False)
    assert found.judgements == found.both == 0
    assert found.luck + found.weights == 1
    assert found.weights == pytest.approx(0.5, abs=0.15)


def test_a_table_of_answers_has_a_table_of_shares():
    rng = np.random.default_rng(1)
    one, two = (ensembles(rng, 1, 1, 0, 1, 1000) for _ in range(2))
    both = [
        Ensemble(a.replicates, np.stack([a.total, b.total], axis=-1), np.array([a.variance, b.variance]))
        for a, b in zip(one, two, strict=True)
    ]
    table = variance_shares(*both, APART)
    for k, pair in enumerate((one, two)):
        assert [part[k] for part in table] == pytest.approx(list(variance_shares(*pair, APART)))


def test_correlation_and_turning_point_of_a_straight_line():
    values = np.linspace(0, 1, 11)
    assert correlation(np.stack([values, -values, 0 * values]), 2 * values) == pytest.approx([1, -1, 0])
    assert turning_point(values, 2 * values - 0.6, 0, 1) == pytest.approx(0.3)
    assert np.isnan(turning_point(values, 2 * values + 0.6, 0, 1))
    assert np.isnan(turning_point(values, 0 * values + 0.6, 0, 1))


@pytest.fixture(scope="module")
def world():
    return prepare(araxes.load("baseline", weeks=6), judged=True)


def test_the_value_that_an_answer_follows_is_named_with_what_would_turn_it(world):
    path = "IRN.position.borders"
    parameter = world.scenario.book[path]
    at = parameter.at(world.scenario.start)
    value = np.clip(at + judged_shifts([parameter], 1, range(DRAWS))[0], parameter.low, parameter.high)
    rng, count = np.random.default_rng(1), np.full(DRAWS, 4)
    answer = 2 * (value - at - 0.05) + 0.1 * rng.standard_normal(DRAWS)
    main = Ensemble(count, 4 * answer, np.array(1.0))
    other = Ensemble(count, 4 * np.roll(answer, -APART), np.array(1.0))
    rows = judgements_that_matter([world], 1, main, other, APART)
    assert len(rows) == 3
    assert [row["clear"] for row in rows] == [True, False, False]
    assert rows[0]["path"] == path
    assert rows[0]["turns"] == pytest.approx(at + 0.05, abs=0.03)
    assert rows[0]["value"] == at
    assert judgements_that_matter([], 1, main, other, APART) == []


def test_told_apart_weights_stay_and_judged_values_are_those_of_another_draw(world):
    other, numbers = told_apart(world, 300)
    assert numbers == range(512, 812)
    assert np.array_equal(weights_of_draws(world, 1, [None])[0], weights_of_draws(other, 1, [None])[0])
    ours, theirs = Region(world, APART + 3, collect=False).world, Region(other, 3, collect=False).world
    assert ours.scenario.book == theirs.scenario.book
    plain = {path: replace(p, exact=".temper." in path or p.exact) for path, p in world.scenario.book.items()}
    steady = replace(world.scenario, region=replace(world.scenario.region, book=plain))
    one, two = (replace(made, scenario=steady) for made in (world, other))
    assert np.array_equal(weights_of_draws(one, 1, range(9))[0], weights_of_draws(two, 1, range(9))[0])


@pytest.mark.parametrize(("given", "taken"), [(4, 4), (256, 256), (300, 300), (600, 512), (4096, 1024)])
def test_the_second_ensemble_has_two_rounds_of_draws_at_least_and_a_quarter_of_many(world, given, taken):
    assert len(told_apart(world, given)[1]) == taken


def test_told_apart_both_engines_agree(world):
    other, numbers = told_apart(world, 4)
    kernel = simulate(other, list(numbers), engine="kernel", workers=1)["rung"]
    assert np.array_equal(kernel, simulate(other, list(numbers), engine="mesa", workers=1)["rung"])


@pytest.fixture(scope="module")
def found():
    return araxes.compare(["baseline", "force_syunik"], replicates=600, weeks=24)


def test_a_comparison_says_what_its_difference_is_uncertain_by(found):
    doubt = found.doubt("force_syunik", "ARM>AZE")
    assert sum(float(share) for share in doubt.shares) == pytest.approx(1)
    assert doubt.weeks == "0-11"  # a quarter, cut at the horizon: the two part in week 12
    assert " luck, " in doubt.text()
    assert doubt.text().startswith(doubt.brief().removesuffix("."))
    assert doubt.document()["shares"].keys() == {"luck", "weights", "judgements", "both"}
    assert len(doubt.judgements) == 3
    with pytest.raises(InputError, match="1-4"):
        found.doubt("force_syunik", "ARM>AZE", "1-99")


def test_with_judged_values_as_they_are_none_of_the_doubt_is_about_them():
    found = araxes.compare(["baseline", "force_syunik"], replicates=600, weeks=24, judged="mean")
    doubt = found.doubt("force_syunik", "ARM>AZE")
    assert doubt.shares.judgements == doubt.shares.both == 0
    assert doubt.judgements.empty


def test_one_replicate_has_no_shares_and_no_warning():
    doubt = araxes.compare(["baseline", "force_syunik"], replicates=1, weeks=24).doubt("force_syunik", "ARM>AZE")
    assert np.isnan([float(share) for share in doubt.shares]).all()
    assert "too few replicates" in doubt.text()
    assert set(doubt.document()["shares"].values()) == {None}


def test_variance_is_split_into_luck_within_draws_and_what_differs_between_them():
    assert variance_by_draw(np.array([1.0, 5.0, 3.0, 7.0, 99.0]), 2) == (2.0, 8.0 - 2.0 / 2)
    luck, between = variance_by_draw(np.array([0.0, 0.0, 4.0, 4.0]), 2)
    assert (luck, between) == (8.0, 0.0)  # never below 0


def test_twins_save_as_many_replicates_as_their_differences_vary_less():
    rng = np.random.default_rng(1)
    base = rng.standard_normal((400, 8))
    twins, strangers = base + 1 + 0.5 * rng.standard_normal(base.shape), 1 + rng.standard_normal(base.shape)
    every = np.arange(8)
    saved = replicates_saved(base, twins, strangers, np.stack([every, every[::-1]]))
    assert saved == pytest.approx([2 / 0.25] * 2, rel=0.1)
    assert replicates_saved(base, strangers, strangers, every) == 1
