"""Reading TOML strictly: whatever stands in a file, or in place of it, there is one message, soon."""

import os
import socket
import time

import pytest

import araxes
from araxes.errors import FAULTS_SHOWN
from araxes.inputs.read import folders, is_file, is_folder, read_bytes, read_text, read_toml, what_stands
from araxes.records.coding import read_coding
from araxes.sweeps.design import from_file
from araxes.sweeps.points import overlaid

MUCH = {
    "an integer of 400 digits": ("a.b = 1" + "0" * 400, "a.b", "1,329 bits", "64 bits"),
    "an integer of 5000 digits": ("a = " + "9" * 5000, "", "thousands of digits", "64 bits"),
    "a hexadecimal of 6000 digits": ("a = 0x" + "f" * 6000, "a", "24,000 bits", "64 bits"),
    "one above 64 bits": (f"a = [0, {2**63}]", "a[2]", "64 bits", "at most 64 bits"),
    "one below 64 bits": (f"a = {-(2**63) - 1}", "a", "64 bits", "at most 64 bits"),
    "lists in lists": ("a = " + "[" * 3000 + "]" * 3000, "", "too deep", "32 levels"),
    "a few lists too many": ("a = " + "[" * 32 + "]" * 32, "a", "too deep", "32 levels"),
    "tables in tables": ("a = " + "{b=" * 1500 + "1" + "}" * 1500, "", "too deep", "32 levels"),
    "a key of many parts": ("[" + ".".join("a" * 2000) + "]", "a", "too deep", "32 levels"),
    "a long line": ("a = 1\nb = '" + "x" * 20000 + "'", "line 2", "20,006 characters", "10,000 characters"),
    "very many values": ("a = [" + "1,\n" * 30000 + "]", "", "more than 20,000 values", "fewer"),
    "a large file": ("# \n" * 1000000, "", "3,000,000 bytes", "at most 2,000,000 bytes"),
}


@pytest.mark.parametrize("case", MUCH)
def test_what_is_too_much_has_one_message_soon(case, tmp_path, messages):
    text, key, got, allowed = MUCH[case]
    path = tmp_path / "much.toml"
    path.write_text(text, encoding="utf-8")
    began = time.process_time()
    (fault,) = messages(read_toml, path)
    assert time.process_time() - began < 2
    assert (fault.file, fault.key) == (str(path), key)
    assert got in fault.got
    assert allowed in fault.allowed


def test_the_largest_and_least_integers_of_toml_are_read(tmp_path):
    path = tmp_path / "edges.toml"
    path.write_text(f"high = {2**63 - 1}\nlow = {-(2**63)}\n", encoding="utf-8")
    assert read_toml(path) == {"high": 2**63 - 1, "low": -(2**63)}


def test_every_integer_too_large_is_told(tmp_path, messages):
    path = tmp_path / "two.toml"
    path.write_text(f"a = {2**64}\n[b]\nc = {-(2**70)}\n", encoding="utf-8")
    assert sorted(fault.key for fault in messages(read_toml, path)) == ["a", "b.c"]


def placed(kind, path):
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as one:
            one.bind(str(path))
    elif kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")


KINDS = {"pipe": "a pipe", "socket": "a socket", "device": "a device", "folder": "a folder", "loop": "too many levels"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("read", [read_bytes, read_text, read_toml])
def test_what_is_no_file_is_not_opened(kind, read, tmp_path, messages, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
    path = tmp_path / "x.toml"
    placed(kind, path)
    (fault,) = messages(read, path)
    assert (KINDS[kind] in fault.got) or (fault.got == "a pipe, a socket or a device" and kind in fault.got)
    assert fault.allowed == "a file"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("place", ["scenarios/odd.toml", "params/actors/IRN.toml", "history/chronology.csv"])
def test_a_folder_with_something_else_among_its_files_ends_with_one_message(
    kind, place, own_copy, araxes_command, monkeypatch
):
    path = own_copy / place
    path.unlink(missing_ok=True)
    monkeypatch.chdir(path.parent)
    placed(kind, path)
    code, out, err = araxes_command("check", own_copy)
    assert code == 2, out + err
    assert path.name in err
    assert "Traceback" not in err


@pytest.mark.parametrize("kind", KINDS)
def test_points_overlays_and_names_of_records_are_read_as_strictly(kind, tmp_path, messages, monkeypatch, region):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "params").mkdir()
    paths = [tmp_path / "points.csv", tmp_path / "overlay.toml", tmp_path / "params" / "records.toml"]
    for path in paths:
        monkeypatch.chdir(path.parent)
        placed(kind, path)
    scenario = araxes.load("baseline")
    for read in (
        lambda: from_file(str(paths[0]), scenario, 1),
        lambda: overlaid(scenario, str(paths[1])),
        lambda: read_coding(region, tmp_path),
    ):
        (fault,) = messages(read)
        assert KINDS[kind] in fault.got or kind in fault.got


@pytest.mark.parametrize("part", ["params", "scenarios", "history"])
def test_a_pipe_in_the_place_of_a_part_is_not_passed_over(part, tmp_path, messages):
    os.mkfifo(tmp_path / part)
    (fault,) = messages(folders, part, tmp_path)
    assert fault.file == str(tmp_path / part)
    assert "pipe" in fault.got


def test_a_name_that_no_file_can_have_is_no_file(tmp_path, messages):
    for name in ("x" * 400 + ".toml", "nul\0.toml", "half\ud800.toml"):
        path = tmp_path / name
        assert not is_file(path)
        assert not is_folder(path)
        assert what_stands(path)
        (fault,) = messages(read_toml, path)
        assert fault.allowed == "a file"
        assert "\0" not in str(fault)
        (fault,) = messages(folders, "params", path)
        assert "a folder with params" in fault.allowed


def test_of_thousands_of_unknown_names_the_first_are_told_and_the_rest_counted(scenario_file, araxes_command):
    path = scenario_file("[override]\n" + "".join(f'"IRN.temper.alar{n}" = 1\n' for n in range(2000)))
    began = time.process_time()
    code, out, err = araxes_command("show", path)
    assert time.process_time() - began < 5
    lines = err.splitlines()
    assert (code, out, len(lines)) == (2, "", FAULTS_SHOWN + 2)
    assert all("nearest known name: IRN.temper.alarm" in line for line in lines[:FAULTS_SHOWN])
    assert f"{2000 - FAULTS_SHOWN:,} more faults" in lines[-2]
    assert lines[-1] == "araxes: 2,000 faults"


def test_thousands_of_unknown_keys_of_one_table_are_counted_too(scenario_file, messages, head):
    path = scenario_file(start=head + "".join(f"wekks{n} = 1\n" for n in range(5000)))
    began = time.process_time()
    assert len(messages(araxes.load, path)) == 5000
    assert time.process_time() - began < 5
