"""How verbs end: figures drawn in a thread of their own are written among the files, or their fault is told."""

import pytest

from araxes.cli.ends import Drawing
from araxes.files import replace_files
from araxes.plots.style import new_axes

PNG = b"\x89PNG"


def test_figures_are_written_when_they_are_drawn(tmp_path):
    drawing = Drawing("araxes.plots.style", wanted=True)
    drawing.make_ready(tmp_path / "results")
    with replace_files(tmp_path / "results") as files:
        drawing.begin(lambda: {"one": new_axes(2, 1).figure, "two": new_axes(2, 1).figure})
        drawing.write(files)
    assert {path.name: path.read_bytes()[:4] for path in files.paths} == {"one.png": PNG, "two.png": PNG}


def test_where_none_are_wanted_none_is_drawn_and_the_folder_is_made_all_the_same(tmp_path):
    drawing = Drawing("no.such.module", wanted=False)
    drawing.make_ready(tmp_path / "results")
    with replace_files(tmp_path / "results") as files:
        drawing.begin(lambda: pytest.fail("drawn"))
        drawing.write(files)
    assert list((tmp_path / "results").iterdir()) == []


def test_a_fault_of_drawing_is_raised_where_figures_are_waited_for(tmp_path):
    drawing = Drawing("araxes.plots.style", wanted=True)
    drawing.begin(lambda: {"one": None})
    with pytest.raises(AttributeError), replace_files(tmp_path) as files:
        drawing.write(files)
    assert list(tmp_path.iterdir()) == []
