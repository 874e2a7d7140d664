"""Made-up shocks, scored: what does nothing gains nothing, a rupture is answered, and nothing depends on how the work is divided."""

import numpy as np
import pandas as pd
import pytest

import araxes

VARIANTS = ("as known", "pushes at 0", "hindsight")


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("dyad", ["AZE>IRN", "IRN>TUR", "RUS>TUR"])
def test_a_shock_that_does_nothing_changes_nothing(dyad, variant, cell_of):
    row = cell_of("nothing", dyad, variant)
    assert row["without"] == row["with"] > 0
    assert row["own_week_without"] == row["own_week_with"]
    assert (row["gain"], row["gain_hostile"]) == (0, 0)
    assert row["weeks"] == 13


def test_it_has_no_monte_carlo_error_either(scored):
    some = (scored.cells.table["shock"] == "nothing").to_numpy()
    for measure in ("gain", "gain_hostile", "foreseen"):
        assert not scored.cells.parts[measure][some].any()


def test_a_rupture_is_answered_more_than_habit_alone_would(cell_of):
    answer, habit = cell_of("quarrel", "AZE>IRN"), cell_of("quarrel", "AZE>IRN", "pushes at 0")
    assert answer["with"] - answer["without"] > habit["with"] - habit["without"] > 0
    assert answer["reverse"]
    assert not cell_of("quarrel", "TUR>IRN")["reverse"]


def test_what_came_is_that_of_the_record(cell_of, chronology, region):
    from araxes.forecasting.targets import weeks_before
    from araxes.units import week_number

    known = weeks_before(chronology, region, chronology.next_start)
    start = week_number(pd.Timestamp("2023-04-03").date()) - week_number(known.first)
    acts = known.rungs[start : start + 14, region.states.index("AZE"), region.states.index("IRN")]
    row = cell_of("quarrel", "AZE>IRN")
    assert row["hostile"] == (acts[1:] > 3).sum()
    assert row["own_week"] == (acts[0] > 3)


def test_chances_are_those_of_two_forecasts_with_judged_values_held(cell_of, shocks_folder):
    file = shocks_folder() / "scenarios" / "quarrel.toml"
    for name, scenario in (("with", str(file)), ("without", "baseline")):
        found = araxes.forecast(scenario, "2023-04-03", 14, replicates=256, judged="mean").rung_chances
        hostile = found[(found["dyad"] == "AZE>IRN") & found["weeks"].between(2, 14) & (found["rung"] > 3)]
        assert cell_of("quarrel", "AZE>IRN")[name] == pytest.approx(hostile["chance"].sum())


@pytest.mark.slow
def test_threads_and_the_order_of_shocks_change_no_cell(scored, shocks_folder, rows):
    again = araxes.shocks(shocks_folder(rows[::-1]), replicates=256, workers=1)
    by = ["shock", "dyad", "variant"]
    first, second = (one.cells.table.sort_values(by, ignore_index=True) for one in (scored, again))
    pd.testing.assert_frame_equal(first, second, check_exact=True)


@pytest.mark.slow
def test_a_shock_left_apart_is_in_the_last_row_alone(shocks_folder, scored):
    found = araxes.shocks(shocks_folder(), replicates=32, apart=["nothing"])
    assert found.apart == ("nothing",)
    assert list(found.gains["group"].unique())[-1] == "reacting, nothing too"
    kept = found.gains[found.gains["variant"] == "as known"].set_index("group")["shocks"]
    assert kept["reacting"] == 1
    assert kept["reacting, nothing too"] == 2
    assert scored.apart == ()


@pytest.mark.slow
def test_seeds_differ_within_the_monte_carlo_error(scored, shocks_folder):
    other = araxes.shocks(shocks_folder(), replicates=256, seed=2)
    one, two = (
        found.excess.query("group == 'shocks that are acts' and variant == 'as known'").iloc[0]
        for found in (scored, other)
    )
    assert 0 < abs(one["foreseen"] - two["foreseen"]) < 4 * np.hypot(one["foreseen_error"], two["foreseen_error"])


@pytest.mark.slow
def test_values_set_hold_with_the_shock_and_without(shocks_folder):
    calm = araxes.shocks(shocks_folder(), replicates=32, sets={"behaviour.weight.alarm": 0.0})
    table = calm.cells.table
    assert (table[table["shock"] == "nothing"]["gain"] == 0).all()
