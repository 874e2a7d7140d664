"""What a state wants: motives inferred from the days of its hostile acts, and beside these from the words in which it speaks of them.

Each day of hostile acts gets one parent: a constant, the actor's own run, or a dated stimulus of a motive (`araxes.claims.parents`). What a
motive would have to show to be seen is measured in planted worlds (`araxes.claims.motive_tests`): the power, and the least share of acts
that is excluded, because so few of such worlds look as little driven by it as the record does.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from araxes.array_types import Floats
from araxes.claims.motive_answer import motive_answer
from araxes.claims.motive_tests import answered_share, moves_of, needed_p, planted_acts
from araxes.claims.parents import (
    CONSTANT,
    OWN_RUN,
    OWN_SOURCES,
    Parentage,
    Pulls,
    draw_parents,
    likeliest_weights,
    pulls_on,
    shares_by_weights,
)
from araxes.claims.stimuli import ActorDays, MotiveSet, actor_days, read_motives
from araxes.display import Card, figure_maker, show_card
from araxes.engines.draws import generator
from araxes.engines.ensemble import Progress
from araxes.files import NewFiles, Savable
from araxes.forecasting.pairs import counting_interval
from araxes.inputs.chain import DEFAULT_HISTORY
from araxes.inputs.parameters import setting
from araxes.inputs.region import read_region
from araxes.options import AT_LEAST_ONE, check_arguments, either, path, text, whole_number, yes_or_no
from araxes.records.history import History
from araxes.records.record import load_record
from araxes.units import LUCK_BITS

DRIVEN = ("driven_low", "driven_middle", "driven_high")
"""Settings of the shares of acts for which power is told."""


@show_card
@dataclass(frozen=True, repr=False)
class Motives(Savable):
    """What was inferred of the motives of one actor towards another.

    Attributes
    ----------
    asked : MotiveSet
        The actor, the target, and the motives that were asked about.
    days : ActorDays
    table : pandas.DataFrame
        A row a source of acts, the motives first, then "own run" and "constant": motive, title, stimuli (days), answered, before, chance,
        answered_p (`araxes.claims.motive_tests.Answered`), share, low, high (of acts by timing, at `wants.level`), per_stimulus (acts),
        needed_p, a column power_PERCENT for each share of acts that the motive might drive, at_most (the least of these shares that is
        excluded; nan for none), words (days of acts that speak of it), words_share, words_low, words_high (of days that speak of any),
        leads (how sure it is that no other motive has a larger share and that this one is no less than `wants.least_share`), named.
    words_by_timing : pandas.DataFrame
        Chance of each source to be the parent of acts that speak of a motive: a row a motive that is spoken of, a column a source.
    agreement, agreement_chance, agreement_p : float
        Chance that the parent of an act is the motive of its words, mean over such acts; the same with words shuffled among acts; and how
        often the shuffled is as large.
    record : str
        Name of the record.
    worlds : int
        Planted worlds for each motive and share.
    seed : int
    steps : pandas.DataFrame or None
        What dated steps move in the model (`araxes.claims.model_steps`), where it was asked for.
    """

    asked: MotiveSet
    days: ActorDays
    table: pd.DataFrame
    words_by_timing: pd.DataFrame
    agreement: float
    agreement_chance: float
    agreement_p: float
    record: str
    worlds: int
    seed: int
    steps: pd.DataFrame | None = None

    def _card(self) -> Card:
        """Return what it tells of itself."""
        size = f"{len(self.days.acts)} days of acts, {len(self.days.motives)} motives, {self.first} to {self.last}"
        facts = {"finding": self.answer()[0], "size": size, "record": self.record}
        return Card(self.heading, size, ("answer()", "table", "plot()", "save(folder)"), facts)

    @property
    def heading(self) -> str:
        """Return in one line what is asked."""
        return f"{self.asked.question} Motives of {self.asked.names[0]} towards {self.asked.names[1]}"

    @property
    def first(self) -> datetime.date:
        """Return the first day of the record that is looked at."""
        return self.days.first

    @property
    def last(self) -> datetime.date:
        """Return the last day of the record that is looked at."""
        return self.days.first + datetime.timedelta(days=self.days.span - 1)

    @property
    def not_identified(self) -> tuple[str, ...]:
        """Return what no date or word of the record can tell."""
        return self.asked.not_identified + self.days.left_out

    @cached_property
    def motives(self) -> pd.DataFrame:
        """Return the rows of `table` that are motives."""
        return self.table[~self.table["motive"].isin(OWN_SOURCES)].reset_index(drop=True)

    def answer(self) -> list[str]:
        """Return the answer in five lines: the finding, its size, how sure, a caveat, what next."""
        return motive_answer(self)

    def plot(self) -> Any:
        """Return the figure of shares by timing beside shares by words, a matplotlib figure."""
        return figure_maker("motive_page")(self)

    def write(self, files: NewFiles) -> None:
        """Write tables and the answer among new files."""
        files.write_table("wants.csv", self.table)
        files.write_table("words_by_timing.csv", self.words_by_timing.reset_index())
        files.write("answer.txt", "".join(f"{line}\n" for line in (self.heading, *self.answer(), *self.not_identified)))
        if self.steps is not None:
            files.write_table("steps_in_model.csv", self.steps)


@check_arguments(
    actor=text,
    target=text,
    history=either(History, path),
    worlds=AT_LEAST_ONE,
    in_model=yes_or_no,
    replicates=whole_number("a whole number of replicates from 2 up to, not including, 2^32", 2, 1 << LUCK_BITS),
)
def infer_motives(
    actor: str,
    target: str,
    *,
    history: History | Path | str = DEFAULT_HISTORY,
    own: Path | str | None = None,
    seed: int | None = None,
    worlds: int | None = None,
    in_model: bool = False,
    replicates: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Motives:
    """Return what the record says of the motives of one actor towards another.

    Parameters
    ----------
    actor, target : str
        Codes, such as "IRN" and "AZE".
    history : History, Path or str
        A record, its path, or its name among the histories.
    own : Path or str, optional
        A folder with own files; those of `motives/` inside come before the shipped ones.
    seed : int, optional
        Of all draws (`run.seed`).
    worlds : int, optional
        Planted worlds for each motive and share (`wants.worlds`).
    in_model : bool
        Ask the model, too, which dated step of which capital moves the chance of a rupture by the actor against the target most. It takes
        as long as an atlas of all scenarios.
    replicates, progress, announce
        Of that atlas; see `araxes.atlas`.

    Raises
    ------
    InputError
        An unknown actor, faults of the files, a motive of a file without any day of stimuli, and too few days of acts.
    """
    folder = None if own is None else Path(own)
    region, record = read_region(folder), load_record(history, folder)
    asked = read_motives(actor, target, record, region, folder)
    days = actor_days(asked, record, region)
    number = int(setting("run.seed")) if seed is None else seed
    planted = int(setting("wants.worlds")) if worlds is None else worlds
    steps = None
    if in_model:
        from araxes.claims.model_steps import model_steps

        steps = model_steps(
            actor, target, own=folder, replicates=replicates, seed=seed, progress=progress, announce=announce
        )
    return infer_from_days(asked, days, number, planted, record.header.name, steps)


def infer_from_days(
    asked: MotiveSet, days: ActorDays, seed: int, worlds: int, record: str = "", steps: pd.DataFrame | None = None
) -> Motives:
    """Return the motives inferred from days alone; parameters as `Motives` has them."""
    pulls = pulls_on(days.acts[None], days.daily(), setting("wants.decay"))
    drawn = parent_draws(pulls, seed, asked.actor, asked.target)
    table = pd.concat([_motive_rows(days, pulls, drawn), _own_rows(drawn)], ignore_index=True)
    power = _power_rows(asked, days, pulls, seed, worlds)
    table = pd.concat([table, power.reindex(table.index)], axis=1)
    named = [*OWN_SOURCES, *(one.name for one in days.motives)]
    spoken = days.spoken.sum(axis=0)
    chances = np.einsum("am,as->ms", days.spoken, drawn.chances[0])[spoken > 0] / spoken[spoken > 0, None]
    index = pd.Index([one.name for one, said in zip(days.motives, spoken, strict=True) if said], name="speaks_of")
    by_timing = pd.DataFrame(chances, index=index, columns=named)
    agree = _agreement(days.spoken, drawn.chances[0], generator(seed, "wants", "words", asked.actor, asked.target))
    return Motives(asked, days, table, by_timing, *agree, record, worlds, seed, steps)


def parent_draws(pulls: Pulls, seed: int, *names: str) -> Parentage:
    """Return parents drawn for the acts of one world, in chains side by side that are joined."""
    chains = int(setting("wants.chains"))
    several = Pulls(*(np.repeat(part, chains, axis=0) for part in pulls))
    return draw_by_settings(several, generator(seed, "wants", "parents", *names)).one_world()


def draw_by_settings(pulls: Pulls, luck: np.random.Generator) -> Parentage:
    """Return parents drawn as `params/settings.toml` says."""
    shape, rate = setting("wants.prior_shape"), setting("wants.prior_rate")
    draws, settle = int(setting("wants.draws")), int(setting("wants.settle"))
    return draw_parents(pulls, luck, shape=shape, rate=rate, draws=draws, settle=settle)


def lead_chances(shares: Floats) -> Floats:
    """Return how sure it is that each motive leads: none has a larger share, and its own is no less than `wants.least_share`.

    Parameters
    ----------
    shares : ndarray, shape (draws, worlds, motives)

    Returns
    -------
    ndarray, shape (worlds, motives)
    """
    leads = (shares == shares.max(axis=-1, keepdims=True)) & (shares >= setting("wants.least_share"))
    return np.asarray(leads.mean(axis=0))


def _share_columns(drawn: Parentage, place: int) -> dict[str, float]:
    """Return mean and interval of the share of a source, and of its weight."""
    shares, tail = drawn.shares[:, 0, place], (1 - setting("wants.level")) * 0.5
    low, high = np.quantile(shares, [tail, 1 - tail])
    return {"share": float(shares.mean()), "low": float(low), "high": float(high)}


def _own_rows(drawn: Parentage) -> pd.DataFrame:
    """Return the rows of the sources that are no motive."""
    titles = {CONSTANT: "no dated stimulus", OWN_RUN: "its own run"}
    rows = [
        {"motive": name, "title": titles[name], **_share_columns(drawn, OWN_SOURCES.index(name))}
        for name in (OWN_RUN, CONSTANT)
    ]
    return pd.DataFrame(rows)


def _motive_rows(days: ActorDays, pulls: Pulls, drawn: Parentage) -> pd.DataFrame:
    """Return the rows of the motives, without what planted worlds tell."""
    moves, steps = moves_of(days.span, int(setting("wants.least_move"))), int(setting("wants.fit_steps"))
    sure = lead_chances(drawn.shares[..., len(OWN_SOURCES) :])[0]
    speaking, rows = float(days.spoken.sum()), []
    for place, (one, stimuli, daily) in enumerate(zip(days.motives, days.stimuli, days.daily(), strict=True)):
        source = place + len(OWN_SOURCES)
        answered = answered_share(stimuli, days.acts, days.span, int(setting("wants.answer_days")), moves)
        row: dict[str, Any] = {"motive": one.name, "title": one.title, "stimuli": len(stimuli)}
        row |= {
            "answered": answered.after,
            "before": answered.before,
            "chance": answered.chance,
            "answered_p": answered.p,
        }
        row |= _share_columns(drawn, source)
        row |= {"per_stimulus": float(drawn.weights[:, 0, source].mean())}
        row |= {"needed_p": float(needed_p(days.acts[None], pulls, source, daily, moves, steps)[0])}
        row |= _word_columns(float(days.spoken[:, place].sum()), speaking, bool(one.words))
        rows.append(row | {"leads": float(sure[place]), "named": bool(sure[place] >= setting("wants.level"))})
    return pd.DataFrame(rows)


def _word_columns(count: float, speaking: float, asked: bool) -> dict[str, float]:
    """Return how many of the days that speak of any motive speak of one, with share and interval; nan where no words are its own."""
    nothing = float("nan")
    if not asked or not speaking:
        return dict.fromkeys(("words", "words_share", "words_low", "words_high"), nothing)
    low, high = counting_interval(count, speaking, setting("wants.level"))
    return {"words": count, "words_share": count / speaking, "words_low": low, "words_high": high}


def _power_rows(asked: MotiveSet, days: ActorDays, pulls: Pulls, seed: int, worlds: int) -> pd.DataFrame:
    """Return for each motive the power at each share that it might drive, and the least of these shares that is excluded."""
    steps, level = int(setting("wants.fit_steps")), setting("wants.test_level")
    found = shares_by_weights(pulls, likeliest_weights(pulls, steps))[0]
    moves = moves_of(days.span, int(setting("wants.least_move")), int(setting("wants.world_moves")))
    decay, own_share, pull, rows = setting("wants.decay"), own_run_share(pulls), days.daily(), []
    for place, (one, daily) in enumerate(zip(days.motives, pull, strict=True)):
        source, row, at_most = place + len(OWN_SOURCES), {}, float("nan")
        for driven in sorted((setting(f"wants.{name}") for name in DRIVEN), reverse=True):
            luck = generator(seed, "wants", "worlds", asked.actor, asked.target, one.name, f"{driven}")
            acts = planted_acts(luck, worlds, len(days.acts), daily, driven, own_share, decay).days
            made = pulls_on(acts, pull, decay)
            seen = needed_p(acts, made, source, daily, moves, steps) <= level
            shares = shares_by_weights(made, likeliest_weights(made, steps))[:, source]
            row[power_column(driven)] = float(seen.mean())
            at_most = driven if (shares <= found[source]).mean() <= level else at_most
        rows.append(dict(sorted(row.items())) | {"at_most": at_most})
    return pd.DataFrame(rows)


def own_run_share(pulls: Pulls) -> float:
    """Return the share of acts that would follow the actor's own run if no motive drove any."""
    alone = Pulls(*(part[..., : len(OWN_SOURCES)] for part in pulls))
    shares = shares_by_weights(alone, likeliest_weights(alone, int(setting("wants.fit_steps"))))
    return float(shares[0, OWN_SOURCES.index(OWN_RUN)])


def power_column(driven: float) -> str:
    """Return the name of the column with the power of a motive that drives a share of acts."""
    return f"power_{driven:.0%}".removesuffix("%")


def _agreement(spoken: Floats, chances: Floats, luck: np.random.Generator) -> tuple[float, float, float]:
    """Return how likely the motive of an act's words is its parent, the same with words shuffled, and how often that is as large."""
    says = spoken.sum(axis=1) > 0
    words, parents = spoken[says], chances[says, len(OWN_SOURCES) :]
    if not says.any():
        nothing = float("nan")
        return nothing, nothing, nothing
    found = float((words * parents).sum(axis=1).mean())
    number = int(setting("wants.shuffles"))
    shuffled = np.array([(words[luck.permutation(len(words))] * parents).sum(axis=1).mean() for _ in range(number)])
    return found, float(shuffled.mean()), float((1 + (shuffled >= found).sum()) / (1 + number))
