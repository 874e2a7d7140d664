"""Planted worlds: as many days as the record, repeatable, and with the link that they are given."""

import numpy as np
import pytest

from araxes.claims.judge_link import order, share_preceded
from araxes.claims.planted import Case, Cause, plant_worlds

DAYS = 1500
LUCK = np.random.default_rng(3)
A = LUCK.random(DAYS) < 0.02
B = LUCK.random(DAYS) < 0.02
CASE = Case(A, B, np.ones(DAYS), np.zeros((0, DAYS)))


def worlds(cause, case=CASE, number=200):
    return plant_worlds(case, cause, number, np.random.default_rng(4))


def test_each_world_has_as_many_days_as_the_record():
    assert set(worlds(Cause(3, 3)).sum(axis=-1).tolist()) == {int(B.sum())}


def test_the_same_luck_gives_the_same_worlds():
    assert (worlds(Cause(3)) == worlds(Cause(3))).all()


def test_a_link_makes_b_come_behind_a_and_a_shared_cause_on_both_sides():
    none, link, shared = (order(CASE, worlds(cause), 10).mean() for cause in (Cause(), Cause(4), Cause(1, 4)))
    assert link > none + 0.15
    assert abs(shared - none) < 0.1
    near = [share_preceded(CASE, worlds(cause), 10).mean() for cause in (Cause(), Cause(1, 4))]
    assert near[1] > near[0] + 0.1


def test_a_link_of_a_window_holds_on_the_own_day():
    case = CASE._replace(window=10)
    assert (
        share_preceded(case, worlds(Cause(5), case), 10).mean()
        > share_preceded(case, worlds(Cause(), case), 10).mean() + 0.2
    )


@pytest.mark.parametrize("ratio", [1.0, 3.0])
def test_density_is_kept(ratio):
    density = np.where(np.arange(DAYS) < DAYS // 2, 1.8, 0.2)
    found = worlds(Cause(ratio), CASE._replace(density=density))
    assert found[:, : DAYS // 2].sum() > 0.8 * found.sum()
