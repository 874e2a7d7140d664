"""What the verbs print: tables, sentences, progress. Standard output is for results, standard error for everything else."""

from __future__ import annotations

import json
import math
import os
import re
import textwrap
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from araxes.errors import printable
from araxes.wording import percent

if TYPE_CHECKING:
    import pandas as pd

    from araxes.engines.ensemble import Progress as Tell
    from araxes.inputs.region import Basis


WIDEST = 100
"""Columns of prose."""

INDENT = 2
TOGETHER, HOLD = re.compile(r"\d %|\[[^]]*\]"), "\N{NO-BREAK SPACE}"
"""What is not parted at the end of a line: a number and its sign, an interval."""
LABEL = 11
"""Characters of a label and the blank behind it."""
GAP = 2
"""Characters between two columns of a table."""
DIGITS, MOST_DECIMALS = 3, 4
NUMBER_TEXT = re.compile(r"[-+\N{MINUS SIGN}<>]?\d[\d,.]*( %)?$")
"""A cell that is one number."""


class Screen(Console):
    """A console that takes every text as it is: no markup, and no character of a file or a name steers the terminal."""

    def __init__(self, **options: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **options)

    def render_str(self, text: str, **options: Any) -> Text:
        """Return a text, a cell or a title as rich shows it: all of them pass here."""
        return super().render_str(printable(text, keep="\n\t"), **options)


out = Screen(soft_wrap=True)
log = Screen(stderr=True, soft_wrap=True)


def heading(*parts: str) -> None:
    """Print one line: titles, in bold, and the words between and after them."""
    out.print(Text("").join(Text(printable(part), style="" if at % 2 else "bold") for at, part in enumerate(parts)))


def fold_text(text: str, indent: int = INDENT, widest: int = WIDEST) -> str:
    """Return a text in lines as wide as the terminal, but not wider than is read with ease, all but the first set in.

    No number is parted from its sign or its interval, and no word is broken.
    """
    held = TOGETHER.sub(lambda found: found.group().replace(" ", HOLD), text)
    options: dict[str, Any] = {"subsequent_indent": " " * indent, "break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(held, max(min(out.width, widest), 2 * LABEL), **options).replace(HOLD, " ")


def paragraph(text: str, lead: str = "") -> None:
    """Print a folded text, its first words in bold and further lines set in below them where there are such words."""
    for place, line in enumerate(fold_text(f"{lead}{text}", INDENT if lead else 0).splitlines()):
        whole = Text(printable(line))
        if lead and not place:
            whole.stylize("bold", 0, len(lead))
        out.print(whole)


def say_about(label: str, text: str) -> None:
    """Print a text behind a label; on a terminal it is folded between words, below its beginning."""
    said = f"{label:<{LABEL}}{text}"
    out.print(fold_text(printable(said), LABEL, out.width) if out.is_terminal else said)


def table(data: pd.DataFrame, title: str = "", index: bool = True, chances: Collection[str] = ()) -> None:
    """Print a table as `print_grid` does; the index is its first column where it is wanted."""
    name = "" if data.index.name is None else str(data.index.name)
    columns = ([name] if index else []) + [str(column) for column in data.columns]
    lines = [
        ([key] if index else []) + list(row) for key, row in zip(data.index, data.itertuples(index=False), strict=True)
    ]
    print_grid(columns, lines, title, chances)


def print_rows(rows: Sequence[Mapping[str, Any]], title: str = "") -> None:
    """Print rows as `print_grid` does, under the names of the first one's values."""
    print_grid(list(rows[0]), [list(row.values()) for row in rows], title)


def print_grid(
    columns: Sequence[str],
    lines: Iterable[Sequence[Any]],
    title: str = "",
    chances: Collection[str] = (),
    widest: float = math.inf,
) -> None:
    """Print lines of values under the names of their columns.

    Where the output is no terminal, a table takes the room it needs, up to `widest`. On a terminal, columns of free text are folded
    between words; names, dates and numbers are never folded, so that each can be copied whole.

    Parameters
    ----------
    columns : sequence of str
    lines : iterable of sequences
        A value a column. Texts stay as they are, brackets too; numbers get three digits.
    title : str
        Printed in a line of its own.
    chances : collection of str
        Names of the columns that hold shares in 0..1, which are told in per cent.
    widest : float
        Columns of the screen beyond which texts are folded, whatever there is room for.
    """
    rows = [
        [_chance(value) if name in chances else cell(value) for name, value in zip(columns, line, strict=True)]
        for line in lines
    ]
    cells = [[name, *(row[at] for row in rows)] for at, name in enumerate(columns)]
    widths = fold_widths(cells, min(available_width(), widest))
    grid = Table(header_style="bold", show_edge=False, pad_edge=False, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name, width, column in zip(columns, widths, cells, strict=True):
        grid.add_column(name, width=width, overflow="fold", justify="right" if _are_numbers(column[1:]) else "left")
    for row in rows:
        grid.add_row(*row)
    if title:
        heading(title)
    _print_trimmed(Screen(width=sum(widths) + GAP * len(widths)), grid)
    if title:
        out.print()  # one of several parts


def _print_trimmed(console: Screen, grid: Table) -> None:
    """Print a table; into a file or a pipe without blanks at the ends of lines."""
    if console.is_terminal:
        console.print(grid)
        return
    with console.capture() as kept:
        console.print(grid)
    for line in kept.get().splitlines():
        out.out(line.rstrip(), highlight=False)


def available_width() -> float:
    """Return how many columns the output has; no limit where it is no terminal, unless the environment names one in COLUMNS."""
    console = Screen()
    return console.width if console.is_terminal or os.environ.get("COLUMNS", "").isdecimal() else math.inf


def fold_widths(cells: Sequence[Sequence[str]], room: float) -> list[int]:
    """Return the widths of columns in characters: as they need where there is room, else the widest texts and headings folded first.

    Parameters
    ----------
    cells : sequence of sequences of str
        By column, the name of the column first.
    room : float
        Columns of the screen. A table stays wider where its names and longest words need it.
    """
    widths = [_widest(column) for column in cells]
    words = [_longest_word(column) for column in cells]
    whole = [
        word if _is_prose(column[1:]) else max(_longest_word(column[:1]), _widest(column[1:]))
        for column, word in zip(cells, words, strict=True)
    ]
    for least in (whole, words):  # where there is no room else, intervals are folded too
        while sum(widths) + GAP * (len(widths) - 1) > room:
            loose = [at for at, width in enumerate(widths) if width > least[at]]
            if not loose:
                break
            widths[max(loose, key=widths.__getitem__)] -= 1
    return widths


def _widest(column: Sequence[str]) -> int:
    """Return the width of the widest line of a column, in characters."""
    return max((cell_len(line) for text in column for line in printable(text, "\n").split("\n")), default=0)


def _is_prose(column: Sequence[str]) -> bool:
    """Return whether a column holds text that may be folded: a word that is no code among others."""
    return any(
        len(words) > 1 and any(len(word) > 1 and word.isalpha() and word.islower() for word in words)
        for words in map(str.split, column)
    )


def _longest_word(column: Sequence[str]) -> int:
    """Return the width of the longest word of a column, in characters."""
    return max((cell_len(printable(word)) for text in column for word in text.split()), default=0)


def _are_numbers(column: Sequence[str]) -> bool:
    """Return whether all cells of a column that hold anything begin as a number does."""
    return all(NUMBER_TEXT.match(text) for text in column if text) and any(column)


def basis(found: Basis) -> None:
    """Print, under tables, which model and which estimates they rest on."""
    out.print(f"{found}.")


def note(quiet: bool) -> Callable[[str], None]:
    """Return a function that says something beside the results, and nothing where that is to be quiet."""
    return (lambda text: None) if quiet else log.print


def note_or_warn(quiet: bool, as_json: bool) -> Callable[[str], None] | None:
    """Return a function as `note` does; None where only what is a warning is to be said, as a warning.

    A machine-readable document holds what would be said.
    """
    return None if quiet and not as_json else note(as_json)


def _chance(value: Any) -> str:
    """Return a share in per cent, nothing for what is missing."""
    return percent(value) if isinstance(value, float) and not math.isnan(value) else cell(value)


def cell(value: Any) -> str:
    """Return a value as text: numbers with three digits, at most four of them behind the point, nothing for what is missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if not isinstance(value, float):
        return str(value)
    if not math.isfinite(value):
        return str(float(value))
    before = math.floor(math.log10(abs(value))) + 1 if value else 0
    text = f"{value:.{min(max(DIGITS - before, 0), MOST_DECIMALS)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def document(content: Any) -> None:
    """Print one JSON document."""
    out.out(json.dumps(content, indent=1, default=str), highlight=False)


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as a list of plain rows, nan as None."""
    return rows_without_nan({str(key): value for key, value in row.items()} for row in data.to_dict("records"))


def rows_without_nan(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows with nan as None."""
    return [{k: None if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()} for row in rows]


@contextmanager
def progress(total: int, label: str, quiet: bool) -> Iterator[Tell | None]:
    """Show a progress bar on a terminal, nothing elsewhere or when quiet.

    Parameters
    ----------
    total : int
        Number of replicates expected.
    label : str
        Said before the bar.
    quiet : bool
    """
    if quiet or not log.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=log, transient=True) as bar:
        task = bar.add_task(label, total=total)

        def tell(done: int) -> None:
            """Advance the bar; a number below 0 says how much more is to come."""
            if done < 0:
                bar.update(task, total=(bar.tasks[task].total or 0) - done)
            else:
                bar.advance(task, done)

        yield tell


@contextmanager
def show_busy(label: str, quiet: bool = False) -> Iterator[None]:
    """Show on a terminal that something is done of which nobody knows how long it takes, and for how long it has been."""
    if quiet or not log.is_terminal:
        yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=log, transient=True) as bar:
        bar.add_task(label, total=None)
        yield
