"""Third parties: friends who suffer, friends who act, and whom rivals befriend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.friends import alignment, entanglement, friendship, rivalry, solidarity

TIES = st.floats(-1, 1)
ROWS = st.lists(st.floats(0, 1), min_size=4, max_size=4)
SURPRISES = st.lists(st.floats(-1, 1), min_size=4, max_size=4)


@given(TIES)
def test_a_tie_is_friendship_or_rivalry(tie):
    assert friendship(tie) >= 0 <= rivalry(tie)
    assert friendship(tie) - rivalry(tie) == tie
    assert friendship(tie) * rivalry(tie) == 0


def test_solidarity_by_hand():
    # Actor 0 towards target 1: friends 2 (0.5) and 3 (1.0), mistreated by 0.4 and treated better by 0.1.
    assert solidarity([0, 1, 0.5, 1.0], [9, 9, 0.4, -0.1], 0, 1) == pytest.approx(0.1)


def test_alignment_by_hand():
    assert alignment([0, 1, 0.5, 0.0], [9, 9, 0.4, 0.8], 0, 1) == pytest.approx(0.2)


def test_entanglement_pushes_when_the_target_draws_closer_to_a_rival_and_calms_when_it_draws_away():
    assert entanglement([0, 0, 0.8, 0], [0, 0, 0.5, 0.5], 0, 1) == pytest.approx(0.4)
    assert entanglement([0, 0, 0.8, 0], [0, 0, -0.5, -0.5], 0, 1) == pytest.approx(-0.4)


@pytest.mark.parametrize("term", [solidarity, alignment, entanglement])
@given(row=ROWS, surprises=SURPRISES)
def test_without_friends_rivals_or_news_there_is_no_push(term, row, surprises):
    assert term([0, 0, 0, 0], surprises, 0, 1) == 0
    assert term(row, [0, 0, 0, 0], 0, 1) == 0


@pytest.mark.parametrize("term", [solidarity, alignment, entanglement])
@given(row=ROWS, surprises=SURPRISES, own=st.floats(-5, 5), theirs=st.floats(-5, 5))
def test_actor_and_target_are_no_third_parties(term, row, surprises, own, theirs):
    assert term(row, surprises, 0, 1) == term([own, theirs, *row[2:]], [theirs, own, *surprises[2:]], 0, 1)
