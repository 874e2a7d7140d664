"""Nothing ratchets: a constant push is felt, becomes habit, and stops pushing."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import simulate
from araxes.engines.world import prepare
from araxes.inputs.merge import WEIGHTS
from araxes.inputs.schema import Change
from araxes.results.outcomes import hostility

YEARS, YEAR = 10, 52
REPLICATES = 60
QUARTER = 13
OFF = [name for name in WEIGHTS if name != "leader"]


def raised(bar_half_life):
    """Return by how much a constant push of 1 from week 0 raises a dyad's hostility, by quarter, paired on the same luck.

    Every other push is switched off: the test is of the bar and of habit, and what others answer would only add noise.
    """
    sets = {f"behaviour.weight.{name}": 0 for name in OFF} | {
        "behaviour.weight.leader": 1,
        "behaviour.memory.bar": bar_half_life,
    }
    scenario = replace(araxes.load("baseline", sets=sets, weeks=YEARS * YEAR), start=datetime.date(2023, 1, 2))
    frozen = {
        path: replace(p, series=((datetime.date.min, p.at(scenario.start)),)) for path, p in scenario.book.items()
    }
    plain = replace(scenario, region=replace(scenario.region, book=frozen))
    before = plain.book["RUS.hawkishness.TUR"].at(plain.start)
    push = Change(id="push", path="RUS.hawkishness.TUR", date=plain.start, value=before + 1, reference="test")
    results = [hostility(simulate(prepare(s), REPLICATES)) for s in (replace(plain, changes=(push,)), plain)]
    paired = (results[0] - results[1]).sel(actor="RUS", target="TUR").mean("replicate").values
    return paired.reshape(-1, QUARTER).mean(axis=1)


@pytest.mark.slow
def test_a_constant_push_raises_hostility_in_the_first_year_and_never_again_above_it():
    by_quarter = raised(32)
    first_year = by_quarter[: YEAR // QUARTER].max()
    assert first_year > 0
    assert by_quarter[YEAR // QUARTER :].max() < first_year
    assert np.mean(by_quarter[-8:]) < np.mean(by_quarter[:4])


@pytest.mark.slow
def test_without_the_bar_it_would_ratchet():
    by_quarter = raised(2000)
    first_year = by_quarter[: YEAR // QUARTER].max()
    assert by_quarter[YEAR // QUARTER :].max() > first_year
