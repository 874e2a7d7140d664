"""`araxes claims`: the claims of an article put to the record, a line a test, with the verdict under the reading of each capital."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files, write_figures

if TYPE_CHECKING:
    import pandas as pd

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
    from araxes.plots import claims_html

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
            write_figures({"claims": found.plot()}, files)
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
    table = table_text(found.table)
    screen.print_grid(list(table.columns), table.to_numpy().tolist(), widest=screen.WIDEST)
    screen.paragraph(LEGEND)


def table_text(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table of a trial as it is printed: each claim named once, capitals only where they differ, notes behind what was found."""
    from araxes.claims.claim_file import CAPITALS
    from araxes.inputs.region import NEUTRAL

    again = table["claim"] == table["claim"].shift()
    named = {name: table[name].where(~again, "") for name in ("claim", "voice")}
    found = [f"{said}; {note}" if note else said for said, note in zip(table["found"], table["note"], strict=True)]
    otherwise = [
        ", ".join(f"{name} {row[name]}" for name in CAPITALS if row[name] and row[name] != row[NEUTRAL])
        for row in table.to_dict("records")
    ]
    shown = TABLE_COLUMNS if any(otherwise) else TABLE_COLUMNS[:-1]
    return table.assign(**named, found=found, otherwise=otherwise)[shown]
