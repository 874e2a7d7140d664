"""A test before it is judged: the record, the reading under which it is read, and the days of each set of acts."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from araxes.array_types import Flags
from araxes.claims.acts import Acts
from araxes.claims.claim_faults import days_of_claim
from araxes.claims.read_claims import Claim
from araxes.claims.timeline import Timeline, timeline_of
from araxes.claims.weigh import COUNTED, Weighed
from araxes.display import Card, show_card
from araxes.engines.draws import generator
from araxes.inputs.read import read_text, shipped_folder
from araxes.inputs.region import RegionFiles
from araxes.records.history import History
from araxes.sweeps.points import model_version

_MODEL_PARTS = ("params", "scenarios", "history", "shocks", "readings")


@show_card
@dataclass(frozen=True)
class Judgement:
    """What came of a test under a reading.

    Attributes
    ----------
    verdict : str
        One of the keys of `araxes.claims.weigh.GLYPHS`.
    found : str
        What was found, in a few words.
    power : float, optional
        Of the finding, in [0, 1]; None where the test has no null.
    alarm : str
        What is to be said of false alarms; "" where they are as rare as they should be.
    figures : dict
        The numbers behind it, as plain values.
    family : str
        Of histories, where the test gives a verdict for several.
    """

    verdict: str = COUNTED
    found: str = ""
    power: float | None = None
    alarm: str = ""
    figures: Mapping[str, Any] = field(default_factory=dict)
    family: str = ""

    def _card(self) -> Card:
        """Return the verdict and what it rests on."""
        return Card(
            f"{self.verdict or 'a count'}: {self.found}", f"power {self.power}" if self.power is not None else ""
        )


@show_card
@dataclass(frozen=True)
class Sources:
    """Files beyond the record that a test may read, each hashed once.

    Attributes
    ----------
    own : Path, optional
        A user's folder.
    gdelt : Path, optional
        Tones of pairs that a replication reads.
    """

    own: Path | None = None
    gdelt: Path | None = None

    @cached_property
    def shipped(self) -> str:
        """Return a hash of the model as it is shipped: its files and its code."""
        return _hash_of([shipped_folder()])

    @cached_property
    def model(self) -> str:
        """Return a hash of all files that a run of the model may read, those of the user's folder with them."""
        return self.shipped if self.own is None else _hash_of([shipped_folder(), self.own])

    def check(self) -> None:
        """Check that the file of tones can be read, whether or not a test asks for it.

        Raises
        ------
        InputError
        """
        if self.gdelt is not None:
            read_text(self.gdelt, marked=True)

    @cached_property
    def tones(self) -> str | None:
        """Return a hash of the tones."""
        return None if self.gdelt is None else hashlib.sha256(self.gdelt.read_bytes()).hexdigest()


def _hash_of(folders: Sequence[Path]) -> str:
    """Return a hash of the code of the model and of its files in folders."""
    digest = hashlib.sha256(str(model_version()["digest"]).encode())
    for folder in folders:
        for part in _MODEL_PARTS:
            for path in sorted((folder / part).rglob("*.*")):
                if path.is_file():
                    digest.update(f"{path.relative_to(folder)}".encode())
                    digest.update(path.read_bytes())
    return digest.hexdigest()


@show_card
@dataclass(frozen=True)
class Hearing:
    """A claim under a reading.

    Attributes
    ----------
    claim : Claim
    place : int
        Of the test among those of the claim, counted from 1: luck is addressed by it.
    reading : mapping of str to str
        The set that each contested row is given to.
    history : History
    region : RegionFiles
    seed : int
    sources : Sources
        Files beyond the record that a test may read.
    """

    claim: Claim
    place: int
    reading: Mapping[str, str]
    history: History
    region: RegionFiles
    seed: int
    sources: Sources = field(default_factory=Sources)

    @cached_property
    def line(self) -> Timeline:
        """Return the days that the claim looks at, those of the record where it names none."""
        return timeline_of(*days_of_claim(self.claim.said, self.history))

    def acts(self, name: str, during: tuple[datetime.date, datetime.date] | None = None) -> Acts:
        """Return the rows of a set, within a span where one is given."""
        found = self.claim.acts(name, self.reading)
        low, high = (day.toordinal() for day in during) if during else (self.line.first, self.line.last)
        inside = (found.days >= low) & (found.days <= high)
        return Acts(tuple(np.array(found.ids, dtype=object)[inside]), found.days[inside])

    def flags(self, names: Sequence[str]) -> Flags:
        """Return the days on which any of several sets has a row, shape (days,)."""
        return self.line.flags(np.concatenate([self.acts(name).days for name in names]))

    def luck(self, *names: str) -> np.random.Generator:
        """Return the luck of a test, the same under every reading."""
        return generator(self.seed, "claims", self.claim.said.id, str(self.place), *names)


def as_judgement(weighed: Weighed, found: str, alarm: str, family: str = "", **figures: Any) -> Judgement:
    """Return a verdict with what it rests on as plain values."""
    return Judgement(weighed.verdict, found, weighed.power, alarm, {**weighed._asdict(), **figures}, family)
