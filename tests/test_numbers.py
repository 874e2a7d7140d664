"""No number in the code but 0 and 1: values live in params/, definitions in units.py, some constants by name in NAMED."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "araxes"
PARTS = ("rules", "inputs", "records", "history", "engines", "results", "estimation", "forecasting", "sweeps")
NAMED = ("draws.py", "compiling.py", "kernel.py")
FILES = sorted(path for part in PARTS for path in (PACKAGE / part).glob("*.py"))


def named_constants(tree):
    """The numbers of assignments of capital names at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) and t.id.isupper() for t in node.targets):
            yield from (id(child) for child in ast.walk(node))
        if isinstance(node, ast.ClassDef) and any(
            isinstance(base, ast.Name) and base.id == "IntEnum" for base in node.bases
        ):
            yield from (id(child) for child in ast.walk(node))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_zero_and_one_stand_in_the_code(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = set(named_constants(tree)) if path.name in NAMED else set()
    found = [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in (0, 1)
        and id(node) not in allowed
    ]
    assert not found, f"{path.relative_to(PACKAGE)}: {found}; give it a place in params/"
