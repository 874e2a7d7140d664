"""All baselines: distributions, what they may see, the order of states, known answers of each."""

import datetime

import numpy as np
import pytest

from araxes.forecasting.baselines import TREE, TREE_ALONE, Mixed, bar, baselines, simple_recencies
from araxes.forecasting.simple import (
    BayesAverage,
    Climatology,
    Markov,
    Persistence,
    Pooled,
    Recency,
    climatology,
    half_lives,
    last_rungs,
    member_histories,
)
from araxes.forecasting.targets import WeeklyRungs, dyad_mask, indicators, known_before

HORIZONS = (1, 3)


@pytest.fixture(scope="module")
def all_of_them(region):
    return baselines(region)


def constant(rung, n=30, states=3):
    rungs = np.full((n, states, states), rung, dtype=np.int8)
    rungs[:, range(states), range(states)] = -1
    return WeeklyRungs(datetime.date(2020, 1, 6), rungs)


def test_every_baseline_gives_a_distribution_without_zeros(all_of_them, weeks):
    cells = dyad_mask(3)
    for forecaster in all_of_them:
        chance = forecaster(weeks, HORIZONS)
        assert chance.shape == (2, 3, 3, 11), forecaster.name
        assert chance[:, cells].sum(axis=-1) == pytest.approx(1), forecaster.name
        assert chance[:, cells].min() > 1e-5, forecaster.name


def test_names_are_told_apart(all_of_them):
    names = [one.name for one in all_of_them]
    assert len(set(names)) == len(names)
    assert {TREE, TREE_ALONE, bar(11), *simple_recencies(11)} <= set(names)


def test_nothing_known_at_all_still_gives_distributions(all_of_them):
    empty = WeeklyRungs(datetime.date(2020, 1, 6), np.full((0, 3, 3), -1, dtype=np.int8))
    silent = WeeklyRungs(datetime.date(2020, 1, 6), np.full((5, 3, 3), -1, dtype=np.int8))
    for forecaster in all_of_them:
        for past in (empty, silent):
            assert forecaster(past, HORIZONS)[:, dyad_mask(3)].sum(axis=-1) == pytest.approx(1), forecaster.name


def test_a_dyad_that_never_changes_is_expected_to_stay(all_of_them):
    for forecaster in all_of_them:
        assert forecaster(constant(4), (1,))[0, 0, 1].argmax() == 4, forecaster.name


def test_the_order_of_states_does_not_matter(all_of_them, weeks):
    turn = [2, 0, 1]
    turned = weeks._replace(rungs=weeks.rungs[:, turn][:, :, turn])
    for forecaster in all_of_them:
        one, other = forecaster(weeks, (1,))[0], forecaster(turned, (1,))[0]
        assert other[dyad_mask(3)] == pytest.approx(one[turn][:, turn][dyad_mask(3)]), forecaster.name


def test_the_declared_share_of_pooled_climatology_is_in_every_forecast(weeks):
    bare, pooled = Climatology(11)(weeks, (1,)), Pooled(11)(weeks, (1,))
    assert Mixed(Climatology(11), 11)(weeks, (1,)) == pytest.approx(0.98 * bare + 0.02 * pooled)


def test_half_persistence_gives_half_to_the_last_rung(weeks):
    past = known_before(weeks, weeks.first + datetime.timedelta(weeks=33))
    chance, usual = Persistence(11)(past, (1,))[0], climatology(indicators(past.rungs, 11))
    last = int(last_rungs(past)[0, 1])
    assert last == weeks.rungs[29, 0, 1]
    assert chance[0, 1, last] == pytest.approx(0.5 + 0.5 * usual[0, 1, last])


def test_recency_forgets_and_its_name_says_how():
    old, new = constant(3, 40), constant(8, 4)
    past = old._replace(rungs=np.concatenate([old.rungs, new.rungs]))
    short, long = (Recency(11, life)(past, (1,))[0, 0, 1, 8] for life in (2, 32))
    assert short > 2 * long
    assert Recency(11, 8).name == "recency 8 to climatology"
    assert Recency(11, 8, to_pool=True).name == "recency 8 to pool"


def test_a_markov_chain_learns_a_cycle_and_starts_anew_after_a_gap():
    rungs = np.full((60, 3, 3), -1, dtype=np.int8)
    rungs[::2, 0, 1], rungs[1::2, 0, 1] = 2, 7
    past = WeeklyRungs(datetime.date(2020, 1, 6), rungs)
    ahead = Markov(11)(past, (1, 2))[:, 0, 1]
    assert ahead[0].argmax() == 2
    assert ahead[1].argmax() == 7
    rungs[-1] = -1
    gone = Markov(11)(past, (1,))[0, 0, 1]
    assert gone == pytest.approx(np.einsum("m,mk->k", *_chain(past)))


def _chain(past):
    from araxes.forecasting.simple import transitions

    seen = indicators(past.rungs, 11)
    usual = climatology(seen)
    return usual[0, 1], transitions(seen, usual)[0, 1]


def test_transitions_are_not_counted_across_a_gap():
    from araxes.forecasting.simple import transitions

    rungs = np.full((3, 2, 2), -1, dtype=np.int8)
    rungs[0, 0, 1], rungs[2, 0, 1] = 2, 7
    seen = indicators(rungs, 11)
    usual = climatology(seen)
    assert transitions(seen, usual)[0, 1, 2] == pytest.approx(transitions(seen, usual)[0, 1, 5], abs=1e-12)


def test_the_average_listens_to_the_member_that_was_right(weeks):
    lives = half_lives()
    assert lives == [2, 4, 8, 16, 32]
    past = constant(3, 60)
    past.rungs[40:, 0, 1] = 8
    said = member_histories(indicators(past.rungs, 11))
    assert said.shape == (61, 7, 3, 3, 11)
    average = BayesAverage(11)(past, (1,))[0, 0, 1, 8]
    slow, quick = said[-1, lives.index(32), 0, 1, 8], said[-1, 0, 0, 1, 8]
    assert abs(average - quick) < abs(average - slow)


def test_the_average_of_no_past_is_the_even_one():
    empty = WeeklyRungs(datetime.date(2020, 1, 6), np.full((0, 3, 3), -1, dtype=np.int8))
    assert BayesAverage(11)(empty, (1, 4)) == pytest.approx(np.full((2, 3, 3, 11), 1 / 11))


def test_what_members_said_before_a_week_does_not_know_it(weeks):
    said = member_histories(indicators(weeks.rungs, 11))
    changed = weeks.rungs.copy()
    changed[20:] = np.where(changed[20:] >= 0, 9, -1)
    assert (member_histories(indicators(changed, 11))[:21] == said[:21]).all()
