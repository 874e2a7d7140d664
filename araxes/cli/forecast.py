"""`araxes forecast`: chances for the weeks after a Monday of a record, with the skill measured on that record beside them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import stop, tell_files, write_figures

if TYPE_CHECKING:
    import pandas as pd

    from araxes.files import NewFiles
    from araxes.forecasting.result import Forecast
    from araxes.results.doubt import Shares

_WIDE = 200
"""Columns of the table of skill where the output is no terminal."""


def forecast_command(
    scenario: Annotated[
        str, typer.Argument(help="What is supposed of the weeks ahead: a scenario's name or file; nothing by default.")
    ] = "baseline",
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="The forecast knows the weeks before that of this date, and nothing later.",
            show_default="the first Monday after the record",
        ),
    ] = None,
    weeks: Annotated[int | None, typer.Option("--weeks", help="Horizon in weeks.", show_default="26")] = None,
    history: Annotated[
        Path | None,
        typer.Option(
            "--history",
            help="A record of coded events: file, zip archive or folder, or its name.",
            show_default="the scenario's",
        ),
    ] = None,
    exposure: options.ExposureOption = None,
    filters: options.FilterOption = None,
    mirrors: options.MirrorsOption = "both",
    skill: Annotated[
        Path | None,
        typer.Option(
            "--skill",
            help="What `araxes hindcast` measured on the same record: its folder or skill file.",
            show_default="the one beside the record",
        ),
    ] = None,
    replicates: Annotated[
        int | None, typer.Option("-n", "--replicates", help="Simulated histories.", show_default="1024")
    ] = None,
    seed: options.SeedOption = None,
    sets: options.SetOption = None,
    own: options.OwnOption = None,
    reading: options.ReadingOption = None,
    out: options.OutOption = None,
    fixed: options.FixedOption = False,
    judged: options.JudgedOption = "drawn",
    engine: options.EngineOption = "kernel",
    figures: options.Figures = True,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Forecast the weeks after a date: chances of every rung, of acts within some weeks, of onsets; measured skill beside them."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.forecasting.measured import read_skill, skill_file

    if skill is not None:
        read_skill(skill_file(skill))  # a fault of the file is told before anything heavy is loaded
    from araxes.forecasting.forecast import forecast
    from araxes.inputs.parameters import setting

    name = Path(scenario).stem
    number = int(setting("forecast.replicates")) if replicates is None else replicates
    folder = options.results_folder(out, f"forecast_{name}", reading)
    with screen.progress(number, name, quiet or as_json) as tell:
        found = forecast(
            scenario, as_of, weeks, history=history, exposure=exposure, filters=filters or (), mirrors=mirrors, skill=skill,
            replicates=number, seed=seed, sets=sets or (), own=own, reading=reading, fixed=fixed, judged=judged,
            engine=engine, progress=tell,
            announce=screen.note_or_warn(quiet, as_json),
            ready=lambda: make_folder(folder),
        )  # fmt: skip
    with replace_files(folder) as files:
        found.write(files)
        if figures:
            _draw(found, files)
    if as_json:
        screen.document(found.document())
    elif not quiet:
        _show(found)
        tell_files(folder, files)
    if found.interrupted:
        stop(f"kept: {found.extent}")


def _draw(found: Forecast, files: NewFiles) -> None:
    """Draw the figures of a forecast among new files: rungs and tension of all dyads, the record before them."""
    from araxes.plots.figures import fan_page
    from araxes.plots.forecast_fan import forecast_page

    data, record = found.data(), found.observed
    title = f"{found.heading}, {found.extent}"
    names = [rung.name for rung in found.scenario.region.rungs]
    words = [f"Record: {found.record}; weeks of which nothing is known are white", found.measured.head()]
    pages = {
        "forecast": forecast_page(data["chance"], record["rung"], names, title, words),
        "tension": fan_page(data["tension"], record["tension"], title),
    }
    write_figures(pages, files)


def _show(found: Forecast) -> None:
    """Print a forecast: what it rests on, the first week rung by rung, what happens within some weeks, measured skill."""
    from araxes.cli import screen

    for note in found.notes:
        screen.log.print(note, markup=False)
    screen.heading(found.heading, f": {found.extent}")
    screen.table(
        first_week(found.chances), f"Chance of each rung in the week of {found.origin}, in percent", index=True
    )
    within = found.within[found.within["between"].str.contains("-")]
    words = " / ".join(str(h) for h in sorted(set(within["weeks"])))
    screen.table(events(within), f"Chance within {words} weeks, either way, in percent", index=True)
    screen.out.print("Onset: coercion (rung 7 or above) after 8 weeks without.")
    screen.out.print(luck_and_doubt(found.shares))
    screen.out.print(found.measured.head(), markup=False)
    screen.basis(found.basis)
    if found.measured.content:
        screen.table(skills(found), "Measured skill, by weeks ahead", index=True, wide=_WIDE)


def luck_and_doubt(shares: Shares) -> str:
    """Return in a sentence what of the variance of the events is luck, and what is doubt about what."""
    luck, weights, judgements, both = map(float, shares)
    if math.isnan(luck):
        return "Too few replicates to tell what of the variance of these events is luck and what is doubt about weights and judged values."
    return (
        f"Of the variance of these events {luck:.1%} is luck, {weights:.1%} that the weights are not known, "
        f"{judgements:.1%} that judged values are not, {both:.1%} the interplay of both."
    )


def first_week(chances: pd.DataFrame) -> pd.DataFrame:
    """Return the chances of the first week, in percent: one row a dyad, one column a rung."""
    first = chances[chances["weeks"] == 1]
    return first.pivot_table(index="dyad", columns="rung", values="chance", sort=False).map(_percent)


def events(within: pd.DataFrame) -> pd.DataFrame:
    """Return the chances within some weeks, in percent: one row a dyad or pair, one column an event, in a cell all horizons."""
    cells = within.groupby(["between", "event"], sort=False)["chance"].agg(lambda row: " / ".join(map(_percent, row)))
    table = cells.unstack("event")[list(dict.fromkeys(within["event"]))].loc[list(dict.fromkeys(within["between"]))]
    return table.rename_axis("dyad")


def skills(found: Forecast) -> pd.DataFrame:
    """Return the measured skill in words: one row a kind of chance, one column a horizon."""
    import pandas as pd

    by_event = found.within.drop_duplicates(["event", "weeks"]).pivot(index="event", columns="weeks", values="skill")
    names = {"skill": "rung of the week", "over_climatology": "rung, over dyad climatology"}
    rungs = found.skill.set_index("weeks").rename(columns=names).T
    return pd.concat([rungs, by_event.loc[list(dict.fromkeys(found.within["event"]))]]).rename_axis("chance")


def _percent(chance: float) -> str:
    """Return a chance in percent; only what never or always happens is 0 or 100."""
    few, many = 0.01, 0.99
    if 0 < chance < few:
        return "<1"
    return ">99" if many < chance < 1 else f"{chance:.0%}".rstrip("%")
