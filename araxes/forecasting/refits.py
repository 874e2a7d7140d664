"""Estimates for a hindcast: the model fitted anew every few weeks, each time on the weeks before that origin alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence

from araxes.errors import InputError
from araxes.estimation.estimate import Estimate, fit
from araxes.forecasting.record import known_before, observed, weeks_of
from araxes.history.read import History, before
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting


def refits(
    history: History,
    region: RegionFiles,
    origins: Sequence[datetime.date],
    announce: Callable[[str], None] | None = None,
) -> list[Estimate]:
    """Return estimates fitted before every so many origins (`hindcast.refit`).

    Parameters
    ----------
    history : History
        Cut before each fit: nothing later is handed on.
    region : RegionFiles
    origins : sequence of datetime.date
        Mondays in order.
    announce : callable, optional
        Told how many fits are to come.

    Returns
    -------
    list of Estimate
        None for origins before which no week can be scored or no week has come since the last fit.
    """
    found: list[Estimate] = []
    known = 0
    if announce and origins:
        announce("The model is estimated on the weeks before the span, and anew as it goes on.")
    for origin in origins[:: int(setting("hindcast.refit"))]:
        weeks = known_before(weeks_of(history, region, origin), origin)
        number = int(observed(weeks.rungs).sum())
        if number == known:
            continue
        known = number
        try:
            start = found[-1].posterior.mode if found else None
            found.append(fit(before(history, origin), region, origin, start=start))
        except InputError as error:
            if found or announce is None:
                continue
            announce(f"Not estimated before {origin}: {error.faults[0]}")
    return found
