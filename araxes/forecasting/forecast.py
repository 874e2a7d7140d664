"""A forecast: what is to be expected of the weeks after a Monday of a record, with the skill that was measured on that record."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.forecasting.measured import BASELINE, measured_skill
from araxes.forecasting.origin import Checks, checked_weeks, origin_notes, origin_of, scenario_at
from araxes.inputs.parameters import setting
from araxes.inputs.region import RegionFiles, in_use
from araxes.inputs.scenario import Scenario, load
from araxes.interruption import warn_interrupted
from araxes.options import DRAWN, KERNEL, check_arguments, either, name_or_path, path
from araxes.records.filters import Filters, filters_of, record_reading
from araxes.records.history import History
from araxes.records.record import record_from

if TYPE_CHECKING:
    from araxes.engines.ensemble import Progress
    from araxes.forecasting.result import Forecast


@check_arguments(
    scenario=either(Scenario, name_or_path),
    history=either(History, path),
    filters=filters_of,
)
def forecast(
    scenario: str | Scenario = BASELINE,
    as_of: datetime.date | str | None = None,
    weeks: int | None = None,
    *,
    history: History | Path | str | None = None,
    exposure: Path | str | None = None,
    filters: Filters | Sequence[str] = (),
    mirrors: str = "both",
    skill: Path | str | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    workers: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> Forecast:
    """Forecast the weeks after a Monday of a record.

    Parameters
    ----------
    scenario : str or Scenario
        What is supposed of the weeks ahead; what it supposes of earlier ones is left out. Nothing, when not given.
    as_of : datetime.date or str, optional
        The forecast knows the weeks before that of this date, and nothing later: dated values are frozen there. The first Monday after the
        record when not given.
    weeks : int, optional
        Horizon, 1 to 104 (26).
    history : History, Path or str, optional
        Another record than the scenario's, the path of one, or the name of one among the histories.
    exposure, filters, mirrors
        How a record of coded events is read from a path, as for `araxes.hindcast`.
    skill : Path or str, optional
        What `araxes hindcast` measured on the same record, read in the same way: its skill file or folder. When not given, the file that
        lies beside the record in the folders of histories; one is shipped for the embedded chronology.
    replicates, seed, sets, own, reading, perspective, fixed, judged, engine, workers, progress, announce, ready
        As for `araxes.run`; 1,024 replicates.

    Returns
    -------
    Forecast
        When interrupted, of the replicates finished so far, with an `araxes.InterruptionWarning`; its tables, figures and files say so.

    Raises
    ------
    InputError
        With every fault of the scenario, the files or the options; when the record does not reach `as_of`.
    KeyboardInterrupt
        When interrupted before any replicate was finished.

    Examples
    --------
    >>> import araxes
    >>> found = araxes.forecast(as_of="2023-04-03", weeks=4, replicates=256)
    >>> float(found.rung_chances.query("dyad == 'IRN>AZE' and weeks == 1")["chance"].sum().round(6))
    1.0
    """
    checks = Checks()
    number = int(setting("forecast.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    horizon, loaded = checks(checked_weeks, weeks), checks(load, scenario, own, sets, None, reading, perspective)
    way = checks(record_reading, filters, mirrors, exposure)
    checks.done()
    given = loaded.history if history is None else history
    record = record_from(given, loaded.region, loaded.own, way, announce)
    origin, known = checks(origin_of, as_of, record), checks(measured_skill, skill, record.header.name, loaded.own)
    checks.done()
    from araxes.engines.world import prepare  # heavy, all of them: after the record has been read
    from araxes.forecasting.predict import predict
    from araxes.forecasting.result import Forecast
    from araxes.forecasting.same_model import warmth, with_doubt
    from araxes.results.answers import answers, tell
    from araxes.results.run import AGAIN

    name = record.header.name
    supposed, left = scenario_at(loaded, origin, horizon, name)
    found = answers(loaded, lambda one: scenario_at(one, origin, horizon, name)[0], record, announce)
    left += map(str, found)
    if announce is None:
        tell(found, announce)
    notes = origin_notes(as_of, origin, record, loaded.region)
    if known.content and (sets or supposes(supposed)):
        left.append("The skill was measured on forecasts that suppose nothing; what is supposed here was never scored.")
    elif known.content and loaded.reading:
        left.append("The skill was measured on the record as it is, not as a capital reads it.")
    elif known.content and loaded.perspective:
        left.append("The skill was measured with what is judged as the files have it, not as a capital judges it.")
    else:
        known = with_doubt(known, record, loaded.region)
    if known.content and judged == DRAWN and not fixed:
        left.append("The skill was measured with judged values held as the files have them; here they are drawn.")
    notes = [
        *warmth(record, loaded.region, origin).text(),
        rests_on(supposed.region),
        *notes,
        *left,
        *known.notes,
    ]
    world = prepare(replace(supposed, title=loaded.title), record, judged=judged == DRAWN)
    if ready:
        ready()
    made = predict(
        world, range(1, horizon + 1), luck, number,
        fixed=fixed, engine=engine, workers=workers, progress=progress, announce=announce,
    )  # fmt: skip
    if made.interrupted:
        warn_interrupted(made.replicates, number, "replicates", AGAIN)
    return Forecast(made, known, name, tuple(notes), luck, fixed)


def supposes(scenario: Scenario) -> bool:
    """Return whether a scenario supposes anything of the weeks ahead."""
    return bool(scenario.acts or scenario.signals or scenario.changes or scenario.name != BASELINE)


def rests_on(region: RegionFiles) -> str:
    """Return in a sentence on which estimates a region, as laid over for an origin, rests: all are of the record that is forecast."""
    known = [f"{one.name}, estimated on this record, {one.first} to {one.last}" for one in in_use(region)]
    return f"Parameters: {'; '.join(known) or 'priors; none was estimated on this record before the origin'}."
