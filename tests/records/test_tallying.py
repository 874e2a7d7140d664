"""Rows become acts of one day; what is not ours is counted."""

import datetime

import pytest

from araxes.records.filters import Filters
from araxes.records.tallying import tally

TODAY = datetime.date(2026, 1, 1)


@pytest.fixture
def read(coding):
    def reading(path, filters=None, **more):
        return tally(path, coding, filters or Filters(), today=TODAY, **more)

    return reading


def plain(tally):
    return {
        (datetime.date.fromordinal(day).isoformat(), source, target, code): rows
        for (day, source, target, code), rows in tally.acts.items()
    }


def test_icews_as_published(table, headers, icews_row, read):
    lines = [
        headers["icews"],
        icews_row(),
        icews_row(number="2"),
        icews_row(source=("France", "France")),
        icews_row(target=("Baku Police", "Azerbaijan")),
        icews_row(source=("Republic of Artsakh", "Azerbaijan")),
        icews_row(source=("NULL", "NULL")),
        icews_row(source=("Tehran", "IRAN"), target=("Ankara", "turkey"), code="112"),
    ]
    for name in ("events.tab", "events.zip"):
        found = read(table(lines, name))
        assert plain(found) == {
            ("2022-01-03", "AZE", "IRN", "042"): 2,
            ("2022-01-03", "IRN", "TUR", "112"): 1,
        }
        assert (found.lines, found.elsewhere, found.domestic, found.bad) == (7, 3, 1, 0)


def test_an_icews_file_that_a_spreadsheet_saved(table, headers, icews_row, read):
    lines = [line.replace('"', "").replace(", as", " as") for line in (icews_row(code="42"), icews_row(code="841"))]
    lines = [headers["icews"], *lines, icews_row(code="10").replace('"', "").replace(", as", " as")]
    found = read(table([line.replace("\t", ",") for line in lines], "events.csv"))
    assert [code for *_, code in plain(found)] == ["042", "0841", "010"]
    assert found.restored == 3


def test_an_icews_file_with_texts_in_quotes(table, headers, icews_row, read):
    quoted = ["\t".join(f'"{name}"' for name in line.split("\t")) for line in (headers["icews"], icews_row())]
    assert plain(read(table(quoted))) == {("2022-01-03", "AZE", "IRN", "042"): 1}


def test_the_extract_and_its_filters(table, headers, extract_row, read):
    lines = [
        headers["extract"],
        extract_row("2021-07-05", "AZE", "057", "IRN"),
        extract_row("2021-07-05", "AZE", "190", "ARM", common_actors="0"),
        extract_row("2021-07-06", "AZE", "100", "ARM", dataset="ICEWS21_zrLLM", orig_split="test"),
        extract_row("2018-10-30", "ARM", "100", "AZE", orig_split="test"),
    ]
    path = table(lines, "events.csv")
    found = read(path)
    assert [code for *_, code in plain(found)] == ["057", "100"]
    assert found.filtered == {"common_actors": 1, "rare_types": 1}
    assert len(found.days) == 3
    assert len(read(path, Filters(common_actors=False, rare_types=True)).acts) == 4


@pytest.mark.parametrize("first", [True, False])
def test_gdelt_of_both_versions(table, gdelt_row, read, first):
    lines = [
        gdelt_row("20220103", "AZE", "042", "IRN", first=first),
        gdelt_row("20210103", "AZE", "190", "ARM", added="20220103001500", first=first),
        gdelt_row("20220104", "", "042", "IRN", first=first),
        gdelt_row("20220105", "RUS", "10", "TUR", root="0", first=first),
    ]
    found = read(table(lines, "20220103.export.CSV"))
    assert [code for *_, code in plain(found)] == ["042", "10"]
    assert (found.late, found.elsewhere) == (1, 1)
    assert len(found.days) == 3
    assert len(read(table(lines, "a.zip"), Filters(root_events=True)).acts) == 1


def test_gdelt_codes_are_never_completed(table, gdelt_row, read, messages):
    faults = messages(read, table([gdelt_row("20220103", "AZE", "57", "IRN")]))
    assert faults[-1].got == "'57'"


def test_order_of_rows_does_not_matter(table, headers, icews_row, read):
    rows = [icews_row(day=f"2022-01-{day:02d}", code=code) for day in range(3, 20) for code in ("042", "112")]
    one, other = read(table([headers["icews"], *rows])), read(table([headers["icews"], *rows[::-1]], "b.tab"))
    assert one.acts == other.acts
    assert one.days == other.days


def test_days_that_are_not_covered_are_counted(table, headers, icews_row, read):
    day = datetime.date(2022, 1, 3).toordinal()
    path = table([headers["icews"], icews_row(), icews_row(day="2022-01-04")])
    found = read(path, covered=lambda number: number == day)
    assert (len(found.acts), found.outside) == (1, 1)


BAD = {
    "fields": ("1\t2022-01-03", "fields", "2", "20"),
    "date": ({"day": "2022-02-30"}, "Event Date", "'2022-02-30'", "a date such as"),
    "code": ({"code": "999"}, "CAMEO Code", "'999'", "a CAMEO code"),
}


@pytest.mark.parametrize("case", BAD)
def test_few_bad_lines_are_counted_and_shown(case, table, headers, icews_row, read):
    line, key, got, allowed = BAD[case]
    bad = line if isinstance(line, str) else icews_row(**line)
    found = read(table([headers["icews"], *[icews_row()] * 150, bad]))
    assert found.bad == 1
    (fault,) = found.shown
    assert fault.key == f"line 152, {key}"
    assert fault.got == got
    assert allowed in fault.allowed


def test_bytes_that_are_not_utf8_are_a_bad_line(tmp_path, headers, icews_row, read):
    path = tmp_path / "events.tab"
    path.write_bytes("\n".join([headers["icews"], *[icews_row()] * 150]).encode() + b"\n\xff\xfe\n")
    assert read(path).bad == 1


def test_bad_lines_of_others_in_their_code_are_not_looked_at(table, headers, icews_row, read):
    assert read(table([headers["icews"], icews_row(), icews_row(source=("Paris", "France"), code="?")])).bad == 0


def test_too_many_bad_lines_stop_the_reading_with_the_first_of_them(table, headers, icews_row, messages, read):
    lines = [headers["icews"], *[icews_row()] * 20, *[icews_row(code="999")] * 8]
    faults = messages(read, table(lines))
    assert faults[0].got == "8 bad of 28 lines"
    assert "1.0%" in faults[0].allowed
    assert [fault.key for fault in faults[1:]] == [f"line {n}, CAMEO Code" for n in range(22, 27)]


def test_a_file_of_bad_lines_is_not_read_to_its_end(table, headers, icews_row, messages, read):
    lines = [headers["icews"], *[icews_row(code="999")] * 5000]
    assert messages(read, table(lines))[0].got == "11 bad of 11 lines"


def test_a_quote_that_does_not_close_is_a_bad_line_of_its_own(table, headers, extract_row, read):
    rows = [extract_row("2021-07-05", "AZE", "057", "IRN")] * 150
    found = read(table([headers["extract"], *rows, '"open' + rows[0], *rows], "events.csv"))
    assert (found.bad, found.lines) == (1, 301)


def test_one_zone_is_kept_and_two_are_refused(table, headers, icews_row, messages, read):
    one = [headers["icews"], *[icews_row(day=f"2022-01-0{day}T23:00:00+04:00") for day in (3, 4)]]
    assert read(table(one)).zone == "UTC+0400"
    (fault,) = messages(read, table([*one, icews_row()]))
    assert fault.got == "'2022-01-03', after days in UTC+0400"


def test_today_is_no_future_and_tomorrow_is(table, headers, icews_row, messages, read):
    assert read(table([headers["icews"], icews_row(day="2026-01-01")])).acts
    (fault,) = messages(read, table([headers["icews"], icews_row(day="2026-01-02")]))
    assert fault.allowed == "a date until 2026-01-01"
