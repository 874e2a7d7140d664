"""Shared worlds: the same as prepared afresh, and shared only where nothing but weights of scenario levers differs."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.world import prepare
from araxes.forecasting import model
from araxes.forecasting.model import Shared
from araxes.forecasting.predict import predict
from araxes.records.history import History
from araxes.results.free_runs import free_scenario

ORIGIN = datetime.date(2022, 6, 6)


@pytest.fixture
def counted(monkeypatch):
    """A preparer, and the list of what it prepared."""
    made = []

    def count(scenario, history):
        made.append(scenario)
        return prepare(scenario, history)

    monkeypatch.setattr(model, "prepare", count)
    return Shared(), made


def at(sets=(), origin=ORIGIN, weeks=4):
    return free_scenario(origin, weeks, araxes.load("baseline", sets=sets))


@pytest.mark.parametrize(
    "sets",
    [{"behaviour.weight.red_line": 0.0}, {"IRN.temper.deterrence": 1.5}, {"behaviour.weight.leader": 2.0}],
)
def test_a_world_of_other_weights_of_levers_is_shared_and_the_same_as_one_prepared_afresh(chronology, counted, sets):
    world_of, made = counted
    world_of(at(), chronology)
    other, fresh = world_of(at(sets), chronology), prepare(at(sets), chronology)
    assert len(made) == 1
    one, two = (predict(world, [1, 4], 1, 64).cumulative for world in (other, fresh))
    assert np.array_equal(one, two)


@pytest.mark.parametrize(
    "options",
    [
        {"sets": {"behaviour.habit.borrowing": 0.0}},
        {"sets": {"behaviour.memory.fast": 8.0}},
        {"sets": {"behaviour.weight.alarm": 0.0}},
        {"sets": {"IRN.temper.lift": 1.5}},
        {"sets": {"IRN.salience.networks": 0.1}},
        {"origin": datetime.date(2022, 6, 13)},
        {"weeks": 5},
    ],
)
def test_anything_else_is_prepared_anew(chronology, counted, options):
    world_of, made = counted
    world_of(at(), chronology)
    world_of(at(**options), chronology)
    assert len(made) == 2


def test_one_world_is_kept_of_each_horizon_and_none_of_another_origin(chronology, counted):
    world_of, made = counted
    for weeks in (4, 1, 4, 1):
        world_of(at(weeks=weeks), chronology)
    assert len(made) == 2
    world_of(at(origin=datetime.date(2022, 6, 13)), chronology)
    assert list(world_of.kept) == [4]


def test_another_record_or_ladder_is_prepared_anew(chronology, counted):
    world_of, made = counted
    world_of(at(), chronology)
    world_of(at(), History(chronology.header, chronology.columns))
    nodes = tuple(node.model_copy(update={"pool": "region"}) for node in at().region.nodes)
    world_of(replace(at(), region=replace(at().region, nodes=nodes)), chronology)
    assert len(made) == 3
