"""What scoring natural experiments gives: its tables, as frames, as files and as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from araxes.dims import BASIS
from araxes.experiments.shock import Shock
from araxes.experiments.summary import Cells
from araxes.experiments.tables import (
    Groups,
    answer_table,
    band_table,
    excess_table,
    gain_table,
    known_failures,
    term_table,
)
from araxes.experiments.variants import KNOWN
from araxes.files import NewFiles, Savable
from araxes.forecasting.report import plain
from araxes.inputs.basis import Basis


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

    def __repr__(self) -> str:
        """Return in a line what was scored."""
        return f"<{self.heading}>"

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
        """Return what is known to fail; see `araxes.experiments.tables.known_failures`."""
        return known_failures(self.excess)

    @property
    def finding(self) -> str:
        """Return what the figure shows, in a sentence."""
        rows = self.known.to_dict("records")
        if not rows:
            return "Hostile weeks after shocks"
        return f"After shocks the model foresees {rows[0]['found']:.2g} times the excess of hostile weeks that came"

    def drawn(self) -> pd.DataFrame:
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
            **{name: plain(table) for name, table in self.tables.items()},
        }

    def write(self, files: NewFiles) -> None:
        """Write every table, and the whole as JSON, among new files."""
        for name, table in self.tables.items():
            files.write_table(f"{name}.csv", table)
        files.write_json("shocks.json", self.document())
