"""Paths: what happens within some weeks, and what is an onset."""

import datetime

import numpy as np
import pytest

from araxes.engines.world import prepare
from araxes.forecasting.predict import PathCounts, coercion_onsets, past_calm
from araxes.results.free_runs import free_scenario


def flags(text):
    """A row of weeks, of one dyad: "x" where coercion is."""
    return np.array([letter == "x" for letter in text])[:, None, None]


@pytest.mark.parametrize(
    ("before", "acts", "begun"),
    [
        ("...", "..x.", "..o."),
        ("..x", "x...", "...."),
        ("x..", "x...", "...."),
        ("x..", ".x..", ".o.."),
        ("...", "xx..", "o..."),
        ("...", "x...x", "o...o"),
        ("...", "x..x.", "o...."),
    ],
)
def test_an_onset_is_coercion_after_calm(before, acts, begun):
    found = coercion_onsets(flags(acts)[None], flags(before))[0, :, 0, 0]
    assert "".join("o" if one else "." for one in found) == begun


@pytest.fixture(scope="module")
def world():
    return prepare(free_scenario(datetime.date(2023, 4, 3), 4))


def test_acts_are_counted_within_and_either_way(world):
    paths = PathCounts.empty(world, (1, 3), draws=2)
    acts = np.full((2, 4, 5, 5), 3, dtype=np.int8)
    acts[0, 1, 0, 1], acts[1, 0, 1, 0] = 7, 9
    paths.add(acts, np.array([0, 1]), np.full((8, 5, 5), 3, dtype=np.int8))
    assert paths.rungs == (4, 7, 9)
    assert paths.reached[0, :, 0, 1].tolist() == [[0, 0, 0], [1, 1, 0]]
    assert paths.reached[1, :, 1, 0].tolist() == [[1, 1, 1], [1, 1, 1]]
    assert not paths.reached[:, :, 2:, :2].any()
    assert np.array_equal(paths.reached_pair, paths.reached_pair.swapaxes(2, 3))
    assert paths.reached_pair[:, 1, 0, 1, 1].tolist() == [1, 1]
    assert paths.onset[:, :, 0, 1].tolist() == [[0, 1], [0, 0]]
    assert paths.onset_pair[:, :, 0, 1].tolist() == [[0, 1], [1, 1]]


def test_calm_is_read_off_the_record_and_what_is_not_known_is_no_coercion(world):
    calm = past_calm(world)
    assert calm.shape == (8, 5, 5)
    assert np.array_equal(calm, world.warm.rungs[-8:][:, world.deciding][:, :, world.deciding])
    young = prepare(free_scenario(datetime.date(2018, 2, 19), 1))
    assert (past_calm(young)[:6] == -1).all()
    assert (past_calm(young)[6:, 0, 1] >= 0).all()
