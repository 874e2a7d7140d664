"""What the file of a claim may say: who claims what, how others see it, which acts it is about, and the tests it is put to.

Every test that gives a verdict says beforehand which outcome supports the claim and which contradicts it, in the words of its kind; the
rule of `araxes.claims.weigh` reads these and nothing else.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from araxes.claims.acts import ActQuery, Several
from araxes.inputs.parameters import setting
from araxes.inputs.schema import ActorCode, Date, Name, Number, StrictTable, Text

CAPITALS = ("Baku", "Tehran", "Yerevan", "Moscow", "Ankara")
"""Whose views and readings a claim may give."""

Days = Annotated[int, Field(strict=True, ge=1)]
_Count = Annotated[int, Field(strict=True, ge=0)]
Share = Annotated[Number, Field(ge=0, le=1)]
Ratio = Annotated[Number, Field(gt=1)]
Span = tuple[Date, Date]

CHANCE = "more often than planted chance"
CLAIMED, OTHERWISE = "as claimed", "otherwise"
AT_LEAST, LESS = "at least the share", "less than the share"
BEYOND, BELOW = "beyond 95 % of mutual, shocks-only and mirrored histories", "below 5 % of histories of the family"
STEPPED, EVEN = "a step beyond planted chance", "a step of the size is excluded"
HIGHER, LOWER = "higher", "lower"


def exclusion_text(power_at: float) -> str:
    """Return how an outcome is told that leaves no room for an effect of a size."""
    return f"an effect of {power_at:g} is excluded"


def _queries(value: Any) -> Any:
    """Return a lone query as a list of one."""
    return [value] if isinstance(value, dict) else value


Queries = Annotated[list[ActQuery], BeforeValidator(_queries)]


class ClaimTest(StrictTable):
    """What every test says.

    Attributes
    ----------
    asks : str
        The question, for people.
    short : str
        The same in a few words, for a column of the table; `asks` where it is not given.
    """

    asks: Text
    short: Text = ""

    def outcomes(self) -> tuple[str, ...]:
        """Return the outcomes of which one may support and another contradict; none where the kind gives no verdict."""
        return ()

    def sets(self) -> tuple[str, ...]:
        """Return the names of the sets of acts that the test is about."""
        return ()


class Decided(ClaimTest):
    """A test that gives a verdict."""

    supports: Text
    contradicts: Text


class RowsTest(Decided):
    """Rows exist and say what is claimed; or so many days of a set are recorded as claimed.

    Attributes
    ----------
    rows : list of str
        Ids that must be there.
    in_order : bool
        Whether their dates must rise in the order given.
    reads : str
        What a reader of the rows finds: the claim in full, in part, or not. Judged, with `because`.
    of : str
        A set whose days are counted, within `during` where it is given; `at_least` or `at_most` says how many there must be.
    behind, days : str, int
        Count instead the days of this set that have one of `of` within so many days behind them.
    busiest : bool
        Count the days of `of` within `during`, and hold them against the densest other span of the same length.
    pacts : list of str
        Count instead the years in which the pairs had a defence pact (`params/pacts.toml`).
    """

    kind: Literal["rows"]
    rows: list[Text] = Field(default=[])
    in_order: bool = False
    reads: Literal["in full", "in part", "not"] = "in full"
    because: Text = "the rows say so"
    of: Name | None = None
    during: Span | None = None
    at_least: _Count | None = None
    at_most: _Count | None = None
    behind: Name | None = None
    days: Days | None = None
    busiest: bool = False
    pacts: list[Text] = Field(default=[])

    def outcomes(self) -> tuple[str, ...]:
        """Return what the rows may do."""
        return CLAIMED, OTHERWISE

    def sets(self) -> tuple[str, ...]:
        """Return the sets that are counted."""
        return tuple(name for name in (self.of, self.behind) if name)


class UnprovokedTest(ClaimTest):
    """How many days of a set have none of another on the same day or in the days before: a count, without a verdict."""

    kind: Literal["unprovoked"]
    of: Name
    by: Name
    days: Days

    def sets(self) -> tuple[str, ...]:
        """Return both sets."""
        return self.of, self.by


class LinkTest(Decided):
    """Whether b follows a, by one of the statistics of `araxes.claims.judge_link`.

    Attributes
    ----------
    a, b : list of str, str
        Sets of acts; several as a are joined.
    given : list of str
        Sets of third parties' acts that b may follow as well.
    days : int
        How far the statistic looks; not of a pull, which fades.
    power_at : float
        The rate ratio at which power is asked; the setting `claims.power_at` where a file names none.
    worlds : list of str
        In which worlds without a link the claim fails: "independent" ones, and those with a "shared cause".
    """

    kind: Literal["pull", "preceded", "tilt", "order"]
    a: Several
    b: Name
    given: Several = Field(default=[])
    days: Days | None = None
    power_at: Ratio = Field(default_factory=lambda: setting("claims.power_at"))
    worlds: list[Literal["independent", "shared cause"]] = Field(default=["independent", "shared cause"], min_length=1)

    def outcomes(self) -> tuple[str, ...]:
        """Return what b may do behind a."""
        return CHANCE, exclusion_text(self.power_at)

    def sets(self) -> tuple[str, ...]:
        """Return all sets."""
        return (*self.a, self.b, *self.given)


class RecordedShares(StrictTable):
    """Which share of the acts of each side is recorded, as ranges; and whether acts just before the other side's are found more easily."""

    leader: tuple[Share, Share]
    follower: tuple[Share, Share]
    explained: Literal["no", "yes", "either"] = "either"


class PairTest(Decided):
    """Whether two sides' acts look like histories in which one of them only reacts.

    Attributes
    ----------
    leader, follower : str
        Sets of acts; the follower is the side that is claimed never to move first.
    given : str
        Acts of others, to which both may react.
    family : list of str
        In which histories the claim holds: a verdict each.
    coverage : RecordedShares
    """

    kind: Literal["pair"]
    leader: Name
    follower: Name
    given: Name
    family: list[Literal["one-way", "spiral", "mostly"]] = Field(min_length=1)
    coverage: RecordedShares

    def outcomes(self) -> tuple[str, ...]:
        """Return what the record may look like."""
        return BEYOND, BELOW

    def sets(self) -> tuple[str, ...]:
        """Return all sets."""
        return self.leader, self.follower, self.given


class StepTest(Decided):
    """Whether the weekly tone of two states steps at a date, in GDELT, which is not shipped.

    Attributes
    ----------
    pair : tuple of str
    date : datetime.date
    rivals : list of datetime.date
        Other dates that might be the right one.
    size : float
        Fall of the tone, in its standard deviations, at which power is asked.
    """

    kind: Literal["step"]
    pair: tuple[ActorCode, ActorCode]
    date: Date
    rivals: list[Date] = Field(default=[])
    size: Annotated[Number, Field(gt=0)]

    def outcomes(self) -> tuple[str, ...]:
        """Return what the tone may do."""
        return STEPPED, EVEN


class ShareTest(Decided):
    """Which share of a set's days lies in a part of it.

    Attributes
    ----------
    of, part : str
        The set, and the acts that count; every act of the part must be one of the set.
    during : tuple of datetime.date
    share : float
        The share that is claimed at least.
    power_at : float
        The true share at which the power to contradict is asked.
    """

    kind: Literal["share"]
    of: Name
    part: Name
    during: Span | None = None
    share: Annotated[Number, Field(gt=0, lt=1)] = 0.5
    power_at: Share

    def outcomes(self) -> tuple[str, ...]:
        """Return what the share may be."""
        return AT_LEAST, LESS

    def sets(self) -> tuple[str, ...]:
        """Return both sets."""
        return self.of, self.part


class ContrastTest(Decided):
    """How two scenarios differ in this model: it tests the model, not history.

    Attributes
    ----------
    scenario, against : str
        Names of scenarios.
    dyad : str
        As in "IRN>AZE".
    outcome : str
        "hostile", "coercive" or "violent".
    """

    kind: Literal["contrast"]
    scenario: Text
    against: Text
    dyad: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}>[A-Z]{3}$")]
    outcome: Literal["hostile", "coercive", "violent"] = "hostile"

    def outcomes(self) -> tuple[str, ...]:
        """Return what the chance of the act may do."""
        return HIGHER, LOWER


class ShockTest(ClaimTest):
    """How many hostile weeks lie behind a dated shock, one of `shocks/`, and before it, beside what was expected: n = 1, a count."""

    kind: Literal["shock"]
    shock: Text
    dyad: Annotated[str, Field(strict=True, pattern=r"^[A-Z]{3}>[A-Z]{3}$")]
    weeks: Days


TEST_KINDS: dict[str, type[ClaimTest]] = {
    "rows": RowsTest,
    "unprovoked": UnprovokedTest,
    **dict.fromkeys(("pull", "preceded", "tilt", "order"), LinkTest),
    "pair": PairTest,
    "step": StepTest,
    "share": ShareTest,
    "contrast": ContrastTest,
    "shock": ShockTest,
}
"""The kinds of test by name."""


class Assumption(StrictTable):
    """A reading that goes further than what a capital says: what would have to be assumed for another verdict."""

    title: Text
    rows: dict[str, Name]


class ClaimFile(StrictTable):
    """`claims/<id>.toml`; its tests are read by kind.

    Attributes
    ----------
    id : str
    claim, voice : str
        What is claimed, and by whom.
    short, voice_code : str
        The claim in six words, and the voice in one, for the table and the figure.
    type : str
        A fact is checked against rows; an interpretation or hypothesis is tested; a demand is tested by what it supposes.
    since, until : datetime.date
        The days that its sets of acts lie in; those of the record where they are not given.
    rows : list of str
        Rows of the record that it rests on.
    views : dict of str to str
        How capitals see it.
    acts : dict of str to list of ActQuery
        Sets of acts by name.
    reading : dict of str to dict of str to str
        By capital, the set to which it gives a contested row; the neutral reading gives it to nobody.
    assumption : list of Assumption
    test : list of dict
    no_test : str
        Why there is no test; then there must be none.
    notes : list of str
        What to know before using it.
    """

    id: Text
    claim: Text
    short: Text
    voice: Text
    voice_code: Text
    type: Literal["fact", "interpretation", "hypothesis", "demand"]
    since: Date | None = None
    until: Date | None = None
    rows: list[Text] = Field(default=[])
    views: dict[str, Text] = Field(default={})
    acts: dict[Name, Queries] = Field(default={})
    reading: dict[str, dict[str, Name]] = Field(default={})
    assumption: list[Assumption] = Field(default=[])
    test: list[dict[str, Any]] = Field(default=[])
    no_test: Text | None = None
    notes: list[Text] = Field(default=[])
