"""Chances and changes in words."""

import math

import pytest

from araxes.wording import (
    MINUS,
    count_interval,
    decimals_of,
    enumeration,
    percent,
    percent_interval,
    points,
    points_change,
    points_interval,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0 %"), (0.0004, "<0.1 %"), (0.031, "3.1 %"), (0.55, "55 %"), (0.999, ">99 %"), (1, "100 %")],
)
def test_percent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("mean", "low", "high", "text"),
    [
        (0.16, 0.11, 0.21, "16 points more [11, 21]"),
        (-0.03, -0.08, 0.02, f"3 points less [{MINUS}8, 2]"),
        (0.01, -0.05, 0.08, f"1 point more [{MINUS}5, 8]"),
        (0.004, 0.001, 0.007, "0.4 points more [0.1, 0.7]"),
        (0.0, 0.0, 0.0, "as often in both [0.0, 0.0]"),
        (0.02, math.nan, math.nan, "2 points more"),
    ],
)
def test_a_change_is_told_with_its_interval(mean, low, high, text):
    assert points_change(mean, low, high) == text


def test_what_rounds_to_nothing_has_no_sign():
    assert points(-0.0004) == points(0.0004) == "0"
    assert points(0.12) == "+12"
    assert points(-0.12) == f"{MINUS}12"


def test_digits_follow_the_interval():
    assert decimals_of(0.01, 0.05) == 0
    assert decimals_of(0.01, 0.02) == 1
    assert points_interval(math.nan, 0.1) == ""


@pytest.mark.parametrize(
    ("share", "low", "high", "text"),
    [
        (0.42, 0.331, 0.5, "42 % [33, 50]"),
        (0.034, 0, 0.0788, "3.4 % [0, 7.9]"),
        (0, 0, 0.003, "0 % [0, 0.3]"),
        (1, 0.997, 1, "100 % [99.7, 100]"),
        (0.33, math.nan, math.nan, "33 %"),
    ],
)
def test_a_chance_is_told_with_its_interval(share, low, high, text):
    assert percent_interval(share, low, high) == text


def test_a_mean_number_is_told_with_its_interval():
    assert count_interval(4.81, 3.1, 6.46) == "4.8 [3.1, 6.5]"
    assert count_interval(12.3, 0.02, 15.4) == "12.3 [0, 15]"
    assert count_interval(1, math.nan, math.nan) == "1.0"


@pytest.mark.parametrize(("words", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")])
def test_words_are_enumerated(words, text):
    assert enumeration(words) == text
    assert enumeration(["a", "b", "c"], "; ", "; and ") == "a; b; and c"
