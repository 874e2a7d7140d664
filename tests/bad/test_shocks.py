"""One broken table of shocks for each message: where it is, what was found, what is allowed; exit code 2."""

import shutil
from pathlib import Path

import pytest

import araxes

HERE = Path(__file__).parent / "shocks"
CASES = [
    ("dyad_unknown", "line 2, reacting", "'IRM'", "a known state: ARM, AZE, IRN, RUS, TUR", "IRN"),
    ("dyad_of_one", "line 2, reacting", "'AZE>AZE'", "two different states", ""),
    ("dyad_malformed", "line 2, reacting", "'AZE-IRN'", "actor>target", ""),
    ("dyad_twice", "line 2, reacting", "AZE>IRN twice", "each dyad once", ""),
    ("dyad_of_an_outsider", "line 2, placebo", "'ISR'", "a known state", "IRN"),
    ("sign_unknown", "line 2, reacting", "'*' of AZE>IRN", "+ (more hostile)", ""),
    ("sign_missing", "line 2, reacting", "'AZE>IRN reciprocity: a rupture received'", "DYAD SIGN TERM: REASON", ""),
    ("second_sign_missing", "line 2, reacting", "'TUR>IRN solidarity: against a friend'", "DYAD SIGN TERM: REASON", ""),
    ("reason_missing", "line 2, reacting", "'AZE>IRN + reciprocity'", "DYAD SIGN TERM: REASON", ""),
    ("reacting_none", "line 2, reacting", "''", "not empty", ""),
    ("placebo_none", "line 2, placebo", "''", "not empty", ""),
    ("placebo_that_reacts", "line 2, placebo", "AZE>IRN, which reacts", "nothing is expected", ""),
    ("date_impossible", "line 2, date", "'2023-02-30'", "a date, YYYY-MM-DD", ""),
    ("origin_no_monday", "line 2, origin", "2023-04-05", "2023-04-03, the Monday of the week", ""),
    ("start_off_record", "line 2, origin", "2017-04-03", "a Monday from 2018-02-12 to", ""),
    ("end_off_record", "line 2, origin", "2035-04-02", "a Monday from 2018-02-12 to", ""),
    ("start_of_scenario_other", "scenario.start", "2023-04-03", "2023-05-01, the origin in shocks.csv", ""),
    ("title_empty", "line 2, title", "''", "not empty", ""),
    ("id_no_name", "line 2, id", "'../quarrel'", "letters, digits and underscores", ""),
    ("id_twice", "line 3, id", "'quarrel'", "each id once", ""),
    ("scenario_missing", "", "no such file", "a scenario file", ""),
    ("column_misspelt", "header", "'placebos'", "a known column", "placebo"),
    ("column_missing", "header", "no column 'muddled_by'", "'muddled_by'", ""),
    ("column_twice", "header", "'title' twice", "each column once", ""),
    ("field_missing", "line 2", "11 fields", "12, as in the header", ""),
    ("no_shock", "", "no shock", "at least one row", ""),
]


@pytest.fixture
def folder(tmp_path):
    """A folder of one shock, with a table that may be broken."""

    def made(table):
        (tmp_path / "broken" / "scenarios").mkdir(parents=True)
        shutil.copy(HERE / "quarrel.toml", tmp_path / "broken" / "scenarios")
        shutil.copy(table, tmp_path / "broken" / "shocks.csv")
        return tmp_path / "broken"

    return made


@pytest.mark.parametrize(("case", "key", "got", "allowed", "nearest"), CASES, ids=[case[0] for case in CASES])
def test_broken_table_has_one_message(case, key, got, allowed, nearest, folder, messages):
    faults = messages(araxes.shocks, folder(HERE / f"{case}.csv"))
    fault = faults[0]
    assert fault.key == key
    assert got in fault.got
    assert allowed in fault.allowed
    assert fault.nearest == nearest
    more = {"column_misspelt": 2}  # the column that is not there is said too
    assert len(faults) == more.get(case, 1)


def test_every_broken_table_is_in_the_list():
    assert {case[0] for case in CASES} == {path.stem for path in HERE.glob("*.csv")}


@pytest.mark.parametrize("case", ["dyad_unknown", "start_off_record", "placebo_none"])
def test_the_command_ends_with_exit_code_2_and_one_line(case, folder, araxes_command):
    code, out, err = araxes_command("shocks", folder(HERE / f"{case}.csv"))
    assert (code, out) == (2, "")
    (line,) = err.splitlines()
    assert line.startswith("araxes: ")
    assert "shocks.csv: line 2" in line


def test_a_folder_that_is_none_is_said(tmp_path, messages):
    (fault,) = messages(araxes.shocks, tmp_path / "nowhere")
    assert (fault.file, fault.got, fault.allowed) == (
        str(tmp_path / "nowhere" / "shocks.csv"),
        "no such file",
        "a file",
    )


def test_a_shock_to_be_left_apart_must_be_there(folder, messages):
    whole = folder(HERE / "dyad_unknown.csv")
    table = (whole / "shocks.csv").read_text("utf-8")
    (whole / "shocks.csv").write_text(table.replace("IRM", "IRN"), "utf-8")
    (fault,) = messages(araxes.shocks, whole, apart=["quarel"])
    assert (fault.file, fault.got, fault.nearest) == ("apart", "'quarel'", "quarrel")


def test_a_fault_of_a_scenario_is_told_like_any_other(folder, messages):
    whole = folder(HERE / "dyad_unknown.csv")
    scenario = whole / "scenarios" / "quarrel.toml"
    scenario.write_text(scenario.read_text("utf-8").replace('"IRN"', '"IRM"'), "utf-8")
    keys = [fault.key for fault in messages(araxes.shocks, whole)]
    assert keys == ["line 2, reacting", "act[1].source"]  # all faults of all files at once
