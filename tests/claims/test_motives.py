"""Motives inferred: worlds in which they are known, the shipped record, what does not matter, and the size of small planted trials."""

import datetime
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import araxes
from araxes.claims.motive_answer import bound_sentence, motive_rows, step_sentence
from araxes.claims.motive_tests import planted_acts
from araxes.claims.motives import draw_by_settings, infer_from_days, lead_chances, own_run_share, power_column
from araxes.claims.parents import OWN_SOURCES, pulls_on
from araxes.claims.stimuli import ActorDays, MotiveSet, MotiveTable, actor_days, read_motives
from araxes.inputs.parameters import setting
from araxes.records.history import History


def made_up(acts, stimuli, spoken=None, span=2100):
    """What is asked of an actor whose days are made up, and these days."""
    names = [f"m{place}" for place in range(len(stimuli))]
    motives = tuple(
        MotiveTable(
            name=name, title=f"motive {name}", source="made up", stimuli=[{"issue": "israel"}], words=["israel"]
        )
        for name in names
    )
    asked = MotiveSet("IRN", "AZE", ("Iran", "Azerbaijan"), "What?", "", "made up", (), motives, ("sincerity",))
    said = np.zeros((len(acts), len(motives))) if spoken is None else spoken
    days = tuple(np.asarray(one) for one in stimuli)
    return asked, ActorDays(datetime.date(2020, 4, 1), span, np.asarray(acts), said, motives, days)


@pytest.fixture(scope="module")
def iran():
    return araxes.infer_motives("IRN", "AZE", worlds=40)


@pytest.fixture(scope="module")
def iranian_days(region, chronology):
    return actor_days(read_motives("IRN", "AZE", chronology, region), chronology, region)


def test_a_world_in_which_every_act_follows_a_stimulus_by_a_day_names_its_motive():
    # At even distances moved stimuli would meet other acts.
    stimuli = np.sort(np.random.default_rng(1).choice(2000, 30, replace=False))
    idle = np.arange(45, 2000, 97)
    found = infer_from_days(*made_up(stimuli + 1, [idle, stimuli]), seed=1, worlds=20)
    rows = found.table.set_index("motive")
    assert rows.loc["m1", "named"]
    assert not rows.loc["m0", "named"]
    assert rows.loc["m1", "share"] > 0.85
    assert rows.loc["m1", "answered"] == 1
    assert rows.loc["m1", "needed_p"] < 0.01
    assert found.answer()[0].startswith("Finding: of the motives asked about, motive m1 leads: by timing, ")


def test_a_world_of_acts_out_of_the_blue_names_none():
    stimuli = np.arange(0, 2000, 200)
    found = infer_from_days(*made_up(stimuli + 120, [stimuli, stimuli + 40]), seed=1, worlds=20)
    assert not found.motives["named"].any()
    assert found.answer()[0].startswith("Finding: no single motive leads. ")


def test_words_that_speak_of_the_motive_behind_them_agree_beyond_chance():
    stimuli, other = np.arange(30, 2000, 120), np.arange(90, 2000, 120)
    acts = np.sort(np.concatenate([stimuli, other]) + 1)
    spoken = np.stack([np.isin(acts, stimuli + 1), np.isin(acts, other + 1)], axis=1).astype(float)
    found = infer_from_days(*made_up(acts, [stimuli, other], spoken), seed=1, worlds=20)
    assert found.agreement > 0.7
    assert found.agreement_p < 0.01
    assert found.motives["words_share"].tolist() == pytest.approx([16 / 32] * 2, abs=0.04)


def test_shares_of_all_sources_sum_to_one(iran):
    assert iran.table["share"].sum() == pytest.approx(1)
    assert iran.words_by_timing.sum(axis=1).to_numpy() == pytest.approx(1)
    assert (iran.table["low"] <= iran.table["share"]).all()
    assert (iran.table["share"] <= iran.table["high"]).all()


def test_the_same_seed_gives_the_same_answer(iran):
    again = araxes.infer_motives("IRN", "AZE", worlds=40)
    pd.testing.assert_frame_equal(again.table, iran.table)
    assert again.answer() == iran.answer()


def test_the_order_of_rows_does_not_matter(iran, chronology):
    turned = History.of(chronology.header, chronology.events.iloc[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(araxes.infer_motives("IRN", "AZE", worlds=40, history=turned).table, iran.table)


def test_another_seed_moves_shares_by_little(iran):
    other = araxes.infer_motives("IRN", "AZE", worlds=20, seed=7)
    assert other.table["share"].to_numpy() == pytest.approx(iran.table["share"].to_numpy(), abs=0.02)


def test_the_shipped_record_has_the_days_that_the_page_tells_of(iran):
    rows = iran.table.set_index("motive")
    assert rows["stimuli"].dropna().to_dict() == {"israel": 9, "borders": 49, "outsiders": 20, "deeds": 15, "words": 23}
    assert len(iran.days.acts) == 59
    assert not iran.motives["named"].any()


def test_the_record_that_the_study_had_has_its_42_days_and_its_shares(studied):
    """Within the intervals of the study: Israel .06, borders .14, outsiders .13, deeds .12, words .14, no dated stimulus .34."""
    found = araxes.infer_motives("IRN", "AZE", worlds=20, history=studied)
    assert len(found.days.acts) == 42
    rows = found.table.set_index("motive")
    studied_shares = {
        "israel": 0.06,
        "borders": 0.14,
        "outsiders": 0.13,
        "deeds": 0.12,
        "words": 0.14,
        "constant": 0.34,
    }
    for name, share in studied_shares.items():
        assert rows.loc[name, "low"] <= share <= rows.loc[name, "high"], name


def planted(days, share, worlds=60):
    """How often each motive is named in planted worlds of the first one."""
    pull, decay = days.daily(), setting("wants.decay")
    own = own_run_share(pulls_on(days.acts[None], pull, decay))
    luck = np.random.default_rng(3)
    acts = planted_acts(luck, worlds, len(days.acts), pull[0], share, own, decay).days
    shares = draw_by_settings(pulls_on(acts, pull, decay), luck).shares[..., len(OWN_SOURCES) :]
    return (lead_chances(shares) >= setting("wants.level")).mean(axis=0)


def test_a_motive_behind_60_percent_is_named_and_none_where_there_is_none(iranian_days):
    assert planted(iranian_days, 0.6)[0] >= 0.95
    assert planted(iranian_days, 0.0).sum() <= 0.05


def test_a_motive_leads_where_none_is_larger_and_it_is_large_enough():
    shares = np.array([[[0.3, 0.2]], [[0.05, 0.01]], [[0.1, 0.4]], [[0.2, 0.2]]])
    assert lead_chances(shares)[0] == pytest.approx([0.5, 0.5])


@pytest.fixture(scope="module")
def azerbaijan():
    return araxes.infer_motives("AZE", "ARM", worlds=20)


def test_a_pair_of_which_no_file_speaks_is_asked_about_the_issues_of_the_record(azerbaijan):
    found = azerbaijan
    assert found.asked.file == ""
    assert {"deeds", "words"} <= set(found.motives["motive"])
    assert all(name.startswith("issue_") for name in set(found.motives["motive"]) - {"deeds", "words", "force"})
    assert [line for line in found.not_identified if "too few days on record" in line] == [found.not_identified[-1]]
    assert "'Media campaigns' (3)" in found.not_identified[-1]
    assert "days of hostile acts towards Armenia" in found.answer()[0]


def test_what_nobody_chose_is_told_as_a_sketch(azerbaijan, iran):
    assert azerbaijan.answer()[3].startswith("Caveat: a rough sketch: no file in motives/ speaks of AZE towards ARM, ")
    assert "towards anybody" not in azerbaijan.answer()[3]
    assert iran.answer()[3].startswith("Caveat: a cause that nobody wrote down")


def test_too_few_acts_towards_the_target_are_told_as_acts_towards_anybody():
    finding, *_, caveat, _ = araxes.infer_motives("IRN", "ARM", worlds=20).answer()
    assert "days of hostile acts towards anybody" in finding
    assert "Days of hostile acts towards Armenia are too few, so that acts towards anybody are asked about." in caveat


def test_a_motive_named_on_days_of_ones_own_acts_is_told_with_how_many_they_are(azerbaijan):
    """Azerbaijan and Armenia fight on the same days: that one side follows the other is then no finding."""
    assert azerbaijan.answer()[0].endswith(
        "But all 16 days of what Armenia does to it are days of Azerbaijan's acts, too, and who began on such a day is not recorded."
    )


@pytest.mark.parametrize(
    ("shared", "said"), [(0, ""), (4, " But 4 of the 30 days of"), (30, " But all 30 days of motive m1 are days of")]
)
def test_days_shared_with_acts_are_counted(shared, said):
    stimuli = np.sort(np.random.default_rng(1).choice(np.arange(0, 2000, 3), 30, replace=False))
    acts = np.where(np.arange(30) < shared, stimuli, stimuli + 1)
    finding = infer_from_days(*made_up(acts, [np.arange(45, 2000, 97), stimuli]), seed=1, worlds=20).answer()[0]
    assert said in finding
    assert ("But" in finding) == bool(said)


def test_five_lines_a_row_a_source_and_a_column_a_power(iran):
    assert [line.partition(":")[0] for line in iran.answer()] == ["Finding", "Size", "How sure", "Caveat", "Next"]
    assert len(motive_rows(iran)) == len(iran.table) == 7
    assert {power_column(share) for share in (0.2, 0.3, 0.45)} <= set(iran.table.columns)
    assert "iran" not in repr(iran).splitlines()[1]


def test_bounds_are_told_from_the_highest_to_the_lowest(iran):
    assert bound_sentence(iran).startswith("no single dated motive drives 45 % of these acts; ")
    assert bound_sentence(iran).endswith(" less than 20 %")


def test_each_motive_has_one_bound_or_none_at_all(azerbaijan):
    said = bound_sentence(azerbaijan)
    assert said.startswith("no bound for what Armenia does to it; less than 20 %: ")
    assert [said.count(title) for title in azerbaijan.motives["title"]] == [1] * len(azerbaijan.motives)
    unbounded = replace(azerbaijan, table=azerbaijan.table.assign(at_most=np.nan))
    assert bound_sentence(unbounded).endswith("no share that was tried is excluded")


def test_what_the_model_says_is_labelled_and_told_only_where_luck_does_not_explain_it():
    row = {"capital": "AZE", "date": datetime.date(2026, 4, 6), "scenario": "route", "step": "AZE opens", "steps": 2}
    steps = pd.DataFrame([row | {"before": 0.1, "chance": 0.2, "told": True}])
    said = step_sentence(steps, "IRN", "AZE")
    assert said.startswith(
        "in this model, the chance of a rupture by IRN against AZE within a quarter moves most by what AZE does in route"
    )
    assert said.endswith("from 10 % to 20 %.")
    assert "by more than luck" in step_sentence(steps.assign(told=False), "IRN", "AZE")


def test_it_saves_tables_and_answer(iran, tmp_path):
    names = {path.name for path in iran.save(tmp_path / "out")}
    assert names == {"wants.csv", "words_by_timing.csv", "answer.txt"}
    text = (tmp_path / "out" / "answer.txt").read_text("utf-8")
    assert all(line in text for line in iran.not_identified)
