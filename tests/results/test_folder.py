"""A results folder: made with those above it, and refused where a file stands in its way."""

import pytest

from araxes.results.folder import made


def test_a_folder_is_made_with_those_above_it_and_left_empty(tmp_path):
    folder = made(str(tmp_path / "above" / "below"))
    assert folder == tmp_path / "above" / "below"
    assert list(folder.iterdir()) == []


def test_what_stands_in_a_folder_is_left_alone(tmp_path):
    (tmp_path / "kept").write_text("as it was")
    assert made(tmp_path) == tmp_path
    assert (tmp_path / "kept").read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("below", ["", "below"])
def test_a_file_in_the_way_is_refused(below, tmp_path, messages):
    (tmp_path / "file").write_text("in the way")
    (fault,) = messages(made, tmp_path / "file" / below)
    assert fault.allowed == "a folder that can be written"
