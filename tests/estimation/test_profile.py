"""Half-lives on a grid."""

import datetime

import pytest

from araxes.estimation.profile import half_lives, profiled


@pytest.mark.slow
def test_each_half_life_is_compared_with_its_shipped_value(chronology, region):
    pytest.importorskip("jax")
    table = profiled(chronology, region, datetime.date(2018, 8, 6), paths=["behaviour.memory.habit"])
    assert table.columns.tolist() == ["x0.354", "x0.5", "x0.707", "x1", "x1.41", "x2", "x2.83"]
    row = table.loc["behaviour.memory.habit"]
    assert row["x1"] == 0
    assert row.drop("x1").abs().max() > 0.001


def test_all_half_lives_are_on_the_grid(region):
    assert set(half_lives()) == {path for path in region.book if path.startswith("behaviour.memory.")}
