"""Filters: which rows of a machine-coded record count, each a named option so that a table of results can vary it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from araxes.errors import InputError, Option, unknown
from araxes.records.forms import Form

RARE_SETS = "zrLLM"
"""Extracts of ICEWS whose test rows are of types found in two months only."""
RARE_SPLIT = "test"
COMMON = "1"
OPTIONS = {
    "all-actors": {"common_actors": False},
    "rare-types": {"rare_types": True},
    "root-events": {"root_events": True},
}
"""What each named option changes."""


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
    def named(cls, names: Iterable[str]) -> Filters:
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
        faults = [unknown(Option("filters"), "", name, OPTIONS, "filter") for name in given if name not in OPTIONS]
        if faults:
            raise InputError(faults)
        return cls(**{field: value for name in given for field, value in OPTIONS[name].items()})

    def names(self) -> list[str]:
        """Return the names of the options by which these filters differ from the usual ones."""
        return [name for name, change in OPTIONS.items() if all(getattr(self, key) == to for key, to in change.items())]

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
