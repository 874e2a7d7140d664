"""Tables of natural experiments: who belongs to which row, and what is known to fail."""

import numpy as np
import pandas as pd
import pytest

from araxes.experiments.tables import known_shock_failures


def test_every_cell_is_in_its_groups(scored):
    rows = scored.gains[scored.gains["variant"] == "as known"].set_index("group")
    assert rows["cells"].to_dict() == {
        "reacting": 4, "shocks that are acts": 2, "shocks that are values": 2, "expected more hostile": 2,
        "expected less hostile": 1, "expected quieter": 1, "placebo": 3,
    }  # fmt: skip
    assert set(scored.gains["variant"]) == {"as known", "pushes at 0", "hindsight"}


def test_a_gain_over_habit_alone_is_the_difference_of_the_gains(scored):
    for group, some in scored.gains.groupby("group"):
        by_variant = some.set_index("variant")
        for name in ("gain", "gain_hostile"):
            difference = by_variant.loc["as known", name] - by_variant.loc["pushes at 0", name]
            over = by_variant.loc["as known", name.replace("gain", "over_habit")]
            assert over == pytest.approx(difference), group


def test_excess_and_ratio_are_those_of_the_cells(scored):
    table = scored.cells.table.query("variant == 'as known' and sign in ('+', '-')")
    sign = np.where(table["sign"] == "+", 1, -1)
    row = scored.excess.query("group == 'reacting' and variant == 'as known'").iloc[0]
    assert row["observed"] == pytest.approx((sign * (table["hostile"] - table["without"])).mean())
    assert row["foreseen"] == pytest.approx((sign * (table["with"] - table["without"])).mean())
    assert row["ratio"] == pytest.approx(row["foreseen"] / row["observed"])
    assert np.isnan(scored.excess.query("group == 'placebo'")["ratio"]).all()
    assert "expected quieter" not in set(scored.excess["group"])


def test_answers_are_parted_by_whether_the_act_answered_was_forced(scored):
    rows = scored.answers.query("variant == 'as known'").set_index("dyad")
    assert rows["cells"].to_dict() == {"the reverse of a forced hostile act": 1, "the rest": 1, "all": 2}
    table = scored.cells.table.query("variant == 'as known' and shock == 'quarrel'").set_index("dyad")
    assert rows.loc["the reverse of a forced hostile act", "chance"] == pytest.approx(
        table.loc["AZE>IRN", "own_week_with"]
    )
    assert rows.loc["the rest", "chance"] == pytest.approx(table.loc["TUR>IRN", "own_week_with"])


def test_terms_are_those_of_the_dyads_that_react(scored):
    assert scored.terms.set_index("term")["cells"].to_dict() == {
        "leader": 1, "attention": 1, "reciprocity": 1, "solidarity": 1,
    }  # fmt: skip


def test_bands_are_given_for_what_is_judged_alone(scored):
    table = scored.cells.table
    assert table["low"].notna().equals(table["variant"] == "as known")
    kept = table[table["low"].notna()]
    inside = ((kept["low"] <= kept["hostile"]) & (kept["hostile"] <= kept["high"])).groupby(kept["sign"] == "").mean()
    assert scored.bands.set_index("group").loc["placebo", "inside"] == inside[True]
    assert scored.bands.set_index("group").loc["reacting", "inside"] == inside[False]


@pytest.mark.parametrize(
    ("ratio", "holds"), [(0.2, False), (0.5, True), (1.0, True), (2.0, True), (2.1, False), (-1.0, False)]
)
def test_a_known_failure_is_told_whether_it_fails_or_not(ratio, holds):
    row = {"variant": "as known", "group": "reacting", "ratio": ratio, "ratio_low": 0.1, "ratio_high": 3.0}
    (found,) = known_shock_failures(pd.DataFrame([row])).to_dict("records")
    assert (found["found"], found["required"], found["holds"]) == (ratio, "0.5 to 2", holds)


def test_where_nothing_is_known_to_fail_the_table_is_empty():
    nothing = pd.DataFrame([], columns=["variant", "group", "ratio", "ratio_low", "ratio_high"])
    assert list(known_shock_failures(nothing).columns) == ["what", "required", "found", "low", "high", "holds"]
