"""`araxes show`: a scenario, and with --resolved each value and the file it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Json, Own, ReadingOf, Set
from araxes.errors import Option

if TYPE_CHECKING:
    from araxes.results.answers import Answer


def command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file.")],
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Also show every value and the file it came from.")
    ] = False,
    sets: Set = None,
    own: Own = None,
    reading: ReadingOf = None,
    as_json: Json = False,
) -> None:
    """Show a scenario: its question, what it expects, what it changes."""
    from araxes.inputs.scenario import load

    loaded = load(
        scenario, own, sets or (), None, reading
    )  # before the imports: who has a fault to mend does not wait for them
    from araxes.cli import screen
    from araxes.inputs.catalogue import series_text
    from araxes.inputs.difference import believed, described
    from araxes.inputs.resolved import resolved as as_data

    found: list[Answer] = []
    if resolved:
        from araxes.results.answers import answers  # heavy: it simulates

        found = answers(loaded, announce=screen.note(as_json))
    if as_json:
        screen.document(as_data(loaded) | {"notes": [*loaded.notes, *map(str, found)]})
        return
    screen.heading(loaded.heading, f" ({loaded.name})")
    screen.out.print(f"Question   {loaded.question}", markup=False)
    screen.out.print(f"Starts     {loaded.start}, {loaded.weeks} weeks")
    screen.out.print(f"Files      {' < '.join(loaded.files)}", markup=False)
    screen.out.print(f"Sources    {'; '.join(loaded.sources)}", markup=False)
    screen.out.print(f"Expects    {' '.join(loaded.expect.split())}", markup=False)
    if loaded.reading:
        screen.out.print(f"Reading    {loaded.reading.title}", markup=False)
    for note in (*loaded.notes, *(loaded.reading.faults if loaded.reading else ()), *found):
        screen.out.print(f"Note       {note}", markup=False)
    rows = [
        (kind, item.id, described(item), item.reference)
        for kind in ("act", "signal", "change")
        for item in getattr(loaded, f"{kind}s")
    ]
    if loaded.reading:
        rows += [
            ("read", one.id, believed(one.perceived_as), f"{one.reference} ({one.confidence})")
            for one in (*loaded.reading.rows, *loaded.reading.acts)
        ]
    if rows:
        screen.grid(["kind", "id", "what", "reference"], rows)
    own_values = {
        path: p
        for path, p in sorted(loaded.book.items())
        if (p.named if resolved else not p.origin.startswith(("params", "not")))
    }
    if own_values:
        lines = [(path, series_text(p), p.unit, set_by(p.origin)) for path, p in own_values.items()]
        screen.grid(["path", "value", "unit", "set by"], lines)


def set_by(origin: str) -> str:
    """Return where a value comes from: its file, or the option."""
    return "--set" if isinstance(origin, Option) else origin
