"""Where files lie: the shipped folders (in a checkout or in a wheel) and, before them, a user's own folder."""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from pathlib import Path

from araxes.errors import Fault, InputError

PARAMS = "params"
SCENARIOS = "scenarios"
HISTORY = "history"
SHOCKS = "shocks"
READINGS = "readings"
MISSING = "no such file"
FOLDER = "a folder"

PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def shipped() -> Path:
    """Return the folder that holds the shipped `params`, `scenarios`, `history`, `shocks` and `readings`."""
    inside_wheel = PACKAGE / "data"
    return inside_wheel if inside_wheel.is_dir() else PACKAGE.parent


def folders(part: str, own: Path | None = None) -> list[Path]:
    """Return the folders of one part, shipped first, a user's own last (later wins).

    Parameters
    ----------
    part : str
        "params", "scenarios", "history" or "readings".
    own : Path, optional
        A user's folder with sub-folders of these names.

    Raises
    ------
    InputError
        When the user's folder does not exist.
    """
    found = [shipped() / part]
    if own is not None:
        if not is_folder(own):
            got = what_stands(own) or "a file"
            got = "no such folder" if got == MISSING else got
            raise InputError([Fault(str(own), "", got, f"a folder with {PARAMS}, {SCENARIOS} or {HISTORY} inside")])
        if is_taken(own / part):
            if not is_folder(own / part):
                raise InputError([Fault(short(own / part), "", what_stands(own / part) or "a file", FOLDER)])
            found.append(own / part)
    return found


def inside(path: Path, folder: Path) -> bool:
    """Return whether `path`, links followed, lies inside `folder`."""
    return real(path).is_relative_to(real(folder))


def real(path: Path) -> Path:
    """Return where a path leads, links followed; those that lead in a circle are left as they are."""
    return Path(os.path.realpath(path))


def is_file(path: Path) -> bool:
    """Return whether `path` is a file; False where the system cannot even look it up (a name that is too long)."""
    return what_stands(path) == ""


def is_folder(path: Path) -> bool:
    """Return whether `path` is a folder; False where the system cannot even look it up."""
    return what_stands(path) == FOLDER


def is_taken(path: Path) -> bool:
    """Return whether anything stands at a path; a user's file that cannot be read is a fault and never passed over."""
    return what_stands(path) != MISSING


def what_stands(path: Path) -> str:
    """Return what stands at a path in place of a file that could be read; "" where it is such a file."""
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return "a link to nothing" if path.is_symlink() else MISSING
    except OSError as error:
        return str(error.strerror).casefold()
    except ValueError:  # a NUL, or half of a character
        return "a name that no file can have"
    if stat.S_ISREG(mode):
        return ""
    return FOLDER if stat.S_ISDIR(mode) else "a pipe, a socket or a device"


def short(path: Path) -> str:
    """Return a path as a reader knows it: relative to the shipped folder or to the working folder where it lies in one.

    A file of the user that would read like a shipped one ("params/ladder.toml" in the working folder) begins with "./".
    """
    full = path.absolute()
    if full.is_relative_to(shipped()):
        return full.relative_to(shipped()).as_posix()
    text = full.relative_to(Path.cwd()).as_posix() if full.is_relative_to(Path.cwd()) else path.as_posix()
    return f"./{text}" if text.split("/")[0] in (PARAMS, SCENARIOS, HISTORY, SHOCKS, READINGS) else text
