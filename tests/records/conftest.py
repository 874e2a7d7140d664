"""Small made-up tables in the forms of other records."""

import zipfile

import pytest

from araxes.records.coding import read_coding
from araxes.records.forms import EXTRACT, GDELT, GDELT_1, ICEWS


@pytest.fixture(scope="session")
def coding(region):
    return read_coding(region)


@pytest.fixture(scope="session")
def icews_row():
    """A line of ICEWS as published: day, source and its country, code, target and its country."""

    def make(day="2022-01-03", source=("Azerbaijan", "Azerbaijan"), code="042", target=("Iran", "Iran"), number="1"):
        values = dict.fromkeys(ICEWS.columns, "") | {
            "Event ID": number, "Event Date": day, "Source Name": source[0], "Source Country": source[1],
            "Event Text": 'Make a "visit", as said', "CAMEO Code": code, "Target Name": target[0], "Target Country": target[1],
        }  # fmt: skip
        return "\t".join(values[name] for name in ICEWS.columns)

    return make


@pytest.fixture(scope="session")
def extract_row():
    """A line of the comma-separated extract."""

    def make(day, source, code, target, **other):
        values = dict.fromkeys(EXTRACT.columns, "") | {
            "dataset": "ICEWS18", "date": day, "source": source, "target": target, "cameo": code,
            "source_actor": '"Ministry, of something"', "n_dup": "1", "orig_split": "train", "common_actors": "1",
        } | other  # fmt: skip
        return ",".join(values[name] for name in EXTRACT.columns)

    return make


@pytest.fixture(scope="session")
def gdelt_row():
    """A line of a GDELT export file, of the second version or of the first."""

    def make(day, source, code, target, added=None, root="1", first=False, **other):
        form = GDELT_1 if first else GDELT
        values = dict.fromkeys(form.columns, "") | {
            "GlobalEventID": "7", "Day": day, "Actor1CountryCode": source, "Actor2CountryCode": target, "EventCode": code,
            "IsRootEvent": root, "EventRootCode": code[:2], "DATEADDED": added or (day if first else f"{day}001500"),
        }  # fmt: skip
        return "\t".join(values[name] for name in form.columns)

    return make


@pytest.fixture(scope="session")
def headers():
    return {"icews": "\t".join(ICEWS.columns), "extract": ",".join(EXTRACT.columns)}


@pytest.fixture
def table(tmp_path):
    """Write lines as a file, packed where the name ends in .zip; return its path."""

    def write(lines, name="events.tab"):
        path = tmp_path / name
        text = "".join(f"{line}\n" for line in lines)
        if path.suffix == ".zip":
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("events.tab", text)
        else:
            path.write_text(text, encoding="utf-8")
        return path

    return write
