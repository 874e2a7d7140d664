"""How an object shows itself: two lines at a prompt, a small table in a notebook.

What a file or a name says is shown as `printable`, and is escaped where it stands in HTML.
"""

from __future__ import annotations

import datetime
import html
import importlib
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple, TypeVar

from araxes.errors import Fault, InputError, first_faults, printable

Displayed = TypeVar("Displayed", bound=type)
LONGEST_TITLE, LONGEST_SIZE, LONGEST_STEPS, LONGEST_PART = 160, 200, 110, 60
"""Characters of the parts of a text; what is longer is cut."""
DESCRIBE = "_card"
CUT = " ..."


class Card(NamedTuple):
    """What an object tells of itself.

    Attributes
    ----------
    title : str
        What it is, and of what.
    size : str
        How much of it there is.
    steps : tuple of str
        What one would call or read next, as in "summary()".
    facts : mapping of str to object
        Rows of the table beside these.
    """

    title: str
    size: str = ""
    steps: tuple[str, ...] = ()
    facts: Mapping[str, Any] = {}


def show_card(kind: Displayed) -> Displayed:
    """Decorate a class whose objects show themselves by the `Card` that their method `_card` makes; without one, by what they hold.

    What an object holds are the fields of a named tuple, of a data class or of a table of a file, else its attributes.
    """
    shown: Any = kind
    if not hasattr(shown, DESCRIBE):
        setattr(shown, DESCRIBE, _card_of_fields)
    shown.__repr__ = _two_lines
    shown._repr_html_ = _table
    return kind


def _two_lines(shown: Any) -> str:
    """Return what an object is; and on a second line how much of it there is, and what one would call next."""
    card = getattr(shown, DESCRIBE)()
    steps = _cut(" ".join(f".{step}" for step in card.steps), LONGEST_STEPS)
    second = ";  ".join(part for part in (_cut(card.size, LONGEST_SIZE), steps) if part)
    return "\n".join(part for part in (_cut(card.title, LONGEST_TITLE), second) if part)


def _table(shown: Any) -> str:
    """Return the same as a table, its facts between."""
    card = getattr(shown, DESCRIBE)()
    rows = [f"<tr><th>{_escaped(name)}</th><td>{_escaped(_text(value))}</td></tr>" for name, value in _facts(card)]
    return f"<table><caption>{_escaped(_cut(card.title, LONGEST_TITLE))}</caption>{''.join(rows)}</table>"


def _facts(card: Card) -> Iterator[tuple[str, Any]]:
    """Yield the rows of a table: name and value."""
    if card.size and not card.facts:
        yield "holds", _cut(card.size, LONGEST_SIZE)
    yield from card.facts.items()
    if card.steps:
        yield "next", _cut(" ".join(f".{step}" for step in card.steps), LONGEST_STEPS)


def _card_of_fields(shown: Any) -> Card:
    """Return a card of what an object holds."""
    kept = {name: value for name in _names_of_fields(shown) if (value := getattr(shown, name, None)) is not None}
    facts = {name.replace("_", " "): _text(value) for name, value in kept.items()}
    lead = next((value for value in kept.values() if isinstance(value, str) and value), "")
    title = f"{type(shown).__name__} {lead}".rstrip()
    size = ", ".join(f"{name} {text}" for name, text in facts.items() if text != _text(lead)) or "nothing"
    return Card(title, size, (), facts)


def _names_of_fields(shown: Any) -> list[str]:
    """Return the names of an object's fields."""
    if hasattr(shown, "_fields"):
        return list(shown._fields)
    if is_dataclass(shown):
        return [field.name for field in fields(shown)]
    names = getattr(type(shown), "model_fields", None) or vars(shown)
    return [name for name in names if not name.startswith("_")]


def _text(value: Any) -> str:
    """Return a value in a few words: a number, a name, how much a table or a list holds."""
    if isinstance(value, str):
        return _cut(value, LONGEST_SIZE)
    if isinstance(value, float):
        return f"{value:.4g}"
    if value is None or isinstance(value, bool | int | datetime.date):
        return str(value)
    if hasattr(value, DESCRIBE):
        return _cut(getattr(value, DESCRIBE)().title, LONGEST_PART)
    if hasattr(value, "_fields"):
        return type(value).__name__
    return _extent(value)


def _extent(value: Any) -> str:
    """Return how much a table, an array or a list holds, else what kind of thing it is."""
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple):
        return " x ".join(map(str, shape)) if shape else _cut(str(value), LONGEST_PART)
    if isinstance(value, Collection):
        names = list(value)
        whole = ", ".join(names) if all(isinstance(name, str) for name in names) else ""
        return whole if 0 < len(whole) <= LONGEST_PART else f"{len(names):,} entries"
    return str(getattr(value, "__name__", type(value).__name__))


def _cut(text: str, longest: int) -> str:
    """Return a text fit to be shown on one line, cut where it is longer: between words, but for a long word."""
    line = printable(" ".join(text[: LONGEST_PART * longest].split()))
    if len(line) <= longest:
        return line
    kept = line[: longest - len(CUT)]
    words, _, _ = kept.rpartition(" ")
    return (words if 2 * len(words) > longest else kept) + CUT


def _escaped(text: str) -> str:
    """Return a text as it stands in HTML."""
    return html.escape(printable(text))


@show_card
class FaultList(list[Fault]):
    """Faults of files, each of which a line tells."""

    def _card(self) -> Card:
        """Return a card of the faults, led by the first."""
        return _card_of_faults(self)


def _card_of_faults(found: Sequence[Fault]) -> Card:
    """Return a card of faults, led by the first."""
    if not found:
        return Card("No fault")
    told = {str(place): str(fault) for place, fault in enumerate(first_faults(found), start=1)}
    return Card(f"{len(found):,} fault{'s' if len(found) > 1 else ''}", told["1"], (), told)


def _card_of_fault(fault: Fault) -> Card:
    """Return a card of one fault."""
    parts = {"got": fault.got, "allowed": fault.allowed, "nearest known name": fault.nearest, "next step": fault.step}
    place = f"{fault.file}: {fault.key}" if fault.key else fault.file
    said = {name: part for name, part in parts.items() if part}
    return Card(f"Fault in {place}", f"got {fault.got}; allowed: {fault.allowed}", (), said)


# Nothing lies below what users are told of faults, so these two are decorated from here.
setattr(Fault, DESCRIBE, _card_of_fault)
setattr(InputError, DESCRIBE, lambda error: _card_of_faults(error.faults))
show_card(Fault)
show_card(InputError)


def figure_maker(name: str) -> Callable[..., Any]:
    """Return a function of `araxes.plots`, which stands above what it draws and needs matplotlib: it is looked up when first asked for."""
    maker: Callable[..., Any] = getattr(importlib.import_module("araxes.plots"), name)
    return maker


COMPRESSION = 3
"""Of pictures, 0 to 9: beyond it they take longer to write than they are worth in bytes."""


def picture(figure: Any) -> bytes:
    """Return a matplotlib figure as PNG."""
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", pil_kwargs={"compress_level": COMPRESSION})
    return buffer.getvalue()
