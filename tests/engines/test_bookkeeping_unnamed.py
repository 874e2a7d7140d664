"""A replicate that nobody names: counted where that is safe, drawn where it is not, recorded, and said when it is repeated."""

import warnings
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest

import araxes
from araxes.engines.mesa import bookkeeping
from araxes.engines.mesa.model import Region
from araxes.errors import InputError


@pytest.fixture(autouse=True)
def counted_anew(monkeypatch):
    monkeypatch.setattr(bookkeeping, "_COUNTS", type(bookkeeping._COUNTS)(bookkeeping.count))


def fresh(scenario, **options):
    return Region(scenario, None, **options).replicate


def in_a_worker(scenario):
    return fresh(scenario), fresh(scenario)


def test_fresh_replicates_count_from_0_and_are_those_of_that_name(still):
    first, second = Region(still, None), Region(still, None)
    assert (first.replicate, second.replicate) == (0, 1)
    assert (np.stack(second.run().rungs) == np.stack(Region(still, 1).run().rungs)).all()


def test_every_scenario_seed_and_kind_of_weights_has_a_count_of_its_own(still, with_items, act):
    other = with_items(still, act("AZE", "IRN", "war", 3))
    assert [fresh(still), fresh(other), fresh(still, seed=2), fresh(still, fixed=True)] == [0, 0, 0, 0]
    assert [fresh(other), fresh(still, seed=None)] == [1, 1]  # no seed is seed 1


def test_the_same_scenario_is_one_whether_named_loaded_or_prepared(still, short_scenario):
    loaded = araxes.load(short_scenario)
    assert [fresh(short_scenario), fresh(loaded), fresh(short_scenario)] == [0, 1, 2]


@pytest.mark.slow
def test_workers_never_take_the_same_number_nor_their_parents(short_scenario):
    here = fresh(short_scenario)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = [number for pair in pool.map(in_a_worker, [short_scenario] * 4) for number in pair]
    assert len({here, *found}) == 9
    assert max(found) > 1000  # drawn, not counted: the chance that eight of 2^32 numbers are all so small is nil


def test_a_forked_process_does_not_go_on_with_its_parents_count(still, monkeypatch):
    assert fresh(still) == 0
    monkeypatch.setattr(bookkeeping, "_PROCESS", -1)  # what a child sees that a fork has made
    numbers = [fresh(still) for _ in range(4)]
    assert len(set(numbers)) == 4
    assert max(numbers) > 1000


def test_a_replicate_left_out_warns_the_second_time_and_then_no_more(still):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Region(still).replicate == 0
    with pytest.warns(UserWarning, match="second time: this is replicate 1") as caught:
        assert Region(still).replicate == 1
    assert caught[0].filename == __file__
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert Region(still).replicate == 2


def test_a_replicate_asked_for_or_named_does_not_warn(still):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert [Region(still, None).replicate for _ in range(3)] == [0, 1, 2]
        assert [Region(still, 0).replicate for _ in range(2)] == [0, 0]
        assert [Region(still, rng=6).replicate for _ in range(2)] == [6, 6]


def test_rng_is_the_replicate(still):
    assert Region(still, rng=np.int64(4)).replicate == Region(still, 4, rng=4).replicate == 4


@pytest.mark.parametrize("wrong", [-1, 2**32, 1.5, True, [1, 2], np.random.SeedSequence(1), np.random.default_rng(1)])
def test_an_rng_that_is_no_replicate_is_refused_with_what_to_give(wrong, still):
    with pytest.raises(InputError, match=r"(?s)rng: got .*; allowed: a whole number from 0 .* rng=range\(100\)"):
        Region(still, rng=wrong)


def test_two_different_replicates_are_refused(still):
    with pytest.raises(InputError, match="replicate: got 3; allowed: 4, which rng says, or one of the two alone"):
        Region(still, 3, rng=4)
