"""Files written whole or not at all: under names of their own first, then, all together, under the names that count.

A process that is killed, a disk that is full or a program that holds the old file open cost the new files only. What a killed process
left behind is removed by the next one that writes the same file.
"""

from __future__ import annotations

import csv
import errno
import io
import json
import math
import os
import stat
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from araxes.errors import Fault, InputError, guard_cell, guard_cells
from araxes.interruption import hold_interruption

if TYPE_CHECKING:
    import pandas as pd

UNFINISHED = ".unfinished"
"""How the name of a file ends that is being written."""

SOME_NEW = "Some of the files are new, others as they were; each is whole."
OLD_KEPT = "Files that were there are as they were."
NEW_MODE = stat.S_IRUSR | stat.S_IWUSR | stat.S_IRGRP | stat.S_IWGRP | stat.S_IROTH | stat.S_IWOTH
"""Who may read and write a new file, less what the user's mask takes away."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class NewFiles:
    """Files on their way into a folder; see `replace_files`.

    Attributes
    ----------
    folder : Path
    paths : list of Path
        Their names to be, in the order in which they were begun.
    placed : int
        How many have their names.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._begun: dict[Path, tuple[Path, BinaryIO]] = {}
        self._removed: list[Path] = []
        self.placed = 0

    @property
    def paths(self) -> list[Path]:
        """Return the names that the files will have."""
        return list(self._begun)

    def open(self, name: str) -> BinaryIO:
        """Return a new file to write bytes into, and to read them again; it is closed with all others."""
        path = self.folder / name
        _check_replaceable(path)
        _remove_leftovers(path)
        unfinished = path.with_name(f"{name}.{uuid.uuid4().hex}{UNFINISHED}")
        file = _create(unfinished)
        self._begun[path] = (unfinished, file)
        return file

    def write(self, name: str, content: bytes | str) -> Path:
        """Write a new file, text as UTF-8; return its name to be."""
        data = content.encode() if isinstance(content, str) else content
        self.open(name).write(data)
        return self.folder / name

    def write_rows(self, name: str, rows: Sequence[Mapping[str, object]], columns: Sequence[str] | None = None) -> Path:
        """Write rows as CSV under the names of their values, to be given where there may be no row; return the file's name to be."""
        text = io.StringIO(newline="")
        table = csv.DictWriter(text, list(rows[0] if columns is None else columns), lineterminator="\n")
        table.writeheader()
        table.writerows({key: _csv_cell(value) for key, value in row.items()} for row in rows)
        return self.write(name, text.getvalue())

    def write_table(self, name: str, table: pd.DataFrame, *, index: bool = False, missing: str = "") -> Path:
        """Write a table as CSV, with or without its index and without formulas; return the file's name to be."""
        return self.write(name, guard_cells(table).to_csv(index=index, na_rep=missing))

    def write_json(self, name: str, content: object) -> Path:
        """Write plain values as JSON, dates as text; return the file's name to be."""
        return self.write(name, json.dumps(content, indent=1, default=str) + "\n")

    def remove(self, name: str) -> None:
        """Have a file removed, where there is one, when the others take its place."""
        self._removed.append(self.folder / name)

    def finish(self) -> None:
        """Wait until all files are on the disk, then give them their names."""
        for _, file in self._begun.values():
            file.flush()
            os.fsync(file.fileno())
        for path, (unfinished, file) in self._begun.items():
            if os.name == "nt":  # Windows renames no open file; elsewhere the lock is held until the name is right
                file.close()
            unfinished.replace(path)
            self.placed += 1
        for path in self._removed:
            path.unlink(missing_ok=True)
        _sync(self.folder)

    def close(self) -> None:
        """Close all files, and remove those that have no name yet."""
        for unfinished, file in self._begun.values():
            with suppress(OSError):  # what is buffered finds no room, which was said before
                file.close()
            unfinished.unlink(missing_ok=True)


def _csv_cell(value: object) -> object:
    """Return a value as a cell of a CSV: nothing for a number that is not known, text that begins no formula."""
    return "" if isinstance(value, float) and math.isnan(value) else guard_cell(value)


class Savable:
    """What can be saved into a folder; a class says by `write` which files that makes."""

    def write(self, files: NewFiles) -> None:
        """Write among new files."""
        raise NotImplementedError

    def save(self, folder: Path | str) -> list[Path]:
        """Write into a folder what `write` says; return the files.

        Raises
        ------
        InputError
            When the folder cannot be written or the disk is full; the files that were there are kept then.
        """
        with replace_files(make_folder(folder)) as files:
            self.write(files)
        return files.paths


@contextmanager
def replace_files(folder: Path, kept: str = OLD_KEPT) -> Iterator[NewFiles]:
    """Give a block new files to write; at its end all of them stand in the folder, or, after an exception, none.

    An interruption waits for the end of the block.

    Parameters
    ----------
    folder : Path
        It exists.
    kept : str
        What a message of a fault says of what was there before.

    Raises
    ------
    InputError
        When the disk is full, or takes the files not for another reason.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with replace_files(Path(folder)) as files:
    ...         path = files.write("a.txt", "whole")
    ...     path.read_text()
    'whole'
    """
    files = NewFiles(folder)
    with hold_interruption():
        try:
            yield files
            files.finish()
        except OSError as error:
            raise InputError([_disk_fault(folder, error, SOME_NEW if files.placed else kept)]) from None
        finally:
            files.close()


@contextmanager
def catch_disk_faults(folder: Path, kept: str = OLD_KEPT) -> Iterator[None]:
    """Say that a disk or folder takes nothing more, instead of a traceback.

    Raises
    ------
    InputError
        Where the block raises an OSError.
    """
    try:
        yield
    except OSError as error:
        raise InputError([_disk_fault(folder, error, kept)]) from None


def write_file(path: Path, content: bytes | str, kept: str = OLD_KEPT) -> Path:
    """Write a file whole or not at all, text as UTF-8; return it. Parameters and faults as for `replace_files`."""
    with replace_files(path.parent, kept) as files:
        return files.write(path.name, content)


def make_folder(folder: Path | str) -> Path:
    """Return a folder for results, made with those above it where it is missing.

    Raises
    ------
    InputError
        When it cannot be written, or its name is not UTF-8.
    """
    path = Path(folder)
    try:
        str(path).encode()
    except UnicodeEncodeError:  # the libraries that write figures and tables take no other names
        raise InputError([Fault(str(path), "", "a name that is not UTF-8", "another name")]) from None
    with catch_disk_faults(path, ""):
        path.mkdir(parents=True, exist_ok=True)
        probe = path / f"{uuid.uuid4().hex}{UNFINISHED}"
        _create(probe).close()
        probe.unlink()
    return path


def open_regular(path: Path, mode: str) -> BinaryIO:
    """Open a file in a binary mode, but nothing that a symbolic link in its place names, and no pipe or device.

    Raises
    ------
    InputError
        When something else than a regular file has its name.
    OSError
        When it cannot be opened.
    """
    aside = sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK"))
    try:
        file = cast(BinaryIO, open(path, mode, opener=lambda name, flags: os.open(name, flags | aside, NEW_MODE)))  # noqa: SIM115 - the caller closes it
    except OSError:
        if not path.is_symlink() and (path.is_file() or not path.exists()):
            raise
    else:
        if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
    raise InputError([Fault(str(path), "", "a link, pipe or device", "a regular file, or none", step="Remove it.")])


def _create(path: Path) -> BinaryIO:
    """Create a file that was not there, and lock it for as long as it is open."""
    file = path.open("x+b")  # in this mode no link is followed
    try_lock(file.fileno())
    return file


def try_lock(handle: int) -> bool:
    """Try to lock an open file for this process; the system lets go when the process ends, however it ends."""
    try:
        import fcntl
    except ImportError:
        return _try_lock_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _try_lock_on_windows(handle: int) -> bool:
    """Try to lock the first byte of an open file."""
    import msvcrt

    os.lseek(handle, 0, os.SEEK_SET)
    try:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    except OSError:
        return False
    return True


def _check_replaceable(path: Path) -> None:
    """Refuse to replace a folder, or a file that its owner protects against writing.

    Raises
    ------
    OSError
    """
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))


def _remove_leftovers(path: Path) -> None:
    """Remove what processes that are gone left of a file; those at work hold a lock."""
    for left in path.parent.iterdir():
        if left.name.startswith(f"{path.name}.") and left.name.endswith(UNFINISHED):
            with suppress(OSError, InputError):
                file = open_regular(left, "r+b")
                if try_lock(file.fileno()):
                    left.unlink()
                file.close()


def _disk_fault(folder: Path, error: OSError, kept: str) -> Fault:
    """Return the fault of a disk or folder that does not take a file."""
    named = str(error.filename or folder)
    place = str(folder) if named.endswith(UNFINISHED) else named
    allowed = "room on the disk" if error.errno in FULL else "a folder that can be written"
    return Fault(place, "", str(error.strerror or error), allowed, step=kept)


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
