"""Worlds already prepared: a scenario named again is not read and replayed again unless one of its files has changed."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from araxes.engines.world import World, prepare
from araxes.inputs.folders import HISTORY, PARAMS, SCENARIOS, folders, is_file
from araxes.inputs.scenario import Scenario, load


def world_of(scenario: str | Scenario | World, own: Path | str | None = None, judged: bool = False) -> World:
    """Return the world of a scenario given by name, loaded, or already prepared (then `judged` does not count)."""
    if isinstance(scenario, World):
        return scenario
    if isinstance(scenario, Scenario):
        return prepare(scenario, judged=judged)
    folder = Path(own) if own is not None else None
    return _by_name(scenario, folder, judged, _fingerprint(scenario, folder))


@lru_cache(maxsize=1)
def _by_name(name: str, own: Path | None, judged: bool, fingerprint: tuple[tuple[str, int, int], ...]) -> World:
    """Return the world of a scenario by name; `fingerprint` changes when any file does."""
    return prepare(load(name, own), judged=judged)


def _fingerprint(name: str, own: Path | None) -> tuple[tuple[str, int, int], ...]:
    """Return path, size and time of change of every file that a scenario may read."""
    roots = [folder for part in (PARAMS, SCENARIOS, HISTORY) for folder in folders(part, own)]
    files = [path for root in roots for path in sorted(root.rglob("*")) if is_file(path)]
    files += [Path(name)] if is_file(Path(name)) else []
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)
