"""What there is to read: files that a run and a forecast enter, files and lines of the package, circles of imports, names told twice.

    python benchmarks/house.py            # all of it
    python benchmarks/house.py --names    # the names alone, without a simulation
    python benchmarks/house.py --figure docs/figures/architecture.png

A file is entered when a function of it is called, in any thread. Compiled rules enter none: what a reader has to know of them is
counted by running the Mesa engine as well (`mesa`).
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import inspect
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import wrap
from types import FrameType

PACKAGE = Path(__file__).resolve().parent.parent / "araxes"
NOUNS = {
    "seed",
    "need",
    "heading",
    "reading",
    "finding",
    "setting",
    "crossing",
    "pairing",
    "parting",
    "ranking",
    "string",
}
"""Words that end like a participle and are none, or have long been nouns."""
IRREGULAR = {
    "drawn", "given", "known", "shown", "taken", "told", "foretold", "kept", "held", "found", "written", "chosen", "made", "left", "seen",
    "sent", "built", "spent", "meant", "thrown", "grown", "spoken",
}  # fmt: skip

LETTERS = 60
"""Of a line in the lowest floor of the picture."""
STEPS = {"inputs": 1, "records": 2, "engines": 3, "rules": 4, "results": 5, "plots": 6, "cli": 7}
"""The way of one run through the parts, told in words in docs/architecture.md."""


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


def floors() -> list[tuple[list[str], str]]:
    """Return the floors of CONTRIBUTING.md from the lowest up: the parts that stand on each, and what for."""
    text = (PACKAGE.parent / "CONTRIBUTING.md").read_text("utf-8")
    lines = re.findall(r"^ ?\d+  (\w+(?:, \w+)*)(?: {2,}(.+))?$", text, re.MULTILINE)
    return [(parts.split(", "), purpose) for parts, purpose in reversed(lines)]


def draw_floors(path: Path, lines: dict[Path, int]) -> None:
    """Draw the floors as boxes, with the files and lines of each part and the way of a run through them."""
    from matplotlib.figure import Figure
    from matplotlib.patches import FancyArrowPatch, Rectangle

    figure = Figure(figsize=(9, 6.4))
    ax = figure.add_axes((0.01, 0.01, 0.98, 0.92))
    stacked = floors()
    for height, (parts, purpose) in enumerate(stacked):
        named = [part for part in parts if (PACKAGE / part).is_dir()] or [", ".join(parts)]
        for place, part in enumerate(named):
            left, width = 0.06 + place * 0.42 / len(named), 0.42 / len(named) - 0.01
            inside = {file: count for file, count in lines.items() if PACKAGE / part in file.parents}
            ax.add_patch(Rectangle((left, height + 0.08), width, 0.84, facecolor="#e8eef4", edgecolor="#33506b"))
            if not inside:
                ax.text(left + 0.01, height + 0.5, "\n".join(wrap(part, LETTERS)), va="center", fontsize=7)
                continue
            ax.text(left + 0.01, height + 0.5, part, va="center", fontsize=11, fontweight="bold")
            size = f"{len(inside)} files, {round(sum(inside.values()), -2):,} lines"
            ax.text(left + width - 0.04, height + 0.5, size, va="center", ha="right", fontsize=7.5, color="#444444")
            if part in STEPS:
                ax.plot(left + width - 0.02, height + 0.5, "o", markersize=13, color="#b4462f")
                ax.text(
                    left + width - 0.02,
                    height + 0.48,
                    str(STEPS[part]),
                    va="center",
                    ha="center",
                    fontsize=8,
                    color="white",
                )
        ax.text(0.5, height + 0.5, purpose, va="center", fontsize=9)
    ax.add_patch(FancyArrowPatch((0.03, len(stacked)), (0.03, 0), arrowstyle="-|>", mutation_scale=16, color="#33506b"))
    ax.text(0.015, len(stacked) / 2, "may import", rotation=90, va="center", ha="center", fontsize=9, color="#33506b")
    ax.set(xlim=(0, 1), ylim=(0, len(stacked)))
    ax.axis("off")
    figure.suptitle("Imports point down; numbers are the way of one run", x=0.02, ha="left", fontsize=13)
    figure.savefig(path, dpi=150)


def main() -> None:
    """Print the counts."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--names", action="store_true", help="names, circles and sizes alone")
    options.add_argument("--figure", type=Path, help="draw the floors into this file, and nothing else")
    options.add_argument("--list", action="store_true", help="name the files that are entered")
    asked = options.parse_args()
    trees = modules()
    lines = {path: len(path.read_text("utf-8").splitlines()) for path in PACKAGE.rglob("*.py")}
    if asked.figure:
        draw_floors(asked.figure, lines)
        return
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
