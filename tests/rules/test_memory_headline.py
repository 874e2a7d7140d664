"""The headline rule: the most hostile act, else the most cooperative, else quiet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.memory import headline

QUIET = 3
ACTS = st.lists(st.integers(0, 10), min_size=1)


@pytest.mark.parametrize(
    ("acts", "rung"),
    [([], 3), ([3], 3), ([3, 3], 3), ([0, 4], 4), ([7, 9, 1], 9), ([2, 1, 3], 1), ([2, 3], 2), ([0, 1, 2], 0)],
)
def test_by_hand(acts, rung):
    assert headline(acts, QUIET) == rung


@given(ACTS)
def test_it_is_one_of_the_acts_and_hostile_when_any_is(acts):
    rung = headline(acts, QUIET)
    assert rung in acts
    assert (rung > QUIET) == any(act > QUIET for act in acts)


@given(ACTS, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter(acts, random):
    shuffled = acts * 2
    random.shuffle(shuffled)
    assert headline(iter(shuffled), QUIET) == headline(acts, QUIET)
