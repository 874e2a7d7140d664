"""Long runs: years counted, drift, a siege and a push that stays."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from araxes.engines.world import prepare
from araxes.results import long_runs
from araxes.results.free_runs import free_scenario, simulated_rungs
from araxes.results.long_runs import by_year, drift_table, pushed_years, siege_table

ORIGIN = datetime.date(2026, 3, 9)


@pytest.fixture
def short(monkeypatch):
    """Make years last some weeks, and other settings of long runs what a test says."""

    def shorten(**values):
        real, given_values = long_runs.setting, {f"health.{name}": value for name, value in values.items()}
        monkeypatch.setattr(long_runs, "setting", lambda path: given_values.get(path) or real(path))

    return shorten


def test_years_are_counted_whole():
    hostile = np.zeros((2, 110), dtype=bool)
    hostile[0, [0, 51, 52, 104]] = True
    hostile[1, 60:70] = True
    assert by_year(hostile).tolist() == [[2, 1], [0, 10]]


@given(arrays(np.bool_, st.tuples(st.integers(1, 3), st.sampled_from([52, 104, 156]))))
def test_every_hostile_week_counts_in_one_year(hostile):
    assert by_year(hostile).sum() == hostile.sum()
    assert (by_year(hostile) + by_year(~hostile) == 52).all()


def test_drift_counts_hostile_weeks_of_all_dyads_year_by_year(short):
    short(year=6, drift_years=2)
    table = drift_table(ORIGIN, 20)
    acts = simulated_rungs(prepare(free_scenario(ORIGIN, 12)), 20, fixed=True)
    counts = [(acts[:, span] > 3).sum(axis=(1, 2, 3)) for span in (slice(6), slice(6, 12))]
    means = table[table["weights"] == "at their means"]
    assert means["year"].tolist() == [1, 2]
    assert means["mean"].tolist() == pytest.approx([count.mean() for count in counts])
    assert means["sd"].tolist() == pytest.approx([count.std(ddof=1) for count in counts])
    assert table["weights"].unique().tolist() == ["at their means", "drawn"]


def test_a_siege_of_no_weeks_would_leave_nothing_and_a_longer_one_leaves_more(short):
    left = []
    for weeks in (1, 20):
        short(siege_weeks=weeks, year=4)
        table = siege_table(ORIGIN, 100)
        assert table["dyad"].tolist() == ["IRN>AZE", "AZE>IRN", "both"]
        assert table["base"].iloc[-1] == pytest.approx(table["base"].iloc[:2].mean())
        assert table["ratio"].tolist() == pytest.approx((table["after"] / table["base"]).tolist())
        left.append(table["after"].iloc[-1])
    assert 0 < left[0] < left[1]


@pytest.mark.slow
def test_a_push_raises_hostile_weeks_of_its_dyad_by_its_size(short):
    shares = []
    for size in (0.5, 2):
        short(push_size=size, year=26, push_years=2)
        table = pushed_years(ORIGIN, 60)
        assert table["year"].tolist() == [1, 2]
        assert (table["pushed"] > table["without"]).all()
        shares.append(table)
    assert (shares[0]["without"] == shares[1]["without"]).all()
    assert (shares[0]["pushed"] < shares[1]["pushed"]).all()
