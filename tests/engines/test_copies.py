"""A pickle or a copy of a region goes on exactly as the original would, from any week, with all that was done to it."""

import copy
import pickle  # noqa: TID251 - regions are pickled for worker processes, never loaded from a file

import numpy as np
import pytest

from araxes.engines.mesa.model import Region

WEEKS = 20


def pickled(region):
    return pickle.loads(pickle.dumps(region))


def told(region):
    """All that a region says of itself once it has run to its end."""
    collected = region.datacollector
    tables = (collected.get_model_vars_dataframe(), collected.get_agent_vars_dataframe(), region.events())
    return np.stack(region.rungs).tolist(), region.statuses, region.memory, *(table.to_csv() for table in tables)


@pytest.fixture
def eventful(still, with_items, act, change, signal):
    return with_items(
        still,
        act("AZE", "IRN", "posture", 4),
        act("RUS", "ARM", "accord", 9),
        signal("IRN", "networks", 0.2, 0.9, 7),
        change("AZE.salience.syunik_route", 0.9, 6),
    )


@pytest.mark.parametrize("way", [pickled, copy.deepcopy])
@pytest.mark.parametrize("week", [0, 1, 7, WEEKS])
def test_a_copy_goes_on_as_the_original_would(way, week, eventful):
    region, whole = Region(eventful, 3, 7), Region(eventful, 3, 7).run()
    while region.week < week:
        region.step()
    other = way(region)
    assert (other.week, other.steps, other.replicate, other.date) == (week, region.steps, 3, region.date)
    assert told(other.run()) == told(whole)
    assert region.week == week  # the original has not moved
    assert told(region.run()) == told(whole)
    assert other.steps == region.steps
    assert not other.running


def test_a_copy_stands_alone(eventful):
    region = Region(eventful, 3)
    region.step()
    other = pickled(region)
    assert all(agent.model is other for agent in other.agents)
    assert other.state("IRN") is not region.state("IRN")
    other.memory.fast[0][1] += 1
    other.state("IRN").believed[0] = 0.0
    changed = pickled(other)
    assert changed.memory.fast[0][1] == other.memory.fast[0][1] != region.memory.fast[0][1]
    assert told(changed.run()) == told(other.run())


def test_a_copy_of_a_copy_steps_once_a_step(eventful):
    region = pickled(pickled(Region(eventful, 3)))
    for _ in range(3):
        region.step()
    assert (region.week, region.steps, len(region.rungs)) == (3, 3, 3)


def test_a_region_without_collector_can_be_copied_too(eventful):
    one, other = Region(eventful, 3, collect=False), pickled(Region(eventful, 3, collect=False))
    assert (one.foresee() == other.foresee()).all()
    assert (np.stack(one.run().rungs) == np.stack(other.run().rungs)).all()
