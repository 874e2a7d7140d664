"""Files of motives: the shipped one, a user's own before it, and what is at fault."""

import pytest

from araxes.claims.stimuli import issue_motives, read_motives

GOOD = """[wants]
actor = "IRN"
target = "AZE"
question = "What does Iran want?"
source = "judged: a test"
[[act]]
source = "IRN"
target = "AZE"
rung = [4, 10]
[[motive]]
name = "israel"
title = "Israel next door"
source = "judged: a test"
words = "israel"
stimuli = [{pair = ["AZE", "ISR"]}]
[[motive]]
name = "route"
title = "the route"
source = "judged: a test"
words = "syunik_route"
stimuli = [{issue = "syunik_route", not_source = "IRN"}]
"""


def test_the_shipped_file_speaks_of_iran_and_its_rows_are_on_record(region, chronology, root):
    found = read_motives("IRN", "AZE", chronology, region)
    assert found.file == "motives/IRN.toml"
    assert [one.name for one in found.motives] == ["israel", "borders", "outsiders", "deeds", "words"]
    assert len(found.not_identified) == 7
    ids = set(chronology.columns["id"])
    named = {
        word.strip("(),.")
        for one in found.motives
        for word in one.source.split()
        if word.strip("(),.").startswith("20")
    }
    assert {name for name in named if name.count("-") == 5} <= ids


def test_a_file_of_ones_own_comes_first(region, chronology, own_folder):
    own = own_folder({"motives/mine.toml": GOOD})
    found = read_motives("IRN", "AZE", chronology, region, own)
    assert [one.name for one in found.motives] == ["israel", "route"]
    assert found.motives[0].words == ["israel"]


def test_a_file_of_another_pair_is_left_alone(region, chronology, own_folder):
    own = own_folder({"motives/mine.toml": GOOD.replace('target = "AZE"\nq', 'target = "TUR"\nq')})
    assert read_motives("IRN", "AZE", chronology, region, own).file == "motives/IRN.toml"
    assert [one.name for one in read_motives("IRN", "TUR", chronology, region, own).motives] == ["israel", "route"]


def test_motives_of_the_record_never_count_the_actors_own_acts(region, chronology):
    found = issue_motives("RUS", "AZE", chronology, region)
    for one in found.motives:
        for query in one.stimuli:
            assert query.source == ["AZE"] or "RUS" in query.not_source


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('source = "IRN"', 'source = "AZE"', "act[1].source: got ['AZE']; allowed: \"IRN\": acts of the actor alone"),
        ('words = "israel"', 'words = "isreal"', "motive[1].words: got 'isreal'"),
        (
            'words = "israel"',
            'words = "syunik_route"',
            "motive[1].words: got 'syunik_route'; allowed: an issue that no other",
        ),
        ('name = "israel"', 'name = "route"', "motive[1].name: got 'route'; allowed: each name once"),
        ('name = "israel"', 'name = "constant"', "motive[1].name: got 'constant'"),
        ('pair = ["AZE", "ISR"]', 'pair = ["AZE", "ISL"]', "motive[1].stimuli[1].pair: got 'ISL'"),
        ('stimuli = [{pair = ["AZE", "ISR"]}]', "stimuli = []", "motive[1].stimuli: got"),
        ('stimuli = [{pair = ["AZE", "ISR"]}]', 'stimuli = [{code = "999"}]', "motive[1].stimuli[1].code: got '999'"),
        ('title = "Israel next door"', 'titel = "Israel next door"', "motive[1].titel: got unknown name 'titel'"),
        ('target = "AZE"\nq', 'target = "AZ"\nq', "wants.target: got 'AZ'"),
    ],
)
def test_a_broken_file_has_its_message(right, wrong, said, region, chronology, own_folder, messages):
    assert right in GOOD
    text = GOOD.replace(right, wrong, 1)
    own = own_folder({"motives/mine.toml": text})
    faults = [str(fault) for fault in messages(read_motives, "IRN", "AZE", chronology, region, own)]
    assert any(said in fault for fault in faults), faults


def test_a_file_without_acts_or_motives_is_at_fault(region, chronology, own_folder, messages):
    own = own_folder({"motives/mine.toml": GOOD.partition("[[act]]")[0]})
    faults = [str(fault) for fault in messages(read_motives, "IRN", "AZE", chronology, region, own)]
    assert len(faults) == 2
    assert "act: got none; allowed: at least one [[act]]" in faults[0]
    assert "motive: got none; allowed: at least one [[motive]]" in faults[1]


def test_unknown_actors_and_an_actor_towards_itself(region, chronology, messages):
    assert [fault.got for fault in messages(read_motives, "IRM", "AZF", chronology, region)] == ["'IRM'", "'AZF'"]
    (fault,) = messages(read_motives, "IRN", "IRN", chronology, region)
    assert "another actor" in fault.allowed
