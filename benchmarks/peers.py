"""Eight tasks in this package, Mesa, the EMA Workbench and Starsim: lines of code, time by the clock and of processors.

    python benchmarks/peers.py --python PEERS       all of it; PEERS is the Python of an environment of their own, made by
                                                    pip install mesa ema-workbench starsim pandas matplotlib
    python benchmarks/peers.py --lines              lines of code alone, nothing is run
    python benchmarks/peers.py --only araxes mesa   some of the tools

What is measured lies in benchmarks/peers/, a file a tool and a function a task. Each function is counted and run as a script of its own:
lines that are neither blank nor comments, imports among them, without its docstring, all formatted alike. A scenario file counts as code,
rows of data do not. Models are not counted for any tool. Each is a whole process, start-up included, with caches warm. Where a tool is
slow, time is measured at two small sizes, extended to the whole on a straight line, and marked; by the clock it is taken to be no less than
that of processors over all cores.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import os
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from sweeps import Cost, timed

FOLDER = Path(__file__).resolve().parent / "peers"
TASKS = {
    "run_and_plot": "run and plot",
    "three_scenarios": "three scenarios",
    "sweep": "sweep of two parameters",
    "forecast": "forecast",
    "own_record": "own record",
    "own_scenario": "own scenario",
    "own_agent": "own agent",
    "look": "look at a result",
}
REPLICATES, LEAST, TENS = 1000, 20, 10
MINUTE = 60  # seconds
CORES = os.cpu_count() or 1
ALSO_COUNTED = {("araxes", "own_scenario"): FOLDER / "own" / "scenario" / "scenarios" / "strip_seized.toml"}


class Tool(NamedTuple):
    """A tool: its name, its file, the share of replicates that is measured, another share for single tasks."""

    name: str
    file: str
    share: float
    shares: dict[str, float]


TOOLS = {
    "araxes": Tool("Araxes", "with_araxes.py", 1, {"own_agent": 0.2}),
    "mesa": Tool("Mesa", "with_mesa.py", 0.1, {}),
    "ema": Tool("EMA Workbench", "with_ema.py", 1, {"sweep": 0.2}),
    "starsim": Tool("Starsim", "with_starsim.py", 0.06, {}),
}


def counted_lines(text: str) -> int:
    """Return how many lines are neither blank nor comments."""
    return sum(1 for line in text.splitlines() if line.strip() and not line.strip().startswith("#"))


def task_lines(tool: str) -> dict[str, int]:
    """Return the lines of code of each task that a tool's file has."""
    source = (FOLDER / TOOLS[tool].file).read_text(encoding="utf-8")
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name in TASKS:
            body = source.splitlines()[node.body[1].lineno - 1 : node.end_lineno]
            file = ALSO_COUNTED.get((tool, node.name))
            found[node.name] = counted_lines("\n".join(body))
            found[node.name] += counted_lines(file.read_text(encoding="utf-8")) if file else 0
    return found


def cost(tool: str, task: str, python: str) -> tuple[Cost, str]:
    """Return what a task costs at its whole size, and a mark where that was extended from smaller ones."""
    measured = TOOLS[tool]
    size = round(REPLICATES * measured.shares.get(task, measured.share))
    command = [sys.executable if tool == "araxes" else python, str(FOLDER / measured.file), task]
    if size == REPLICATES:
        return timed([*command, str(size)]), ""
    few, more = (timed([*command, str(number)]) for number in (LEAST, size))
    clock, cpu = (
        a + max(0, b - a) * (REPLICATES - LEAST) / (size - LEAST) for a, b in zip(few[:2], more[:2], strict=True)
    )
    return Cost(max(clock, cpu / CORES), cpu, more.megabytes), f" (from {LEAST} and {size})"


def duration(seconds: float) -> str:
    """Return a time as one reads it: seconds up to two minutes, minutes beyond."""
    if seconds >= 2 * MINUTE:
        return f"{seconds / MINUTE:.0f} min"
    return f"{seconds:.{0 if seconds >= TENS else 1}f} s"


def cell(tool: str, task: str, lines: dict[str, int], python: str) -> str:
    """Return what the table says of a task in a tool: lines and, where a Python to run it is given, time by the clock and of processors."""
    if task not in lines:
        return "none"
    if not python:
        return f"{lines[task]}"
    took, mark = cost(tool, task, python)
    said = f"{'~' if mark else ''}{duration(took.clock)} ({duration(took.cpu)})"
    print(
        f"{TOOLS[tool].name}, {TASKS[task]}: {took.clock:.1f} s by the clock, {took.cpu:.1f} of processors{mark}",
        file=sys.stderr,
        flush=True,
    )
    return f"{lines[task]} · {said}"


def main() -> None:
    """Print the table of docs/peers.md."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--python", default=sys.executable, help="the Python that has the peers")
    options.add_argument("--lines", action="store_true", help="count lines, run nothing")
    options.add_argument("--only", nargs="+", choices=TOOLS, default=list(TOOLS), help="some of the tools")
    asked = options.parse_args()
    os.environ["MPLBACKEND"] = "Agg"
    python = "" if asked.lines else asked.python
    print("| | " + " | ".join(TOOLS[tool].name for tool in asked.only) + " |")
    print("|---" * (1 + len(asked.only)) + "|")
    with tempfile.TemporaryDirectory() as place, contextlib.chdir(place):
        for task, title in TASKS.items():
            cells = [cell(tool, task, task_lines(tool), python) for tool in asked.only]
            print(f"| {title} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
