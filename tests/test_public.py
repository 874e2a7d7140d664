"""What users import: a few public modules, and the same words in Python as on the command line."""

import ast
import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

import araxes
import araxes.plots
from araxes.cli.main import app
from araxes.cli.options import spelt

ROOT = Path(__file__).resolve().parent.parent
PUBLIC = ("araxes", "araxes.plots")
"""Modules whose names are kept; what stands in any other may change."""


def of_this_package(path):
    """Yield module and name of what a notebook imports from this package, and the names with an underscore that it reads."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module.partition(".")[0] == "araxes":
            yield from ((node.module, alias.name) for alias in node.names)
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if alias.name.partition(".")[0] == "araxes")
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            yield "", node.attr


@pytest.mark.parametrize("path", sorted((ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_imports_from_public_modules_alone(path):
    found = list(of_this_package(path))
    assert {module for module, _ in found} <= set(PUBLIC)
    assert not [name for _, name in found if name.startswith("_")]


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_name_is_there_and_is_no_module(module):
    home = importlib.import_module(module)
    for path in (Path(home.__file__).parent).glob("*.py"):
        importlib.import_module(f"{module}.{path.stem}") if path.stem not in ("__init__", "__main__") else None
    assert len(set(home.__all__)) == len(home.__all__)
    assert dir(home) == sorted(home.__all__)
    for name in home.__all__:
        assert not inspect.ismodule(getattr(home, name)), name


def test_naming_the_figures_loads_nothing_that_draws():
    code = "import sys, araxes.plots; print([n for n in ('matplotlib', 'numpy', 'mesa') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_an_unknown_figure_is_an_attribute_error():
    with pytest.raises(AttributeError, match="pie"):
        _ = araxes.plots.pie


VERBS = {
    "check": "check", "compare": "compare", "estimate": "estimate", "forecast": "forecast", "hindcast": "hindcast", "list": "catalogue",
    "plot": "plot", "run": "run", "sensitivity": "sensitivity", "shocks": "shocks", "show": "load", "sweep": "sweep",
}  # fmt: skip
"""By the verb what it is called in Python."""
OF_THE_TERMINAL = {"out", "figures", "json", "quiet", "help", "resolved", "details", "all"}
"""Where files go and what is printed: in Python what is returned has `save`, `plot` and its tables."""
OTHERWISE = {
    "folder": ("own", "a folder is where results go in Python: save(folder)"),
    "set": ("sets", "said once for each"),
    "filter": ("filters", "said once for each"),
    "outcome": ("outcomes", "said once for each"),
    "function": ("functions", "said once for each"),
    "from": ("first", "a word of Python's own"),
    "paths": ("path", "one or several"),
    "scenario": ("name", "`load` takes what names a scenario"),
    "words": ("scenario", "the verb takes `status DIR` too"),
    "summaries": ("full", "the other half of --full"),
}
"""Options that Python calls otherwise: by their name, and why."""
PYTHON_DOES_OTHERWISE = {
    ("check", "model"): "the health of the model is a report of the terminal",
    ("check", "replicates"): "of that report",
    ("compare", "about"): "found.answer(about)",
    ("compare", "perspectives"): "araxes.compare_perspectives",
    ("compare", "pushes"): "found.pushes(dyad)",
    ("estimate", "name"): "of the file that is written",
    ("sensitivity", "above"): "araxes.discover",
    ("sensitivity", "below"): "araxes.discover",
    ("sensitivity", "box"): "araxes.discover(...).save(path)",
    ("sweep", "dry_run"): "of the terminal",
}
"""Options without a parameter, and what to do in Python."""


def words_of(verb):
    """The options of a verb as they are typed, in Python's letters, and its arguments by their names."""
    for one in get_command(app).commands[verb].params:
        typed = one.name if one.param_type_name == "argument" else spelt(one).lstrip("-").replace("-", "_")
        yield one.name, typed


@pytest.mark.parametrize("verb", VERBS)
def test_an_option_has_the_same_name_in_python(verb):
    known = set(inspect.signature(getattr(araxes, VERBS[verb])).parameters)
    missing = {
        typed
        for name, typed in words_of(verb)
        if typed not in known | OF_THE_TERMINAL
        and OTHERWISE.get(typed, ("",))[0] not in known
        and (verb, typed) not in PYTHON_DOES_OTHERWISE
    }
    assert missing == set()
