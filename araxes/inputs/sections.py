"""What the parameters of a section have in common: unit, widest range, keys; which section is which is said in `schema.py`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """What a group of parameters has in common: the unit, and the widest range that makes sense."""

    unit: str
    low: float | None = None
    high: float | None = None
    implicit: float | None = None
    """What a value is that nobody names: 0 for "no tie" and "no stake", 1 for "as strongly as all"; None where it must be named."""
    positive: bool = False
    """Whether 0 itself makes no sense (a half-life, an army)."""


@dataclass(frozen=True)
class Section:
    """What is known of the parameters in a table, beside the form of each: stands at a field of the models in `schema.py`.

    Attributes
    ----------
    kind : Kind
        Of all of them but those in `apart`.
    names : tuple of str
        What the keys of a path name, from the table on: "issue", "actor"; empty where they name nothing of other files.
    keys : tuple of str
        The keys that must all be there, where no other will do; empty where it depends on other files which there are.
    apart : dict of str to Kind
        The kinds of keys that have one of their own.
    undirected : bool
        Whether the two actors of a path may stand in either order.
    """

    kind: Kind = Kind("")
    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    apart: Mapping[str, Kind] = field(default_factory=dict)
    undirected: bool = False


STATUS, WEEKS = Kind("status", 0, 1), Kind("weeks", 0)
SHARE, SHARE_OR_NONE = Kind("share", 0, 1), Kind("share", 0, 1, implicit=0)
TIE_OR_NONE = Kind("tie", -1, 1, implicit=0)
