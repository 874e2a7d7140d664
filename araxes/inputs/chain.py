"""Finding scenario files: by name in the user's and the shipped folders, and along the chain of files that a scenario extends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from araxes.errors import Fault, InputError, unknown
from araxes.inputs.extensions import DEFAULT_HISTORY, SUFFIX, closed_header, extended_header, extensions
from araxes.inputs.faults import as_meant, parse
from araxes.inputs.folders import HISTORY, SCENARIOS, folders, inside, is_taken, real, short, what_stands
from araxes.inputs.read import read_toml
from araxes.inputs.schema import HistoryHeader, ScenarioFile


def scenario_names(own: Path | None = None) -> list[str]:
    """Return the names of all scenarios, shipped and the user's, sorted."""
    return sorted({path.stem for folder in folders(SCENARIOS, own) for path in folder.glob(f"*{SUFFIX}")})


def locate(name: str, own: Path | None = None, near: Path | None = None) -> Path:
    """Return the file of a scenario given by name, or by the path of a TOML file.

    Parameters
    ----------
    name : str
        A name such as "baseline", or a path ending in ".toml".
    own : Path, optional
        The user's folder.
    near : Path, optional
        A folder that is searched first: that of the file which extends this one.

    Raises
    ------
    InputError
        Unknown name, or a name that would leave the folders.
    """
    if near is None and name.endswith(SUFFIX):
        if got := what_stands(Path(name)):
            raise InputError([Fault(name, "", got, "a scenario file")])
        return Path(name)
    if not name.replace("_", "").isalnum():
        raise InputError(
            [
                Fault(
                    name,
                    "",
                    repr(name),
                    "a scenario name: letters, digits and underscores; files elsewhere are not read",
                )
            ]
        )
    for folder in ([near] if near else []) + folders(SCENARIOS, own)[::-1]:
        path = folder / f"{name}{SUFFIX}"
        if is_taken(path):
            return staying(path, folder)
    step = "See 'araxes list scenarios'."
    raise InputError([unknown("scenarios", "", name, scenario_names(own), "scenario", step=step)])


def staying(path: Path, folder: Path) -> Path:
    """Return the path of a file, or raise the fault of a link that leads out of its folder."""
    if not inside(path, folder):
        raise InputError([Fault(short(path), "", f"a link to {real(path)}", f"a file inside {short(folder)}")])
    return path


def find_events(history: str, own: Path | None = None) -> Path:
    """Return the file of a history's events: the user's where there is one, else the shipped; a user's header may stand alone."""
    found = [folder for folder in folders(HISTORY, own)[::-1] if is_taken(folder / f"{history}.csv")]
    folder = found[0] if found else folders(HISTORY, own)[-1]
    return staying(folder / f"{history}.csv", folder)


def read_own_header(history: str = DEFAULT_HISTORY, own: Path | None = None) -> tuple[HistoryHeader, Path]:
    """Return the header of a history alone, its last day filled in, and the folder it lies in.

    Raises
    ------
    InputError
        No such history, or a header at fault.
    """
    for folder in folders(HISTORY, own)[::-1]:
        path = folder / f"{history}{SUFFIX}"
        if is_taken(path):
            header, faults = parse(HistoryHeader, read_toml(staying(path, folder)), short(path))
            if header is None:
                raise InputError(faults)
            return closed_header(header, find_events(history, own)), folder
    raise InputError([unknown("history", "", history, history_names(own), "history")])


def read_header(history: str = DEFAULT_HISTORY, own: Path | None = None) -> tuple[HistoryHeader, Path]:
    """Return the header of a history, with what the files that continue it add, and the folder it lies in.

    Raises
    ------
    InputError
        As `read_own_header` and `araxes.inputs.extensions.extensions`.
    """
    header, folder = read_own_header(history, own)
    return extended_header(header, extensions(history, own)), folder


def history_names(own: Path | None = None) -> list[str]:
    """Return the names of all histories, shipped and the user's, sorted."""
    return sorted({path.stem for folder in folders(HISTORY, own) for path in folder.glob(f"*{SUFFIX}")})


def read_chain(name: str, own: Path | None, near: Path | None = None) -> list[tuple[Path, dict[str, Any]]]:
    """Return the files a scenario extends and the scenario itself, oldest first; `near` as for `locate`."""
    chain: list[tuple[Path, dict[str, Any]]] = []
    path = locate(name, own, near)
    while True:
        if path in [seen for seen, _ in chain]:
            loop = " -> ".join(seen.stem for seen, _ in chain) + f" -> {path.stem}"
            raise InputError([Fault(short(path), "scenario.extends", f"a cycle: {loop}", "a chain that ends")])
        raw = read_toml(path)
        chain.append((path, raw))
        head = as_meant(ScenarioFile, raw)[-1].get("scenario")
        parent = head.get("extends") if isinstance(head, dict) else None
        if not isinstance(parent, str) or not parent:
            return chain[::-1]
        try:
            path = locate(parent, own, near=path.parent)
        except InputError as error:
            raise InputError([replace(error.faults[0], file=short(path), key="scenario.extends")]) from None
