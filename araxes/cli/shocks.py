"""`araxes shocks`: what came after dated shocks beside what the model says of them, with tables, a figure and JSON.

What `araxes shocks` prints: gains, excess, hindsight, terms, answers in the own week, bands, what is known to fail, each shock.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from araxes.cli import options
from araxes.cli.ends import folder_maker, tell_files, write_figures
from araxes.cli.hindcast import figure_text, interval_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from araxes.experiments.score import Experiments
    from araxes.files import NewFiles


NATS, WEEKS, SHARE = "+.3f", "+.2f", ".0%"


def _show(found: Experiments) -> None:
    """Print all tables."""
    from araxes.cli import screen
    from araxes.experiments.cells import HABIT, HINDSIGHT, KNOWN

    def table(data: pd.DataFrame, title: str) -> None:
        screen.table(data, title, index=False)

    screen.heading("Natural experiments", f": {found.heading}")
    screen.paragraph(f"{found.finding}.", "Finding: ")
    gains = {"gain": "all rungs", "gain_hostile": "hostile?"}
    table(beside(found.gains, "group", gains, (KNOWN, HABIT), NATS), "Gain by knowing the shock, nats a dyad-week")
    ahead = {"over_habit": "all rungs", "over_habit_hostile": "hostile?"}
    table(beside(found.gains, "group", ahead, (KNOWN,), NATS), f"By which it exceeds the gain with {HABIT}")
    excess = {"observed": "observed", "foreseen": "foreseen"}
    table(
        beside(found.excess, "group", excess, (KNOWN, HABIT), WEEKS),
        "Hostile weeks more than without the shock, a dyad",
    )
    both = beside(found.gains, "group", gains, (HINDSIGHT,), NATS)
    late = beside(found.excess, "group", excess, (HINDSIGHT,), WEEKS)
    table(
        both.merge(late.drop(columns=["shocks", "cells"]), on="group", how="left").fillna(""),
        "With estimates of the whole record",
    )
    table(terms(found), f"By the theory behind the expectation, {KNOWN}")
    answers = beside(found.answers, "dyad", {"came": "came", "chance": "chance"}, (KNOWN, HABIT), SHARE)
    answers = answers.drop(columns=f"came, {HABIT}").rename(columns={f"came, {KNOWN}": "came"})
    table(answers, "A hostile act in the own week of the shock, where more is expected")
    table(bands(found), "Dyads whose hostile weeks lie inside the band foreseen")
    table(by_shock(found).replace("; ", ";\n", regex=True), f"Each shock, {KNOWN}")  # a dyad a line
    table(_known(found), "Known to fail")
    screen.out.print(" ".join(_words(found)), markup=False)
    screen.basis(found.basis)
    screen.out.print(f"Hindsight: estimates {found.hindsight.estimates}.", markup=False)


def _words(found: Experiments) -> list[str]:
    """Return how the tables are to be read, with the Monte Carlo error."""
    from araxes.experiments.cells import KNOWN
    from araxes.inputs.parameters import setting

    first = found.gains[found.gains["variant"] == KNOWN].iloc[0]
    errors = f"{first['gain_error']:.4f} nats (all rungs), {first['gain_hostile_error']:.4f} (hostile?)"
    excess = found.excess[found.excess["variant"] == KNOWN]
    errors += f" and {excess['foreseen_error'].iloc[0]:.4f} weeks (excess foreseen)" if len(excess) else ""
    return [
        f"Weeks 1 to {setting('compare.window_middle'):.0f} after that of the shock are scored, against the same start without it.",
        "In brackets 95 % intervals from resampling whole shocks. Excess is counted in the direction expected.",
        f"Monte Carlo error of the first row: {errors}.",
    ]


def beside(rows: pd.DataFrame, key: str, names: Mapping[str, str], variants: Sequence[str], form: str) -> pd.DataFrame:
    """Return figures of some variants side by side as text, one row a group.

    Parameters
    ----------
    rows : pandas.DataFrame
        With the columns `key`, variant, cells, and those of `names` with their intervals.
    key : str
    names : mapping of str to str
        Columns, and what they are called.
    variants : sequence of str
    form : str
        How a figure is written.
    """
    import pandas as pd

    lines = []
    for group, some in rows.groupby(key, sort=False):
        by_variant = {row["variant"]: row for row in some.to_dict("records")}
        first = by_variant[variants[0]]
        line: dict[str, Any] = {key: group, "shocks": first["shocks"], "cells": first["cells"]}
        for name, label in names.items():
            for variant in variants:
                line[f"{label}, {variant}"] = _told(by_variant[variant], name, form)
        lines.append(line)
    return pd.DataFrame(lines)


def _told(row: Mapping[Any, Any], name: str, form: str) -> str:
    """Return a figure of a row with its interval as text."""
    return interval_text(row[name], row[f"{name}_low"], row[f"{name}_high"], form)


def terms(found: Experiments) -> pd.DataFrame:
    """Return excess and gains by term as text."""
    import pandas as pd

    forms = {"observed": WEEKS, "foreseen": WEEKS, "gain": NATS, "gain_hostile": NATS}
    return pd.DataFrame(
        [
            {
                "term": row["term"],
                "shocks": row["shocks"],
                "cells": row["cells"],
                **{name: _told(row, name, form) for name, form in forms.items()},
            }
            for row in found.terms.to_dict("records")
        ]
    )


def bands(found: Experiments) -> pd.DataFrame:
    """Return the shares of cells inside the band as text."""
    import pandas as pd

    from araxes.inputs.parameters import setting
    from araxes.wording import percent

    label = f"inside the band of {percent(setting('shocks.band'))}"
    rows = found.bands.to_dict("records")
    return pd.DataFrame(
        [
            {"group": row["group"], "shocks": row["shocks"], "cells": row["cells"], label: _told(row, "inside", SHARE)}
            for row in rows
        ]
    )


def by_shock(found: Experiments) -> pd.DataFrame:
    """Return every shock with its reacting dyads: hostile weeks without, with and observed, and the gain."""
    import pandas as pd

    from araxes.experiments.cells import KNOWN

    cells = found.cells.table
    kept = cells[(cells["variant"] == KNOWN) & (cells["sign"] != "")]
    rows = []
    for shock, some in kept.groupby("shock", sort=False):
        dyads = "; ".join(
            f"{one.dyad} {one.sign} {one.without:.1f}, {one.foreseen:.1f}, {one.hostile:.0f}"
            for one in some.rename(columns={"with": "foreseen"}).itertuples()
        )
        gain = (some["gain"] * some["weeks"]).sum() / some["weeks"].sum()
        rows.append(
            {
                "shock": shock,
                "kind": some["kind"].iloc[0],
                "dyads: without, with, observed": dyads,
                "gain": figure_text(gain, NATS),
            }
        )
    return pd.DataFrame(rows)


def _known(found: Experiments) -> pd.DataFrame:
    """Return what is known to fail as text."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "what": row["what"],
                "required": row["required"],
                "found": interval_text(row["found"], row["low"], row["high"], ".2f"),
                "holds": "yes, though listed" if row["holds"] else "no, as expected",
            }
            for row in found.known.to_dict("records")
        ],
        columns=["what", "required", "found", "holds"],
    )


def shocks_command(
    folder: Annotated[
        Path | None,
        typer.Argument(help="A folder with shocks.csv and scenarios/; the shipped one by default.", show_default=False),
    ] = None,
    apart: Annotated[
        list[str] | None,
        typer.Option(
            "--apart",
            metavar="ID",
            help="Leave a shock out of all figures but the last row of each table.",
            show_default="ceasefire_2020, which ends a war",
        ),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("-n", "--replicates", help="Histories of each run.", show_default="8000")
    ] = None,
    seed: options.SeedOption = None,
    sets: options.SetOption = None,
    own: options.OwnOption = None,
    reading: options.ReadingOption = None,
    perspective: options.PerspectiveOption = None,
    out: options.OutOption = None,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Score natural experiments: every dated shock against the same start without it, beside what came."""
    from araxes.cli import screen
    from araxes.experiments.score import shocks
    from araxes.files import replace_files

    place = options.results_folder(out, "shocks", reading, perspective)
    with screen.progress(0, "simulating", quiet or as_json) as bar:
        found = shocks(
            folder, apart=apart or None, replicates=replicates, seed=seed, sets=sets or (), own=own, reading=reading,
            perspective=perspective, progress=bar,
            announce=screen.note(quiet or as_json), ready=folder_maker(place, bar),
        )  # fmt: skip
    with replace_files(place) as files:
        found.write(files)
        if options.draws_figures(figures, as_json):
            _draw(found, files)
    if as_json:
        screen.document(found.document())
    elif not quiet:
        _show(found)
        tell_files(place, files)


def _draw(found: Experiments, files: NewFiles) -> None:
    """Draw observed and foreseen excess among new files."""
    from araxes.plots.record import excess_plot
    from araxes.plots.style import figure_of

    write_figures({"excess": figure_of(excess_plot(found.excess_rows(), title=found.finding))}, files)
