"""Agents of a class of one's own, agents by code, and parameters as keywords."""

import numpy as np
import pytest

import araxes
from araxes.errors import InputError

SHORT = {"weeks": 12}


class Dove(araxes.State):
    """A state that answers no question with hostility."""

    def answer(self):
        self.hostile = dict.fromkeys(self.targets, False)


class Same(araxes.State):
    """A state like any other."""


def hostile_acts(result):
    return int((result.histories.rungs > 3).sum())


def test_a_state_that_refuses_hostility_changes_what_comes():
    usual = araxes.Region("baseline", 0, **SHORT).run()
    doves = araxes.Region("baseline", 0, agent_class=Dove, **SHORT).run()
    assert (usual.acts_of_states() > usual.world.constants.quiet).any()
    assert not (doves.acts_of_states() > doves.world.constants.quiet).any()
    assert type(doves["IRN"]) is Dove


def test_a_class_that_changes_nothing_gives_the_same_numbers_to_the_bit():
    one, other = (araxes.Region("force_syunik", 3, weeks=20, **more).run() for more in ({}, {"agent_class": Same}))
    assert (one.acts_of_states() == other.acts_of_states()).all()
    assert one.memory == other.memory
    assert one.statuses == other.statuses


def test_an_ensemble_and_its_replicates_have_the_agents():
    options = {"replicates": 4, "engine": "mesa", "workers": 1, **SHORT}
    doves, usual = araxes.run("baseline", agent_class=Dove, **options), araxes.run("baseline", **options)
    assert hostile_acts(doves) == 0 < hostile_acts(usual)
    assert type(doves.replicate(0)["IRN"]) is Dove
    assert np.array_equal(usual.histories.rungs, araxes.run("baseline", 4, **SHORT).histories.rungs)


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        ({"agent_class": Dove}, "the compiled engine has the rules of araxes.State in it"),
        ({"agent_class": Dove, "engine": "kernel"}, "the compiled engine"),
        ({"agent_class": int, "engine": "mesa"}, "araxes.State, or a class made from it"),
        ({"agent_class": "Dove", "engine": "mesa"}, "araxes.State, or a class made from it"),
    ],
)
def test_agents_are_refused_by_name_where_nobody_would_ask_them(messages, options, allowed):
    (fault,) = messages(araxes.run, "baseline", 2, **options)
    assert fault.file == "agent_class"
    assert allowed in fault.allowed
    if options["agent_class"] is Dove:
        assert fault.got == "Dove"
        assert 'engine="mesa"' in fault.step


def test_a_region_refuses_what_is_no_class_of_agents(messages):
    (fault,) = messages(araxes.Region, "baseline", 0, agent_class=int)
    assert (fault.file, fault.got) == ("agent_class", "int")


def test_states_answer_by_code_by_place_and_as_such():
    region = araxes.Region("baseline", 0, **SHORT)
    region.step()
    iran, azerbaijan = region["IRN"], region.state("AZE")
    for ask in (iran.act, iran.chances, iran.habit, iran.push, iran.luck, iran.credit, iran.foresee, iran.evidence):
        assert ask("AZE") == ask(azerbaijan) == ask(azerbaijan.index)
    assert sum(iran.chances("AZE")) == pytest.approx(1)


@pytest.mark.parametrize("ask", [lambda r: r["IRQ"], lambda r: r.state("IRQ"), lambda r: r["AZE"].act("IRQ")])
def test_an_unknown_state_is_told_with_its_nearest(ask):
    with pytest.raises(InputError, match=r"'IRQ'.*nearest known name: IRN"):
        ask(araxes.Region("baseline", 0, **SHORT))


def test_parameters_are_keywords_of_a_batch():
    given = {"scenario": "baseline", "weeks": 3, "IRN.salience.israel": [0.2, 0.8]}
    rows = araxes.batch_run(araxes.Region, given, iterations=5, display_progress=False)
    assert {(row["replicate"], row["IRN.salience.israel"]) for row in rows} == {
        (n, x) for n in range(5) for x in (0.2, 0.8)
    }
    region = araxes.Region("baseline", 0, **{"IRN.salience.israel": 0.2})
    same = araxes.Region("baseline", 0, sets=["IRN.salience.israel=0.2"])
    assert region.world is same.world or region.world.scenario == same.world.scenario
    assert region.world.scenario.book["IRN.salience.israel"].series[0][1] == 0.2


@pytest.mark.parametrize(
    ("given", "near"),
    [
        ({"IRN.salience.izrael": 0.2}, "IRN.salience.israel"),
        ({"replicat": 2}, "replicate"),
        ({"reeding": "Baku"}, "reading"),
    ],
)
def test_a_name_that_is_none_is_told_with_its_nearest(messages, given, near):
    (fault,) = messages(araxes.Region, "baseline", **given)
    assert fault.nearest == near


def test_a_world_that_is_ready_takes_no_parameters(messages):
    world = araxes.Region("baseline", 0).world
    (fault,) = messages(araxes.Region, world, 0, **{"IRN.salience.israel": 0.2})
    assert fault.file == "sets"
