"""`araxes hindcast`: score forecasts from past Mondays against baselines, on a record of coded events."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from araxes.cli.options import Json, Out, Own, Quiet
from araxes.errors import Fault, InputError

if TYPE_CHECKING:
    import pandas as pd

    from araxes.forecast.gates import Gate
    from araxes.forecast.hindcast import Hindcast
    from araxes.forecast.report import Scored
    from araxes.history.record import Record
    from araxes.inputs.region import RegionFiles


def command(
    history: Annotated[Path, typer.Option("--history", help="A record of coded events: file, zip archive or folder.")],
    first: Annotated[str, typer.Option("--from", help="First origin, a date; its Monday is taken.")],
    until: Annotated[str, typer.Option("--until", help="End of the span: weeks from this date on are not read.")],
    exposure: Annotated[
        Path | None, typer.Option("--exposure", help="Daily totals of the record; thin weeks become unknown.")
    ] = None,
    horizons: Annotated[
        str | None, typer.Option("--horizons", help="Weeks ahead, separated by commas.", show_default="1,4,13,26")
    ] = None,
    with_model: Annotated[
        bool, typer.Option("--model/--baselines", help="Score the model too, or the baselines alone.")
    ] = True,
    refit: Annotated[
        bool, typer.Option("--refit/--as-shipped", help="Estimate the model anew every few weeks, on earlier weeks alone.")
    ] = True,
    robustness: Annotated[
        bool, typer.Option("--robustness/--one-reading", help="Score the record read in other ways too.")
    ] = True,
    own: Own = None,
    out: Out = None,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Score forecasts from past Mondays: skill with intervals, gates, calibration, beside the baselines."""
    from araxes.cli import screen
    from araxes.cli.run import stop
    from araxes.forecast.hindcast import origins_between
    from araxes.forecast.report import scored
    from araxes.inputs.region import read_region
    from araxes.results.run import made

    span = (date_of(first, "--from"), date_of(until, "--until"))
    ahead = horizons_of(horizons)
    region = read_region(own)
    tell = screen.note(quiet or as_json)
    record = read(history, region, exposure, own, tell)
    folder = out or Path("results") / "hindcast"
    others = readings(history, region, exposure, own) if robustness else {}
    made(folder)
    with screen.progress(len(origins_between(*span)) * (1 + len(others)), "forecasting", quiet or as_json) as tick:
        found, name = one(record, region, span, ahead, with_model, refit, tick, tell)
        apart = {
            label: one(other, region, span, ahead, with_model, refit, tick, None)[0] for label, other in others.items()
        }
    report = scored(found, name, apart)
    files = report.save(folder) + (draw(report, folder) if figures else [])
    if as_json:
        screen.document(report.document())
    elif not quiet:
        show(report, span)
        screen.out.print(f"Written to {folder}: {', '.join(path.name for path in files)}", markup=False)
    if found.interrupted:
        stop(len(found.origins))
