"""Standing quantities push for as long as they stand above what they are measured from; the bar of grievance follows slowly."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.levers import excess, raise_bar
from araxes.rules.memory import share_kept

LEVELS = st.floats(-1, 1)


def felt(weeks, half_life=208):
    """Return by how much a step from 0 to 1 stands above the bar, week by week."""
    bar, out = 0.0, []
    for _ in range(weeks):
        out.append(excess(1.0, bar))
        bar = raise_bar(bar, share_kept(half_life), 1.0)
    return out


def test_a_step_is_felt_in_full_at_first_and_half_after_four_years():
    over = felt(417)
    assert over[0] == 1
    assert over[208] == pytest.approx(0.5)
    assert over[416] == pytest.approx(0.25)
    assert all(later < earlier for earlier, later in itertools.pairwise(over))


@given(LEVELS, st.floats(0, 1))
def test_what_stays_as_it_is_never_pushes(level, keep):
    assert excess(level, level) == 0
    assert excess(level, raise_bar(level, keep, level)) == pytest.approx(0, abs=1e-15)


def test_a_return_is_felt_the_other_way():
    bar = raise_bar(raise_bar(0.0, 0.5, 1.0), 0.5, 1.0)
    assert bar == 0.75
    assert excess(0.0, bar) == -0.75
