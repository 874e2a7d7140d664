"""Addressed draws: the published vectors of the generator, uniformity, and what an address contains."""

import itertools

import numpy as np
import pytest
from scipy.stats import chisquare, kstest, norm

from araxes.engines.draws import (
    Purpose,
    own_luck,
    pair_number,
    parameter_draw,
    philox,
    shared_luck,
    unit,
)
from araxes.errors import InputError
from araxes.options import checked_option

PUBLISHED = [
    ((0, 0, 0, 0), 0, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((0xFFFFFFFF,) * 4, (1 << 64) - 1, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        0xA4093822 | 0x299F31D0 << 32,
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


@pytest.mark.parametrize(("counter", "seed", "words"), PUBLISHED)
def test_philox_gives_the_published_vectors(counter, seed, words):
    assert [f"{int(word):08x}" for word in philox(counter, seed)] == words.split()


def test_units_lie_strictly_inside():
    ends = unit(np.array([0, 0xFFFFFFFF], dtype=np.uint64), np.array([0, 0xFFFFFFFF], dtype=np.uint64))
    assert 0 < ends[0] < 1e-15
    assert 1 - 1e-15 < ends[1] < 1


SHARES = (Purpose.SHARED, Purpose.SHARED_KIND)


def test_luck_is_uniform_and_independent_across_weeks_dyads_and_questions():
    weeks = np.arange(400)
    address = (1, np.arange(250)[:, None], weeks)
    answer, kind = own_luck(*address, "AZE", "IRN")
    for draws in (answer, kind):
        counts = np.histogram(draws, bins=64, range=(0, 1))[0]
        assert chisquare(counts).pvalue > 1e-3
        assert abs(np.corrcoef(draws[:, :-1].ravel(), draws[:, 1:].ravel())[0, 1]) < 0.02
    for other in (kind, *own_luck(*address, "IRN", "AZE")):
        assert abs(np.corrcoef(answer.ravel(), other.ravel())[0, 1]) < 0.02


def test_every_part_of_the_address_matters():
    found = [
        *own_luck(1, 0, 2700, "AZE", "IRN"),
        *own_luck(2, 0, 2700, "AZE", "IRN"),
        *own_luck(1, 1, 2700, "AZE", "IRN"),
        *own_luck(1, 0, 2701, "AZE", "IRN"),
        *own_luck(1, 0, 2700, "IRN", "AZE"),
        *own_luck(1, 0, 2700, "AZE", "ARM"),
        *shared_luck(1, 0, 2700, "AZE", "IRN", Purpose.SHARED),
        *shared_luck(1, 0, 2700, "AZE", "IRN", Purpose.SHARED_KIND),
    ]
    assert len(set(map(float, found))) == 16


@pytest.mark.parametrize("purpose", SHARES)
def test_shared_luck_does_not_depend_on_who_comes_first(purpose):
    assert shared_luck(1, 5, 2700, "AZE", "IRN", purpose) == shared_luck(1, 5, 2700, "IRN", "AZE", purpose)


def test_pairs_of_codes_have_numbers_of_their_own():
    codes = ["EU", "AZE", "IRN", "ZZZ", "AAA", "USA"]
    numbers = {pair_number(a, b) for a in codes for b in codes}
    assert len(numbers) == len(codes) ** 2
    assert max(numbers) < 2**32


def test_parameter_draws_follow_the_truncated_normal_and_repeat():
    draws = [parameter_draw(1, k, "behaviour.weight.grievance", 0.5, 0.5, 0.0, 2.0) for k in range(3000)]
    assert min(draws) >= 0
    assert max(draws) <= 2
    low, high = norm.cdf((0 - 0.5) / 0.5), norm.cdf((2 - 0.5) / 0.5)
    assert kstest(draws, lambda x: (norm.cdf((x - 0.5) / 0.5) - low) / (high - low)).pvalue > 1e-3
    assert draws[7] == parameter_draw(1, 7, "behaviour.weight.grievance", 0.5, 0.5, 0.0, 2.0)
    assert draws[7] != parameter_draw(1, 7, "behaviour.weight.alarm", 0.5, 0.5, 0.0, 2.0)
    assert parameter_draw(1, 7, "x", 0.5, 0, 0, 2) == 0.5


@pytest.mark.parametrize("seed", [-1, 1.5, True, "1", 1 << 64])
def test_a_seed_that_is_not_one_is_refused(seed):
    with pytest.raises(InputError, match="whole number"):
        checked_option("seed", seed)


@pytest.mark.parametrize("replicate", [-1, 1.5, True, 1 << 32])
def test_a_replicate_that_is_not_one_is_refused(replicate):
    with pytest.raises(InputError, match="whole number"):
        checked_option("replicate", replicate)


def test_all_luck_of_a_dyad_is_uniform_and_independent_of_each_other():
    address = (1, np.arange(200)[:, None], np.arange(2700, 3000), "AZE", "IRN")
    shared = [draws for purpose in SHARES for draws in shared_luck(*address, purpose)]
    for draws in shared:
        assert chisquare(np.histogram(draws, bins=50, range=(0, 1))[0]).pvalue > 1e-3
    for one, other in itertools.combinations([*shared, *own_luck(*address)], 2):
        table = np.histogram2d(one.ravel(), other.ravel(), bins=8, range=((0, 1), (0, 1)))[0]
        assert chisquare(table.ravel()).pvalue > 1e-3


def test_a_draw_is_the_same_alone_and_among_others():
    many = own_luck(1, np.arange(20)[:, None], np.arange(2700, 2710), "AZE", "IRN")
    assert own_luck(1, 17, 2704, "AZE", "IRN") == tuple(draws[17, 4] for draws in many)


def test_weeks_before_1970_have_draws_of_their_own():
    assert len({float(own_luck(1, 0, week, "AZE", "IRN")[0]) for week in (-2, -1, 0, 1, 2)}) == 5


def test_parameter_draws_far_from_their_bounds_have_the_mean_and_spread_of_the_prior():
    draws = [parameter_draw(1, k, "behaviour.weight.leader", 0.5, 0.5, -10, 10) for k in range(2000)]
    assert np.mean(draws) == pytest.approx(0.5, abs=4 * 0.5 / 2000**0.5)
    assert np.std(draws) == pytest.approx(0.5, rel=0.06)


def test_parameter_draws_stay_inside_a_range_that_cuts_off_nearly_everything():
    draws = [parameter_draw(1, k, "x", 0.0, 0.1, 0.9, 1.0) for k in range(50)]
    assert all(0.9 <= draw <= 1.0 for draw in draws)
