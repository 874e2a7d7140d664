"""The task of every sweeping tool, 10 x 10 points x 100 replicates in parallel, results saved: this package beside three peers.

    python benchmarks/sweeps.py                    this package, `mesa.batch_run`, AgentPy, the EMA Workbench
    python benchmarks/sweeps.py --share 0.1        peers with a tenth of the replicates, scaled up and said so
    python benchmarks/sweeps.py --growth 10000     also time and peak memory of a sweep of that many points

The peers run a port of one small model of the same size in their own idiom (`benchmarks/peers/sweep_models.py`). This package runs its own
model, every term on, by its own command. All are whole processes, start-up included, and save what they keep. The peers do much less work a
decision: where they are slower, it is not for the model.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np

LEVELS, REPLICATES, WEEKS, STATES, WORKERS = 10, 100, 104, 5, 2
PEERS = ("mesa.batch_run", "AgentPy", "EMA Workbench")
MODELS = Path(__file__).parent / "peers" / "sweep_models.py"
KILOBYTE, MEGA = 1024, 1e6
VARY = ("IRN.temper.red_line=0:2:10", "issues.israel.status=0.2:1:10")
REPEATS = 3


# --- The report ----------------------------------------------------------------------------------------------------------


class Cost(NamedTuple):
    """What a whole process takes: seconds by the clock, seconds of processors (its own and its children's), peak memory of one process."""

    clock: float
    cpu: float
    megabytes: float


WATCH = """
import resource, subprocess, sys
ended = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
sys.stderr.write(ended.stderr.decode()[-2000:] if ended.returncode else "")
print(used.ru_utime + used.ru_stime, used.ru_maxrss)
sys.exit(ended.returncode)
"""


def timed(arguments: list[str]) -> Cost:
    """Return what a command costs."""
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", WATCH, *arguments], check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603
    cpu, memory = done.stdout.split()
    return Cost(time.perf_counter() - start, float(cpu), int(memory) * KILOBYTE / MEGA)


def scaled(one: Cost, few: Cost, replicates: int) -> Cost:
    """Return what all replicates would cost, from runs with one replicate and with a few: start-up counts once."""
    ways = (REPLICATES - 1) / max(1, replicates - 1)
    clock, cpu = (a + (b - a) * ways for a, b in zip(one[:2], few[:2], strict=True))
    return Cost(clock, cpu, few.megabytes)


def araxes(folder: Path, *more: str) -> list[str]:
    """Return the command of a sweep of this package."""
    verb = [sys.executable, "-c", "from araxes.cli.main import main; main()", "sweep", "baseline", "--quiet"]
    return [*verb, "-o", str(folder), "--weeks", str(WEEKS), "-n", str(REPLICATES), *more]


def grid() -> list[str]:
    """Return the options of the grid."""
    return [part for vary in VARY for part in ("--vary", vary)]


def line(name: str, cost: Cost, note: str = "") -> None:
    """Print one measurement."""
    print(f"{name:42s} {cost.clock:8.1f} s {cost.cpu:8.1f} s of processors {cost.megabytes:7.0f} MB{note}", flush=True)


def report(share: float) -> None:
    """Print every tool's time side by side."""
    runs = LEVELS * LEVELS * REPLICATES
    print(
        f"\n{LEVELS} x {LEVELS} points x {REPLICATES} replicates x {WEEKS} weeks, {STATES} states, {WORKERS} workers, saved"
    )
    with tempfile.TemporaryDirectory() as place:
        timed(araxes(Path(place) / "warm", "--vary", "IRN.temper.alarm=0,1"))
        line(
            "araxes sweep: its own model, 852 outcomes",
            min(timed(araxes(Path(place) / f"s{k}", *grid())) for k in range(REPEATS)),
        )
        few = max(2, round(REPLICATES * share))
        for name in PEERS:
            one, some = (timed([sys.executable, str(MODELS), name, str(number), place]) for number in (1, few))
            note = (
                f"; from {few} replicates ({some.clock:.1f} s) and one ({one.clock:.1f} s)" if few < REPLICATES else ""
            )
            line(f"{name}: small model, 1 outcome", scaled(one, some, few) if note else some, note)
    print(f"{runs:,} runs, {runs * WEEKS * STATES * (STATES - 1):,} decisions")


def growth(points: int) -> None:
    """Print time and peak memory of a sweep of many points, one outcome kept."""
    print(f"\n{points:,} random points x {WORKERS} replicates x 4 weeks, one outcome, two tempers varied")
    with tempfile.TemporaryDirectory() as place:
        more = ["--design", "random", "--points", str(points), "--outcome", "tension.AZE-IRN"]
        more += [
            "--vary",
            "IRN.temper.alarm",
            "--vary",
            "AZE.temper.pile_on",
            "-n",
            str(WORKERS),
            "--weeks",
            "4",
        ]
        cost = timed(araxes(Path(place) / "s", *more))
        size = sum(path.stat().st_size for path in (Path(place) / "s").rglob("*") if path.is_file())
        files = len(list((Path(place) / "s" / "parts").iterdir()))
        line(f"{files} parts, {size / MEGA:.1f} MB", cost, f", {cost.clock / points * 1000:.2f} ms a point")


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--share", type=float, default=1.0, help="share of the replicates that the peers run")
    parser.add_argument("--growth", type=int, help="points of a large sweep")
    given = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}, NumPy {np.__version__}")
    if given.growth:
        growth(given.growth)
    else:
        report(given.share)


if __name__ == "__main__":
    main()
