"""The page of a comparison of scenarios.

At its head what the files change, and when; then for each leading dyad the record, the fans of all scenarios and the chance of an act by
date; then chances with their intervals.

All scenarios share each axis. They differ by colour and by dash and marker, so that a print in grey tells them apart.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import PercentFormatter

from araxes.engines.datasets import record_tension
from araxes.inputs.ladder import rung_of_act
from araxes.plots import style
from araxes.plots.chances import end_labels
from araxes.results.changes import Row, chances_since_parting, column, leading_row, row_effect
from araxes.units import DAYS_PER_WEEK, week_date
from araxes.wording import percent

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison
    from araxes.results.result import Result


WIDTH, HEAD, LINE, STRIP, PANEL, DOT = 10.0, 0.7, 0.22, 0.24, 2.05, 0.2
"""Inches: the page, its head, a line of words there and of the strip, a dyad's panels, a row of the dot plot."""
FOOT, GAP, LEFT = 0.5, 0.62, 0.02
TITLE_LETTERS, LINE_LETTERS, LABEL_LETTERS = 84, 104, 86
RECORD_WEEKS = 26
FAN_BAND = (0.05, 0.95)
DIFFERENCE_MARKS = {"acts": "v", "changes": "s", "signals": "o"}


@style.in_style
def comparison_page(found: Comparison, dyads: Sequence[str] | None = None) -> Figure:
    """Return the page of a comparison of any number of scenarios.

    Parameters
    ----------
    found : Comparison
    dyads : sequence of str, optional
        Such as ["IRN>AZE"]; those that change most for their base when not given.

    Returns
    -------
    matplotlib.figure.Figure
        10 inches wide, as high as its panels need.
    """
    shown = list(dict.fromkeys(row["dyad"] for row in found.leading_rows())) if dyads is None else list(dyads)
    leads = {dyad: _leading_outcome(found, dyad) for dyad in shown}
    chances = chances_since_parting(found)
    classes = list(dict.fromkeys(row["outcome"] for row in chances))
    strip, dots = STRIP * (1 + len(found.others)), DOT * len(shown) * len(classes) * len(found.results) ** 0.5
    heights = [strip, *[PANEL] * len(shown), dots]
    title = textwrap.wrap(_title(found, leads).replace(" %", "\N{NO-BREAK SPACE}%"), TITLE_LETTERS)
    handles = _handles(found)
    columns = max(1, LINE_LETTERS // (8 + max(len(result.scenario.name) for result in found.results)))
    head = HEAD + LINE * (len(title) - 1 + -(-len(handles) // columns))
    total = sum(heights) + GAP * len(heights) + head + FOOT
    figure = style.NotebookFigure(figsize=(WIDTH, total))
    figure.text(LEFT, 1 - 0.12 / total, "\n".join(title), size=13, weight="bold", va="top")
    below = 0.2 + LINE * len(title)
    figure.text(LEFT, 1 - below / total, _subtitle(found), size=9, va="top", color=style.INK)
    figure.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(LEFT - 0.01, 1 - (below + 0.16) / total),
        ncols=columns,
        handlelength=3.2,
    )
    options = {"left": 0.085, "right": 0.925, "top": 1 - (head + 0.3) / total, "bottom": FOOT / total}
    grid = figure.add_gridspec(
        len(heights), 2, height_ratios=heights, width_ratios=[1.35, 1], wspace=0.2, hspace=GAP * len(heights) / sum(heights), **options
    )  # fmt: skip
    top = figure.add_subplot(grid[0, 0])
    _draw_strip(top, found)
    for place, (dyad, outcome) in enumerate(leads.items(), start=1):
        scenario_fans(found, dyad, figure.add_subplot(grid[place, 0], sharex=top))
        _draw_chances_by_date(figure.add_subplot(grid[place, 1]), found, dyad, outcome)
    wide = figure.add_gridspec(
        len(heights), 1, height_ratios=heights, hspace=GAP * len(heights) / sum(heights), **(options | {"left": 0.15})
    )
    _draw_dots(figure.add_subplot(wide[-1, 0]), chances, shown, classes, _forced(found))
    return figure


def _leading_outcome(found: Comparison, dyad: str) -> str:
    """Return the class of acts of a dyad that any of the scenarios changes most."""
    rows = [leading_row(found.common_rows(other), dyad) for other in found.others]
    return str(max(rows, key=row_effect)["outcome"])


def _title(found: Comparison, leads: dict[str, str]) -> str:
    """Return the finding: the largest change, in words."""
    if not any(pairing.differ for pairing in found.pairings):
        return "No difference: no act differs in any history"
    dyad, outcome = next(iter(leads.items()))
    own = [row for row in _changes(found) if (row["dyad"], row["outcome"]) == (dyad, outcome)]
    most = max(own, key=lambda row: abs(row["chance"] - row["before"]))
    return (
        f"{dyad.replace('>', f' {style.ARROW} ')}: a {outcome} act in {percent(most['chance'])} of histories under {most['scenario']}, "
        f"{percent(most['before'])} under {most['base']}"
    )


def _changes(found: Comparison) -> list[Row]:
    """Return the changes of all scenarios in the quarter after the first of them parts."""
    return [row for other in found.others for row in found.common_rows(other)]


def _subtitle(found: Comparison) -> str:
    """Return what is compared, over which weeks, and how many histories there are."""
    row = found.common_rows(found.others[0])[0]
    dates = f"{style.day_text(row['since'])} to {style.day_text(row['until'])}"
    return f"Within the quarter after they part, {dates}; {found.extent} of each scenario on the same luck"


def _look(place: int) -> dict[str, Any]:
    """Return colour and dash of a scenario by its place."""
    return {
        "color": style.take(style.SCENARIO_COLOURS, place),
        "linestyle": style.SCENARIO_DASHES[place % len(style.SCENARIO_DASHES)],
    }


def _handles(found: Comparison) -> list[Line2D]:
    """Return which line is which scenario."""
    handles = [Line2D([], [], color=style.GREY, linewidth=1.2, label="record")]
    for place, result in enumerate(found.results):
        marker = style.take(style.SCENARIO_MARKERS, place)
        handles.append(Line2D([], [], marker=marker, markersize=5, label=result.scenario.name, **_look(place)))
    return handles


def _week_dates(found: Comparison) -> Any:
    """Return the Mondays of the run."""
    first = np.datetime64(week_date(found.base.world.first_week), "ns")
    return first + np.arange(found.base.scenario.weeks) * np.timedelta64(DAYS_PER_WEEK, "D")


def _draw_strip(ax: Axes, found: Comparison) -> None:
    """Draw when the files of each scenario differ from those of the base: a line a scenario, a mark a dated difference."""
    weeks = _week_dates(found)
    begin: Any = weeks[found.pairings[0].begin]
    for place, other in enumerate(found.others):
        line, colour = len(found.others) - place, style.take(style.SCENARIO_COLOURS, place + 1)
        marks = list(_dated(found.base, other))
        for kind, date in dict.fromkeys((kind, date) for kind, date, _ in marks):
            ax.plot(date, line, DIFFERENCE_MARKS[kind], color=colour, markersize=5, clip_on=False)
        last = max((date for _, date, _ in marks), default=weeks[0])
        late = last > weeks[2 * len(weeks) // 3]
        where = min((date for _, date, _ in marks), default=weeks[0]) if late else last
        ax.annotate(
            _shorten(_what_differs(found, other, [text for *_, text in marks])), (where, line), (-7 if late else 7, 0),
            textcoords="offset points", va="center", ha="right" if late else "left", size=8, color=colour,
        )  # fmt: skip
    ax.axvline(begin, color=style.INK, linewidth=0.8, linestyle=":")
    ax.set_ylim(0.4, len(found.others) + 0.6)
    ax.set_yticks([])
    ax.grid(visible=False)
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(axis="x", length=0, labelbottom=False)
    ax.set_title("What the files change, and when; at the dotted line they part")


def _dated(base: Result, other: Result) -> Iterator[tuple[str, Any, str]]:
    """Yield kind, date and words of each dated act, change and signal that only the other scenario has."""
    rungs = base.scenario.region.rungs
    for kind in DIFFERENCE_MARKS:
        ours, theirs = (getattr(one.scenario, kind) for one in (base, other))
        for sign, items, known in (("", theirs, ours), ("no ", ours, theirs)):
            for item in items:
                if item not in known:
                    yield (
                        kind,
                        np.datetime64(max(item.date, base.scenario.start)),
                        f"{sign}{_short_text(kind, item, rungs)}",
                    )


def _short_text(kind: str, item: Any, rungs: Sequence[Any]) -> str:
    """Return an act, change or signal in a few words."""
    if kind == "changes":
        return f"{item.path.removesuffix('.status')} = {item.value:g}"
    if kind == "signals":
        return f"{item.source} signals {item.issue}"
    name = rungs[rung_of_act(item.rung, item.code, rungs)].key.replace("_", " ")
    return f"{item.source}{style.ARROW}{item.target} {name}"


def _what_differs(found: Comparison, other: Result, dated: Sequence[str]) -> str:
    """Return in words what the files change: dated things, each once with its number, then what is set otherwise."""
    counts = {text: dated.count(text) for text in dict.fromkeys(dated)}
    words = [f"{count} {style.TIMES_SIGN} {text}" if count > 1 else text for text, count in counts.items()]
    undated = [line[2:].split(" (")[0] for line in found.differences(other) if line.startswith("~")]
    return ", ".join([*words, *undated]) or "nothing"


def _shorten(text: str) -> str:
    """Return a text cut to the room there is."""
    return (
        text
        if len(text) <= LABEL_LETTERS
        else f"{text[: LABEL_LETTERS - 1].rsplit(',', 1)[0]}, \N{HORIZONTAL ELLIPSIS}"
    )


@style.in_style
def scenario_fans(found: Comparison, dyad: str, ax: Axes | None = None) -> Axes:
    """Draw the record of a dyad, then mean and middle band of the tension of every scenario from the week in which they part.

    Parameters
    ----------
    found : Comparison
    dyad : str
        Such as "IRN>AZE".
    ax : matplotlib.axes.Axes, optional
        Where to draw; a new figure with a legend if not given.

    Returns
    -------
    matplotlib.axes.Axes
        The axes drawn on; y in Goldstein points, hostile positive.
    """
    legend, ax = ax is None, style.new_axes() if ax is None else ax
    actor, target = dyad.split(">")
    i, j = (found.states.index(code) for code in (actor, target))
    weeks, past = _week_dates(found), record_tension(found.base.world, i, j)[-RECORD_WEEKS:]
    before = weeks[0] - np.arange(len(past), 0, -1) * np.timedelta64(DAYS_PER_WEEK, "D")
    ax.plot(before, past, color=style.GREY, linewidth=1.2)
    for place, result in enumerate(found.results):
        start = max(found.pairings[0].begin - 1, 0) if place else 0
        mean, (low, high) = result.tally.tension.course(i, j, FAN_BAND)
        mean, low, high = (line[start:] for line in (mean, low, high))
        colour = _look(place)["color"]
        ax.fill_between(weeks[start:], low, high, color=colour, alpha=0.13, linewidth=0)
        for end in (low, high):
            ax.plot(weeks[start:], end, linewidth=0.7, alpha=0.7, **_look(place))
        ax.plot(weeks[start:], mean, linewidth=2, **_look(place))
    ax.axvline(weeks[found.pairings[0].begin], color=style.INK, linewidth=0.8, linestyle=":")
    ax.set_ylabel("Tension (Goldstein points)")
    ax.set_title(
        f"{actor} {style.ARROW} {target}: tension, its mean and 90 % of histories", color=style.actor_colour(actor)
    )
    style.date_axis(ax, 7)
    if legend:
        ax.legend(handles=_handles(found), handlelength=3.2, loc="upper left", bbox_to_anchor=(0, -0.09), ncols=2)
    return ax


def _draw_chances_by_date(ax: Axes, found: Comparison, dyad: str, outcome: str) -> None:
    """Draw the chance that a class of act of a dyad has come since the scenarios parted, by date."""
    actor, target = dyad.split(">")
    i, j = (found.states.index(code) for code in (actor, target))
    weeks = _week_dates(found)[found.pairings[0].begin :]
    ends_of_weeks = np.append(weeks, weeks[-1] + np.timedelta64(DAYS_PER_WEEK, "D"))
    courses = [
        found.pairings[0].course_of_chance(outcome)[0],
        *(p.course_of_chance(outcome)[1] for p in found.pairings),
    ]
    lines = [course[i, j, found.pairings[0].begin :] for course in courses]
    for place, line in enumerate(lines):
        ax.plot(ends_of_weeks, np.append(0, line), linewidth=2, clip_on=False, **_look(place))
    top = max(float(line[-1]) for line in lines)
    ax.set_ylim(0, min(1, max(1.15 * top, 0.05)))
    first, last = found.common_window(found.others[0])
    if last - first + 1 < len(weeks):
        ax.axvline(weeks[last - first + 1], color=style.GREY, linewidth=0.8, linestyle="--")
        ax.text(weeks[last - first + 1], 0.03, " quarter", transform=ax.get_xaxis_transform(), size=8, color=style.GREY)
    ax.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %", decimals=0))
    ends = [float(line[-1]) for line in lines]
    end_labels(ax, ends, [percent(end) for end in ends], [_look(place)["color"] for place in range(len(ends))])
    ax.set_title(f"Chance of a {outcome} act so far", color=style.actor_colour(actor))
    style.date_axis(ax, 5)


def _forced(found: Comparison) -> set[tuple[str, str]]:
    """Return scenario and dyad wherever a scenario forces acts within the quarter that its base does not."""
    return {(row["scenario"], row["dyad"]) for row in _changes(found) if not row["free"]}


def _draw_dots(
    ax: Axes, chances: Sequence[Row], dyads: Sequence[str], classes: Sequence[str], forced: set[tuple[str, str]]
) -> None:
    """Draw the chances of a quarter as dots with their intervals, a row a dyad and class of act, on a linear axis; hollow where forced."""
    end = min(row["until"] for row in chances)
    quarter = [row for row in chances if row["until"] == end and row["dyad"] in dyads]
    rows = [(dyad, outcome) for dyad in dyads for outcome in classes]
    scenarios = list(dict.fromkeys(row["scenario"] for row in quarter))
    by_key = {(row["scenario"], row["dyad"], row["outcome"]): row for row in quarter}
    for place, scenario in enumerate(scenarios):
        shift = 0.62 * ((len(scenarios) - 1) / 2 - place) / len(scenarios)
        own = [by_key[scenario, *row] for row in rows]
        low, chance, high = (column(own, name) for name in ("low", "chance", "high"))
        heights = np.arange(len(rows))[::-1] + shift
        look = _look(place)
        ax.hlines(heights, low, high, color=look["color"], linewidth=1.3)
        marker = style.take(style.SCENARIO_MARKERS, place)
        hollow = np.array([(scenario, dyad) in forced for dyad, _ in rows])
        for kind, face in ((~hollow, look["color"]), (hollow, "white")):
            ax.plot(
                chance[kind], heights[kind], marker, color=look["color"], markerfacecolor=face, markersize=5,
                clip_on=False,
            )  # fmt: skip
    ax.set_yticks(range(len(rows))[::-1], [f"{dyad.replace('>', style.ARROW)} {outcome}" for dyad, outcome in rows])
    for label, (dyad, _) in zip(ax.get_yticklabels(), rows, strict=True):
        label.set_color(style.actor_colour(dyad[: dyad.index(">")]))
    for edge in range(len(classes), len(rows), len(classes)):
        ax.axhline(edge - 0.5, color=style.GREY, linewidth=0.8)
    ax.set_ylim(-0.6, len(rows) - 0.4)
    ax.set_xlim(0, min(1.0, 1.05 * max(row["high"] for row in quarter) + 0.01))
    ax.xaxis.set_major_formatter(PercentFormatter(1, symbol=" %", decimals=0))
    ax.grid(visible=False, axis="y")
    ax.tick_params(axis="y", length=0)
    note = "; hollow: the scenario forces acts" if any(dyad in dyads for _, dyad in forced) else ""
    ax.set_title(f"Chance of at least one act within the quarter, with 95 % intervals{note}")
