"""Forms are told by their first line."""

import pytest

from araxes.dims import EVENT_COLUMNS
from araxes.records.forms import EXTRACT, FORMS, GDELT, GDELT_1, ICEWS, OWN, detect, form_named, placed

FIRST = {
    "own": (",".join(EVENT_COLUMNS), OWN),
    "icews": ("\t".join(ICEWS.columns), ICEWS),
    "icews, other columns too": ("\t".join(["more", *ICEWS.columns]), ICEWS),
    "icews with commas": (",".join(f'"{name}"' for name in ICEWS.columns), ICEWS),
    "extract": (",".join(EXTRACT.columns), EXTRACT),
    "gdelt": ("\t".join(["1", "20220103", *[""] * 59]), GDELT),
    "gdelt of the first version": ("\t".join(["1", "20220103", *[""] * 56]), GDELT_1),
}


@pytest.mark.parametrize("case", FIRST)
def test_the_first_line_tells_the_form(case):
    text, form = FIRST[case]
    assert detect(text, "file") is form


def test_gdelt_has_the_columns_of_its_codebook():
    assert len(GDELT.columns) == 61
    assert len(GDELT_1.columns) == 58
    places = {"Actor1CountryCode": 7, "Actor2CountryCode": 17, "IsRootEvent": 25, "EventCode": 26, "AvgTone": 34}
    assert {name: GDELT.columns.index(name) for name in places} == places
    assert GDELT.columns.index("DATEADDED") == 59
    assert GDELT_1.columns.index("DATEADDED") == 56


def test_columns_are_found_where_the_header_puts_them():
    form, places, width = placed(ICEWS, ",".join(["x", *ICEWS.columns]), "file")
    assert form.delimiter == ","
    assert places["Event ID"] == 1
    assert width == len(ICEWS.columns) + 1


def test_a_header_without_a_needed_column_names_it(messages):
    (fault,) = messages(placed, EXTRACT, "dataset,date,source,target", "file")
    assert "no column cameo" in fault.got


@pytest.mark.parametrize("text", ["", "a,b,c", "1\t2", "id", "x" * 1000])
def test_a_line_of_no_form_is_a_fault(text, messages):
    (fault,) = messages(detect, text, "file")
    assert fault.key == "line 1"


def test_a_form_that_does_not_exist_has_its_nearest(messages):
    assert form_named("gdelt", "file") is FORMS["gdelt"]
    (fault,) = messages(form_named, "icew", "file")
    assert fault.nearest == "icews"
