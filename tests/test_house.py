"""What there is to read stays small: names that say one thing, no circles, few files on the way of a run."""

import importlib.util
from pathlib import Path

import pytest

import araxes

ROOT = Path(__file__).resolve().parent.parent
MOST_FILES, MOST_LINES = 214, 400
"""Files of the package, and lines of one of them."""


@pytest.fixture(scope="module")
def house():
    spec = importlib.util.spec_from_file_location("house", ROOT / "benchmarks" / "house.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def trees(house):
    return house.modules()


def test_no_public_name_stands_in_two_files(house, trees):
    assert house.names_told_twice(trees) == {}


def test_functions_are_verbs_or_nouns(house, trees):
    assert house.participles(trees) == []


def test_no_files_import_each_other(house, trees):
    assert house.circles(trees) == []


def test_files_are_few_and_short():
    lines = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in (ROOT / "araxes").rglob("*.py")}
    assert len(lines) <= MOST_FILES
    assert {path.name: count for path, count in lines.items() if count > MOST_LINES} == {}


@pytest.mark.parametrize(("name", "files"), [("run", 41), ("forecast", 49)])
def test_a_verb_enters_few_files(house, name, files):
    tasks = {
        "run": lambda: araxes.run("baseline", replicates=2, weeks=2),
        "forecast": lambda: araxes.forecast(weeks=2, replicates=2),
    }
    tasks[name]()  # what is called on import alone is not entered
    assert len(house.entered(tasks[name])) <= files


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("def scored(): ...", ["m.scored"]),
        ("def score(): ...", []),
        ("def reading(): ...", []),
        ("class A:\n    def shown(self): ...", ["m.shown"]),
        ("class A:\n    @property\n    def shown(self): ...", []),
        ("def _shown(): ...", []),
    ],
)
def test_a_bare_participle_is_found(house, text, told):
    assert house.participles({"m": house.ast.parse(text)}) == told


def test_a_circle_is_found_but_for_type_hints(house):
    hint = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from b import y"
    trees = {"a": house.ast.parse("from b import y"), "b": house.ast.parse("def f():\n    from a import x")}
    assert house.circles(trees) == [["a", "b"]]
    assert house.circles(trees | {"a": house.ast.parse(hint)}) == []


def test_a_name_told_twice_is_found(house):
    trees = {"a": house.ast.parse("x = 1\n_y = 2"), "b": house.ast.parse("def x(): ...\n_y = 3")}
    assert house.names_told_twice(trees) == {"x": ["a", "b"]}
