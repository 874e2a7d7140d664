"""Forced acts reveal their luck: to the other half of the pair, in the share of weeks that both live through, and to nobody else."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from araxes.engines.datasets import simulate
from araxes.engines.ensemble import foresee
from araxes.engines.mesa.model import Region
from araxes.rules.choose import friendly_chance
from araxes.rules.luck import chance_of_both

ENGINES = ("kernel", "mesa")
ONE, OTHER = "AZE", "ARM"
QUIET, RUPTURE = 3, 7
LIVELY = {"behaviour.weight.lift": 2.0}
"""So many acts are hostile that whatever happens to them is seen."""


@pytest.fixture(scope="module")
def lively(still, with_items):
    return with_items(still, sets=LIVELY, weeks=8)


@pytest.fixture(scope="module")
def forced(lively, with_items):
    """Return the lively world with some acts forced in it."""
    return lambda *acts: with_items(lively, *acts, sets=LIVELY, weeks=lively.scenario.weeks)


def coded(act, source, target, code, week=0, **more):
    """Return a forced act that is given by its CAMEO code."""
    return act(source, target, None, week, code=code, **more)


def rungs(world, numbers, engine="kernel", **options):
    return simulate(world, numbers, engine=engine, **options)["rung"].values


def places(world, *codes):
    return tuple(world.states.index(code) for code in codes)


def friendly(world, *dyad):
    """Return 1 - P(hostile) of a dyad in the first week, weights at their means and nothing told."""
    region = Region(world, 0, fixed=True, collect=False)
    region.foresee()
    i, j = places(world, *dyad)
    return friendly_chance(region.by_index[i].questions[j])


# --- What was drawn anyway ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("week", [0, 5])
def test_to_force_what_a_replicate_drew_anyway_changes_no_act_and_no_memory(week, engine, lively, forced, act):
    i, j = places(lively, ONE, OTHER)
    keys = [rung.key for rung in lively.scenario.region.rungs]
    hostile = rungs(lively, 120)[:, week, i, j] > QUIET
    of_each = 12 if engine == "kernel" else 3
    numbers = [*np.flatnonzero(hostile)[:of_each].tolist(), *np.flatnonzero(~hostile)[:of_each].tolist()]
    assert len(numbers) == 2 * of_each
    for number in numbers:
        free = rungs(lively, [number], engine)
        world = forced(act(ONE, OTHER, keys[int(free[0, week, i, j])], week))
        assert (rungs(world, [number], engine) == free).all(), number
        if engine == "mesa":
            assert Region(world, number).run().memory == Region(lively, number).run().memory


@pytest.mark.parametrize("engine", ENGINES)
def test_forced_and_free_runs_agree_in_every_earlier_week_and_then_no_more(engine, lively, forced, act):
    numbers = range(200 if engine == "kernel" else 8)
    free = rungs(lively, numbers, engine)
    told = rungs(forced(act(ONE, OTHER, "war", 4)), numbers, engine)
    assert (free[:, :4] == told[:, :4]).all()
    i, j = places(lively, ONE, OTHER)
    same = np.ones(free.shape[2:], dtype=bool)
    same[i, j] = same[j, i] = False
    assert (free[:, 4] == told[:, 4])[:, same].all()  # no third party answers within the week
    assert (free[:, 4] != told[:, 4])[:, j, i].any()


# --- The chance of the other half ---------------------------------------------------------------------------------------


def as_told(world, hostile):
    """Return P(the other half hostile) given what ONE is forced to answer, by the formula."""
    own, reverse = friendly(world, OTHER, ONE), friendly(world, ONE, OTHER)
    low, high = (reverse, 1) if hostile else (0, reverse)
    return chance_of_both(own, 1, low, high, world.constants.luck.hostile) / (high - low)


@pytest.mark.slow
@pytest.mark.parametrize(("rung", "hostile"), [("rupture", True), ("war", True), ("quiet", False)])
def test_100_000_replicates_answer_as_often_as_the_formula_says(rung, hostile, lively, with_items, act):
    number = 100_000
    world = with_items(lively, act(ONE, OTHER, rung), sets=LIVELY, weeks=1)
    i, j = places(world, OTHER, ONE)
    found = rungs(world, number, fixed=True)[:, 0, i, j]
    expected, alone = as_told(world, hostile), 1 - friendly(world, OTHER, ONE)
    error = np.sqrt(expected * (1 - expected) / number)
    assert abs((found > QUIET).mean() - expected) < 3.5 * error
    assert abs(alone - expected) > 20 * error
    _, foreseen = next(foresee(world, [0], [0], 1, fixed=True))
    shares = np.bincount(found, minlength=11) / number
    chances = np.diff([0, *foreseen.cumulative[0, 0, i, j], 1])
    assert (abs(shares - chances) < 4 * np.sqrt(chances / number)).all()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("rung", "hostile"), [("rupture", True), ("quiet", False)])
def test_what_is_foreseen_of_the_other_half_is_the_chance_once_told(rung, hostile, engine, forced, act):
    world = forced(act(ONE, OTHER, rung))
    _, found = next(foresee(world, [0], [0], 1, fixed=True, engine=engine))
    i, j = places(world, ONE, OTHER)
    assert 1 - found.cumulative[0, 0, j, i, QUIET] == pytest.approx(as_told(world, hostile))
    assert set(found.cumulative[0, 0, i, j].tolist()) == {0.0, 1.0}


def test_how_severe_a_forced_act_is_tells_nothing(lively, forced, act):
    i, j = places(lively, OTHER, ONE)
    mild, severe = (rungs(forced(act(ONE, OTHER, rung)), 400)[:, 0, i, j] for rung in ("criticism", "war"))
    assert (mild == severe).all()
    assert (severe > QUIET).mean() > (rungs(lively, 400)[:, 0, i, j] > QUIET).mean() + 0.05


# --- Where nothing is told ----------------------------------------------------------------------------------------------


def test_a_cooperative_act_given_by_rung_alone_tells_nothing_and_one_by_code_does(lively, forced, act):
    i, j = places(lively, OTHER, ONE)
    free = rungs(lively, 400)[:, 0, i, j] > QUIET
    by_rung = rungs(forced(act(ONE, OTHER, "accord")), 400)[:, 0, i, j] > QUIET
    by_code = rungs(forced(coded(act, ONE, OTHER, "050")), 400)[:, 0, i, j] > QUIET
    assert (by_rung == free).all()
    assert by_code.mean() < free.mean() - 0.05


def test_an_outside_actor_tells_nothing(lively, forced, act):
    world = forced(act("ISR", "IRN", "war"), act("IRN", "USA", "war"))
    assert (rungs(world, 100) == rungs(lively, 100)).all()


# --- Acts that two do together ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "mutual", "halves"),
    [
        ("042", None, (2, 2)),
        ("057", None, (1, 1)),
        ("057", False, (1, None)),
        ("172", None, (7, None)),
        ("190", None, (9, None)),
        ("190", True, (9, 9)),
    ],
)
def test_acts_that_two_do_together_force_both_halves_unless_the_file_says_otherwise(
    code, mutual, halves, lively, forced, act
):
    world = forced(coded(act, ONE, OTHER, code, 2, mutual=mutual))
    i, j = (world.codes.index(name) for name in (ONE, OTHER))
    found = world.forced.forced
    assert (found[2, i, j], found.get((2, j, i))) == halves
    assert set(found) <= {(2, i, j), (2, j, i)}


def test_what_the_file_forces_on_the_other_half_stands(forced, act):
    world = forced(coded(act, ONE, OTHER, "042"), act(OTHER, ONE, "quiet"), act("IRN", ONE, "accord", mutual=True))
    i, j, k = (world.codes.index(name) for name in (ONE, OTHER, "IRN"))
    assert world.forced.forced == {(0, i, j): 2, (0, j, i): QUIET, (0, k, i): 1, (0, i, k): 1}


# --- Acts that stand ----------------------------------------------------------------------------------------------------


def test_an_act_that_stands_is_new_once_and_one_that_is_repeated_every_time(lively, forced, act):
    later = lively.scenario.start + datetime.timedelta(weeks=6)
    i, j = (lively.codes.index(name) for name in (ONE, OTHER))
    standing = forced(act(ONE, OTHER, "rupture", 1, until=later)).forced
    assert {week for week, *_ in standing.forced} == {1, 2, 3, 4, 5}
    assert standing.standing == {(week, i, j) for week in (2, 3, 4, 5)}
    assert not forced(act(ONE, OTHER, "rupture", 1, until=later, every=2)).forced.standing
    again = forced(act(ONE, OTHER, "rupture", 1, until=later), act(ONE, OTHER, "rupture", 3), act(ONE, OTHER, "war", 4))
    assert again.forced.standing == {(2, i, j), (5, i, j)}


# --- The same whatever runs it ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def eventful(lively, forced, act):
    later = lively.scenario.start + datetime.timedelta(weeks=5)
    return forced(
        act(ONE, OTHER, "limited_violence", 0),
        act("IRN", "AZE", "quiet", 1, until=later),
        coded(act, "RUS", "TUR", "044", 2),
        coded(act, "TUR", "ARM", "111", 7),
    )


def test_both_engines_agree_on_acts_and_on_what_is_foreseen(eventful):
    numbers, weeks = range(4), range(eventful.scenario.weeks)
    found = [list(foresee(eventful, weeks, numbers, 1, engine=engine)) for engine in ENGINES]
    for part in ("rungs", "status", "cumulative"):
        kernel, mesa = (np.concatenate([getattr(some, part) for _, some in chunks]) for chunks in found)
        assert kernel.tobytes() == mesa.tobytes(), part


def test_the_same_object_any_number_of_threads_and_any_order_give_the_same(eventful):
    base = rungs(eventful, 300, workers=1)
    assert (rungs(eventful, 300, workers=2) == base).all()
    assert (rungs(eventful, 300, workers=2) == base).all()
    assert (rungs(eventful, [*range(299, 199, -1), 3, 0]) == base[[*range(299, 199, -1), 3, 0]]).all()
    again = replace(eventful, scenario=eventful.scenario)
    assert (rungs(again, 20) == base[:20]).all()
