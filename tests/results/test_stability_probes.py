"""Probes: a change that must move a term is laid over the first week, and what it does is told with its sign."""

import numpy as np
import pytest

import araxes
from araxes.engines.mesa.lists import dated_lists
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare
from araxes.results import stability as module
from araxes.results.stability import alter_world, probe_table, shipped_probes, without_effect
from araxes.rules.terms import CONTACT, TERMS


@pytest.fixture(scope="module")
def world():
    return prepare(araxes.load("baseline"))


@pytest.fixture(scope="module")
def table(world):
    return probe_table(world).set_index("term")


def test_every_term_has_one_probe_but_the_lift_which_never_moves():
    assert sorted(probe.term for probe in shipped_probes()) == sorted({*TERMS, CONTACT} - {"lift"})


def test_each_change_moves_its_term_the_right_way_and_at_mean_weights_hostility_with_it(table):
    for probe in shipped_probes():
        row = table.loc[probe.term]
        assert row["verdict"] == "right sign", probe.term
        assert (row["with"] - row["without"]) * probe.sign > 0
        assert row["dyad"] == ">".join(probe.dyad)
        if probe.term not in (CONTACT, "overstretch"):  # these take cooperation away or bring it, which counts as well
            assert row["hostility"] * probe.sign > 0, probe.term


def test_the_change_is_told_in_words(table):
    assert table.loc["alarm_received", "change"] == "AZE>IRN war"
    assert table.loc["deterrence", "change"] == "relations.guarantee.ARM.RUS = 1, RUS.will.ARM = 1"


def one(term, world, monkeypatch, **others):
    """Return the row of a single probe, some of its fields changed."""
    (probe,) = [probe for probe in shipped_probes() if probe.term == term]
    monkeypatch.setattr(module, "shipped_probes", lambda: (probe.model_copy(update=others),))
    return probe_table(world).iloc[0]


def test_a_wrong_sign_is_called_wrong_and_a_change_of_nothing_has_no_effect(world, monkeypatch):
    assert one("leader", world, monkeypatch, sign=-1)["verdict"] == "wrong sign"
    monkeypatch.undo()
    still = one("leader", world, monkeypatch, changes=(("IRN.hawkishness.TUR", 1),))
    assert still["verdict"] == "no effect"
    assert still["with"] == still["without"]


@pytest.mark.parametrize(
    ("weight", "said"),
    [(0.4, "right sign"), (0, "right sign; weight 0 at its mean, sign free"), (-0.4, "right sign; weight estimated below 0")],
)  # fmt: skip
def test_the_verdict_is_on_the_term_and_the_weight_is_told_beside_it(weight, said, monkeypatch):
    other = prepare(araxes.load("baseline", sets={"behaviour.weight.leader": weight}))
    row = one("leader", other, monkeypatch)
    assert row["verdict"] == said
    assert np.sign(row["hostility"]) == np.sign(weight)


def test_a_changed_world_keeps_its_memories_and_starts_with_what_was_changed(world):
    changed = alter_world(world, [("IRN.hawkishness.AZE", 1)], [("AZE", "IRN", "war")])
    assert changed.warm is world.warm
    assert changed.scenario.weeks == 2
    i, j = world.states.index("IRN"), world.states.index("AZE")
    before = world.scenario.book["IRN.hawkishness.AZE"].at(world.scenario.start)
    assert dated_lists(changed).hawkishness_excess[0][i][j] == pytest.approx(1 - before)
    region = Region(changed, 0, collect=False)
    region.step()
    assert region.by_index[j].acts[i] == len(world.constants.hostility) - 1


@pytest.mark.slow
def test_what_no_rule_reads_is_without_effect_and_nothing_else_of_the_states(world):
    silent = without_effect(world)
    assert "USA.attention.overstretch" in silent
    assert silent == [path for path in world.scenario.book if path in silent]  # in the order of the files
    for lever in ("IRN.salience.syunik_route", "RUS.will.ARM", "relations.guarantee.ARM.RUS", "relations.tie.AZE.TUR"):
        assert lever in world.scenario.book
        assert lever not in silent
