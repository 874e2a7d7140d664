"""`araxes forecast`: chances for the weeks after a Monday of a record, beside base rates and the skill measured on that record."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import Drawing, stop, tell_files
from araxes.wording import HUNDRED, percent, points, points_interval

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from araxes.forecasting.result import Forecast


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
    perspective: options.PerspectiveOption = None,
    out: options.OutOption = None,
    fixed: options.FixedOption = False,
    judged: options.JudgedOption = "drawn",
    engine: options.EngineOption = "kernel",
    figures: Annotated[
        bool | None,
        typer.Option("--figures/--no-figures", help="Draw figures.", show_default="figures; none with --json"),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help="Print rungs of the first week, all horizons and all measured skill, too.")
    ] = False,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Forecast the weeks after a date: which pairs are likeliest to clash, beside base rates, past forecasts and skill."""
    from araxes.cli import screen
    from araxes.files import replace_files
    from araxes.forecasting.measured import read_skill, skill_file

    if skill is not None:
        read_skill(skill_file(skill))  # a fault of the file is told before anything heavy is loaded
    from araxes.forecasting.forecast import forecast
    from araxes.inputs.parameters import setting

    name = Path(scenario).stem
    number = int(setting("forecast.replicates")) if replicates is None else replicates
    folder = options.results_folder(out, f"forecast_{name}", reading, perspective)
    drawing = Drawing("araxes.plots.forecast_pages", options.draws_figures(figures, as_json))

    with screen.progress(number, name, quiet or as_json) as tell:
        found = forecast(
            scenario, as_of, weeks, history=history, exposure=exposure, filters=filters or (), mirrors=mirrors, skill=skill,
            replicates=number, seed=seed, sets=sets or (), own=own, reading=reading, perspective=perspective, fixed=fixed, judged=judged,
            engine=engine, progress=tell,
            announce=screen.note_or_warn(quiet, as_json),
            ready=partial(drawing.make_ready, folder),
        )  # fmt: skip
    with replace_files(folder) as files:
        drawing.begin(lambda: _figures(found))
        if not (as_json or quiet):
            _show(found)
            if details:
                _show_details(found)
        found.write(files)
        drawing.write(files)
    if as_json:
        screen.document(found.document())
    elif not quiet:
        tell_files(folder, files)
    if found.interrupted:
        stop(f"kept: {found.extent}")


def _figures(found: Forecast) -> dict[str, Figure]:
    """Return the figures of a forecast: the pairs by their chance, and the course of the leading dyads."""
    from araxes.inputs.parameters import setting
    from araxes.plots.forecast_pages import course_page
    from araxes.results.summary import acts_before

    paths = found.prediction.paths
    assert paths is not None, "a forecast counts paths"
    words, states = f"{found.extent}. Record: {found.record}", found.world.states
    past, ahead = acts_before(found.world, int(setting("run.observed_weeks"))), found.prediction.chances()
    course = course_page(ahead, past, found.origin, states, paths.rungs, found.heading, words, str(found.basis))
    return {"forecast": found.plot(), "course": course}


def _show(found: Forecast) -> None:
    """Print a forecast: what it rests on, the finding in sentences, one table of pairs, and how to read it."""
    from araxes.cli import screen
    from araxes.forecasting.pairs import leading_horizons

    for note in found.notes:
        screen.log.print(screen.fold_text(note))
    screen.heading(found.heading, f": {found.extent}")
    *lines, last_line = found.answer()
    for sentence in (*lines, f"{last_line} --details prints more."):
        screen.out.print(screen.fold_text(sentence))
    ahead, table = leading_horizons(found.weeks), found.chances()
    screen.out.print("Chance, per cent (in brackets: share of past spans of the record that held such an act)")
    screen.table(pair_cells(table, ahead))
    last = ahead[-1]
    if table.loc[table["weeks"] == last, "forecasts"].notna().any():
        known = found.measured.content
        screen.out.print(
            screen.fold_text(
                f"came: of the Mondays from {known['first']} to {known['last']} on which a chance in the same tenth was given for {last} "
                "weeks, after how many it came; Mondays near each other share most of their weeks."
            )
        )
    for line in (onset_line(table, last), skill_line(table, last)):
        if line:
            screen.out.print(screen.fold_text(line))
    screen.basis(found.basis)


def pair_cells(table: pd.DataFrame, ahead: tuple[int, ...]) -> pd.DataFrame:
    """Return the chances of acts as text: one row a pair; for each act a column a horizon, and one of what came of like chances.

    Parameters
    ----------
    table : pandas.DataFrame
        `Forecast.chances()`.
    ahead : tuple of int
        Horizons in weeks; of violent acts, and of what came, the last alone.
    """
    import pandas as pd

    from araxes.forecasting.pairs import ACTS, VIOLENT_ACT

    columns: dict[str, list[str]] = {}
    pairs = list(dict.fromkeys(table["pair"]))
    for act in ACTS:
        kind = act.removesuffix(" act")
        for weeks in ahead[-1:] if act == VIOLENT_ACT else ahead:
            rows = table[(table["event"] == act) & (table["weeks"] == weeks)].set_index("pair").loc[pairs]
            cells = zip(rows["chance"], rows["base"], strict=True)
            columns[f"{kind}\n{weeks} wk"] = [f"{_percent(chance)} ({_percent(base)})" for chance, base in cells]
        if rows["forecasts"].notna().any():
            cells = zip(rows["came"], rows["forecasts"], strict=True)
            columns[f"{kind}\ncame"] = ["" if math.isnan(given) else f"{came:.0f}/{given:.0f}" for came, given in cells]
    return pd.DataFrame(columns, index=pd.Index(pairs, name="dyad"))


def onset_line(table: pd.DataFrame, weeks: int) -> str:
    """Return the chances of an onset, of the pairs in which it is not that of a coercive act: those that are not calm."""
    from araxes.forecasting.exports import ONSET
    from araxes.forecasting.pairs import COERCIVE_ACT

    told = table[table["weeks"] == weeks].pivot(index="pair", columns="event", values="chance")
    apart = told[told[ONSET] != told[COERCIVE_ACT]]
    words = "Onset (a coercive act after 8 weeks without): chances are those of a coercive act"
    differ = ", ".join(f"{pair} {percent(row[ONSET])}" for pair, row in apart.iterrows())
    return f"{words}, but {differ}: not calm now." if differ else f"{words}."


def skill_line(table: pd.DataFrame, weeks: int) -> str:
    """Return the measured skill of every event in one line, empty where none was measured."""
    rows = table[table["weeks"] == weeks].drop_duplicates("event")
    if rows["skill"].isna().all():
        return ""
    parts = []
    for event, value, low, high in zip(
        *(rows[name] for name in ("event", "skill", "skill_low", "skill_high")), strict=True
    ):
        shown = "" if low > 0 else ", none shown"
        said = f"{points(value, sign=False)} {points_interval(low, high)}{shown}"
        parts.append(f"{event} {'not measured' if math.isnan(value) else said}")
    return f"Skill ({weeks} weeks, all dyads; per cent by which errors are smaller than those of base rates): {'; '.join(parts)}."


def _show_details(found: Forecast) -> None:
    """Print the first week rung by rung, what happens within all horizons, and all measured skill."""
    from araxes.cli import screen

    title = f"Chance of each rung in the week of {found.origin}, per cent"
    screen.table(first_week(found.rung_chances), title)
    within = found.within[found.within["between"].str.contains("-")]
    words = " / ".join(str(h) for h in sorted(set(within["weeks"])))
    screen.table(event_cells(within), f"Chance within {words} weeks, either way, per cent")
    screen.out.print(screen.fold_text(found.measured.head()))
    if found.measured.content:
        screen.table(skill_cells(found), "Measured skill", index=False)


def first_week(chances: pd.DataFrame) -> pd.DataFrame:
    """Return the chances of the first week, in per cent: one row a dyad, one column a rung."""
    first = chances[chances["weeks"] == 1]
    return first.pivot_table(index="dyad", columns="rung", values="chance", sort=False).map(_percent)


def event_cells(within: pd.DataFrame) -> pd.DataFrame:
    """Return the chances within some weeks, in per cent: one row a dyad or pair, one column an event, in a cell all horizons."""
    cells = within.groupby(["between", "event"], sort=False)["chance"].agg(lambda row: " / ".join(map(_percent, row)))
    table = cells.unstack("event")[list(dict.fromkeys(within["event"]))].loc[list(dict.fromkeys(within["between"]))]
    return table.rename_axis("dyad")


def skill_cells(found: Forecast) -> pd.DataFrame:
    """Return the measured skill in words: one row a kind of chance and horizon."""
    import pandas as pd

    events = found.within.drop_duplicates(["event", "weeks"])[["event", "weeks", "skill"]]
    rungs = [
        found.skill.assign(event=name)[["event", "weeks", column]].set_axis(events.columns, axis=1)
        for name, column in (("rung of the week", "skill"), ("rung, over dyad climatology", "over_climatology"))
    ]
    return pd.concat([*rungs, events]).rename(columns={"event": "chance of"})


def _percent(chance: float) -> str:
    """Return a chance in whole per cent for a cell: a thousand replicates tell no more; only what never or always happens is 0 or 100."""
    few, many = 0.01, 0.99
    if 0 < chance < few:
        return "<1"
    return "-" if math.isnan(chance) else ">99" if many < chance < 1 else f"{HUNDRED * chance:.0f}"
