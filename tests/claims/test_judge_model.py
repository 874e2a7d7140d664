"""Tests that lean on the model or on one shock: contrasts labelled as such, hostile weeks counted by hand on either side of a day."""

import datetime

import pandas as pd
import pytest

from araxes.claims.judge_model import judge_contrast, judge_shock
from araxes.claims.weigh import COUNTED, MODEL_ONLY
from araxes.errors import InputError
from araxes.records.history import History

CONTRAST = (
    "kind = 'contrast'\nscenario = '{}'\nagainst = 'baseline'\ndyad = '{}'\nsupports = '{}'\ncontradicts = '{}'\n"
)
ENDS = ("higher", "lower")
SHOCK = "kind = 'shock'\nshock = 'raisi_2021'\ndyad = 'IRN>AZE'\nweeks = 4\n"
ORIGIN = (datetime.date(2021, 8, 2) - datetime.date(2020, 1, 6)).days
"""Of the shock, in days of the tiny record; the days below are counted from it."""
RECORD = [("r1", 10, "IRN", "AZE"), ("r2", 20, "AZE", "IRN")]


@pytest.fixture
def shocked(hearing_of, record_of):
    """Judges the change of government on rows of one dyad, days from that Monday; acts of the other side never count."""

    def judge(*days, source="IRN", target="AZE", text=SHOCK):
        rows = [(f"r{n}", ORIGIN + day, source, target) for n, day in enumerate(days)]
        tiny = record_of([*rows, ("far", 3, "IRN", "AZE"), ("b", 1, "AZE", "IRN")])
        whole = tiny.header.model_copy(
            update={"last": datetime.date(2026, 3, 8)}
        )  # every shock of the table must lie on it
        return judge_shock(*hearing_of(History.of(whole, tiny.events), text))

    return judge


@pytest.mark.parametrize(
    ("days", "before", "behind"),
    [
        ((), 0, 0),
        ((7, 8, 14), 0, 2),
        ((-7, -14, 7), 2, 1),
        ((-1, 34), 1, 1),
        ((0, 6), 0, 0),  # the week of the shock is its own
        ((-29, 35), 0, 0),  # beyond four weeks
        ((-28, 28, 21), 1, 2),
    ],
)
def test_hostile_weeks_are_counted_on_both_sides_of_the_week_of_the_shock(shocked, days, before, behind):
    found = shocked(*days)
    assert (found.figures["before"], found.figures["behind"]) == (before, behind)
    assert found.verdict == COUNTED
    assert found.power is None
    assert "n = 1" in found.found


def test_weeks_of_the_other_side_do_not_count(shocked):
    assert shocked(7, 14, 21, source="AZE", target="IRN").figures["behind"] == 0


def test_the_expected_sign_of_the_table_of_shocks_stands_beside_what_came(shocked):
    assert shocked(7).figures["expected"] == "+"


def test_an_unknown_shock_names_the_nearest(shocked):
    with pytest.raises(InputError) as told:
        shocked(7, text=SHOCK.replace("raisi_2021", "raisi_2012"))
    message = str(told.value)
    assert "test[1].shock: got 'raisi_2012'" in message
    assert "raisi_2021" in message


def test_the_autumn_of_2021_on_the_shipped_record_is_that_of_the_table_of_shocks(hearing_of, chronology):
    """Four hostile weeks of Iran towards Azerbaijan in the thirteen behind the change of government, as `araxes shocks` counts them."""
    found = judge_shock(*hearing_of(chronology, SHOCK.replace("weeks = 4", "weeks = 13")))
    assert found.figures["behind"] == 4


@pytest.fixture
def few_replicates(set_claims):
    set_claims(contrast_replicates=64)


@pytest.mark.usefixtures("few_replicates", "compiled")
@pytest.mark.parametrize(("supports", "said"), [(ENDS, "as claimed"), (ENDS[::-1], "not as claimed")])
def test_a_contrast_is_in_this_model_only_whatever_it_finds(hearing_of, record_of, supports, said):
    test = CONTRAST.format("force_syunik", "ARM>AZE", *supports)
    found = judge_contrast(*hearing_of(record_of(RECORD), test))
    assert found.verdict == MODEL_ONLY
    assert found.power is None
    assert found.figures["outcome"] == "higher"
    assert found.figures["replicates"] == 64
    assert found.figures["low"] > 0
    assert found.found.endswith(f", {said}")


@pytest.mark.slow
@pytest.mark.usefixtures("few_replicates", "compiled")
def test_a_contrast_is_the_comparison_of_the_two_scenarios(hearing_of, record_of):
    from araxes.results.compare import compare

    hearing, test = hearing_of(record_of(RECORD), CONTRAST.format("force_syunik", "ARM>AZE", *ENDS))
    found = judge_contrast(hearing, test).figures
    other = compare("baseline", "force_syunik", replicates=64, seed=hearing.seed)
    rows = pd.DataFrame(other.quarter_rows(other.others[0])).query("dyad == 'ARM>AZE' and outcome == 'hostile'")
    assert found["difference"] == pytest.approx(float(rows["difference"].iloc[0]))


@pytest.mark.usefixtures("few_replicates", "compiled")
def test_a_scenario_beside_itself_moves_nothing(hearing_of, record_of):
    test = CONTRAST.format("baseline", "IRN>AZE", *ENDS)
    found = judge_contrast(*hearing_of(record_of(RECORD), test))
    assert found.verdict == MODEL_ONLY
    assert found.figures["difference"] == 0


@pytest.mark.usefixtures("few_replicates", "compiled")
def test_nothing_is_told_of_a_dyad_to_which_a_scenario_gives_an_act(hearing_of, record_of):
    found = judge_contrast(*hearing_of(record_of(RECORD), CONTRAST.format("force_syunik", "AZE>ARM", *ENDS)))
    assert found.found == "an act of AZE>ARM is given by a scenario: nothing is told"


@pytest.mark.usefixtures("few_replicates", "compiled")
def test_what_was_interrupted_is_not_judged(hearing_of, record_of, monkeypatch):
    monkeypatch.setattr("araxes.results.comparison.Comparison.interrupted", property(lambda found: True))
    with pytest.raises(KeyboardInterrupt):
        judge_contrast(*hearing_of(record_of(RECORD), CONTRAST.format("baseline", "IRN>AZE", *ENDS)))
