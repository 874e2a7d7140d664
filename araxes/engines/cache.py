"""Pieces of worlds, used again: a scenario that differs from another by a few values shares every piece that read none of them.

Three rules keep this exact. What reads parameters notes the paths it reads while it is made, and is used again only where all of them have
the same values: nobody writes lists of dependencies. What is worked out from other pieces is given them as arguments, reads nothing else,
and is used again where it is given the very same objects. And a scenario may take pieces of another by their names, for which whoever names
them vouches (`araxes.engines.past.take_record`).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

import numpy as np

from araxes.display import show_card
from araxes.inputs.parameters import Parameter, setting
from araxes.inputs.scenario import Scenario

Piece = TypeVar("Piece")
Numbers = TypeVar("Numbers", bound=tuple[Any, ...])


@show_card
class Read(NamedTuple):
    """A piece, the paths that were read to make it, and those of their parameters that differed from the base."""

    paths: frozenset[str]
    differing: dict[str, Parameter]
    value: Any


class Noted(dict[str, Parameter]):
    """A book that notes which of its parameters are read."""

    def __init__(self, book: dict[str, Parameter]) -> None:
        super().__init__(book)
        self.open: list[set[str]] = []

    def note(self, *paths: str) -> None:
        """Note that some parameters were read for the piece that is being made."""
        if self.open:
            self.open[-1].update(paths)

    def __getitem__(self, path: str) -> Parameter:
        """Return a parameter."""
        self.note(path)
        return super().__getitem__(path)

    def get(self, path: str, default: Any = None) -> Any:
        """Return a parameter, or the default where there is none."""
        self.note(path)
        return super().get(path, default)

    def values(self) -> ValuesView[Parameter]:  # type: ignore[override]
        """Return all parameters: each counts as read."""
        self.note(*self)
        return super().values()

    def items(self) -> ItemsView[str, Parameter]:  # type: ignore[override]
        """Return all paths and parameters: each counts as read."""
        self.note(*self)
        return super().items()


@show_card
class Shelf:
    """Pieces of scenarios that differ from a base in the values of parameters only.

    Parameters
    ----------
    base : Scenario
    """

    def __init__(self, base: Scenario) -> None:
        self.base = base
        self.size = int(setting("sweep.pieces"))
        self.reads: dict[Hashable, tuple[Read, ...]] = {}
        self.works: dict[Any, tuple[tuple[tuple[Any, ...], Any], ...]] = {}

    def maker(self, scenario: Scenario) -> Maker:
        """Return what makes the pieces of a scenario, which must be the base with other values."""
        plain = replace(scenario, region=replace(scenario.region, book=self.base.book), name=self.base.name)
        if plain != self.base or scenario.book.keys() != self.base.book.keys():
            raise ValueError(f"{scenario.name} differs from {self.base.name} by more than values of parameters")
        return Maker(scenario, self)

    def find(self, key: Hashable, differing: dict[str, Parameter]) -> Read | None:
        """Return a piece that was made from the same values."""
        for read in self.reads.get(key, ()):
            if read.differing == {path: p for path, p in differing.items() if path in read.paths}:
                return read
        return None

    def keep(self, key: Hashable, read: Read) -> None:
        """Keep a piece; of each kind the newest are kept."""
        self.reads[key] = (read, *self.reads.get(key, ())[: self.size - 1])

    def work(self, function: Callable[..., Piece], *inputs: Any) -> Piece:
        """Return what a function gives, worked out anew only for inputs that it was not given before."""
        for known, made in self.works.get(function, ()):
            if len(known) == len(inputs) and all(map(_same, known, inputs)):
                value: Piece = made
                return value
        value = function(*inputs)
        self.works[function] = ((inputs, value), *self.works.get(function, ())[: self.size - 1])
        return value


@show_card
class Lookahead:
    """Scenarios that are made ready one after the other, looked at ahead: what one needs is worked out for like ones behind it at once.

    Parameters
    ----------
    shelf : Shelf
        Of their pieces.
    scenarios : sequence of Scenario

    Attributes
    ----------
    place : int
        Of the one that is made ready now.
    """

    def __init__(self, shelf: Shelf, scenarios: Sequence[Scenario]) -> None:
        self.shelf, self.scenarios, self.place = shelf, scenarios, 0
        self.found: dict[Hashable, tuple[tuple[Any, ...], Any]] = {}

    def work(
        self,
        pieces: Mapping[str, Any],
        own: Numbers,
        numbers: Callable[[Scenario], Numbers],
        function: Callable[[list[Numbers]], Sequence[Piece]],
    ) -> Piece:
        """Return what a function gives for the scenario that is made ready now.

        Parameters
        ----------
        pieces : mapping
            Pieces of this scenario that the function reads, by their keys. Like ones have the very same on the shelf.
        own : tuple of arrays, or of such tuples
            What else it reads of this scenario.
        numbers : callable
            Returns that of another scenario.
        function : callable
            Takes the numbers of several scenarios with the same pieces; returns a result each, which must not depend on the others.
        """
        given = tuple(pieces.values())
        if _key(given, own) not in self.found:
            asked = {_key(given, one): one for one in (own, *map(numbers, self._like(pieces)))}
            results = function(list(asked.values()))
            self.found |= {key: (given, result) for key, result in zip(asked, results, strict=True)}
        value: Piece = self.found.pop(_key(given, own))[1]
        return value

    def _like(self, pieces: Mapping[str, Any]) -> Iterator[Scenario]:
        """Yield the scenarios behind this one that have the same pieces on the shelf."""
        for scenario in self.scenarios[self.place + 1 :]:
            differing = self.shelf.maker(scenario).differing
            reads = {key: self.shelf.find(key, differing) for key in pieces}
            if all(read is not None and read.value is pieces[key] for key, read in reads.items()):
                yield scenario


def _key(given: tuple[Any, ...], numbers: Numbers) -> Hashable:
    """Return by what results are told apart: which pieces were given, and the bits of the numbers."""
    return (*map(id, given), _bits(numbers))


def _bits(part: Any) -> Hashable:
    """Return the bits of nested numbers and arrays."""
    return tuple(map(_bits, part)) if isinstance(part, tuple) else b"" if part is None else np.asarray(part).tobytes()


def _same(one: Any, other: Any) -> bool:
    """Return whether two inputs are the same object, or equal numbers."""
    return one is other or (isinstance(one, int | float) and isinstance(other, int | float) and one == other)


def anew(function: Callable[..., Piece], *inputs: Any) -> Piece:
    """Return what a function gives: how worlds that share nothing work their pieces out."""
    return function(*inputs)


@show_card
class Maker:
    """Makes the pieces of one scenario, each once.

    Parameters
    ----------
    scenario : Scenario
    shelf : Shelf, optional
        Pieces of like scenarios, used where they hold and added to; none are shared without it.

    Attributes
    ----------
    given, scenario : Scenario
        The same twice, the book of the second noting what is read where there is a shelf.
    """

    def __init__(self, scenario: Scenario, shelf: Shelf | None = None) -> None:
        self.shelf, self.given, self.scenario = shelf, scenario, scenario
        self.done: dict[Hashable, Read] = {}
        self.noted, self.differing = Noted({}), dict[str, Parameter]()
        self.work = anew if shelf is None else shelf.work
        if shelf is not None:
            base = shelf.base.book
            self.differing = {path: p for path, p in scenario.book.items() if p is not base[path] and p != base[path]}
            self.noted = Noted(scenario.book)
            self.scenario = replace(scenario, region=replace(scenario.region, book=self.noted))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made: without pieces, which are made again where they are needed."""
        return Maker, (self.given,)

    def take(self, other: Maker, names: Sequence[str]) -> None:
        """Take the pieces of some names, or of keys that begin with these, from another scenario for which they are the same."""
        of_key = {key: key[0] if isinstance(key, tuple) else key for key in other.done}
        self.done |= {key: other.done[key] for key, name in of_key.items() if name in names}

    def read(self, key: Hashable, build: Callable[[], Piece]) -> Piece:
        """Return a piece that reads parameters.

        Parameters
        ----------
        key : hashable
            What it is.
        build : callable
            Makes it, reading the book of `scenario`; other pieces it needs it asks for through this method.
        """
        if key not in self.done:
            self.done[key] = (self.shelf.find(key, self.differing) if self.shelf else None) or self._made(key, build)
        read = self.done[key]
        self.noted.note(*read.paths)
        value: Piece = read.value
        return value

    def _made(self, key: Hashable, build: Callable[[], Any]) -> Read:
        """Return a piece made now, with what it read."""
        self.noted.open.append(set())
        try:
            value = build()
        finally:
            paths = frozenset(self.noted.open.pop())
        read = Read(paths, {path: p for path, p in self.differing.items() if path in paths}, value)
        if self.shelf:
            self.shelf.keep(key, read)
        return read
