"""Parting: the week in which two scenarios begin to differ, whatever makes them differ."""

import datetime
from dataclasses import replace

import pytest

import araxes
from araxes.engines.world import prepare
from araxes.inputs.schema import Act
from araxes.results.pairing import parting_week

WEEKS = 10


@pytest.fixture(scope="module")
def calm():
    """A baseline of ten weeks, and the day on which it begins."""
    return araxes.load("baseline", weeks=WEEKS)


@pytest.fixture(scope="module")
def base(calm, compiled):
    return prepare(calm, judged=True)


def with_act(calm, week, rung="war"):
    """Return the world of a scenario with one act more, in the middle of a week."""
    date = calm.start + datetime.timedelta(weeks=week, days=2)
    act = Act(id="more", date=date, source="AZE", target="ARM", rung=rung, reference="hypothetical")
    return prepare(replace(calm, name="more", acts=(*calm.acts, act)), judged=True)


CHANGE = """
[[change]]
id = "later"
path = "issues.borders.status"
date = {}
value = 0.45
reference = "hypothetical"
"""


@pytest.fixture
def changed(calm, scenario_file):
    """Return the world of a scenario in which Azerbaijan holds ground from a date on."""

    def made(date, weeks=WEEKS):
        head = f"[scenario]\nextends = 'baseline'\nweeks = {WEEKS}\nexpect = 'A change.'\n"
        return prepare(araxes.load(scenario_file(CHANGE.format(date), start=head), weeks=weeks), judged=True)

    return made


@pytest.mark.parametrize("seed", [1, 7])
@pytest.mark.parametrize("week", [0, 3, WEEKS - 1])
def test_worlds_part_in_the_week_of_the_act_that_one_forces_whatever_the_seed(calm, base, week, seed):
    other = with_act(calm, week)
    assert parting_week(base, other, seed) == week
    assert parting_week(other, base, seed) == week


@pytest.mark.parametrize(("week", "day"), [(1, 0), (4, 0), (4, 6)])
def test_worlds_part_in_the_week_in_which_a_value_changes(calm, base, changed, week, day):
    other = changed(calm.start + datetime.timedelta(weeks=week, days=day))
    assert parting_week(base, other, 1) == parting_week(other, base, 1) == week


def test_the_earlier_of_two_differences_counts(calm, base):
    assert parting_week(with_act(calm, 6), with_act(calm, 2), 1) == 2


def test_worlds_that_are_the_same_never_part(calm, base):
    assert parting_week(base, base, 1) is None
    assert parting_week(base, prepare(calm, judged=True), 1) is None


def test_worlds_that_differ_beyond_the_horizon_do_not_part_within_it(calm, base, changed):
    last = calm.start + datetime.timedelta(weeks=WEEKS - 1)
    short = prepare(araxes.load("baseline", weeks=WEEKS - 1), judged=True)
    assert parting_week(short, changed(last, WEEKS - 1), 1) is None
    assert parting_week(base, changed(last), 1) == WEEKS - 1


def test_a_comparison_counts_its_windows_from_there(calm, base):
    other = with_act(calm, 3).scenario
    found = araxes.compare([calm, other], replicates=8)
    assert found.parting("more") == 3
    assert found.windows("more") == [(0, 0), (1, 4), (5, 6), (0, 6)]
    rows = found.changes().query("weeks == '1-4'")
    assert set(rows["since"]) == {calm.start + datetime.timedelta(weeks=4)}
    assert set(rows["until"]) == {calm.start + datetime.timedelta(weeks=8, days=-1)}


def test_scenarios_that_do_not_part_are_counted_from_the_start(calm, compiled):
    assert araxes.compare([calm, calm], replicates=2).pairings[0].parting == 0
