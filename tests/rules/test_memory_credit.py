"""Credit keeps habit where it was: what pushes alone brought about is not learned."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.choose import friendly_chance, push_questions
from araxes.rules.memory import Foreseen, act_credit, credit

CAP = 3.0
QUIET = 3
CHANCES = st.floats(1e-4, 1 - 1e-4)
PUSHES = st.floats(-6, 6)


def weights(friendly, eta, cap=CAP):
    """Return P(hostile) after a push, and the credits of a friendly and of a hostile act."""
    asked = push_questions(0.0, friendly, 1.0, eta, 0.0, 0.0)
    seen = Foreseen(0.0, 0.0, 0.0, asked.fewer_friendly, asked.more_hostile)
    return 1 - friendly_chance(asked), act_credit(QUIET, QUIET, seen, cap), act_credit(QUIET + 1, QUIET, seen, cap)


def test_by_hand():
    assert credit(0.2, 0.4, CAP) == 0.5
    assert credit(0.8, 0.6, CAP) == pytest.approx(4 / 3)
    assert credit(0.8, 0.1, CAP) == CAP
    assert credit(0.3, 0.3, CAP) == 1


@pytest.mark.parametrize("unpushed", [0.0, 0.5, 1.0])
def test_it_is_the_cap_where_what_happened_had_no_chance(unpushed):
    assert credit(unpushed, 0.0, CAP) == CAP


@given(CHANCES, PUSHES)
def test_habit_is_a_martingale_whatever_the_push(friendly, eta):
    hostile, calm, angry = weights(friendly, eta, cap=1e9)
    assert hostile * angry == pytest.approx(1 - friendly, rel=1e-9)
    assert (1 - hostile) * calm == pytest.approx(friendly, rel=1e-9)


@given(CHANCES, PUSHES)
def test_the_cap_can_only_take_away_from_what_habit_learns(friendly, eta):
    hostile, calm, angry = weights(friendly, eta)
    assert max(calm, angry) <= CAP
    assert hostile * angry <= (1 - friendly) * (1 + 1e-9)
    assert (1 - hostile) * calm <= friendly * (1 + 1e-9)


@given(CHANCES)
def test_without_push_every_act_counts_a_week(friendly):
    _, calm, angry = weights(friendly, 0.0)
    assert (calm, angry) == (1, 1)


@given(CHANCES, st.floats(0.01, 6))
def test_what_was_pushed_for_counts_less_and_what_came_against_the_push_more(friendly, eta):
    _, calm, angry = weights(friendly, eta)
    assert angry < 1 < calm
    _, calm, angry = weights(friendly, -eta)
    assert calm < 1 < angry


def test_what_is_hostile_begins_above_quiet():
    seen = Foreseen(0.0, 0.0, 0.0, 0.5, 2.0)
    assert [act_credit(rung, QUIET, seen, CAP) for rung in (0, QUIET, QUIET + 1, 10)] == [2.0, 2.0, 0.5, 0.5]
