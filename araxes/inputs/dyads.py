"""Directed dyads as a user writes them: "IRN>AZE", actor and target."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from araxes.errors import InputError, Option, unknown


def dyad_of(states: Sequence[str], text: str, where: str | Option) -> tuple[str, str]:
    """Return actor and target of a directed dyad of states, such as "IRN>AZE".

    Raises
    ------
    InputError
        When there is no such dyad; the nearest is named. `where` is what the text was given for.
    """
    known = {f"{actor}>{target}": (actor, target) for actor, target in itertools.permutations(states, 2)}
    if text not in known:
        raise InputError([unknown(where, "dyad", text, list(known), "dyad")])
    return known[text]
