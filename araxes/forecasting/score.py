"""Score forecasts of the past on a record: read it, forecast from every Monday of a span, report. One call does it all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.errors import Fault, InputError, Option
from araxes.forecasting.origin import horizon_faults, horizons_of_settings, origins_between
from araxes.inputs.parameters import setting
from araxes.inputs.perspectives import read_perspective
from araxes.inputs.readings import read_reading
from araxes.inputs.region import Basis, RegionFiles, basis_of, basis_on, read_region, with_estimate
from araxes.options import check_arguments, either, path
from araxes.records.filters import Filters, RecordReading, filters_of, record_reading
from araxes.records.history import History, read_as
from araxes.records.record import is_name, record_from

if TYPE_CHECKING:
    from araxes.estimation.estimate import Estimate
    from araxes.forecasting.hindcast import Hindcast
    from araxes.forecasting.report import HindcastReport

NO_MODEL = "none, baselines alone"
_Span = tuple[datetime.date, datetime.date]


@check_arguments(history=either(History, path), filters=filters_of)
def hindcast(
    history: History | Path | str,
    first: datetime.date | str,
    until: datetime.date | str,
    *,
    exposure: Path | str | None = None,
    filters: Filters | Sequence[str] = (),
    mirrors: str = "both",
    horizons: Sequence[int] | None = None,
    model: bool = True,
    refit: bool = True,
    terms: bool = False,
    robustness: bool = True,
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    progress: Callable[[int], Any] | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[int], Any] | None = None,
) -> HindcastReport:
    """Return how well the model and the baselines would have forecast a span of a record.

    Parameters
    ----------
    history : History, Path or str
        A record of coded events: file, zip archive or folder; or the name of one among the histories, such as "chronology".
    first, until : datetime.date or str
        Origins are the Mondays from that of `first` up to `until`; weeks from `until` on are not read.
    exposure : Path or str, optional
        Daily totals of a record that is read from a path; thin weeks become unknown.
    filters : Filters or sequence of str
        Which rows of it count otherwise than by default: "all-actors", "rare-types", "root-events".
    mirrors : str
        "both": an act that two do together is one of each, where both are coded. "once": one half is left out, by turns.
    horizons : sequence of int, optional
        Weeks ahead; those of the settings when not given.
    model : bool
        Score the model too, or the baselines alone.
    refit : bool
        Estimate the model anew every few weeks, on earlier weeks alone; needs the extra "estimation". Other readings of the record take
        the parameter files as they are.
    terms : bool
        Score the model with each of its terms switched off, too.
    robustness : bool
        Score the record read in other ways too.
    own : Path or str, optional
        A user's folder.
    reading : str, optional
        A capital such as "Baku": score the model to which the record is as it reads it, too. Targets, baselines and estimates are those of
        the record as it is.
    perspective : str, optional
        A capital such as "Tehran": score the model to which what is judged is as it judges it, too.
    progress : callable, optional
        Told how many origins are done.
    announce : callable, optional
        Takes the lines of the record's report.
    ready : callable, optional
        Called once, with the number of origins to come, after every check and before any forecast.

    Returns
    -------
    HindcastReport

    Raises
    ------
    InputError
        When dates, horizons, record or span are at fault.
    """
    span, way = (_date(first), _date(until)), record_reading(filters, mirrors, exposure)
    ahead = tuple(horizons or horizons_of_settings())
    if faults := horizon_faults(ahead):
        raise InputError(faults)
    for name, voice in (("reading", reading), ("perspective", perspective)):
        if voice is not None and not model:
            step = "Baselines read no accusations, and judge nothing."
            raise InputError([Fault(Option(name), "", repr(voice), "only where the model is scored", step=step)])
    folder = None if own is None else Path(own)
    region = read_region(folder)
    read = None if reading is None else read_reading(reading, region, folder)
    seen = None if perspective is None else read_perspective(perspective, region, folder)
    usual = record_from(history, region, folder, way, announce)
    others = _readings(history, region, folder, way, usual) if robustness else {}
    from araxes.forecasting.baselines import TREE, baselines  # heavy, all of them: after the record has been read
    from araxes.forecasting.hindcast import forecast_span, refits
    from araxes.forecasting.model import MODEL_NAME, entrants
    from araxes.forecasting.report import report_hindcast

    read_as(usual, read, region)  # faults at once rather than at the first forecast
    if ready:
        ready(len(origins_between(*span)) * (1 + len(others)))

    def one(record: History, weeks: Sequence[int], estimates: Sequence[Estimate], whole: bool) -> Hindcast:
        voices: dict[str, Any] = {"reading": read, "perspective": seen} if whole else {}
        entered = entrants(record, region, estimates, terms=whole and terms, alone=whole, **voices) if model else []
        return forecast_span(
            record,
            region,
            *span,
            horizons=weeks,
            forecasters=[*baselines(region), *entered],
            means=whole,
            progress=progress,
        )

    fitted = refits(usual, region, origins_between(*span), announce) if model and refit else []
    found = one(usual, ahead, fitted, True)
    short = tuple(h for h in horizons_of_settings()[:2] if h in ahead) or ahead[:1]
    apart = {} if found.interrupted else {label: one(other, short, (), False) for label, other in others.items()}
    basis = basis_at(region, usual, found.origins, bool(fitted)) if model else basis_on([NO_MODEL])
    return report_hindcast(found, MODEL_NAME if model else TREE, apart, basis)


def basis_at(region: RegionFiles, history: History, origins: Sequence[datetime.date], refit: bool) -> Basis:
    """Return which model and which estimates the model's forecasts from some origins rest on."""
    if refit:
        return basis_on([f"fitted anew every {setting('hindcast.refit'):.0f} weeks on the weeks before"])
    ends = [basis_of(with_estimate(region, at, history.header.name)).estimates for at in (origins[0], origins[-1])]
    return basis_on([" to ".join(dict.fromkeys(ends))])


def _date(given: datetime.date | str) -> datetime.date:
    """Return a date that was checked."""
    return datetime.date.fromisoformat(given) if isinstance(given, str) else given


def _readings(
    history: History | Path | str, region: RegionFiles, own: Path | None, way: RecordReading, usual: History
) -> dict[str, History]:
    """Return a record that lies at a path read in other ways, those that differ from the one scored, by what is done otherwise."""
    if isinstance(history, History) or is_name(history, own):
        return {}
    ways = {
        "all actors": replace(way, filters=replace(way.filters, common_actors=False)),
        "rare types in": replace(way, filters=replace(way.filters, rare_types=True)),
        "mirrored acts once": replace(way, mirrors="once"),
    }
    made = {label: record_from(history, region, own, other) for label, other in ways.items() if other != way}
    return {label: other for label, other in made.items() if other.columns != usual.columns}
