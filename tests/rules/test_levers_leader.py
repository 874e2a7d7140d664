"""Leaders: a line harder than that of the origin pushes up, a softer one down."""

from araxes.rules.levers import leader


def test_the_term_is_the_change_of_line():
    assert leader(0.6) == 0.6
    assert leader(-0.6) == -0.6
    assert leader(0) == 0
