"""The pages of a run: what each dyad does in how many weeks, how this goes on from the record, and how likely the worst is.

Read off counts, without labelled arrays and with places set by hand: figures of a run are to cost less than the run itself.
"""

from __future__ import annotations

import datetime
import itertools
import textwrap
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from araxes.array_types import Floats, Rungs
from araxes.plots import style
from araxes.plots.chances import spread_labels
from araxes.results.summary import acts_before, acts_told, directed_places, forced_weeks, free_rows, weekly_chances
from araxes.results.tally import COERCIVE, HOSTILE, VIOLENT
from araxes.units import DAYS_PER_WEEK
from araxes.wording import count_interval, percent, percent_interval

if TYPE_CHECKING:
    from araxes.results.result import Result

PAGE_WIDTH = 9.0
"""Inches: a page shown 900 pixels wide has its text in the size that is asked for."""
CLASSES = ("cooperative", "verbal", "coercive", "violent")
CLASS_SHADES = ("#a9c6de", "#e2a11d", "#d1500f", "#67000d")
PALE = 0.5
RECORD = "on record before"
DYADS_DRAWN = 4
LOOK_BACK = 26
"""Weeks over which the record's share of hostile weeks is taken."""
LEAST_PAST = 26
"""Weeks of the record that are drawn at least, where there are as many."""
HEAT = LinearSegmentedColormap.from_list("chance", ["#f7f7f7", "#fdc38d", "#d7301f", "#67000d"])
LINE_DASHES: tuple[Any, ...] = ("solid", (0, (5, 1.5)), (0, (2, 1)), (0, (6, 1.5, 1.5, 1.5)))
END_MARKS = ("o", "D", "s", "^")
INTERVAL_SHADE = 0.25
LAST_COLUMN = 1.31
"""Where the last column of numbers ends, in widths of its panel."""


def run_figures(result: Result) -> dict[str, Figure]:
    """Return all pages of a run by name."""
    return {name: run_page(result, name) for name in PAGES}


@style.in_style
def run_page(result: Result, name: str) -> Figure:
    """Return one page of a run: "weeks", "course" or "chances"."""
    return PAGES[name](result)


def _weeks_page(result: Result) -> Figure:
    """Return a page of how many weeks each dyad acts how, on average over replicates, with those on record beneath."""
    rows = result.leading_rows
    first, weeks = rows[0], result.scenario.weeks
    known = first["record_weeks"]
    before = f", on record {first['record_hostile_weeks']} of {known}" if known else ""
    title = f"{arrow(first['dyad'])} most hostile: {first['hostile_weeks']:.1f} of {weeks} weeks{before}"
    words = "weeks by class of act, on average over all histories; all other weeks are quiet"
    figure, height = _page(1.8 + 0.31 * len(rows), title, result, words)
    ax = _panel(figure, 0.95, 0.85, PAGE_WIDTH - 2.95, height - 1.15)
    places = np.arange(len(rows), dtype=np.float64)
    order = [dict(directed_places(result.world))[row["dyad"]] for row in rows]
    for counts, shift, thick, alpha in (
        (_simulated_classes(result), -0.14, 0.44, 1.0),
        (_record_classes(result), 0.26, 0.24, PALE),
    ):
        _draw_classes(ax, np.array([counts[:, i, j] for i, j in order]), places + shift, thick, alpha)
    low, high = (np.array([row[f"hostile_weeks_{end}"] for row in rows]) for end in ("low", "high"))
    ax.hlines(places - 0.14, low, high, color=style.INK, linewidth=1.2)
    ax.axvline(0, color=style.INK, linewidth=0.8)
    _name_rows(ax, rows)
    _write_weeks(ax, rows)
    least, most = ax.dataLim.intervalx
    ax.set_xlim(1.03 * min(least, -0.5), 1.03 * max(most, 0.5))
    ax.xaxis.set_major_locator(MaxNLocator(8, integer=True))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):g}"))
    ax.set_xlabel(
        "cooperative weeks   \N{LEFTWARDS ARROW}   0   \N{RIGHTWARDS ARROW}   weeks with a hostile act", size=9
    )
    handles = [Patch(color=colour, label=name) for colour, name in zip(CLASS_SHADES, CLASSES, strict=True)]
    handles += [
        Patch(color=style.GREY, label="wide: simulated"),
        Patch(color=style.GREY, alpha=PALE, label=f"narrow: {RECORD}"),
    ]
    figure.legend(
        handles=handles,
        loc="lower left",
        bbox_to_anchor=(0.02, 0.02),
        ncols=6,
        fontsize=8.5,
        columnspacing=1.2,
        handlelength=1.2,
    )
    return figure


def _simulated_classes(result: Result) -> Floats:
    """Return the mean number of weeks of each class, shape (classes, states, states)."""
    shares = result.tally.rungs.sum(axis=0) / result.replicates
    return np.stack([shares[..., span].sum(axis=-1) for span in _spans(result)])


def _record_classes(result: Result) -> Floats:
    """Return the number of weeks of each class in as many weeks of the record, shape (classes, states, states)."""
    record = acts_before(result.world)
    return np.stack([((record >= span.start) & (record < span.stop)).sum(axis=0) for span in _spans(result)]).astype(
        float
    )


def _spans(result: Result) -> list[slice]:
    """Return the rungs of each class."""
    told = acts_told(result.world)
    edges = [told[HOSTILE], told[COERCIVE], told[VIOLENT], len(result.world.constants.hostility)]
    return [slice(0, result.world.constants.quiet), *(slice(*ends) for ends in itertools.pairwise(edges))]


def _draw_classes(ax: Axes, counts: Floats, places: Floats, thick: float, alpha: float) -> None:
    """Draw bars of weeks, shape (dyads, classes): cooperative ones to the left, hostile ones to the right, the worst outermost."""
    up_to = np.cumsum(counts[:, 1:], axis=1)
    left = np.column_stack([-counts[:, 0], up_to - counts[:, 1:]])
    right = np.column_stack([np.zeros(len(counts)), up_to])
    low, high = (np.broadcast_to((places + side * thick)[:, None], left.shape) for side in (-0.5, 0.5))
    corners = np.stack(
        [np.stack(corner, axis=-1) for corner in ((left, low), (right, low), (right, high), (left, high))], axis=2
    )
    seen = counts > 0
    colours = np.broadcast_to(np.array(CLASS_SHADES, dtype=object), counts.shape)[seen]
    ax.add_collection(PolyCollection(list(corners[seen]), facecolors=list(colours), alpha=alpha, linewidths=0))


def _name_rows(ax: Axes, rows: Sequence[dict[str, Any]]) -> None:
    """Name the dyads at the left, in the colour of who acts."""
    across = ax.get_yaxis_transform()
    for place, row in enumerate(rows):
        colour = style.actor_colour(row["dyad"].split(">")[0])
        ax.text(
            -0.01,
            place,
            arrow(row["dyad"]),
            transform=across,
            color=colour,
            size=9,
            weight="bold",
            ha="right",
            va="center",
        )
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks([])


def _write_weeks(ax: Axes, rows: Sequence[dict[str, Any]]) -> None:
    """Write the numbers of hostile weeks at the right of each row: simulated with its interval, and on record."""
    across = ax.get_yaxis_transform()
    ax.text(1.02, -0.75, "hostile weeks", transform=across, size=8.5, va="bottom", weight="bold")
    ax.text(LAST_COLUMN, -0.75, "record", transform=across, size=8.5, va="bottom", weight="bold", ha="right")
    for place, row in enumerate(rows):
        mean = count_interval(*(row[f"hostile_weeks{end}"] for end in ("", "_low", "_high")))
        ax.text(1.02, place, mean, transform=across, size=8.5, va="center")
        ax.text(
            LAST_COLUMN, place, str(row["record_hostile_weeks"]), transform=across, size=8.5, va="center", ha="right"
        )


def _course_page(result: Result) -> Figure:
    """Return a page of the leading dyads: their hostile weeks on record, and the chance of one in every week simulated."""
    rows = result.leading_rows[:DYADS_DRAWN]
    first, weeks = rows[0], result.scenario.weeks
    ahead = first["hostile_weeks"] / weeks
    before = (
        f", {percent(first['record_hostile_weeks'] / first['record_weeks'])} of those before"
        if first["record_weeks"]
        else ""
    )
    title = f"{arrow(first['dyad'])}: a hostile act in {percent(ahead)} of weeks ahead{before}"
    words = f"black: share of hostile weeks in {LOOK_BACK} weeks of the record; colour: chance of a hostile act in a week, with interval"
    figure, height = _page(6.9, title, result, words)
    chances, places = weekly_chances(result.tally, result.fixed), dict(directed_places(result.world))
    record = acts_before(result.world, max(2 * weeks, LEAST_PAST) + LOOK_BACK)
    wide, high = (PAGE_WIDTH - 1.5) / 2, (height - 1.55) / 2
    panels, tops = [], []
    for number, row in enumerate(rows):
        bottom = 0.65 + (1 - number // 2) * (high + 0.5)
        ax = _panel(figure, 0.75 + number % 2 * (wide + 0.35), bottom, wide, high)
        ax.tick_params(labelleft=number % 2 == 0, labelbottom=number + 2 >= len(rows))  # all have the same axes
        i, j = places[row["dyad"]]
        tops.append(_draw_course(ax, result, record[:, i, j], [chances[k][i, j] for k in range(3)], row))
        panels.append(ax)
    top = min(1.0, max(1.1 * max(tops), 0.05))
    for ax in panels:
        ax.set_ylim(-0.045 * top, top)
        ax.yaxis.set_major_locator(MaxNLocator(5))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %" if share >= 0 else ""))
    return figure


def _draw_course(ax: Axes, result: Result, past: Rungs, ahead: Sequence[Floats], row: dict[str, Any]) -> float:
    """Draw one dyad: ticks at its hostile weeks on record, their share, and the simulated chance with its interval.

    Returns
    -------
    float
        How high it reaches, but for weeks in which the scenario itself sets a hostile act: a mark at the upper edge stands for these.
    """
    colour, start = style.actor_colour(row["dyad"].split(">")[0]), result.scenario.start.toordinal()
    hostile = past >= acts_told(result.world)[HOSTILE]
    days = start - DAYS_PER_WEEK * np.arange(len(past), 0, -1)
    share = _trailing(hostile, past >= 0)
    shown = slice(LOOK_BACK if len(past) > LOOK_BACK else 0, None)
    ax.plot(days[shown], share[shown], color=style.INK, linewidth=1.4)
    at = days[shown][hostile[shown]]
    bottom = ax.get_xaxis_transform()
    ticks = LineCollection(
        [[(day, 0.0), (day, 0.04)] for day in at], colors=style.INK, linewidths=1.1, transform=bottom
    )
    ax.add_collection(ticks, autolim=False)
    weeks = start + DAYS_PER_WEEK * np.arange(len(ahead[0]))
    mean, low, high = ahead
    if np.isfinite(low).all():
        ax.fill_between(weeks, low, high, color=colour, alpha=INTERVAL_SHADE, linewidth=0)
    ax.plot(weeks, mean, color=colour, linewidth=1.8)
    ax.axvline(start, color=style.INK, linewidth=0.8, linestyle=(0, (4, 3)))
    known = row["record_weeks"]
    before = f"{row['record_hostile_weeks']} of {known} weeks before, " if known else ""
    ax.set_title(f"{arrow(row['dyad'])}: {before}{row['hostile_weeks']:.1f} ahead", color=colour, size=9.5)
    _date_ticks(ax, int(days[shown][0]) if len(days[shown]) else start, int(weeks[-1]) + DAYS_PER_WEEK)
    set_by = forced_weeks(result.world, acts_told(result.world)[HOSTILE]).get(row["dyad"], [])
    edge = ax.get_xaxis_transform()
    ax.plot(weeks[set_by], np.ones(len(set_by)), "v", color=colour, markersize=5, clip_on=False, transform=edge)
    if set_by:
        ax.text(weeks[set_by[0]], 0.93, "set ", size=8, ha="right", va="center", color=colour, transform=edge)
    free = np.delete(np.fmax(mean, high), set_by)
    return float(np.nanmax(np.concatenate([share[shown], free, [0.0]])))


def _trailing(hostile: Any, known: Any) -> Floats:
    """Return the share of hostile weeks among those known of the last weeks, up to and with each; nan where none is known."""
    window = np.ones(LOOK_BACK)
    hits, seen = (np.convolve(flags, window)[: len(flags)] for flags in (hostile, known))
    share: Floats = np.divide(hits, seen, out=np.full(len(hostile), np.nan), where=seen > 0.5)
    return share


def _chances_page(result: Result) -> Figure:
    """Return a page of chances: of coercive acts and of hostile weeks for every dyad, and of coercive and violent acts by date."""
    first = max(free_rows(result, COERCIVE) or result.rows, key=lambda row: row["chance_coercive"])
    chance = percent_interval(*(first[f"chance_coercive{end}"] for end in ("", "_low", "_high")))
    title = f"{arrow(first['dyad'])}: {chance} chance of a coercive act within {result.scenario.weeks} weeks"
    words = (
        "the row acts, the column is acted upon; in brackets: on record, weeks with such an act among as many before"
    )
    set_by = forced_weeks(result.world, acts_told(result.world)[COERCIVE])
    words += "; set: by the scenario itself" if set_by else ""
    figure, height = _page(7.2, title, result, words)
    side = 2.75
    top = height - side - 0.4
    for name, left in ((COERCIVE, 0.95), (VIOLENT, 5.35)):
        _draw_matrix(_panel(figure, left, top, 3.1, side), result, name)
    for name, left in ((COERCIVE, 0.7), (VIOLENT, 5.15)):
        _draw_dates(_panel(figure, left, 0.65, 2.4, top - 1.45), result, name)
    return figure


def _draw_matrix(ax: Axes, result: Result, name: str) -> None:
    """Draw the chance of a class of acts within the horizon of every dyad, darker the likelier, with the weeks on record."""
    states, rows = result.world.states, {row["dyad"]: row for row in result.rows}
    set_by = forced_weeks(result.world, acts_told(result.world)[name])
    values = np.full((len(states), len(states)), np.nan)
    for dyad, (i, j) in directed_places(result.world):
        chance = values[i, j] = rows[dyad][f"chance_{name}"]
        ink = style.text_on(HEAT(chance))
        known = rows[dyad][f"record_{name}_weeks"]
        below = " ".join(["set"] * (dyad in set_by) + [f"({known})"] * (known > 0))
        ax.text(
            j, i - 0.13 * bool(below), percent(chance), ha="center", va="center", color=ink, size=9.5, weight="bold"
        )
        if below:
            ax.text(j, i + 0.25, below, ha="center", va="center", color=ink, size=8)
    ax.imshow(values, cmap=HEAT, vmin=0, vmax=1, aspect="auto", interpolation="nearest")
    ax.set_xticks(range(len(states)), states)
    ax.set_yticks(range(len(states)), states)
    for label in (*ax.get_xticklabels(), *ax.get_yticklabels()):
        label.set(color=style.actor_colour(label.get_text()), fontweight="bold", size=9)
    ax.grid(visible=False)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    ax.set_title(f"Chance of a {name} act within {result.scenario.weeks} weeks", size=9.5)


def _draw_dates(ax: Axes, result: Result, name: str) -> None:
    """Draw the chance by date of a class of acts for the likeliest dyads that the scenario leaves free, on a linear axis from 0."""
    least, places = acts_told(result.world)[name], dict(directed_places(result.world))
    reached, start = result.tally.reached_counts()[..., least] / result.replicates, result.scenario.start.toordinal()
    rows = [row for row in free_rows(result, name) if row[f"chance_{name}"] > 0]
    rows = sorted(rows, key=lambda row: -row[f"chance_{name}"])[:DYADS_DRAWN]
    days = start + DAYS_PER_WEEK * np.arange(len(reached) + 1)
    ends, colours = [], []
    for number, row in enumerate(rows):
        line = np.append(0, reached[:, *places[row["dyad"]]])
        colour = style.actor_colour(row["dyad"].split(">")[0])
        ax.plot(days, line, color=colour, linestyle=LINE_DASHES[number], clip_on=False)
        ax.plot(days[-1:], line[-1:], color=colour, marker=END_MARKS[number], markersize=4.5, clip_on=False)
        ends.append(float(line[-1]))
        colours.append(colour)
    if not rows:
        ax.text(0.5, 0.5, "in no history", ha="center", va="center", transform=ax.transAxes, size=9)
    top = max(1.15 * max(ends, default=0.0), 0.05)
    ax.set_ylim(0, min(1.0, top))
    high = ax.get_ylim()[1]
    for number, place in enumerate(spread_labels(ends, 0.085 * high, 0.03 * high, high)):
        text = f"{arrow(rows[number]['dyad'])}  {percent(ends[number])}"
        ax.text(
            1.045,
            place / high,
            text,
            transform=ax.transAxes,
            color=colours[number],
            size=8.5,
            va="center",
            weight="bold",
        )
    ax.yaxis.set_major_locator(MaxNLocator(5))
    ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:g} %"))
    ax.set_title(f"Chance of a {name} act by date", size=9.5)
    _date_ticks(ax, start, int(days[-1]), 3)


PAGES: dict[str, Callable[[Result], Figure]] = {"weeks": _weeks_page, "course": _course_page, "chances": _chances_page}


def _page(height: float, title: str, result: Result, words: str) -> tuple[Figure, float]:
    """Return an empty page with a title, what was run and what is shown at its head, and the inches left below these."""
    figure = style.NotebookFigure(figsize=(PAGE_WIDTH, height), dpi=100)
    run = f"{result.scenario.heading} ({result.extent}), {result.scenario.weeks} weeks from {style.day_text(result.scenario.start)}"
    lines = [*textwrap.wrap(run, 125), *textwrap.wrap(words[:1].upper() + words[1:], 125)]
    heads = textwrap.wrap(title, 84)
    down = 0.1
    for text in heads:
        figure.text(0.02, 1 - down / height, text, size=12.5, weight="bold", va="top")
        down += 0.24
    for text in lines:
        figure.text(0.02, 1 - (down + 0.02) / height, text, size=9, va="top", color=style.INK)
        down += 0.18
    return figure, height - down


def _panel(figure: Figure, left: float, bottom: float, width: float, height: float) -> Axes:
    """Return axes at a place given in inches from the lower left corner of a page."""
    across, up = figure.get_size_inches()
    return figure.add_axes((left / across, bottom / up, width / across, height / up))


def _date_ticks(ax: Axes, first: int, last: int, most: int = 6) -> None:
    """Give `ax`, whose x axis counts days, ticks at the first days of months, a few of them between two days."""
    months = [day for day in map(datetime.date.fromordinal, range(first, last + 1)) if day.day == 1]
    every = next((step for step in (1, 2, 3, 4, 6, 12, 24, 60) if len(months) / step <= most), len(months))
    chosen = [day for day in months if (day.year * 12 + day.month - 1) % every == 0] or [
        datetime.date.fromordinal(first)
    ]
    ax.set_xticks([day.toordinal() for day in chosen], [f"{day:%b %Y}" for day in chosen], size=8)
    ax.set_xlim(first, last)


def arrow(dyad: str) -> str:
    """Return a directed dyad, given as "IRN>AZE", as figures write it."""
    return dyad.replace(">", f" {style.ARROW} ")
