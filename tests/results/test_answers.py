"""Whether anything answers to a value: what is said is what is found, and what is advised has been tried."""

from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.inputs.schema import Change
from araxes.results.answers import answers, find_difference, same_arrays, with_parameter

CREDIT = "behaviour.habit.credit_cap"
SALIENCE, HAWKISH, OUTSIDE = "IRN.salience.caspian", "IRN.hawkishness.AZE", "USA.attention.overstretch"
pytestmark = pytest.mark.usefixtures("compiled")


@pytest.fixture(scope="module")
def short():
    return araxes.load("baseline", weeks=6)


@pytest.mark.parametrize(
    ("path", "value", "found", "advice"),
    [
        (SALIENCE, 0, "the same but for rounding", "Use a [[change]] of it in a scenario file: from 2026-03-09"),
        ("IRN.credulity.AZE", 0.1, "the same numbers either way", "Beside a [[change]] of issues.israel.status, signalled"),
        (HAWKISH, 1, "the same to the last digit", "Use a [[change]] of it in a scenario file: from 2026-03-09"),
        (OUTSIDE, 0.9, "the engine reads the same numbers either way", "Nor is it answered to as a [[change]] or beside"),
        ("behaviour.weight.mediation", 3, "the same to the last digit", "Beside a [[change]] of relations.format it is"),
        ("EU.temper.pile_on", 3, "the engine reads the same numbers either way", "Nor is it answered to beside"),
        ("issues.caspian.status", 0.3, "no act answers to it here, statuses do", "Use a [[change]] of it"),
    ],
)  # fmt: skip
def test_a_value_that_nothing_answers_to_says_so_and_what_would_be_answered_to(short, path, value, found, advice):
    (answer,) = answers(araxes.load(short, sets={path: value}))
    assert answer.inert
    assert str(answer).startswith(f"{path} = {value:g}: ")
    assert found in str(answer)
    assert advice in answer.advice


def test_a_value_that_is_answered_to_says_by_how_much_and_needs_no_advice(short):
    (answer,) = answers(araxes.load(short, sets={"IRN.temper.alarm": 3}))
    assert not answer.inert
    assert answer.found.chance > 0.001
    size = f"{100 * answer.found.chance:.2g} points"
    assert f"answered to: in 64 replicates of 6 weeks the chances of acts differ by up to {size}, and" in str(answer)
    assert answer.advice == ""


def test_a_value_that_moved_in_the_record_is_answered_to_for_it_was_read_there(short):
    (answer,) = answers(araxes.load(short, sets={"issues.treaty.status": 0.77}))
    assert len(short.book["issues.treaty.status"].series) > 1
    assert answer.found.chance > 0.001


def test_a_value_that_holds_already_says_so(short):
    (answer,) = answers(araxes.load(short, sets={CREDIT: short.book[CREDIT].at(short.start)}))
    assert answer.advice == "It has this value without being set."


def test_a_judged_value_that_is_set_to_itself_is_held_there_and_not_said_to_do_nothing(short):
    assert answers(araxes.load(short, sets={SALIENCE: short.book[SALIENCE].at(short.start)})) == []


@pytest.mark.slow
def test_what_nothing_answers_to_leaves_every_digit_and_what_is_answered_to_does_not(short):
    plain = araxes.run(short, 64)
    for path, value, inert in ((SALIENCE, 0, True), ("IRN.temper.alarm", 3, False)):
        if inert:
            with pytest.warns(UserWarning, match="nothing answers"):
                other = araxes.run(short, 64, sets={path: value})
        else:
            other = araxes.run(short, 64, sets={path: value})
        assert np.array_equal(plain.histories.rungs, other.histories.rungs) == inert
        assert any(note.startswith(path) for note in other.scenario.notes)


def test_the_change_that_is_advised_is_answered_to(short):
    change = Change(id="c", path=HAWKISH, date=short.start, value=1, reference="test")
    pair = [short, replace(short, changes=(change,))]
    found = find_difference(*(araxes.Region(one).world for one in pair))
    assert found.arrays
    assert found.chance > 0


def test_each_value_is_tried_beside_the_others_that_are_set(short):
    found = answers(araxes.load(short, sets={SALIENCE: 0, "IRN.temper.alarm": 3}))
    assert [answer.inert for answer in found] == [True, False]


def test_a_scenario_remembers_what_sets_replaced_however_often_it_is_set(short):
    once = araxes.load(short, sets={SALIENCE: 0.2})
    twice = araxes.load(once, sets={SALIENCE: 0.1})
    assert twice.unset == {SALIENCE: short.book[SALIENCE]}
    assert with_parameter(twice, twice.unset[SALIENCE]).book == short.book
    assert answers(short) == []


def test_arrays_are_compared_to_the_last_bit():
    one = (np.array([1.0, 2.0]), (3, np.array([4])))
    assert same_arrays(one, (np.array([1.0, 2.0]), (3, np.array([4]))))
    assert not same_arrays(one, (np.array([1.0, np.nextafter(2.0, 3.0)]), (3, np.array([4]))))
    assert not same_arrays(one, (np.array([1.0, 2.0]), (3, np.array([4, 5]))))


@pytest.mark.slow
def test_a_comparison_says_it_of_every_scenario_and_a_forecast_in_its_notes():
    heard = []
    names = ["baseline", "networks_zero"]
    araxes.compare(names, replicates=2, weeks=3, sets={SALIENCE: 0}, announce=heard.append)
    assert [text.split(":")[0] for text in heard if SALIENCE in text] == names
    with pytest.warns(UserWarning, match="nothing answers"):
        found = araxes.forecast(weeks=2, replicates=4, sets={OUTSIDE: 0.9})
    assert [note for note in found.notes if note.startswith(OUTSIDE)]


def test_what_a_user_should_know_of_the_start_is_a_warning_where_nobody_listens(scenario_file, head):
    late = scenario_file(start=head.replace("2023-04-03", "2026-09-14"))
    with pytest.warns(UserWarning, match="The run begins 27 weeks after the record"):
        araxes.run(late, 1, weeks=1)
