"""Bundles as people have them: what is no table of events is left out and named, what is damaged is refused."""

import zipfile

import pytest

from araxes.records.bundles import form_of
from araxes.records.filters import Filters
from araxes.records.forms import ICEWS, OWN_FORM
from araxes.records.tallying import tally


@pytest.fixture
def read(coding, tmp_path):
    """Write files into a folder and into an archive, and tally both."""

    def reading(files):
        folder = tmp_path / "folder"
        folder.mkdir(exist_ok=True)
        with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                (folder / name).write_text(text, encoding="utf-8")
                archive.writestr(name, text)
        both = [tally(path, coding, Filters()) for path in (folder, tmp_path / "packed.zip")]
        assert both[0].acts == both[1].acts
        assert len(both[0].left) == len(both[1].left)
        return both[0]

    return reading


@pytest.fixture
def events(headers, icews_row):
    return "\n".join([headers["icews"], icews_row(), icews_row(code="112")]) + "\n"


BESIDE = {
    "MANIFEST.TXT": "This archive holds:\nevents.tab\n",
    "README.txt": "Events of 2022, see the codebook.\n",
    "codebook.csv": "code,meaning\n042,a visit\n",
    "totals.csv": "date,n_raw,n_unique\n2022-01-03,9,8\n",
    "a_first.txt": "",
    "licence.txt": "CC0\n",
}


@pytest.mark.parametrize("name", BESIDE)
def test_what_lies_beside_is_left_out_and_named(name, read, events):
    found = read({name: BESIDE[name], "events.tab": events})
    assert len(found.acts) == 2
    assert [left.rsplit("/", 1)[-1] for left in found.left] == [name]


def test_all_of_them_together(read, events):
    assert len(read({**BESIDE, "events.tab": events}).left) == len(BESIDE)


def test_a_table_of_events_without_its_header_is_refused_and_not_left_out(read, events, messages):
    (fault,) = messages(read, {"a.tab": events, "b.tab": events.split("\n", 1)[1]})
    assert fault.file.endswith("b.tab")
    assert "ICEWS" in fault.allowed


def test_a_table_of_events_that_lacks_a_column_is_refused_and_not_left_out(read, events, headers, messages):
    (fault,) = messages(read, {"a.tab": events, "b.tab": headers["icews"].replace("CAMEO Code", "Code") + "\n"})
    assert fault.file.endswith("b.tab")


def test_tables_of_two_forms_are_refused(read, events, gdelt_row, messages):
    (fault,) = messages(read, {"a.tab": events, "b.csv": gdelt_row("20220103", "AZE", "042", "IRN") + "\n"})
    assert (fault.got, fault.allowed) == ("GDELT 2.0", "ICEWS, as before")


def test_own_columns_in_a_bundle_are_refused_with_what_would_do(read, messages):
    (fault,) = messages(read, {"mine.csv": "date,source,target,code\n2022-01-03,AZE,IRN,112\n"})
    assert fault.allowed == "one plain CSV file of own columns"


def test_a_bundle_of_nothing_but_what_lies_beside_is_refused(read, messages):
    faults = messages(read, {"MANIFEST.TXT": BESIDE["MANIFEST.TXT"]})
    assert faults[0].file.endswith("MANIFEST.TXT")


def test_the_form_of_a_file_is_told_and_that_of_a_bundle_by_its_tables(table, headers, tmp_path):
    assert form_of(table([headers["icews"]])) is ICEWS
    assert form_of(tmp_path / "elsewhere.csv", "own") is OWN_FORM
    assert form_of(tmp_path) is None
