"""Score natural experiments: every shock of a folder against the same start without it. One call does it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from araxes.errors import InputError, Option, unknown
from araxes.experiments.cells import Scored, score_cells
from araxes.experiments.read import read_shocks
from araxes.experiments.report import Experiments
from araxes.experiments.shock import Shock
from araxes.experiments.summary import Cells
from araxes.experiments.variants import HINDSIGHT, KNOWN, run_variant, variants
from araxes.forecasting.record import Weeks, weeks_of
from araxes.history.read import read_history
from araxes.inputs.basis import Basis, basis_on
from araxes.inputs.folders import SHOCKS, shipped
from araxes.inputs.region import read_region
from araxes.inputs.scenario import load, load_over
from araxes.inputs.settings import setting
from araxes.options import checked
from araxes.weeks import week_number

OUTWEIGHS = ("ceasefire_2020",)
"""Left apart unless something else is said: it ends a war, and alone outweighs all others."""


@checked()
def shocks(
    folder: Path | str | None = None,
    *,
    apart: Sequence[str] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[int], object] | None = None,
) -> Experiments:
    """Return what came after dated shocks beside what the model says of them: how much knowing a shock helps.

    Parameters
    ----------
    folder : Path or str, optional
        Holds `shocks.csv` and a scenario of each shock in `scenarios`; the shipped one when not given.
    apart : sequence of str, optional
        Ids of shocks left out of all figures but the last row of each table; "ceasefire_2020", where it is there, when not given.
    replicates, seed
        Histories of each of the six runs of a shock (8,000).
    sets, own, reading, workers, announce
        As for `araxes.run`.
    progress : callable, optional
        Told how many replicates were finished.
    ready : callable, optional
        Called once, with the number of replicates to come, after every check and before any run.

    Returns
    -------
    Experiments

    Raises
    ------
    InputError
        With every fault of the shocks, the scenarios or the options.
    KeyboardInterrupt
        When interrupted: of half the shocks nothing is said.
    """
    region, home = read_region(None if own is None else Path(own)), None if own is None else Path(own)
    base = load(load_over(region, "baseline", home), own=home, reading=reading)
    load(base, sets=sets)  # faults at once rather than at the first run
    weeks = int(setting("compare.window_middle")) + 1  # that of the shock before those that are scored
    record = read_history(region, base.history, home)
    found = read_shocks(shipped() / SHOCKS if folder is None else Path(folder), region, record, weeks, home)
    found = tuple(shock._replace(scenario=replace(shock.scenario, reading=base.reading)) for shock in found)
    left = _apart(apart, found)
    number = int(setting("shocks.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    entrants = variants()
    if ready:
        ready(number * len(found) * len(entrants) * len((base, "shock")))
    known = weeks_of(record, region, record.next_start)
    scored: list[Scored] = []
    names: dict[str, list[str]] = {}
    for shock in found:
        came = _after(known, shock, weeks)
        for variant in entrants:
            runs = run_variant(
                shock, base, variant, record, weeks, number, luck, sets=sets, paths=variant.name == KNOWN,
                workers=workers, progress=progress, announce=announce,
            )  # fmt: skip
            scored += score_cells(shock, variant.name, runs, came)
            names.setdefault(variant.name, []).append(runs.world.scenario.basis.estimates)
    cells = Cells.of(scored, luck)
    bases = {name: _span(given)._replace(reading=base.basis.reading) for name, given in names.items()}
    return Experiments(found, cells, left, record.header.name, number, luck, bases[KNOWN], bases[HINDSIGHT])


def _apart(given: Sequence[str] | None, found: Sequence[Shock]) -> tuple[str, ...]:
    """Return the ids of the shocks that are left apart."""
    ids = [shock.id for shock in found]
    if given is None:
        return tuple(name for name in OUTWEIGHS if name in ids)
    faults = [unknown(Option("apart"), "", name, ids, "shock") for name in given if name not in ids]
    if faults:
        raise InputError(faults)
    return tuple(given)


def _after(known: Weeks, shock: Shock, weeks: int) -> Any:
    """Return the rungs of the weeks from the origin of a shock on, shape (weeks, S, S)."""
    start = week_number(shock.origin) - week_number(known.first)
    return known.rungs[start : start + weeks]


def _span(names: Sequence[str]) -> Basis:
    """Return the basis of runs on estimates of several origins: those of the first and of the last."""
    ordered = sorted(set(names))
    return basis_on([" to ".join(dict.fromkeys([ordered[0], ordered[-1]]))])
