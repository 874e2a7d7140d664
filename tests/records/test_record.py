"""Records of other coders become histories, with a header that is given or inferred, and a report."""

import contextlib
import datetime
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from araxes.errors import InputError
from araxes.records.filters import Filters
from araxes.records.forms import EXTRACT
from araxes.records.forms import ICEWS as ICEWS_FORM
from araxes.records.history import before
from araxes.records.record import read_record
from araxes.records.weekly import weekly_rungs

ICEWS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "icews"
TODAY = datetime.date(2026, 1, 1)
MONDAY = datetime.date(2022, 1, 3)
icews = pytest.mark.skipif(
    not (ICEWS / "icews_core.csv").is_file(), reason="not part of the project: docs/history.md says where ICEWS comes from"
)  # fmt: skip


def row(day, source, code, target):
    values = dict.fromkeys(EXTRACT.columns, "") | {
        "dataset": "ICEWS18", "date": str(day), "source": source, "target": target, "cameo": code, "common_actors": "1",
    }  # fmt: skip
    return ",".join(values[name] for name in EXTRACT.columns)


def day(number):
    return MONDAY + datetime.timedelta(days=number)


@pytest.fixture
def read(tmp_path, region):
    """Write rows of (day, source, code, target) and read them."""

    def reading(*rows, header=None, totals=None, **options):
        path = tmp_path / "events.csv"
        path.write_text("\n".join([",".join(EXTRACT.columns), *(row(*each) for each in rows)]) + "\n", encoding="utf-8")
        if header is not None:
            (tmp_path / "events.toml").write_text(header, encoding="utf-8")
        if totals is not None:
            options["exposure"] = tmp_path / "totals.csv"
            lines = "".join(f"{day(k)},{total}\n" for k, total in enumerate(totals))
            options["exposure"].write_text(f"date,total\n{lines}", encoding="utf-8")
        return read_record(path, region, today=TODAY, **options)

    return reading


def daily(first, last, code="112"):
    return [(day(k), "AZE", code, "IRN") for k in range(first, last)]


def rungs(record, region, source="AZE", target="IRN", until=datetime.date(2022, 4, 4)):
    codes = list(region.actors)
    return weekly_rungs(record.history, region, until)[1][:, codes.index(source), codes.index(target)].tolist()


def test_weeks_that_a_gap_touches_and_weeks_in_part_are_unknown(read, region):
    record = read(*daily(2, 23), *daily(40, 58))
    assert record.history.header.gaps == [(day(23), day(39))]
    assert rungs(record, region) == [-1, 4, 4, -1, -1, -1, 4, 4, -1, -1, -1, -1, -1]
    assert rungs(record, region, "RUS", "TUR") == [-1, 3, 3, -1, -1, -1, 3, 3, -1, -1, -1, -1, -1]


def test_rows_left_out_still_show_that_a_day_was_observed(read):
    others = [(day(k), "FRA", "112", "DEU") for k in range(1, 27)]
    record = read((day(0), "AZE", "112", "IRN"), *others, (day(27), "AZE", "112", "IRN"))
    assert record.history.header.gaps == []
    assert record.report.elsewhere == 26


def test_a_header_beside_the_file_says_what_is_covered(read, region):
    header = (
        'name = "Mine"\nfirst = 2022-01-10\nlast = 2022-01-30\nsilence = "unknown"\ngaps = [[2022-01-24, 2022-01-24]]\n'
    )
    record = read(*daily(0, 50), header=header)
    assert record.history.header.name == "Mine"
    assert not record.report.inferred
    assert record.report.outside == 29
    assert rungs(record, region) == [4, 4, *[-1] * 10]
    assert rungs(record, region, "RUS", "TUR") == [-1] * 12


def test_a_header_names_the_record_and_what_is_unusual_is_said_behind_it(read):
    header = 'name = "Mine"\nfirst = 2022-01-10\nlast = 2022-01-30\nsilence = "quiet"\n'
    for options, name in (
        ({}, "Mine"),
        ({"filters": Filters(rare_types=True)}, "Mine (rare types in)"),
        ({"filters": Filters(common_actors=False), "mirrors": "once"}, "Mine (all actors, mirrors once)"),
    ):
        record = read(*daily(0, 50), header=header, **options)
        assert record.history.header.name == record.report.name == name


def test_a_header_elsewhere_comes_before_one_beside(region, tmp_path):
    other = tmp_path / "other.toml"
    other.write_text('name = "Other"\nfirst = 2022-01-03\nlast = 2022-01-16\nsilence = "quiet"\n', encoding="utf-8")
    (tmp_path / "events.toml").write_text("name = 1\n", encoding="utf-8")
    path = tmp_path / "events.csv"
    path.write_text("\n".join([",".join(EXTRACT.columns), row(day(0), "AZE", "112", "IRN")]), encoding="utf-8")
    assert read_record(path, region, header=other, today=TODAY).history.header.name == "Other"


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ('name = "x"\nfirst = 2022-01-10\nlast = 2022-01-03\nsilence = "quiet"\n', "last"),
        ('name = "x"\nlast = 2022-01-10\nsilence = "quiet"\n', "first"),
        ('name = "x"\nfirst = 2022-01-03\nlast = 2022-01-10\nsilence = "quiet"\nwarmup = -1\n', "warmup"),
    ],
)
def test_a_header_at_fault_is_named(header, key, read, messages):
    (fault,) = messages(read, *daily(0, 20), header=header)
    assert fault.key == key


def test_a_header_without_its_last_day_reaches_to_the_last_row(read):
    header = 'name = "Mine"\nfirst = 2022-01-03\nsilence = "quiet"\n'
    assert read(*daily(0, 17), header=header).history.header.last == day(16)


def test_thin_weeks_are_unknown_and_totals_say_how_far_the_record_reaches(read, region):
    record = read(*daily(0, 33), totals=[100] * 14 + [10] * 7 + [100] * 21)
    assert record.report.thin == (day(14),)
    assert record.history.header.last == day(41)
    assert rungs(record, region)[:7] == [4, 4, -1, 4, 4, 3, -1]


def test_weeks_of_which_the_totals_say_nothing_are_said(read):
    record = read(*daily(0, 42), totals=[100] * 21)
    assert record.report.unsaid == 3
    assert any("3 weeks the daily totals say nothing" in line for line in record.report.text())


TWINS = [
    (day(0), "AZE", "040", "IRN"),
    (day(0), "IRN", "040", "AZE"),
    (day(1), "AZE", "040", "IRN"),
    (day(1), "IRN", "040", "AZE"),
    (day(2), "AZE", "042", "IRN"),
    (day(2), "IRN", "043", "AZE"),
    (day(3), "AZE", "112", "IRN"),
    (day(3), "IRN", "112", "AZE"),
    (day(4), "AZE", "057", "IRN"),
]


def test_both_halves_of_a_mirrored_act_count_unless_one_is_asked_for(read):
    both, once = read(*TWINS), read(*TWINS, mirrors="once")
    assert (both.report.twins, both.report.dropped, both.report.acts) == (6, 0, 9)
    assert (once.report.twins, once.report.dropped, once.report.acts) == (6, 3, 6)
    kept = list(zip(once.history.columns["date"], once.history.columns["source"], strict=True))
    assert len({date for date, _ in kept}) == 5
    assert {source for date, source in kept if date in (day(0), day(1))} == {"AZE", "IRN"}
    assert once.history.header.name != both.history.header.name


def test_rows_in_another_order_make_the_same_record(read):
    rows = [*TWINS, *daily(0, 30)]
    for mirrors in ("both", "once"):
        assert read(*rows, mirrors=mirrors).history == read(*rows[::-1], mirrors=mirrors).history


def test_a_folder_of_files_is_one_record(read, tmp_path, region):
    whole = read(*daily(0, 40))
    folder = tmp_path / "parts"
    folder.mkdir()
    for name, first, last in (("late.csv", 20, 40), ("early.csv", 0, 20)):
        rows = [",".join(EXTRACT.columns), *(row(*each) for each in daily(first, last))]
        (folder / name).write_text("\n".join(rows), encoding="utf-8")
    assert read_record(folder, region, today=TODAY).history == whole.history


def test_repeats_are_kept_once(read):
    record = read(*daily(0, 3), *daily(0, 3))
    assert (record.report.rows, record.report.acts, record.report.repeats) == (6, 3, 3)
    assert len(set(record.history.columns["id"])) == 3


def test_the_report_says_aloud_what_was_found(read):
    said = []
    record = read(
        *daily(0, 9), *daily(30, 40), (day(1), "IRN", "112", "IRN"), (day(1), "FRA", "112", "IRN"), announce=said.append
    )
    text = "\n".join(said)
    for part in ("No header", f"Gap: {day(9)} to {day(29)}", "1 of others", "1 of an actor with itself"):
        assert part in text
    assert said == list(record.report.text())
    assert json.loads(json.dumps(record.report.as_dict()))["acts"] == 19


def test_ways_to_count_mirrors_are_checked(read, messages):
    (fault,) = messages(read, *TWINS, mirrors="one")
    assert fault.nearest == "once"


def test_a_named_form_is_held_to(read, messages):
    (fault,) = messages(read, *TWINS, form="icews")
    assert "no column Event Date" in fault.got


OWN = "id,date,source,target,code,issue,flag\n"


def test_own_columns_are_read_strictly_and_their_silence_is_quiet(tmp_path, region, messages):
    path = tmp_path / "mine.csv"
    path.write_text(OWN + "1,2022-01-03,AZE,IRN,112,general,\n2,2022-03-06,AZE,IRN,190,general,war\n", encoding="utf-8")
    record = read_record(path, region, today=TODAY)
    assert record.history.header.gaps == []
    assert record.history.header.warmup == 0
    assert rungs(record, region) == [4, *[3] * 7, 9, *[-1] * 4]
    (tmp_path / "mine.toml").write_text(
        'name = "x"\nfirst = 2022-01-03\nlast = 2022-03-06\nsilence = "quiet"\nwar_flag = "war"\n', encoding="utf-8"
    )
    assert rungs(read_record(path, region, today=TODAY), region)[8] == 10
    path.write_text(OWN + "1,2022-01-03,AZE,AZE,112,general,\n2,2022-03-06,AZR,IRN,1,general,\n", encoding="utf-8")
    assert len(messages(read_record, path, region, today=TODAY)) == 3
    path.write_text(OWN + "1,2027-01-03,AZE,IRN,112,general,\n", encoding="utf-8")
    assert "2027-01-03" in messages(read_record, path, region, today=TODAY)[0].got
    path.write_text(OWN, encoding="utf-8")
    assert "no usable row" in messages(read_record, path, region, today=TODAY)[0].got


TEN = """date,source,target,code
2022-01-03,Iran,Azerbaijan,112
2022-01-04,AZ,IR,111
2022-01-05,Armenia,Türkiye,046
2022-01-05,TUR,ARM,046
2022-01-06,Russian Federation,IRN,042
2022-01-06,iran,RUSSIA,043
2022-01-11,Azerbaijan,Iran,1125
2022-01-11,Azerbaijan,Iran,172
2022-01-12,TR,AZ,051
2022-01-13,European Union,Armenia,0331
"""


def test_ten_rows_of_four_columns_are_a_record(tmp_path, region):
    """Actors by country, by codes of two and of three letters; the last week is that of the last row."""
    path = tmp_path / "mine.csv"
    path.write_text(TEN, encoding="utf-8")
    (tmp_path / "mine.toml").write_text('name = "Mine"\nfirst = 2022-01-03\nsilence = "quiet"\n', encoding="utf-8")
    history = read_record(path, region, today=TODAY).history
    assert history.columns["source"] == ["IRN", "AZE", "ARM", "TUR", "RUS", "IRN", "AZE", "AZE", "TUR", "EU"]
    assert history.columns["target"] == ["AZE", "IRN", "TUR", "ARM", "IRN", "RUS", "IRN", "IRN", "AZE", "ARM"]
    assert history.columns["id"][6:8] == ["2022-01-11-AZE-IRN-1", "2022-01-11-AZE-IRN-2"]
    assert set(history.columns["issue"]) == {"general"}
    assert set(history.columns["flag"]) == {""}
    assert history.next_start == datetime.date(2022, 1, 17)


def test_the_embedded_record_reads_the_same_as_a_record(root, region, chronology):
    record = read_record(root / "history" / "chronology.csv", region)
    until = chronology.next_start
    one, other = weekly_rungs(record.history, region, until), weekly_rungs(chronology, region, until)
    assert one[0] == other[0]
    assert (one[1] == other[1]).all()


def test_own_columns_are_not_unpacked(tmp_path, region, messages):
    (tmp_path / "mine.csv").write_text(OWN + "1,2022-01-03,AZE,IRN,112,general,\n", encoding="utf-8")
    (fault,) = messages(read_record, tmp_path, region, today=TODAY)
    assert "plain CSV" in fault.allowed


PIECES = st.sampled_from(
    [
        *EXTRACT.columns, *ICEWS_FORM.columns, "id", "code", "issue", "flag", "AZE", "IRN", "Iran", "112", "999", "1", "", "é",
        "2022-01-03", "20220103", "2022-01-03T00:00Z", "9999-12-31", '"', '""', "\x00",
    ]
)  # fmt: skip
LINES = st.lists(st.lists(PIECES, max_size=25), max_size=6)


@pytest.mark.slow
@given(
    rows=LINES,
    delimiter=st.sampled_from([",", "\t"]),
    first=st.sampled_from([EXTRACT, ICEWS_FORM, None]),
    junk=st.binary(max_size=9),
)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_file_it_is_read_or_refused(rows, delimiter, first, junk, tmp_path, region):
    path = tmp_path / "events.csv"
    table = [list(first.columns), *rows] if first else rows
    path.write_bytes("\n".join(delimiter.join(row) for row in table).encode() + junk)
    for options in ({}, {"exposure": path}, {"form": "gdelt"}):
        with contextlib.suppress(InputError):
            assert read_record(path, region, today=TODAY, **options).report.acts > 0


@icews
def test_the_known_windows_of_icews(region):
    record = read_record(ICEWS / "icews_core.csv", region, exposure=ICEWS / "icews_daily_totals.csv")
    assert record.report.filtered == {"common_actors": 2566, "rare_types": 60}
    first, weeks = weekly_rungs(record.history, region, record.history.next_start)
    states = [list(region.actors).index(code) for code in region.states]
    among = weeks[:, states][:, :, states]
    seen = (among >= 0).any(axis=(1, 2))
    mondays = [first + datetime.timedelta(weeks=int(week)) for week in np.flatnonzero(seen)]
    assert [sum(monday.year == year for monday in mondays) for year in (2018, 2021, 2022)] == [43, 33, 40]
    outage = datetime.date(2021, 1, 18)
    assert outage not in mondays
    assert outage in record.report.thin
    edges = [
        datetime.date.fromisoformat(text)
        for text in ("2018-10-22", "2021-01-04", "2021-08-23", "2022-01-03", "2022-08-22")
    ]
    assert set(edges) <= set(mondays)
    assert mondays[-1] == datetime.date(2022, 11, 21)
    assert (among[seen][:, ~np.eye(len(states), dtype=bool)] == 3).mean() == pytest.approx(0.27, abs=0.005)


@icews
def test_without_totals_the_rows_alone_show_the_same_weeks(region):
    path = ICEWS / "icews_core.csv"
    plain = read_record(path, region)
    thinned = read_record(path, region, exposure=ICEWS / "icews_daily_totals.csv")
    until = plain.history.next_start
    assert (weekly_rungs(plain.history, region, until)[1] == weekly_rungs(thinned.history, region, until)[1]).all()


@icews
def test_later_weeks_of_the_same_form_change_no_earlier_one(region, tmp_path):
    path = ICEWS / "icews_core.csv"
    whole = read_record(path, region).history
    origin = datetime.date(2022, 6, 6)
    text = path.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "early.csv").write_text(
        "".join([text[0], *(r for r in text[1:] if r.split(",")[1] < str(origin))]), encoding="utf-8"
    )
    early = read_record(tmp_path / "early.csv", region).history
    assert (weekly_rungs(before(whole, origin), region, origin)[1] == weekly_rungs(early, region, origin)[1]).all()


@icews
def test_filters_are_named_options(region):
    path = ICEWS / "icews_core.csv"
    every = read_record(path, region, filters=Filters.of_names(["all-actors", "rare-types"]))
    assert every.report.rows == every.report.lines == 16005
    assert every.history.header.name == "ICEWS extract (all actors, rare types in)"
