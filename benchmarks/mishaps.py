"""Mishaps: commands that are killed, stopped or left without room, at any moment and inside a write, leave every file whole.

    python benchmarks/mishaps.py                 25 times each
    python benchmarks/mishaps.py --times 3       a few of each

Under `run`, `compare`, `forecast` and `sweep`, each into a folder that holds an earlier result: SIGKILL, SIGTERM and a disk that fills.
Half of them come at a random moment of the command's time (the disk: with a random room), half inside a write: at the n-th call that
forces a file to the disk, renames one or writes one. Afterwards every file must be, to the byte, that of the earlier result, or a whole
one of this command. A command that was stopped ends with 130 and says so, one without room with 2 and one message; nothing ends in a
traceback. Sweeps are then gone on with, and must equal one that was left alone. Exits with 1 where any of this fails.
"""

from __future__ import annotations

import argparse
import errno
import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import pandas as pd
import pyarrow.parquet as pq
import xarray as xr

SWEEP = ["sweep", "baseline", "--vary", "IRN.temper.alarm=0:2:12", "-n", "40", "--weeks", "6"]
VERBS = {
    "run": ["run", "baseline", "--weeks", "8"],
    "compare": ["compare", "baseline", "networks_zero", "--weeks", "8"],
    "forecast": ["forecast", "baseline", "--as-of", "2023-04-03", "--weeks", "8"],
    "sweep": SWEEP,
}
OLD, NEW = ["-n", "100", "--seed", "1"], ["-n", "200", "--seed", "2"]
KILL, STOP, FULL = "kill -9", "SIGTERM", "full disk"
MISHAPS = (KILL, STOP, FULL)
LIMIT, TOO_LONG, SHOWN, PAGE = 300, 99, 300, 4096
CONTEXT = multiprocessing.get_context("forkserver")
ROOMS = 40
"""From how many sizes of a disk one is chosen."""

WARM = [
    "araxes.cli.main",
    "araxes.plots.run_pages",
    "araxes.sweeps.run",
    "numba",
    "pyarrow.parquet",
    "h5netcdf",
    "scipy.special",
]
"""What the process that all commands branch off from has loaded: a command then begins at once."""


@dataclass(frozen=True)
class Inside:
    """A mishap inside a write: at which call it comes, and the signal, None for a disk that takes nothing more from then on."""

    call: int
    sent: int | None


def command(arguments: list[str], inside: Inside | None, told: str) -> None:
    """Be the command `araxes`, its output in a file, and suffer a mishap inside a write."""
    output = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(output, 1)
    os.dup2(output, 2)
    from araxes.cli.main import main as araxes
    from araxes.sweeps import plan

    plan.part_size = lambda points, replicates, weeks: 2  # type: ignore[assignment]
    if inside:
        arm(inside)
    sys.argv = ["araxes", *arguments]
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    araxes()


def arm(inside: Inside) -> None:
    """Let every call that writes count, and the mishap come at one of them."""
    left = [inside.call]

    def counted(step: Callable[..., Any]) -> Callable[..., Any]:
        """Return a step that may suffer the mishap."""

        def taken(*arguments: Any, **options: Any) -> Any:
            left[0] -= 1
            if inside.sent is None and left[0] <= 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            if inside.sent is not None and left[0] == 0:
                os.kill(os.getpid(), inside.sent)
            return step(*arguments, **options)

        return taken

    from araxes import files

    os.fsync = counted(os.fsync)
    Path.replace = counted(Path.replace)  # type: ignore[method-assign]
    for name in ("write", "open"):
        setattr(files.NewFiles, name, counted(getattr(files.NewFiles, name)))


@dataclass
class Tally:
    """What was seen: of each verb and mishap how it ended, and what was wrong."""

    ended: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder that have their names, but for what is not a result."""
    aside = {".lock", "times.jsonl"}
    files = [path for path in folder.rglob("*") if path.is_file() and path.name not in aside]
    return {str(path.relative_to(folder)): path.read_bytes() for path in files if path.suffix != ".unfinished"}


class Running:
    """A command that runs into a folder."""

    def __init__(self, arguments: list[str], folder: Path, inside: Inside | None = None) -> None:
        self._told = folder.parent.with_name(f"{folder.parent.name}.told")
        whole = [*arguments, "-o", str(folder), "--quiet"]
        self.process = CONTEXT.Process(target=command, args=(whole, inside, str(self._told)))
        self.process.start()

    def end(self) -> tuple[int, str]:
        """Wait for its end; return its exit code, minus the signal that ended it, and what it said."""
        self.process.join(LIMIT)
        code = self.process.exitcode
        if code is None:
            self.process.kill()
            self.process.join()
            return TOO_LONG, "it took too long"
        said = self._told.read_text(encoding="utf-8") if self._told.exists() else ""
        self._told.unlink(missing_ok=True)
        return code, said


def finish(arguments: list[str], folder: Path) -> float:
    """Run a command to its end; return its seconds."""
    begun = time.monotonic()
    code, said = Running(arguments, folder).end()
    if code:
        raise RuntimeError(f"{arguments}: {said}")
    return time.monotonic() - begun


def is_whole(path: Path) -> bool:
    """Return whether a file can be read from its beginning to its end."""
    try:
        if path.suffix == ".nc":
            with xr.open_dataset(path) as data:
                return bool(data.load().sizes)
        if path.suffix == ".parquet":
            return bool(pq.read_table(path).num_columns)
        if path.suffix == ".csv":
            return path.read_bytes().endswith(b"\n") and bool(pd.read_csv(path).size)
        if path.suffix == ".json":
            return bool(json.loads(path.read_text(encoding="utf-8")))
        return path.read_bytes().endswith(b"IEND\xaeB`\x82")
    except Exception:  # noqa: BLE001 - whatever a reader says, the file is not whole
        return False


class Disk:
    """A small disk that is mounted for one command, with the earlier result on it."""

    def __init__(self, place: Path, before: Path, room: int) -> None:
        self.place = place
        files = [path.stat().st_size for path in before.rglob("*") if path.is_file()] if before.exists() else []
        size = sum(-(-count // PAGE) * PAGE for count in files)
        place.mkdir(exist_ok=True)
        options = f"size={max(size + room, PAGE)}"  # 0 would be without end
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True)

    def __enter__(self) -> Path:
        """Return the folder on the disk."""
        return self.place / "result"

    def __exit__(self, *_: object) -> None:
        """Take the disk away."""
        subprocess.run(["umount", str(self.place)], check=True)


def judge(verb: str, mishap: str, code: int, said: str, before: dict[str, bytes], folder: Path) -> list[str]:
    """Return what is wrong with how a command ended and with what it left."""
    after, wrong = contents(folder), []
    if code not in {KILL: (-signal.SIGKILL, 0), STOP: (130, 0), FULL: (2, 0)}[mishap]:
        wrong.append(f"exit code {code}: {said[-SHOWN:]}")
    if "Traceback" in said:
        wrong.append(f"a traceback: {said[-SHOWN:]}")
    if mishap == STOP and code and "interrupted" not in said:
        wrong.append("nothing is said of the interruption")
    if mishap == FULL and code and len(said.splitlines()) != 1:
        wrong.append(f"not one message: {said[-SHOWN:]}")
    if mishap == FULL and "as they were." in said and "others" not in said and after != before:
        wrong.append("old files changed against what is said")
    for name, data in after.items():
        if before.get(name) != data and not is_whole(folder / name):
            wrong.append(f"{name} is neither the old file nor a whole new one")
    if mishap != STOP:  # what is stopped early is not written in the formats of others
        wrong += [f"{name} is gone" for name in before if name not in after]
    return wrong


class Trial:
    """One verb: its earlier result, a command into the same folder, and what that one leaves when nothing happens."""

    def __init__(self, verb: str, place: Path, figures: bool) -> None:
        self.verb, self.place = verb, place
        base = VERBS[verb] if figures or verb == "sweep" else [*VERBS[verb], "--no-figures"]
        self.arguments = base + ([] if verb == "sweep" else NEW)
        self.old = place / "old"
        if verb != "sweep":
            finish(base + OLD, self.old)
        self.seconds = finish(self.arguments, place / "unbroken")
        self.unbroken = contents(place / "unbroken")
        self.size = sum(len(data) for data in self.unbroken.values())
        self.calls = len(self.unbroken) * 4 if verb == "sweep" else len(self.unbroken) * 3

    def suffer(self, mishap: str, inside: bool, luck: Random) -> tuple[str, list[str]]:
        """Let a mishap happen; return how the command ended and what is wrong."""
        if mishap == FULL and not inside:
            with Disk(self.place / "disk", self.old, luck.randrange(ROOMS) * self.size // ROOMS) as folder:
                return self._end(mishap, folder, "", None)
        folder = self.place / "result"
        shutil.rmtree(folder, ignore_errors=True)
        sent = signal.SIGKILL if mishap == KILL else signal.SIGTERM
        if inside:
            call = luck.randint(1, self.calls)
            return self._end(mishap, folder, Inside(call, None if mishap == FULL else int(sent)), None)
        return self._end(mishap, folder, None, (int(sent), luck.uniform(0, self.seconds)))

    def _end(
        self, mishap: str, folder: Path, inside: Inside | None, sent: tuple[int, float] | None
    ) -> tuple[str, list[str]]:
        """Run the command to whatever end; return that end, and what is wrong."""
        if self.old.exists():
            shutil.copytree(self.old, folder)
        else:
            folder.mkdir()
        before = contents(folder)
        running = Running(self.arguments, folder, inside)
        if sent:
            number, seconds = sent
            time.sleep(seconds)
            if running.process.is_alive():
                os.kill(running.process.pid or 0, number)
        code, said = running.end()
        early = mishap == STOP and code == -signal.SIGTERM and not inside and contents(folder) == before
        wrong = [] if early else judge(self.verb, mishap, code, said, before, folder)
        if self.verb == "sweep":
            self._go_on(folder, wrong)
        return "before it had begun" if early else f"exit {code}", wrong

    def _go_on(self, folder: Path, wrong: list[str]) -> None:
        """Go on with a sweep; it must become what it is when nothing happens."""
        elsewhere = self.place / "gone_on"
        shutil.rmtree(elsewhere, ignore_errors=True)
        shutil.copytree(folder, elsewhere)  # where there is room
        finish(self.arguments, elsewhere)
        if contents(elsewhere) != self.unbroken:
            there = contents(elsewhere)
            apart = sorted(name for name in there.keys() | self.unbroken if there.get(name) != self.unbroken.get(name))
            wrong.append(f"gone on with, the sweep differs from one that was left alone: {', '.join(apart)}")


def main() -> None:
    """Let every mishap happen to every verb, and say what came of it."""
    CONTEXT.set_forkserver_preload(WARM)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=25, help="how often each mishap happens to each verb (25)")
    parser.add_argument("--seed", type=int, default=1, help="of the moments")
    parser.add_argument("--figures", action="store_true", help="draw figures, too, which takes most of the time")
    parser.add_argument("--verbs", nargs="*", default=list(VERBS), choices=list(VERBS))
    asked = parser.parse_args()
    luck, wrong, mountable = Random(asked.seed), 0, os.name == "posix" and os.geteuid() == 0
    for verb in asked.verbs:
        with tempfile.TemporaryDirectory() as place:
            trial = Trial(verb, Path(place), asked.figures)
            for mishap in MISHAPS:
                tally = Tally()
                for time_ in range(asked.times):
                    inside = bool(time_ % 2) or (mishap == FULL and not mountable)
                    ended, found = trial.suffer(mishap, inside, luck)
                    tally.ended[f"{ended}{', inside a write' if inside else ''}"] += 1
                    tally.wrong += found
                wrong += len(tally.wrong)
                ends = "; ".join(f"{count} {name}" for name, count in sorted(tally.ended.items()))
                print(f"{verb}, {mishap}, {asked.times} times: {len(tally.wrong)} wrong. {ends}", flush=True)
                for text in tally.wrong:
                    print(f"  {text}", flush=True)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
