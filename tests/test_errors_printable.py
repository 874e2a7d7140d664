"""What files say reaches a screen without steering it, and a table in a file without becoming a formula."""

import unicodedata

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.errors import FORMULA, JOINERS, abridge, cell_text, guard_cells, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Lachin", "Lachin"),
        ("\x1b[2Jgone", "\\x1b[2Jgone"),
        ("\x1b]0;name\x07", "\\x1b]0;name\\x07"),
        ("a\rb\nc\td", "a\\rb\\nc\\td"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202eturned", "\\u202eturned"),
        ("\udcff", "\\udcff"),
        ("\u2028line", "\\u2028line"),
        ("an\u2002unusual space", "an\\u2002unusual space"),
        (
            "Nax\u00e7\u0131van\u00a0\u2013 \u0646\u062e\u062c\u0648\u0627\u0646",
            "Nax\u00e7\u0131van\u00a0\u2013 \u0646\u062e\u062c\u0648\u0627\u0646",
        ),
        ("\u0645\u06cc\u200c\u0634\u0648\u062f", "\u0645\u06cc\u200c\u0634\u0648\u062f"),
    ],
)
def test_controls_are_shown_as_their_escapes_and_letters_as_they_are(text, shown):
    assert printable(text) == shown


def test_what_is_to_be_kept_is_kept():
    assert printable("a\nb\x1b", keep="\n") == "a\nb\\x1b"


@pytest.mark.slow
@given(st.text())
def test_nothing_that_steers_is_left(text):
    left = {unicodedata.category(one) for one in printable(text) if one not in JOINERS}
    assert not left & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(st.text(st.characters(categories=["L", "N", "P", "S"])))
def test_letters_digits_and_signs_stay_as_they_are(text):
    assert printable(text) == text


def test_a_long_text_is_cut_and_the_rest_counted():
    assert abridge("a" * 12, 10) == "a" * 10 + " ... (2 characters more)"
    assert abridge("a" * 10, 10) == "a" * 10


@pytest.mark.parametrize("first", FORMULA)
def test_what_would_begin_a_formula_begins_with_an_apostrophe(first):
    assert cell_text(f"{first}1+1") == f"'{first}1+1"
    assert cell_text(f"1{first}1") == f"1{first}1"


@pytest.mark.parametrize("number", ["-1", "+0.5", "-1e-3", "-inf"])
def test_a_number_stays_a_number(number):
    assert cell_text(number) == number


def test_a_table_has_no_formula_in_its_cells_nor_in_its_names():
    table = pd.DataFrame({"=a": [-1.5, 2.0], "b": ["@x", "y"], "c": ["-1", None]}, index=["+z", "w"])
    guarded = guard_cells(table)
    assert list(guarded.columns) == ["'=a", "b", "c"]
    assert list(guarded.index) == ["'+z", "w"]
    assert list(guarded["b"]) == ["'@x", "y"]
    assert guarded["c"].iloc[0] == "-1"
    assert list(guarded["'=a"]) == [-1.5, 2.0]
    assert list(table["b"]) == ["@x", "y"]
