"""What the verbs print: tables, sentences, progress. Standard output is for results, standard error for everything else."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from araxes.errors import printable

if TYPE_CHECKING:
    import pandas as pd

    from araxes.engines.ensemble import Progress as Tell
    from araxes.inputs.region import Basis


WIDEST = 100
"""Columns of prose."""

INDENT = 2


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


def paragraph(text: str, lead: str = "") -> None:
    """Print a text wrapped to the width, but not wider than is read with ease, its first words in bold and further lines indented below."""
    indent = " " * INDENT if lead else ""
    lines = textwrap.wrap(f"{lead}{text}", min(out.width, WIDEST), subsequent_indent=indent, break_on_hyphens=False)
    for place, line in enumerate(lines):
        whole = Text(printable(line))
        if lead and not place:
            whole.stylize("bold", 0, len(lead))
        out.print(whole)


def table(data: pd.DataFrame, title: str = "", index: bool = True, wide: int | None = None) -> None:
    """Print a table; numbers to four decimals, brackets in texts as they are; `wide` as for `print_grid`."""
    name = "" if data.index.name is None else str(data.index.name)
    columns = ([name] if index else []) + [str(column) for column in data.columns]
    lines = [
        ([key] if index else []) + list(row) for key, row in zip(data.index, data.itertuples(index=False), strict=True)
    ]
    print_grid(columns, lines, title, wide)


def print_grid(
    columns: Sequence[str], lines: Iterable[Sequence[Any]], title: str = "", wide: int | None = None
) -> None:
    """Print lines of values under the names of their columns; where the output is no terminal, `wide` columns wide."""
    screen = Table(
        title=title or None, title_justify="left", header_style="bold", show_edge=False, pad_edge=False, box=SIMPLE_HEAD
    )
    for name in columns:
        screen.add_column(
            name,
            overflow="fold",
            no_wrap=name in ("scenario", "dyad", "weeks", "difference", "term", "parameter", "estimate"),
        )
    for line in lines:
        screen.add_row(*[cell(value) for value in line])
    console = Screen()
    if wide and not console.is_terminal:
        console = Screen(width=wide)
    console.print(screen)


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


def cell(value: Any) -> str:
    """Return a value as text: numbers short, nothing for what is missing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, float):
        text = f"{value:.4f}".rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text
    return str(value)


def document(content: Any) -> None:
    """Print one JSON document."""
    out.out(json.dumps(content, indent=1, default=str), highlight=False)


def records(data: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as a list of plain rows, nan as None."""
    return [
        {str(k): (None if isinstance(v, float) and math.isnan(v) else v) for k, v in row.items()}
        for row in data.to_dict("records")
    ]


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
