"""Violence foretold quarter by quarter, against habit alone."""

import datetime
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from araxes.engines.world import prepare
from araxes.results import fit_to_record
from araxes.results.fit_to_record import quarters, violence_chance, violence_foretold, violence_skill
from araxes.results.free_runs import free_scenario

END = datetime.date(2026, 3, 9)
SCORES = arrays(np.float64, 8, elements=st.floats(0.1, 10))


def test_quarters_follow_each_other_and_end_before_the_record_does():
    found = quarters(END)
    assert found[0] == datetime.date(2020, 1, 6)
    assert {(later - one).days for one, later in itertools.pairwise(found)} == {13 * 7}
    assert datetime.timedelta(0) <= END - (found[-1] + datetime.timedelta(weeks=13)) < datetime.timedelta(weeks=13)


def test_skill_by_hand():
    reference = np.array([1.0, 2.0, 3.0])
    assert violence_skill(np.zeros(3), reference) == (1, 1, 1)
    assert violence_skill(reference, reference) == (0, 0, 0)
    assert violence_skill(np.array([0.0, 0.0, 3.0]), reference)[0] == pytest.approx(0.5)


@given(SCORES, SCORES)
def test_skill_lies_in_its_interval_and_does_not_care_for_the_unit(score, reference):
    found = violence_skill(score, reference)
    assert found[1] <= found[0] + 1e-9
    assert found[0] <= found[2] + 1e-9
    assert violence_skill(3 * score, 3 * reference) == pytest.approx(found)


def test_chances_fall_with_the_rung_and_are_shares_of_runs():
    world = prepare(free_scenario(datetime.date(2023, 4, 3), 8))
    chances = [violence_chance(world, rung, 40) for rung in (0, 7, 9)]
    off = ~np.eye(5, dtype=bool)
    assert (chances[0][off] == 1).all()
    assert (chances[1] >= chances[2]).all()
    assert np.allclose(np.array(chances) * 40, np.round(np.array(chances) * 40))


def test_what_happened_is_read_off_the_record(monkeypatch, chronology_rows):
    origins = [datetime.date(2020, 10, 5), datetime.date(2023, 7, 3)]
    monkeypatch.setattr(fit_to_record, "quarters", lambda end: origins)
    told = []
    found = violence_foretold(END, 20, progress=told.append)
    violent = {
        (origin, row["source"], row["target"])
        for origin in origins
        for row in chronology_rows
        if origin <= datetime.date.fromisoformat(row["date"]) < origin + datetime.timedelta(weeks=13)
        and row["flag"] not in ("unintended", "contested")
        and (row["flag"] == "war" or row["code"].startswith(("18", "19", "20")) or row["code"] == "171")
    }
    assert found.quarters == 2
    assert found.happened == len(violent)
    assert found.low <= found.skill <= found.high
    assert sum(told) == 0
