"""What a run comes to: the same as counted by hand from full histories, beside the record, and in sentences."""

import numpy as np
import pytest

import araxes
from araxes.results.intervals import credible, credible_chance
from araxes.results.summary import acts_before, acts_told, forced_weeks, hostile_weeks, run_answer, weekly_chances


@pytest.fixture(scope="module")
def result():
    return araxes.run("baseline", replicates=600, weeks=9)


@pytest.fixture(scope="module")
def forced():
    return araxes.run("force_syunik", replicates=16, weeks=20)


def of(result, dyad):
    actor, target = dyad.split(">")
    return result.data["rung"].sel(actor=actor, target=target).values


def test_weeks_and_chances_are_those_of_the_histories(result):
    table = result.summary()
    for dyad in ("ARM>AZE", "IRN>AZE"):
        acts, row = of(result, dyad), table.loc[dyad]
        assert row["hostile_weeks"] == pytest.approx((acts >= 4).sum(axis=1).mean())
        top = acts.max(axis=1)
        for name, least in {"hostile": 4, "coercive": 7, "violent": 9, "war": 10}.items():
            assert row[f"chance_{name}"] == pytest.approx((top >= least).mean())


def test_intervals_are_credible_ones_over_draws(result):
    row, acts = result.summary().loc["IRN>AZE"], of(result, "IRN>AZE")
    draws, count = np.arange(600) % result.world.n_draws, result.tally.count
    hits = np.bincount(draws, weights=acts.max(axis=1) >= 7)[:, None]
    chance = credible_chance(count, hits)
    assert row["chance_coercive_low"] <= row["chance_coercive"] <= row["chance_coercive_high"]
    assert chance.mean[0] == pytest.approx(row["chance_coercive"])
    often = (acts >= 4).sum(axis=1)
    alone = credible(count, np.bincount(draws, weights=often)[:, None], np.array([often.var()]), known=True)
    assert hostile_weeks(result.tally, True).found.low[1, 0] >= 0
    states = result.world.states
    at = states.index("IRN"), states.index("AZE")
    assert hostile_weeks(result.tally, True).found.high[at] == pytest.approx(alone.high[0])


def test_the_record_beside_has_as_many_weeks_before_the_start(result):
    before = result.observed["rung"].isel(week=slice(-9, None))
    assert (acts_before(result.world) == before.values).all()
    row = result.summary().loc["AZE>IRN"]
    acts = before.sel(actor="AZE", target="IRN").values
    told = [row[f"record_{name}_weeks"] for name in ("hostile", "coercive", "violent")]
    assert told == [(acts >= least).sum() for least in (4, 7, 9)]
    assert row["record_weeks"] == (acts >= 0).sum()


def test_a_run_longer_than_the_record_is_held_against_what_there_is():
    result = araxes.run("baseline", replicates=2, weeks=500)
    assert (result.summary()["record_weeks"] <= result.observed.sizes["week"]).all()


def test_all_columns_are_numbers_without_gaps(result):
    table = result.summary()
    assert table.index.name == "dyad"
    assert all(np.issubdtype(kind, np.number) for kind in table.dtypes)
    assert table.notna().all(axis=None)
    assert list(table)[:4] == ["hostile_weeks", "hostile_weeks_low", "hostile_weeks_high", "record_weeks"]
    for name in ("hostile_weeks", "chance_hostile", "chance_coercive", "chance_violent", "chance_war"):
        assert (table[f"{name}_low"] <= table[name] + 1e-12).all()
        assert (table[name] <= table[f"{name}_high"] + 1e-12).all()


def test_what_was_never_seen_is_not_said_to_be_impossible():
    table = araxes.run("baseline", replicates=3, weeks=1).summary()
    never = table[table["hostile_weeks"] == 0]
    assert len(never)
    assert never["hostile_weeks_high"].tolist() == pytest.approx([1 - 0.05 ** (1 / 3)] * len(never))


def test_doubt_is_a_share_and_unknown_where_it_cannot_be_told(result, forced):
    known = hostile_weeks(result.tally, False).doubt
    inside = ~np.eye(5, dtype=bool)
    assert ((known[inside] >= -1e-9) & (known[inside] <= 1)).all()
    assert np.isnan(hostile_weeks(result.tally, True).doubt).all()
    assert np.isnan(hostile_weeks(forced.tally, False).doubt).all()


def test_chances_by_week_have_their_mean_inside_and_no_width_where_nothing_varies(forced):
    found = weekly_chances(forced.tally, False)
    i, j = (forced.world.states.index(code) for code in ("AZE", "ARM"))
    weeks = forced_weeks(forced.world, 4)["AZE>ARM"]
    assert (found.mean[i, j, weeks] == 1).all()
    assert (found.low[i, j, weeks] == 1).all()
    assert ((found.low <= found.mean) & (found.mean <= found.high)).all()


def test_chances_come_within_the_horizon_and_by_week(result):
    whole, weekly = result.chances(), result.chances(by_week=True)
    assert list(whole) == ["dyad", "act", "chance", "low", "high"]
    assert list(weekly) == ["dyad", "act", "week", "chance"]
    assert len(whole) == 20 * 4
    assert len(weekly) == 20 * 4 * 9
    last = weekly[weekly["week"] == weekly["week"].max()].drop(columns="week").reset_index(drop=True)
    assert last.equals(whole[["dyad", "act", "chance"]])
    assert (weekly.groupby(["dyad", "act"])["chance"].diff().dropna() >= 0).all()
    assert set(whole["act"]) == set(acts_told(result.world))


def test_the_findings_name_the_likeliest_and_the_record(result):
    table, told = result.summary(), run_answer(result)
    codes = {"ARM": "Armenia", "AZE": "Azerbaijan", "IRN": "Iran", "RUS": "Russia", "TUR": "Turkey"}
    actor, target = table["chance_coercive"].sort_values(ascending=False, kind="stable").index[0].split(">")
    assert told[0].startswith(
        f"A coercive act within 9 weeks is likeliest from {codes[actor]} towards {codes[target]}, "
    )
    assert told[1].startswith("Violence is likeliest from ")
    assert "the record before the start has" in told[2]
    assert told[3].startswith("How sure: brackets (95 %) hold what is not known about weights")
    assert told[4].startswith("Keep in mind: ")


def test_what_the_scenario_sets_is_said_apart(forced):
    told = run_answer(forced)
    assert told[0].endswith("The scenario itself sets one from Azerbaijan towards Armenia.")
    assert "likeliest from Azerbaijan towards Armenia" not in told[0] + told[1]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"replicates": 1}, "one history says nothing about its own error"),
        ({"replicates": 20}, "from 512 on, doubt about weights too"),
        ({"replicates": 20, "fixed": True}, "weights and judged values are taken as they are"),
    ],
)
def test_it_is_said_what_intervals_hold(options, said):
    assert said in run_answer(araxes.run("baseline", weeks=2, **options))[3]


def test_where_nothing_violent_came_the_bound_is_told():
    told = run_answer(araxes.run("baseline", replicates=1, weeks=1))
    assert told[1] == "No history has a violent act that is not set; the chance is at most 95 %."
