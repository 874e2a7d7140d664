"""Damaged files: whatever stands in a file, every reader ends with its result or with messages, soon and in little memory.

    python benchmarks/fuzz.py --inputs 100000 --seed 1 --keep damaged     a hundred thousand inputs
    python benchmarks/fuzz.py --seconds 60                                a minute
    python benchmarks/fuzz.py --seed 1 --only 137                         one input again

Shipped files, and small samples of records, archives, sweeps, skill files, overlays and points, are damaged in tokens, lines and bytes, or
replaced by pipes, devices, folders and links in a circle. Counted are exceptions other than `InputError`, inputs that took longer than 20
seconds, memory beyond 2 GB and processes that died; those inputs are kept. Exits with 1 if there are any.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

from fuzz_damage import damage, damaged_archive, no_file
from fuzz_readers import ARCHIVE, Reader, readers

import araxes

HANG = 20.0
MEMORY = 2_000_000_000
RENEWED = 1_000_000_000
"""Resident bytes above which a process is replaced, so that what it has grown to is not held against the next input."""
KILOBYTE = 1024
NO_FILE = 0.02
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - many small files are written and removed
KEPT_OF_A_KIND = 3
SAID_EVERY = 5000
LARGEST_INPUT = 5_000_000


@dataclass
class Tally:
    """What was seen."""

    inputs: Counter[str] = field(default_factory=Counter)
    read: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, tuple[float, int]] = field(default_factory=dict)
    peak: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    first: dict[str, list[int]] = field(default_factory=dict)


def make_input(number: int, seed: int, known: list[Reader], folder: Path) -> tuple[Reader, Path, Random]:
    """Write input `number` into an empty folder; return its reader, its file and its luck."""
    luck = Random(f"{seed} {number}")
    reader = luck.choices(known, [one.weight for one in known])[0]
    name = luck.choice(sorted(reader.samples))
    path = folder / name
    reader.beside(folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    if luck.random() < NO_FILE:
        path.unlink(missing_ok=True)
        no_file(path, luck)
        return reader, path, luck
    if reader.name == ARCHIVE:
        tables = next(one.samples for one in known if one.name == "record")
        content = damaged_archive([tables[table] for table in sorted(tables)], luck)
    else:
        content = damage(reader.samples[name], luck)
    path.write_bytes(content[:LARGEST_INPUT])
    return reader, path, luck


def try_input(number: int, seed: int, known: list[Reader], folder: Path) -> tuple[str, str, str]:
    """Read one input; return the reader's name, what went wrong in one line, and the traceback."""
    reader, path, luck = make_input(number, seed, known, folder)
    try:
        reader.read(path, folder, luck)
    except araxes.InputError as error:
        text = str(error)
        if (
            not error.faults
            or not text
            or any(not one.isprintable() and one not in "\n\u200c\u200d\xa0" for one in text)
        ):
            return reader.name, "InputError that shows nothing, or steers the terminal", repr(text)
        return reader.name, "refused", ""
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "araxes" in frame.filename]
        last = frames[-1] if frames else None
        place = f"{Path(last.filename).parent.name}/{Path(last.filename).name}:{last.lineno}" if last else "?"
        return reader.name, f"{type(error).__name__} at {place}", traceback.format_exc()
    return reader.name, "", ""


def work(pipe: Connection, first: int, last: int, seed: int, known: list[Reader], base: str) -> None:
    """Read inputs from `first` to `last` and tell of each when it begins and when it ends; the work of one process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    warnings.simplefilter("ignore")
    used = addressed()
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, used + MEMORY))
    for number in range(first, last):
        with tempfile.TemporaryDirectory(dir=base) as folder:
            pipe.send((number, None))
            began = time.perf_counter()
            found = try_input(number, seed, known, Path(folder))
            spent = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * KILOBYTE
        pipe.send((number, (*found, spent, peak)))
        if peak > RENEWED or addressed() > used + RENEWED:  # what is left over would count against the next input
            return


def addressed() -> int:
    """Return the size of this process's address space, bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def check_samples(known: list[Reader], base: str) -> None:
    """Read every sample whole: damage to what was not read before would show nothing.

    Raises
    ------
    InputError
        When a sample is at fault.
    """
    for reader in known:
        for name, content in reader.samples.items() if reader.name != ARCHIVE else ():
            with tempfile.TemporaryDirectory(dir=base) as made:
                path = Path(made) / name
                reader.beside(Path(made))
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                reader.read(path, Path(made), Random(1))


def fuzz(inputs: int, seconds: float, seed: int, keep: Path | None, known: list[Reader], base: str) -> Tally:
    """Read inputs until there were enough of them or the time is over; return what was seen."""
    tally, end, number = Tally(), time.monotonic() + seconds, 0
    context = multiprocessing.get_context("fork")
    while number < inputs and time.monotonic() < end:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=work, args=(theirs, number, inputs, seed, known, base), daemon=True)
        process.start()
        theirs.close()
        wrong = ""
        while time.monotonic() < end:
            if not ours.poll(HANG):
                wrong = f"longer than {HANG:g} s"
                break
            try:
                number, told = ours.recv()
            except EOFError:  # the process has ended: of itself, after a large input, or else it died
                process.join()
                wrong = f"process died with {process.exitcode}" if process.exitcode else ""
                break
            if told is not None:
                count(tally, number, told, keep, seed, known)
                number += 1
        if wrong:
            count(tally, number, ("?", wrong, wrong, HANG, 0), keep, seed, known)
            number += 1
        process.kill()
        process.join()
    return tally


def count(
    tally: Tally, number: int, told: tuple[str, str, str, float, int], keep: Path | None, seed: int, known: list[Reader]
) -> None:
    """Count one input, keep it if something went wrong, and say how far it has come."""
    name, kind, details, spent, peak = told
    if peak > MEMORY:
        kind = f"memory of {name}"
    tally.inputs[name] += 1
    tally.peak = max(tally.peak, peak)
    tally.slowest[name] = max(tally.slowest.get(name, (0.0, 0)), (spent, number))
    if kind in ("", "refused"):
        tally.read[name] += kind == ""
    else:
        tally.failures[kind] += 1
        same = tally.first.setdefault(kind, [])
        if len(same) < KEPT_OF_A_KIND:
            same.append(number)
            print(f"input {number} ({name}): {kind}", flush=True)
            if keep is not None:
                folder = keep / f"{seed}-{number}"
                shutil.rmtree(folder, ignore_errors=True)
                folder.mkdir(parents=True)
                make_input(number, seed, known, folder)
                (folder / "what went wrong.txt").write_text(details, encoding="utf-8", errors="backslashreplace")
    if (number + 1) % SAID_EVERY == 0:
        print(f"{number + 1:,} inputs, {sum(tally.failures.values())} failures", flush=True)


def report(tally: Tally, spent: float) -> None:
    """Print what was seen."""
    print(f"{'reader':10} {'inputs':>8} {'read':>8} {'slowest s':>10} {'its number':>11}")
    for name, inputs in sorted(tally.inputs.items()):
        slowest, number = tally.slowest[name]
        print(f"{name:10} {inputs:8,} {tally.read[name]:8,} {slowest:10.2f} {number:11,}")
    total = sum(tally.inputs.values())
    print(
        f"{total:,} inputs in {spent:,.0f} s, {1000 * spent / max(total, 1):.1f} ms each; largest process {tally.peak / 1e6:,.0f} MB"
    )
    print(f"{sum(tally.failures.values())} failures of {len(tally.failures)} kinds")
    for kind, times in tally.failures.most_common():
        print(f"  {times:6,} {kind}; inputs {', '.join(map(str, tally.first[kind]))}")


def main() -> int:
    """Read the arguments, fuzz, report; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=int, default=sys.maxsize, help="how many at most")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="for how long at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for inputs that went wrong")
    parser.add_argument("--only", type=int, help="the number of one input, read again here with its traceback")
    asked = parser.parse_args()
    if asked.only is None and asked.inputs == sys.maxsize and asked.seconds == float("inf"):
        parser.error("--inputs, --seconds or --only")
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as base:
        sweep = Path(base) / "sweep"
        sweep.mkdir()
        known = readers(sweep)
        check_samples(known, base)
        if asked.only is not None:
            with tempfile.TemporaryDirectory(dir=base) as folder:
                name, kind, details = try_input(asked.only, asked.seed, known, Path(folder))
            print(f"{name}: {kind or 'read'}\n{details}")
            return int(kind not in ("", "refused"))
        began = time.monotonic()
        tally = fuzz(asked.inputs, asked.seconds, asked.seed, asked.keep, known, base)
        report(tally, time.monotonic() - began)
    return int(bool(tally.failures))


if __name__ == "__main__":
    sys.exit(main())
