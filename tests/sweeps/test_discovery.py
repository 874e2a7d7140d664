"""Discovery: a box that was put there is found, said in a sentence, holds in new halves, and becomes a scenario without faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.inputs.parameters import setting
from araxes.sweeps import discovery
from araxes.sweeps.boxes import Box, Limit
from araxes.sweeps.discovery import choose_box, discover
from araxes.sweeps.table import FactorInfo

NAMES = ("IRN.temper.alarm", "issues.israel.status", "AZE.salience.media", "relations.tie.AZE.ISR")


FEW = {"discovery.resamples": 8, "discovery.shuffles": 2}


@pytest.fixture(scope="module", autouse=True)
def few():
    """Eight halves instead of twenty, enough to see that a box comes back; and two shuffles, where luck is not what is tested."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discovery, "setting", lambda path: FEW.get(path, setting(path)))
        yield


@pytest.fixture(scope="module")
def swept(made_up):
    """The chance is high where the first factor lies above 0.6 and the second below 0.7."""
    x = np.random.default_rng(3).uniform(size=(300, 4))
    inside = (x[:, 0] > 0.6) & (x[:, 1] < 0.7)
    factors = tuple(FactorInfo(name, "number", 0.0, 1.0, "share", ()) for name in NAMES)
    table = made_up.table(x, {"chance.9.IRN>AZE": 0.05 + 0.3 * inside, "tension": x[:, 2]}, "lhs", factors)
    return replace(table, scenario="baseline")


@pytest.fixture(scope="module")
def found(swept):
    return discover(swept, "chance.9.IRN>AZE", above=0.2)


@pytest.mark.slow
def test_the_box_is_found(found):
    limits = found.box.limits
    assert set(limits) == set(NAMES[:2])
    assert limits[NAMES[0]].low == pytest.approx(0.6, abs=0.03)
    assert limits[NAMES[1]].high == pytest.approx(0.7, abs=0.03)
    assert not limits[NAMES[0]].from_above
    assert limits[NAMES[0]].high == 1.0  # not limited from above: the whole range
    assert found.box.coverage > 0.9
    assert found.box.density > 0.9


def test_it_holds_in_halves_that_have_not_seen_it(found):
    assert found.stability["density"] > 0.85
    assert found.stability["coverage"] > 0.8
    again = found.stability["again"]
    assert min(again[name] for name in NAMES[:2]) > 0.9
    assert max(again[name] for name in NAMES[2:]) < 0.5


def test_the_whole_range_is_the_first_box(found):
    table = found.tradeoff()
    assert table.loc[0, ["coverage", "restrictions"]].tolist() == [1, 0]
    assert table.loc[0, "density"] == pytest.approx(found.hits / found.points)
    assert table["chosen"].sum() == 1


def test_it_is_said_in_a_plain_sentence(found):
    text = found.sentence()
    assert text.startswith("Where IRN.temper.alarm is at least 0.")
    assert "issues.israel.status is at most 0." in text
    assert "(density)" in text
    assert "(coverage)" in text
    assert "random halves" in found.stability_sentence()
    assert found.sentence(0).startswith("In ")


def test_it_becomes_a_scenario_without_faults(found, tmp_path):
    path = found.save(tmp_path / "high_risk.toml")
    assert araxes.check(path) == []
    scenario = araxes.load(str(path))
    middle = found.box.limits[NAMES[0]].middle
    assert scenario.book[NAMES[0]].at(scenario.start) == pytest.approx(middle, abs=1e-3)
    assert scenario.start == araxes.load("baseline").start
    text = path.read_text(encoding="utf-8")
    assert "#   IRN.temper.alarm is at least" in text
    assert 'sources = ["hypothetical"]' in text


@pytest.mark.slow
def test_low_values_and_the_default_level(swept):
    low = discover(swept, "tension", below=0.2)
    assert set(low.box.limits) == {NAMES[2]}
    assert "at most 0.2" in low.sentence()
    default = discover(swept, "tension")
    assert default.hits == 75


def test_choices_can_be_limited_and_chosen_as_base(made_up, tmp_path):
    rng = np.random.default_rng(8)
    names = np.array(["baseline", "baseline_contested"])
    place, other = rng.integers(2, size=300), rng.uniform(size=300)
    factors = (
        FactorInfo("scenario", "choice", np.nan, np.nan, "scenario", tuple(names)),
        FactorInfo("IRN.temper.alarm", "number", 0.0, 1.0, "multiplier", ()),
    )
    values = {"scenario": names[place], "IRN.temper.alarm": other}
    table = made_up.table(values, 1.0 * ((place == 1) & (other > 0.5)), "random", factors)
    found = discover(table, "y", above=0.5)
    assert found.box.limits["scenario"].choices == ("baseline_contested",)
    assert "scenario is baseline_contested" in found.sentence()
    path = found.save(tmp_path / "box.toml")
    assert araxes.check(path) == []
    assert 'extends = "baseline_contested"' in path.read_text(encoding="utf-8")


def test_an_overlay_cannot_stand_in_a_scenario(found, tmp_path, messages):
    box = Box({"overlay": Limit(choices=("tehran.toml",))}, 1.0, 1.0, 0.5)
    fault = messages(replace(found, boxes=[box], chosen=0).save, tmp_path / "box.toml")[0]
    assert fault.key == "overlay"
    assert not (tmp_path / "box.toml").exists()


def test_a_limit_more_must_be_worth_it():
    one = Limit(0.5, 1.0, True)
    whole, simple, fine = Box({}, 1, 0.3, 1), Box({"a": one}, 0.9, 0.9, 0.3), Box({"a": one, "b": one}, 0.9, 0.92, 0.29)
    assert choose_box([whole, simple, fine]) == 1
    assert choose_box([whole, simple, fine._replace(density=1.0)]) == 2


def test_points_that_failed_are_left_out(swept, made_up):
    mean = swept.mean.copy()
    mean.iloc[:10] = np.nan
    found = discover(replace(swept, mean=mean), "chance.9.IRN>AZE", above=0.2)
    assert (found.points, found.dropped) == (290, 10)


@pytest.mark.slow
def test_nothing_depends_on_the_state_of_any_generator(swept, found):
    np.random.seed(5)  # noqa: NPY002 - that of the workbench's own functions
    assert discover(swept, "chance.9.IRN>AZE", above=0.2).stability == found.stability


def test_where_nothing_differs_there_is_no_box(swept, messages):
    mean = swept.mean.assign(tension=np.full(len(swept.mean), 0.1))
    mean.loc[::2, "tension"] = np.nextafter(0.1, 1)
    fault = messages(discover, replace(swept, mean=mean), "tension", above=np.nextafter(0.1, 1))[0]
    assert (fault.key, fault.got) == ("tension", "the same at all points")


@pytest.mark.slow
def test_points_at_the_level_reach_it_whatever_their_last_digit(swept):
    values = swept.values.iloc[:, 0].to_numpy()
    mean = swept.mean.assign(tension=np.where(values > np.median(values), 0.2, 0.1))
    level = np.nextafter(0.2, 1)
    assert discover(replace(swept, mean=mean), "tension", above=level).hits == (mean["tension"] == 0.2).sum()
    assert discover(replace(swept, mean=mean), "tension", below=np.nextafter(0.1, 0)).hits == 150


def test_faults_are_named(swept, found, messages, tmp_path):
    assert "0 points reach" in messages(discover, swept, "tension", above=2.0)[0].got
    assert messages(discover, swept, "tension", above=0.1, below=0.2)[0].allowed == "one of the two"
    assert messages(discover, swept, "tensions")[0].nearest == "tension"
    few = replace(swept, **{part: getattr(swept, part).iloc[:30] for part in ("values", "mean", "error", "variance")})
    assert messages(discover, few, "tension", above=0.5)[0].got == "30"
    assert messages(found.sentence, 999)[0].key == ""
    assert messages(found.save, tmp_path / "box.txt")[0].got == "'.txt'"
    assert messages(found.save, tmp_path)[0].allowed.startswith("a scenario file")
    whole = replace(found, boxes=[Box({}, 1.0, 0.3, 1.0)], chosen=0)
    assert messages(whole.save, tmp_path / "box.toml")[0].got == "a box without limits"
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_a_box_in_noise_is_found_as_well_where_luck_alone_decides_and_is_not_reported(made_up, monkeypatch):
    monkeypatch.setattr(discovery, "setting", setting)  # as many shuffles as a user gets
    factors = tuple(FactorInfo(name, "number", 0.0, 1.0, "share", ()) for name in NAMES[:2])
    looked, told = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        x, y = rng.uniform(size=(40, 2)), rng.normal(size=40)
        table = replace(made_up.table(x, {"y": y}, "lhs", factors), seed=seed)
        hit = y >= np.quantile(y, 0.75)
        points = table.values
        boxes = discovery.peel(table, points, hit)
        looked.append(bool(boxes[choose_box(boxes)].limits))
        told.append(looked[-1] and discovery.better_than_luck(table, points, hit, boxes))
    assert np.mean(looked) > 0.5
    assert np.mean(told) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 40)


def test_where_luck_finds_as_good_a_box_the_whole_range_is_chosen(swept, monkeypatch):
    monkeypatch.setattr(discovery, "better_than_luck", lambda *_: False)
    found = discover(swept, "chance.9.IRN>AZE", above=0.2)
    assert found.chosen == 0
    assert found.box.limits == {}
    assert found.sentence().endswith("; no box does better than luck would.")
