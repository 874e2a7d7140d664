"""Files in a user's folder continue the record: their acts, their days, their source, and what is refused."""

import datetime

import pytest

import araxes
from araxes.inputs.chain import read_header
from araxes.records.history import read_history
from araxes.records.weekly import weekly_rungs
from araxes.results.check import check

HEAD = "date,source,target,code\n"
ROWS = HEAD + "2026-03-10,Iran,Azerbaijan,112\n2026-03-12,AZ,IR,042\n"


@pytest.fixture
def extended(own_folder, region):
    """Read the shipped record with files of a user."""

    def read(**files):
        own = own_folder({f"history/{name.replace('_dot_', '.')}": text for name, text in files.items()})
        return read_history(region, own=own)

    return read


def test_acts_of_this_week_are_added_and_nothing_before_changes(extended, chronology, region):
    history = extended(week_dot_csv=ROWS)
    assert history.header.name == chronology.header.name
    assert history.header.last == datetime.date(2026, 3, 15)
    assert history.next_start == datetime.date(2026, 3, 16)
    assert history.columns["source"][-2:] == ["IRN", "AZE"]
    until = chronology.next_start
    assert (weekly_rungs(history, region, until)[1] == weekly_rungs(chronology, region, until)[1]).all()
    codes = list(region.actors)
    rungs = weekly_rungs(history, region, history.next_start)[1][-1]
    assert rungs[codes.index("IRN"), codes.index("AZE")] == 4


def test_every_row_says_where_it_comes_from(extended, chronology):
    history = extended(week_dot_csv=ROWS)
    assert history.columns["reference"][-1].endswith("history/week.csv")
    assert history.header.sources[:-1] == chronology.header.sources
    assert history.header.sources[-1].endswith("history/week.csv")


def test_weeks_that_nobody_looked_at_are_unknown(extended):
    history = extended(week_dot_csv=HEAD + "2026-03-25,IRN,AZE,112\n")
    assert history.header.gaps == [(datetime.date(2026, 3, 10), datetime.date(2026, 3, 22))]


def test_a_header_beside_says_what_is_covered_and_where_it_comes_from(extended):
    header = 'extends = "chronology"\nfirst = 2026-03-10\nlast = 2026-03-31\nsources = ["my own reading"]\n'
    history = extended(week_dot_csv=HEAD + "2026-03-25,IRN,AZE,112\n", week_dot_toml=header)
    assert history.header.gaps == []
    assert history.header.last == datetime.date(2026, 3, 31)
    assert history.header.sources[-1] == "my own reading"


def test_several_files_follow_one_another(extended):
    history = extended(b_dot_csv=HEAD + "2026-03-17,IRN,AZE,112\n", a_dot_csv=ROWS)
    assert history.header.gaps == []
    assert history.header.last == datetime.date(2026, 3, 22)
    assert [str(date) for date in history.columns["date"][-3:]] == ["2026-03-10", "2026-03-12", "2026-03-17"]


def test_a_record_of_its_own_is_no_extension(extended, chronology):
    header = 'name = "Other"\nfirst = 2023-01-02\nsilence = "quiet"\n'
    history = extended(other_dot_csv=HEAD + "2023-04-06,IRN,AZE,112\n", other_dot_toml=header)
    assert history.columns == chronology.columns


def test_a_record_of_its_own_may_leave_out_its_last_day(extended, own_folder, region):
    header = 'name = "Other"\nfirst = 2023-01-02\nsilence = "quiet"\n'
    own = own_folder({"history/other.csv": HEAD + "2023-04-06,IRN,AZE,112\n", "history/other.toml": header})
    assert read_history(region, "other", own).header.last == datetime.date(2023, 4, 9)


def test_ids_do_not_meet_those_of_the_record(extended, chronology):
    """The record has an act of this day and dyad already."""
    history = extended(week_dot_csv=HEAD + "2026-03-09,AZE,IRN,042\n")
    assert history.columns["id"][-1] == "2026-03-09-AZE-IRN-2"
    assert len(set(history.columns["id"])) == len(history.columns["id"])


BAD = {
    "a week that is covered": ("2026-03-08,IRN,AZE,112", "line 2, date", "2026-03-08"),
    "a day to come": ("9026-03-10,IRN,AZE,112", "line 2, date", "9026-03-10"),
    "the last day of all": ("9999-12-31,IRN,AZE,112", "line 2, date", "9999-12-31"),
    "an act that is there": ("2026-03-09,AZE,IRN,085,transit", "line 2", "the act of 2026-03-09-AZE-IRN-1 again"),
    "an actor": ("2026-03-10,Persia,AZE,112", "line 2, source", "'Persia'"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_does_not_fit_is_refused(case, extended, messages):
    row, key, got = BAD[case]
    head = HEAD if row.count(",") == 3 else HEAD.replace("code", "code,issue")
    (fault,) = messages(extended, week_dot_csv=f"{head}{row}\n")
    assert fault.file.endswith("week.csv")
    assert (fault.key, fault.got) == (key, got)


def test_an_act_twice_in_the_files_is_refused(extended, messages):
    (fault,) = messages(extended, a_dot_csv=ROWS, b_dot_csv=HEAD + "2026-03-10,IRN,AZE,112\n")
    assert fault.file.endswith("b.csv")
    assert "again" in fault.got


def test_an_act_outside_the_days_of_its_header_is_refused(extended, messages):
    header = 'extends = "chronology"\nlast = 2026-03-11\n'
    (fault,) = messages(extended, week_dot_csv=ROWS, week_dot_toml=header)
    assert fault.key == "line 3, date"


def test_a_table_of_something_else_says_what_to_do(extended, messages):
    (fault,) = messages(extended, totals_dot_csv="day,n\n2026-03-10,4\n")
    assert "Move it" in fault.step


def test_earlier_weeks_are_changed_as_advised(own_copy, region):
    """Copied and edited, the record's own file takes an act of an earlier week."""
    path = own_copy / "history" / "chronology.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    columns = lines[0].split(",")
    row = dict.fromkeys(columns, "") | {
        "id": "mine", "date": "2026-03-08", "source": "IRN", "target": "AZE", "code": "112", "issue": "general",
    }  # fmt: skip
    path.write_text("\n".join([*lines, ",".join(row[name] for name in columns)]) + "\n", encoding="utf-8")
    assert "mine" in read_history(region, own=own_copy).columns["id"]


def test_scenarios_and_checks_know_the_longer_record(own_folder):
    own = own_folder({"history/week.csv": ROWS})
    assert read_header(own=own)[0].last == datetime.date(2026, 3, 15)
    assert check(own) == check(own / "history" / "week.csv") == []
    later = '[scenario]\nextends = "baseline"\nstart = 2026-03-16\n'
    own = own_folder({"scenarios/later.toml": later})
    assert not any("after the record" in note for note in araxes.load("later", own).notes)
    (own / "history" / "week.csv").unlink()
    assert any("after the record" in note for note in araxes.load("later", own).notes)


def test_the_example_of_the_documentation_works_when_copied(root, own_folder, region):
    page = (root / "docs" / "history.md").read_text(encoding="utf-8")
    example = page.split("## Add this week's acts", 1)[1].split("```csv\n", 1)[1].split("```", 1)[0]
    own = own_folder({"history/this_week.csv": example})
    assert check(own) == []
    assert read_history(region, own=own).columns["target"][-10:-7] == ["AZE", "IRN", "TUR"]


QUIET = 'extends = "chronology"\nfirst = 2026-03-10\nlast = 2026-03-22\n'


def test_a_quiet_week_that_somebody_looked_at_is_quiet(extended):
    history = extended(week_dot_csv=HEAD, week_dot_toml=QUIET)
    assert history.header.last == datetime.date(2026, 3, 22)
    assert history.header.gaps == []


def test_a_file_without_an_act_is_not_passed_over(extended, messages):
    (fault,) = messages(extended, week_dot_csv=HEAD)
    assert fault.got == "no act"
    assert "week.toml" in fault.step


@pytest.mark.parametrize("day", ["10.3.2026", "3/10/2026", "46091", "10 March 2026", ""])
def test_a_file_of_dates_that_are_none_is_not_passed_over(day, extended, messages):
    faults = messages(extended, week_dot_csv=HEAD + f"{day},IRN,AZE,112\n{day},AZE,IRN,111\n")
    assert [fault.key for fault in faults] == ["line 2, date", "line 3, date"]
    assert {fault.got for fault in faults} == {repr(day)}


def test_days_to_come_are_not_quiet(extended, messages):
    header = QUIET.replace("2026-03-22", "9026-03-22")
    (fault,) = messages(extended, week_dot_csv=ROWS, week_dot_toml=header)
    assert (fault.key, fault.got) == ("last", "9026-03-22")


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff" + ROWS,
        ROWS.replace(",", ";"),
        ROWS.replace(",", "\t"),
        ROWS.replace("\n", "\r\n"),
        ROWS.replace("\n", ",,\n") + ",,,,,\n\n",
        "Date, Source,Target,Code\n" + ROWS.removeprefix(HEAD),
    ],
    ids=["mark", "semicolons", "tabs", "windows", "empty cells", "capitals"],
)
def test_acts_saved_by_a_spreadsheet_are_the_same(text, extended):
    assert extended(week_dot_csv=text).columns == extended(week_dot_csv=ROWS).columns


def test_a_turkish_capital_is_the_letter_that_it_is(extended):
    assert extended(week_dot_csv=HEAD + "2026-03-10,TÜRKİYE,İran,112\n").columns["source"][-1] == "TUR"
