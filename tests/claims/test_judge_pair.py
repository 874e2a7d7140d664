"""Two sides: planted families look as they should, and a history is told from those it does not belong to."""

import numpy as np
import pytest

from araxes.claims.histories import FAILS, HOLDS, Pattern, Sides, count_runs, plant_histories
from araxes.claims.judge_pair import PAIR_STATISTICS, judge_pair, pair_statistics
from araxes.claims.timeline import Timeline
from araxes.claims.weigh import UNTESTABLE

DAYS = 1200
LINE = Timeline(737430, DAYS)


def pattern():
    luck = np.random.default_rng(1)
    centres = np.repeat([100, 300, 420, 700, 900, 1100], 6)
    sides = []
    for _ in range(2):
        days = np.zeros((1, DAYS), dtype=bool)
        days[0, centres + luck.integers(-20, 20, len(centres))] = True
        sides.append(days)
    given = np.zeros(DAYS, dtype=bool)
    given[[90, 290, 410, 690]] = True
    return Pattern(Sides(*sides), given, ((0.5, 0.9), (0.8, 1.0)))


def named(values):
    return dict(zip(PAIR_STATISTICS, values.mean(axis=0), strict=True))


@pytest.mark.parametrize("explained", [False, True])
@pytest.mark.parametrize("family", [*HOLDS, *FAILS])
def test_histories_match_the_record(family, explained):
    one = pattern()
    sides = plant_histories(one, family, explained, 20, np.random.default_rng(2))
    assert len(sides.leader) == 20
    for side, record in zip(sides, one.record, strict=True):
        assert (abs(side.sum(axis=-1) - record.sum()) <= 0.3 * record.sum()).all()
    assert (abs(count_runs(sides) - count_runs(one.record)) <= 0.35 * count_runs(one.record)).all()


def test_the_side_that_only_reacts_comes_behind():
    one = pattern()
    found = {
        family: named(
            pair_statistics(plant_histories(one, family, False, 30, np.random.default_rng(3)), one.given, LINE)
        )
        for family in ("one-way", "mirror")
    }
    assert found["one-way"]["order_near"] > 0.1 > -0.1 > found["mirror"]["order_near"]
    assert found["one-way"]["pull_difference"] > 0 > found["mirror"]["pull_difference"]
    assert found["one-way"]["unprovoked_follower"] < found["mirror"]["unprovoked_follower"]
    assert found["one-way"]["first_mover"] > found["mirror"]["first_mover"]


def test_statistics_of_a_history_known_by_hand():
    leader, follower = np.zeros((1, 300), dtype=bool), np.zeros((1, 300), dtype=bool)
    leader[0, [10, 200]] = True
    follower[0, [15, 195, 202]] = True
    found = named(pair_statistics(Sides(leader, follower), np.zeros(300, dtype=bool), Timeline(737000, 300)))
    assert found["order_near"] == pytest.approx((2 - 1) / 3)
    assert found["unprovoked_follower"] == pytest.approx(1 / 3)
    assert found["unprovoked_leader"] == pytest.approx(1 / 2)
    assert found["first_mover"] == pytest.approx(1 / 2)


TEXT = """
id = "C1"
claim = "B only reacts."
short = "b only reacts"
voice = "a voice"
voice_code = "X"
type = "hypothesis"
[acts]
a = {source = "IRN", target = "AZE"}
b = {source = "AZE", target = "IRN"}
others = {source = "ISR"}
"""
TEST = """
kind = "pair"
leader = "a"
follower = "b"
given = "others"
family = ["one-way", "spiral"]
coverage = {leader = [0.5, 0.9], follower = [0.8, 1.0], explained = "no"}
supports = "beyond 95 % of mutual, shocks-only and mirrored histories"
contradicts = "below 5 % of histories of the family"
"""


def rows_of(sides, swap=False):
    codes = ("AZE", "IRN") if swap else ("IRN", "AZE")
    places = [np.flatnonzero(side[0]) for side in sides]
    return [(f"{codes[side]}{n}", n, codes[side], codes[1 - side]) for side in range(2) for n in places[side].tolist()]


@pytest.mark.slow
def test_a_history_of_the_mirror_is_below_the_family(hearing_of, record_of):
    sides = plant_histories(pattern(), "one-way", False, 1, np.random.default_rng(5))
    verdicts = [one.verdict for one in judge_pair(*hearing_of(record_of(rows_of(sides, swap=True)), TEST, TEXT))]
    assert verdicts == ["contradicted", "contradicted"]


def test_too_few_acts_decide_nothing(hearing_of, record_of):
    found = list(judge_pair(*hearing_of(record_of([("x", 1, "IRN", "AZE")]), TEST, TEXT)))
    assert [(one.verdict, one.family) for one in found] == [(UNTESTABLE, "one-way"), (UNTESTABLE, "spiral")]
