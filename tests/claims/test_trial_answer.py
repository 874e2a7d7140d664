"""What a trial found, in words: a claim stands as all its tests say, and a capital is named only where it changes a verdict."""

import pytest

from araxes.claims.trial_answer import claim_standing, readings_differing, rulings_by_claim, trial_answer
from araxes.claims.weigh import GLYPHS

STAND = {
    ("supported", "confirmed"): "supported",
    ("confirmed", "in this model only"): "supported",
    ("wrong", "contradicted"): "contradicted",
    ("supported", "not testable here"): "in part",
    ("contradicted", "not distinguishable"): "in part",
    ("supported", "contradicted"): "in part",
    ("in part", ""): "in part",
    ("not testable here", "replication not run"): "cannot be decided here",
    ("in this model only", ""): "cannot be decided here",
}


@pytest.mark.parametrize("verdicts", STAND)
def test_a_claim_stands_as_all_its_tests_say(trial_of, verdicts):
    trial = trial_of(C3=[{"verdict": verdict} for verdict in verdicts])
    assert claim_standing(trial.rulings) == STAND[verdicts]
    assert claim_standing(trial.rulings[::-1]) == STAND[verdicts]


@pytest.mark.parametrize("verdict", sorted(GLYPHS))
def test_every_verdict_has_a_standing_and_a_line(trial_of, verdict):
    assert trial_of(C3=[{"verdict": verdict}]).answer()[0].startswith("Finding: Of 1 claim the record")


def test_the_answer_counts_claims_and_names_those_that_capitals_change(trial_of):
    trial = trial_of(
        C2=[{"verdict": "confirmed"}],
        C3=[{"verdict": "supported", "power": 0.1}, {"verdict": "not testable here", "power": 0.9}],
        C16=[{"verdict": "confirmed"}, {"verdict": "confirmed", "otherwise": {"Baku": "wrong"}}],
        C17=[{"verdict": ""}],
        C21=[{"verdict": "contradicted", "otherwise": {"Baku, and lorries are Iranian acts": "supported"}}],
    )
    assert trial_answer(trial.rulings) == trial.answer()
    finding, parts, readings, sure = trial.answer()
    assert finding == (
        "Finding: Of 5 claims the record supports 2 (C2, C16), contradicts 1 (C21), decides 1 (C3) in part and cannot decide 1 (C17)."
    )
    assert parts == "In part: C3: supported, other tests left open."
    assert readings == (
        "Readings: capitals disagree on C16 (Baku). An assumption beyond the readings of capitals would change C21."
    )
    assert sure.startswith("How sure: 1 of 2 verdicts with a null have a power below 0.8")
    assert [one.reading for one in readings_differing(trial.rulings)] == ["Baku", "Baku, and lorries are Iranian acts"]
    assert [len(some) for some in rulings_by_claim(trial.rulings).values()] == [1, 2, 2, 1, 1]


def test_where_all_read_alike_and_nothing_has_a_null_it_says_so(trial_of):
    answer = trial_of(C2=[{"verdict": "confirmed"}]).answer()
    assert answer[1:] == [
        "Readings: no capital's reading changes a verdict.",
        "How sure: no test here has a null; rows are read, and power is not known.",
    ]
