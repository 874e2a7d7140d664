"""A step in the weekly tone of a pair: planted in a tiny file it is found, where there is none it is not, and broken files are told of."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from araxes.claims.hearing import Sources
from araxes.claims.judge_step import judge_step, plant_tones, weekly_tones
from araxes.claims.weigh import CONTRADICTED, NOT_RUN, SUPPORTED
from araxes.errors import InputError

FIRST = datetime.date(2020, 1, 6)
WEEKS, STEP = 120, 60
DATE = FIRST + datetime.timedelta(weeks=STEP)
TEST = f"""kind = "step"
pair = ["AZE", "IRN"]
date = {DATE}
rivals = [{DATE - datetime.timedelta(weeks=20)}]
size = 1.0
supports = "a step beyond planted chance"
contradicts = "a step of the size is excluded"
"""
RECORD = [("r1", 10, "IRN", "AZE"), ("r2", 20, "AZE", "IRN")]


@pytest.fixture(autouse=True)
def short_reach(set_claims):
    set_claims(step_weeks=40, worlds=400)


@pytest.fixture
def tones_of(tmp_path):
    """Writes a file of daily tones that fall by so many standard deviations at the step; returns its path."""

    def write(fall, seed=1, pair=("IRN", "AZE"), days=7):
        luck = np.random.default_rng(seed)
        lines = ["date,a,b,net_score"]
        for week, level in enumerate(luck.standard_normal(WEEKS) - fall * (np.arange(WEEKS) >= STEP)):
            dates = [FIRST + datetime.timedelta(days=7 * week + day) for day in range(days)]
            lines += [f"{date},{pair[0]},{pair[1]},{level:.4f}" for date in dates]
        path = tmp_path / "tones.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        return path

    return write


@pytest.fixture
def judged(hearing_of, record_of):
    """Judges a claim of a step on a file of tones."""

    def judge(path, text=TEST):
        hearing, test = hearing_of(record_of(RECORD), text)
        return judge_step(replace(hearing, sources=Sources(gdelt=path)), test)

    return judge


def test_a_planted_step_is_found(judged, tones_of):
    found = judged(tones_of(2.0))
    assert found.verdict == SUPPORTED
    assert found.figures["fall"] > 1
    assert found.found.startswith("a fall of 1.")


NEAR = TEST.replace("rivals = [", f"rivals = [{DATE + datetime.timedelta(weeks=1)}, ")


def test_a_step_that_a_rival_a_week_away_explains_as_well_does_not_support_the_claim(judged, tones_of):
    assert [judged(tones_of(fall), NEAR).verdict for fall in (1.0, 2.0, 3.0)].count(SUPPORTED) == 0


def test_where_there_is_none_a_step_of_the_size_is_excluded(judged, tones_of):
    found = judged(tones_of(0.0))
    assert found.verdict == CONTRADICTED
    assert abs(found.figures["fall"]) < 0.5
    assert found.power > 0.8


def test_a_rise_is_no_fall(judged, tones_of):
    found = judged(tones_of(-2.0))
    assert found.verdict == CONTRADICTED
    assert found.figures["fall"] < -1


def test_a_claim_of_no_step_is_contradicted_by_one(judged, tones_of):
    turned = TEST.replace("supports", "other").replace("contradicts", "supports").replace("other", "contradicts")
    assert judged(tones_of(2.0), turned).verdict == CONTRADICTED
    assert judged(tones_of(0.0), turned).verdict == SUPPORTED


def test_a_rival_a_week_away_falls_nearly_as_far_and_one_far_off_less(judged, tones_of):
    figures = judged(tones_of(2.0), NEAR).figures
    near, far = figures["rivals"].values()
    assert near > 0.9 * figures["fall"]
    assert far < 0.8 * figures["fall"]


def test_it_is_found_whichever_of_the_two_stands_first_and_of_no_other_pair(judged, tones_of):
    assert judged(tones_of(2.0, pair=("AZE", "IRN"))).figures["fall"] == judged(tones_of(2.0)).figures["fall"]
    with pytest.raises(InputError, match="no week of AZE-IRN"):
        judged(tones_of(2.0, pair=("AZE", "ARM")))


def test_without_a_file_it_is_not_run(hearing_of, record_of):
    found = judge_step(*hearing_of(record_of(RECORD), TEST))
    assert (found.verdict, found.power) == (NOT_RUN, None)
    assert found.found == "needs a file of GDELT tones"


def test_a_file_too_short_on_one_side_is_not_run(judged, tones_of):
    late = TEST.replace(f"date = {DATE}", f"date = {FIRST + datetime.timedelta(weeks=90)}")
    found = judged(tones_of(2.0), late)
    assert found.verdict == NOT_RUN
    assert "40 weeks on both sides" in found.found


def test_it_is_judged_the_same_again(judged, tones_of):
    path = tones_of(0.5)
    assert judged(path) == judged(path)


def test_weeks_with_too_few_days_are_left_out(tones_of):
    with pytest.raises(InputError, match="at least one with enough days"):
        weekly_tones(tones_of(0.0, days=3), ("AZE", "IRN"))
    assert len(weekly_tones(tones_of(0.0, days=4), ("AZE", "IRN")).values) == WEEKS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,a,b\n2020-01-06,IRN,AZE\n", "line 1: got no column net_score; allowed: columns date, a, b, net_score"),
        ("date,a,b,net_score\n2020-13-06,IRN,AZE,1\n", "line 2: got 2020-13-06, IRN, AZE, 1; allowed: a date"),
        ("date,a,b,net_score\n2020-01-06,IRN,AZE,cold\n", "line 2: got 2020-01-06, IRN, AZE, cold"),
        ("date,a,b,net_score\n2020-01-06,IRN\n", "line 2: got 2020-01-06, IRN"),
        ("date,a,b,net_score\n2020-01-06,IRN,AZE,nan\n", "line 2: got 2020-01-06, IRN, AZE, nan"),
        ("date,a,b,net_score\n", "no week of AZE-IRN"),
        ("", "tones.csv"),
    ],
)
def test_broken_files_are_told_of(text, said, tmp_path):
    path = tmp_path / "tones.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(InputError) as told:
        weekly_tones(path, ("AZE", "IRN"))
    assert said in str(told.value)


def test_planted_tones_have_the_spread_and_the_memory_that_are_asked_for():
    made = plant_tones(400, 0.6, 200, np.random.default_rng(1))
    assert made.std() == pytest.approx(1, abs=0.03)
    assert np.corrcoef(made[:, :-1].ravel(), made[:, 1:].ravel())[0, 1] == pytest.approx(0.6, abs=0.02)
