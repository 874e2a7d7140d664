"""Red lines: a line crossed since the origin presses with the blame, for as long as it stays crossed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.grievance import beyond_line, red_line

UNIT = st.floats(0, 1)


@pytest.mark.parametrize(
    ("believed", "line", "side", "expected"),
    [(0.6, 0.5, 1, 1), (0.4, 0.5, 1, 0), (0.4, 0.5, -1, 1), (0.6, 0.5, -1, 0), (0.5, 0.5, 1, 0), (0.5, 0.5, -1, 0)],
)
def test_a_line_is_crossed_on_its_wrong_side_only_and_not_by_standing_on_it(believed, line, side, expected):
    assert beyond_line(believed, line, side) == expected


@given(UNIT, UNIT)
def test_without_a_line_nothing_is_crossed_and_a_line_has_one_wrong_side(believed, line):
    assert beyond_line(believed, line, 0) == 0
    assert beyond_line(believed, line, 1) + beyond_line(believed, line, -1) == (believed != line)


def test_the_term_by_hand():
    assert red_line([1, -1, 0], [0.5, 0.2, 1]) == pytest.approx(0.3)
    assert red_line([0, 0], [0.5, 0.5]) == 0
    assert red_line([1, 1], [0, 0]) == 0


@given(st.lists(st.tuples(st.sampled_from([-1.0, 0.0, 1.0]), UNIT), max_size=8))
def test_a_line_given_back_presses_as_much_the_other_way(issues):
    over, blame = [x for x, _ in issues], [b for _, b in issues]
    assert red_line(over, blame) == pytest.approx(sum(x * b for x, b in issues))
    assert red_line([-x for x in over], blame) == pytest.approx(-red_line(over, blame))
