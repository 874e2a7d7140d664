"""Expectations: what a scenario's file expects against its base, beside what the model says."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from araxes.inputs.parameters import setting
from araxes.inputs.region import dyad_of
from araxes.inputs.schema import Expectation
from araxes.results.changes import SIZES, Row, size_name
from araxes.results.pairing import label, simulated_window
from araxes.results.result import Result

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


AGREES, DISAGREES, TOO_CLOSE, NOT_SIMULATED = "agrees", "disagrees", "too close to say", "not simulated"
"""Verdicts on expectations; the last is that on weeks beyond the horizon."""

EXPECTATION_COLUMNS = (
    "scenario",
    "dyad",
    "outcome",
    "weeks",
    "expected",
    "model",
    "difference",
    "low",
    "high",
    "verdict",
)


def expectation_rows(found: Comparison) -> list[Row]:
    """Return each scenario's checkable expectations against the base beside what the model says; keys `EXPECTATION_COLUMNS`."""
    return [
        expectation_verdict(found, other, expectation)
        for other in found.others
        for expectation in other.scenario.expectations
        if expectation.against == found.base.scenario.name
    ]


def expectation_verdict(found: Comparison, other: Result, expectation: Expectation) -> Row:
    """Return one expectation beside the model's answer."""
    window = simulated_window(expectation.weeks, found.base.scenario.weeks - found.parting(other))
    row = {"scenario": other.scenario.name, "dyad": expectation.dyad, "outcome": expectation.outcome}
    row |= {"weeks": label(window or expectation.weeks), "expected": _words(expectation.sign, expectation.size)}
    if window is None:
        unknown = dict.fromkeys(("difference", "low", "high"), math.nan)
        return row | {"model": ""} | unknown | {"verdict": NOT_SIMULATED}
    place = tuple(found.states.index(code) for code in dyad_of(found.states, expectation.dyad, "comparison"))
    change = found.chance_difference(other, window, expectation.outcome)
    mean, low, high, sure = (float(part[place]) for part in (change.mean, change.low, change.high, change.sure))
    negligible = setting("compare.size_small")
    sign = 0 if not sure >= setting("compare.level") else int(np.sign(mean))
    nothing = not sign and -negligible < low <= high < negligible
    model = (
        _words("higher" if sign > 0 else "lower", size_name(mean)) if sign else "same" if nothing else "sign not sure"
    )
    ends = {"difference": mean, "low": low, "high": high}
    return row | {"model": model} | ends | {"verdict": _verdict(expectation, mean, sign, nothing)}


def _words(sign: str, size: str | None) -> str:
    """Return a sign and a size as a reader is told."""
    return f"{sign}, {size}" if size else sign


def _verdict(expectation: Expectation, mean: float, sign: int, nothing: bool) -> str:
    """Return whether the model agrees: about the sign (0 where it is not sure), and about the size where one is expected.

    `nothing` is whether the sign is not sure and the whole interval negligible.
    """
    negligible = abs(mean) < setting("compare.size_small")
    if expectation.sign == "same":
        agrees, disagrees = nothing or (bool(sign) and negligible), bool(sign) and not negligible
    else:
        wanted = 1 if expectation.sign == "higher" else -1
        agrees, disagrees = sign == wanted, nothing or sign == -wanted
    if disagrees:
        return DISAGREES
    if not agrees:
        return TOO_CLOSE
    place = SIZES.index(size_name(mean)) - SIZES.index(expectation.size) if expectation.size else 0
    return f"{AGREES}, but {'larger' if place > 0 else 'smaller'}" if place else AGREES
