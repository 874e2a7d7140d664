"""Which files continue a history, and what its header says with them."""

import datetime
from pathlib import Path

import pytest

from araxes.inputs.chain import Extension, end_of_week, extended_header, extended_history, extensions
from araxes.inputs.schema import ExtensionHeader, HistoryHeader

BASE = {"name": "Base", "first": datetime.date(2026, 1, 5), "last": datetime.date(2026, 2, 1), "silence": "quiet"}


def day(text):
    return datetime.date.fromisoformat(f"2026-{text}")


def one(first, last, **header):
    return Extension(Path("week.csv"), ExtensionHeader.model_validate(header), day(first), day(last))


def test_a_file_without_a_header_and_one_that_says_so_continue_a_history(own_folder):
    head = "date,source,target,code\n2026-03-10,IRN,AZE,112\n"
    own = own_folder(
        {
            "history/week.csv": head,
            "history/more.csv": head,
            "history/more.toml": 'extends = "mine"\n',
            "history/mine.csv": head,
            "history/mine.toml": 'name = "Mine"\nfirst = 2026-01-05\nsilence = "quiet"\n',
            "history/chronology.csv": head,
        }
    )
    assert [found.path.stem for found in extensions("chronology", own)] == ["week"]
    assert [found.path.stem for found in extensions("mine", own)] == ["more"]
    assert extended_history(own / "history" / "mine.csv") == ""
    assert extensions("chronology", None) == []


def test_a_file_without_an_act_that_does_not_say_what_was_looked_at_is_refused(own_folder, messages):
    own = own_folder({"history/empty.csv": "date,source,target,code\n"})
    (fault,) = messages(extensions, "chronology", own)
    assert "empty.csv: got no act; allowed: at least one" in str(fault)


@pytest.mark.parametrize(
    ("spans", "gaps", "last"),
    [
        ([("02-02", "02-08")], [], "02-08"),
        ([("02-09", "02-15")], [("02-02", "02-08")], "02-15"),
        ([("02-16", "02-22"), ("02-02", "02-08")], [("02-09", "02-15")], "02-22"),
        ([("02-02", "02-22"), ("02-09", "02-15")], [], "02-22"),
        ([("01-26", "01-31")], [], "02-01"),
    ],
)
def test_days_between_what_files_cover_are_gaps(spans, gaps, last):
    header = extended_header(HistoryHeader.model_validate(BASE), [one(*span) for span in spans])
    assert header.gaps == [(day(low), day(high)) for low, high in gaps]
    assert header.last == day(last)


def test_sources_are_those_of_the_header_or_the_file():
    found = [one("02-02", "02-08"), one("02-09", "02-15", sources=["a diary"])]
    assert extended_header(HistoryHeader.model_validate(BASE), found).sources == ["week.csv", "a diary"]


def test_the_end_of_a_week_is_its_sunday():
    assert [end_of_week(day(text)) for text in ("02-02", "02-08", "02-09")] == [
        day("02-08"),
        day("02-08"),
        day("02-15"),
    ]


def test_a_header_at_fault_and_a_link_out_of_the_folder_are_told(own_folder, tmp_path, messages):
    row = "date,source,target,code\n2026-03-10,IRN,AZE,112\n"
    own = own_folder(
        {
            "history/a.csv": row,
            "history/a.toml": 'extends = "chronology"\nlast = 2026-03-01\n',
            "history/b.csv": row,
            "history/b.toml": 'extends = "chronology"\nsource = ["x"]\n',
        }
    )
    (tmp_path / "else.csv").write_text(row, encoding="utf-8")
    (own / "history" / "c.csv").symlink_to(tmp_path / "else.csv")
    faults = messages(extensions, "chronology", own)
    assert [fault.key for fault in faults] == ["last", "source", ""]
    assert faults[1].nearest == "sources"
    assert "a link to" in faults[2].got
