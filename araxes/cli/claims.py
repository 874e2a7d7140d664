"""`araxes claims`: the claims of an article put to the record, a line a test, with the verdict under the reading of each capital."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files

if TYPE_CHECKING:
    from araxes.claims.trial import Trial

LEGEND = (
    "+ supported or as claimed; ~ in part; - contradicted or not so; o not distinguishable; . not testable here (see power); m in this "
    "model only; ? replication not run; blank: a count, or no test. Otherwise: the verdict of a capital, where it is not the neutral one."
)
TABLE_COLUMNS = ["claim", "voice", "asked", "found", "power", "neutral", "otherwise"]


def claims_command(
    names: Annotated[
        list[str] | None, typer.Argument(help="Claims, such as C9 C21; all of them by default.", show_default=False)
    ] = None,
    article: Annotated[
        Path | None,
        typer.Option(
            "--article",
            metavar="FOLDER",
            help="A folder with files of claims, another article.",
            show_default="the shipped one",
        ),
    ] = None,
    history: options.HistoryOption = Path("chronology"),
    gdelt: Annotated[
        Path | None,
        typer.Option(
            "--gdelt",
            metavar="FILE",
            help="Daily tones of pairs (date, a, b, net_score); replications on it do not run without.",
        ),
    ] = None,
    seed: options.SeedOption = None,
    own: options.OwnOption = None,
    out: options.OutOption = None,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Put the claims of an article to the record: what was found, with what power, and the verdict under each capital's reading."""
    from araxes.claims.trial import judge_claims
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.plots.claim_html import claims_html, claims_picture

    with screen.progress(0, "judging", quiet or as_json) as bar:
        found = judge_claims(
            names or (), article=article, history=history, gdelt=gdelt, seed=seed, own=own, progress=bar
        )
    drawn = options.draws_figures(figures, as_json)
    folder = make_folder(options.results_folder(out, "claims"))
    told = not (as_json or quiet)
    if told:  # before figures are drawn, which takes longer than to read what was kept
        _show(found)
    with replace_files(folder) as files:
        found.write(files)
        files.write("claims.html", claims_html(found, figures=drawn))
        if drawn:
            files.write("claims.png", claims_picture(found))
    if as_json:
        screen.document(found.document())
    elif told:
        tell_files(folder, files)


def _show(found: Trial) -> None:
    """Print the answer, the table and what its signs say."""
    from araxes.cli import screen

    screen.heading("Claims", f": on {found.record}")
    for line in found.answer():
        lead, _, said = line.partition(": ")
        screen.paragraph(said, f"{lead}: ")
    columns, lines = table_text(found.rows)
    screen.print_grid(columns, lines, widest=screen.WIDEST)
    screen.paragraph(LEGEND)


def table_text(rows: Sequence[Mapping[str, str]]) -> tuple[list[str], list[list[str]]]:
    """Return the table of a trial as it is printed: each claim named once, capitals only where they differ, notes behind what was found.

    Parameters
    ----------
    rows : sequence of mappings
        `Trial.rows`.

    Returns
    -------
    list of str, list of list of str
        The columns, and a line a row.
    """
    from araxes.claims.claim_file import CAPITALS
    from araxes.inputs.region import NEUTRAL

    lines: list[list[str]] = []
    named = ""
    for row in rows:
        first = row["claim"] != named
        named = row["claim"]
        lead = [row["claim"], row["voice"]] if first else ["", ""]
        found = f"{row['found']}; {row['note']}" if row["note"] else row["found"]
        otherwise = (f"{name} {row[name]}" for name in CAPITALS if row[name] and row[name] != row[NEUTRAL])
        lines.append([*lead, row["asked"], found, row["power"], row[NEUTRAL], ", ".join(otherwise)])
    shown = len(TABLE_COLUMNS) - (not any(line[-1] for line in lines))
    return TABLE_COLUMNS[:shown], [line[:shown] for line in lines]
