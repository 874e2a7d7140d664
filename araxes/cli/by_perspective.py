"""`araxes compare --perspectives`: one scenario beside its base in the neutral perspective and in those of the capitals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from araxes.cli import options
from araxes.cli.ends import tell_files, write_figures
from araxes.errors import Fault, InputError, Option

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd

    from araxes.inputs.scenario import Scenario
    from araxes.results.by_perspective import ByPerspective

TABLE = "perspectives"
"""Stem of the files that are written."""
_NOTE = (
    "Points: the change of the chance, with its 95 % interval over {over}. From neutral: how far it is from the "
    "neutral change, which is known better, since both share luck and weights; its interval is over luck alone. {told}"
)
_TOLD = (
    "Changes the answer: where the interval of the points leaves the neutral change out, {least} points or more away."
)
_NOT_TOLD = "Which capital changes the answer is not told: that takes more replicates, or weights and judged values that are not held."


def check_alone(perspective: str | None) -> None:
    """Refuse one perspective beside all of them.

    Raises
    ------
    InputError
    """
    if perspective is not None:
        raise InputError([Fault(Option("perspective"), "", repr(perspective), "not beside `perspectives`")])


def tell_by_perspective(
    scenarios: Sequence[Scenario], out: Path | None, reading: str | None, about: Sequence[str], figures: bool, as_json: bool, quiet: bool,
    **asked: Any,
) -> None:  # fmt: skip
    """Compare a scenario with its base in every perspective: a sentence, a table, a figure."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.results.by_perspective import compare_perspectives

    folder = options.results_folder(out, f"{'_vs_'.join(one.name for one in scenarios)}_{TABLE}", reading)
    with screen.progress(0, "simulating", quiet or as_json) as bar:
        found = compare_perspectives(
            *scenarios, progress=bar, announce=screen.note_or_warn(quiet, as_json),
            ready=lambda: make_folder(folder), **asked,
        )  # fmt: skip
    with replace_files(folder) as files:
        files.write_table(f"{TABLE}.csv", found.all_changes)
        if figures:
            write_figures({TABLE: found.plot(about)}, files)
    if as_json:
        screen.document(_as_document(found))
    elif not quiet:
        screen.paragraph(found.sentence(about))
        screen.table(as_text(found.changes(about)), "Change of the chance of at least one act", index=False)
        screen.paragraph(_note(found.neutral.holds_doubt))
        screen.basis(found.basis)
        tell_files(folder, files)


def _note(holds_doubt: bool) -> str:
    """Return how the table is to be read."""
    from araxes.inputs.parameters import setting
    from araxes.wording import points

    if holds_doubt:
        return _NOTE.format(
            over="luck, weights and judged values",
            told=_TOLD.format(least=points(setting("compare.size_small"), sign=False)),
        )
    return _NOTE.format(over="luck alone", told=_NOT_TOLD)


def _as_document(found: ByPerspective) -> dict[str, object]:
    """Return a comparison by perspective as one machine-readable document."""
    from araxes.cli.screen import records

    base, other = found.names
    document = {"base": base, "scenario": other, **found.basis.attrs(), "replicates": found.neutral.replicates}
    return document | {"sentence": found.sentence(), "changes": records(found.all_changes)}


def as_text(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows of changes as text for a screen."""
    import pandas as pd

    from araxes.inputs.region import NEUTRAL
    from araxes.wording import decimals_of, percent, points, points_interval

    lines = []
    for row in rows.to_dict("records"):
        told = points(row["difference"], decimals_of(row["low"], row["high"]))
        apart = (
            points(row["apart"], decimals_of(row["apart_low"], row["apart_high"]))
            if row["apart"] == row["apart"]
            else ""
        )
        neutral = row["perspective"] == NEUTRAL
        lines.append(
            {
                "dyad": row["dyad"],
                "act": row["outcome"],
                "perspective": row["perspective"],
                "base": percent(row["before"]),
                "scenario": percent(row["chance"]),
                "points": f"{told} {points_interval(row['low'], row['high'])}".rstrip(),
                "from neutral": ""
                if neutral
                else f"{apart} {points_interval(row['apart_low'], row['apart_high'])}".strip(),
                "changes the answer": "" if neutral else "yes" if row["differs"] else "no",
            }
        )
    return pd.DataFrame(lines)
