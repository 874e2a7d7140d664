"""The notebooks run from beginning to end, and are kept with their figures, without errors and without traces of a machine."""

import ast
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from araxes.inputs.read import shipped_folder

ROOT = Path(__file__).resolve().parent.parent
FOLDER, REPORTS = ROOT / "notebooks", ROOT / "docs" / "reports"
NAMES = (
    "01_first_run",
    "02_what_will_iran_do",
    "03_write_a_scenario",
    "04_sweep_and_discover",
    "05_your_own_record",
    "06_forecast_and_skill",
    "07_what_ifs_put_to_the_test",
    "08_what_does_iran_want",
)
REPORT_NAMES = ("ensembles_and_luck", "history_and_estimation")
"""Validation reports: pages of the documentation, which may look behind the public names."""
LARGEST = 1_500_000  # bytes
LEAST_FIGURES = 2
WITH_AN_AGENT = ("03_write_a_scenario",)  # it shows how one is written, so a class stands in it, and nowhere else
LONGEST_CELL = 25  # lines of code
MACHINE = re.compile(
    r"""(?<![\w.:/])/(?:home|root|Users|tmp|work|usr|opt|var|private|mnt)/|[A-Za-z]:\\\\?Users|site-packages"""
)

notebooks = pytest.mark.parametrize("name", NAMES + REPORT_NAMES)


def place(name):
    return (REPORTS if name in REPORT_NAMES else FOLDER) / f"{name}.ipynb"


def read(name):
    return nbformat.read(place(name), as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def figures(notebook):
    return [output for output in outputs(notebook) if "image/png" in output.get("data", {})]


def test_every_notebook_is_tested():
    assert sorted(path.stem for path in FOLDER.glob("*.ipynb")) == sorted(NAMES)
    assert sorted(path.stem for path in REPORTS.glob("*.ipynb")) == sorted(REPORT_NAMES)


@pytest.mark.slow
@notebooks
def test_it_runs_from_beginning_to_end(name, tmp_path, monkeypatch):
    monkeypatch.setenv("ARAXES_REPLICATES", "24")
    monkeypatch.delenv("MPLBACKEND", raising=False)  # figures appear as they do for a reader
    notebook = read(name)
    kept = len(figures(notebook))
    client = NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    assert not [output for output in outputs(notebook) if output.output_type == "error"]
    assert len(figures(notebook)) == kept
    assert list(tmp_path.iterdir()) == []  # a notebook leaves nothing behind


@notebooks
def test_it_is_kept_with_its_figures(name):
    notebook = read(name)
    nbformat.validate(notebook)
    assert len(figures(notebook)) >= LEAST_FIGURES
    assert place(name).stat().st_size < LARGEST


@notebooks
def test_it_was_run_once_from_top_to_bottom_without_errors_or_warnings(name):
    cells = code_cells(read(name))
    assert [cell.execution_count for cell in cells] == list(range(1, len(cells) + 1))
    assert not [output for cell in cells for output in cell.outputs if output.output_type == "error"]
    assert not [output for cell in cells for output in cell.outputs if output.get("name") == "stderr"]


@notebooks
def test_no_figure_appears_twice(name):
    shown = [output["data"]["image/png"] for output in figures(read(name))]
    assert len(set(shown)) == len(shown)
    assert all(
        sum("image/png" in output.get("data", {}) for output in cell.outputs) <= 1 for cell in code_cells(read(name))
    )


@notebooks
def test_it_holds_no_trace_of_a_machine(name):
    notebook = read(name)
    for output in figures(notebook):
        del output["data"]["image/png"]  # letters in which anything may occur by chance
    assert MACHINE.findall(nbformat.writes(notebook)) == []
    assert notebook.metadata == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    assert all(not cell.metadata for cell in notebook.cells)


@notebooks
def test_a_reader_without_python_meets_no_definitions(name):
    for cell in code_cells(read(name)):
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
        found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, kinds)]
        agents = [node for node in found if isinstance(node, ast.ClassDef) and name in WITH_AN_AGENT]
        assert {node for node in found if node not in agents} <= {part for agent in agents for part in agent.body}


@notebooks
def test_cells_of_code_are_short_and_need_no_places_in_lists_of_actors(name):
    for cell in code_cells(read(name)):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source
        assert "world.codes" not in cell.source
        assert "world.deciding" not in cell.source


@notebooks
def test_files_it_points_to_exist(name):
    text = "\n".join(cell.source for cell in read(name).cells if cell.cell_type == "markdown")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert links
    assert [link for link in links if not (place(name).parent / link).exists()] == []


@notebooks
def test_scenarios_it_names_exist(name):
    known = {path.stem for path in (shipped_folder() / "scenarios").glob("*.toml")}
    pattern = r"april_2023_\w+|route_\w+|aras_route|baseline\w*|israel_\w+|force_syunik\w*"
    text = "\n".join(cell.source for cell in read(name).cells)
    named = set(re.findall(rf'[`"]({pattern})[`"]', text))
    assert named
    assert named <= known
