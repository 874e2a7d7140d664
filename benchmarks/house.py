"""What there is to read: files that a run and a forecast enter, files and lines of the package, circles of imports, names told twice.

    python benchmarks/house.py            # all of it
    python benchmarks/house.py --names    # the names alone, without a simulation

A file is entered when a function of it is called, in any thread. Compiled rules enter none: what a reader has to know of them is
counted by running the Mesa engine as well (`mesa`).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import inspect
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

PACKAGE = Path(__file__).resolve().parent.parent / "araxes"
NOUNS = {"seed", "need", "heading", "reading", "finding", "setting", "crossing", "pairing", "parting", "string"}
"""Words that end like a participle and are none, or have long been nouns."""
IRREGULAR = {
    "drawn", "given", "known", "shown", "taken", "told", "foretold", "kept", "held", "found", "written", "chosen", "made", "left", "seen",
    "sent", "built", "spent", "meant", "thrown", "grown", "spoken",
}  # fmt: skip


def modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every file of the package by its dotted name."""
    files = sorted(PACKAGE.rglob("*.py"))
    return {
        ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): ast.parse(path.read_text("utf-8"))
        for path in files
    }


def entered(task: Callable[[], object]) -> list[str]:
    """Return the files of the package of which a function is called while a task runs; what stands at the top of a module is none."""
    seen: set[str] = set()

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_flags & inspect.CO_OPTIMIZED:
            seen.add(frame.f_code.co_filename)

    threading.setprofile(watch)
    sys.setprofile(watch)
    try:
        task()
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    return sorted(name.removeprefix(f"{PACKAGE}/") for name in seen if name.startswith(f"{PACKAGE}/"))


def public_names(tree: ast.Module) -> Iterator[str]:
    """Yield the names that a module defines at its top, but for private ones and names of types."""
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def names_told_twice(trees: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Return the public names that stand in several modules."""
    places = defaultdict(list)
    for module, tree in trees.items():
        for name in set(public_names(tree)):
            if not name.startswith("_"):
                places[name].append(module)
    return {name: found for name, found in sorted(places.items()) if len(found) > 1}


def participles(trees: dict[str, ast.Module]) -> list[str]:
    """Return public functions and methods whose name is a participle and nothing else; a property may say what state a thing is in."""
    found = []
    for module, tree in trees.items():
        bodies = [tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))]
        functions = [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]
        found += [f"{module}.{node.name}" for node in functions if is_participle(node.name) and not is_property(node)]
    return found


def is_property(node: ast.FunctionDef) -> bool:
    """Whether a method is read as an attribute."""
    return any(isinstance(mark, ast.Name) and mark.id.endswith("property") for mark in node.decorator_list)


def is_participle(name: str) -> bool:
    """Whether a public name is a bare participle, as `scored` or `drawn`."""
    ends = name.endswith(("ed", "ing")) and name not in NOUNS
    return "_" not in name and (ends or name in IRREGULAR)


def imports_of(module: str, tree: ast.Module, known: set[str]) -> set[str]:
    """Return the modules of the package that a module imports, anywhere but for type hints."""
    hints = {
        id(child)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for child in ast.walk(node)
    }
    out = set()
    for node in ast.walk(tree):
        if id(node) in hints:
            continue
        if isinstance(node, ast.Import):
            out |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            out |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return {name for name in out if name in known} - {module}


def circles(trees: dict[str, ast.Module]) -> list[list[str]]:
    """Return the sets of modules that import each other, by whatever way."""
    graph = {module: imports_of(module, tree, set(trees)) for module, tree in trees.items()}

    def reach(start: str) -> set[str]:
        seen, queue = set(), [start]
        while queue:
            for name in graph[queue.pop()] - seen:
                seen.add(name)
                queue.append(name)
        return seen

    reached = {module: reach(module) for module in graph}
    found = {
        tuple(sorted(other for other in reached[module] if module in reached[other]))
        for module in graph
        if module in reached[module]
    }
    return [list(circle) for circle in sorted(found)]


def main() -> None:
    """Print the counts."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--names", action="store_true", help="names, circles and sizes alone")
    options.add_argument("--list", action="store_true", help="name the files that are entered")
    asked = options.parse_args()
    trees = modules()
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    print(f"{len(lines)} files, {sum(lines.values())} lines; longest {max(lines.values())}")
    twice, bare, round_about = names_told_twice(trees), participles(trees), circles(trees)
    print(
        f"{len(twice)} public names in several modules:", *(f"\n  {name}: {', '.join(m)}" for name, m in twice.items())
    )
    print(f"{len(bare)} functions named by a bare participle:", *(f"\n  {name}" for name in bare))
    print(f"{len(round_about)} circles of imports:", *(f"\n  {' '.join(circle)}" for circle in round_about))
    if asked.names:
        return
    for module in trees:  # what is called on import alone is not entered by a verb
        with contextlib.suppress(ImportError):
            importlib.import_module(module.removesuffix(".__init__"))
    import araxes

    tasks = {
        "run": lambda: araxes.run("baseline", replicates=4, weeks=4),
        "mesa": lambda: araxes.run("baseline", replicates=1, weeks=2, engine="mesa"),
        "forecast": lambda: araxes.forecast(weeks=4, replicates=4),
    }
    for name, task in tasks.items():
        files = entered(task)
        print(f"{name} enters {len(files)} files", *(f"\n  {file}" for file in files if asked.list))


if __name__ == "__main__":
    main()
