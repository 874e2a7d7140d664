"""Filters: which rows of a machine-coded record count, each a named option so that a table of results can vary it.

How a machine-coded record is read: which rows count, mirrored acts twice or once, which weeks are thin. Said alike for every verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from araxes.errors import Fault, InputError, Option, unknown
from araxes.options import checked_option
from araxes.records.forms import Form

RARE_SETS = "zrLLM"
"""Extracts of ICEWS whose test rows are of types found in two months only."""
RARE_SPLIT = "test"
COMMON = "1"
_OPTIONS = {
    "all-actors": {"common_actors": False},
    "rare-types": {"rare_types": True},
    "root-events": {"root_events": True},
}
"""What each named option changes."""
Mirrors = Literal["both", "once"]
MIRRORS = ("both", "once")


@dataclass(frozen=True)
class Filters:
    """Which rows count. A filter on a column that a record does not have changes nothing.

    Attributes
    ----------
    common_actors : bool
        Only rows of actors that all windows know (`common_actors` is 1), so that levels compare.
    rare_types : bool
        Also test rows of the zrLLM extracts: types of acts that are there in July and August only.
    root_events : bool
        Only what a report's first sentences say (`IsRootEvent` of GDELT is 1).
    """

    common_actors: bool = True
    rare_types: bool = False
    root_events: bool = False

    @classmethod
    def of_names(cls, names: Iterable[str]) -> Filters:
        """Return the usual filters with some options changed.

        Parameters
        ----------
        names : iterable of str
            "all-actors", "rare-types", "root-events".

        Raises
        ------
        InputError
            With every name that is not known.
        """
        given = list(names)
        faults = [unknown(Option("filters"), "", name, _OPTIONS, "filter") for name in given if name not in _OPTIONS]
        if faults:
            raise InputError(faults)
        return cls(**{field: value for name in given for field, value in _OPTIONS[name].items()})

    def names(self) -> list[str]:
        """Return the names of the options by which these filters differ from the usual ones."""
        return [
            name for name, change in _OPTIONS.items() if all(getattr(self, key) == to for key, to in change.items())
        ]

    def refuses(self, common: str | None, dataset: str | None, split: str | None, root: str | None) -> str:
        """Return the name of the filter that a row does not pass, or "".

        Parameters
        ----------
        common, dataset, split, root : str or None
            The row's values; None where the record has no such column.
        """
        if self.common_actors and common is not None and common != COMMON:
            return "common_actors"
        if not self.rare_types and split == RARE_SPLIT and dataset is not None and RARE_SETS in dataset:
            return "rare_types"
        if self.root_events and root is not None and root != COMMON:
            return "root_events"
        return ""

    def words(self, form: Form) -> str:
        """Return the filters that apply to a form, in words, as they stand in the name of a record; "" where none does."""
        said = []
        if form.common:
            said.append("common actors" if self.common_actors else "all actors")
        if form.split:
            said.append("rare types in" if self.rare_types else "rare types out")
        if form.root and self.root_events:
            said.append("root events")
        return ", ".join(said)


@dataclass(frozen=True)
class RecordReading:
    """How a record is read.

    Attributes
    ----------
    filters : Filters
        Which rows count.
    mirrors : str
        "both": a mirrored act is one of both. "once": one half of each is left out, by turns.
    exposure : Path, optional
        Daily totals of the record; thin weeks become unobserved.
    """

    filters: Filters = field(default_factory=Filters)
    mirrors: Mirrors = "both"
    exposure: Path | None = None

    def words(self, form: Form) -> list[str]:
        """Return in words which rows of a machine-coded form count, as they stand in the name of a record without a header."""
        once = ["mirrors once"] if self.mirrors == "once" else []
        return [word for word in (self.filters.words(form), *once) if word]

    def unusual(self, form: Form) -> list[str]:
        """Return in words what is read otherwise than by default, as it stands behind the name that a header gives."""
        usual = Filters().words(form).split(", ")
        return [word for word in ", ".join(self.words(form)).split(", ") if word and word not in usual]

    def refuse(self, given: str) -> None:
        """Refuse to read otherwise what is not read from a path.

        Parameters
        ----------
        given : str
            What the record is, for the message.

        Raises
        ------
        InputError
            With every option that is not the default.
        """
        usual = RecordReading()
        changed = {
            Option("exposure"): self.exposure != usual.exposure and str(self.exposure),
            Option("filters"): self.filters != usual.filters and ", ".join(self.filters.names()),
            Option("mirrors"): self.mirrors != usual.mirrors and self.mirrors,
        }
        allowed = "only for a record that is read from a file, archive or folder"
        faults = [
            Fault(option, "", f"{value!r} for {given}", allowed, step="`history` takes the path of one.")
            for option, value in changed.items()
            if value
        ]
        if faults:
            raise InputError(faults)


def filters_of(filters: Filters | Sequence[str]) -> Filters:
    """Return filters given by name, or as such.

    Raises
    ------
    InputError
        With every name that is not known.
    """
    return filters if isinstance(filters, Filters) else Filters.of_names(checked_option("filters", filters))


def record_reading(
    filters: Filters | Sequence[str] = (), mirrors: str = "both", exposure: Path | str | None = None
) -> RecordReading:
    """Return how a record is to be read, from what a user wrote.

    Parameters
    ----------
    filters : Filters, str or sequence of str
        Names of what is read otherwise than by default: "all-actors", "rare-types", "root-events".
    mirrors : str
    exposure : Path or str, optional

    Raises
    ------
    InputError
        With every name that is not known.
    """
    faults: list[Fault] = []
    chosen = Filters()
    try:
        chosen = filters_of(filters)
    except InputError as error:
        faults += error.faults
    try:
        checked_option("mirrors", mirrors)
    except InputError as error:
        faults += error.faults
    if faults:
        raise InputError(faults)
    return RecordReading(chosen, "once" if mirrors == "once" else "both", None if exposure is None else Path(exposure))
