"""Archives, also in archives; what is damaged or made to harm is refused with a reason, at once."""

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import araxes.records.stream as archives
from araxes.errors import InputError
from araxes.inputs.parameters import setting
from araxes.records.stream import lines


def texts(path):
    return [line.text for line in lines(path)]


def faults_of(path):
    try:
        texts(path)
    except InputError as error:
        return error.faults
    return []


def packed(members, method=zipfile.ZIP_DEFLATED):
    """The bytes of an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture
def write(tmp_path):
    def writing(raw):
        (tmp_path / "a.zip").write_bytes(raw)
        return tmp_path / "a.zip"

    return writing


def test_an_archive_may_grow_to_the_limit_and_not_by_a_byte_more(write, monkeypatch, messages):
    """The ratio of sizes at its boundary: equal is read, more is refused."""
    path = write(packed({"one.csv": "x" * 999 + "\n"}))
    with zipfile.ZipFile(path) as archive:
        size = archive.infolist()[0].compress_size
    for limit, fits in ((1000 / size, True), (999 / size, False)):
        monkeypatch.setattr(
            archives, "setting", lambda key, limit=limit: limit if key == "record.unpacked_ratio" else setting(key)
        )
        if fits:
            assert len(texts(path)) == 1
        else:
            (fault,) = messages(texts, path)
            assert (fault.key, fault.got) == ("one.csv", f"1,000 bytes from {size}")


def test_an_archive_in_an_archive_is_read_and_one_deeper_is_not(write, messages):
    inner = packed({"1.csv": "first\n", "2.csv": "second\n"})
    assert texts(write(packed({"b.zip": inner, "c.csv": "third\n"}))) == ["first", "second", "third"]
    (fault,) = messages(texts, write(packed({"a.zip": packed({"b.zip": inner})})))
    assert fault.allowed == "2 levels"
    assert fault.file.endswith("a.zip/a.zip/b.zip")


def test_a_bomb_in_an_archive_in_an_archive_is_refused_before_it_is_unpacked(write, messages):
    """Each level grows a hundredfold at most; both together must not grow ten thousandfold."""
    members = {f"{number}.csv": "0" * 40_000 for number in range(200)}
    path = write(packed({"b.zip": packed(members, zipfile.ZIP_DEFLATED)}))
    (fault,) = messages(texts, path)
    assert "times its packed size" in fault.allowed


def test_names_that_are_no_text_are_refused(write, messages):
    raw = packed({"\u00e9\u00e9.csv": "x\n"})
    (fault,) = messages(texts, write(raw.replace("\u00e9\u00e9".encode(), b"\xc4).\xc4")))
    assert "no text" in fault.got
    assert "plain names" in fault.step


@pytest.mark.parametrize(
    "name", ["../../etc/events.csv", "/etc/events.csv", "C:\\events.csv", "a" * 5000 + ".csv", "\x1b[2J.csv"]
)
def test_hostile_names_are_read_or_left_out_and_never_unpacked_to_their_place(write, name, tmp_path):
    path = write(packed({name: "x\n", "plain.csv": "y\n"}))
    assert "y" in texts(path)
    assert all(len(line.file) < 500 for line in lines(path))
    assert [item.name for item in tmp_path.iterdir()] == ["a.zip"]


WHOLE = {
    method: packed({"events.csv": "one\ntwo\n" * 40, "more/b.zip": packed({"c.csv": "three\n"})}, method)
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
}


@pytest.mark.slow
@given(
    method=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), min_size=1, max_size=8),
    length=st.integers(0, 2000),
)
@example(method=zipfile.ZIP_DEFLATED, changes=[(0, 0)], length=0)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_changed_in_an_archive_it_is_read_or_refused(method, changes, length, tmp_path):
    raw = bytearray(WHOLE[method])
    for place, value in changes:
        raw[place % len(raw)] = value
    path = tmp_path / "a.zip"
    path.write_bytes(raw[: max(len(raw) - length, 0)] if length % 3 == 0 else raw)
    assert len(faults_of(path)) <= 1


def test_an_archive_of_many_empty_names_takes_little(write, messages):
    path = write(packed({f"{number}.md": "" for number in range(5_000)}))
    tracemalloc.start()
    (fault,) = messages(texts, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "without a table" in fault.got
    assert peak < 3 * 10**7
