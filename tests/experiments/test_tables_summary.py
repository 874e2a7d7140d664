"""Means over cells: known answers, intervals by whole shocks, Monte Carlo errors."""

import numpy as np
import pytest

from araxes.experiments.cells import MEASURES, NO_SUM, ScoredCell, Sum
from araxes.experiments.tables import Cells

GAIN, OTHER = "gain", "foreseen"


def cells(rows):
    """Cells of (shock, total, count, parts) for one measure; of another half the total."""
    return Cells.of(
        [
            ScoredCell(
                {"shock": shock, "n": place},
                dict.fromkeys(MEASURES, NO_SUM)
                | {GAIN: Sum(total, count, np.array(parts)), OTHER: Sum(total / 2, count, np.array(parts))},
            )
            for place, (shock, total, count, parts) in enumerate(rows)
        ],
        seed=1,
    )


ROWS = [("a", 1.0, 2, [1.0, -1.0]), ("a", 2.0, 2, [1.0, -1.0]), ("b", 3.0, 4, [-1.0, 1.0]), ("c", 6.0, 2, [0.0, 0.0])]
ALL = np.ones(len(ROWS), dtype=bool)


def test_a_mean_is_of_totals_not_of_means():
    assert cells(ROWS).mean(GAIN, ALL).value == pytest.approx(12 / 10)


def test_parts_of_cells_are_added_before_their_spread_is_taken():
    found = cells(ROWS)
    assert found.mean(GAIN, ALL).error == pytest.approx(np.std([0.1, -0.1], ddof=1) / np.sqrt(2))
    apart = ALL & (found.table["shock"] != "a").to_numpy()
    assert found.mean(GAIN, apart).error == pytest.approx(np.std([1 / 6, -1 / 6], ddof=1) / np.sqrt(2))
    opposite = ALL & found.table["n"].isin([1, 2]).to_numpy()
    assert found.mean(GAIN, opposite).error == 0


def test_cells_of_a_shock_stay_together():
    same = cells([("a", 0.0, 1, [0.0]), ("a", 2.0, 1, [0.0]), ("b", 1.0, 1, [0.0]), ("b", 1.0, 1, [0.0])])
    found = same.mean(GAIN, ALL)
    assert (found.low, found.value, found.high) == (1, 1, 1)  # both shocks have the mean 1, whatever their cells


def test_the_interval_is_that_of_the_binomial():
    rows = [(f"s{n}", float(n % 2), 1, [0.0]) for n in range(100)]
    found = cells(rows).mean(GAIN, np.ones(100, dtype=bool))
    assert found.value == 0.5
    assert (found.low, found.high) == (pytest.approx(0.402, abs=0.02), pytest.approx(0.598, abs=0.02))


def test_of_one_shock_there_is_no_interval_and_of_none_no_figure():
    found = cells(ROWS)
    one = found.mean(GAIN, (found.table["shock"] == "a").to_numpy())
    assert one.value == 0.75
    assert np.isnan([one.low, one.high]).all()
    assert np.isnan(found.mean(GAIN, ~ALL)).all()
    assert np.isnan(found.ratio(OTHER, GAIN, ~ALL)).all()


def test_a_ratio_and_a_difference_are_on_the_same_resamples():
    found = cells(ROWS)
    half = found.ratio(OTHER, GAIN, ALL)
    assert (half.low, half.value, half.high) == pytest.approx((0.5, 0.5, 0.5))
    less = found.mean(GAIN, ALL, (GAIN, ALL))
    assert tuple(less) == (0, 0, 0, 0)
    assert found.mean(GAIN, ALL, (OTHER, ALL)).value == pytest.approx(0.6)


def test_a_ratio_to_nothing_is_not_known():
    nothing = cells([("a", 0.0, 1, [0.0]), ("b", 0.0, 1, [0.0])])
    assert np.isnan(nothing.ratio(OTHER, GAIN, np.ones(2, dtype=bool)).value)


def test_the_order_of_cells_inside_a_shock_does_not_matter():
    turned = [ROWS[1], ROWS[0], ROWS[2], ROWS[3]]
    assert cells(turned).mean(GAIN, ALL) == pytest.approx(cells(ROWS).mean(GAIN, ALL))
