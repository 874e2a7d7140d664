"""`araxes show`: a scenario, and with --resolved each value and the file it came from.

`araxes list`: what there is, with units, ranges and sources.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import JsonOption, OwnOption, PerspectiveOption, ReadingOption, SetOption
from araxes.errors import Option

if TYPE_CHECKING:
    import pandas as pd

    from araxes.inputs.region import RegionFiles
    from araxes.results.answers import Answer


VOICE_LABELS = {"reading": "Reading", "perspective": "Judged by"}
WIDE, WIDEST = 120, 160
"""Columns of a screen on which ranges of parameters are shown too, and their sources and dates."""


def show_command(
    scenario: Annotated[str, typer.Argument(help="A scenario's name or file.")],
    resolved: Annotated[
        bool, typer.Option("--resolved", help="Also show every value and the file it came from.")
    ] = False,
    sets: SetOption = None,
    own: OwnOption = None,
    reading: ReadingOption = None,
    perspective: PerspectiveOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show a scenario: its question, what it expects, what it changes."""
    from araxes.inputs.scenario import load

    loaded = load(
        scenario, own, sets or (), None, reading, perspective
    )  # before the imports: who has a fault to mend does not wait for them
    from araxes.cli import screen
    from araxes.inputs.catalogue import belief_text, change_text, resolved_data, series_text
    from araxes.inputs.region import VOICES

    found: list[Answer] = []
    if resolved:
        from araxes.results.answers import answers  # heavy: it simulates

        with screen.show_busy("trying what is set", as_json):
            found = answers(loaded, announce=screen.note(as_json))
    if as_json:
        screen.document(resolved_data(loaded) | {"notes": [*loaded.notes, *map(str, found)]})
        return
    screen.heading(loaded.heading, f" ({loaded.name})")
    voices = {name: voice for name in VOICES if (voice := getattr(loaded, name))}
    said = [
        ("Question", loaded.question),
        ("Starts", f"{loaded.start}, {loaded.weeks} weeks"),
        ("Files", " < ".join(loaded.files)),
        ("Sources", "; ".join(loaded.sources)),
        ("Expects", " ".join(loaded.expect.split())),
        *((VOICE_LABELS[name], voice.title) for name, voice in voices.items()),
        *(("Note", str(note)) for note in (*loaded.notes, *(f for v in voices.values() for f in v.faults), *found)),
    ]
    for label, text in said:
        screen.say_about(label, text)
    rows = [
        (kind, item.id, change_text(item), item.reference)
        for kind in ("act", "signal", "change")
        for item in getattr(loaded, f"{kind}s")
    ]
    if loaded.reading:
        rows += [
            ("read", one.id, belief_text(one.perceived_as), f"{one.reference} ({one.confidence})")
            for one in (*loaded.reading.rows, *loaded.reading.acts)
        ]
    if rows:
        screen.print_grid(["kind", "id", "what", "reference"], rows)
    own_values = {
        path: p
        for path, p in sorted(loaded.book.items())
        if (p.named if resolved else not p.origin.startswith(("params", "not")))
    }
    if own_values:
        apart = ", " if math.isinf(screen.available_width()) else ",\n"
        lines = [
            (path, apart.join(series_text(p).split(", ")), p.unit, set_by(p.origin)) for path, p in own_values.items()
        ]
        screen.print_grid(["path", "value", "unit", "set by"], lines)


def set_by(origin: str) -> str:
    """Return where a value comes from: its file, or the option."""
    return "--set" if isinstance(origin, Option) else origin


def list_command(
    what: Annotated[
        str, typer.Argument(help="scenarios, actors, issues, rungs, params, readings or perspectives")
    ] = "scenarios",
    details: Annotated[
        bool,
        typer.Option(
            "--details", help="Also questions, names in other languages, ranges and sources, however wide the screen."
        ),
    ] = False,
    own: OwnOption = None,
    as_json: JsonOption = False,
) -> None:
    """List scenarios, actors, issues, rungs, params, readings or perspectives."""
    from araxes.cli import screen
    from araxes.inputs.catalogue import catalogue
    from araxes.inputs.region import read_region

    data = catalogue(what, own)
    if as_json:
        screen.document(screen.records(data.reset_index()))
    elif what == "params":
        show_params(data, math.inf if details else screen.available_width())
        show_estimates(data, read_region(own))
    elif what == "actors":
        show_actors(data, details)
    else:
        screen.table(data if details else data.drop(columns="question", errors="ignore"))


def show_actors(data: pd.DataFrame, details: bool) -> None:
    """Print the actors; in detail with their names in all languages, each behind its language."""
    from araxes.cli import screen

    short = data[["name", "role"]]
    if details:
        labels = data.drop(columns=list(short)).fillna("")
        rows = [zip(labels.columns, row, strict=True) for row in labels.itertuples(index=False)]
        short = short.assign(names=[", ".join(f"{key} {name}" for key, name in row if name) for row in rows])
    screen.table(short)


def show_params(data: pd.DataFrame, width: float) -> None:
    """Print the parameters a line each, paths unbroken: value, whether it is judged, unit; the rest where there is room."""
    from araxes.cli import screen

    whole = width >= WIDEST
    table = data.assign(value=with_spread(data if whole else data.assign(value=data["value"].map(last_value))))
    table = table[["value", "confidence", "unit"]]
    if width >= WIDE:
        limits = zip(data["low"], data["high"], strict=True)
        table["range"] = [" to ".join("" if math.isnan(end) else f"{end:g}" for end in pair) for pair in limits]
    if whole:
        table["source"] = data["source"]
    screen.table(table.rename_axis("parameter"))
    if not whole:
        missing = "All dates and sources" if width >= WIDE else "All dates, ranges and sources"
        screen.out.print("(dated): the last of several values, each of which holds from a date.")
        screen.out.print(f"{missing}: --details, --json, or a screen of {WIDEST} columns.")


def last_value(series: str) -> str:
    """Return a dated series as its last value, said to be dated; a value that always holds as it is."""
    values = series.split(", ")
    return f"{values[-1].split()[0]} (dated)" if values[1:] else series


def show_estimates(data: pd.DataFrame, region: RegionFiles) -> None:
    """Print what is estimated: the value, and the latest estimate on each record with its error; on what these were fitted."""
    import pandas as pd

    from araxes.cli import screen
    from araxes.inputs.catalogue import estimate_text, fitted_on, latest_estimates, since

    latest = latest_estimates(region.estimates)
    rows = data[data["estimate"] != ""]
    columns = {one.name: [estimate_text(path, one) for path in rows.index] for one in latest}
    table = pd.DataFrame({"value": with_spread(rows), **columns}, rows.index.rename("parameter"))
    screen.table(table, "What records say; all else is as its confidence says")
    screen.out.print("+-: standard deviation of a prior, standard error of an estimate.")
    for one in latest:
        screen.out.print(f"{fitted_on(one)}: runs on that record draw from it that begin on {since(one)} or later.")
    if any(rows["earlier"]):
        screen.out.print(
            "Runs that begin earlier draw from the latest estimates before them (--json), the first ones from the value."
        )


def with_spread(data: pd.DataFrame) -> list[str]:
    """Return values as text, with the standard deviation of priors."""
    return [f"{value} +- {sd:g}" if sd > 0 else value for value, sd in zip(data["value"], data["sd"], strict=True)]
