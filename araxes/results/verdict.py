"""What a comparison says in words: the answer in five lines, one sentence, and why nothing differs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from araxes.inputs.catalogue import change_text
from araxes.inputs.ladder import rung_of_act
from araxes.inputs.parameters import setting
from araxes.inputs.region import dyad_of
from araxes.inputs.scenario import Scenario
from araxes.inputs.schema import Act
from araxes.results.changes import (
    Row,
    fine_enough,
    leading_dyads,
    leading_row,
    row_effect,
    size_name,
    stands_out,
    sure_text,
    told_rows,
)
from araxes.results.pairing import Window, label
from araxes.results.result import Result
from araxes.results.tally import HOSTILE
from araxes.units import last_day, week_date
from araxes.wording import date_text, enumeration, percent, points, points_change, points_interval, span_text

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


# --- The answer --------------------------------------------------------------------------------------------------------------


def answer_lines(found: Comparison, about: Sequence[str] = ()) -> list[str]:
    """Return the answer of a comparison in five lines: what changes most, what else, how sure, a caveat, what next.

    Parameters
    ----------
    found : Comparison
    about : sequence of str
        Dyads to speak of first; by default those that change most for their base, then those of which the scenario speaks.
    """
    moving = [other for other in found.others if found.pairing(other).differ]
    if not moving:
        return [sentence(found, other) for other in found.others]
    lines = one_answer(found, moving[0], about) if len(found.others) == 1 else several_answers(found, about)
    return [*lines, sureness_line(found, about), CAVEAT.format(**_caveat_numbers()), next_line(found, about)]


def one_answer(found: Comparison, other: Result, about: Sequence[str]) -> list[str]:
    """Return what one scenario changes most, and what it does to the next dyad that was asked for, spoken of or moved."""
    dyads = dyads_to_tell(found, other, about)
    first, *rest = dyads
    lead = (not about and no_difference(found, other)) or _told_of(found, other, first)
    named = [dyad for dyad in _spoken_of(found, other) if dyad in rest]
    second = (named or rest)[:1]
    return [lead, *(f"Beside it, {_lower(_told_of(found, other, dyad, brief=True))}" for dyad in second)]


def several_answers(found: Comparison, about: Sequence[str]) -> list[str]:
    """Return what the scenario that moves most changes, and in a line what each other does to the dyad it moves most."""
    ranked = sorted(found.others, key=lambda other: -largest_effect(found, other, about))
    lead = _told_of(found, ranked[0], dyads_to_tell(found, ranked[0], about)[0])
    return [
        lead,
        f"The others: {'; '.join(_in_brief(found, other, about) for other in ranked[1:])}.{_late_text(found)}",
    ]


def _late_text(found: Comparison) -> str:
    """Say which scenarios part later than the first, so that the common window holds less of what follows; "" where none does."""
    said = []
    for other in found.others:
        first, last = found.common_window(other)
        if first < 0 and found.pairing(other).differ:
            start = date_text(week_date(found.base.world.first_week + found.parting(other)))
            said.append(
                f"{other.scenario.name} parts only on {start}, {max(last + 1, 0)} of these {last - first + 1} weeks follow"
            )
    return f" {enumeration(said, '; ', '; ')}: compare it with the base alone for its own quarter." if said else ""


def _told_of(found: Comparison, other: Result, dyad: str, brief: bool = False) -> str:
    """Return the sentence of the class of acts of a dyad that changes most for its base; briefly, without weeks and scenarios."""
    rows = found.common_rows(other)
    row = leading_row(rows, dyad)
    if brief:
        forced = "" if row["free"] else " (forced)"
        size = points_change(row["difference"], row["low"], row["high"])
        more = _how_sure(found, row["difference"], row["error"], row["sure"])
        chances = f"{percent(row['chance'])} against {percent(row['before'])}"
        if found.replicates > 1 and not any(told["dyad"] == dyad for told in told_rows(rows)):
            return f"{_act_text(found, dyad, row['outcome'])}{forced}: {chances}, no difference that can be told."
        return f"{_act_text(found, dyad, row['outcome'])}{forced}: {chances}, {size}; {more}."
    return sentence(found, other, dyad, found.common_window(other), row["outcome"])


def _in_brief(found: Comparison, other: Result, about: Sequence[str]) -> str:
    """Return in some words what a scenario changes most."""
    name, rows = other.scenario.name, found.common_rows(other)
    first = dyads_to_tell(found, other, about)[:1]
    if not first or not (about or leading_dyads(rows)):
        return f"{name} no difference that can be told"
    row = leading_row(rows, first[0])
    change = points_change(row["difference"], row["low"], row["high"])
    return f"{name} {first[0]} {row['outcome']} {percent(row['chance'])} against {percent(row['before'])}, {change}"


def _spoken_of(found: Comparison, other: Result) -> list[str]:
    """Return the dyads of which a scenario says what it expects against the base."""
    named = [e.dyad for e in other.scenario.expectations if e.against == found.base.scenario.name]
    return list(dict.fromkeys(named))


def _lower(text: str) -> str:
    """Return a sentence with a small first letter."""
    return text[:1].lower() + text[1:]


def sureness_line(found: Comparison, about: Sequence[str]) -> str:
    """Return in words what the intervals hold, and what of a single history is luck, weights and judged values."""
    holds = "luck, weights and judged values" if found.holds_doubt else "luck alone"
    lead = f"How sure: brackets are {percent(setting('compare.level'))} intervals over {holds}; {found.extent} on the same luck."
    if found.interrupted or found.replicates == 1:
        return lead
    other, dyad = _spoken_first(found, about)
    return f"{lead} {found.doubt(other, dyad, label(found.common_window(other))).brief()}"


def _spoken_first(found: Comparison, about: Sequence[str]) -> tuple[Result, str]:
    """Return the scenario that moves most, and the dyad that is spoken of first."""
    other = max(found.others, key=lambda one: largest_effect(found, one, about))
    return other, dyads_to_tell(found, other, about)[0]


CAVEAT = (
    "Caveat: of the hostile weeks that {shocks} dated shocks of the past brought on top, the model foresaw {share} % [{low}, {high}]: "
    "directions were right on the whole, sizes too small, so true changes may be larger (araxes shocks)."
)


def _caveat_numbers() -> dict[str, str]:
    """Return what was measured of the model's "what if"."""
    share, low, high = (points(setting(f"compare.foreseen{end}"), sign=False) for end in ("", "_low", "_high"))
    return {"shocks": f"{int(setting('compare.foreseen_shocks'))}", "share": share, "low": low, "high": high}


def next_line(found: Comparison, about: Sequence[str]) -> str:
    """Return where to look next."""
    _, dyad = _spoken_first(found, about)
    return (
        f"Next: pushes('{dyad}') says why, answer('CODE') speaks of another state or dyad, changes() has all windows."
    )


# --- What to speak of --------------------------------------------------------------------------------------------------------


def dyads_to_tell(found: Comparison, other: Result, about: Sequence[str] = ()) -> list[str]:
    """Return the dyads to speak of: those asked for, those that change most for their base, those of which the scenario speaks."""
    rows = found.common_rows(other)
    free = {row["dyad"] for row in rows if row["free"]}
    spoken = _spoken_of(found, other)
    asked = sorted(about, key=lambda dyad: (dyad not in spoken, -_size(rows, dyad)))
    leading = leading_dyads(rows)
    dyads = dict.fromkeys([*asked, *leading[:1], *spoken, *leading])
    known = free or {row["dyad"] for row in rows}
    return list(dyads) or sorted(known, key=lambda dyad: (-_size(rows, dyad), dyad))


def largest_effect(found: Comparison, other: Result, about: Sequence[str] = ()) -> float:
    """Return the largest effect of a scenario on the dyad that is spoken of first, 0 where none can be told."""
    rows = found.common_rows(other)
    dyads = dyads_to_tell(found, other, about) if about else leading_dyads(rows)
    return _size(rows, dyads[0]) if dyads else 0.0


def _size(rows: Sequence[Row], dyad: str) -> float:
    """Return the largest effect in the rows of a dyad."""
    return max((row_effect(row) for row in rows if row["dyad"] == dyad), default=0.0)


def leading_rows(found: Comparison, about: Sequence[str] = ()) -> list[Row]:
    """Return the rows of changes worth reading first, see `Comparison.leading_rows`."""
    most = int(setting("compare.dyads_shown"))
    ranked = sorted(found.others, key=lambda one: -largest_effect(found, one, about))
    if len(found.others) == 1:
        rows, first = found.common_rows(found.others[0]), dyads_to_tell(found, found.others[0], about)[:most]
        return [row for dyad in first for row in rows if row["dyad"] == dyad]
    dyads = list(dict.fromkeys(dyad for one in ranked for dyad in dyads_to_tell(found, one, about)[:most]))[:most]
    of_each = {one.scenario.name: found.common_rows(one) for one in found.others}
    out: list[Row] = []
    for dyad in dyads:
        loudest = max(ranked, key=lambda one: _size(of_each[one.scenario.name], dyad))
        outcome = leading_row(of_each[loudest.scenario.name], dyad)["outcome"]
        out += [r for rows in of_each.values() for r in rows if r["dyad"] == dyad and r["outcome"] == outcome]
    return out


# --- One sentence ------------------------------------------------------------------------------------------------------------


def sentence(
    found: Comparison, other: Result, dyad: str | None = None, window: Window | None = None, outcome: str | None = None
) -> str:
    """Return in words by how much the chance of an act of a dyad differs in a window, how large that is, and how sure."""
    name, base = other.scenario.name, found.base.scenario.name
    if why := why_zero(found, other):
        return f"No difference: {name} and {base} do not differ: every difference is exactly zero. {why}"
    lead = no_difference(found, other) if dyad is None and window is None else ""
    if lead:
        return lead
    which = dyad or found.focus(other)
    i, j = (found.states.index(code) for code in dyad_of(found.states, which, "comparison"))
    span = window or found.common_window(other)
    act = outcome or (str(leading_row(found.common_rows(other), which)["outcome"]) if dyad is None else HOSTILE)
    change = found.chance_difference(other, span, act)
    before, after = (float(part[i, j]) for part in found.chances_within(other, span, act))
    mean, low, high, sure = (float(part[i, j]) for part in (change.mean, change.low, change.high, change.sure))
    size = points_change(mean, low, high)
    more = _how_sure(found, mean, float(change.error[i, j]), sure)
    forced = " (forced)" if not _is_free(found, other, which, span) else ""
    return (
        f"{_act_text(found, which, act)}{forced} {_weeks(found, other, span)}: {percent(after)} under {name} against {percent(before)} "
        f"under {base}, {size}; {more}."
    )


def _act_text(found: Comparison, dyad: str, outcome: str) -> str:
    """Return a class of act of a dyad in words, as in "A hostile act by Iran against Azerbaijan"."""
    actors = found.base.scenario.region.actors
    source, target = (actors[code].name for code in dyad_of(found.states, dyad, "comparison"))
    return f"A {outcome} act by {source} against {target}"


def _is_free(found: Comparison, other: Result, dyad: str, window: Window) -> bool:
    """Return whether neither scenario forces an act of a dyad in a window."""
    name, weeks = other.scenario.name, label(window)
    own = [row for row in found.rows if (row["scenario"], row["dyad"], row["weeks"]) == (name, dyad, weeks)]
    return all(row["free"] for row in own)


def _weeks(found: Comparison, other: Result, window: Window) -> str:
    """Return a window in words, with its dates."""
    start = found.base.world.first_week + found.parting(other)
    since, until = week_date(start + window[0]), last_day(start + window[1])
    if window[0] > 0:
        weeks = f"week {window[0]}" if window[0] == window[1] else f"weeks {window[0]}-{window[1]}"
        return f"in {weeks} after they part ({span_text(since, until)})"
    count = window[1] - window[0] + 1
    return f"in the week of {date_text(since)}" if count == 1 else f"in the {count} weeks from {date_text(since)}"


def _how_sure(found: Comparison, mean: float, error: float, sure: float) -> str:
    """Return in words how large a change of a chance is, and, apart from that, how sure its direction."""
    if mean == error == 0:
        return "no difference"
    if found.replicates == 1:
        return "one replicate says nothing about its own error"
    told_by = "" if found.holds_doubt else ", of luck alone"
    return f"a {size_name(mean)} change, its direction {sure_text(sure)} sure{told_by}"


def no_difference(found: Comparison, other: Result) -> str:
    """Return in words that no chance of a dyad that is not forced differs, or "" where one does that is not negligible."""
    rows = [row for row in found.common_rows(other) if row["free"]]
    if found.replicates == 1 or not rows or stands_out(rows).any():
        return ""
    far = [max(abs(row["low"]), abs(row["high"])) for row in rows]
    most = rows[far.index(max(far))]
    names = f"{other.scenario.name} and {found.base.scenario.name}"
    close = fine_enough(rows, found.replicates) and max(far) <= setting("compare.size_moderate")
    lead = "No difference" if close else "No difference can be told"
    return (
        f"{lead} between {names} {_weeks(found, other, found.common_window(other))}: no chance of an act that neither forces changes by "
        f"{points(setting('compare.size_small'), sign=False)} points or more beyond luck; the widest interval is that of {most['dyad']} "
        f"({most['outcome']}), {points_interval(most['low'], most['high'])} points."
    )


def why_zero(found: Comparison, other: Result) -> str:
    """Return why nothing differs, or "" where something does."""
    if found.pairing(other).differ:
        return ""
    lines = found.differences(other)
    if not lines:
        return "The two scenarios are the same once resolved."
    ours, theirs = found.base.world.forced.forced, other.world.forced.forced
    if ours == theirs and found.base.scenario.acts != other.scenario.acts:
        return _covered(found.base.scenario, other.scenario)
    return "Nothing in the model answers to what the files change here: " + "; ".join(lines)


def _covered(base: Scenario, other: Scenario) -> str:
    """Return why acts that only one scenario has leave every weekly rung as it is."""
    only = [act for act in base.acts if act not in other.acts] + [act for act in other.acts if act not in base.acts]
    both = [act for act in base.acts if act not in only]
    parts = [f"{act.id} ({change_text(act)}) shares its week with {_at_least(act, both, base)}" for act in only]
    return "A week keeps one rung, that of its most hostile act: " + "; ".join(parts) + "."


def _at_least(act: Act, others: list[Act], scenario: Scenario) -> str:
    """Return which other acts of an act's dyad and week reach its rung."""
    rungs = scenario.region.rungs
    same = [
        one.id
        for one in others
        if (one.source, one.target) == (act.source, act.target)
        and scenario.week_of(one.date) == scenario.week_of(act.date)
        and rung_of_act(one.rung, one.code, rungs) >= rung_of_act(act.rung, act.code, rungs)
    ]
    return f"{', '.join(same)}, of the same rung or above" if same else "other acts of its dyad"
