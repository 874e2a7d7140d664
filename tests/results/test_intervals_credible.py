"""Credible intervals: known answers, made-up ensembles whose truth is known, and what holds of any."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.results.intervals import credible, credible_chance, sureness, variance_between

WIDE = NormalDist().inv_cdf(0.975)
DRAWS, EACH, CELLS = 64, 16, 30


def summed(values):
    """Return counts, sums and variances of made-up replicates, shape (draws, replicates, ...)."""
    draws, each = values.shape[:2]
    return np.full(draws, each), values.sum(axis=1), values.reshape(draws * each, *values.shape[2:]).var(axis=0)


def made_up(rng, between, draws=DRAWS, each=EACH, cells=CELLS):
    """Return replicates about 1 whose luck has variance 1, and whose draws differ by the variance given."""
    means = 1 + rng.normal(0, np.sqrt(between), (draws, 1, cells))
    return means + rng.normal(0, 1, (draws, each, cells))


def test_what_draws_differ_by_beyond_luck_is_found_exactly_where_luck_is_known():
    few, luck, between = 1 / EACH, 1.0, 0.3
    total = luck + between
    spread = between + luck * few
    assert variance_between(np.array(spread), np.array(total), few, DRAWS) == pytest.approx(between)
    assert variance_between(np.full(3, spread), np.full(3, total), few, DRAWS) == pytest.approx(between)
    assert variance_between(np.array(total * few), np.array(total), few, DRAWS) == pytest.approx(0)


def test_draws_that_differ_by_less_than_luck_leave_the_error_of_the_mean_alone():
    means = np.array([0.9, 1.1] * 8)
    count, spread = np.full(16, 4), means.var(ddof=1)
    found = credible(count, means * count, np.array(4 * spread * 1.5))
    assert found.error == pytest.approx(np.sqrt(spread / 16))
    assert found.high - found.mean == pytest.approx(WIDE * found.error)
    assert found.mean - found.low == pytest.approx(WIDE * found.error)


def test_luck_alone_adds_next_to_nothing_to_the_error_of_the_mean():
    values = made_up(np.random.default_rng(1), 0, draws=256, cells=400)
    found = credible(*summed(values))
    assert found.error.mean() == pytest.approx(1 / 64, rel=0.02)
    assert (((found.high - found.mean) / WIDE) ** 2 - found.error**2).mean() < 0.001


@pytest.mark.parametrize("between", [0.1, 0.5, 2.0])
def test_a_planted_variance_between_draws_is_recovered(between):
    rng = np.random.default_rng(2)
    found = [
        ((one.high - one.mean) / WIDE) ** 2 - one.error**2
        for one in (credible(*summed(made_up(rng, between))) for _ in range(40))
    ]
    assert np.mean(found) == pytest.approx(between, rel=0.05)


def test_cells_that_do_not_vary_have_no_doubt_beside_cells_that_do():
    values = made_up(np.random.default_rng(3), 1.0)
    values[..., 0] = 0.25
    found = credible(*summed(values))
    assert [found.mean[0], found.low[0], found.high[0], found.error[0]] == [0.25] * 3 + [0]
    assert found.sure[0] == 1
    assert (found.low[1:] < found.high[1:]).all()


def test_cells_whose_doubt_differs_keep_their_own():
    rng = np.random.default_rng(4)
    values = rng.normal(0, 1, (256, EACH, 20))
    values[..., 10:] += rng.normal(0, 2, (256, 1, 10))
    found = credible(*summed(values))
    wide = found.high - found.low
    assert wide[:10].max() < 0.25 * wide[10:].min()


def test_the_interval_covers_the_true_mean_of_a_new_draw_as_often_as_it_says_and_that_of_luck_alone_does_not():
    rng, between = np.random.default_rng(5), 0.2
    covered = {False: [], True: []}
    for _ in range(200):
        sums = summed(made_up(rng, between))
        truth = 1 + rng.normal(0, np.sqrt(between), CELLS)
        for known, seen in covered.items():
            found = credible(*sums, known=known)
            seen.append((found.low <= truth) & (truth <= found.high))
    assert np.mean(covered[False]) == pytest.approx(0.95, abs=0.015)
    assert np.mean(covered[True]) < 0.4


def test_the_error_alone_covers_the_mean_of_all_draws():
    rng = np.random.default_rng(6)
    found = [credible(*summed(made_up(rng, 0.2)), known=True) for _ in range(200)]
    assert np.mean([(one.low <= 1) & (one.high >= 1) for one in found]) == pytest.approx(0.95, abs=0.015)


def test_known_values_and_draws_of_one_replicate_leave_the_error_alone():
    sums = summed(made_up(np.random.default_rng(7), 1.0))
    held = credible(*sums, known=True)
    assert held.high - held.mean == pytest.approx(WIDE * held.error)
    assert (held.error == credible(*sums).error).all()
    single = credible(*summed(made_up(np.random.default_rng(7), 1.0, each=1)))
    assert single.high - single.mean == pytest.approx(WIDE * single.error)


@pytest.mark.parametrize("number", [65, 100, 127])
def test_where_a_draw_has_one_replicate_the_error_stands_alone(number):
    values = np.random.default_rng(9).normal(1, 1, (number, CELLS))
    count = np.bincount(np.arange(number) % DRAWS, minlength=DRAWS)
    total = np.stack([values[d::DRAWS].sum(axis=0) for d in range(DRAWS)])
    found = credible(count, total, values.var(axis=0))
    assert found.high - found.mean == pytest.approx(WIDE * found.error)


def test_a_level_can_be_asked_for():
    sums = summed(made_up(np.random.default_rng(8), 0.5))
    half, usual = credible(*sums, level=0.5), credible(*sums)
    ratio = NormalDist().inv_cdf(0.75) / WIDE
    assert half.high - half.mean == pytest.approx(ratio * (usual.high - usual.mean))


def test_one_replicate_says_nothing_about_its_error():
    found = credible(np.array([0, 1]), np.array([[0.0], [0.7]]), np.zeros(1))
    assert found.mean.tolist() == [0.7]
    assert np.isnan(np.array([found.low, found.high, found.sure, found.error])).all()


def test_draws_without_replicates_are_left_out():
    count, total, variance = summed(made_up(np.random.default_rng(9), 0.5))
    found = credible(count, total, variance)
    more = credible(np.append(count, 0), np.append(total, np.zeros((1, CELLS)), axis=0), variance)
    assert all((one == other).all() for one, other in zip(found, more, strict=True))


def test_how_sure_a_sign_is():
    found = sureness(np.array([0.0, WIDE, -WIDE, 0.3, 0.0]), np.array([1.0, 1.0, 1.0, 0.0, 0.0]))
    assert found == pytest.approx([0.5, 0.975, 0.975, 1, 1])


COUNTS = st.lists(st.integers(0, 6), min_size=2, max_size=12).filter(lambda count: sum(count) > 1)


@st.composite
def ensembles(draw):
    """Return counts, sums and variances of few replicates with few different values, as those of acts are."""
    count = draw(COUNTS)
    values = [draw(st.lists(st.integers(-3, 3), min_size=number, max_size=number)) for number in count]
    every = [float(value) for part in values for value in part]
    total = np.array([[float(sum(part)), 2.0 * len(part)] for part in values])
    return np.array(count), total, np.array([np.var(every), 0.0])


@given(ensembles(), st.booleans())
def test_the_mean_lies_within_and_nothing_is_unknown(sums, known):
    found = credible(*sums, known=known)
    assert np.isfinite(np.array(found)).all()
    assert (found.low <= found.mean).all()
    assert (found.mean <= found.high).all()
    assert (found.error >= 0).all()
    assert ((found.sure >= 0.5) & (found.sure <= 1)).all()
    whole = credible(*sums)
    assert (whole.high - whole.low >= (found.high - found.low) * (1 - 1e-9)).all()


@given(ensembles(), st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_a_factor_scales_the_interval_and_the_order_of_draws_does_not_matter(sums, factor, random):
    count, total, variance = sums
    found = credible(count, total, variance)
    scaled = credible(count, factor * total, factor**2 * variance)
    order = random.sample(range(len(count)), len(count))
    turned = credible(count[order], total[order], variance)
    for name in ("mean", "low", "high", "error"):
        value = getattr(found, name)
        assert getattr(scaled, name) == pytest.approx(factor * value, rel=1e-6, abs=1e-6 * factor)
        assert getattr(turned, name) == pytest.approx(value, rel=1e-6, abs=1e-6)


@st.composite
def hit_counts(draw):
    """Return replicates of draws and in how many of them something came."""
    count = draw(COUNTS)
    return np.array(count), np.array([[draw(st.integers(0, number))] for number in count])


@given(hit_counts(), st.booleans())
def test_a_chance_stays_within_0_and_1_and_what_was_never_or_always_seen_is_not_certain(counted, known):
    count, hits = counted
    found = credible_chance(count, hits, known=known)
    mean, low, high = float(found.mean[0]), float(found.low[0]), float(found.high[0])
    assert mean == pytest.approx(hits.sum() / count.sum())
    assert 0 <= low <= mean <= high <= 1
    assert high > 0
    assert low < 1
    if mean in (0, 1):
        assert high - low == pytest.approx(1 - 0.05 ** (1 / count.sum()))


def test_one_replicate_bounds_a_chance_from_one_side():
    found = credible_chance(np.array([1]), np.array([[1, 0]]))
    assert found.low == pytest.approx([0.05, 0])
    assert found.high == pytest.approx([1, 0.95])


@pytest.mark.parametrize(("chance", "number"), [(0.004, 1000), (0.5, 1000), (0.996, 1000), (0.02, 5000)])
def test_the_interval_of_a_chance_covers_it_about_as_often_as_it_says(chance, number):
    rng = np.random.default_rng(10)
    draws = np.arange(number) % 50
    count, covered = np.bincount(draws), []
    for _ in range(200):
        hits = np.bincount(draws, weights=rng.random(number) < chance).astype(np.int64)
        found = credible_chance(count, hits[:, None])
        covered.append(found.low <= chance <= found.high)
    assert 0.85 < np.mean(covered) <= 1
