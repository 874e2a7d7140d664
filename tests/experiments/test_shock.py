"""Folders of shocks: what is read, and the shipped one."""

import datetime
import re

import pytest

from araxes.experiments.shock import BETWEEN, RESULTS, SHOCK_COLUMNS, read_shocks
from araxes.inputs.read import SHOCKS, shipped_folder

WEEKS = 14


@pytest.fixture(scope="module")
def shipped_shocks(region, chronology):
    return read_shocks(shipped_folder() / SHOCKS, region, chronology, WEEKS)


def test_a_folder_is_read_in_the_order_of_its_table(shocks_folder, region, chronology):
    nothing, quarrel = read_shocks(shocks_folder(), region, chronology, WEEKS)
    assert (nothing.id, quarrel.id) == ("nothing", "quarrel")
    assert quarrel.date == datetime.date(2023, 4, 5)
    assert quarrel.origin == quarrel.scenario.start == datetime.date(2023, 4, 3)
    assert [(one.dyad, one.sign, one.term) for one in quarrel.reacting] == [
        ("AZE>IRN", "+", "reciprocity"),
        ("TUR>IRN", "+", "solidarity"),
    ]
    assert quarrel.reacting[0].reason == "a rupture received; it stings"
    assert [one.dyad for one in quarrel.placebo] == ["RUS>TUR", "ARM>TUR"]
    assert {one.sign for one in quarrel.placebo} == {""}


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_spreadsheets_may_have_saved_it(between, mark, shocks_folder, region, chronology):
    import csv
    import io

    folder = shocks_folder()
    rows = list(csv.reader((folder / "shocks.csv").open(encoding="utf-8", newline="")))
    text = io.StringIO()
    csv.writer(text, delimiter=between).writerows(rows)
    (folder / "shocks.csv").write_bytes(mark + text.getvalue().encode())
    assert [one.id for one in read_shocks(folder, region, chronology, WEEKS)] == ["nothing", "quarrel"]


def test_columns_of_older_results_may_stand_there_and_are_not_read(shocks_folder, region, chronology):
    folder = shocks_folder()
    plain = read_shocks(folder, region, chronology, WEEKS)
    lines = (folder / "shocks.csv").read_text("utf-8").splitlines()
    more = [f"{lines[0]},{','.join(RESULTS)}", *(f"{line},a,b,c" for line in lines[1:])]
    (folder / "shocks.csv").write_text("\n".join(more), "utf-8")
    assert read_shocks(folder, region, chronology, WEEKS) == plain


def test_a_semicolon_inside_a_reason_parts_no_dyads():
    text = "RUS>AZE + solidarity: ally attacked; position passed over ; ARM>RUS q alignment: stands by; IRN>AZE - x: y"
    assert BETWEEN.split(text) == [
        "RUS>AZE + solidarity: ally attacked; position passed over", "ARM>RUS q alignment: stands by", "IRN>AZE - x: y",
    ]  # fmt: skip


def test_the_shipped_shocks_are_25_with_71_dyads_that_react_and_72_placebos(shipped_shocks):
    signs = [cell.sign for shock in shipped_shocks for cell in shock.reacting]
    assert len(shipped_shocks) == 25
    assert (len(signs), signs.count("+"), signs.count("-"), signs.count("q")) == (71, 52, 12, 7)
    assert sum(len(shock.placebo) for shock in shipped_shocks) == 72
    assert [shock.origin for shock in shipped_shocks] == sorted(shock.origin for shock in shipped_shocks)


def test_a_shipped_shock_forces_no_act_of_a_dyad_that_reacts_after_its_own_week(shipped_shocks):
    for shock in shipped_shocks:
        dyads = {cell.dyad for cell in shock.cells}
        late = [act for act in shock.scenario.acts if shock.scenario.week_of(act.date) > 0]
        assert not dyads & {f"{act.source}>{act.target}" for act in late}, shock.id


def test_every_row_of_the_record_that_a_shipped_shock_names_is_there(chronology):
    text = (shipped_folder() / SHOCKS / "shocks.csv").read_text("utf-8")
    named = set(re.findall(r"\d{4}-\d\d-\d\d-[A-Z]{2,3}-[A-Z]{2,3}-\d+", text))
    assert len(named) > 20
    assert named <= set(chronology.columns["id"])
    assert text.splitlines()[0] == ",".join(SHOCK_COLUMNS)
