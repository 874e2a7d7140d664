"""A sheet: the empty page, with title and text at its head, on which several figures are put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.figure import Figure, SubFigure

from araxes.plots import style

MOST_LINES = 14
LETTERS = 170
TITLE_INCHES = 0.45
LINE_INCHES = 0.2


def sheet(
    size: tuple[float, float], title: str, words: Sequence[str], code: Sequence[str] = ()
) -> tuple[Figure, SubFigure]:
    """Return a page of `size` inches, headed by title, words and lines in monospaced type, and the part below."""
    figure = style.Sheet(figsize=size, layout="constrained")
    inches = TITLE_INCHES + LINE_INCHES * (len(words) + len(code) + bool(code))
    head, body = parts(figure, 2, 1, height_ratios=[inches, size[1] - inches])
    head.text(0.01, 1 - 0.1 / inches, title, size=14, weight="bold", va="top", parse_math=False)
    for place, line in enumerate(words):
        head.text(
            0.01,
            1 - (TITLE_INCHES + LINE_INCHES * place) / inches,
            line,
            size=10,
            va="top",
            color=style.INK,
            parse_math=False,
        )
    for place, line in enumerate(code, start=len(words)):
        top = 1 - (TITLE_INCHES + LINE_INCHES * (place + 0.4)) / inches
        head.text(0.012, top, line, size=8.5, family="monospace", va="top", color=style.INK, parse_math=False)
    return figure, body


def parts(parent: Figure | SubFigure, rows: int, columns: int, **options: Any) -> list[SubFigure]:
    """Return the parts into which a page, or a part of one, is divided."""
    return list(np.ravel(np.asarray(parent.subfigures(rows, columns, **options))))


def cut(lines: Sequence[str]) -> list[str]:
    """Return the first lines, shortened to the width of the page, and how many more there are."""
    shown = [line if len(line) <= LETTERS else f"{line[: LETTERS - 3]}..." for line in lines[:MOST_LINES]]
    return shown + ([f"... and {len(lines) - MOST_LINES} more"] if len(lines) > MOST_LINES else [])
