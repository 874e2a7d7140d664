"""What a sweep found of an outcome, in words: from what to what it goes, and where it is highest.

An outcome in words, for sentences (states by their names) and for figures (codes, an arrow); its values as a reader is told them.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.inputs.parameters import setting
from araxes.inputs.region import read_region
from araxes.results.intervals import ranks
from araxes.sweeps.leading import same_everywhere
from araxes.sweeps.table import NUMBER
from araxes.wording import MINUS, percent

if TYPE_CHECKING:
    from araxes.sweeps.table import SweepTable

PROBABILITY, WEEKS, GOLDSTEIN = "probability", "weeks", "Goldstein points"
CHANCE_NAME = re.compile(r"chance\.(\d+)\.(\w+)>(\w+)(?:\.(\d+))?$")
DYAD_NAME = re.compile(r"(\w+)>(\w+)$")


class Range(NamedTuple):
    """Between which means an outcome lies over the points of a sweep, in its units; whether they differ beyond their errors."""

    low: float
    high: float
    told: bool


def range_of(table: SweepTable, outcome: str) -> Range:
    """Return between which means an outcome lies, nan where no point has one.

    They differ beyond their errors where the sum of their squared deviations, in errors, is larger than luck would make it
    (`compare.level`). Points that share their luck differ by less than these errors say: what is told is told.
    """
    from scipy.special import chdtri

    mean, error = (getattr(table, name)[outcome].to_numpy(dtype=np.float64) for name in ("mean", "error"))
    seen = np.isfinite(mean)
    if not seen.any():
        return Range(math.nan, math.nan, told=False)
    low, high = float(mean[seen].min()), float(mean[seen].max())
    if same_everywhere(table, outcome) or low == high:
        return Range(low, high, told=False)
    known = seen & np.isfinite(error) & (error > 0)
    if known.sum() < 2:
        return Range(low, high, told=True)  # nothing random in it, or nothing known of it
    weight = error[known] ** -2
    centre = float((weight * mean[known]).sum() / weight.sum())
    size = float((weight * (mean[known] - centre) ** 2).sum())
    certain = bool((mean[seen & ~known] != centre).any()) and not error[seen & ~known].any()
    return Range(low, high, told=certain or size > chdtri(known.sum() - 1, 1 - setting("compare.level")))


def beyond_error(mean: Floats, error: Floats, at: int) -> Flags:
    """Return which means differ from that at one place by more than the errors of both tell; a mean without an error is exact."""
    from scipy.special import ndtri

    half = float(ndtri((1 + setting("compare.level")) * 0.5))
    known = np.nan_to_num(error)
    return np.asarray(np.abs(mean - mean[at]) > half * np.hypot(known, known[at]))


def amount_text(value: float, unit: str) -> str:
    """Return a value of an outcome: a chance in per cent, Goldstein points with two decimals, weeks with one, else three digits."""
    if unit == PROBABILITY:
        return percent(value)
    if unit == WEEKS:
        return f"{value:.1f}"  # what is counted in weeks says so in its name
    text = (f"{value:.2f}" if unit == GOLDSTEIN else f"{value:.3g}").replace("-", MINUS)
    return f"{text} {unit}" if unit == GOLDSTEIN else text


def range_text(low: float, high: float, unit: str) -> str:
    """Return two values with their unit once: "12 to 48 %"."""
    ends = [amount_text(low, unit), amount_text(high, unit)]
    if ends[0] == ends[1]:
        return ends[0]
    shared = next((tail for tail in (" %", f" {unit}") if all(end.endswith(tail) for end in ends)), "")
    return f"{ends[0].removesuffix(shared)} to {ends[1]}"


def outcome_title(table: SweepTable, outcome: str, arrow: str) -> str:
    """Return an outcome for the title of a figure: "IRN -> AZE, coercive act within 52 weeks", with `arrow` between the states."""
    found = CHANCE_NAME.match(outcome)
    if found:
        rung, actor, target, weeks = found.groups()
        return f"{actor} {arrow} {target}, {_act(table, outcome, int(rung))} within {weeks or table.weeks} weeks"
    label = str(table.outcomes["label"].get(outcome, outcome))
    dyad = DYAD_NAME.search(outcome)
    if dyad and label.endswith(f", {dyad[0]}"):
        return f"{dyad[1]} {arrow} {dyad[2]}, {label.removesuffix(f', {dyad[0]}')}"
    return label[:1].upper() + label[1:]


def outcome_words(table: SweepTable, outcome: str) -> str:
    """Return an outcome as the beginning of a sentence, states by their names."""
    found = CHANCE_NAME.match(outcome)
    if found:
        rung, actor, target, weeks = found.groups()
        act = _act(table, outcome, int(rung))
        lead = act if act.endswith("or above") else f"a {act}"
        return f"Chance of {lead} by {_name(actor)} against {_name(target)} within {weeks or table.weeks} weeks"
    label = str(table.outcomes["label"].get(outcome, outcome))
    dyad = DYAD_NAME.search(outcome)
    if dyad and label.endswith(f", {dyad[0]}"):
        label = f"{label.removesuffix(f', {dyad[0]}')}, {_name(dyad[1])} towards {_name(dyad[2])}"
    return label[:1].upper() + label[1:]


def _act(table: SweepTable, outcome: str, rung: int) -> str:
    """Return what an act of a rung or above is called."""
    coercion, violence = (int(setting(f"run.rung_{name}")) for name in ("coercion", "violence"))
    classes = {_head().hostile: "hostile", coercion: "coercive", violence: "violent"}
    if rung in classes:
        return f"{classes[rung]} act"
    label = str(table.outcomes["label"].get(outcome, outcome))
    return label.removeprefix("chance of ").split(" within ")[0].replace("_", " ")


class _Head(NamedTuple):
    """What sentences need of the shipped files: names of actors, and the first hostile rung."""

    names: dict[str, str]
    hostile: int


@functools.cache
def _head() -> _Head:
    """Return names of actors and the first hostile rung of the shipped files."""
    region = read_region(None)
    quiet = next(place for place, rung in enumerate(region.rungs) if rung.key == "quiet")
    return _Head({code: actor.name for code, actor in region.actors.items()}, quiet + 1)


def _name(code: str) -> str:
    """Return the name of a state, its code where it is none of the shipped ones."""
    return _head().names.get(code, code)


def factor_words(name: str) -> str:
    """Return a factor for a figure: its path as words, an issue without the word that all of them share."""
    parts = name.split(".")
    kept = parts[1:] if parts[0] == "issues" else parts
    return " ".join(kept).replace("_", " ")


def where_highest(table: SweepTable, outcome: str, name: Callable[[str], str] = str) -> str:
    """Return where an outcome is highest.

    Parameters
    ----------
    table : SweepTable
    outcome : str
    name : callable
        Returns how a factor is written.

    Returns
    -------
    str
        Of one factor the value: "IRN.temper.alarm is 2". Of several those that go along with the outcome, in ranks beyond what luck would
        show and at least half as closely as the first of them: "IRN.temper.alarm is high and scenario is baseline"; "" where none does.
    """
    mean = table.mean[outcome].to_numpy(dtype=np.float64)
    seen = np.flatnonzero(np.isfinite(mean))
    if len(table.factors) == 1:
        (factor,) = table.factors
        value = table.values[factor.name].to_numpy()[seen[mean[seen].argmax()]]
        return f"{name(factor.name)} is {value if isinstance(value, str) else format(value, '.3g')}"
    top = seen[np.argsort(-mean[seen], kind="stable")][: max(round(len(seen) * setting("discovery.highest")), 1)]
    moves = {
        factor.name: _rank_correlation(table.values[factor.name].to_numpy(dtype=np.float64)[seen], mean[seen])
        for factor in table.factors
        if factor.kind == NUMBER
    }
    least = max(map(abs, moves.values()), default=0.0) * 0.5
    said = []
    for factor in table.factors:
        if factor.kind != NUMBER:
            kept = {str(value) for value in table.values[factor.name].to_numpy()[top]}
            said += [f"{name(factor.name)} is {next(iter(kept))}"] if len(kept) == 1 else []
        elif abs(moves[factor.name]) >= least and moves[factor.name]:
            said += [f"{name(factor.name)} is {'high' if moves[factor.name] > 0 else 'low'}"]
    return " and ".join(said)


def _rank_correlation(x: Floats, y: Floats) -> float:
    """Return Spearman's rank correlation, 0 where luck would show as much (`compare.level`)."""
    from scipy.special import ndtri

    both = np.array([ranks(x), ranks(y)])
    if len(x) < len(both) + 1 or not np.ptp(both, axis=1).all():
        return 0.0
    value = float(np.corrcoef(both)[0, 1])
    half = float(ndtri((1 + setting("compare.level")) * 0.5)) / math.sqrt(len(x) - 1)
    return value if abs(value) > half else 0.0


def found_text(table: SweepTable, outcome: str) -> str:
    """Return what a sweep found of an outcome as a sentence."""
    unit, (low, high, told) = str(table.outcomes["unit"].get(outcome, "")), range_of(table, outcome)
    lead = outcome_words(table, outcome)
    if math.isnan(low):
        return f"{lead}: no point has a value."
    text = f"{lead}: {range_text(low, high, unit)}"
    if len(table.values) == 1:
        return f"{text}."
    if same_everywhere(table, outcome):
        return f"{lead}: the same at all points; {amount_text(high, unit)} at each of them."
    if not told:
        return f"{text}; {table.replicates:,} replicates a point do not tell these apart."
    return f"{text}{_highest(table, outcome)}."


def found_title(table: SweepTable, outcome: str, arrow: str) -> str:
    """Return what a sweep found of an outcome as the title of a figure, of one or two lines."""
    unit, (low, high, told) = str(table.outcomes["unit"].get(outcome, "")), range_of(table, outcome)
    lead = f"{outcome_title(table, outcome, arrow)}: {range_text(low, high, unit)}"
    if not told:
        return f"{lead},\nwhich {table.replicates:,} replicates a point do not tell apart"
    return lead + _highest(table, outcome, factor_words).replace(", ", ",\n", 1)


def _highest(table: SweepTable, outcome: str, name: Callable[[str], str] = str) -> str:
    """Return where an outcome is highest as the rest of a sentence."""
    where = where_highest(table, outcome, name)
    return f", highest where {where}" if where else ""
