"""The store of a sweep: a folder with a manifest and Parquet parts, to which only whole parts are ever added.

manifest.json                   what the sweep is: scenario as resolved, factors, design, model, seed
parts/0000000000-1f3c….parquet  results of consecutive points: number of the first one, checksum of the content
times.jsonl                     when each part was written, apart from results
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.errors import Fault, InputError
from araxes.files import UNFINISHED, catch_disk_faults, make_folder, open_regular, write_file
from araxes.inputs.basis import Basis
from araxes.inputs.folders import is_folder, is_taken
from araxes.sweeps import lock, manifest, parts
from araxes.sweeps.manifest import Manifest

if TYPE_CHECKING:
    from araxes.sweeps.work import Found

TIMES = "times.jsonl"
OWN = {manifest.NAME, parts.FOLDER, TIMES, lock.NAME}


@dataclass
class Status:
    """How far a sweep has come.

    Attributes
    ----------
    points : int
        Points asked for.
    basis : Basis
        Which model and which estimates they rest on.
    done : int
        Points with a result or a reason for having none.
    failed : list of (int, str, str)
        Points that failed: number, reason, and whose fault it was, "input" or "defect".
    damaged : list of str
        Parts whose content is not what their names say; they are run again.
    missing : list of range
        Parts that are not there, or damaged.
    """

    points: int
    basis: Basis
    done: int = 0
    failed: list[tuple[int, str, str]] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    missing: list[range] = field(default_factory=list)


def status(folder: Path | str) -> Status:
    """Return how far the sweep of a folder has come; every part's checksum is looked at.

    Raises
    ------
    InputError
        When it is no folder of a sweep.
    """
    path = Path(folder)
    return looked_through(path, manifest.read(path))


def count_done(folder: Path) -> int:
    """Return how many points of a sweep are done, 0 where its folder has not been begun."""
    return status(folder).done if is_taken(folder / manifest.NAME) else 0


def looked_through(folder: Path, of: Manifest) -> Status:
    """Return how far a sweep has come."""
    there = parts.listed(folder)
    found = Status(of.total, of.basis)
    for generation in of.of_generations():
        for points in generation.parts():
            file = there.get(parts.stem(points))
            if file is not None and parts.is_whole(file):
                found.done += len(points)
                found.failed += parts.failures(file)
                continue
            if file is not None:
                found.damaged.append(f"{parts.FOLDER}/{file.name}")
            found.missing.append(points)
    return found


def opened(folder: Path) -> Path:
    """Return a folder that can be written and is empty, or that of a sweep; made where it is missing.

    Raises
    ------
    InputError
        When it cannot be written, or holds something else.
    """
    if is_folder(folder) and not is_taken(folder / manifest.NAME):
        others = sorted(
            path.name for path in folder.iterdir() if path.name not in OWN and not path.name.endswith(UNFINISHED)
        )
        if others:
            raise InputError(
                [Fault(str(folder), "", f"files of something else ({others[0]})", "a new or empty folder")]
            )
    out = make_folder(folder)
    make_folder(out / parts.FOLDER)
    return out


def keep_manifest(folder: Path, of: Manifest) -> None:
    """Write the manifest, whole or not at all."""
    write_file(folder / manifest.NAME, of.dumped(), parts.KEPT)


def keep_part(folder: Path, points: range, found: Sequence[Found], of: Manifest, old: Any = None) -> None:
    """Write the results of a part's points.

    Parameters
    ----------
    folder : Path
    points : range
        Of the part.
    found : sequence of Found
        In any order.
    of : Manifest
    old : pyarrow.Table, optional
        Results of the part's other points, kept from an earlier file.

    Raises
    ------
    InputError
        When the disk takes nothing more.
    """
    names, factors = [name for name, _, _ in of.outcomes], of.of_factors()
    table = parts.table_of(sorted(found, key=lambda one: one.point), factors, names)
    whole = parts.joined([table]) if old is None else parts.joined([table, old])
    with catch_disk_faults(folder / parts.FOLDER, parts.KEPT):
        earlier = parts.listed(folder).get(parts.stem(points))
        written = parts.write(folder, points, whole)
        if earlier is not None and earlier != written:
            earlier.unlink()
        with open_regular(folder / TIMES, "ab") as file:
            now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
            file.write((json.dumps({"part": written.name, "written": now}) + "\n").encode())
