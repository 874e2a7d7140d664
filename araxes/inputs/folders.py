"""Where files lie: the shipped folders (in a checkout or in a wheel) and, before them, a user's own folder."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from araxes.errors import Fault, InputError

PARAMS = "params"
SCENARIOS = "scenarios"
HISTORY = "history"

PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def shipped() -> Path:
    """Return the folder that holds the shipped `params`, `scenarios` and `history`."""
    inside_wheel = PACKAGE / "data"
    return inside_wheel if inside_wheel.is_dir() else PACKAGE.parent


def folders(part: str, own: Path | None = None) -> list[Path]:
    """Return the folders of one part, shipped first, a user's own last (later wins).

    Parameters
    ----------
    part : str
        "params", "scenarios" or "history".
    own : Path, optional
        A user's folder with sub-folders of these names.

    Raises
    ------
    InputError
        When the user's folder does not exist.
    """
    found = [shipped() / part]
    if own is not None:
        if not own.is_dir():
            raise InputError(
                [Fault(str(own), "", "no such folder", f"a folder with {PARAMS}, {SCENARIOS} or {HISTORY} inside")]
            )
        if (own / part).is_dir():
            found.append(own / part)
    return found


def inside(path: Path, folder: Path) -> bool:
    """Return whether `path`, links followed, lies inside `folder`."""
    return path.resolve().is_relative_to(folder.resolve())


def is_file(path: Path) -> bool:
    """Return whether `path` is a file; False where the system cannot even look it up (a name that is too long)."""
    try:
        return path.is_file()
    except OSError:
        return False


def short(path: Path) -> str:
    """Return a path as a reader knows it: relative to the shipped folder or to the working folder where it lies in one.

    A file of the user that would read like a shipped one ("params/ladder.toml" in the working folder) begins with "./".
    """
    full = path.absolute()
    if full.is_relative_to(shipped()):
        return full.relative_to(shipped()).as_posix()
    text = full.relative_to(Path.cwd()).as_posix() if full.is_relative_to(Path.cwd()) else path.as_posix()
    return f"./{text}" if text.split("/")[0] in (PARAMS, SCENARIOS, HISTORY) else text
