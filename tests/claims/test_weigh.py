"""From statistics of worlds to a verdict: each of the four, and the power and false alarms beside it."""

import numpy as np
import pytest

from araxes.claims.weigh import CONTRADICTED, GLYPHS, SUPPORTED, UNDECIDED, UNTESTABLE, Null, upper_bound, weigh

LUCK = np.random.default_rng(5)


def nulls(effect, shared=0.0):
    def some(mean):
        return LUCK.normal(mean, 1, 2000)

    rises = Null(
        {"independent": some(0), "shared": some(shared)},
        {"independent": some(0), "shared": some(shared)},
        {"link": some(effect)},
    )
    absent = Null({"independent": some(effect)}, {"independent": some(effect)}, {"none": some(0)}, upper=False)
    return rises, absent


@pytest.mark.parametrize(
    ("statistic", "effect", "verdict"),
    [
        (4.0, 4.0, SUPPORTED),
        (0.0, 4.0, CONTRADICTED),
        (1.2, 4.0, CONTRADICTED),
        (1.5, 2.9, UNDECIDED),
        (0.5, 1.0, UNTESTABLE),
    ],
)
def test_each_verdict_is_given(statistic, effect, verdict):
    assert weigh(statistic, *nulls(effect)).verdict == verdict


def test_the_worst_worlds_decide():
    assert weigh(2.5, *nulls(4.0)).verdict == SUPPORTED
    assert weigh(2.5, *nulls(4.0, shared=2.0)).verdict != SUPPORTED


def test_power_and_false_alarms_are_those_of_the_rule():
    rises, absent = nulls(4.0)
    found = weigh(4.0, rises, absent)
    assert found.power > 0.95
    assert found.alarm < found.alarm_bound < 0.08
    assert weigh(0.0, rises, absent).power == absent.power


def test_a_p_value_counts_the_record_as_one():
    null = Null({"worlds": np.zeros(99)}, {}, {})
    assert null.p_values(np.array([1.0]))[0] == pytest.approx(0.01)
    assert null.p_values(np.array([0.0]))[0] == 1


def test_the_power_is_that_of_the_kind_in_which_it_is_least():
    null = Null({"worlds": np.arange(99.0)}, {}, {"easy": np.full(9, 200.0), "hard": np.array([200.0, 0, 0, 0])})
    assert null.power == 0.25


def test_the_bound_of_a_share_lies_above_it_and_nears_it():
    assert 0.05 < upper_bound(0.05, 10000) < upper_bound(0.05, 1000) < 0.08
    assert upper_bound(0.0, 1000) > 0


def test_every_verdict_has_a_glyph():
    assert set(GLYPHS.values()) == {"+", "-", "o", ".", "~", "m", "?", ""}
