"""Imports point downward only, by the floors that CONTRIBUTING.md lists: a module may import its own floor's package and those below."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "araxes"
LINE = re.compile(r"^ ?\d+  (\w+(?:, \w+)*)", re.MULTILINE)
"""A floor in CONTRIBUTING.md: its number, its parts, and behind two spaces what they are for."""
FLOORS = [set(parts.split(", ")) for parts in LINE.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))][
    ::-1
]
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


def part_of(path):
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        yield from (name.split(".")[1] for name in names if name.startswith("araxes."))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_downward(path):
    own = part_of(path)
    above = {name for name in imported(path) if name in FLOOR and FLOOR[name] > FLOOR[own]}
    assert not above, f"{path.relative_to(PACKAGE)} on floor {FLOOR[own]} imports {above}"


def test_every_part_has_a_floor():
    assert {part_of(path) for path in FILES} == set(FLOOR)


def test_plots_never_simulate():
    for path in (PACKAGE / "plots").glob("*.py"):
        glue = {
            "run_pages.py": {"results"},
            "scenario_pages.py": {"engines", "inputs", "results"},
            "heat_table.py": {"inputs", "results"},
            "claim_html.py": {"claims", "display", "files", "inputs"},
            "claim_page.py": {"claims", "display", "inputs"},
            "motive_pages.py": {"claims", "inputs"},
            "perspective_dots.py": {"results"},
            "sweep_figures.py": {"sweeps", "options"},
        }
        allowed = {"dims", "array_types", "errors", "units", "wording", "plots"} | glue.get(path.name, set())
        assert set(imported(path)) <= allowed, path


def test_the_kernel_is_a_closed_box():
    for path in FILES:
        if "engines" not in path.relative_to(PACKAGE).parts:
            inner = set(
                re.findall(r"^ *from araxes\.engines\.kernel(?:\.(\w+))? import", path.read_text("utf-8"), re.MULTILINE)
            )
            assert inner <= {"load", "tables"}, path


SINGLE_CELLS = {"math", "sys", "__future__", "typing", "collections", "araxes"}
WHOLE_ARRAYS = {"arrays.py": {"numpy", "array_types"}}
"""What rules may import: those of single cells the standard library alone, so that any engine can call or compile them; `arrays.py`, the
same rules over whole arrays of dyads, for passes over a record, numpy and the names of its arrays too."""


def test_rules_import_nothing_but_rules_and_the_standard_library():
    for path in (PACKAGE / "rules").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module]
            for name in names:
                top, *below = name.split(".")
                allowed = WHOLE_ARRAYS.get(path.name, set())
                assert top in SINGLE_CELLS | allowed, path
                assert top != "araxes" or below[0] in {"rules"} | allowed, path


def test_no_rule_of_single_cells_calls_one_of_whole_arrays():
    for path in (PACKAGE / "rules").glob("*.py"):
        modules = [
            node.module for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom)
        ]
        assert path.name in WHOLE_ARRAYS or "araxes.rules.arrays" not in modules, path


def test_inputs_import_no_records_though_records_may_import_inputs():
    for path in (PACKAGE / "inputs").glob("*.py"):
        assert "records" not in set(imported(path)), path
