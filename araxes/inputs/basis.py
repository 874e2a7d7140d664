"""The basis of a result: which version of the model and which estimates it rests on, said wherever it is shown or kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

MODEL = "2 (crisis rule)"
"""Version and name of the model at hand. CONTRIBUTING.md says when the version rises."""

PRIORS = "priors"
"""Said where no estimates apply."""


class Basis(NamedTuple):
    """What a result rests on.

    Attributes
    ----------
    model : str
        Version and name of the model.
    estimates : str
        Names of the files of estimates that values were taken from, between commas, or "priors".
    """

    model: str
    estimates: str

    def __str__(self) -> str:
        """Return the line that stands under tables and at the foot of figures."""
        return f"Model {self.model}; {'' if self.estimates == PRIORS else 'estimates '}{self.estimates}"


def basis_on(estimates: Iterable[str]) -> Basis:
    """Return the basis of what is made with the model at hand from some files of estimates, by their names."""
    return Basis(MODEL, ", ".join(dict.fromkeys(estimates)) or PRIORS)
