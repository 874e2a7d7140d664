"""Gates and what is known to fail, on either side of their limits."""

import pandas as pd
import pytest

from araxes.results.fit_to_record import Foretold
from araxes.results.health import (
    drift_gates,
    gate,
    known_failures,
    known_of_clustering,
    known_of_gates,
    origins,
    push_gate,
    reaction_gates,
    siege_gate,
)


def reaction(early, late):
    return pd.DataFrame({"window": ["week 0", "weeks 1 to 4", "weeks 5 to 13"], "foreseen": [0.1, early, late]})


@pytest.mark.parametrize(
    ("early", "late", "holds"),
    [(0.7, 0.7, [True, True]), (0.69, 1.1, [False, True]), (2.0, 1.11, [True, False]), (0.8, 0.69, [True, False])],
)
def test_the_reacting_side_must_answer_enough_and_not_for_ever(early, late, holds):
    rows = reaction_gates(reaction(early, late))
    assert [row["holds"] for row in rows] == holds
    assert [row["found"] for row in rows] == [early, late]
    assert "weeks 1 to 4" in rows[0]["what"]


@pytest.mark.parametrize(
    ("means", "sd", "holds"),
    [
        ([9.0, 10, 12.9], 15, [True, True]),
        ([9.0, 10, 13.1], 15, [False, True]),
        ([13.0, 10, 6.9], 15.1, [False, False]),
        ([30.0, 10, 10], 16, [True, False]),
    ],
)
def test_drift_is_measured_from_the_second_year(means, sd, holds):
    table = pd.DataFrame({"weights": "drawn", "year": [1, 2, 3], "mean": means, "sd": [99.0, 99, sd]})
    rows = drift_gates(table)
    assert [row["holds"] for row in rows] == holds
    assert rows[0]["what"].startswith("change of hostile weeks from year 2 to year 3")


@pytest.mark.parametrize(
    ("shares", "holds"), [([0.2, 0.22, 0.18], True), ([0.2, 0.2, 0.24], False), ([0.2, 0.16], False)]
)
def test_a_push_may_not_creep_up_or_down(shares, holds):
    row = push_gate(pd.DataFrame({"pushed": shares}))
    assert row["holds"] is holds
    assert row["found"] == pytest.approx(max(abs(share - 0.2) for share in shares))


def clustering(inside):
    rows = [
        {"pair": pair, "measure": name, "observed": 3.0, "low": 1.0, "median": 2.0, "high": 4.0, "inside": inside}
        for pair, name in known_of_clustering()
    ]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(("ratio", "holds"), [(0.9, True), (1.5, True), (1.6, False), (float("nan"), False)])
def test_a_siege_may_not_leave_too_much_on_both_sides_together(ratio, holds):
    row = siege_gate(pd.DataFrame({"dyad": ["one", "other", "both"], "ratio": [9.0, 9.0, ratio]}))
    assert row["holds"] is holds
    assert row["found"] == pytest.approx(ratio, nan_ok=True)


@pytest.mark.parametrize(("inside", "low"), [(True, 0.1), (False, -0.1)])
def test_what_is_known_to_fail_is_said_to_hold_where_it_does(inside, low):
    origin, what = known_of_gates()[0]
    gates = pd.DataFrame([gate(what, "85% to 98%", 0.99, inside, origin), gate("spread", "at most 15", 21.0, inside)])
    table = known_failures(clustering(inside), Foretold(24, 10, low + 0.1, low, low + 0.3), gates)
    listed = len(known_of_clustering())
    assert len(table) == listed + 3
    assert (table["holds"] == inside).all()
    assert table["observed"].tolist()[:listed] == [3.0] * listed
    assert table["what"].tolist()[-2:] == [f"{what}, from {origin}", "spread"]
    assert table["found"].tolist()[-2:] == [0.99, 21.0]


def test_gates_that_are_known_not_to_hold_are_gates():
    years = pd.DataFrame({"weights": "drawn", "year": range(1, 11), "mean": 1.0, "sd": 1.0})
    assert known_of_gates()[1] in [(row["origin"], row["what"]) for row in drift_gates(years)]
    assert known_of_gates()[0][0] in origins()
