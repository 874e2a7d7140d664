"""Warnings point at the user's own line, however deep in the package their reason lies."""

import warnings

import araxes


def test_a_warning_points_at_the_line_of_the_user():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        araxes.run("baseline", 2, weeks=2, sets=["IRN.salience.caspian=0"], full=True)
    assert [warning.filename for warning in seen] == [__file__]


def test_so_does_one_of_a_class():
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for _ in range(2):
            araxes.Region("three_plus_three", collect=False)
    assert {warning.filename for warning in seen} <= {__file__}
