"""`araxes claims`: the claims of an article put to the record, a line a test, with the verdict under the reading of each capital."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options

if TYPE_CHECKING:
    import pandas as pd

LEGEND = (
    "+ supported or as claimed   ~ in part   - contradicted or not so   o not distinguishable   . not testable here (see power)",
    "m in this model only   ? replication not run   blank: a count, or no test",
)


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
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Put the claims of an article to the record: what was found, with what power, and the verdict under each capital's reading."""
    from araxes.claims.trial import judge_claims
    from araxes.cli import screen

    with screen.show_busy("claims", quiet or as_json):
        found = judge_claims(names or (), article=article, history=history, gdelt=gdelt, seed=seed, own=own)
    if as_json:
        screen.document(found.document())
    elif not quiet:
        screen.heading("Claims", f": on {found.record}")
        screen.table(table_text(found.table), index=False)
        for line in LEGEND:
            screen.out.print(line)


def table_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a trial as it is printed: each claim named once, a last column of notes only where there is one."""
    shown = table.copy()
    again = shown["claim"] == shown["claim"].shift()
    shown.loc[again, ["claim", "voice"]] = ""
    return shown if shown["note"].any() else shown.drop(columns="note")
