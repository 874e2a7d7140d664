"""Remembering: what an act leaves, and what an unknown week leaves alone."""

import pytest

from araxes.rules.remember import UNOBSERVED, Keep, Memory, add_to_pools, count_act, fade_pools, remember_act

KEEP = Keep(
    fast=0.5, slow=0.9, habit=0.8, repertoire=0.9, pool=0.7, class_pool=0.6, bar=0.9, commitment=0.9, activity_short=0.5, activity_long=0.75
)  # fmt: skip
HOSTILITY = [-0.7, 0.0, 1.0]
QUIET = 1


@pytest.fixture
def memory() -> Memory:
    """Two actors, three rungs, two classes."""

    def square(value):
        return [[value, value], [value, value]]

    def counts():
        return [[[1.0, 2.0, 3.0] for _ in range(2)] for _ in range(2)]

    return Memory(
        square(0.2),
        square(0.2),
        counts(),
        counts(),
        square(0.4),
        square(0.4),
        square(0.0),
        [1.0, 1.0, 1.0],
        [[2.0] * 3, [4.0] * 3],
    )


def test_an_act_is_folded_into_means_of_hostility_and_activity(memory):
    remember_act(memory, KEEP, HOSTILITY, 0, 1, 2, QUIET)
    assert memory.fast[0][1] == pytest.approx(0.6)
    assert memory.slow[0][1] == pytest.approx(0.28)
    assert memory.short[0][1] == pytest.approx(0.7)
    assert memory.long[0][1] == pytest.approx(0.55)
    assert memory.fast[1][0] == memory.slow[1][0] == 0.2


def test_a_quiet_week_calms_and_is_no_activity(memory):
    remember_act(memory, KEEP, HOSTILITY, 0, 1, QUIET, QUIET)
    assert memory.fast[0][1] == pytest.approx(0.1)
    assert memory.short[0][1] == pytest.approx(0.2)


def test_cooperation_is_activity_too(memory):
    remember_act(memory, KEEP, HOSTILITY, 0, 1, 0, QUIET)
    assert memory.fast[0][1] == pytest.approx(-0.25)
    assert memory.short[0][1] == pytest.approx(0.7)


def test_an_act_is_counted_after_the_habit_has_faded(memory):
    count_act(memory, KEEP, 0, 1, 2)
    assert memory.counts[0][1] == pytest.approx([0.8, 1.6, 3.4])
    assert memory.repertoire[0][1] == pytest.approx([0.9, 1.8, 3.7])
    assert memory.counts[1][0] == [1.0, 2.0, 3.0]


def test_an_unknown_week_lets_counts_fade_and_leaves_everything_else(memory):
    before = memory.copy()
    remember_act(memory, KEEP, HOSTILITY, 0, 1, UNOBSERVED, QUIET)
    add_to_pools(memory, UNOBSERVED, 1)
    assert memory == before
    count_act(memory, KEEP, 0, 1, UNOBSERVED)
    assert memory.counts[0][1] == pytest.approx([0.8, 1.6, 2.4])


def test_pools_fade_each_at_its_own_pace_and_count_by_class(memory):
    fade_pools(memory, KEEP)
    add_to_pools(memory, 2, 1)
    assert memory.pool == pytest.approx([0.7, 0.7, 1.7])
    assert memory.class_pool[0] == pytest.approx([1.2, 1.2, 1.2])
    assert memory.class_pool[1] == pytest.approx([2.4, 2.4, 3.4])


def test_a_copy_shares_nothing(memory):
    twin = memory.copy()
    count_act(twin, KEEP, 0, 1, 2)
    remember_act(twin, KEEP, HOSTILITY, 0, 1, 2, QUIET)
    fade_pools(twin, KEEP)
    twin.commitment[0][1] = 1.0
    assert memory.counts[0][1] == [1.0, 2.0, 3.0]
    assert memory.fast[0][1] == 0.2
    assert memory.pool == [1.0, 1.0, 1.0]
    assert memory.class_pool[0] == [2.0] * 3
    assert memory.commitment[0][1] == 0.0
