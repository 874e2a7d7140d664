"""The basis of a result: which version of the model and which estimates it rests on, said wherever it is shown or kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

MODEL = "2 (crisis rule)"
"""Version and name of the model at hand. CONTRIBUTING.md says when the version rises."""

PRIORS = "priors"
"""Said where no estimates apply."""

NEUTRAL = "neutral"
"""The reading of a record as it is, its flags as they are."""


class Basis(NamedTuple):
    """What a result rests on.

    Attributes
    ----------
    model : str
        Version and name of the model.
    estimates : str
        Names of the files of estimates that values were taken from, between commas, or "priors".
    reading : str
        The capital that says whose acts the contested ones of the record are, or "neutral"; of several scenarios between commas.
    """

    model: str
    estimates: str
    reading: str = NEUTRAL

    def __str__(self) -> str:
        """Return the line that stands under tables and at the foot of figures."""
        said = f"Model {self.model}; {'' if self.estimates == PRIORS else 'estimates '}{self.estimates}"
        return said if self.reading == NEUTRAL else f"{said}; reading {self.reading}"

    def attrs(self) -> dict[str, str]:
        """Return it as attributes and keys of what is written; a neutral reading is not said."""
        return {key: text for key, text in self._asdict().items() if (key, text) != ("reading", NEUTRAL)}


def basis_on(estimates: Iterable[str]) -> Basis:
    """Return the basis of what is made with the model at hand from some files of estimates, by their names."""
    return Basis(MODEL, ", ".join(dict.fromkeys(estimates)) or PRIORS)
