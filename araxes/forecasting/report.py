"""The report of a hindcast: tables, gates, and what a forecast shows beside itself as its measured skill."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from araxes import dims
from araxes.display import Card, show_card
from araxes.files import NewFiles, Savable
from araxes.forecasting.baselines import bar
from araxes.forecasting.figure_data import Shown, figure_data
from araxes.forecasting.gates import Gate, gate_table, gates, shared_luck_gain, verdict_sentences, with_pools
from araxes.forecasting.hindcast import Hindcast
from araxes.forecasting.measured import SKILL_FILE
from araxes.forecasting.same_model import said
from araxes.forecasting.skill import gain, log_score, rps, skill
from araxes.forecasting.tables import (
    CLIMATOLOGY,
    ablation_table,
    event_table,
    mean_table,
    pair_calibration,
    reading_table,
    score_table,
    strata,
    together_table,
    weekly_scores,
)
from araxes.inputs.region import Basis

READING = "reading.csv"


@show_card
@dataclass(frozen=True)
class HindcastReport(Savable):
    """A hindcast with everything that is said about it.

    Attributes
    ----------
    found : Hindcast
        With the pools.
    name : str
        The forecaster that is judged.
    robustness : pandas.DataFrame
        The same on the record read in other ways; empty where there are none.
    basis : Basis
        Which model and which estimates it rests on.
    """

    found: Hindcast
    name: str
    robustness: pd.DataFrame
    basis: Basis

    def _card(self) -> Card:
        """Return what was hindcast, and from how many origins."""
        found = self.found
        size = f"{len(found.origins)} origins, horizons {', '.join(map(str, found.horizons))} weeks"
        return Card(f"Hindcast of {self.name} on {found.record}", size, ("scores", "gates", "save(folder)"))

    @property
    def bar(self) -> str:
        """Return the name of the recency that gains are measured against."""
        return bar(len(self.found.rungs))

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Return every forecaster at every horizon; see `araxes.forecasting.tables.score_table`."""
        table = score_table(self.found)
        table.attrs[dims.BASIS] = str(self.basis)
        return table

    @cached_property
    def events(self) -> pd.DataFrame:
        """Return Brier scores of levels within horizons."""
        return event_table(self.found)

    @cached_property
    def strata(self) -> pd.DataFrame:
        """Return the judged forecaster by pair, in calm and in crisis, and from origins whose last week was observed."""
        return strata(self.found, self.name)

    @cached_property
    def ablation(self) -> pd.DataFrame:
        """Return what each term of the model adds out of sample; all of them where the hindcast was asked for terms."""
        return ablation_table(self.found, self.name)

    @cached_property
    def reading(self) -> pd.DataFrame:
        """Return what reading the record as a capital does adds to the judged forecaster; empty where the hindcast was asked for none."""
        return reading_table(self.found, self.name)

    @cached_property
    def gates(self) -> list[Gate]:
        """Return the gates."""
        return gates(self.found, self.name)

    @cached_property
    def verdict(self) -> list[str]:
        """Return in sentences how good the judged forecaster is, for what, what to doubt, where to look next."""
        return verdict_sentences(self)

    @cached_property
    def together(self) -> pd.DataFrame:
        """Return scores of whole weeks, with luck shared in a pair and without."""
        return together_table(self.found)

    @cached_property
    def means(self) -> pd.DataFrame:
        """Return scores of mean Goldstein values over several weeks; see `araxes.forecasting.tables.mean_table`."""
        return mean_table(self.found)

    def skill(self) -> dict[str, Any]:
        """Return the measured skill as plain values: what `araxes forecast` shows beside a forecast on the same record."""
        shown = ["forecaster", "horizon", "weeks", "rps", "log_score"]
        spans = ["skill_climatology", "skill_bar", "gain_bar"]
        columns = shown + [f"{span}{end}" for span in spans for end in ("", "_low", "_high")]
        rungs, events = (table[table["forecaster"] == self.name] for table in (self.scores, self.events))
        return {
            **self.basis.attrs(),
            "record": self.found.record,
            "first": str(self.found.origins[0]),
            "last": str(self.found.origins[-1]),
            "judged": self.name,
            "bar": self.bar,
            "climatology": CLIMATOLOGY,
            "rungs": plain_rows(rungs[columns]),
            "events": plain_rows(events.drop(columns=["share"])),
            "calibration": pair_calibration(self.found, self.name),
            "said": said(self.found, self.name),
        }

    def figure_data(self) -> Shown:
        """Return what the figures show, for `araxes.plots.hindcast_pages.hindcast_figures`."""
        return figure_data(self)

    def document(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return (
            self.skill()
            | {
                "verdict": self.verdict,
                "scores": plain_rows(self.scores),
                "gates": plain_rows(gate_table(self.gates)),
                "strata": plain_rows(self.strata),
                "ablation": plain_rows(self.ablation),
                "together": plain_rows(self.together),
                "means": plain_rows(self.means),
                "robustness": plain_rows(self.robustness),
                "interrupted": self.found.interrupted,
            }
            | ({"reading": plain_rows(self.reading)} if len(self.reading) else {})
        )

    def write(self, files: NewFiles) -> None:
        """Write tables and the skill file among new files."""
        tables = {
            "scores.csv": self.scores,
            "events.csv": self.events,
            "gates.csv": gate_table(self.gates),
            "strata.csv": self.strata,
            "ablation.csv": self.ablation,
            "together.csv": self.together,
            "means.csv": self.means,
            "robustness.csv": self.robustness,
        }
        for name, table in tables.items():
            files.write_table(name, table)
        if len(self.reading):
            files.write_table(READING, self.reading)
        else:
            files.remove(READING)
        files.write_json(SKILL_FILE, self.skill())


def report_hindcast(found: Hindcast, name: str, others: dict[str, Hindcast], basis: Basis) -> HindcastReport:
    """Return the report of a hindcast.

    Parameters
    ----------
    found : Hindcast
    name : str
        The forecaster that is judged.
    others : dict of str to Hindcast
        The same span on the record read in other ways, by what differs.
    basis : Basis
        Which model and which estimates it rests on.
    """
    fresh = found.only(np.broadcast_to(found.fresh[:, None, None], found.calm.shape))
    readings = {"no origin after a gap": fresh} | others
    rows = [row for label, other in readings.items() for row in robustness_rows(other, name, label)]
    return HindcastReport(with_pools(found, name), name, pd.DataFrame(rows), basis)


def robustness_rows(found: Hindcast, name: str, label: str) -> list[dict[str, Any]]:
    """Return one row a horizon: a forecaster against climatology and the bar on a record read in another way."""
    rows = []
    for horizon in found.horizons:
        ranked, logs = weekly_scores(found, rps, horizon), weekly_scores(found, log_score, horizon)
        against = bar(len(found.rungs))
        row: dict[str, Any] = {"record": label, "horizon": horizon, "forecaster": name, "weeks": len(ranked.weeks)}
        row |= {"rps": ranked.mean(name), "log_score": logs.mean(name)}
        for key, value in (
            ("skill_climatology", skill(ranked.total[name], ranked.total[CLIMATOLOGY], horizon)),
            ("skill_bar", skill(ranked.total[name], ranked.total[against], horizon)),
            ("gain_bar", gain(logs.total[name], logs.total[against], horizon, logs.scored)),
        ):
            row |= {key: value.value, f"{key}_low": value.low, f"{key}_high": value.high}
        if horizon == 1:
            shared = shared_luck_gain(found, name)
            row |= {"joint_gain": shared.value, "joint_gain_low": shared.low, "joint_gain_high": shared.high}
        rows.append(row)
    return rows


def plain_rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a table as plain rows, None for what is missing."""
    return [{str(k): _plain(v) for k, v in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    """Return a value as JSON knows it."""
    if isinstance(value, np.generic):
        value = value.item()
    return None if isinstance(value, float) and not np.isfinite(value) else value
