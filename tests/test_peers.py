"""The eight tasks of docs/peers.md: this package's scripts run as they are measured, and the page tells their lines."""

import importlib.util
import re
import sys

import pytest

DRAWN = {"run_and_plot", "three_scenarios", "sweep", "forecast"}
TOLD = {"three_scenarios", "forecast", "own_record", "own_scenario", "own_agent", "look"}
FEW, FEWEST = 20, 2


def script(root, name, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "benchmarks"))
    spec = importlib.util.spec_from_file_location(name, root / "benchmarks" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, name, module)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def peers(root, monkeypatch):
    return script(root, "peers", monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("task", sorted(DRAWN | TOLD))
def test_the_script_of_a_task_answers_and_draws(task, root, monkeypatch, tmp_path, capsys):
    tasks = script(root, "peers/with_araxes", monkeypatch)
    monkeypatch.chdir(tmp_path)
    getattr(tasks, task)(FEWEST if task == "own_agent" else FEW)
    assert bool(capsys.readouterr().out) == (task in TOLD)
    assert [path.name for path in tmp_path.iterdir()] == (["figure.png"] if task in DRAWN else [])


def test_lines_are_those_without_blanks_comments_and_docstrings(peers):
    assert peers.counted_lines("a = 1\n\n# why\n  # why not\nb = 2  # so\n") == 2
    assert set(peers.task_lines("araxes")) == set(peers.TASKS) == DRAWN | TOLD
    assert peers.task_lines("araxes")["run_and_plot"] == 2


def test_the_page_tells_the_lines_that_are_counted(peers, root):
    page = (root / "docs" / "peers.md").read_text(encoding="utf-8")
    for task, title in peers.TASKS.items():
        row = re.search(rf"^\| {title} \|(.*)\|$", page, re.MULTILINE)
        assert row, title
        cells = [cell.split() for cell in row[1].split("|")]
        counted = [str(peers.task_lines(tool).get(task, "none")) for tool in peers.TOOLS]
        assert [cell[0] for cell in cells] == counted, title
