"""An article on trial: every test of every claim, under the neutral reading and that of each capital. One call does it all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.claims.claim_file import (
    CAPITALS,
    ClaimTest,
    ContrastTest,
    LinkTest,
    PairTest,
    RowsTest,
    ShareTest,
    ShockTest,
    StepTest,
    UnprovokedTest,
)
from araxes.claims.hearing import Hearing, Judgement, Sources
from araxes.claims.judge_link import judge_link
from araxes.claims.judge_rows import judge_rows, judge_share, judge_unprovoked
from araxes.claims.keep import judgement_key, keep_judgement, kept_judgement
from araxes.claims.read_claims import Claim, read_claims
from araxes.claims.trial_answer import trial_answer
from araxes.claims.weigh import GLYPHS
from araxes.display import Card, figure_maker, show_card
from araxes.files import NewFiles, Savable
from araxes.inputs.parameters import setting
from araxes.inputs.region import NEUTRAL, RegionFiles, read_region
from araxes.options import check_arguments, either, many, path, text
from araxes.records.history import History
from araxes.records.record import record_from

if TYPE_CHECKING:
    import pandas as pd

READINGS_SHOWN = (NEUTRAL, *CAPITALS)
"""The columns of verdicts in a table; assumptions stand in lines of their own."""


@show_card
@dataclass(frozen=True)
class Ruling:
    """What came of one test of one claim, or of one family of it, by reading.

    Attributes
    ----------
    claim : Claim
    place : int
        Of the test, counted from 1; 0 where the claim has none.
    asked : str
        The question in a few words.
    by_reading : dict of str to Judgement
    """

    claim: Claim
    place: int
    asked: str
    by_reading: dict[str, Judgement]

    @property
    def neutral(self) -> Judgement:
        """Return what came of it under the neutral reading."""
        return self.by_reading[NEUTRAL]


@show_card
@dataclass(frozen=True)
class Trial(Savable):
    """An article on trial.

    Attributes
    ----------
    rulings : tuple of Ruling
        In the order of claims and tests.
    history : History
        The record that they were put to.
    seed : int
    article : str
        Name of the folder of another article; "" for the shipped one.
    """

    rulings: tuple[Ruling, ...]
    history: History = field(repr=False)
    seed: int
    article: str = ""

    @property
    def record(self) -> str:
        """Return the name of the record."""
        return self.history.header.name

    def _card(self) -> Card:
        """Return how many claims were judged, and on what."""
        claims = {one.claim.said.id for one in self.rulings}
        return Card(
            f"Trial of {len(claims)} claims",
            f"{len(self.rulings)} tests on {self.record}",
            ("answer()", "table", "plot()", "document()", "save(folder)"),
        )

    def answer(self) -> list[str]:
        """Return the answer in a few lines: the finding, what is decided in part, whose reading differs, how sure it is."""
        return trial_answer(self.rulings)

    def plot(self) -> Any:
        """Return the figure of verdicts, a row a test and a column a reading, a matplotlib figure."""
        return figure_maker("verdict_page")(self)

    def write(self, files: NewFiles) -> None:
        """Write the table and the document among new files."""
        files.write_rows("claims.csv", self.rows)
        files.write_json("claims.json", self.document())

    @property
    def table(self) -> pd.DataFrame:
        """Return a row a test: claim, voice, asked, found, power, the glyph of the verdict by reading, and what is to be said of it."""
        import pandas as pd

        return pd.DataFrame(self.rows)

    @property
    def rows(self) -> list[dict[str, str]]:
        """Return the rows of the table as plain values."""
        return [row for one in self.rulings for row in _rows(one)]

    def document(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            "record": self.record,
            "seed": self.seed,
            "answer": self.answer(),
            "glyphs": {glyph: verdict for verdict, glyph in GLYPHS.items() if glyph},
            "claims": [
                {
                    "id": one.claim.said.id,
                    "claim": one.claim.said.claim,
                    "voice": one.claim.said.voice,
                    "test": one.place,
                    "asked": one.asked,
                    "no_test": one.claim.said.no_test if not one.place else None,
                    "rows": one.claim.said.rows,
                    "readings": {name: dict(vars(found)) for name, found in one.by_reading.items()},
                }
                for one in self.rulings
            ],
        }


def _rows(one: Ruling) -> Iterator[dict[str, str]]:
    """Yield the lines of a ruling: that of the neutral reading with all verdicts, then one each reading that found something else."""
    first = one.neutral
    glyphs = (
        {name: GLYPHS[one.by_reading[name].verdict] for name in READINGS_SHOWN}
        if one.place
        else dict.fromkeys(READINGS_SHOWN, "")
    )
    lead = {"claim": one.claim.said.id, "voice": one.claim.said.voice_code}
    yield {**lead, "asked": one.asked, "found": first.found, "power": _power(first), **glyphs, "note": first.alarm}
    for name, found in one.by_reading.items():
        if name != NEUTRAL and found.found != first.found:
            shown = {} if name in READINGS_SHOWN else {NEUTRAL: GLYPHS[found.verdict]}
            note = found.alarm if name in READINGS_SHOWN else "by assumption"
            label = f"  {name}"
            yield {
                **lead,
                "asked": label,
                "found": found.found,
                "power": _power(found),
                **dict.fromkeys(READINGS_SHOWN, ""),
                **shown,
                "note": note,
            }


def _power(found: Judgement) -> str:
    """Return the power as a share without its zero, as in ".82"; nothing where there is none."""
    return "" if found.power is None else f"{found.power:.2f}".removeprefix("0")


@check_arguments(
    names=many(text, "names of claims, such as C21"), history=either(History, path), article=path, gdelt=path
)
def judge_claims(
    names: Sequence[str] = (),
    *,
    history: History | Path | str = "chronology",
    article: Path | str | None = None,
    gdelt: Path | str | None = None,
    seed: int | None = None,
    own: Path | str | None = None,
    progress: Callable[[int], object] | None = None,
) -> Trial:
    """Put the claims of an article to the record, under the reading of every capital.

    Parameters
    ----------
    names : sequence of str, optional
        Ids of claims, such as "C21"; all of them when not given.
    history : History, Path or str, optional
        The record; the embedded chronology when not given.
    article : Path or str, optional
        A folder with files of claims: another article in place of the shipped one.
    gdelt : Path or str, optional
        A file of daily tones of pairs; replications on it do not run without.
    seed : int, optional
        Of all planted worlds.
    own : Path or str, optional
        A user's folder.
    progress : callable, optional
        Told first how many tests are to come, as a number below 0, then how many were judged.

    Raises
    ------
    InputError
        With every fault of every file.
    """
    mine = None if own is None else Path(own)
    region = read_region(mine)
    record = record_from(history, region, mine)
    claims = read_claims(names, record, region, mine, None if article is None else Path(article))
    luck = int(setting("run.seed")) if seed is None else seed
    sources = Sources(mine, None if gdelt is None else Path(gdelt))
    sources.check()
    tell: Callable[[int], object] = progress or (lambda _: None)
    tell(-sum(len(claim.tests) for claim in claims))
    rulings = [ruling for claim in claims for ruling in _judge(claim, record, region, luck, sources, tell)]
    return Trial(tuple(rulings), record, luck, "" if article is None else Path(article).name)


def _judge(
    claim: Claim, record: History, region: RegionFiles, seed: int, sources: Sources, tell: Callable[[int], object]
) -> Iterator[Ruling]:
    """Yield the rulings on a claim, and tell of each test that was judged."""
    if not claim.tests:
        untested = Judgement(found=f"no test: {claim.said.no_test}")
        yield Ruling(claim, 0, claim.said.short, dict.fromkeys(claim.readings, untested))
    for place, test in enumerate(claim.tests, start=1):
        found: dict[str, list[Judgement]] = {}
        for name, reading in claim.readings.items():
            found[name] = judge_test(Hearing(claim, place, reading, record, region, seed, sources), test)
        for number, first in enumerate(found[NEUTRAL]):
            asked = first.family or test.short or test.asks
            yield Ruling(claim, place, asked, {name: some[number] for name, some in found.items()})
        tell(1)


def judge_test(hearing: Hearing, test: ClaimTest) -> list[Judgement]:
    """Return what came of a test, one judgement each family of histories; from those that were kept where one is.

    Parameters
    ----------
    hearing : Hearing
    test : ClaimTest
    """
    families = test.family if isinstance(test, PairTest) else [""]
    keys = [judgement_name(hearing, test, family) for family in families]
    kept = [kept_judgement(key) for key in keys]
    if None not in kept:
        return [one for one in kept if one is not None]
    return [keep_judgement(key, one) for key, one in zip(keys, _made(hearing, test), strict=True)]


def _made(hearing: Hearing, test: ClaimTest) -> Iterator[Judgement]:
    """Yield what comes of a test, worked out now."""
    from araxes.claims.judge_model import judge_contrast, judge_shock  # they need the model
    from araxes.claims.judge_pair import judge_pair
    from araxes.claims.judge_step import judge_step

    judges: dict[type, Callable[..., Judgement]] = {
        RowsTest: judge_rows,
        UnprovokedTest: judge_unprovoked,
        LinkTest: judge_link,
        ShareTest: judge_share,
        StepTest: judge_step,
        ContrastTest: judge_contrast,
        ShockTest: judge_shock,
    }
    if isinstance(test, PairTest):
        yield from judge_pair(hearing, test)
    else:
        yield judges[type(test)](hearing, test)


def judgement_name(hearing: Hearing, test: ClaimTest, family: str) -> str:
    """Return the name under which a judgement is kept."""
    acts = {name: hearing.acts(name) for name in test.sets()}
    parts: dict[str, Any] = {
        "claim": hearing.claim.said.id,
        "place": hearing.place,
        "test": test.model_dump(),
        "family": family,
        "acts": {name: [list(one.ids), one.days] for name, one in acts.items()},
        "line": tuple(hearing.line),
        "seed": hearing.seed,
    }
    if isinstance(test, RowsTest) and test.rows:
        columns = hearing.history.columns
        date_of = dict(zip(columns["id"], columns["date"], strict=True))
        parts["rows"] = [date_of[row] for row in test.rows]
    if isinstance(test, RowsTest) and test.pacts:
        parts["pacts"] = hearing.sources.shipped
    if isinstance(test, ContrastTest | ShockTest):
        parts["model"] = hearing.sources.model
    if isinstance(test, ShockTest):
        parts["record"] = hearing.claim.record
    if isinstance(test, StepTest):
        parts["tones"] = hearing.sources.tones
    return judgement_key(parts)
