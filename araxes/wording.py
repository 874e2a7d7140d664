"""How chances and their changes are told in words: the same in sentences, tables and figures.

A chance is told in per cent, a change of a chance in points (of a hundred), beside the interval that holds it. Digits follow what is known:
whole points where the interval is wider than that, one decimal where it is narrower.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence

HUNDRED = 100
MINUS = "\N{MINUS SIGN}"
FINE, COARSE = 0.1, 10
"""Below so many points a decimal is shown; what is smaller than the first is told as such."""


def percent(share: float) -> str:
    """Return a share in 0..1 in per cent; only an exact 0 or 1 is written as 0 or 100 %."""
    value = HUNDRED * share
    if 0 < value < FINE:
        return f"<{FINE} %"
    if HUNDRED - 1 < value < HUNDRED:
        return f">{HUNDRED - 1} %"
    return f"{value:.1f} %" if 0 < value < COARSE else f"{value:.0f} %"


def points(change: float, decimals: int = 0, sign: bool = True) -> str:
    """Return a change of a chance, in -1..1, in points of a hundred; what rounds to 0 has no sign."""
    value = round(HUNDRED * change, decimals)
    text = f"{abs(value):.{decimals}f}"
    lead = "" if not value or (not sign and value > 0) else "+" if value > 0 else MINUS
    return lead + text


def decimals_of(low: float, high: float) -> int:
    """Return how many decimals of points an interval of a change of a chance deserves: none where it is a point or more to either side."""
    wide = (high - low) * HUNDRED * 0.5
    return 0 if math.isnan(wide) or wide >= 1 else 1


def points_interval(low: float, high: float) -> str:
    """Return an interval of a change of a chance in points, as in "[11, 21]"; nothing where none is known."""
    if math.isnan(low) or math.isnan(high):
        return ""
    decimals = decimals_of(low, high)
    return f"[{points(low, decimals, sign=False)}, {points(high, decimals, sign=False)}]"


def points_change(mean: float, low: float, high: float) -> str:
    """Return a change of a chance with its interval as a reader is told: "16 points more [11, 21]", "as often in both" where it is 0."""
    text = points(abs(mean), decimals_of(low, high), sign=False)
    unit = "point" if text == "1" else "points"
    said = f"{text} {unit} {'more' if mean > 0 else 'less'}" if mean else "as often in both"
    return f"{said} {points_interval(low, high)}".rstrip()


def percent_interval(share: float, low: float, high: float) -> str:
    """Return a chance with its interval, as in "42 % [33, 50]"; the chance alone where no interval is known."""
    return f"{percent(share)} {_ends(HUNDRED * low, HUNDRED * high)}".rstrip()


def count_interval(mean: float, low: float, high: float) -> str:
    """Return a mean number, of weeks for instance, with its interval, as in "4.8 [3.1, 6.5]"."""
    return f"{mean:.1f} {_ends(low, high)}".rstrip()


def enumeration(words: Sequence[str], comma: str = ", ", last: str = " and ") -> str:
    """Return words as a sentence enumerates them, as in "a, b and c"; at least one."""
    return last.join(filter(None, [comma.join(words[:-1]), words[-1]]))


def _ends(low: float, high: float) -> str:
    """Return the ends of an interval in brackets; "" where they are not known."""
    return "" if math.isnan(low) or math.isnan(high) else f"[{_short(low)}, {_short(high)}]"


def _short(value: float) -> str:
    """Return a number with one decimal below 10 and next to 100, and none between."""
    fine = FINE * 0.5 <= value < COARSE or HUNDRED - 1 < value < HUNDRED
    return f"{value:.1f}" if fine else f"{value:.0f}"


def date_text(date: datetime.date) -> str:
    """Return a date as in "1 June 2026"."""
    return f"{date.day} {date:%B %Y}"


def span_text(since: datetime.date, until: datetime.date) -> str:
    """Return two dates as in "1 June to 30 August 2026"."""
    first = f"{since.day} {since:%B}" if since.year == until.year else date_text(since)
    return f"{first} to {date_text(until)}"
