"""Cells: known answers for gains, excess, answers and bands, and the Monte Carlo error."""

from types import SimpleNamespace

import numpy as np
import pytest

from araxes.experiments.cells import (
    ANSWER,
    ANSWERED,
    FORESEEN,
    GAIN,
    GAIN_HOSTILE,
    INSIDE,
    OBSERVED,
    CellRuns,
    DyadChances,
)
from araxes.experiments.shock import Cell

QUIET, HARD = 3, 7


def chances(hostile, count=(1, 1)):
    """Chances by draw and week of a hostile act, always of rung 7; what is not hostile is of rung 3."""
    hostile = np.asarray(hostile, dtype=float)
    rungs = np.zeros((*hostile.shape, 11))
    rungs[..., QUIET], rungs[..., HARD] = 1 - hostile, hostile
    made = SimpleNamespace(count=np.array(count), world=SimpleNamespace(constants=SimpleNamespace(quiet=QUIET)))
    return DyadChances(made, rungs)


def cell(shock, without, came, *, sign="+", drawn=None, paths=None):
    free = np.ones(len(came), dtype=bool) if drawn is None else np.array(drawn, dtype=bool)
    return CellRuns(
        Cell("AZE", "IRN", sign), shock, without, np.array(came, dtype=np.int8), free,
        None if paths is None else np.array(paths, dtype=np.int8), QUIET,
    )  # fmt: skip


STEADY = chances([[0.1] * 4] * 2)
LIKELIER = chances([[0.2] * 4] * 2)


def test_gain_is_the_log_of_the_ratio_of_chances_of_what_came_after_the_week_of_the_shock():
    one = cell(LIKELIER, STEADY, [7, 7, 3, 3])
    found = one.gain()
    assert found.total == pytest.approx(np.log(0.2 / 0.1) + 2 * np.log(0.8 / 0.9))
    assert found.number == 3
    assert one.gain(hostile_alone=True).total == pytest.approx(found.total)


def test_hostile_alone_asks_not_which_rung_came():
    one = cell(LIKELIER, STEADY, [3, 9, 3, 3])
    one.shock.rungs[..., 9] = one.without.rungs[..., 9] = 0.01
    assert one.gain(hostile_alone=True).total == pytest.approx(np.log(2) + 2 * np.log(0.8 / 0.9))
    assert one.gain().total == pytest.approx(2 * np.log(0.8 / 0.9))


@pytest.mark.parametrize(("sign", "weight"), [("+", 1), ("-", -1), ("", 1)])
def test_excess_is_counted_in_the_direction_expected(sign, weight):
    observed, foreseen = cell(LIKELIER, STEADY, [7, 7, 7, 3], sign=sign).excess()
    assert observed.total == pytest.approx(weight * (2 - 0.3))
    assert foreseen.total == pytest.approx(weight * 0.3)
    assert observed.number == foreseen.number == 1


def test_of_a_dyad_expected_to_be_quieter_no_excess_is_counted():
    one = cell(LIKELIER, STEADY, [3, 3, 3, 3], sign="q")
    assert [found.number for found in one.excess()] == [0, 0]
    assert one.gain().number == 3


def test_weeks_unknown_or_forced_are_not_scored():
    one = cell(LIKELIER, STEADY, [3, -1, 7, 3], drawn=[1, 1, 1, 0])
    assert one.scored.tolist() == [False, False, True, False]
    assert one.gain().total == pytest.approx(np.log(2))
    assert one.excess()[0].total == pytest.approx(1 - 0.1)


def test_where_no_week_is_scored_nothing_counts():
    found = cell(LIKELIER, STEADY, [3, -1, -1, -1], paths=[[3] * 4]).score()
    assert {name for name, one in found.sums.items() if one.number} == {ANSWERED, ANSWER}
    assert np.isnan(found.row["gain"])


def test_the_own_week_is_counted_where_more_is_expected_and_nothing_forced():
    counts = {
        (sign, free): [
            one.number for one in cell(LIKELIER, STEADY, [7, 3, 3, 3], sign=sign, drawn=[free, 1, 1, 1]).answers()
        ]
        for sign in ("+", "-", "q", "")
        for free in (0, 1)
    }
    assert counts.pop(("+", 1)) == [1, 1]
    assert set(map(tuple, counts.values())) == {(0, 0)}
    came, chance = cell(LIKELIER, STEADY, [7, 3, 3, 3]).answers()
    assert (came.total, chance.total) == (1, pytest.approx(0.2))


def test_the_band_holds_the_middle_of_the_paths():
    paths = [[7] + [7] * n + [3] * (3 - n) for n in (0, 1, 1, 1, 1, 1, 1, 2, 2, 3)]
    for came, inside in (([3, 7, 3, 3], 1), ([3, 7, 7, 3], 1), ([3, 7, 7, 7], 0)):
        found = cell(LIKELIER, STEADY, came, paths=paths).score()
        assert (found.row["low"], found.row["high"]) == (0, 2)
        assert found.sums[INSIDE].total == inside


def test_draws_count_by_their_replicates():
    uneven = chances([[0.1] * 4, [0.4] * 4, [0.9] * 4], count=(2, 1, 0))
    assert cell(uneven, STEADY, [3, 7, 7, 7]).excess()[1].total == pytest.approx(3 * (0.2 - 0.1))


@pytest.mark.parametrize("measure", [OBSERVED, FORESEEN, GAIN, GAIN_HOSTILE, ANSWER])
@pytest.mark.parametrize("draw", [0, 1, 2])
def test_parts_say_what_a_draw_adds(measure, draw):
    hostile, base = [[0.1, 0.2, 0.3], [0.3, 0.1, 0.2], [0.2, 0.2, 0.6]], [[0.1] * 3, [0.2] * 3, [0.15] * 3]
    step = 1e-6

    def total(weights):
        count = tuple(weights)
        return cell(chances(hostile, count), chances(base, count), [3, 7, 3]).score().sums[measure]

    plain = total([1.0, 1.0, 1.0])
    more = [1.0 + step * (k == draw) for k in range(3)]
    slope = (total(more).total - plain.total) / step
    assert np.mean(plain.parts) == pytest.approx(0, abs=1e-12)
    assert np.broadcast_to(plain.parts, (3,))[draw] / 3 == pytest.approx(slope, abs=1e-5)
