"""Tests without planted worlds: rows that are there, days that are counted, and shares."""

from __future__ import annotations

import math

import numpy as np

from araxes.claims.claim_file import AT_LEAST, CLAIMED, OTHERWISE, RowsTest, ShareTest, UnprovokedTest
from araxes.claims.hearing import Hearing, Judgement
from araxes.claims.pacts import pact_years
from araxes.claims.timeline import days_since
from araxes.claims.weigh import CONFIRMED, CONTRADICTED, PARTLY, SUPPORTED, UNDECIDED, UNTESTABLE, WRONG
from araxes.inputs.parameters import setting
from araxes.wording import percent

_READS = {"in full": CONFIRMED, "in part": PARTLY, "not": WRONG}


def judge_rows(hearing: Hearing, test: RowsTest) -> Judgement:
    """Return whether rows say what is claimed, or as many days of a set are recorded as claimed."""
    if test.rows:
        return _cited(hearing, test)
    if test.busiest:
        return _busiest(hearing, test)
    count, of, late = _counted(hearing, test)
    low, high = test.at_least, test.at_most
    holds = (low is None or count >= low) and (high is None or count <= high)
    outcome = CLAIMED if holds else OTHERWISE
    asked = " and ".join([f"at least {low}"] * (low is not None) + [f"at most {high}"] * (high is not None))
    verdict = CONFIRMED if outcome == test.supports else WRONG
    if (
        late and (low is None or count < low) and (high is None or count <= high)
    ):  # what is still to come may decide otherwise
        verdict = PARTLY
    return Judgement(verdict, f"{count}{of}, claimed {asked}", figures={"count": count, "late": late})


def _cited(hearing: Hearing, test: RowsTest) -> Judgement:
    """Return what a reader finds in rows; rows whose dates run otherwise than claimed are wrong whatever they say."""
    date_of = dict(zip(hearing.history.columns["id"], hearing.history.columns["date"], strict=True))
    dates = [date_of[row] for row in test.rows]
    disordered = test.in_order and dates != sorted(dates)
    verdict = WRONG if disordered else _READS[test.reads]
    said = "dates run otherwise" if disordered else test.because
    number = f"{len(dates)} row{'s' if len(dates) > 1 else ''}"
    days = [date.isoformat() for date in dates]
    return Judgement(verdict, f"{number}: {said}", figures={"rows": list(test.rows), "dates": days})


def _busiest(hearing: Hearing, test: RowsTest) -> Judgement:
    """Return whether a span has an act on every day, or at least more days than any other, or fewer than another."""
    assert test.of is not None
    assert test.during is not None
    days = hearing.flags([test.of])
    first, last = (day.toordinal() - hearing.line.first for day in test.during)
    size = last - first + 1
    sums = np.convolve(days, np.ones(size, dtype=np.int64), mode="valid")
    count, apart = int(sums[first]), np.abs(np.arange(len(sums)) - first) >= size
    densest = int(sums[apart].max(initial=0))
    verdict = CONFIRMED if count == size else PARTLY if count >= densest else WRONG
    found = f"{count} of {size} days, densest other span {densest}"
    return Judgement(verdict, found, figures={"count": count, "days": size, "densest": densest})


def _counted(hearing: Hearing, test: RowsTest) -> tuple[int, str, int]:
    """Return how many days or years a test of rows counts, of what, and for how many days the record ends too early to tell."""
    if test.pacts:
        years = pact_years()
        return sum(years[tuple(sorted(pair.split("-")))] for pair in test.pacts), " years with a defence pact", 0
    assert test.of is not None
    if test.behind is None:
        return len(hearing.acts(test.of, test.during).each_day()), " days", 0
    assert test.days is not None
    ones, others = hearing.flags([test.behind]), hearing.flags([test.of])
    until = days_since(others[::-1])[::-1]
    followed = until <= test.days
    late = int((ones & ~followed & (np.arange(len(ones)) + test.days >= len(ones))).sum())
    open_ones = f", {late} too late to tell" if late else ""
    return int((ones & followed).sum()), f" of {int(ones.sum()) - late} followed{open_ones}", late


def judge_unprovoked(hearing: Hearing, test: UnprovokedTest) -> Judgement:
    """Return how many days of a set have none of another on the same day or in the days before: a count."""
    days, before = hearing.flags([test.of]), hearing.flags([test.by])
    alone = int((days & (days_since(before, own_day=True) > test.days)).sum())
    return Judgement(found=f"{alone} of {int(days.sum())}", figures={"count": alone, "days": int(days.sum())})


def judge_share(hearing: Hearing, test: ShareTest) -> Judgement:
    """Return whether a share of the days of a set has an act of a part of it at least, by the binomial distribution, which is exact."""
    days, part = (hearing.acts(name, test.during).each_day() for name in (test.of, test.part))
    size, count = len(days), int(np.isin(days, part).sum())
    if not size:
        return Judgement(UNTESTABLE, "no days", 0.0, figures={"count": 0, "days": 0})
    level = setting("claims.level")
    more = [_binomial(one, size, size, test.share) for one in range(size + 1)]
    less = [_binomial(0, one, size, test.share) for one in range(size + 1)]
    at_least, fewer = more[count] <= level, less[count] <= level
    finds_less = [one for one in range(size + 1) if less[one] <= level]
    power = _binomial(0, max(finds_less), size, test.power_at) if finds_less else 0.0
    weak = UNTESTABLE if power < setting("claims.power_least") else UNDECIDED
    claims_more = test.supports == AT_LEAST
    supported, contradicted = (at_least, fewer) if claims_more else (fewer, at_least)
    verdict = SUPPORTED if supported else CONTRADICTED if contradicted else weak
    bound = _highest_share(count, size, level)
    found = f"{count} of {size} days, at most {percent(bound)}"
    p = {
        "p_support": more[count] if claims_more else less[count],
        "p_contradict": less[count] if claims_more else more[count],
    }
    return Judgement(verdict, found, power, figures={"count": count, "days": size, "bound": bound, **p})


def _binomial(low: int, high: int, size: int, share: float) -> float:
    """Return the chance of low to high successes; where `high` is the size, of at least `low`."""
    return sum(math.comb(size, one) * share**one * (1 - share) ** (size - one) for one in range(low, high + 1))


def _highest_share(count: int, size: int, level: float) -> float:
    """Return the largest share under which so few or fewer would come with a chance of `level` (Clopper and Pearson 1934)."""
    low, high = count / size, 1.0
    while high - low > level / size / size:
        middle = (low + high) / 2
        low, high = (middle, high) if _binomial(0, count, size, middle) > level else (low, middle)
    return high
