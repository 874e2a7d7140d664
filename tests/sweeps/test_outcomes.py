"""Outcomes: each against its definition, worked out the slow way, and the user's own."""

import os

import numpy as np
import pytest

from araxes.engines.counting import Course
from araxes.engines.ensemble import Histories
from araxes.sweeps.outcomes import HistoryNames, Measures, functions_of
from araxes.sweeps.work import Moments

NAMES = HistoryNames(
    ("AZE", "IRN", "TUR"), ("israel",), tuple("abcdefghijk"), {"quiet": range(3, 4), "coercive": range(7, 11)}, 3, 30
)
PAIRS = [(i, j) for i in range(3) for j in range(3) if i != j]


@pytest.fixture(scope="module")
def found():
    luck = np.random.default_rng(1)
    rungs = luck.integers(0, 11, (7, 30, 3, 3)).astype(np.int8)
    rungs[luck.random(rungs.shape) < 0.8] = 3
    rungs[:, :, range(3), range(3)] = -1
    return Histories(rungs, luck.random((7, 30, 1)).astype(np.float32))


@pytest.fixture(scope="module")
def course():
    return Course(np.linspace(-0.8, 1, 11), 0.7, np.full((3, 3), 0.1))


def column(measures, values, name):
    return values[:, [outcome.name for outcome in measures.outcomes].index(name)]


def test_every_outcome_follows_its_definition(found, course):
    measures = Measures(NAMES, {})
    values = measures.values(found, course)
    assert values.shape == (7, len(measures.outcomes))
    assert len({outcome.name for outcome in measures.outcomes}) == len(measures.outcomes)
    tension = {}
    for i, j in PAIRS:
        dyad = f"{NAMES.states[i]}>{NAMES.states[j]}"
        acts = found.rungs[:, :, i, j]
        fast, weekly = np.full(7, 0.1), []
        for week in acts.T:
            fast = 0.7 * fast + 0.3 * course.hostility[week]
            weekly.append(10 * fast)
        tension[dyad] = np.mean(weekly, axis=0)
        np.testing.assert_allclose(column(measures, values, f"tension.{dyad}"), tension[dyad])
        np.testing.assert_allclose(column(measures, values, f"end_tension.{dyad}"), weekly[-1])
        for weeks, within in ((4, ".4"), (26, ".26"), (30, "")):
            hit = (acts[:, :weeks] >= 9).any(axis=1)
            np.testing.assert_array_equal(column(measures, values, f"chance.9.{dyad}{within}"), hit)
        first = [next((week for week, act in enumerate(row, 1) if act >= 9), 30) for row in acts]
        np.testing.assert_array_equal(column(measures, values, f"first.9.{dyad}"), first)
        np.testing.assert_array_equal(column(measures, values, f"count.coercive.{dyad}"), (acts >= 7).sum(axis=1))
    both = (tension["AZE>TUR"] + tension["TUR>AZE"]) / 2
    np.testing.assert_allclose(column(measures, values, "tension.AZE-TUR"), both)
    np.testing.assert_allclose(column(measures, values, "tension"), np.mean(list(tension.values()), axis=0))
    np.testing.assert_array_equal(column(measures, values, "status.israel"), found.status[:, -1, 0])


def test_a_selection_keeps_the_same_numbers(found, course):
    every, some = Measures(NAMES, {}), Measures(NAMES, {}, ("chance.9.*.26", "tension", "status.*"))
    assert next(outcome.name for outcome in some.outcomes) == "tension"
    assert len(some.outcomes) == 1 + 6 + 1
    values = every.values(found, course)
    for k, outcome in enumerate(some.outcomes):
        np.testing.assert_array_equal(some.values(found, course)[:, k], column(every, values, outcome.name))


def test_a_function_of_ones_own(found, course, tmp_path, messages):
    file = tmp_path / "own.py"
    file.write_text(
        "def wars(rungs, status, names):\n    return (rungs == len(names.rungs) - 1).any(axis=(1, 2, 3))\n"
        "def short(rungs, status, names):\n    return [1]\n"
        "def broken(rungs, status, names):\n    raise KeyError('x')\n"
    )
    own = functions_of([f"{file}:wars"])
    measures = Measures(NAMES, own, ("wars",))
    np.testing.assert_array_equal(measures.values(found, course)[:, 0], (found.rungs == 10).any(axis=(1, 2, 3)))
    (fault,) = messages(Measures(NAMES, functions_of([f"{file}:short"])).values, found, course)
    assert str(fault) == (
        "functions: short: got an array of shape (1,); allowed: one finite number a replicate, shape (7,)"
    )
    (fault,) = messages(Measures(NAMES, functions_of([f"{file}:broken"])).values, found, course)
    assert str(fault) == "functions: broken: got KeyError: 'x'; allowed: a function that gives one number a replicate"
    (fault,) = messages(functions_of, [f"{file}:nothing"])
    assert "no function 'nothing' in it" in str(fault)
    (fault,) = messages(functions_of, ["json"])
    assert str(fault) == "functions: json: got no ':'; allowed: module:function or file.py:function"
    (fault,) = messages(functions_of, ["no_such_module:f"])
    assert "ModuleNotFoundError" in str(fault)


def test_a_function_of_ones_own_is_kept_whatever_else_is(found, course):
    own = {
        "first": lambda rungs, status, names: rungs[:, 0, 0, 1],
        "second": lambda rungs, status, names: np.arange(len(rungs)),
    }
    for patterns in (("tension",), ("tension", "second"), ("second",)):
        measures = Measures(NAMES, own, patterns)
        kept = ["tension"] if "tension" in patterns else []
        assert [outcome.name for outcome in measures.outcomes] == [*kept, "first", "second"]
        values = measures.values(found, course)
        np.testing.assert_array_equal(values[:, -2], found.rungs[:, 0, 0, 1])
        np.testing.assert_array_equal(values[:, -1], np.arange(len(found.rungs)))


def test_moments_are_those_of_the_whole():
    values = np.random.default_rng(2).normal(5, 2, (37, 4))
    sums = Moments(4, 10, alone=False)
    for start in range(0, 37, 10):
        sums.add(values[start : start + 10])
    mean, error, variance = sums.result()
    np.testing.assert_allclose(mean, values.mean(axis=0))
    np.testing.assert_allclose(variance, values.var(axis=0, ddof=1))
    off = [(values[d::10] - mean).sum(axis=0) for d in range(10)]
    np.testing.assert_allclose(error, np.sqrt(np.square(off).sum(axis=0) * 10 / 9) / 37)


def test_with_one_replicate_a_draw_the_error_is_the_usual_one():
    values = np.random.default_rng(3).normal(size=(8, 2))
    for alone in (True, False):
        sums = Moments(2, 8, alone)
        sums.add(values)
        np.testing.assert_allclose(sums.result()[1], values.std(axis=0, ddof=1) / np.sqrt(8))


def test_the_error_covers_what_draws_share():
    luck = np.random.default_rng(4)
    shared, errors, means = Moments, [], []
    for _ in range(300):
        weight = luck.normal(size=16)
        sums = shared(1, 16, alone=False)
        for _ in range(10):
            sums.add((weight + luck.normal(scale=0.5, size=16))[:, None])
        mean, error, _ = sums.result()
        means.append(mean[0])
        errors.append(error[0])
    assert np.std(means) == pytest.approx(np.mean(errors), rel=0.15)


def test_one_replicate_has_no_error_and_no_variance():
    sums = Moments(1, 1, alone=True)
    sums.add(np.array([[3.0]]))
    mean, error, variance = sums.result()
    assert mean == 3
    assert np.isnan(error)
    assert np.isnan(variance)


def test_an_outcome_has_the_same_bits_alone_and_among_others():
    values = np.random.default_rng(5).standard_normal((500, 3)) * [1e-3, 1, 1e3]
    for alone in (True, False):
        every, single = (Moments(count, 250, alone) for count in (3, 1))
        for start in (0, 250):
            every.add(values[start : start + 250])
            single.add(values[start : start + 250, 1:2])
        for whole, part in zip(every.result(), single.result(), strict=True):
            assert whole[1] == part[0]


@pytest.mark.parametrize("name", ["pipe.py", "nowhere.py", "folder.py", "x" * 300 + ".py"])
def test_a_function_comes_from_a_file_and_from_nothing_else(name, tmp_path, messages):
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (fault,) = messages(functions_of, [f"{tmp_path / name}:f"])
    assert fault.key == str(tmp_path / name)
    assert "a Python file" in fault.allowed
