"""How much memory a process may still take: the least of what the machine, its control groups and its own limit leave.

In a container or under a batch system the machine has more than the process may use; what takes more is killed without a word.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from araxes.units import KIBIBYTE

PROC, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")


class Names(NamedTuple):
    """How a version of control groups names its files, and what the kernel can take back without harm."""

    limit: str
    used: str
    reclaimed: str


SECOND = Names("memory.max", "memory.current", "inactive_file")
FIRST = Names("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def available(proc: Path = PROC, groups: Path = GROUPS) -> int | None:
    """Return how many bytes of memory this process may still take, None where the system does not say.

    Parameters
    ----------
    proc, groups : Path
        Where the system tells of processes and of control groups.
    """
    told = [*_of_machine(proc), *_of_groups(proc, groups), *_of_process(proc)]
    return max(0, min(told)) if told else None


def _of_machine(proc: Path) -> Iterator[int]:
    """Yield what the whole machine has left."""
    free = _table(proc / "meminfo").get("MemAvailable:")
    if free is not None:
        yield free * KIBIBYTE


def _of_groups(proc: Path, groups: Path) -> Iterator[int]:
    """Yield what every control group leaves that this process is in, with those above it."""
    for line in _text(proc / "self" / "cgroup").splitlines():
        _, _, named = line.partition(":")
        controllers, _, place = named.partition(":")
        if not controllers:
            yield from _of_group(groups, place, SECOND)
        elif "memory" in controllers.split(","):
            yield from _of_group(groups / "memory", place, FIRST)


def _of_group(root: Path, place: str, names: Names) -> Iterator[int]:
    """Yield what a group and those above it leave; inside a container some of them are not to be seen."""
    group = root / place.strip("/")
    for folder in (group, *group.parents):
        limit, used = (_text(folder / name).strip() for name in (names.limit, names.used))
        if limit.isdigit() and used.isdigit():
            yield int(limit) - int(used) + _table(folder / "memory.stat").get(names.reclaimed, 0)
        if folder == root:
            return


def _of_process(proc: Path) -> Iterator[int]:
    """Yield what the limit on addresses leaves (`ulimit -v`), where there is one."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    pages = _text(proc / "self" / "statm").split()
    if limit != resource.RLIM_INFINITY and pages:
        yield limit - int(pages[0]) * os.sysconf("SC_PAGE_SIZE")


def _table(path: Path) -> dict[str, int]:
    """Return the numbers of a file of names and numbers, one a line."""
    rows = [line.split() for line in _text(path).splitlines()]
    return {row[0]: int(row[1]) for row in rows if row[1:] and row[1].isdigit()}


def _text(path: Path) -> str:
    """Return what a file says, nothing where it cannot be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""
