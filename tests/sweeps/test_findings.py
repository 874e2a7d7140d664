"""What a sweep found, in words."""

import numpy as np
import pytest

from araxes.sweeps.findings import (
    PROBABILITY,
    amount_text,
    beyond_error,
    factor_words,
    found_text,
    found_title,
    outcome_title,
    outcome_words,
    range_of,
    range_text,
    where_highest,
)
from araxes.sweeps.sensitivity import sensitivity


def swept(made_up, y, design="random", noise=0.0, replicates=1, count=100, factors=2, **parts):
    """A sweep of which the outcome is called and measured as those of the model are."""
    x = np.random.default_rng(3).uniform(size=(count, factors))
    table = made_up.table(
        x, {"chance.7.IRN>AZE": y(x)}, design, made_up.numbers([(0, 1)] * factors), replicates, noise, **parts
    )
    table.outcomes["unit"] = PROBABILITY
    return table


NAME = "chance.7.IRN>AZE"


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.314, "probability", "31 %"),
        (0.0004, "probability", "<0.1 %"),
        (-0.4083, "Goldstein points", "\N{MINUS SIGN}0.41 Goldstein points"),
        (3.26, "weeks", "3.3"),
        (192.53, "as defined", "193"),
    ],
)
def test_a_value_is_told_with_the_digits_that_readers_use(value, unit, text):
    assert amount_text(value, unit) == text


def test_two_values_share_their_unit_and_are_told_once_where_they_read_the_same():
    assert range_text(0.12, 0.48, "probability") == "12 to 48 %"
    assert range_text(0.121, 0.123, "probability") == "12 %"
    assert range_text(-1, 0.5, "Goldstein points") == "\N{MINUS SIGN}1.00 to 0.50 Goldstein points"


def test_states_have_names_in_sentences_and_an_arrow_in_titles(made_up):
    table = swept(made_up, lambda x: x[:, 0])
    assert outcome_words(table, NAME) == "Chance of a coercive act by Iran against Azerbaijan within 52 weeks"
    assert outcome_title(table, NAME, "->") == "IRN -> AZE, coercive act within 52 weeks"
    assert outcome_title(table, "chance.9.IRN>AZE.4", "->") == "IRN -> AZE, violent act within 4 weeks"
    assert factor_words("issues.israel.status") == "israel status"
    assert factor_words("IRN.temper.red_line") == "IRN temper red line"


def test_the_finding_says_from_what_to_what_and_where_it_is_highest(made_up):
    table = swept(made_up, lambda x: 0.1 + 0.3 * x[:, 0] - 0.02 * x[:, 1])
    low, high, told = range_of(table, NAME)
    assert (low, high) == (table.mean[NAME].min(), table.mean[NAME].max())
    assert told
    assert where_highest(table, NAME) == "x1 is high"
    assert found_text(table, NAME).endswith(f"{range_text(low, high, PROBABILITY)}, highest where x1 is high.")
    assert found_title(table, NAME, "->").endswith(",\nhighest where x1 is high")
    falling = swept(made_up, lambda x: 0.5 - 0.3 * x[:, 0] + 0.3 * x[:, 1])
    assert where_highest(falling, NAME) == "x1 is low and x2 is high"


def test_of_one_factor_the_value_is_told(made_up):
    table = swept(made_up, lambda x: 1 - (x[:, 0] - 0.5) ** 2, factors=1)
    best = table.values["x1"].iloc[table.mean[NAME].to_numpy().argmax()]
    assert where_highest(table, NAME) == f"x1 is {best:.3g}"


def test_of_choices_the_one_of_all_high_points_is_told(made_up):
    table = swept(made_up, lambda x: (x[:, 1] > 0.5) * 0.5)
    choice = table.factors[1]._replace(name="scenario", kind="choice", levels=("a", "b"))
    table = made_up.replace_factors(table, (table.factors[0], choice))
    table.values["scenario"] = np.where(table.values.pop("x2") > 0.5, "b", "a")
    assert where_highest(table, NAME) == "scenario is b"


@pytest.mark.parametrize("design", ["random", "grid"])
def test_luck_alone_is_no_finding(made_up, design):
    told = [
        range_of(swept(made_up, lambda x: 0.5 + 0 * x[:, 0], design, 0.5, 50, seed=seed), NAME).told
        for seed in range(40)
    ]
    assert sum(told) <= 6  # one in twenty
    table = next(
        table
        for seed in range(40)
        for table in [swept(made_up, lambda x: 0.5 + 0 * x[:, 0], design, 0.5, 50, seed=seed)]
        if not range_of(table, NAME).told
    )
    assert "50 replicates a point do not tell these apart" in found_text(table, NAME)
    assert "do not tell" in found_title(table, NAME, "->").replace("\n", " ").replace("50 replicates a point ", "")


def test_a_constant_is_said_to_be_one(made_up):
    table = swept(made_up, lambda x: 0.25 + 0 * x[:, 0])
    assert found_text(table, NAME).endswith(": the same at all points; 25 % at each of them.")


def test_points_without_a_value_and_single_points(made_up):
    empty = swept(made_up, lambda x: x[:, 0], count=3, failed=(0, 1, 2))
    assert found_text(empty, NAME).endswith(": no point has a value.")
    one = swept(made_up, lambda x: 0.25 + 0 * x[:, 0], count=1)
    assert found_text(one, NAME).endswith(": 25 %.")


def test_a_mean_without_an_error_is_exact():
    mean, error = np.array([0.0, 0.1, 1.0]), np.array([0.1, 0.1, np.nan])
    assert beyond_error(mean, error, 0).tolist() == [False, False, True]


def test_outcomes_that_nothing_moves_are_named_last_and_have_no_shares(made_up):
    x = np.random.default_rng(1).uniform(size=(100, 2))
    y = {"moving": x[:, 0], **{f"still{k}": 0 * x[:, 0] + k for k in range(6)}}
    found = sensitivity(made_up.table(x, y, "lhs", made_up.numbers([(0, 1)] * 2)))
    assert found.leading == ["moving"]
    assert found.notes()[-1] == "The same at all points: still0, still1, still2 and 3 more"
    assert found.indices[found.indices["outcome"] != "moving"]["value"].isna().all()
