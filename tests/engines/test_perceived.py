"""Acts without an agreed author, in both engines: those who believe are pushed, nobody remembers."""

import numpy as np
import pytest

from araxes.engines.lists import dated_lists
from araxes.engines.model import Region
from araxes.results.free_runs import simulated_rungs


def region(world):
    return Region(world, replicate=0, seed=1, fixed=True, collect=False)


def test_the_target_is_alarmed_from_the_week_after_on_and_half_as_much_each_week(still, act, with_items):
    accused = with_items(still, act("IRN", "AZE", "limited_violence", week=1, perceived_as={"AZE": "IRN"}))
    i, k = still.states.index("AZE"), still.states.index("IRN")
    felt = [table[i][k] for table in accused.accused.received[:5]]
    h = still.constants.hostility[9]
    keep = still.constants.keep.alarm
    assert felt == [0, 0, h, h * keep, h * keep**2]
    assert accused.forced.forced == {}
    assert all(table[k][i] == 0 for table in accused.accused.received)  # the accused has no momentum of its own


def test_a_third_state_joins_in_by_its_tie(still, act, with_items):
    accused = with_items(still, act("IRN", "AZE", "limited_violence", perceived_as={"ARM": "IRN"}))
    arm, irn, aze = (still.states.index(code) for code in ("ARM", "IRN", "AZE"))
    want = (1 + dated_lists(still).tie[1][arm][irn]) * still.constants.hostility[9]
    assert accused.accused.joined[1][arm][aze] == want
    assert not np.any(accused.accused.received)


def test_no_memory_and_no_luck_is_touched_before_it_is_felt(still, act, with_items):
    accused = region(with_items(still, act("IRN", "AZE", "limited_violence", perceived_as={"AZE": "IRN"})))
    free = region(still)
    accused.step()
    free.step()
    assert accused.memory == free.memory
    assert np.array_equal(accused.rungs[0], free.rungs[0])


@pytest.mark.parametrize("believers", [{"AZE": "IRN"}, {"AZE": "IRN", "TUR": "IRN", "ARM": "RUS"}])
def test_both_engines_agree_to_the_bit(still, act, with_items, believers):
    world = with_items(still, act("IRN", "AZE", "limited_violence", week=1, perceived_as=believers))
    kernel = simulated_rungs(world, 40, 1)
    states = np.ix_(world.deciding, world.deciding)
    for replicate in range(40):
        mesa = Region(world, replicate=replicate, seed=1, collect=False).run()
        assert np.array_equal(kernel[replicate], np.stack([week[states] for week in mesa.rungs]))
    assert (kernel != simulated_rungs(still, 40, 1)).any()
