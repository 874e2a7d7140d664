"""Files take their names all together, or the old ones stay; folders are made, and refused where a file stands in the way."""

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from araxes.errors import InputError
from araxes.files import OLD_KEPT, SOME_NEW, UNFINISHED, make_folder, replace_files, write_file


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def replace(folder, fault=None):
    with replace_files(folder) as files:
        files.write("a.csv", "new a")
        files.open("b.nc").write(b"new b")
        files.remove("c.csv")
        if fault:
            raise fault
    return files.paths


@pytest.fixture
def old(tmp_path):
    for name in ("a.csv", "b.nc", "c.csv"):
        (tmp_path / name).write_bytes(b"old")
    return tmp_path


def test_new_files_take_the_place_of_old_ones_together(old):
    assert replace(old) == [old / "a.csv", old / "b.nc"]
    assert contents(old) == {"a.csv": b"new a", "b.nc": b"new b"}


@pytest.mark.parametrize("fault", [ZeroDivisionError(), KeyboardInterrupt(), OSError(errno.ENOSPC, "full")])
def test_after_an_exception_everything_is_as_it_was(old, fault):
    before = contents(old)
    with pytest.raises((ZeroDivisionError, KeyboardInterrupt, InputError)):
        replace(old, fault)
    assert contents(old) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_a_full_disk_is_one_message_wherever_it_shows(number, old, messages, monkeypatch):
    def full(handle):
        raise OSError(number, os.strerror(number))

    before = contents(old)
    monkeypatch.setattr(os, "fsync", full)
    (fault,) = messages(replace, old)
    assert str(fault) == f"{old}: got {os.strerror(number)}; allowed: room on the disk. {OLD_KEPT}"
    assert contents(old) == before


def test_a_fault_between_two_names_is_told_as_such_and_each_file_is_whole(old, messages, monkeypatch):
    move = Path.replace

    def refuse(path, target):
        if target.name == "b.nc":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return move(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    (fault,) = messages(replace, old)
    assert fault.step == SOME_NEW
    assert contents(old) == {"a.csv": b"new a", "b.nc": b"old", "c.csv": b"old"}


def test_a_folder_in_the_place_of_a_file_is_refused(old, messages):
    (old / "b.nc").unlink()
    (old / "b.nc").mkdir()
    (fault,) = messages(replace, old)
    assert fault.file == str(old / "b.nc")
    assert (old / "a.csv").read_bytes() == b"old"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everything")
def test_a_file_protected_by_its_owner_is_refused(old, messages):
    (old / "a.csv").chmod(0o444)
    (fault,) = messages(replace, old)
    assert fault.file == str(old / "a.csv")


def test_a_link_is_replaced_and_what_it_names_is_kept(tmp_path):
    (tmp_path / "of the user").write_text("as it was")
    (tmp_path / "a.csv").symlink_to(tmp_path / "of the user")
    write_file(tmp_path / "a.csv", "new")
    assert (tmp_path / "of the user").read_text() == "as it was"
    assert (tmp_path / "a.csv").read_text() == "new"
    assert not (tmp_path / "a.csv").is_symlink()


def test_a_new_file_may_be_read_by_whom_the_mask_lets(tmp_path):
    before = os.umask(0o022)
    try:
        path = write_file(tmp_path / "a.csv", "new")
    finally:
        os.umask(before)
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_a_file_open_elsewhere_stays_whole_there(old):
    with (old / "a.csv").open("rb") as reader:
        replace(old)
        assert reader.read() == b"old"


def test_an_interruption_waits_until_all_files_have_their_names(old):
    def interrupted():
        with replace_files(old) as files:
            signal.raise_signal(signal.SIGINT)
            files.write("a.csv", "new a")

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (old / "a.csv").read_bytes() == b"new a"


WRITE = """
import sys, time
from pathlib import Path
from araxes.files import replace_files
with replace_files(Path(sys.argv[1])) as files:
    files.write("a.csv", "half")
    print("writing", flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_is_removed_by_the_next_and_what_is_being_written_is_not(old):
    process = subprocess.Popen([sys.executable, "-c", WRITE, str(old)], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "writing\n"
    (half,) = old.glob(f"*{UNFINISHED}")
    replace(old)
    assert half.exists()
    process.kill()
    process.wait()
    process.stdout.close()
    replace(old)
    assert contents(old) == {"a.csv": b"new a", "b.nc": b"new b"}


def test_a_folder_is_made_with_those_above_it_and_left_empty(tmp_path):
    folder = make_folder(str(tmp_path / "above" / "below"))
    assert folder == tmp_path / "above" / "below"
    assert list(folder.iterdir()) == []


def test_what_stands_in_a_folder_is_left_alone(tmp_path):
    for name in ("kept", ".araxes"):
        (tmp_path / name).write_text("as it was")
    assert make_folder(tmp_path) == tmp_path
    assert contents(tmp_path) == {"kept": b"as it was", ".araxes": b"as it was"}


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_the_way_is_refused(below, tmp_path, messages):
    (tmp_path / "file").write_text("in the way")
    (fault,) = messages(make_folder, tmp_path / "file" / below)
    assert fault.allowed == "a folder that can be written"


def test_a_folder_with_a_name_that_is_not_utf_8_is_refused(tmp_path, messages):
    (fault,) = messages(make_folder, tmp_path / "n\udcff")
    assert fault.got == "a name that is not UTF-8"
    assert str(fault).isprintable()
    assert not list(tmp_path.iterdir())
