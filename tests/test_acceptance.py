"""What `benchmarks/acceptance.py` measures against: the habit of before, and what a line of its report says."""

import importlib.util
import sys

import numpy as np
import pytest

from araxes.estimation.likelihood import past_given, record_weeks
from araxes.forecasting.skill import SkillMeasure
from araxes.inputs.constants import constants, tree_order

OFF = ~np.eye(5, dtype=bool)


@pytest.fixture(scope="module")
def acceptance(root):
    """The script, imported from its path."""
    name = "acceptance_of_the_rule"
    spec = importlib.util.spec_from_file_location(name, root / "benchmarks" / "acceptance.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


@pytest.fixture(scope="module")
def past(region, studied):
    return past_given(record_weeks(studied, region, studied.next_start), region)


@pytest.fixture(scope="module")
def hostile(region):
    return tree_order(region).index("hostile")


@pytest.fixture(scope="module")
def chances(acceptance, region, past, hostile):
    return acceptance.habit_of_before(past, constants(region), hostile)


def test_the_habit_of_before_has_its_published_log_likelihood(past, chances):
    came = np.take_along_axis(chances, np.maximum(past.acts, 0)[..., None], axis=-1)[..., 0]
    assert np.log(came[26:][:, OFF]).sum() == pytest.approx(-3359.8, abs=0.5)


def test_its_chances_sum_to_1_and_see_nothing_later(acceptance, region, past, hostile, chances):
    assert chances[:, OFF].sum(axis=-1) == pytest.approx(1)
    week = 150
    acts = np.where(np.arange(len(past.acts))[:, None, None] >= week, (past.acts >= 0) * 10, past.acts)
    other = acceptance.habit_of_before(past._replace(acts=acts, pooled=acts), constants(region), hostile)
    assert np.array_equal(other[: week + 1], chances[: week + 1])
    assert not np.array_equal(other[week + 1], chances[week + 1])


def test_a_score_of_a_level_is_that_of_two_outcomes(acceptance):
    chance = np.array([[0.5, 0.3, 0.2], [0.5, 0.3, 0.2], [0.5, 0.3, 0.2]])
    found = acceptance.reaches(chance, np.array([0, 2, -1]), 1)
    assert found[:2] == pytest.approx(-np.log([0.5, 0.5]))
    assert np.isnan(found[2])


@pytest.mark.parametrize(
    ("found", "least", "most", "holds"),
    [
        (0.3, 0.2, np.nan, True),
        (0.1, 0.2, np.nan, False),
        (0.3, np.nan, 0.2, False),
        (0.3, 0.2, 0.4, True),
        (0.3, np.nan, np.nan, None),
        (SkillMeasure(0.3, 0.1, 0.5), 0.2, np.nan, True),
        (SkillMeasure(0.3, -0.1, 0.5), 0.2, np.nan, False),
        (SkillMeasure(0.1, 0.05, 0.5), 0.2, np.nan, False),
        (SkillMeasure(0.3, np.nan, np.nan), 0.2, np.nan, False),
        (np.nan, 0.2, np.nan, False),
    ],
)
def test_a_line_says_whether_what_is_required_holds(acceptance, found, least, most, holds):
    assert acceptance.line("free", "what", found, least, most).holds is holds


def test_the_report_names_what_fails(acceptance):
    rows = [
        acceptance.line("week", "gain", SkillMeasure(0.001, -0.01, 0.01), 0.005),
        acceptance.line("free", "CRPS", 1.2),
    ]
    said = acceptance.report(rows).splitlines()
    assert "NO" in said[1]
    assert "[-0.0100, 0.0100]" in said[1]
    assert "NO" not in said[2]
