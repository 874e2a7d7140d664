"""Rows of fields, also over several lines; a quote that stays open spoils its own line only."""

import pytest

from araxes.records.bundles import split_rows
from araxes.records.forms import ICEWS
from araxes.records.stream import TableLine


def read(texts, width, delimiter=","):
    form = type(ICEWS)(**(ICEWS.__dict__ | {"delimiter": delimiter}))
    lines = (TableLine("file", number, text) for number, text in enumerate(texts, start=2))
    return [(row.line.number, row.fault.key if row.fault else row.fields) for row in split_rows(lines, form, width)]


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_field_in_quotes_may_go_over_several_lines(delimiter):
    d = delimiter
    texts = [f"1{d}a", f'2{d}"two', "lines", 'and a third"', f"3{d}b"]
    number, fields = read(texts, 2, delimiter)[1]
    assert number == 3
    assert fields[1].strip('"') == "two\nlines\nand a third"
    assert [row for row, _ in read(texts, 2, delimiter)] == [2, 3, 6]


def test_a_quote_that_stays_open_spoils_its_own_line_only():
    texts = ["1,a", '2,"open', "3,b", "4,c"]
    assert read(texts, 2) == [(2, ["1", "a"]), (3, "quotes"), (4, ["3", "b"]), (5, ["4", "c"])]


def test_two_open_quotes_do_not_swallow_the_lines_between():
    texts = ['1,"open', "2,b", '3,"open too', "4,c"]
    assert read(texts, 2) == [(2, "quotes"), (3, ["2", "b"]), (4, "quotes"), (5, ["4", "c"])]


def test_a_quote_is_looked_for_in_a_bounded_number_of_lines():
    texts = ['1,"open', *["x"] * 99, 'closed"']
    assert read(texts, 2)[0] == (2, "quotes")
    assert len(read(['1,"open', *["x"] * 98, 'closed"'], 2)) == 1


def test_a_tab_inside_quotes_is_no_new_field():
    assert read(['1\t"a\tb"'], 2, "\t") == [(2, ["1", "a\tb"])]


def test_blank_lines_are_no_rows():
    assert read(["", "1,a", "  ", "2,b"], 2) == [(3, ["1", "a"]), (5, ["2", "b"])]
