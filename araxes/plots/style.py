"""How every figure looks: lines and fonts from `araxes.mplstyle`, colours of actors and rungs, dates, wording.

Colours are those of Okabe and Ito (2008) and Tol (2021), which colour-blind readers can tell apart. A state has the
same colour in every figure.

A sheet: the empty page, with title and text at its head, on which several figures are put together.
"""

from __future__ import annotations

import datetime
import functools
import zlib
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import matplotlib as mpl
import matplotlib.dates
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm, to_hex, to_rgb
from matplotlib.figure import Figure, SubFigure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text

from araxes.dims import ACTOR, BASIS, QUANTILE, TARGET
from araxes.errors import printable

if TYPE_CHECKING:
    import xarray as xr

P = ParamSpec("P")
R = TypeVar("R")

DATES: Any = matplotlib.dates  # without types, whichever the release
STYLE = Path(__file__).with_name("araxes.mplstyle")
_SETTINGS = mpl.rc_params_from_file(STYLE, use_default_template=False)
"""Of the file. `matplotlib.style` would read all styles that matplotlib ships first."""
ARROW = "\N{RIGHTWARDS ARROW}"
TIMES_SIGN = "\N{MULTIPLICATION SIGN}"
TENSION_LABEL = "Tension (Goldstein points, hostile positive)"
TENSION_LIMIT = 5.0

INK = "#333333"
GREY = "#8c8c8c"
ACTOR_COLOURS = {
    "AZE": "#0072B2",
    "IRN": "#009E73",
    "ARM": "#E69F00",
    "RUS": "#CC79A7",
    "TUR": "#D55E00",
    "ISR": "#56B4E9",
    "USA": "#000000",
    "EU": "#8c8c8c",
    "GEO": "#b8a600",
}
FURTHER_COLOURS = ("#332288", "#88CCEE", "#44AA99", "#117733", "#999933", "#DDCC77", "#CC6677", "#882255", "#AA4499")
SCENARIO_COLOURS = ("#000000", "#882255", "#999933", "#332288", "#6b6b6b", "#AA4499", "#663300")
SCENARIO_MARKERS = ("o", "D", "s", "^", "v", "P", "X")
SCENARIO_DASHES: tuple[Any, ...] = (
    "-",
    (0, (5, 2)),
    (0, (1, 1.2)),
    (0, (6, 2, 1, 2)),
    (0, (3, 1)),
    (0, (8, 3)),
    (0, (1, 3)),
)
"""By which scenarios differ in grey print, beside their colours; the base is solid."""
LADDER = LinearSegmentedColormap.from_list(
    "ladder",
    [
        (0.0, "#08519c"),
        (0.2, "#6baed6"),
        (0.3, "#9e9e9e"),
        (0.4, "#d9b40b"),
        (0.7, "#e2711d"),
        (0.85, "#c4360c"),
        (1.0, "#67000d"),
    ],
)
FOOT_SIZE, FOOT_LINE = 8, 0.15
"""Of the words at the foot of a figure: points, and inches a line."""
LUMINANCE = (0.299, 0.587, 0.114)
TENSION = LinearSegmentedColormap.from_list("tension", ["#2166ac", "#92c5de", "#e4e4e4", "#f4a582", "#b2182b"])
MOST_LINES = 14
LINE_LETTERS = 170
TITLE_INCHES = 0.45
LINE_INCHES = 0.2


class NotebookFigure(Figure):
    """A figure that a notebook shows by itself, once, whether or not pyplot has been loaded."""

    def draw(self, renderer: RendererBase) -> None:
        """Draw the figure; what files say is drawn as it is written, control characters as their escapes."""
        for text in self.findobj(Text):
            text.set_text(printable(text.get_text(), keep="\n"))
        super().draw(renderer)

    def _repr_png_(self) -> bytes:
        """Return the figure as PNG, for notebooks."""
        buffer = BytesIO()
        self.savefig(buffer, format="png")
        return buffer.getvalue()


class Panel(Axes):
    """The axes of a figure of one panel, which a notebook shows as that figure."""

    def _repr_png_(self) -> bytes:
        """Return the whole figure as PNG, for notebooks."""
        buffer = BytesIO()
        figure_of(self).savefig(buffer, format="png")
        return buffer.getvalue()


def in_style(draw: Callable[P, R]) -> Callable[P, R]:
    """Let a function draw in the style of `araxes.mplstyle`, and leave the user's own settings as they were.

    Its figure says at the foot on which model and estimates the data that it was given rest, where they say it.
    """

    @functools.wraps(draw)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        with mpl.rc_context(_SETTINGS):
            drawn = draw(*args, **kwargs)
            for words in dict.fromkeys(map(basis_text, (*args, *kwargs.values()))):
                if words:
                    sign(drawn, words)
            return drawn

    return inside


def basis_text(data: Any) -> str:
    """Return on which model and estimates some data rest, "" where they do not say."""
    attrs = getattr(data, "attrs", {})
    return str(attrs.get(BASIS, "") if attrs else getattr(data, BASIS, ""))


def sign(drawn: Any, words: str) -> None:
    """Write words at the foot of a figure, small, below all else and once, however many of its panels say them.

    Parameters
    ----------
    drawn : matplotlib.axes.Axes, Figure, SubFigure, or a list or dict of these
    words : str
    """
    if isinstance(drawn, dict | list):
        for part in drawn.values() if isinstance(drawn, dict) else drawn:
            sign(part, words)
        return
    figure = drawn if isinstance(drawn, Figure) else drawn.get_figure(root=True)
    foot = next((text for text in figure.texts if text.get_gid() == BASIS), None)
    if foot is None:
        foot = figure.text(0.995, 0.005, words, gid=BASIS, parse_math=False, ha="right", va="bottom")
        foot.set(size=FOOT_SIZE, color=GREY)
    elif words not in foot.get_text().splitlines():
        foot.set_text(f"{foot.get_text()}\n{words}")
    layout = figure.get_layout_engine()
    if isinstance(layout, ConstrainedLayoutEngine):
        share = FOOT_LINE * len(foot.get_text().splitlines()) / figure.get_figheight()
        layout.set(rect=(0, share, 1, 1 - share))


@in_style
def new_axes(width: float = 8, height: float = 4.5) -> Axes:
    """Return the axes of a new figure of `width` by `height` inches."""
    return NotebookFigure(figsize=(width, height), layout="constrained").add_subplot(axes_class=Panel)


def figure_of(ax: Axes) -> Figure:
    """Return the whole figure that `ax` belongs to, to save or show it."""
    figure = ax.get_figure(root=True)
    if figure is None:
        raise ValueError("these axes have been removed from their figure")
    return figure


def home(ax: Axes) -> Figure | SubFigure:
    """Return the figure, or part of a page, that `ax` lies on."""
    figure = ax.get_figure()
    if figure is None:
        raise ValueError("these axes have been removed from their figure")
    return figure


def actor_colour(code: str) -> str:
    """Return the colour of an actor; one without a colour of its own gets one from its code, always the same."""
    return ACTOR_COLOURS.get(code, FURTHER_COLOURS[zlib.crc32(code.encode()) % len(FURTHER_COLOURS)])


def rung_colours(count: int = 11) -> list[str]:
    """Return the colours of `count` rungs, from cooperative (blue) over quiet (grey) to war (dark red)."""
    return [to_hex(LADDER(place)) for place in np.linspace(0, 1, count)]


def tension_norm(limit: float = TENSION_LIMIT) -> TwoSlopeNorm:
    """Return the scale of the tension palette, fixed from -`limit` to `limit` Goldstein points whatever the data."""
    return TwoSlopeNorm(0, -limit, limit)


def tension_colour(value: float, limit: float = TENSION_LIMIT) -> tuple[float, float, float, float]:
    """Return the colour of a tension, in Goldstein points, as red, green, blue and opacity in 0..1."""
    return TENSION(float(tension_norm(limit)(value)))


def text_on(colour: str | tuple[float, float, float, float]) -> str:
    """Return the colour of text that reads well on `colour`: white on dark, dark grey on light."""
    return "white" if float(np.dot(to_rgb(colour), LUMINANCE)) < 0.5 else INK


def date_axis(ax: Axes, ticks: int = 8) -> None:
    """Give `ax` a concise date axis with at most `ticks` marks."""
    locator = DATES.AutoDateLocator(minticks=max(2, 3 * ticks // 8), maxticks=ticks)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(DATES.ConciseDateFormatter(locator))


def day_text(date: Any) -> str:
    """Return a date as in "5 Jan 2026"."""
    day: datetime.date = np.asarray(date, dtype="datetime64[D]").item()
    return f"{day.day} {day:%b %Y}"


def period(weeks: xr.DataArray) -> str:
    """Return the first and the last of some dates, as in "5 Jan 2026 to 29 Jun 2026"; nothing if there are none."""
    return f"{day_text(weeks.values[0])} to {day_text(weeks.values[-1])}" if weeks.size else ""


def dyad_name(data: xr.DataArray) -> str:
    """Return "IRN -> AZE" (with an arrow) if `data` is of one dyad and says so in scalar coordinates, else nothing."""
    if any(dim not in data.coords or data.coords[dim].ndim for dim in (ACTOR, TARGET)):
        return ""
    return f"{data.coords[ACTOR].item()} {ARROW} {data.coords[TARGET].item()}"


def title_of(*parts: str) -> str:
    """Return a title from its parts, the empty ones left out."""
    return ", ".join(part for part in parts if part)


def goldstein_points(value: float) -> str:
    """Return Goldstein points with sign and one decimal; what rounds to 0 has no sign."""
    return f"{value:+.1f}".replace("-", "\N{MINUS SIGN}") if round(value, 1) else "0.0"


def symmetric_bands(quantiles: xr.DataArray) -> list[tuple[int, int]]:
    """Return the positions of lower and upper ends of the symmetric bands along `quantile`, outermost first.

    Parameters
    ----------
    quantiles : xarray.DataArray
        With a `quantile` coordinate in 0..1; 0.05 and 0.95 make a band, a quantile without its mirror makes none.
    """
    levels = [float(level) for level in quantiles[QUANTILE].values]
    pairs = [
        (i, j)
        for i, low in enumerate(levels)
        for j, high in enumerate(levels)
        if low < 0.5 and np.isclose(low + high, 1)
    ]
    return sorted(pairs, key=lambda pair: levels[pair[0]])


def band_name(quantiles: xr.DataArray, pair: tuple[int, int]) -> str:
    """Return a band in words, as in "5-95 %"."""
    low, high = (100 * float(quantiles[QUANTILE].values[place]) for place in pair)
    return f"{low:g}\N{EN DASH}{high:g} %"


def median(quantiles: xr.DataArray) -> xr.DataArray:
    """Return the quantile nearest to 0.5."""
    return quantiles.isel({QUANTILE: int(np.abs(quantiles[QUANTILE].values - 0.5).argmin())})


def legend_once(ax: Axes, **options: Any) -> None:
    """Draw the legend of `ax` with each label once, however often a figure was drawn over another."""
    handles, labels = ax.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))
    if once:
        ax.legend(list(once.values()), list(once), **options)


def take(colours: Sequence[str], place: int) -> str:
    """Return the colour at `place`, from the beginning again after the last."""
    return colours[place % len(colours)]


def sheet(
    size: tuple[float, float], title: str, words: Sequence[str], code: Sequence[str] = ()
) -> tuple[Figure, SubFigure]:
    """Return a page of `size` inches, headed by title, words and lines in monospaced type, and the part below."""
    figure = NotebookFigure(figsize=size, layout="constrained")
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
            color=INK,
            parse_math=False,
        )
    for place, line in enumerate(code, start=len(words)):
        top = 1 - (TITLE_INCHES + LINE_INCHES * (place + 0.4)) / inches
        head.text(0.012, top, line, size=8.5, family="monospace", va="top", color=INK, parse_math=False)
    return figure, body


def head_lines(figure: Figure, title: str, words: Sequence[str], size: float = 10, down: float = 0.0) -> None:
    """Write a title and lines of words at the head of a figure that is laid out by hand; words so many inches further down."""
    height = figure.get_figheight()
    figure.text(0.012, 1 - 0.08 / height, title, size=13, weight="bold", va="top", parse_math=False)
    for place, line in enumerate(words):
        top = 1 - (TITLE_INCHES + down + LINE_INCHES * place) / height
        figure.text(0.012, top, line, size=size, va="top", color=INK, parse_math=False)


def parts(parent: Figure | SubFigure, rows: int, columns: int, **options: Any) -> list[SubFigure]:
    """Return the parts into which a page, or a part of one, is divided."""
    return list(np.ravel(np.asarray(parent.subfigures(rows, columns, **options))))
