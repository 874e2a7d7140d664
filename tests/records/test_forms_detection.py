"""Forms are told by their first line."""

import pytest

from araxes.dims import EVENT_COLUMNS
from araxes.records.forms import EXTRACT, GDELT, GDELT_1, ICEWS, OWN_FORM, detect, place_columns

FIRST = {
    "own": (",".join(EVENT_COLUMNS), OWN_FORM),
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


def test_columns_are_found_where_the_header_puts_them():
    form, places, width = place_columns(ICEWS, ",".join(["x", *ICEWS.columns]), "file")
    assert form.delimiter == ","
    assert places["Event ID"] == 1
    assert width == len(ICEWS.columns) + 1


def test_a_header_without_a_needed_column_names_it(messages):
    (fault,) = messages(place_columns, EXTRACT, "dataset,date,source,target", "file")
    assert "no column cameo" in fault.got


@pytest.mark.parametrize("text", ["", "a,b,c", "1\t2", "id", "x" * 1000])
def test_a_line_of_no_form_is_a_fault(text, messages):
    (fault,) = messages(detect, text, "file")
    assert fault.key == "line 1"


SAVED = {
    "names in lower case": (",".join(name.lower().replace(" ", "_") for name in ICEWS.columns), ICEWS),
    "with a row number": (",".join(["", *ICEWS.columns]), ICEWS),
    "gdelt with a header": ("\t".join(GDELT.columns), GDELT),
    "gdelt of the first version with a header": ("\t".join(GDELT_1.columns), GDELT_1),
    "gdelt as big query names it": (",".join(GDELT.columns).replace("Day", "SQLDATE").upper(), GDELT),
    "gdelt, some columns": ("SQLDATE,Actor1CountryCode,Actor2CountryCode,EventRootCode,EventCode", GDELT),
    "gdelt with commas": (",".join(["1", "20220103", *[""] * 59]), GDELT),
    "gdelt with commas and a row number": (",".join(["0", "20120103", "20220103", "202201", *[""] * 58]), GDELT),
    "gdelt before 2013": ("\t".join(["1", "19790101", *[""] * 55]), GDELT_1),
    "gdelt with numbers for names": (",".join(["", *map(str, range(61))]), GDELT),
}


@pytest.mark.parametrize("case", SAVED)
def test_tables_that_others_saved_are_told_and_their_columns_found(case):
    text, form = SAVED[case]
    assert detect(text, "file") is form
    found, places, width = place_columns(form, text, "file")
    fields = text.split(found.delimiter)
    assert width == len(fields)
    if case == "gdelt with commas and a row number":
        assert fields[places[form.date]] == "20220103"
    assert set(form.needed) <= set(places)


OTHERS = {
    "POLECAT": "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tActor Name\tRecipient Name",
    "UCDP GED": "id,relid,year,active_year,type_of_violence,conflict_new_id,side_a,side_b,date_start,date_end,best",
    "ACLED": "event_id_cnty,event_date,year,disorder_type,event_type,sub_event_type,actor1,actor2,fatalities",
    "UCDP conflict or dyad data": "conflict_id,location,side_a,side_b,incompatibility,year,intensity_level",
    "Global Terrorism Database": "eventid,iyear,imonth,iday,approxdate,gname",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_record_of_other_codes_is_refused_by_its_name_with_what_to_do(name, messages):
    (fault,) = messages(detect, OTHERS[name], "file")
    assert fault.got.startswith(f"{name}, which codes")
    assert "own columns" in fault.step


def test_what_is_advised_for_other_codes_is_there(root):
    """The columns of the table that the advice names."""
    head = (root / "params" / "cameo.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert {"plover_type", "plover_mode"} <= set(head)
    assert detect("date,source,target,code", "file") is OWN_FORM


def test_semicolons_between_fields_are_read_in_own_columns_and_named_elsewhere(messages):
    assert detect("date;source;target;code", "file") is OWN_FORM
    (fault,) = messages(detect, ";".join(ICEWS.columns), "file")
    assert fault.got == "semicolons between fields"
    (fault,) = messages(
        detect, "event_id_cnty;event_date;disorder_type;event_type;sub_event_type;actor1;actor2", "file"
    )
    assert "ACLED" in fault.got
