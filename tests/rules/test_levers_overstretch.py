"""Overstretch: a state tied down elsewhere leaves others alone, and comes back when it is free."""

import pytest

from araxes.rules.levers import overstretch


@pytest.mark.parametrize(("excess", "term"), [(0.3, -0.3), (-0.3, 0.3), (0, 0)])
def test_the_term_is_the_change_with_the_other_sign(excess, term):
    assert overstretch(excess) == term
