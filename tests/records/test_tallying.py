"""Rows become acts of one day; what is not ours is counted."""

import datetime

import pytest

from araxes.records.filters import Filters
from araxes.records.forms import GDELT
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


def test_a_gdelt_code_that_lost_its_zero_is_told_by_its_root(table, gdelt_row, read):
    """Twenty beside root 2 is an appeal, beside root 20 mass violence."""
    rows = [gdelt_row("20220103", "AZE", code, "IRN") for code in ("57", "112")]
    roots = [
        gdelt_row("20220104", "AZE", "20", "IRN").replace("\t20\t\t20\t", f"\t20\t\t{root}\t") for root in ("2", "20")
    ]
    found = read(table([rows[0].replace("\t57\t\t57\t", "\t57\t\t5\t"), rows[1], *roots]))
    assert sorted(code for *_, code in plain(found)) == ["020", "057", "112", "20"]
    assert found.restored == 2


def test_a_gdelt_code_that_nothing_tells_is_a_bad_line_and_never_war(table, gdelt_row, read):
    rows = [gdelt_row("20220103", "AZE", "112", "IRN")] * 3
    open_row = gdelt_row("20220104", "AZE", "20", "IRN").replace("\t20\t\t20\t", "\t20\t\t\t")
    found = read(table([*rows, open_row]))
    assert [code for *_, code in plain(found)] == ["112"]
    assert "20 or 020" in found.shown[0].got
    assert "EventRootCode" in found.shown[0].allowed


def test_gdelt_as_pandas_saves_it(table, gdelt_row, read):
    rows = [
        gdelt_row("20220103", "AZE", "042", "IRN").replace("\t", ","),
        gdelt_row("20220104", "IRN", "112", "AZE").replace("\t", ","),
    ]
    header = ",".join(["", *GDELT.columns])
    numbered = [f"{number},{row}" for number, row in enumerate(rows)]
    for lines in (
        [header, *numbered],
        numbered,
        [header[1:], *rows],
        [",".join(["", *map(str, range(61))]), *numbered],
    ):
        found = read(table(lines, "events.csv"))
        assert [code for *_, code in plain(found)] == ["042", "112"]
        assert (found.bad, found.lines) == (0, 2)


def test_gdelt_before_2013_has_a_column_less(table, gdelt_row, read):
    found = read(table([gdelt_row("20130103", "AZE", "042", "IRN", first=True).rsplit("\t", 1)[0]]))
    assert len(found.acts) == 1


def test_rows_may_be_added_as_late_as_the_limit_and_not_a_day_later(table, gdelt_row, read):
    """The boundary of late days: seven count, eight are a memory."""
    rows = [gdelt_row("20220103", "AZE", "042", "IRN", added=added) for added in ("20220110001500", "20220111001500")]
    found = read(table(rows))
    assert sum(found.acts.values()) == 1
    assert found.late == 1


def slashed(*days):
    return [f"{day}/2017" for day in days]


def test_dates_with_slashes_are_read_with_the_month_first(table, headers, icews_row, read):
    for days, proven in ((("1/2", "1/9"), False), (("1/2", "1/31"), True)):
        found = read(table([headers["icews"], *[icews_row(day=day) for day in slashed(*days)]]))
        assert min(day for day, *_ in plain(found)) == "2017-01-02"
        assert (found.slashed, found.proven) == (2, proven)


@pytest.mark.parametrize("days", [("1/2", "31/1"), ("31/1", "1/2"), ("1/31", "31/1")])
def test_dates_with_slashes_that_do_not_agree_are_refused(days, table, headers, icews_row, read, messages):
    (fault,) = messages(read, table([headers["icews"], *[icews_row(day=day) for day in slashed(*days)]]))
    assert "month first" in fault.allowed
    assert "2017-01-31" in fault.step


@pytest.mark.parametrize("days", [("1/2/2017", "2017-01-03"), ("2017-01-03", "1/2/2017")])
def test_dates_of_two_kinds_in_one_file_are_refused(days, table, headers, icews_row, read, messages):
    (fault,) = messages(read, table([headers["icews"], *[icews_row(day=day) for day in days]]))
    assert fault.allowed == "dates of one kind in one file"


def test_dates_with_slashes_need_proof_where_the_publisher_did_not_write_them(
    table, headers, extract_row, read, messages
):
    rows = [headers["extract"], extract_row("1/2/2021", "AZE", "057", "IRN")]
    assert "day or the month first" in messages(read, table(rows, "a.csv"))[0].got
    assert read(table([*rows, extract_row("1/31/2021", "AZE", "057", "IRN")], "a.csv")).proven


def test_one_bad_line_never_stops_a_small_file_and_two_do(table, headers, icews_row, read, messages):
    lines = [headers["icews"], *[icews_row()] * 20, icews_row(code="13y")]
    found = read(table(lines))
    assert (found.bad, len(found.shown)) == (1, 1)
    assert messages(read, table([*lines, lines[-1]]))[0].got == "2 bad of 22 lines"


def test_a_line_break_in_quotes_is_no_bad_line(table, headers, extract_row, read):
    row = extract_row("2021-07-05", "AZE", "057", "IRN").replace("Ministry, of", "Ministry,\nof")
    found = read(table([headers["extract"], *[row] * 200], "events.csv"))
    assert (found.lines, found.bad) == (200, 0)


def test_a_huge_value_is_cut_in_its_message(table, headers, icews_row, read):
    found = read(table([headers["icews"], *[icews_row()] * 20, icews_row(code="9" * 100_000)]))
    assert len(str(found.shown[0])) < 1000


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
