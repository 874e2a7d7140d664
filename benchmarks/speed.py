"""How fast, and in how much memory: the kernel beside this package's Mesa engine and `mesa.batch_run`, in one report.

    python benchmarks/speed.py              everything but a million replicates, some minutes
    python benchmarks/speed.py --million    that too
    python benchmarks/speed.py --no-growth  the engines side by side only
    python benchmarks/speed.py --beside DIR the kernel beside that of another checkout, in turns, in processor time of one thread

Every measurement is a process of its own, a child of this one, so that its peak memory is its own; each is repeated, the fastest counts.
A decision is one act of one state towards another in one week; all terms are on. Both absolute figures stand beside every ratio: a slow
Mesa engine would flatter the kernel.
"""

from __future__ import annotations

import argparse
import atexit
import json
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SCENARIO, WEEKS, STATES = "baseline", 104, 5
KERNEL_REPLICATES, MESA_REPLICATES, BATCH_REPLICATES = 20_000, 20, 200
GROWTH = (100, 1_000, 10_000, 100_000)
MILLION = 1_000_000
LONG = (26, 52, 104, 260, 520)
LONG_REPLICATES = 2_000
MANY = (5, 7, 9, 20, 50)
MANY_WEEKS, MANY_REPLICATES = 26, 512
SHIPPED = 9
THREADS = (1, 2)
REPEATS = 3
TURNS = 5
NANO, KILOBYTE, MEGA = 1e9, 1024, 1e6
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def decisions(replicates: int, weeks: int, states: int) -> int:
    """Return how many acts are chosen."""
    return replicates * weeks * states * (states - 1)


# --- What is measured, each in a process of its own ----------------------------------------------------------------------


Clock = Callable[[], float]


def kernel_run(replicates: int, weeks: int, states: int, workers: int, counted: bool, clock: Clock) -> float:
    """Return the seconds that the kernel takes, warm, for full histories (or, counted, for summaries only)."""
    from araxes.engines.ensemble import counter, histories
    from araxes.engines.world import prepare
    from araxes.results.tally import Tally

    world = prepare(scenario(weeks, states))
    list(histories(world, range(1), 1))  # loads, or compiles
    start = clock()
    tally = Tally(world) if counted else None
    for numbers, found in histories(world, range(replicates), 1, workers=workers):
        if tally:
            tally.add(numbers, found, counter("kernel"))
    return clock() - start


def mesa_run(replicates: int, weeks: int, states: int, workers: int, counted: bool, clock: Clock) -> float:
    """Return the seconds that this package's Mesa engine takes in one process, without a data collector."""
    from araxes.engines.mesa.model import Region
    from araxes.engines.world import prepare

    world = prepare(scenario(weeks, states))
    start = clock()
    for replicate in range(replicates):
        Region(world, replicate, 1, collect=False).run()
    return clock() - start


def batch_run(replicates: int, weeks: int, states: int, workers: int, counted: bool, clock: Clock) -> float:
    """Return the seconds that `mesa.batch_run` takes in processes, on the same model with its data collector."""
    import mesa

    from araxes.engines.mesa.model import Region

    start = clock()
    mesa.batch_run(
        Region,
        parameters={"scenario": [SCENARIO], "replicate": list(range(replicates))},
        number_processes=workers,
        iterations=1,
        max_steps=weeks,
        data_collection_period=1,
        display_progress=False,
    )
    return clock() - start


MEASURES: dict[str, Callable[[int, int, int, int, bool, Clock], float]] = {
    "kernel": kernel_run,
    "mesa": mesa_run,
    "batch": batch_run,
}


def scenario(weeks: int, states: int) -> Any:
    """Return the baseline with a horizon and a number of states: the five, outside actors made to decide, and copies of one."""
    import araxes

    if states == STATES:
        return araxes.load(SCENARIO, weeks=weeks)
    folder = Path(atexit_folder())
    actors = folder / "params" / "actors"
    actors.mkdir(parents=True)
    shipped = Path(araxes.__file__).parent.parent / "params" / "actors"
    outside = [path for path in sorted(shipped.glob("*.toml")) if 'role = "outside"' in path.read_text("utf-8")]
    for path in outside[: max(0, min(states, SHIPPED) - STATES)]:
        text = path.read_text("utf-8").replace('role = "outside"', 'role = "state"')
        (actors / path.name).write_text(text, "utf-8")
    model = (shipped / "GEO.toml").read_text("utf-8").replace('role = "outside"', 'role = "state"')
    for number in range(max(0, states - SHIPPED)):
        code = f"X{LETTERS[number // len(LETTERS)]}{LETTERS[number % len(LETTERS)]}"
        (actors / f"{code}.toml").write_text(model.replace('"GEO"', f'"{code}"'), "utf-8")
    return araxes.load(SCENARIO, weeks=weeks, own=folder)


def atexit_folder() -> str:
    """Return a new folder that is removed when this process ends: the record is read from it after the scenario."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def measure(case: dict[str, Any]) -> dict[str, Any]:
    """Return seconds and peak memory of one case, measured in this process."""
    run = MEASURES[case["what"]]
    arguments = (case["replicates"], case["weeks"], case["states"], case["workers"], case["counted"])
    clock = time.process_time if case["processor"] else time.perf_counter
    seconds = min(run(*arguments, clock) for _ in range(case["repeats"]))
    own, below = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {**case, "seconds": seconds, "megabytes": max(own, below) * KILOBYTE / MEGA}


# --- The report ----------------------------------------------------------------------------------------------------------


def child(what: str, replicates: int, checkout: Path | None = None, **more: Any) -> dict[str, Any]:
    """Return what a child process measured, of this package or of that in another checkout."""
    case = {"what": what, "replicates": replicates, "weeks": WEEKS, "states": STATES, "workers": 2, "counted": False}
    case |= {"repeats": REPEATS, "processor": False, **more}
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, "--case", json.dumps(case)],
        check=True, capture_output=True, text=True, env=os.environ | ({"PYTHONPATH": str(checkout)} if checkout else {}),
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    found["each"] = found["seconds"] / decisions(found["replicates"], found["weeks"], found["states"])
    return found


def line(found: dict[str, Any], label: str) -> None:
    """Print one measurement."""
    print(
        f"{label:46s} {found['seconds']:9.2f} s {found['each'] * NANO:12.1f} ns/decision "
        f"{1 / found['each']:14,.0f} decisions/s {found['megabytes']:8.0f} MB",
        flush=True,
    )


def side_by_side() -> None:
    """Print the engines side by side, and their ratios."""
    print(f"\nThe same rules, {WEEKS} weeks, {STATES} states")
    kernel = {n: child("kernel", KERNEL_REPLICATES, workers=n) for n in THREADS}
    for threads, found in kernel.items():
        line(found, f"kernel, {threads} thread(s), {KERNEL_REPLICATES:,} replicates")
    counted = child("kernel", KERNEL_REPLICATES, counted=True)
    line(counted, "kernel, 2 threads, counted into summaries")
    mesa = child("mesa", MESA_REPLICATES, repeats=2)
    line(mesa, f"this package's Mesa engine, 1 process, {MESA_REPLICATES}")
    batch = child("batch", BATCH_REPLICATES, repeats=2)
    line(batch, f"mesa.batch_run, 2 processes, {BATCH_REPLICATES}")
    best = kernel[THREADS[-1]]["each"]
    print(f"mesa.batch_run (2 processes) / kernel (2 threads) = {batch['each'] / best:,.0f}")
    print(f"Mesa engine (1 process) / kernel (1 thread)       = {mesa['each'] / kernel[1]['each']:,.0f}")


def beside(checkout: Path) -> None:
    """Print the kernel here and in another checkout, all weights drawn, measured in turns so that other work slows both alike."""
    places = {"here": None, str(checkout): checkout.resolve()}
    turns = [
        {
            name: child("kernel", KERNEL_REPLICATES, place, workers=1, repeats=1, processor=True)
            for name, place in places.items()
        }
        for _ in range(TURNS)
    ]
    best = {name: min((turn[name] for turn in turns), key=lambda found: found["each"]) for name in places}
    for name, found in best.items():
        line(found, f"kernel {name}")
    ratios = [turn["here"]["each"] / turn[str(checkout)]["each"] for turn in turns]
    print(f"here / there: best {best['here']['each'] / best[str(checkout)]['each']:.2f}, by turn {np.round(ratios, 2)}")


def growth(million: bool) -> None:
    """Print how time and memory grow."""
    print("\nGrowth with replicates (summaries)")
    for replicates in (*GROWTH, *([MILLION] if million else [])):
        repeats = 1 if replicates > KERNEL_REPLICATES else REPEATS
        line(child("kernel", replicates, counted=True, repeats=repeats), f"{replicates:,} replicates")
    print(f"\nGrowth with weeks ({LONG_REPLICATES:,} replicates)")
    for weeks in LONG:
        line(child("kernel", LONG_REPLICATES, weeks=weeks, repeats=2), f"{weeks} weeks")
    print(f"\nGrowth with states ({MANY_REPLICATES} replicates, {MANY_WEEKS} weeks)")
    for states in MANY:
        line(child("kernel", MANY_REPLICATES, weeks=MANY_WEEKS, states=states, repeats=1), f"{states} states")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--million", action="store_true", help="also a million replicates")
    parser.add_argument("--no-growth", action="store_true", help="the engines side by side only")
    parser.add_argument(
        "--beside", type=Path, metavar="DIR", help="the kernel beside that of another checkout, no more"
    )
    parser.add_argument("--case", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.case:
        print(json.dumps(measure(json.loads(given.case))))
        return
    print(
        f"{platform.platform()}, {platform.processor() or platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}"
    )
    if given.beside:
        beside(given.beside)
        return
    side_by_side()
    if not given.no_growth:
        growth(given.million)


if __name__ == "__main__":
    main()
