"""`araxes hindcast`: score forecasts from past Mondays against baselines, on a record of coded events.

What `araxes hindcast` prints: a verdict, the skill by horizon; with --details scores, gates, events, strata, other readings of the record.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from araxes.cli import options
from araxes.cli.ends import folder_maker, stop, tell_files, write_figures
from araxes.errors import Fault, InputError, Option
from araxes.wording import points, points_interval

if TYPE_CHECKING:
    import pandas as pd

    from araxes.files import NewFiles
    from araxes.forecasting.gates import Gate
    from araxes.forecasting.report import HindcastReport

_WEEKS = re.compile("[0-9]{1,6}")


def _show(report: HindcastReport) -> None:
    """Print the verdict in sentences, and one table of skill by horizon."""
    from araxes.cli import screen

    found = report.found
    screen.heading(found.record, f": {len(found.origins)} origins, {found.origins[0]} to {found.origins[-1]}")
    for sentence in (*report.verdict[:-1], f"{report.verdict[-1]} --details prints more."):
        screen.out.print(screen.fold_text(sentence))
    screen.out.print(f"Skill of '{report.name}', in brackets 95 % intervals; it is shown where these lie above 0")
    screen.table(summary_cells(report))
    screen.out.print(
        screen.fold_text(
            "nats: gain in log score a dyad-week. Acts: per cent by which Brier scores of any such act within the horizon are below those "
            "of dyad climatology."
        )
    )


def summary_cells(report: HindcastReport) -> pd.DataFrame:
    """Return the skill of the judged forecaster as text: one row a measure, one column a horizon."""
    import pandas as pd

    from araxes.forecasting.gates import event_names, over_climatology

    gains, columns = over_climatology(report.found, report.name), {}
    events = report.events[report.events["forecaster"] == report.name]
    for score in report.scores[report.scores["forecaster"] == report.name].to_dict("records"):
        horizon = score["horizon"]
        value, low, high = (score[f"gain_bar{end}"] for end in ("", "_low", "_high"))
        cells = {
            "rung, nats": interval_text(gains[horizon].value, gains[horizon].low, gains[horizon].high, ".2f"),
            f"v {report.bar.partition(' to ')[0]}, nats": interval_text(value, low, high, ".2f"),
        }
        rows = events[events["horizon"] == horizon]
        names = event_names(list(rows["target"]))
        for target, value, low, high in zip(rows["target"], *_spread(rows, "skill_climatology"), strict=True):
            cells[f"{names[target]}, %"] = (
                "" if math.isnan(value) else f"{points(value, sign=False)} {points_interval(low, high)}"
            )
        columns[f"{weeks_ahead(horizon)}\n{score['weeks']} scored"] = cells
    return pd.DataFrame(columns).rename_axis("v climatology")


def _spread(rows: pd.DataFrame, name: str) -> list[pd.Series]:
    """Return a measure and the ends of its interval as columns."""
    return [rows[f"{name}{end}"] for end in ("", "_low", "_high")]


def _show_details(report: HindcastReport) -> None:
    """Print scores by horizon, gates, events, strata and other readings of the record."""
    from araxes.cli import screen

    found = report.found
    for horizon in found.horizons:
        rows = report.scores[report.scores["horizon"] == horizon]
        weeks = int(rows["weeks"].iloc[0])
        screen.table(_compact(rows), f"{weeks_ahead(horizon)}, {weeks} weeks scored", index=False)
    screen.out.print(
        f"RPS: ranked probability score. Skill is 1 - RPS / RPS of the reference; gain in nats of log score over {report.bar}. "
        "In brackets 95 % intervals from blocks of whole weeks; empty where fewer than two blocks were scored. p: Diebold-Mariano against "
        "the same; set: p-value in the model confidence set, above 0.1 not told from the best."
    )
    screen.table(gate_rows(report.gates), f"What must hold before '{report.name}' is said to forecast", index=False)
    screen.table(event_rows(report), f"Any act of a rung or above within the horizon: '{report.name}'", index=False)
    if len(report.means):
        screen.table(mean_rows(report), "Mean Goldstein value of a dyad over some weeks", index=False)
        screen.out.print(
            "CRPS: continuous ranked probability score, Goldstein points. Chances of weeks alone stand for independent weeks."
        )
    screen.table(
        together_rows(report), "All dyads of a week together, and what luck shared in a pair adds", index=False
    )
    screen.table(stratum_rows(report.strata, "stratum"), f"By pair, in calm and crisis: '{report.name}'", index=False)
    if len(report.ablation):
        screen.table(ablation_rows(report.ablation), "What each term adds out of sample", index=False)
    if len(report.reading):
        told = ablation_rows(report.reading.rename(columns={"forecaster": "without"})).rename(
            columns={"term": "forecaster"}
        )
        screen.table(told, f"Reading or judging as a capital does, over '{report.name}'", index=False)
    if len(report.robustness):
        screen.table(stratum_rows(report.robustness, "record"), "The record read in other ways", index=False)


def weeks_ahead(horizon: int) -> str:
    """Return a horizon in words."""
    return f"{horizon} week{'s' if horizon > 1 else ''} ahead"


def span_of(row: Any, name: str) -> str:
    """Return a figure with its interval, empty where it is nan."""
    return interval_text(*(getattr(row, f"{name}{end}") for end in ("", "_low", "_high")))


def interval_text(value: float, low: float, high: float, form: str = "+.3f") -> str:
    """Return a figure with its interval, without where that is nan."""
    said = figure_text(value, form)
    return said if math.isnan(low) else f"{said} [{figure_text(low, form)}, {figure_text(high, form)}]"


def figure_text(value: float, form: str = "+.3f") -> str:
    """Return a figure, nothing for nan."""
    return "" if math.isnan(value) else format(value, form)


def _compact(rows: pd.DataFrame) -> pd.DataFrame:
    """Return scores as text that fits a terminal."""
    import pandas as pd

    return pd.DataFrame(
        {
            "forecaster": rows["forecaster"],
            "RPS": [f"{value:.3f}" for value in rows["rps"]],
            "log": [f"{value:.3f}" for value in rows["log_score"]],
            "skill v climatology": [span_of(row, "skill_climatology") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
            "gain, nats": [span_of(row, "gain_bar") for row in rows.itertuples()],
            "p": [figure_text(value, ".3f") for value in rows["p_equal"]],
            "set": [figure_text(value, ".2f") for value in rows["p_best"]],
        }
    )


def gate_rows(gates: list[Gate]) -> pd.DataFrame:
    """Return gates as text."""
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "gate": f"{gate.gate}, {weeks_ahead(gate.horizon)}",
                "required": f"{gate.required:+.3f} {gate.unit}",
                "found": interval_text(*gate.found),
                "holds": "yes" if gate.holds else "no",
            }
            for gate in gates
        ],
        columns=["gate", "required", "found", "holds"],
    )


def event_rows(report: HindcastReport) -> pd.DataFrame:
    """Return the events of the judged forecaster as text."""
    import pandas as pd

    rows = report.events[report.events["forecaster"] == report.name]
    return pd.DataFrame(
        {
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "target": rows["target"],
            "weeks": rows["weeks"],
            "happened": [figure_text(share, ".1%") for share in rows["share"]],
            "Brier": [figure_text(value, ".3f") for value in rows["brier"]],
            "skill v climatology": [span_of(row, "skill_climatology") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
        }
    )


def mean_rows(report: HindcastReport) -> pd.DataFrame:
    """Return scores of mean Goldstein values of the judged forecaster, of who else simulates, and of the references as text."""
    import pandas as pd

    from araxes.forecasting.baselines import TREE, TREE_ALONE
    from araxes.forecasting.model import HABIT_ALONE, UNFITTED
    from araxes.forecasting.tables import CLIMATOLOGY
    from araxes.forecasting.targets import PAST_SPANS

    shown = [PAST_SPANS, CLIMATOLOGY, report.bar, TREE_ALONE, TREE, HABIT_ALONE, UNFITTED, report.name]
    rows = report.means[report.means["forecaster"].isin(shown)]
    return pd.DataFrame(
        {
            "horizon": [f"{horizon} weeks" for horizon in rows["horizon"]],
            "forecaster": rows["forecaster"],
            "origins": rows["weeks"],
            "CRPS": [figure_text(value, ".3f") for value in rows["crps"]],
            "skill v past spans": [span_of(row, "skill_spans") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
        }
    )


def together_rows(report: HindcastReport) -> pd.DataFrame:
    """Return scores of whole weeks of the judged forecaster and the bars as text."""
    import pandas as pd

    from araxes.forecasting.simple import BayesAverage

    rows = report.together[report.together["forecaster"].isin([report.name, report.bar, BayesAverage.name])]
    return pd.DataFrame(
        {
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "forecaster": rows["forecaster"],
            "joint, nats": [figure_text(value, ".2f") for value in rows["joint"]],
            "shared luck adds": [span_of(row, "joint_gain") for row in rows.itertuples()],
            "energy, points": [figure_text(value, ".3f") for value in rows["energy"]],
            "shared luck adds ": [span_of(row, "energy_gain") for row in rows.itertuples()],
        }
    )


def ablation_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what each term adds as text."""
    import pandas as pd

    return pd.DataFrame(
        {
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "term": rows["without"],
            "gain, nats": [interval_text(*values, form="+.4f") for values in intervals(rows, "gain")],
            "ranked probability skill": [interval_text(*values, form="+.4f") for values in intervals(rows, "skill")],
        }
    )


def intervals(rows: pd.DataFrame, name: str) -> list[tuple[float, float, float]]:
    """Return a figure with its interval from every row."""
    return list(zip(*_spread(rows, name), strict=True))


def stratum_rows(rows: pd.DataFrame, first: str) -> pd.DataFrame:
    """Return strata, or readings of the record, as text."""
    import pandas as pd

    joint = (
        {"shared luck adds": [span_of(row, "joint_gain") for row in rows.itertuples()]} if "joint_gain" in rows else {}
    )
    return pd.DataFrame(
        {
            first: rows[first],
            "horizon": [weeks_ahead(horizon) for horizon in rows["horizon"]],
            "RPS": [f"{value:.3f}" for value in rows["rps"]],
            "log": [f"{value:.3f}" for value in rows["log_score"]],
            "skill v climatology": [span_of(row, "skill_climatology") for row in rows.itertuples()],
            "skill v recency": [span_of(row, "skill_bar") for row in rows.itertuples()],
            "gain, nats": [span_of(row, "gain_bar") for row in rows.itertuples()],
            **joint,
        }
    )


def hindcast_command(
    history: options.HistoryOption,
    first: Annotated[str, typer.Option("--from", help="First origin, a date; its Monday is taken.")],
    until: Annotated[str, typer.Option("--until", help="End of the span: weeks from this date on are not read.")],
    exposure: options.ExposureOption = None,
    filters: options.FilterOption = None,
    mirrors: options.MirrorsOption = "both",
    horizons: Annotated[
        str | None, typer.Option("--horizons", help="Weeks ahead, separated by commas.", show_default="1,4,13,26")
    ] = None,
    model: Annotated[
        bool, typer.Option("--model/--baselines", help="Score the model too, or the baselines alone.")
    ] = True,
    refit: Annotated[
        bool,
        typer.Option("--refit/--as-written", help="Estimate the model anew every few weeks, on earlier weeks alone."),
    ] = True,
    terms: Annotated[
        bool, typer.Option("--terms", help="Score the model with each of its terms switched off, too.")
    ] = False,
    robustness: Annotated[
        bool, typer.Option("--robustness/--one-reading", help="Score the record read in other ways too.")
    ] = True,
    own: options.OwnOption = None,
    reading: Annotated[
        str | None,
        typer.Option(
            "--reading",
            metavar="CAPITAL",
            help="Score the model with the contested acts of the record as a capital reads them, too.",
        ),
    ] = None,
    perspective: Annotated[
        str | None,
        typer.Option(
            "--perspective", metavar="CAPITAL", help="Score the model with what is judged as a capital judges it, too."
        ),
    ] = None,
    out: options.OutOption = None,
    figures: Annotated[
        bool | None,
        typer.Option("--figures/--no-figures", help="Draw figures.", show_default="figures; none with --json"),
    ] = None,
    details: Annotated[
        bool,
        typer.Option("--details", help="Print every forecaster, gate, event, pair and reading of the record, too."),
    ] = False,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Score forecasts from past Mondays: a verdict, skill with intervals, gates, calibration, beside the baselines."""
    from araxes.cli import screen
    from araxes.files import replace_files
    from araxes.forecasting.score import hindcast

    folder = out or Path("results") / "hindcast"
    with screen.progress(0, "forecasting", quiet or as_json) as bar:
        report = hindcast(
            history, first, until, exposure=exposure, filters=filters or (), mirrors=mirrors, horizons=horizons_of(horizons),
            model=model, refit=refit, terms=terms, robustness=robustness, own=own, reading=reading,
            perspective=perspective, progress=bar, announce=screen.note(quiet or as_json), ready=folder_maker(folder, bar),
        )  # fmt: skip
    with replace_files(folder) as files:
        report.write(files)
        if (not as_json) if figures is None else figures:
            _draw(report, files)
    if as_json:
        screen.document(report.document())
    elif not quiet:
        _show(report)
        if details:
            _show_details(report)
        screen.basis(report.basis)
        tell_files(folder, files)
    if report.found.interrupted:
        stop(f"{len(report.found.origins)} origins finished and scored")


def horizons_of(text: str | None) -> tuple[int, ...]:
    """Return horizons written as whole numbers between commas; those of the settings where nothing is written."""
    from araxes.forecasting.origin import horizons_of_settings

    if text is None:
        return horizons_of_settings()
    parts = [part.strip() for part in text.split(",")]
    faults = [
        Fault(Option("horizons"), "", repr(part), "whole numbers of weeks, separated by commas")
        for part in parts
        if not _WEEKS.fullmatch(part)
    ]
    if faults:
        raise InputError(faults)
    return tuple(sorted({int(part) for part in parts}))


def _draw(report: HindcastReport, files: NewFiles) -> None:
    """Draw the figures among new files."""
    from araxes.plots.hindcast_pages import hindcast_figures

    write_figures(hindcast_figures(report.figure_data()), files)
