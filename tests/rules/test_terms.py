"""The push is the weighted sum of the terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.terms import TEMPER_OF, TERMS, push

ROWS = st.lists(st.floats(-2, 2), min_size=12, max_size=12)


def test_by_hand():
    assert push([0.5, 2.0, -1.0], [0.4, 0.1, 0.3]) == pytest.approx(0.1)


@given(ROWS)
def test_weights_or_terms_of_0_do_not_push(row):
    assert push([0.0] * 12, row) == 0
    assert push(row, [0.0] * 12) == 0


def test_every_term_has_a_weight_with_a_spread_to_draw_from_and_every_actor_a_temper(region):
    for name in (*TERMS, "attention_activity", "attention_overstretch"):
        assert region.book[f"behaviour.weight.{name}"].sd > 0
        for code in region.actors:
            assert f"{code}.temper.{TEMPER_OF.get(name, name)}" in region.book
    assert len(set(TERMS)) == len(TERMS) == 12
