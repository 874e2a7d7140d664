"""The likelihood over features: the same as the loop's, on NumPy and on jax."""

import numpy as np
import pytest

from araxes.estimation.features import padded, scored
from araxes.estimation.given import with_values
from araxes.estimation.likelihood import by_pair, cumulative, log_likelihood, sigmoid, values
from araxes.estimation.loop import log_likelihood as by_loop
from araxes.estimation.priors import moments, natural


@pytest.mark.parametrize("number", range(4))
def test_it_agrees_with_the_loop(region, free, gapped, seen, form, number):
    mean, sd = moments(free)
    vector = mean + number * sd * np.random.default_rng(number).standard_normal(len(mean))
    loop = by_loop(with_values(region, natural(free, vector)), gapped)
    assert by_pair(vector, seen, form, np) == pytest.approx(loop, abs=1e-9)


def test_weeks_that_do_not_count_can_be_left_out(free, seen, form):
    mean, _ = moments(free)
    whole, part = log_likelihood(mean, seen, form, np), log_likelihood(mean, scored(seen), form, np)
    assert part == pytest.approx(whole, abs=1e-9)
    assert len(scored(seen).rung) < len(seen.rung)


def test_weeks_filled_up_do_not_count(free, seen, form):
    mean, _ = moments(free)
    longer = padded(seen, 50)
    assert len(longer.rung) == 100
    assert log_likelihood(mean, longer, form, np) == pytest.approx(log_likelihood(mean, seen, form, np), abs=1e-9)
    assert padded(longer, 50).own.shape == longer.own.shape


def test_habit_is_a_distribution(free, seen, form):
    mean, _ = moments(free)
    edges = cumulative(seen, values(mean, form, np), form, np)
    assert (np.diff(edges, axis=0) > -1e-12).all()
    assert (edges[0] == 0).all()
    assert (edges[-1] == 1).all()


def test_without_shared_luck_the_halves_are_apart(free, seen, form):
    mean, _ = moments(free)
    paths = [one.path for one in free]
    apart = mean.copy()
    apart[paths.index("behaviour.luck.shared")] = -40
    both = seen.seen.all(axis=1)
    single = [seen._replace(seen=seen.seen & (np.arange(2)[:, None] == half)) for half in (0, 1)]
    summed = sum(by_pair(apart, one, form, np) for one in single)
    assert by_pair(apart, seen, form, np)[both] == pytest.approx(summed[both], abs=1e-9)


def test_the_logistic_function_never_overflows():
    assert sigmoid(np.array([-1e4, 0.0, 1e4]), np).tolist() == [0.0, 0.5, 1.0]


def test_jax_gives_the_same_and_its_gradient_is_that_of_differences(free, seen, form):
    pytest.importorskip("jax")
    from araxes.estimation.posterior import slope_of

    mean, sd = moments(free)
    slope = slope_of(seen, form, free)
    z = 0.3 * np.random.default_rng(3).standard_normal(len(free))
    loss, gradient = slope(z)
    assert loss == pytest.approx(-log_likelihood(mean + sd * z, seen, form, np), rel=1e-12)
    for index in (0, 6, 8, 9, 11, 21, 30):
        step = np.zeros(len(free))
        step[index] = 1e-5
        by_hand = (
            log_likelihood(mean + sd * (z - step), seen, form, np)
            - log_likelihood(mean + sd * (z + step), seen, form, np)
        ) / 2e-5
        assert gradient[index] == pytest.approx(by_hand, rel=1e-4, abs=1e-5)
