"""Red lines and lock-in: a line newly crossed presses, a public threat binds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.memory import kept
from araxes.rules.red_line import committed, crossed, pressed, red_line, wronged_by

UNIT = st.floats(0, 1)
KEEP = kept(8)


@pytest.mark.parametrize(
    ("believed", "line", "side", "expected"),
    [(0.6, 0.5, 1, 1), (0.4, 0.5, 1, 0), (0.4, 0.5, -1, 1), (0.6, 0.5, -1, 0), (0.5, 0.5, 1, 0), (0.5, 0.5, -1, 0)],
)
def test_a_line_is_crossed_on_its_wrong_side_only_and_not_by_standing_on_it(believed, line, side, expected):
    assert crossed(believed, line, side) == expected


@given(UNIT, UNIT)
def test_without_a_line_nothing_is_crossed_and_a_line_has_one_wrong_side(believed, line):
    assert crossed(believed, line, 0) == 0
    assert crossed(believed, line, 1) + crossed(believed, line, -1) == (believed != line)


def test_the_term_by_hand():
    assert pressed([1, -0.5, 0], [0.5, 0.2, 1]) == pytest.approx(0.4)
    assert pressed([0, 0], [0.5, 0.5]) == 0
    assert pressed([1, 1], [0, 0]) == 0
    assert red_line(0.4, 0.3) == pytest.approx(0.7)
    assert red_line(0, 0) == 0


@given(st.lists(st.tuples(st.floats(-1, 1), UNIT), max_size=8), UNIT)
def test_the_term_presses_with_the_blame_for_what_is_newly_crossed_and_with_ones_own_threat(issues, commitment):
    excess, blame = [x for x, _ in issues], [b for _, b in issues]
    pressure = pressed(excess, blame)
    assert pressure == pytest.approx(sum(x * b for x, b in issues))
    assert red_line(pressure, commitment) == pytest.approx(pressure + commitment)
    assert red_line(pressure, commitment) >= pressure


@given(st.lists(UNIT, max_size=8))
def test_lines_all_newly_crossed_press_as_far_as_they_wrong(blame):
    assert pressed([1.0] * len(blame), blame) == wronged_by([1.0] * len(blame), blame)


def test_a_threat_while_wronged_binds_in_full_and_fades_by_half_in_eight_weeks():
    commitment = committed(0.0, KEEP, 6, 6, 0.2)
    assert commitment == 1
    for _ in range(8):
        commitment = committed(commitment, KEEP, 3, 6, 0.2)
    assert commitment == pytest.approx(0.5)


def test_neither_criticism_nor_a_threat_without_cause_binds():
    assert committed(0.0, KEEP, 5, 6, 1.0) == 0
    assert committed(0.0, KEEP, 10, 6, 0.0) == 0


@given(UNIT, st.integers(0, 10), st.floats(0, 10))
def test_commitment_stays_between_0_and_1(commitment, rung, wronged):
    assert 0 <= committed(commitment, KEEP, rung, 6, wronged) <= 1


def test_who_is_blamed_for_what_is_crossed():
    assert wronged_by([1, 0, 1], [0.25, 0.9, 0.5]) == 0.75
    assert wronged_by([0, 0, 0], [0.25, 0.9, 0.5]) == 0
