"""Tests that lean on the model or on one dated shock: what they find is labelled as such and never mixed with the rest."""

from __future__ import annotations

import numpy as np

from araxes.claims.claim_file import HIGHER, LOWER, ContrastTest, ShockTest
from araxes.claims.hearing import Hearing, Judgement
from araxes.claims.weigh import MODEL_ONLY
from araxes.errors import InputError, unknown
from araxes.experiments.shock import read_shocks
from araxes.inputs.parameters import setting
from araxes.inputs.read import SHOCKS, shipped_folder
from araxes.records.weekly import quiet_rung, weekly_rungs
from araxes.results.compare import compare
from araxes.units import week_number
from araxes.wording import percent, points_change


def judge_contrast(hearing: Hearing, test: ContrastTest) -> Judgement:
    """Return how a scenario moves the chance of an act in the quarter behind the week in which it parts from another, in this model.

    Nothing is told of a dyad to which one of the scenarios gives an act, nor where the interval of the change holds 0.
    """
    replicates = int(setting("claims.contrast_replicates"))
    found = compare(test.against, test.scenario, replicates=replicates, seed=hearing.seed, own=hearing.sources.own)
    if found.interrupted:  # what is judged on fewer histories must not be kept
        raise KeyboardInterrupt
    rows = found.quarter_rows(found.others[0])
    row = next((row for row in rows if (row["dyad"], row["outcome"]) == (test.dyad, test.outcome)), None)
    if row is None:
        return Judgement(MODEL_ONLY, f"{test.dyad} does not move", figures={"difference": 0.0})
    if not row["free"]:
        return Judgement(
            MODEL_ONLY, f"an act of {test.dyad} is given by a scenario: nothing is told", figures={"outcome": ""}
        )
    outcome = HIGHER if row["low"] > 0 else LOWER if row["high"] < 0 else ""
    said = "as claimed" if outcome == test.supports else "not as claimed" if outcome else "no more than is not known"
    text = f"{percent(row['before'])} to {percent(row['chance'])}: {points_change(row['difference'], row['low'], row['high'])}, {said}"
    figures = {name: float(row[name]) for name in ("before", "chance", "difference", "low", "high")}
    return Judgement(MODEL_ONLY, text, figures={**figures, "outcome": outcome, "replicates": replicates})


def judge_shock(hearing: Hearing, test: ShockTest) -> Judgement:
    """Return how many hostile weeks a dyad had before and behind a dated shock, beside what was expected: a count."""
    shocks = read_shocks(shipped_folder() / SHOCKS, hearing.region, hearing.history, test.weeks, hearing.sources.own)
    shock = next((one for one in shocks if one.id == test.shock), None)
    if shock is None:
        raise InputError(
            [
                unknown(
                    hearing.claim.file, f"test[{hearing.place}].shock", test.shock, [one.id for one in shocks], "shock"
                )
            ]
        )
    start, rungs = weekly_rungs(hearing.history, hearing.region, hearing.history.next_start)
    codes = list(hearing.region.actors)  # the axes of the record, which has more actors than a simulation
    actor, target = (codes.index(code) for code in test.dyad.split(">"))
    hostile = rungs[:, actor, target] > quiet_rung(hearing.region)
    place = week_number(shock.origin) - week_number(start)
    before, behind = (
        int(np.sum(part)) for part in (hostile[max(place - test.weeks, 0) : place], hostile[place + 1 :][: test.weeks])
    )
    expected = next((cell.sign for cell in shock.cells if cell.dyad == test.dyad), "")
    found = f"hostile weeks of {test.weeks}: {before} before, {behind} behind; expected {expected or 'nothing'} (n = 1)"
    return Judgement(found=found, figures={"count": behind, "before": before, "behind": behind, "expected": expected})
