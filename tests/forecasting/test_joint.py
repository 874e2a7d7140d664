"""The joint distribution of both halves of a dyad: margins untouched, luck that is shared brings like together, question by question."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.forecasting.joint import joint
from araxes.rules.luck import Luck

QUIET = 1
NOTHING = Luck(0.0, 0.0, 0.0)
SHARES = st.builds(Luck, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))


def margins(seed, rungs=5):
    chance = np.random.default_rng(seed).dirichlet(np.ones(rungs), size=(2, 2))
    return chance, chance.cumsum(axis=-1)[..., :-1]


@given(st.integers(0, 1000), SHARES)
def test_both_margins_are_kept_whatever_is_shared(seed, shares):
    chance, cumulative = margins(seed)
    both = joint(cumulative, shares, QUIET)
    assert both[0, 1].sum(axis=1) == pytest.approx(chance[0, 1], abs=1e-12)
    assert both[0, 1].sum(axis=0) == pytest.approx(chance[1, 0], abs=1e-12)
    assert (both >= 0).all()


@given(st.integers(0, 1000), SHARES)
def test_the_other_half_says_the_same(seed, shares):
    both = joint(margins(seed)[1], shares, QUIET)
    assert both[0, 1] == pytest.approx(both[1, 0].T, abs=1e-15)
    assert not both[[0, 1], [0, 1]].any()


def test_nothing_shared_is_independence():
    chance, cumulative = margins(3)
    assert joint(cumulative, NOTHING, QUIET)[0, 1] == pytest.approx(np.outer(chance[0, 1], chance[1, 0]), abs=1e-15)


def test_a_known_answer_of_the_first_question():
    cumulative = np.zeros((2, 2, 1))
    cumulative[0, 1], cumulative[1, 0] = 0.5, 0.8
    both = joint(cumulative, Luck(0.3, 0.9, 0.9), 0)[0, 1]  # one act of each answer: which kind is no question
    # with one luck u: both low below 0.5, the first high and the second low from 0.5 to 0.8, both high above
    assert both == pytest.approx(
        np.array([[0.3 * 0.5 + 0.7 * 0.4, 0.7 * 0.1], [0.3 * 0.3 + 0.7 * 0.4, 0.3 * 0.2 + 0.7 * 0.1]])
    )


def test_a_known_answer_of_the_kinds():
    """Half of the weeks are hostile, each answer has two kinds: a quarter of one half's hostile acts are the lower, half of the other's."""
    cumulative = np.zeros((2, 2, 3))
    cumulative[0, 1], cumulative[1, 0] = [0.25, 0.5, 0.625], [0.25, 0.5, 0.75]
    both = joint(cumulative, Luck(1.0, 0.0, 1.0), QUIET)[0, 1]
    friendly, hostile = np.full((2, 2), 0.25), np.array([[0.25, 0.0], [0.25, 0.5]])
    assert both == pytest.approx(np.block([[0.5 * friendly, np.zeros((2, 2))], [np.zeros((2, 2)), 0.5 * hostile]]))


def test_where_one_half_is_hostile_and_the_other_not_kinds_are_independent():
    _, cumulative = margins(7)
    both = joint(cumulative, Luck(0.3, 1.0, 1.0), QUIET)[0, 1]
    for block in (both[: QUIET + 1, QUIET + 1 :], both[QUIET + 1 :, : QUIET + 1]):
        assert np.linalg.matrix_rank(block, tol=1e-12) == 1


def test_a_question_that_nobody_answers_with_yes_or_no_does_no_harm():
    cumulative = np.zeros((2, 2, 3))
    cumulative[0, 1], cumulative[1, 0] = [0.5, 1.0, 1.0], [0.0, 0.0, 0.5]  # never hostile; never anything else
    both = joint(cumulative, Luck(0.5, 0.5, 0.5), QUIET)[0, 1]
    assert both == pytest.approx(np.outer([0.5, 0.5, 0, 0], [0, 0, 0.5, 0.5]))


def test_it_is_how_often_both_come_together():
    _, cumulative = margins(5)
    rng, n, shares = np.random.default_rng(1), 200_000, Luck(0.4, 0.8, 0.5)

    def lucks(share):
        """Uniform luck of both halves, one and the same in a share of cases."""
        own, other, common = rng.random((3, n))
        same = rng.random(n) < share
        return np.where(same, common, own), np.where(same, common, other)

    one, other = cumulative[0, 1], cumulative[1, 0]
    answers = [u > half[QUIET] for u, half in zip(lucks(shares.hostile), (one, other), strict=True)]
    alike = answers[0] == answers[1]
    apart, friendly, hostile = lucks(0.0), lucks(shares.friendly_kind), lucks(shares.hostile_kind)
    rungs = []
    for k, half in enumerate((one, other)):
        kind = np.where(alike, np.where(answers[k], hostile[k], friendly[k]), apart[k])
        place = np.where(answers[k], half[QUIET] + (1 - half[QUIET]) * kind, half[QUIET] * kind)
        rungs.append(np.searchsorted(half, place))
    counts = np.zeros((5, 5))
    np.add.at(counts, tuple(rungs), 1)
    assert counts / n == pytest.approx(joint(cumulative, shares, QUIET)[0, 1], abs=0.006)
