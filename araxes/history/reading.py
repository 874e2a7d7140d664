"""How a machine-coded record is read: which rows count, mirrored acts twice or once, which weeks are thin. Said alike for every verb."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from araxes.errors import Fault, InputError, Option
from araxes.options import checked_option
from araxes.records.filters import Filters
from araxes.records.forms import Form

Mirrors = Literal["both", "once"]
MIRRORS = ("both", "once")


@dataclass(frozen=True)
class Reading:
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
        usual = Reading()
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
    return filters if isinstance(filters, Filters) else Filters.named(checked_option("filters", filters))


def reading(
    filters: Filters | Sequence[str] = (), mirrors: str = "both", exposure: Path | str | None = None
) -> Reading:
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
    return Reading(chosen, "once" if mirrors == "once" else "both", None if exposure is None else Path(exposure))
