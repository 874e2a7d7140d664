"""The push is the weighted sum of the terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.terms import CONTACT, ESTIMATED, LIFT, TERM, TERMS, WEIGHT_OF, WEIGHTS, push

ROWS = st.lists(st.floats(-2, 2), min_size=len(TERMS), max_size=len(TERMS))
NONE = [0.0] * len(TERMS)


def test_by_hand():
    assert push([0.5, 2.0, -1.0], [0.4, 0.1, 0.3]) == pytest.approx(0.1)


@given(ROWS)
def test_weights_or_terms_of_0_do_not_push(row):
    assert push(NONE, row) == 0
    assert push(row, NONE) == 0


@given(ROWS, ROWS, st.integers(0, len(TERMS) - 1), st.floats(0.01, 2))
def test_more_of_a_term_pushes_in_the_direction_of_its_weight(weights, terms, k, more):
    raised = push(weights, [*terms[:k], terms[k] + more, *terms[k + 1 :]])
    assert raised - push(weights, terms) == pytest.approx(weights[k] * more, abs=1e-12)


def test_alarm_received_and_ones_own_share_a_weight_and_every_other_term_has_its_own():
    assert {term: WEIGHT_OF.get(term, term) for term in TERMS if WEIGHT_OF.get(term, term) != term} == {
        "alarm_received": "alarm",
        "alarm_own": "alarm",
    }
    assert len(set(TERMS)) == len(TERMS)
    assert len(set(WEIGHTS)) == len(WEIGHTS) == len(TERMS)
    assert set(ESTIMATED) < set(WEIGHTS)
    assert CONTACT not in TERMS
    assert [TERMS[TERM[name]] for name in TERMS] == list(TERMS)
    assert TERM["lift"] == 0
    assert LIFT == 1


def test_every_weight_has_a_spread_to_draw_from_and_every_actor_a_temper(region):
    for name in WEIGHTS:
        assert region.book[f"behaviour.weight.{name}"].sd > 0
        for code in region.actors:
            assert f"{code}.temper.{name}" in region.book


def test_there_is_no_weight_or_temper_that_no_term_has(region):
    weights = {path.rsplit(".", 1)[1] for path in region.book if path.startswith("behaviour.weight.")}
    tempers = {path.rsplit(".", 1)[1] for path in region.book if ".temper." in path}
    assert weights == tempers == set(WEIGHTS)
