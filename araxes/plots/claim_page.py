"""An article on trial as one page: a row a test, a column a reading, and how strong each test is."""

from __future__ import annotations

import itertools
import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from araxes.claims.trial import READINGS_SHOWN
from araxes.claims.trial_answer import asked_text, assumption_lines, claims_title, rulings_by_claim
from araxes.claims.weigh import (
    CONFIRMED,
    CONTRADICTED,
    COUNTED,
    GLYPHS,
    MODEL_ONLY,
    NOT_RUN,
    PARTLY,
    SUPPORTED,
    UNDECIDED,
    UNTESTABLE,
    WRONG,
)
from araxes.display import show_card
from araxes.inputs.parameters import setting
from araxes.plots import style

if TYPE_CHECKING:
    from araxes.claims.trial import Ruling, Trial

WIDTH, LINE, PAD, FOOT_LINES = 9.6, 0.165, 0.075, 0.17
"""Inches: the page, a line of text, what stands free in a row, a line of the foot."""
NAME, SHORT, ASKED, CELLS, CELL, POWER, POWER_WIDTH = 0.14, 0.52, 2.83, 5.72, 0.5, 8.54, 0.62
"""Inches from the left: id, claim, test, the middle of the first column of verdicts; the width of a column; bars of power."""
BAR, RULE = 0.06, 0.085
"""Inches: how thick a bar of power is, and by how much its rule stands out to either side."""
SHORT_LETTERS, ASKED_LETTERS, FOOT_LETTERS, REASON_LETTERS = 28, 38, 128, 92
_TITLE_LETTERS, _WORDS_LETTERS = 84, 146
TITLE_LINE, HEAD_GAP, LEGEND, COLUMN_HEADS, BOTTOM = 0.26, 0.12, 0.48, 0.3, 0.1
"""Inches of the head: a line of the title, what is free around it, the legend, the names of columns; and below all."""
LEGEND_COLUMNS, LEGEND_WIDTH, LEGEND_LINE = 4, 2.35, 0.2
"""Verdicts in a row of the legend, and inches of each."""
SIZE, SMALL = 9, 8.5
DISC, RING, DOT = 9.5, 9, 3.6
"""Points: a disc, a ring, a dot."""
FAINT_CELL = 1 / 3
"""Ink of a cell that says what the neutral reading says."""
FOR_COLOUR, AGAINST_COLOUR, OPEN_COLOUR, RULE_COLOUR = "#0072B2", "#B33A00", "#333333", "#e2e2e2"
_WORDS = (
    "A row a test; the columns say whose reading of contested acts it is judged by. A capital that reads as the neutral column is faint, "
    "so only disagreement stands out. Bars: power, the chance to find the effect asked about; below the rule at {least:g} it is too low."
)
LEGEND_WORDS = {
    SUPPORTED: "supported, confirmed", PARTLY: "in part", CONTRADICTED: "contradicted, wrong", UNDECIDED: "not distinguishable",
    UNTESTABLE: "not testable here", MODEL_ONLY: "in this model only", NOT_RUN: "replication not run",
    COUNTED: "a number: a count, no verdict",
}  # fmt: skip
"""What the legend says of each verdict; confirmed is drawn as supported, wrong as contradicted."""
VERDICT_LETTERS = {verdict: GLYPHS[verdict] for verdict in (MODEL_ONLY, NOT_RUN)}
"""What is drawn of verdicts that have no glyph."""


@show_card
class Verdict(NamedTuple):
    """A cell of the page.

    Attributes
    ----------
    ruling, column : int
        Places of the ruling and of the reading.
    verdict : str
    strong : bool
        Whether it is drawn in full ink: it is the neutral verdict, or another than that.
    text : str
        The letter, sign or number that is drawn in place of a glyph; "" for a glyph.
    """

    ruling: int
    column: int
    verdict: str
    strong: bool
    text: str


def verdicts_drawn(trial: Trial) -> list[Verdict]:
    """Return the cells of the page in the order of rulings and readings; none of a claim without a test."""
    return list(_verdicts_of(trial.rulings))


def _verdicts_of(rulings: Sequence[Ruling]) -> Iterator[Verdict]:
    """Yield the cells of rulings."""
    for place, one in enumerate(rulings):
        said = [(one.by_reading[name].verdict, _letter(one, name)) for name in READINGS_SHOWN]
        for column, (verdict, text) in enumerate(said if one.place else ()):
            yield Verdict(place, column, verdict, not column or (verdict, text) != said[0], text)


def _letter(one: Ruling, reading: str) -> str:
    """Return what is drawn in place of a glyph: a letter, or the number that was counted."""
    judgement = one.by_reading[reading]
    return (
        str(judgement.figures.get("count", ""))
        if judgement.verdict == COUNTED
        else VERDICT_LETTERS.get(judgement.verdict, "")
    )


@style.in_style
def verdict_page(trial: Trial) -> Figure:
    """Return the verdicts on all tests under all readings, with bars of power.

    Parameters
    ----------
    trial : Trial

    Returns
    -------
    matplotlib.figure.Figure
        9.6 inches wide and as high as its rows need. A glyph says a verdict, so that it reads in grey print too; a cell that says what the
        neutral one says has a third of its ink. The title is the finding.
    """
    title = textwrap.wrap(claims_title(trial.rulings), _TITLE_LETTERS)
    least = setting("claims.power_least")
    words = textwrap.wrap(f"{trial.record}. {_WORDS.format(least=least)}", _WORDS_LETTERS)
    foot = [line for text in assumption_lines(trial.rulings) for line in textwrap.wrap(text, FOOT_LETTERS)]
    head = HEAD_GAP + TITLE_LINE * len(title) + HEAD_GAP * 0.5 + LINE * len(words) + LEGEND + COLUMN_HEADS
    tops = _tops(trial.rulings, head)
    below = HEAD_GAP + FOOT_LINES * len(foot) + BOTTOM
    height = tops[-1] + below
    figure = style.NotebookFigure(figsize=(WIDTH, height))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set(xlim=(0, WIDTH), ylim=(height, 0))
    ax.axis("off")
    _write_head(ax, title, words)
    _draw_legend(ax, head - COLUMN_HEADS - LEGEND)
    _draw_columns(ax, head, tops[-1])
    _write_rows(ax, trial.rulings, tops)
    middles = [(top + end) * 0.5 for top, end in itertools.pairwise(tops)]
    _draw_glyphs(ax, verdicts_drawn(trial), middles)
    for one, middle in zip(trial.rulings, middles, strict=True):
        _draw_power(ax, one.neutral.power, middle, least)
    for place, line in enumerate(foot):
        ax.text(NAME, tops[-1] + HEAD_GAP + FOOT_LINES * place, line, size=SMALL, color=style.INK, va="top")
    return figure


def _tops(rulings: Sequence[Ruling], first: float) -> list[float]:
    """Return the upper ends of rows in inches from the top, and the lower end of the last."""
    tops = [first]
    for some in rulings_by_claim(rulings).values():
        lines = [len(_asked_lines(one)) for one in some]
        lines[-1] += max(0, len(textwrap.wrap(some[0].claim.said.short, SHORT_LETTERS)) - sum(lines))
        tops += [tops[-1] + sum(LINE * count + PAD for count in lines[: place + 1]) for place in range(len(lines))]
    return tops


def _asked_lines(one: Ruling) -> list[str]:
    """Return the lines that say what a test asks."""
    return textwrap.wrap(asked_text(one), ASKED_LETTERS) if one.place else [""]


def _write_head(ax: Axes, title: Sequence[str], words: Sequence[str]) -> None:
    """Write the finding and how to read the page."""
    for place, line in enumerate(title):
        ax.text(NAME, HEAD_GAP + TITLE_LINE * place, line, size=13, weight="bold", va="top")
    top = HEAD_GAP * 1.5 + TITLE_LINE * len(title)
    for place, line in enumerate(words):
        ax.text(NAME, top + LINE * place, line, size=SMALL, color=style.INK, va="top")


def _draw_columns(ax: Axes, top: float, end: float) -> None:
    """Draw the names of columns, and a band behind the neutral one."""
    ax.add_patch(Rectangle((CELLS - CELL * 0.5, top), CELL, end - top, color="#f4f4f4", zorder=0))
    for place, name in enumerate(READINGS_SHOWN):
        ax.text(CELLS + CELL * place, top - 0.06, name, size=SMALL, ha="center", va="bottom", weight=_weight(not place))
    ax.text(POWER + POWER_WIDTH * 0.5, top - 0.06, "power", size=SMALL, ha="center", va="bottom")


def _weight(bold: bool) -> str:
    """Return the weight of a text."""
    return "bold" if bold else "normal"


def _write_rows(ax: Axes, rulings: Sequence[Ruling], tops: Sequence[float]) -> None:
    """Write each claim once and each test, with a thin line above each claim."""
    place = 0
    for name, some in rulings_by_claim(rulings).items():
        top, end = tops[place], tops[place + len(some)]
        ax.plot([NAME, WIDTH - NAME], [top, top], color=RULE_COLOUR, linewidth=0.8)
        claim = textwrap.wrap(some[0].claim.said.short, SHORT_LETTERS)
        first = (top + end - LINE * (len(claim) - 1)) * 0.5 if len(some) == 1 else top + (PAD + LINE) * 0.5
        ax.text(NAME, first, name, size=SIZE, va="center_baseline", weight="bold")
        for line, text in enumerate(claim):
            ax.text(SHORT, first + LINE * line, text, size=SIZE, va="center_baseline", weight="bold")
        for one in some:
            middle = (tops[place] + tops[place + 1]) * 0.5
            if one.place:
                lines = _asked_lines(one)
                for line, text in enumerate(lines):
                    ax.text(
                        ASKED, middle + LINE * (line - (len(lines) - 1) * 0.5), text, size=SIZE, va="center_baseline"
                    )
            else:
                reason = textwrap.shorten(one.neutral.found, REASON_LETTERS, placeholder=" ...")
                ax.text(ASKED, middle, reason, size=SMALL, va="center_baseline", style="italic", color=style.INK)
            place += 1


def _draw_power(ax: Axes, power: float | None, middle: float, least: float) -> None:
    """Draw a bar of power with its number and the rule that it should pass."""
    if power is None:
        return
    ax.add_patch(Rectangle((POWER, middle - BAR * 0.5), POWER_WIDTH, BAR, color=RULE_COLOUR, zorder=1))
    ax.add_patch(
        Rectangle(
            (POWER, middle - BAR * 0.5), POWER_WIDTH * power, BAR, color=style.GREY, zorder=2, gid=f"power {power}"
        )
    )
    ax.plot([POWER + POWER_WIDTH * least] * 2, [middle - RULE, middle + RULE], color=style.INK, linewidth=1, gid="rule")
    text = f"{power:.2f}".removeprefix("0")
    ax.text(POWER + POWER_WIDTH + 0.05, middle, text, size=SMALL, va="center", color=style.INK)


def _looks(verdict: str) -> list[dict[str, Any]]:
    """Return the markers that make the glyph of a verdict, one upon the other; none where a letter stands."""
    ring = {"marker": "o", "markersize": RING, "markerfacecolor": "white", "markeredgewidth": 1.4}
    against: list[dict[str, Any]] = [
        {**ring, "color": AGAINST_COLOUR},
        {"marker": "x", "markersize": RING * 0.62, "markeredgewidth": 1.6, "color": AGAINST_COLOUR},
    ]
    disc: dict[str, Any] = {"marker": "o", "markersize": DISC, "color": FOR_COLOUR, "markeredgewidth": 0}
    return {
        SUPPORTED: [disc],
        CONFIRMED: [disc],
        PARTLY: [{**disc, "fillstyle": "left", "markerfacecoloralt": "white", "markeredgewidth": 1.2}],
        CONTRADICTED: against,
        WRONG: against,
        UNDECIDED: [{**ring, "color": OPEN_COLOUR}],
        UNTESTABLE: [{"marker": "o", "markersize": DOT, "color": style.GREY, "markeredgewidth": 0}],
    }.get(verdict, [])


def _draw_glyphs(ax: Axes, cells: Sequence[Verdict], middles: Sequence[float]) -> None:
    """Draw the cells: glyphs by verdict and ink, letters one by one."""
    groups: dict[tuple[str, bool], list[tuple[float, float]]] = {}
    for cell in cells:
        x, y = CELLS + CELL * cell.column, middles[cell.ruling]
        if cell.text:
            look: dict[str, Any] = {"weight": _weight(cell.strong), "alpha": 1 if cell.strong else FAINT_CELL}
            ax.text(x, y, cell.text, size=SIZE, ha="center", va="center_baseline", color=style.INK, **look)
        else:
            groups.setdefault((cell.verdict, cell.strong), []).append((x, y))
    for (verdict, strong), places in groups.items():
        for look in _looks(verdict):
            ink: dict[str, Any] = {"alpha": 1 if strong else FAINT_CELL, "linestyle": "", "gid": f"{verdict}, {strong}"}
            ax.plot(*zip(*places, strict=True), **look, **ink)


def _draw_legend(ax: Axes, top: float) -> None:
    """Draw what the glyphs say, from the left, then in a second row."""
    for place, (verdict, words) in enumerate(LEGEND_WORDS.items()):
        row, column = divmod(place, LEGEND_COLUMNS)
        x, y = NAME + DISC / 144 + LEGEND_WIDTH * column, top + LEGEND_LINE * (row + 0.5)
        for look in _looks(verdict):
            ax.plot(x, y, linestyle="", gid="legend", **look)
        if not _looks(verdict):
            ax.text(
                x, y, VERDICT_LETTERS.get(verdict, "7"), size=SIZE, weight="bold", ha="center", va="center_baseline"
            )
        ax.text(x + 0.13, y, words, size=SMALL, va="center_baseline", color=style.INK)
