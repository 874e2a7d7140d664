"""Score natural experiments: every shock of a folder against the same start without it. One call does it all.

What scoring natural experiments gives: its tables, as frames, as files and as plain values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from araxes.dims import BASIS
from araxes.display import Card, show_card
from araxes.errors import InputError, Option, unknown
from araxes.experiments.cells import HINDSIGHT, KNOWN, ScoredCell, run_variant, score_cells, variants
from araxes.experiments.shock import Shock, read_shocks
from araxes.experiments.tables import (
    Cells,
    Groups,
    answer_table,
    band_table,
    excess_table,
    gain_table,
    known_shock_failures,
    term_table,
)
from araxes.files import NewFiles, Savable
from araxes.forecasting.report import plain_rows
from araxes.forecasting.targets import WeeklyRungs, weeks_before
from araxes.inputs.parameters import setting
from araxes.inputs.read import SHOCKS, shipped_folder
from araxes.inputs.region import Basis, basis_on, read_region
from araxes.inputs.scenario import load, load_over
from araxes.options import check_arguments
from araxes.records.history import read_history
from araxes.units import week_number

OUTWEIGHS = ("ceasefire_2020",)
"""Left apart unless something else is said: it ends a war, and alone outweighs all others."""


@show_card
@dataclass(frozen=True)
class Experiments(Savable):
    """Natural experiments, scored.

    Attributes
    ----------
    shocks : tuple of Shock
    cells : Cells
        Of every variant.
    apart : tuple of str
        Ids of shocks that are left out of all figures but the last row of a table.
    record : str
        Name of the record that says what came.
    replicates, seed : int
        Histories of each run, with a shock and without.
    basis, hindsight : Basis
        What the runs rest on, and those with estimates of the whole record.
    """

    shocks: tuple[Shock, ...]
    cells: Cells
    apart: tuple[str, ...]
    record: str
    replicates: int
    seed: int
    basis: Basis
    hindsight: Basis

    def _card(self) -> Card:
        """Return what was scored."""
        size = f"{len(self.shocks)} shocks on {self.record}, {self.replicates} replicates each"
        return Card(
            f"Natural experiments: {self.finding}", size, ("excess", "gains", "save(folder)"), {"scored": self.heading}
        )

    @property
    def heading(self) -> str:
        """Return in a line what was scored."""
        left = f"; apart: {', '.join(self.apart)}" if self.apart else ""
        dates = sorted(shock.date for shock in self.shocks)
        number = f"{len(dates)} shock{'s' if len(dates) > 1 else ''}, {dates[0]} to {dates[-1]}"
        return f"{number}, {self.replicates} replicates each{left}"

    @cached_property
    def groups(self) -> Groups:
        """Return which cells belong to which group."""
        return Groups(self.cells, self.apart)

    @cached_property
    def gains(self) -> pd.DataFrame:
        """Return the gain in log score by knowing the shock; see `araxes.experiments.tables.gain_table`."""
        return gain_table(self.cells, self.groups)

    @cached_property
    def excess(self) -> pd.DataFrame:
        """Return the excess of hostile weeks, observed and foreseen; see `araxes.experiments.tables.excess_table`."""
        return excess_table(self.cells, self.groups)

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Return excess and gains by term; see `araxes.experiments.tables.term_table`."""
        return term_table(self.cells, self.groups)

    @cached_property
    def answers(self) -> pd.DataFrame:
        """Return answers in the shock's own week; see `araxes.experiments.tables.answer_table`."""
        return answer_table(self.cells, self.groups)

    @cached_property
    def bands(self) -> pd.DataFrame:
        """Return the share of cells inside the band; see `araxes.experiments.tables.band_table`."""
        return band_table(self.cells, self.groups)

    @cached_property
    def known(self) -> pd.DataFrame:
        """Return what is known to fail; see `araxes.experiments.tables.known_shock_failures`."""
        return known_shock_failures(self.excess)

    @property
    def finding(self) -> str:
        """Return what the figure shows, in a sentence."""
        rows = self.known.to_dict("records")
        if not rows:
            return "Hostile weeks after shocks"
        return f"After shocks the model foresees {rows[0]['found']:.2g} times the excess of hostile weeks that came"

    def excess_rows(self) -> pd.DataFrame:
        """Return what the figure shows: label, cells, observed and foreseen excess of groups and terms, with intervals."""
        groups = self.excess[self.excess["variant"] == KNOWN].rename(columns={"group": "label"})
        terms = self.terms.assign(label="theory: " + self.terms["term"])
        table = pd.concat([groups, terms], join="inner", ignore_index=True)
        table.attrs[BASIS] = str(self.basis)
        return table.dropna(subset=["observed"])

    @property
    def tables(self) -> dict[str, pd.DataFrame]:
        """Return all tables by name."""
        return {
            "gains": self.gains,
            "excess": self.excess,
            "terms": self.terms,
            "answers": self.answers,
            "bands": self.bands,
            "known_failures": self.known,
            "cells": self.cells.table,
        }

    def document(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return {
            **self.basis.attrs(),
            "hindsight": self.hindsight.estimates,
            "record": self.record,
            "replicates": self.replicates,
            "seed": self.seed,
            "apart": list(self.apart),
            "shocks": [
                {name: str(getattr(one, name)) for name in ("id", "date", "origin", "title", "kind")}
                for one in self.shocks
            ],
            **{name: plain_rows(table) for name, table in self.tables.items()},
        }

    def write(self, files: NewFiles) -> None:
        """Write every table, and the whole as JSON, among new files."""
        for name, table in self.tables.items():
            files.write_table(f"{name}.csv", table)
        files.write_json("shocks.json", self.document())


@check_arguments()
def shocks(
    folder: Path | str | None = None,
    *,
    apart: Sequence[str] | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
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
    sets, own, reading, perspective, workers, announce
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
    base = load(load_over(region, "baseline", home), own=home, reading=reading, perspective=perspective)
    load(base, sets=sets)  # faults at once rather than at the first run
    weeks = int(setting("compare.window_middle")) + 1  # that of the shock before those that are scored
    record = read_history(region, base.history, home)
    found = read_shocks(shipped_folder() / SHOCKS if folder is None else Path(folder), region, record, weeks, home)
    found = tuple(
        shock._replace(scenario=load(shock.scenario, reading=reading, perspective=perspective)) for shock in found
    )
    left = _apart(apart, found)
    number = int(setting("shocks.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    entrants = variants()
    if ready:
        ready(number * len(found) * len(entrants) * len((base, "shock")))
    known = weeks_before(record, region, record.next_start)
    scored: list[ScoredCell] = []
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
    bases = {
        name: _span(given)._replace(reading=base.basis.reading, perspective=base.basis.perspective)
        for name, given in names.items()
    }
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


def _after(known: WeeklyRungs, shock: Shock, weeks: int) -> Any:
    """Return the rungs of the weeks from the origin of a shock on, shape (weeks, S, S)."""
    start = week_number(shock.origin) - week_number(known.first)
    return known.rungs[start : start + weeks]


def _span(names: Sequence[str]) -> Basis:
    """Return the basis of runs on estimates of several origins: those of the first and of the last."""
    ordered = sorted(set(names))
    return basis_on([" to ".join(dict.fromkeys([ordered[0], ordered[-1]]))])
