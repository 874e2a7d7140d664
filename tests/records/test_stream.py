"""Lines of files, archives and folders: in order, in bounded memory, refused with a reason."""

import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

import araxes.records.stream as archives
import araxes.records.stream as decode
from araxes.inputs.parameters import setting
from araxes.records.stream import is_bundle, lines, read_tables


@pytest.fixture
def limits(monkeypatch):
    """Set limits of the reading."""

    def change(**values):
        for module in (archives, decode):
            monkeypatch.setattr(module, "setting", lambda path: values.get(path.split(".")[1], setting(path)))

    return change


def texts(path):
    return [line.text for line in lines(path)]


def test_lines_come_without_their_ends_and_with_their_numbers(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xef\xbb\xbfone\r\ntwo\n\nfour")
    assert [(line.number, line.text) for line in lines(path)] == [(1, "one"), (2, "two"), (3, ""), (4, "four")]


def test_bytes_that_are_not_utf8_are_one_bad_line(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes(b"one\n\xff\xfe\nthree\n")
    assert texts(path) == ["one", None, "three"]


def test_an_archive_is_read_member_by_member_and_a_folder_file_by_file(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2.csv", "second\n")
        archive.writestr("1.csv", "first\n")
        archive.writestr("readme.md", "no events\n")
        archive.writestr("__MACOSX/1.csv", b"\0")
    (tmp_path / "c.CSV").write_text("third\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("no events\n", encoding="utf-8")
    assert texts(tmp_path / "b.zip") == ["first", "second"]
    assert texts(tmp_path) == ["first", "second", "third"]
    assert [line.file for line in lines(tmp_path)][1].endswith("b.zip/2.csv")


def test_a_line_of_ten_gigabytes_is_refused_after_its_first_million_bytes(tmp_path, messages):
    path = tmp_path / "long.csv"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 10**10)  # a sparse file, which takes no room
    tracemalloc.start()
    (fault,) = messages(texts, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert fault.key == "line 1"
    assert "1,000,000 bytes" in fault.got
    assert peak < 10**7


def test_a_line_may_be_as_long_as_the_limit(tmp_path, limits, messages):
    path = tmp_path / "a.csv"
    path.write_text("12345\n123456789\n", encoding="utf-8")
    limits(line_size=10)
    assert len(texts(path)) == 2
    limits(line_size=9)
    (fault,) = messages(texts, path)
    assert fault.key == "line 2"


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(tmp_path, limits, messages):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name in ("one.csv", "two.csv"):
            archive.writestr(name, "x" * 600 + "\n")
    limits(unpacked_size=1202)
    assert len(texts(path)) == 2
    limits(unpacked_size=1201)
    (fault,) = messages(texts, path)
    assert "1,202 bytes unpacked" in fault.got


def test_a_bomb_that_lies_about_its_size_unpacks_no_further_than_it_says(tmp_path, messages):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.csv", "0" * 5_000_000 + "\n")
    raw = path.read_bytes()
    path.write_bytes(raw.replace((5_000_001).to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    (fault,) = messages(texts, path)
    assert "cannot be unpacked" in fault.got


def test_a_locked_archive_is_refused_with_what_to_do(tmp_path, messages):
    path = tmp_path / "b.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", "x\n")
    raw = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + place] |= 1  # the flag of a member with a password
    path.write_bytes(raw)
    (fault,) = messages(texts, path)
    assert "password" in fault.got
    assert "unpacked by hand" in fault.step


def test_a_folder_without_tables_and_a_missing_file_are_faults(tmp_path, messages):
    assert "no file of events" in messages(texts, tmp_path)[0].got
    assert "no such file" in messages(texts, tmp_path / "none.csv")[0].got


def test_what_a_computer_adds_for_itself_is_named_and_not_read(tmp_path):
    with zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.csv", "first\n")
        for name in ("__MACOSX/._1.csv", "._1.csv", ".DS_Store", "codebook.pdf"):
            archive.writestr(name, b"\0")
    for name in ("._c.csv", ".hidden.csv", "notes.md"):
        (tmp_path / name).write_bytes(b"\0")
    (tmp_path / "deeper").mkdir()
    left = [Path(table.name).name for table in read_tables(tmp_path) if table.lines is None]
    assert left == ["._c.csv", ".hidden.csv", ".DS_Store", "._1.csv", "._1.csv", "codebook.pdf", "deeper", "notes.md"]
    assert texts(tmp_path) == ["first"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipes_and_devices_are_refused_at_once_and_left_out_of_a_folder(tmp_path, messages):
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero")):
        assert messages(texts, path)[0].got == "neither a file nor a folder"
    assert "no file of events" in messages(texts, tmp_path)[0].got
    (tmp_path / "real.csv").write_text("x\n", encoding="utf-8")
    assert texts(tmp_path) == ["x"]


def test_a_name_too_long_is_no_file_and_no_folder(tmp_path, messages):
    path = tmp_path / ("x" * 300 + ".csv")
    (fault,) = messages(lambda: list(lines(path)))
    assert "a zip archive or a folder" in fault.allowed
    assert not is_bundle(path)
