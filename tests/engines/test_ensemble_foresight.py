"""Foresight: the distribution of an act before it is drawn, the same on both engines, and true to what is then drawn."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import foresee, histories
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare
from araxes.options import ENGINES

WANTED = [0, 3, 11]


def together(world, numbers, **options):
    parts = [part for _, part in foresee(world, WANTED, numbers, 7, **options)]
    return np.concatenate([part.rungs for part in parts]), np.concatenate([part.cumulative for part in parts])


@pytest.fixture(scope="module")
def eventful(still, with_items, act):
    """A world in which acts are forced, acts move issues, and weights are drawn."""
    moving = {"behaviour.issue_moves.accord": 0.05, "behaviour.issue_moves.force": 0.05}
    return with_items(still, act("IRN", "AZE", "warning", 3), act("AZE", "IRN", "war", 11), sets=moving)


@pytest.mark.parametrize("fixed", [False, True])
def test_both_engines_foresee_the_same_to_the_last_bit(eventful, fixed):
    rungs, foreseen = together(eventful, range(5), fixed=fixed)
    acts, expected = together(eventful, range(5), fixed=fixed, engine="mesa")
    assert np.array_equal(rungs, acts)
    assert np.array_equal(foreseen, expected)


def test_looking_ahead_changes_nothing(eventful):
    rungs, _ = together(eventful, range(40))
    (_, plain), *_ = histories(eventful, range(40), 7)
    assert np.array_equal(rungs, plain.rungs)
    region, other = (Region(eventful, 3, 7, collect=False) for _ in range(2))
    region.foresee()
    region.step()
    other.step()
    assert np.array_equal(region.rungs[0], other.rungs[0])


def test_neither_chunks_nor_threads_change_a_bit(eventful):
    _, one = together(eventful, range(600), workers=1)
    _, two = together(eventful, range(600), workers=2)
    _, some = together(eventful, range(130, 140))
    assert np.array_equal(one, two)
    assert np.array_equal(one[130:140], some)


def test_distributions_rise_from_rung_to_rung_and_are_nothing_on_the_diagonal(eventful):
    _, foreseen = together(eventful, range(20))
    states = foreseen.shape[2]
    assert not foreseen[:, :, range(states), range(states)].any()
    off = foreseen[:, :, ~np.eye(states, dtype=bool)]
    assert (np.diff(off, axis=-1) > -1e-12).all()
    assert (off >= 0).all()
    assert (off <= 1).all()


def test_a_forced_act_is_certain(eventful):
    _, foreseen = together(eventful, range(3))
    states = eventful.scenario.region.states
    i, j = states.index("IRN"), states.index("AZE")
    warning = [rung.key for rung in eventful.scenario.region.rungs].index("warning")
    assert np.array_equal(foreseen[:, 1, i, j], np.tile(np.arange(10) >= warning, (3, 1)))
    assert not foreseen[:, 2, j, i].any()


def test_what_is_foreseen_comes_as_often(still):
    n = 4000
    rungs, foreseen = together(still, range(n))
    for place, week in enumerate(WANTED):
        drawn = np.stack([(rungs[:, week] <= k) for k in range(10)], axis=-1).mean(axis=0)
        expected = foreseen[:, place].mean(axis=0)
        off = ~np.eye(len(drawn), dtype=bool)
        error = np.sqrt(expected * (1 - expected) / n) + 1 / n
        assert (abs(drawn - expected)[off] < 4.5 * error[off]).all()


def test_the_first_week_depends_on_the_draw_of_weights_alone(still):
    _, foreseen = together(still, range(2 * still.n_draws))
    assert np.array_equal(foreseen[: still.n_draws, 0], foreseen[still.n_draws :, 0])
    assert (foreseen[0, 0] != foreseen[1, 0]).any()


@pytest.mark.parametrize("engine", ENGINES)
def test_without_push_the_habit_is_foreseen_to_the_last_bit(engine, still, weightless):
    world = prepare(araxes.load(still.scenario, sets=weightless))
    _, foreseen = together(world, range(3), engine=engine)
    for replicate in range(3):
        region = Region(world, replicate, 7, collect=False)
        for place, week in enumerate(WANTED):
            while region.week < week:
                region.step()
            for i, j in itertools.permutations(range(len(world.states)), 2):
                assert foreseen[replicate, place][i, j].tolist() == region.by_index[i].cumulative(j)


@pytest.mark.parametrize(("coercion", "violence"), [(0, 0), (2, 3), (4, 4), (10, 10)])
def test_both_engines_agree_wherever_coercion_and_violence_begin(coercion, violence, still):
    rules = still.constants._replace(coercion_rung=coercion, violence_rung=violence)
    world = replace(still, constants=rules)
    (ours, expected), (theirs, other) = together(world, range(3)), together(world, range(3), engine="mesa")
    assert np.array_equal(ours, theirs)
    assert np.array_equal(expected, other)
