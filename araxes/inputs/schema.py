"""What each file may contain: its tables, their keys, and of parameters the units and the widest ranges, said here and nowhere else.

Unknown keys are refused; numbers are finite and never booleans; dates carry no time.
"""

from __future__ import annotations

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from araxes.display import show_card
from araxes.rules.luck import Luck
from araxes.rules.memory import Keep
from araxes.rules.terms import WEIGHTS
from araxes.units import SHARE, SHARE_OR_NONE, STATUS, TIE_OR_NONE, WEEKS, Kind, Section


def _plain_date(value: Any) -> Any:
    """Refuse a date with a time or a zone."""
    if isinstance(value, datetime.datetime) or not isinstance(value, datetime.date):
        raise PydanticCustomError("plain_date", "a plain date such as 2023-04-03, unquoted, without time or zone")
    return value


Date = Annotated[datetime.date, BeforeValidator(_plain_date)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Text = Annotated[str, Field(strict=True, min_length=1)]
ActorCode = Annotated[str, Field(strict=True, pattern=r"^[A-Z]{2,3}$")]
Name = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]


@show_card
class StrictTable(BaseModel):
    """A table that refuses keys it does not know."""

    # Built when first used: most verbs need few of the tables, and building all of them takes longer than reading a file.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class DatedEntry(StrictTable):
    """One entry of a dated series: the value in force from `since` on."""

    since: Date
    value: Number
    source: Text | None = None


class Leaf(StrictTable):
    """One documented value: constant or dated, with unit, range, source and confidence."""

    value: Number | None = None
    dated: list[DatedEntry] | None = None
    unit: Text
    range: tuple[Number, Number]
    plausible: tuple[Number, Number] | None = None
    source: Text
    confidence: Literal["published", "judged", "prior", "estimated"]
    sd: Number | None = None
    se: Number | None = None
    note: Text | None = None


Leaves = dict[str, Leaf]
Pairs = dict[str, Leaves]


class RedLine(Leaf):
    """A red line: the status at which it lies, and on which side the wrong lies."""

    side: Literal["above", "below"]


class Rung(StrictTable):
    """One rung of the ladder."""

    key: Name
    name: Text
    cameo: list[Text]
    code: Text
    goldstein: Annotated[Leaf, Section(Kind("Goldstein points"))]
    prior_share: Annotated[Leaf, Section(SHARE)]


class Node(StrictTable):
    """One question of the habit tree."""

    key: Name
    question: Text
    branches: list[tuple[Name, Name]]
    pool: Literal["region", "class"]
    shrinkage: Annotated[Leaf, Section(WEEKS)]


class LadderFile(StrictTable):
    """`ladder.toml`."""

    rung: list[Rung] = []
    node: list[Node] = []


class Issue(StrictTable):
    """One issue of `issues.toml`; in a user's file only what differs."""

    label: Text | None = None
    question: Text | None = None
    zero: Text | None = None
    one: Text | None = None
    known_to: list[ActorCode] | None = None
    status: Annotated[Leaf | None, Section(STATUS)] = None


class RelationsFile(StrictTable):
    """`relations.toml`."""

    tie: Annotated[Pairs, Section(TIE_OR_NONE, ("actor", "actor"), undirected=True)] = {}
    contiguity: Annotated[Pairs, Section(Kind("flag", 0, 1, implicit=0), ("actor", "actor"), undirected=True)] = {}
    format: Annotated[Pairs, Section(SHARE_OR_NONE, ("actor", "actor"), undirected=True)] = {}
    guarantee: Annotated[Pairs, Section(SHARE_OR_NONE, ("actor", "actor"))] = {}


HABIT = (
    "borrowing",
    "anchor",
    "anchor_shrinkage",
    "pool_floor",
    "class_floor_words",
    "class_floor_violence",
    "class_floor_war",
    "credit_cap",
)
THRESHOLDS = ("coercion_rung", "accord_rung", "violence_rung")
CAPABILITY = {"spending": Kind("billion USD", 0, positive=True), "personnel": Kind("thousand", 0, positive=True)}


class BehaviourFile(StrictTable):
    """`behaviour.toml`."""

    weight: Annotated[Leaves, Section(Kind("logits"), keys=WEIGHTS)] = {}
    memory: Annotated[Leaves, Section(Kind("weeks", 0, positive=True), keys=Keep._fields)] = {}
    habit: Annotated[
        Leaves, Section(WEEKS, keys=HABIT, apart={"borrowing": SHARE, "credit_cap": Kind("weeks", 1)})
    ] = {}
    luck: Annotated[Leaves, Section(SHARE, keys=Luck._fields)] = {}
    threshold: Annotated[Leaves, Section(Kind("rung", 0), keys=THRESHOLDS)] = {}
    issue_moves: Annotated[Leaves, Section(SHARE, keys=("accord", "force"))] = {}


class ActorHead(StrictTable):
    """Who the actor is and whether it decides."""

    code: ActorCode
    name: Text
    role: Literal["state", "outside"]
    sources: list[Text] = []


class Government(StrictTable):
    """A government, for display only."""

    since: Date
    head: Text


class ActorFile(StrictTable):
    """`actors/<CODE>.toml`; in a user's file only what differs."""

    actor: ActorHead | None = None
    label: dict[str, Text] = {}
    government: list[Government] = []
    capability: Annotated[Leaves, Section(keys=tuple(CAPABILITY), apart=CAPABILITY)] = {}
    attention: Annotated[Leaves, Section(SHARE, keys=("overstretch",))] = {}
    will: Annotated[Leaves, Section(SHARE_OR_NONE, ("actor",))] = {}
    position: Annotated[Leaves, Section(STATUS, ("issue",))] = {}
    salience: Annotated[Leaves, Section(SHARE_OR_NONE, ("issue",))] = {}
    red_line: Annotated[dict[str, RedLine], Section(STATUS, ("issue",))] = {}
    hawkishness: Annotated[Leaves, Section(TIE_OR_NONE, ("actor",))] = {}
    credulity: Annotated[Leaves, Section(SHARE_OR_NONE, ("actor",))] = {}
    temper: Annotated[Leaves, Section(Kind("multiplier", 0, implicit=1), keys=WEIGHTS)] = {}
    blame: Annotated[Pairs, Section(SHARE, ("issue", "actor"))] = {}


class EstimateHead(StrictTable):
    """What was estimated: the record, the dates it was fitted on, and how."""

    record: Text
    first: Date
    last: Date
    weeks: Annotated[int, Field(strict=True, ge=0)]
    log_likelihood: Number
    method: Text
    command: Text
    model: Text | None = None


class EstimateFile(StrictTable):
    """`estimates/<name>.toml`."""

    estimate: EstimateHead
    value: Leaves = {}


class SettingsFile(StrictTable):
    """`settings.toml`: how runs are made."""

    limits: Leaves = {}
    run: Leaves = {}
    compare: Leaves = {}
    health: Leaves = {}
    hindcast: Leaves = {}
    estimation: Leaves = {}
    sensitivity: Leaves = {}
    discovery: Leaves = {}
    sweep: Leaves = {}
    record: Leaves = {}
    forecast: Leaves = {}
    answers: Leaves = {}
    shocks: Leaves = {}
    claims: Leaves = {}
    wants: Leaves = {}


class ScenarioHead(StrictTable):
    """What a scenario asks and when it starts."""

    title: Text | None = None
    question: Text | None = None
    sources: list[Text] | None = None
    expect: Text | None = None
    start: Date | None = None
    weeks: Annotated[int, Field(strict=True)] | None = None
    extends: Text | None = None
    drop: list[Text] = []
    count_flags: list[Text] | None = None


class Act(StrictTable):
    """An act that a scenario forces."""

    id: Text
    date: Date
    source: Text
    target: Text
    code: Text | None = None
    rung: Text | None = None
    until: Date | None = None
    every: Annotated[int, Field(strict=True, ge=1)] = 1
    mutual: Annotated[bool, Field(strict=True)] | None = None
    perceived_as: dict[str, Text] | None = None
    reference: Text


class Signal(StrictTable):
    """A signal about an issue."""

    id: Text
    date: Date
    source: Text
    issue: Text
    value: Annotated[Number, Field(ge=0, le=1)]
    cost: Annotated[Number, Field(ge=0, le=1)]
    to: list[Text] | None = None
    reference: Text


class Change(StrictTable):
    """A dated change of a parameter."""

    id: Text
    path: Text
    date: Date
    value: Number
    shape: Literal["step", "pulse", "ramp"] = "step"
    until: Date | None = None
    reference: Text


class Expectation(StrictTable):
    """The checkable part of an expectation: by how much the chance of an act differs, in weeks after the two scenarios part."""

    dyad: Text
    against: Text
    outcome: Literal["hostile", "coercive", "violent"] = "hostile"
    weeks: tuple[Annotated[int, Field(strict=True, ge=0)], Annotated[int, Field(strict=True, ge=0)]]
    sign: Literal["higher", "lower", "same"]
    size: Literal["small", "moderate", "large"] | None = None


class ScenarioFile(StrictTable):
    """`scenarios/<name>.toml`."""

    scenario: ScenarioHead
    override: dict[str, Any] = {}
    act: list[Act] = []
    signal: list[Signal] = []
    change: list[Change] = []
    expectation: list[Expectation] = []


class HistoryHeader(StrictTable):
    """The header every history needs."""

    name: Text
    first: Date
    last: Date = datetime.date.max
    silence: Literal["quiet", "unknown"]
    gaps: list[tuple[Date, Date]] = []
    aliases: dict[str, Text] = {}
    leave_out: list[Text] = []
    flags: dict[str, Text] = {}
    perceived_as: dict[str, dict[str, Text]] = {}
    war_flag: Text | None = None
    class_excludes: list[Text] = []
    sources: list[Text] = []
    faults: list[Text] = []
    warmup: Annotated[int, Field(strict=True, ge=0)] = 0


class ExtensionHeader(StrictTable):
    """The header beside a file that continues a history; every key has a default, so that none is needed."""

    extends: Text = ""
    first: Date | None = None
    last: Date | None = None
    gaps: list[tuple[Date, Date]] = []
    flags: dict[str, Text] = {}
    perceived_as: dict[str, dict[str, Text]] = {}
    sources: list[Text] = []
    faults: list[Text] = []


class VoiceHead(StrictTable):
    """Who speaks, and what to know before using it."""

    title: Text
    faults: list[Text] = []


class ReadingHead(VoiceHead):
    """Whose reading it is, and of which record."""

    record: Text


class ReadRow(StrictTable):
    """Whom states take for the author of a row of the record."""

    id: Text
    perceived_as: dict[str, Text]
    reference: Text
    confidence: Literal["published", "judged"]


class ReadAct(ReadRow):
    """An act that the record does not hold, and whom states take for its author."""

    date: Date
    source: Text
    target: Text
    code: Text


class ReadingFile(StrictTable):
    """`readings/<capital>.toml`: whose acts the contested ones are, as one capital says."""

    reading: ReadingHead
    row: list[ReadRow] = []
    act: list[ReadAct] = []


class JudgedLeaf(Leaf):
    """A value as a capital judges it; of a red line also the side on which the wrong lies."""

    confidence: Literal["published", "judged"]
    side: Literal["above", "below"] | None = None


class OtherCoding(StrictTable):
    """A record that is known by its header and not read, because its events are not coded in CAMEO."""

    title: Text
    codes: Text
    columns: list[Text]
    step: Text


class PactsFile(StrictTable):
    """`pacts.toml`: years in which pairs of states had a defence pact."""

    pact: Annotated[Pairs, Section(Kind("years", 0), ("actor", "actor"), undirected=True)] = {}


class RecordsFile(StrictTable):
    """`records.toml`: names of actors in other records, the codes of acts that two do together, records that are not read."""

    actor: dict[str, str] = {}
    mirrored: dict[str, str] = {}
    other: list[OtherCoding] = []
