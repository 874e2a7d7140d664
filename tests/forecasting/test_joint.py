"""The joint distribution of both halves of a dyad: margins untouched, luck that is shared brings like together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.forecasting.joint import joint

SHARES = st.floats(0, 1)


def margins(seed, rungs=4):
    chance = np.random.default_rng(seed).dirichlet(np.ones(rungs), size=(2, 2))
    return chance, chance.cumsum(axis=-1)[..., :-1]


@given(st.integers(0, 1000), SHARES)
def test_both_margins_are_kept_whatever_is_shared(seed, shared):
    chance, cumulative = margins(seed)
    both = joint(cumulative, shared)
    assert both[0, 1].sum(axis=1) == pytest.approx(chance[0, 1], abs=1e-12)
    assert both[0, 1].sum(axis=0) == pytest.approx(chance[1, 0], abs=1e-12)
    assert (both >= 0).all()


@given(st.integers(0, 1000), SHARES)
def test_the_other_half_says_the_same(seed, shared):
    both = joint(margins(seed)[1], shared)
    assert both[0, 1] == pytest.approx(both[1, 0].T, abs=1e-15)
    assert not both[[0, 1], [0, 1]].any()


def test_nothing_shared_is_independence():
    chance, cumulative = margins(3)
    assert joint(cumulative, 0)[0, 1] == pytest.approx(np.outer(chance[0, 1], chance[1, 0]), abs=1e-15)


def test_a_known_answer():
    cumulative = np.zeros((2, 2, 1))
    cumulative[0, 1], cumulative[1, 0] = 0.5, 0.8
    both = joint(cumulative, 0.3)[0, 1]
    # with one luck u: both low below 0.5, the first high and the second low from 0.5 to 0.8, both high above
    assert both == pytest.approx(
        np.array([[0.3 * 0.5 + 0.7 * 0.4, 0.7 * 0.1], [0.3 * 0.3 + 0.7 * 0.4, 0.3 * 0.2 + 0.7 * 0.1]])
    )


def test_it_is_how_often_both_come_together():
    _, cumulative = margins(5)
    rng, n, shared = np.random.default_rng(1), 200_000, 0.4
    own, other, common = rng.random((3, n))
    same = rng.random(n) < shared
    u, v = np.where(same, common, own), np.where(same, common, other)
    rungs = np.searchsorted(cumulative[0, 1], u), np.searchsorted(cumulative[1, 0], v)
    counts = np.zeros((4, 4))
    np.add.at(counts, rungs, 1)
    assert counts / n == pytest.approx(joint(cumulative, shared)[0, 1], abs=0.006)
