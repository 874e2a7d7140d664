"""Remembering: what an act leaves, and what an unknown week leaves alone."""

from copy import deepcopy

import pytest

from araxes.rules.memory import (
    UNOBSERVED,
    Edges,
    Foreseen,
    Keep,
    Memory,
    add_surprises,
    add_to_pools,
    count_act,
    fade_pools,
    remember_act,
)

KEEP = Keep(fast=0.5, alarm=0.25, thaw=0.75, contact=0.5, habit=0.8, pool=0.7, class_pool=0.6, bar=0.9)
HOSTILITY = [-0.7, 0.0, 0.4, 1.0]
EDGES = Edges(quiet=1, coercion=3, violence=3)
SEEN = Foreseen(hostility=0.1, cooperation=0.25, coercion=0.125, fewer_friendly=1.0, more_hostile=1.0)


@pytest.fixture
def memory() -> Memory:
    """Two actors, four rungs, two classes."""

    def square(value):
        return [[value, value], [value, value]]

    return Memory(
        fast=square(0.2),
        alarm=square(0.4),
        thaw=square(0.8),
        contact=square(-0.4),
        counts=[[[1.0, 2.0, 3.0, 0.0] for _ in range(2)] for _ in range(2)],
        pool=[1.0] * 4,
        class_pool=[[2.0] * 4, [4.0] * 4],
    )


def test_an_act_is_folded_into_the_mean_of_hostility(memory):
    remember_act(memory, KEEP, HOSTILITY, 0, 1, 3)
    assert memory.fast == [[0.2, 0.6], [0.2, 0.2]]
    remember_act(memory, KEEP, HOSTILITY, 0, 1, 0)
    assert memory.fast[0][1] == pytest.approx(-0.05)


@pytest.mark.parametrize(
    ("rung", "alarm", "thaw", "contact"),
    [
        (0, 0.1 - 0.1, 0.6 + 0.75, -0.2 - 0.125),
        (1, 0.1 - 0.1, 0.6 - 0.25, -0.2 - 0.125),
        (2, 0.1 + 0.3, 0.6 - 0.25, -0.2 - 0.125),
        (3, 0.1 + 0.9, 0.6 - 0.25, -0.2 + 0.875),
    ],
)
def test_surprises_are_added_to_what_is_left_of_earlier_ones(rung, alarm, thaw, contact, memory):
    add_surprises(memory, KEEP, HOSTILITY, 0, 1, rung, EDGES, SEEN)
    assert memory.alarm[0][1] == pytest.approx(alarm)
    assert memory.thaw[0][1] == pytest.approx(thaw)
    assert memory.contact[0][1] == pytest.approx(contact)
    assert (memory.alarm[1][0], memory.thaw[1][0], memory.contact[1][0]) == (0.4, 0.8, -0.4)


def test_an_act_is_counted_with_its_credit_after_the_habit_has_faded(memory):
    count_act(memory, KEEP, 0, 1, 2, 1.5)
    assert memory.counts[0][1] == pytest.approx([0.8, 1.6, 3.9, 0])
    assert memory.counts[1][0] == [1.0, 2.0, 3.0, 0.0]


def test_an_unknown_week_lets_counts_and_surprises_fade_and_leaves_everything_else(memory):
    before = deepcopy(memory)
    remember_act(memory, KEEP, HOSTILITY, 0, 1, UNOBSERVED)
    add_to_pools(memory, UNOBSERVED, 1, 1.0)
    assert memory == before
    count_act(memory, KEEP, 0, 1, UNOBSERVED, 2.0)
    assert memory.counts[0][1] == pytest.approx([0.8, 1.6, 2.4, 0])
    add_surprises(memory, KEEP, HOSTILITY, 0, 1, UNOBSERVED, EDGES, SEEN)
    assert (memory.alarm[0][1], memory.thaw[0][1], memory.contact[0][1]) == pytest.approx((0.1, 0.6, -0.2))


def test_pools_fade_each_at_its_own_pace_and_count_by_class_with_the_acts_credit(memory):
    fade_pools(memory, KEEP)
    add_to_pools(memory, 2, 1, 0.5)
    assert memory.pool == pytest.approx([0.7, 0.7, 1.2, 0.7])
    assert memory.class_pool[0] == pytest.approx([1.2] * 4)
    assert memory.class_pool[1] == pytest.approx([2.4, 2.4, 2.9, 2.4])


def test_a_copy_shares_nothing(memory):
    twin, before = deepcopy(memory), deepcopy(memory)
    count_act(twin, KEEP, 0, 1, 2, 1.0)
    remember_act(twin, KEEP, HOSTILITY, 0, 1, 2)
    add_surprises(twin, KEEP, HOSTILITY, 0, 1, 3, EDGES, SEEN)
    fade_pools(twin, KEEP)
    add_to_pools(twin, 2, 1, 1.0)
    assert memory == before
    assert all(changed != kept for changed, kept in zip(twin, before, strict=True))
