"""Mediation calms while a format is more active than at the origin; when it ends, so does that."""

import pytest

from araxes.rules.levers import mediation


@pytest.mark.parametrize(("excess", "term"), [(0.5, -0.5), (-0.5, 0.5), (0, 0)])
def test_the_term_is_the_change_with_the_other_sign(excess, term):
    assert mediation(excess) == term
