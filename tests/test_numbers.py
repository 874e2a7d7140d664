"""No number in the code but grammar and places of axes: values live in params/, definitions in units.py, some constants in NAMED."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "araxes"
PARTS = (
    "rules", "inputs", "records", "engines", "results", "estimation", "forecasting", "experiments", "claims", "sweeps",
)  # fmt: skip
GRAMMAR = (0, 1, 2, 0.5)
"""Neither, one, both, half: what has a unit or a choice behind it is no grammar, whatever its value."""
NAMED = ("draws.py", "dated.py", "build.py", "load.py")
FILES = sorted(path for part in PARTS for path in (PACKAGE / part).rglob("*.py"))


def named_constants(tree):
    """The numbers of assignments of capital names at the top of a module."""
    for node in tree.body:
        if isinstance(node, ast.Assign) and all(isinstance(t, ast.Name) and t.id.isupper() for t in node.targets):
            yield from (id(child) for child in ast.walk(node))
        if isinstance(node, ast.ClassDef) and any(
            isinstance(base, ast.Name) and base.id == "IntEnum" for base in node.bases
        ):
            yield from (id(child) for child in ast.walk(node))


def places_of_axes(tree):
    """The numbers that say which axis of an array is meant: `axis=-2`, `swapaxes(-3, -2)`, `shape[2]`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg == "axis":
            yield from (id(child) for child in ast.walk(node.value))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("swapaxes", "moveaxis"):
            yield from (id(child) for argument in node.args for child in ast.walk(argument))
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Attribute) and node.value.attr == "shape":
            yield from (id(child) for child in ast.walk(node.slice))


def numbers(text, named=False):
    """Line and value of every number in a source that stands for a value."""
    tree = ast.parse(text)
    allowed = set(places_of_axes(tree)) | (set(named_constants(tree)) if named else set())
    return [
        (node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, (int, float))
        and not isinstance(node.value, bool)
        and node.value not in GRAMMAR
        and id(node) not in allowed
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_grammar_stands_in_the_code(path):
    found = numbers(path.read_text(encoding="utf-8"), path.name in NAMED)
    assert not found, f"{path.relative_to(PACKAGE)}: {found}; give it a place in params/"


@pytest.mark.parametrize("text", ["x = 3", "HALF = 0.25", "f(0.1)", "a[4]", "a.sum() * 3", "a.sum(where=3)", "a[-3].T"])
def test_a_value_is_found(text):
    assert len(numbers(text)) == 1


@pytest.mark.parametrize(
    "text", ["a.sum(axis=(-3, -2))", "a.swapaxes(-3, -2)", "np.moveaxis(a, 1, -3)", "a.shape[:-2]"]
)
def test_the_place_of_an_axis_is_no_value(text):
    assert numbers(text) == []
