"""Forms are known by their columns and by their names."""

from araxes.records.forms import FORMS, GDELT, GDELT_1, form_named


def test_gdelt_has_the_columns_of_its_codebook():
    assert len(GDELT.columns) == 61
    assert len(GDELT_1.columns) == 58
    places = {"Actor1CountryCode": 7, "Actor2CountryCode": 17, "IsRootEvent": 25, "EventCode": 26, "AvgTone": 34}
    assert {name: GDELT.columns.index(name) for name in places} == places
    assert GDELT.columns.index("DATEADDED") == 59
    assert GDELT_1.columns.index("DATEADDED") == 56


def test_a_form_that_does_not_exist_has_its_nearest(messages):
    assert form_named("gdelt", "file") is FORMS["gdelt"]
    (fault,) = messages(form_named, "icew", "file")
    assert fault.nearest == "icews"
