"""Thaw and contact: cooperation above habit calms, coercion above habit ends quiet, on both sides alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.alarm import contact, thaw

SURPLUS = st.floats(-20, 20)


def test_by_hand():
    assert thaw(0.75, -0.25) == -0.5
    assert contact(0.5, 0.75) == -1.25


@pytest.mark.parametrize("term", [thaw, contact])
@given(sent=SURPLUS, received=SURPLUS, more=st.floats(0.01, 5))
def test_each_side_counts_alike_and_lowers(term, sent, received, more):
    assert term(sent, received) == term(received, sent)
    assert term(sent + more, received) < term(sent, received)
    assert term(0, 0) == 0
