"""Small records and few worlds: what takes minutes in use takes a second here."""

import datetime
from dataclasses import replace

import pandas as pd
import pytest

from araxes.claims import keep
from araxes.claims.hearing import Hearing
from araxes.claims.read_claims import read_claims
from araxes.inputs.parameters import settings
from araxes.inputs.region import read_region
from araxes.inputs.schema import HistoryHeader
from araxes.records.history import History

HEADER = HistoryHeader(
    name="tiny", first=datetime.date(2020, 1, 6), last=datetime.date(2023, 12, 31), silence="quiet",
    leave_out=["contested"], war_flag="war", class_excludes=["contested"],
)  # fmt: skip
COLUMNS = ["id", "date", "source", "target", "code", "issue", "flag"]
CLAIM = """
id = "C1"
claim = "B follows A."
short = "b follows a"
voice = "a voice"
voice_code = "X"
type = "hypothesis"
[acts]
a = {source = "IRN", target = "AZE"}
b = {source = "AZE", target = "IRN"}
"""


@pytest.fixture(scope="session")
def region():
    """The shipped region."""
    return read_region()


@pytest.fixture
def set_claims(monkeypatch):
    """Sets settings of claims for a test."""

    def change(**values):
        for name, value in values.items():
            path = f"claims.{name}"
            one = settings()[path]
            monkeypatch.setitem(settings(), path, replace(one, series=((one.series[0][0], value),)))

    return change


@pytest.fixture(autouse=True)
def few_worlds(set_claims, monkeypatch, tmp_path):
    """Few worlds, and judgements kept apart from those of the user."""
    set_claims(worlds=60, pilot_worlds=40, pilot_turns=2, pair_train=40, pair_worlds=40, pair_least=5)
    monkeypatch.setattr(keep, "_folder", lambda: tmp_path / "kept")


@pytest.fixture(scope="session")
def record_of():
    """Makes a record of rows (id, day counted from the first, source, target), with code, issue and flag where they are given."""

    def make(rows):
        whole = [[*row, "130", "borders", ""] if len(row) + 3 == len(COLUMNS) else [*row] for row in rows]
        table = pd.DataFrame(whole, columns=COLUMNS)
        table["date"] = [HEADER.first + datetime.timedelta(days=int(number)) for number in table["date"]]
        return History.of(HEADER, table)

    return make


@pytest.fixture
def hearing_of(tmp_path, region):
    """Makes the hearing of the one test of a claim about a record."""

    def make(record, test, text=CLAIM, reading=None):
        (tmp_path / "article").mkdir(exist_ok=True)
        (tmp_path / "article" / "C1.toml").write_text(text + "[[test]]\nasks = 'is it so?'\n" + test, "utf-8")
        (claim,) = read_claims(["C1"], record, region, folder=tmp_path / "article")
        return Hearing(claim, 1, reading or {}, record, region, 1), claim.tests[0]

    return make
