"""Pairs of a forecast: base rates by hand, what came of like chances, the finding in sentences."""

import json
import math
from types import SimpleNamespace

import numpy as np
import pytest

import araxes
from araxes.errors import InputError
from araxes.forecasting.pairs import base_rates, counting_interval, leading_horizons
from araxes.inputs.region import MODEL_VERSION
from araxes.wording import percent

AS_OF = "2023-04-03"


@pytest.fixture(scope="module")
def skill(tmp_path_factory, chronology):
    """A skill file with what came of the chances of one pair."""
    targets = {"rung 4 or above": 0.02, "rung 7 or above": -0.02, "rung 9 or above": -0.1, "onset": 0.01}
    events = [
        {
            "forecaster": "model", "horizon": weeks, "target": target, "skill_climatology": 0.09, "skill_climatology_low": low,
            "skill_climatology_high": 0.2,
        }
        for weeks in (4, 13) for target, low in targets.items()
    ]  # fmt: skip
    row = {"pair": "AZE-IRN", "target": "rung 7 or above", "horizon": 13, "forecasts": "4 40", "came": "1 10"}
    content = {
        "model": MODEL_VERSION, "record": chronology.header.name, "first": "2022-01-03", "last": "2022-11-28", "judged": "model",
        "bar": "recency", "rungs": [], "events": events, "calibration": {"edges": "0 0.5 1", "rows": [row]},
    }  # fmt: skip
    path = tmp_path_factory.mktemp("skill") / "skill.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def found(skill):
    return araxes.forecast(as_of=AS_OF, weeks=13, replicates=300, skill=skill)


def test_chances_are_those_within_weeks_and_the_likeliest_pair_leads(found):
    table = found.chances()
    assert list(dict.fromkeys(table["event"])) == ["hostile act", "coercive act", "violent act", "onset"]
    assert len(table) == 10 * 4 * 3
    within = found.within[found.within["between"].str.contains("-")]
    told = {f"rung {rung} or above": act for rung, act in ((4, "hostile act"), (7, "coercive act"), (9, "violent act"))}
    mine = table.set_index(["pair", "event", "weeks"])["chance"]
    for row in within.itertuples():
        assert mine[row.between, told.get(row.event, row.event), row.weeks] == pytest.approx(row.chance)
    assert table["low"].le(table["chance"]).all()
    assert table["high"].ge(table["chance"]).all()
    last = table.query("event == 'coercive act' and weeks == 13")["chance"]
    assert last.is_monotonic_decreasing


def test_base_rates_are_shares_of_the_records_own_spans(found):
    world, weeks = found.world, 4
    states = found.prediction.states
    i, j = states.index("AZE"), states.index("IRN")
    rungs = np.maximum(
        *(world.warm.rungs[:, world.deciding][:, :, world.deciding][:, a, b] for a, b in ((i, j), (j, i)))
    )
    by_hand = [(rungs[at : at + weeks] >= 7).any() for at in range(len(rungs) - weeks + 1)]
    one = found.chances().query("pair == 'AZE-IRN' and event == 'coercive act' and weeks == 4").iloc[0]
    assert one["base"] == pytest.approx(np.mean(by_hand))
    assert one["spans"] == len(by_hand)


def test_a_span_with_an_unknown_week_counts_nowhere_and_few_weeks_give_no_base_rate():
    rungs = np.full((9, 2, 2), 3, dtype=np.int8)
    rungs[0, 0, 1], rungs[8] = 7, -1
    world = SimpleNamespace(warm=SimpleNamespace(rungs=rungs), deciding=[0, 1])
    paths = SimpleNamespace(rungs=(4, 7, 9), coercion=7)
    base, spans = base_rates(world, paths, 2)
    assert spans[0, 1] == 7
    assert base[0, 1] == pytest.approx([1 / 7, 1 / 7, 0, 1 / 7])
    assert np.array_equal(base[0, 1], base[1, 0])
    assert np.isnan(base_rates(world, paths, 5)[0][0, 1]).all()


def test_what_came_of_like_chances_stands_beside_them(found):
    table = found.chances().query("event == 'coercive act' and weeks == 13").set_index("pair")
    one = table.loc["AZE-IRN"]
    assert one["chance"] > 0.5
    assert (one["said_low"], one["said_high"], one["forecasts"], one["came"]) == (0.5, 1, 40, 10)
    assert math.isnan(float(table.loc["ARM-IRN", "forecasts"]))


def test_the_finding_says_who_how_sure_and_what_to_doubt(found):
    finding, sure, doubt, after = found.answer()
    top = found.chances().query("event == 'coercive act' and weeks == 13").iloc[0]
    assert top["pair"] == "AZE-IRN"
    start = "Finding: within 13 weeks (by 2 July 2023) a coercive act is likeliest between Azerbaijan and Iran: "
    assert finding.startswith(f"{start}{percent(top['chance'])} ({percent(top['base'])} of past spans held one); next ")
    assert finding.endswith(
        "Skill of such chances: errors 9 % smaller than those of base rates [\N{MINUS SIGN}2, 20], none shown."
    )
    assert "is luck" in sure or "too few replicates" in sure
    assert "no skill over base rates is shown for coercive and violent acts. " in doubt
    assert doubt.endswith("50 to 100 % was said on 40 scored Mondays, and it came after 10 of them (25 %).")
    assert after.startswith("Look next: ")
    assert found.document()["answer"] == found.answer()


def test_without_measured_skill_nothing_is_claimed(chronology):
    header = chronology.header.model_copy(update={"name": "theirs"})
    other = araxes.forecast(as_of=AS_OF, weeks=2, replicates=8, history=type(chronology)(header, chronology.columns))
    assert "Skill of such chances: not measured." in other.answer()[0]
    assert "nothing was ever scored on 'theirs'" in other.answer()[2]
    assert other.chances()["skill"].isna().all()


def test_a_quiet_forecast_says_so(found):
    from araxes.forecasting.pairs import _likeliest

    rows = found.chances().query("event == 'coercive act' and weeks == 13").assign(chance=0.0)
    assert _likeliest(found, rows, 13).endswith("no pair sees a coercive act in any of 300 replicates.")


@pytest.mark.parametrize(("weeks", "ahead"), [(26, (4, 13)), (13, (4, 13)), (6, (4, 6)), (4, (4,)), (1, (1,))])
def test_a_month_and_a_quarter_lead(weeks, ahead):
    assert leading_horizons(weeks) == ahead


def test_the_interval_of_a_count_is_wilsons():
    assert counting_interval(0, 100) == pytest.approx((0, 0.0370), abs=1e-4)
    assert counting_interval(50, 100) == pytest.approx((0.4038, 0.5962), abs=1e-4)
    assert counting_interval(100, 100)[1] == 1


def test_a_plot_of_one_event_and_a_name_that_is_none(found):
    assert len(found.plot().axes) == 3
    assert len(found.plot("violent act").axes) == 1
    with pytest.raises(InputError, match="violent act"):
        found.plot("violent acts")
