"""What is fuzzed: every reader of the package, with whole samples of what it reads."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import araxes
from araxes.engines.world import prepare
from araxes.forecasting.measured import measured_skill
from araxes.inputs import parameters as settings_reader
from araxes.inputs import read as toml_reader
from araxes.inputs.read import shipped_folder
from araxes.inputs.region import read_region
from araxes.inputs.scenario import load_over
from araxes.records.coding import read_coding
from araxes.records.forms import EXTRACT, GDELT, GDELT_1, ICEWS
from araxes.records.history import read_history
from araxes.records.record import read_record
from araxes.results.check import check
from araxes.sweeps.design import from_file
from araxes.sweeps.points import overlaid
from araxes.sweeps.store import read_sweep, status

RUN_SHARE = 0.02
WEEKS = 2
ROWS = 12
CODES = ("010", "036", "042", "111", "130", "173", "190", "20", "020")
STATES = {"AZE": "Azerbaijan", "IRN": "Iran", "ARM": "Armenia", "RUS": "Russian Federation"}
ARCHIVE = "archive"
OVERLAYS = {
    "override": b'[override]\n"IRN.temper.alarm" = 1.4\n"relations.tie.AZE.TUR" = 0.5\n',
    "dated": b"[override]\n[[override.IRN.attention.overstretch]]\nsince = 2023-04-03\nvalue = 0.5\n",
}
DESIGN = b"IRN.temper.alarm,AZE.temper.alarm\n0.5,0.6\n1.0,0.7\n1.5,0.8\n"


@dataclass
class Reader:
    """One reader.

    Attributes
    ----------
    name : str
    weight : float
        How often it is taken.
    samples : dict of str to bytes
        Whole files by their names below the folder of an input.
    read : callable
        Takes the damaged file, the folder and the luck of the input.
    beside : callable, optional
        Puts what the file needs beside it into the folder.
    """

    name: str
    weight: float
    samples: dict[str, bytes]
    read: Callable[[Path, Path, Random], object]
    beside: Callable[[Path], object] = lambda folder: None


def readers(sweep_folder: Path) -> list[Reader]:
    """Return all readers.

    Parameters
    ----------
    sweep_folder : Path
        An empty folder: a small sweep is run into it.
    """
    region = read_region()
    plain = load_over(region, "baseline", None)
    araxes.sweep("baseline", {"IRN.temper.alarm": [0.5, 1.0]}, out=sweep_folder, replicates=4, weeks=WEEKS, seed=1)
    tables = _tables()

    def scenario(path: Path, _: Path, luck: Random) -> None:
        found = load_over(region, str(path), None)
        if luck.random() < RUN_SHARE:
            prepare(found)
            araxes.run(str(path), replicates=WEEKS, weeks=WEEKS)

    def settings(path: Path, folder: Path, _: Random) -> None:
        settings_reader.shipped_folder, old = (lambda: folder), settings_reader.shipped_folder  # type: ignore[attr-defined]
        try:
            settings_reader.settings.__wrapped__()
        finally:
            settings_reader.shipped_folder = old  # type: ignore[attr-defined]

    def record(path: Path, _: Path, luck: Random) -> None:
        read_record(path, region, mirrors=luck.choice(("both", "once")))

    def sweep(path: Path, folder: Path, _: Random) -> None:
        for read in (status, read_sweep):
            read(folder)

    def skill(path: Path, _: Path, __: Random) -> None:
        found = measured_skill(path, json.loads(skills)["record"])
        for horizon in (1, 4, 13):
            found.rungs(horizon)
        found.head()

    skills = (shipped_folder() / "history" / "chronology.skill.json").read_text(encoding="utf-8")
    sweeps = {
        str(path.relative_to(sweep_folder)): path.read_bytes() for path in sweep_folder.rglob("*") if path.is_file()
    }
    return [
        Reader("scenario", 40, _shipped("scenarios", "*.toml"), scenario),
        Reader("toml", 10, _shipped("params", "*.toml"), lambda path, *_: toml_reader.read_toml(path)),
        Reader("params", 4, _shipped("params", "*.toml", without=("settings.toml",)), lambda _, folder, __: _params(folder)),
        Reader("settings", 4, _shipped("params", "settings.toml"), settings),
        Reader("history", 6, _shipped("history", "chronology.*", without=("chronology.skill.json",)),
               lambda _, folder, __: read_history(region, "chronology", folder)),
        Reader("record", 20, tables, record),
        Reader(ARCHIVE, 8, {"packed.zip": b""}, record),
        Reader("manifest", 8, {"manifest.json": sweeps["manifest.json"]}, sweep, lambda folder: _copy(sweep_folder, folder)),
        Reader("parts", 3, {name: text for name, text in sweeps.items() if name != "manifest.json"}, sweep,
               lambda folder: _copy(sweep_folder, folder)),
        Reader("skill", 6, {"skill.json": skills.encode()}, skill),
        Reader("overlay", 6, {f"{name}.toml": text for name, text in (OVERLAYS | _estimates()).items()},
               lambda path, *_: overlaid(plain, str(path))),
        Reader("points", 4, {"points.csv": DESIGN}, lambda path, *_: from_file(str(path), plain, 1)),
        Reader("check", 1, tables | _shipped("scenarios", "*.toml"), lambda path, *_: _raise(check(path))),
    ]  # fmt: skip


def _raise(faults: Sequence[araxes.Fault]) -> None:
    """Raise faults that are returned, so that all readers end alike; each must be shown without failing."""
    if faults:
        raise araxes.InputError(faults)


def _params(folder: Path) -> None:
    """Read a user's parameters and names of records."""
    region = read_region(folder)
    read_coding(region, folder)


def _copy(source: Path, folder: Path) -> None:
    """Copy the sweep into the folder of an input."""
    shutil.copytree(source, folder, dirs_exist_ok=True)


def _shipped(part: str, pattern: str, without: Sequence[str] = ()) -> dict[str, bytes]:
    """Return shipped files of a part under their names below the shipped folder."""
    found = sorted((shipped_folder() / part).rglob(pattern))
    return {str(path.relative_to(shipped_folder())): path.read_bytes() for path in found if path.name not in without}


def _estimates() -> dict[str, bytes]:
    """Return the shipped files of estimates."""
    return {path.stem: path.read_bytes() for path in sorted((shipped_folder() / "params" / "estimates").glob("*.toml"))}


def _tables() -> dict[str, bytes]:
    """Return small made-up records in every form that is read."""
    luck = Random(1)
    rows = [
        (f"2022-{1 + n % 9:02d}-{1 + n:02d}", *luck.sample(sorted(STATES), 2), luck.choice(CODES)) for n in range(ROWS)
    ]
    icews, extract, gdelt, first = (
        [_row(form.columns, *row) for row in rows] for form in (ICEWS, EXTRACT, GDELT, GDELT_1)
    )
    own = [
        "id,date,source,target,code,issue,flag",
        *(f"r{n},{d},{a},{b},{c},general," for n, (d, a, b, c) in enumerate(rows)),
    ]
    named = "\t".join(ICEWS.columns), ",".join(EXTRACT.columns)
    texts: dict[str, list[Any]] = {
        "icews.tab": [named[0], *("\t".join(row) for row in icews)],
        "extract.csv": [named[1], *(",".join(row) for row in extract)],
        "20220307.export.CSV": ["\t".join(row) for row in gdelt],
        "gdelt1.tsv": ["\t".join(row) for row in first],
        "own.csv": own,
    }
    return {name: "\n".join([*lines, ""]).encode() for name, lines in texts.items()}


def _row(columns: Sequence[str], day: str, source: str, target: str, code: str) -> list[str]:
    """Return a row of another record."""
    compact = day.replace("-", "")
    known = {
        "Event ID": "1", "Event Date": day, "Source Name": STATES[source], "Source Country": STATES[source], "CAMEO Code": code,
        "Target Name": STATES[target], "Target Country": STATES[target], "dataset": "ICEWS18", "date": day, "source": source,
        "target": target, "cameo": code, "n_dup": "1", "orig_split": "train", "common_actors": "1", "GlobalEventID": "7",
        "Day": compact, "Actor1CountryCode": source, "Actor2CountryCode": target, "EventCode": code, "EventRootCode": code[:2],
        "IsRootEvent": "1", "DATEADDED": compact if columns is GDELT_1.columns else f"{compact}001500",
    }  # fmt: skip
    return [known.get(name, "") for name in columns]
