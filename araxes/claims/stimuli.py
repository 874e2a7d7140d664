"""Files of motives: for one actor towards another, the dated acts of others that would call on each motive, and the words that speak of it.

Where no file speaks of a pair, motives are made of the record itself: what the target does and says to the actor, force by the target
against others, and what others do about each issue of the record. In it, too, the days of the actor's own acts and of stimuli are found.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NamedTuple

import numpy as np
from pydantic import Field

from araxes.array_types import Floats
from araxes.claims.acts import ActQuery, Several, find_acts, query_faults, rows_asked
from araxes.claims.parents import CONSTANT, DayArray, daily_pull
from araxes.display import show_card
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.chain import SUFFIX, path_inside
from araxes.inputs.faults import parse
from araxes.inputs.parameters import setting
from araxes.inputs.read import MOTIVES, folders, read_toml, short_path
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import ActorCode, Name, StrictTable, Text
from araxes.records.events import GENERAL
from araxes.records.history import History

QUIET_RUNG = "quiet"
"""The rung of the ladder above which an act is hostile."""
DENIALS = "016"
"""Denials: on a hostile rung, but no act against anybody."""
WHOSE_MOTIVES = "made of the record's issues, because no file of motives speaks of this pair"
STANDING = "Standing wants: what has no date stands in the constant."
UNSEEN = "What goes on inside the state, and what is hidden: neither has rows."
SINCERE = "Sincerity: a motive that is spoken of and one that is held look alike in dates."


class WantsHead(StrictTable):
    """Of whom and towards whom motives are asked about."""

    actor: ActorCode
    target: ActorCode
    question: Text
    source: Text
    not_identified: Several = Field(default_factory=list)


class MotiveTable(StrictTable):
    """One motive.

    Attributes
    ----------
    name, title, source : str
        `title` as it stands inside a sentence; `source` says on what the judgement rests.
    stimuli : list of ActQuery
        Acts of others that would call on it.
    words : list of str
        Issues of the record by which the actor's own acts speak of it.
    """

    name: Name
    title: Text
    source: Text
    stimuli: Annotated[list[ActQuery], Field(min_length=1)]
    words: Several = Field(default_factory=list)


class MotivesFile(StrictTable):
    """`motives/<ACTOR>.toml`."""

    wants: WantsHead
    act: list[ActQuery] = Field(default_factory=list)
    motive: list[MotiveTable] = Field(default_factory=list)


@show_card
@dataclass(frozen=True)
class MotiveSet:
    """What is asked about an actor: its acts, and the motives that they may serve.

    Attributes
    ----------
    actor, target : str
        Codes.
    names : tuple of str
        Of actor and target.
    question : str
    file : str
        As it stands in messages; "" where no file speaks of the pair.
    source : str
        On what the choice of motives rests.
    acts : tuple of ActQuery
        The actor's own acts, of which a parent is asked.
    motives : tuple of MotiveTable
    not_identified : tuple of str
        What no date or word of the record can tell.
    """

    actor: str
    target: str
    names: tuple[str, str]
    question: str
    file: str
    source: str
    acts: tuple[ActQuery, ...]
    motives: tuple[MotiveTable, ...]
    not_identified: tuple[str, ...]


def read_motives(actor: str, target: str, history: History, region: RegionFiles, own: Path | None = None) -> MotiveSet:
    """Return the motives to be asked about: from the file that speaks of the pair, a user's before a shipped one, else of the record.

    Raises
    ------
    InputError
        An unknown actor, an actor towards itself, and every fault of every file of motives that is read.
    """
    _check_pair(actor, target, region)
    found: MotiveSet | None = None
    for folder in folders(MOTIVES, own):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            pair = _pair(path_inside(path, folder))
            stranger = not set(pair) <= set(region.actors)  # a file that names nobody known is at fault
            if stranger or pair == (actor, target):
                found = _read_file(path, history, region)
    return found or issue_motives(actor, target, history, region)


def _check_pair(actor: str, target: str, region: RegionFiles) -> None:
    """Refuse actors that are not known, and an actor towards itself."""
    named = {"actor": actor, "target": target}
    faults = [
        unknown(Option(part), "", code, region.actors, "actor", step=_code_of(code, region))
        for part, code in named.items()
        if code not in region.actors
    ]
    if not faults and actor == target:
        faults = [Fault(Option("target"), "", repr(target), "another actor than the one that is asked about")]
    if faults:
        raise InputError(faults)


def _code_of(name: str, region: RegionFiles) -> str:
    """Return which code stands for an actor that is named in words or small letters, as a next step; nothing where none does."""
    said = name.casefold()
    codes = [code for code, actor in region.actors.items() if said in (code.casefold(), actor.name.casefold())]
    return f"Its code is {codes[0]}." if codes else ""


def _pair(path: Path) -> tuple[str, str]:
    """Return the actor and the target that a file names, "" for what it does not name as it should."""
    head = read_toml(path).get("wants")
    said = [head.get(part) if isinstance(head, dict) else None for part in ("actor", "target")]
    actor, target = (one if isinstance(one, str) else "" for one in said)
    return actor, target


def _read_file(path: Path, history: History, region: RegionFiles) -> MotiveSet:
    """Return one file of motives, or raise every fault of it."""
    file = short_path(path)
    parsed, faults = parse(MotivesFile, read_toml(path), file)
    if parsed is not None:
        faults = [*faults, *_faults(parsed, file, history, region)]
    if parsed is None or faults:
        raise InputError(faults)
    head = parsed.wants
    acts, motives = tuple(parsed.act), tuple(parsed.motive)
    names = region.actors[head.actor].name, region.actors[head.target].name
    return MotiveSet(
        head.actor, head.target, names, head.question, file, head.source, acts, motives, tuple(head.not_identified)
    )


def _faults(parsed: MotivesFile, file: str, history: History, region: RegionFiles) -> Iterator[Fault]:
    """Yield names that are not known, motives and words named twice, acts of somebody else, and a file without acts or motives."""
    head = parsed.wants
    for part in ("actor", "target"):
        if getattr(head, part) not in region.actors:
            yield unknown(file, f"wants.{part}", getattr(head, part), region.actors, "actor")
    for part, what in (("act", "a query of the actor's own acts"), ("motive", "a motive")):
        if not getattr(parsed, part):
            yield Fault(file, part, "none", f"at least one [[{part}]], {what}")
    yield from query_faults(parsed.act, file, "act", history, region)
    for index, query in enumerate(parsed.act, start=1):
        if query.source != [head.actor]:
            yield Fault(
                file, f"act[{index}].source", str(query.source or "nothing"), f'"{head.actor}": acts of the actor alone'
            )
    yield from _motive_faults(parsed, file, history, region)


def _motive_faults(parsed: MotivesFile, file: str, history: History, region: RegionFiles) -> Iterator[Fault]:
    """Yield what is wrong with the motives of a file."""
    names = Counter(one.name for one in parsed.motive)
    words = Counter(word for one in parsed.motive for word in dict.fromkeys(one.words))
    for index, one in enumerate(parsed.motive, start=1):
        key = f"motive[{index}]"
        if names[one.name] > 1 or one.name == CONSTANT:
            yield Fault(file, f"{key}.name", repr(one.name), f"each name once, and another than {CONSTANT!r}")
        yield from query_faults(one.stimuli, file, f"{key}.stimuli", history, region)
        for word in one.words:
            if word not in (*region.issues, GENERAL):
                yield unknown(file, f"{key}.words", word, [*region.issues, GENERAL], "issue")
            elif words[word] > 1:
                yield Fault(file, f"{key}.words", repr(word), "an issue that no other motive is spoken of by")


def issue_motives(actor: str, target: str, history: History, region: RegionFiles) -> MotiveSet:
    """Return motives made of the issues of the record, for a pair of which no file speaks.

    The acts are those towards the target, and where these fall on fewer days than `wants.least_acts`, those towards anybody.
    """
    names = region.actors[actor].name, region.actors[target].name
    hostile, coercion, violence = _rungs(region)
    last = len(region.rungs) - 1
    since = datetime.date.fromordinal(int(setting("wants.since")))
    query = ActQuery(source=[actor], target=[target], rung=(hostile, last), not_code=[DENIALS], since=since)
    few = len(find_acts(rows_asked(history, region), query).each_day()) < setting("wants.least_acts")
    acts = (query.model_copy(update={"target": []}) if few else query,)
    whole = {
        "deeds": (f"what {names[1]} does to it", ActQuery(source=[target], target=[actor], rung=(coercion, last))),
        "words": (
            f"what {names[1]} says to it",
            ActQuery(source=[target], target=[actor], rung=(hostile, coercion - 1), not_code=[DENIALS]),
        ),
        "force": (
            f"force of {names[1]} on others",
            ActQuery(source=[target], not_target=[actor], rung=(violence, last)),
        ),
    }
    made = [
        MotiveTable(name=name, title=title, source=WHOSE_MOTIVES, stimuli=[query])
        for name, (title, query) in whole.items()
    ]
    for issue, head in region.issues.items():
        query = ActQuery(issue=[issue], not_source=[actor], not_target=[actor])
        title = f"'{head.label or issue}'"
        made.append(
            MotiveTable(name=f"issue_{issue}", title=title, source=WHOSE_MOTIVES, stimuli=[query], words=[issue])
        )
    question = f"What does {names[0]} want?"
    return MotiveSet(actor, target, names, question, "", WHOSE_MOTIVES, acts, tuple(made), (STANDING, UNSEEN, SINCERE))


def _rungs(region: RegionFiles) -> tuple[int, int, int]:
    """Return the first hostile rung, and those from which an act is coercive and violent."""
    keys = [rung.key for rung in region.rungs]
    return keys.index(QUIET_RUNG) + 1, int(setting("run.rung_coercion")), int(setting("run.rung_violence"))


@show_card
class ActorDays(NamedTuple):
    """Days of one actor's acts and of the stimuli of its motives, counted from the first of a span.

    Attributes
    ----------
    first : datetime.date
        The first day of the span.
    span : int
        Days of the span.
    acts : ndarray of int, shape (acts,)
        Days with at least one act.
    spoken : ndarray, shape (acts, motives)
        Which motive the words of a day speak of; of several, in equal parts; zeros where they speak of none.
    motives : tuple of MotiveTable
    stimuli : tuple of ndarray of int
        Days of stimuli of each motive.
    left_out : tuple of str
        A sentence on the motives that are not asked about, for want of stimuli; none where all are.
    """

    first: datetime.date
    span: int
    acts: DayArray
    spoken: Floats
    motives: tuple[MotiveTable, ...]
    stimuli: tuple[DayArray, ...]
    left_out: tuple[str, ...] = ()

    def daily(self) -> list[Floats]:
        """Return the daily pull of each motive."""
        return [daily_pull(days, self.span, setting("wants.decay")) for days in self.stimuli]


def actor_days(asked: MotiveSet, record: History, region: RegionFiles) -> ActorDays:
    """Return the days of the acts and stimuli of a set of motives on a record, from `wants.since` on.

    Raises
    ------
    InputError
        Too few days of acts, or a motive of a file without any day of stimuli.
    """
    since, until = max(int(setting("wants.since")), record.header.first.toordinal()), record.header.last.toordinal()
    start = datetime.date.fromordinal(since)

    rows = rows_asked(record, region)

    def days_of(queries: Sequence[ActQuery]) -> DayArray:
        found = find_acts(rows, queries).each_day() - since
        return found[(found >= 0) & (found <= until - since)]

    acts = days_of(asked.acts)
    if len(acts) < setting("wants.least_acts"):
        allowed = f"at least {setting('wants.least_acts'):.0f}, for from fewer nothing is inferred"
        raise InputError(
            [Fault(Option("actor"), "", f"{asked.actor} with {len(acts)} days of acts since {start}", allowed)]
        )
    found = {one.name: days_of(one.stimuli) for one in asked.motives}
    least = 1 if asked.file else int(setting("wants.least_stimuli"))
    few = [(place, one) for place, one in enumerate(asked.motives, start=1) if len(found[one.name]) < least]
    if asked.file and few:
        got = f"queries that find no act from {start} to {record.header.last}"
        raise InputError(
            [Fault(asked.file, f"motive[{place}].stimuli", got, "at least one day of stimuli") for place, _ in few]
        )
    kept = tuple(one for one in asked.motives if len(found[one.name]) >= least)
    if not kept:
        got = f"no motive with {least} days of stimuli for {asked.actor} towards {asked.target}"
        step = "Write a file of motives of your own; see motives/IRN.toml."
        raise InputError([Fault(Option("target"), "", got, "a pair of which the record says more", step=step)])
    spoken = np.zeros((len(acts), len(kept)))
    for place, one in enumerate(kept):
        said = [query.model_copy(update={"issue": list(one.words)}) for query in asked.acts] if one.words else []
        spoken[:, place] = np.isin(acts, days_of(said)) if said else 0
    spoken /= np.maximum(spoken.sum(axis=1, keepdims=True), 1)
    rare = ", ".join(f"{one.title} ({len(found[one.name])})" for _, one in few)
    left_out = (f"What has too few days on record to ask about, in brackets how many: {rare}.",) if few else ()
    return ActorDays(start, until - since + 1, acts, spoken, kept, tuple(found[one.name] for one in kept), left_out)
