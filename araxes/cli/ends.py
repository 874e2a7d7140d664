"""How verbs end: exit codes, the files they leave, and what is said of them, or of an interruption before the end."""

from __future__ import annotations

import importlib
import shlex
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

from araxes.display import picture

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from araxes.files import NewFiles

DONE, DEFECT, USER_FAULT, INTERRUPTED = 0, 1, 2, 130


def typed_command() -> str:
    """Return the command as it was typed."""
    return shlex.join(["araxes", *sys.argv[1:]])


def folder_maker(folder: Path, bar: Callable[[int], None] | None) -> Callable[[int], None]:
    """Return a function that makes the folder after every check, and tells a bar how much is to come."""
    from araxes.files import make_folder

    def ready(steps: int) -> None:
        """Make the folder, and lengthen the bar."""
        make_folder(folder)
        if bar:
            bar(-steps)

    return ready


def write_figures(figures: Mapping[str, Figure], files: NewFiles) -> None:
    """Write figures by their names among new files."""
    for name, figure in figures.items():
        files.write(f"{name}.png", picture(figure))


class Drawing:
    """Figures that are drawn in a thread of their own, so that a reader need not wait for them.

    Parameters
    ----------
    pages : str
        The module that draws them; with it comes matplotlib, which takes long to import.
    wanted : bool
        Whether figures are asked for; without them nothing is imported, drawn or written.
    """

    def __init__(self, pages: str, wanted: bool) -> None:
        self.pages, self.wanted = pages, wanted
        self.pool = ThreadPoolExecutor(1) if wanted else None
        self.pictures: Future[dict[str, bytes]] | None = None

    def make_ready(self, folder: Path) -> None:
        """Make the folder of the results, and begin to import the module that draws; to be called when the input has been checked."""
        from araxes.files import make_folder

        make_folder(folder)
        if self.pool:
            self.pool.submit(importlib.import_module, self.pages)

    def begin(self, draw: Callable[[], Mapping[str, Figure]]) -> None:
        """Begin to draw what a function returns."""
        if self.pool:
            self.pictures = self.pool.submit(lambda: {name: picture(figure) for name, figure in draw().items()})

    def write(self, files: NewFiles) -> None:
        """Wait for the figures and write them among new files."""
        if self.pictures:
            for name, drawn in self.pictures.result().items():
                files.write(f"{name}.png", drawn)


def tell_files(folder: Path, files: NewFiles, before: str = "") -> None:
    """Print which files were written, behind what else there is to say."""
    from araxes.cli import screen

    names = ", ".join(path.name for path in files.paths)
    screen.out.print(f"{before}Written to {folder}: {names}", markup=False)


def stop(kept: str, further: str = "The whole again") -> NoReturn:
    """End an interrupted verb: say what was kept, and what the same command does.

    Raises
    ------
    typer.Exit
        With the code of an interruption.
    """
    from araxes.cli import screen

    screen.log.print(f"araxes: interrupted; {kept}. {further}: {typed_command()}", markup=False)
    raise typer.Exit(INTERRUPTED)
