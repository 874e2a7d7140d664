"""What a trial found, in words: how many claims the record supports, contradicts, decides in part or not at all, and whose reading differs.

A claim is supported or contradicted only where each of its tests says so; one that is decided and left open, or decided both ways, is
decided in part. A test in this model only says nothing of the record.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from araxes.claims.claim_file import CAPITALS
from araxes.claims.weigh import (
    CONFIRMED,
    CONTRADICTED,
    COUNTED,
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
from araxes.inputs.region import NEUTRAL
from araxes.wording import enumeration

if TYPE_CHECKING:
    from araxes.claims.hearing import Judgement
    from araxes.claims.trial import Ruling

_FOR, _AGAINST = (SUPPORTED, CONFIRMED), (CONTRADICTED, WRONG)
_OPEN = (UNDECIDED, UNTESTABLE, NOT_RUN)
IN_PART, OPEN_CLAIM = PARTLY, "cannot be decided here"
STANDINGS = (SUPPORTED, IN_PART, CONTRADICTED, OPEN_CLAIM)
"""How a whole claim may stand."""
FAMILY_TEXTS = {
    "one-way": "only reacts, never answered",
    "spiral": "only reacts, and is answered",
    "mostly": "a quarter is of its own",
}
"""What is so of the side that is claimed only to react, in the families of `araxes.claims.histories` in which the claim holds."""


@show_card
class Differing(NamedTuple):
    """A verdict that a reading changes.

    Attributes
    ----------
    ruling : Ruling
    reading : str
        A capital, or the title of an assumption.
    judgement : Judgement
        What came of the test under that reading.
    """

    ruling: Ruling
    reading: str
    judgement: Judgement


def rulings_by_claim(rulings: Sequence[Ruling]) -> dict[str, list[Ruling]]:
    """Return rulings by the id of their claim, in their order."""
    found: dict[str, list[Ruling]] = {}
    for one in rulings:
        found.setdefault(one.claim.said.id, []).append(one)
    return found


def claim_standing(rulings: Sequence[Ruling], reading: str = NEUTRAL) -> str:
    """Return how a claim stands after all its rulings, one of `STANDINGS`.

    Parameters
    ----------
    rulings : sequence of Ruling
        All of the claim's.
    reading : str
        The neutral one, a capital, or the title of an assumption.
    """
    verdicts = _verdicts(rulings, reading)
    if not verdicts - {*_OPEN}:
        return OPEN_CLAIM
    if verdicts <= {*_FOR}:
        return SUPPORTED
    return CONTRADICTED if verdicts <= {*_AGAINST} else IN_PART


def _verdicts(rulings: Sequence[Ruling], reading: str = NEUTRAL) -> set[str]:
    """Return the verdicts on a claim that speak of the record."""
    return {one.by_reading[reading].verdict for one in rulings} - {MODEL_ONLY, COUNTED}


def readings_differing(rulings: Sequence[Ruling]) -> Iterator[Differing]:
    """Yield the verdicts that a capital or an assumption changes."""
    for one in rulings:
        for name, judgement in one.by_reading.items():
            if judgement.verdict != one.neutral.verdict:
                yield Differing(one, name, judgement)


def trial_answer(rulings: Sequence[Ruling]) -> list[str]:
    """Return the answer in a few lines: the finding, what is decided in part, whose reading differs, how sure it is."""
    parts = _parts_sentence(rulings)
    return [
        f"Finding: {standing_phrase(rulings)}.",
        *([f"In part: {parts}"] if parts else []),
        f"Readings: {capitals_phrase(rulings)}.{_assumed_sentence(rulings)}",
        f"How sure: {_power_sentence(rulings)}",
    ]


def standing_phrase(rulings: Sequence[Ruling], named: bool = True) -> str:
    """Return how many claims stand how, as a sentence without its full stop; with their names where they are wanted."""
    groups: dict[str, list[str]] = {standing: [] for standing in STANDINGS}
    for name, some in rulings_by_claim(rulings).items():
        groups[claim_standing(some)].append(name)
    size = sum(map(len, groups.values()))
    verbs = {
        SUPPORTED: "supports {}", CONTRADICTED: "contradicts {}", IN_PART: "decides {} in part", OPEN_CLAIM: "cannot decide {}",
    }  # fmt: skip
    told = [text.format(_count(groups[standing], named)) for standing, text in verbs.items() if groups[standing]]
    return f"Of {size} claim{'s' if size > 1 else ''} the record {enumeration(told)}"


def _count(names: Sequence[str], named: bool) -> str:
    """Return how many claims there are, and which."""
    return f"{len(names)} ({', '.join(names)})" if named and names else str(len(names))


def capitals_phrase(rulings: Sequence[Ruling]) -> str:
    """Return which claims the reading of a capital decides otherwise, as a part of a sentence."""
    by_claim: dict[str, dict[str, None]] = {}
    for one in readings_differing(rulings):
        if one.reading in CAPITALS:
            by_claim.setdefault(one.ruling.claim.said.id, {})[one.reading] = None
    told = ", ".join(f"{name} ({', '.join(capitals)})" for name, capitals in by_claim.items())
    return f"capitals disagree on {told}" if told else "no capital's reading changes a verdict"


def claims_title(rulings: Sequence[Ruling]) -> str:
    """Return the finding in a line: how many claims stand how, and where capitals disagree."""
    return f"{standing_phrase(rulings, named=False)}; {capitals_phrase(rulings)}"


def asked_text(one: Ruling) -> str:
    """Return what a test asks in a few words; of a family of histories, what is so in it."""
    return f"{one.asked}: {FAMILY_TEXTS[one.asked]}" if one.neutral.family else one.asked


def assumption_lines(rulings: Sequence[Ruling]) -> list[str]:
    """Return what an assumption beyond the readings of capitals would change, a line a verdict."""
    return [
        f"By assumption only ({one.reading}): {one.ruling.claim.said.id}, {one.ruling.asked}: {one.judgement.verdict}, "
        f"{one.judgement.found}."
        for one in readings_differing(rulings)
        if one.reading not in CAPITALS
    ]


def _assumed_sentence(rulings: Sequence[Ruling]) -> str:
    """Return which claims an assumption beyond the readings of capitals would decide otherwise; "" where there is none."""
    found = [one for one in readings_differing(rulings) if one.reading not in CAPITALS]
    names = dict.fromkeys(one.ruling.claim.said.id for one in found)
    return f" An assumption beyond the readings of capitals would change {', '.join(names)}." if names else ""


def _parts_sentence(rulings: Sequence[Ruling]) -> str:
    """Return what became of the claims that are decided in part; "" where there is none."""
    groups: dict[str, list[str]] = {}
    for name, some in rulings_by_claim(rulings).items():
        if claim_standing(some) == IN_PART:
            groups.setdefault(_part_text(_verdicts(some)), []).append(name)
    return "; ".join(f"{', '.join(names)}: {text}" for text, names in groups.items()) + "." if groups else ""


def _part_text(verdicts: set[str]) -> str:
    """Return what became of a claim that is decided in part."""
    good, bad = bool(verdicts & {*_FOR}), bool(verdicts & {*_AGAINST})
    decided = (
        "one test supports, another contradicts"
        if good and bad
        else "supported"
        if good
        else "contradicted"
        if bad
        else "as claimed in part"
    )
    also = ", one in part" if PARTLY in verdicts and (good or bad) else ""
    return f"{decided}{also}{', other tests left open' if verdicts & {*_OPEN} else ''}"


def _power_sentence(rulings: Sequence[Ruling]) -> str:
    """Return how many tests would have found the effect that they ask for, and what to think of the others."""
    powers = [one.neutral.power for one in rulings if one.neutral.power is not None]
    least = setting("claims.power_least")
    weak = [power for power in powers if power < least]
    tests = (
        f"{len(weak)} of {len(powers)} verdicts with a null have a power below {least:g}; what is found at low power is valid, its size "
        "inflated."
        if powers
        else "no test here has a null; rows are read, and power is not known."
    )
    others = {
        MODEL_ONLY: "a contrast in this model says nothing of history",
        NOT_RUN: "a replication needs a file that is not shipped",
    }
    there = {one.neutral.verdict for one in rulings}
    more = "; ".join(text for verdict, text in others.items() if verdict in there)
    return f"{tests} {more[0].upper()}{more[1:]}." if more else tests
