"""Which outcomes are asked for: names, patterns, and those that move most."""

from __future__ import annotations

import numpy as np
import pytest

from araxes.sweeps.leading import checked_outcomes, leading_outcomes, response


@pytest.fixture(scope="module")
def table(made_up):
    x = np.random.default_rng(2).uniform(size=(400, 2))
    y = {
        "tension.A": x[:, 0], "tension.B": 3 * x[:, 0], "end_tension.B": 9 * x[:, 0],
        "chance.9.A": 0 * x[:, 0], "count.hostile.A": x[:, 1],
    }  # fmt: skip
    noise = [0.1, 0.1, 0.1, 5.0, 0.1]
    return made_up.table(x, y, "random", made_up.numbers([(0, 1)] * 2), replicates=10, noise=noise)


def test_the_one_that_varies_most_leads_its_kind(table):
    assert leading_outcomes(table) == ["count.hostile.A", "tension.B"]  # the chance varies by luck alone


def test_the_variance_of_the_response_is_freed_of_noise(table):
    assert response(table, "tension.B") == pytest.approx(9 / 12, rel=0.1)
    assert response(table, "chance.9.A") < 0.3 < table.mean["chance.9.A"].var() < response(table, "end_tension.B")


def test_what_is_the_same_at_all_points_leads_nothing(made_up):
    levels = np.linspace(0, 1, 5)
    x = np.stack(np.meshgrid(levels, levels, indexing="ij"), -1).reshape(-1, 2)
    y = {
        "tension.A": np.nextafter(192.53, 500 * x[:, 0]),
        "chance.9.A": np.full(25, 0.1),
        "count.hostile.A": 1e-9 * x[:, 1],
    }
    table = made_up.table(x, y, "grid", made_up.numbers([(0, 1)] * 2, levels), replicates=10)
    assert table.mean["tension.A"].to_numpy().var() > 0  # the last digit
    assert response(table, "tension.A") == 0
    assert leading_outcomes(table) == ["count.hostile.A"]


def test_names_and_patterns(table, messages):
    assert checked_outcomes(table, "tension.*") == ["tension.A", "tension.B"]
    assert checked_outcomes(table, ["tension.B", "*.A"]) == ["tension.B", "tension.A", "chance.9.A", "count.hostile.A"]
    assert len(checked_outcomes(table, None)) == 5
    faults = messages(checked_outcomes, table, ["tension.C", "y"])
    assert len(faults) == 2
    assert faults[0].nearest in ("tension.A", "tension.B")
    assert "end_tension.B" in faults[0].step
