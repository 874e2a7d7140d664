"""The likelihood: that of the equations, joint over the halves of a pair, and the same for one set of parameters as for many."""

import numpy as np
import pytest

from araxes.estimation.likelihood import Likelihood, joint_log_chance, natural, past_given
from araxes.forecasting.joint import joint
from araxes.records.replay import Chosen
from araxes.rules.luck import Luck
from araxes.rules.memory import UNOBSERVED


def test_many_sets_of_parameters_are_worth_what_each_is_alone(likelihood, means):
    moved = np.concatenate([means, means + 0.2, means - 0.3])
    together = likelihood.by_pair(moved)
    for k in range(len(moved)):
        assert together[k] == pytest.approx(likelihood.by_pair(moved[k : k + 1])[0], abs=1e-12)


def test_without_shared_luck_a_pair_is_worth_its_two_acts(likelihood, means, free, region):
    from dataclasses import replace

    from araxes.estimation.likelihood import with_values

    kept = tuple(one for one in free if "luck" not in one.path)
    off = with_values(region, {f"behaviour.luck.{name}": 0.0 for name in Luck._fields})
    alone = replace(likelihood, region=off, free=kept)
    vector = np.array([[one.mean for one in kept]])
    assert alone.by_pair(vector).sum() == pytest.approx(alone.by_dyad(vector).sum(), rel=1e-12)


def test_a_week_counts_where_it_is_scored_and_known(likelihood, means, recorded):
    found = likelihood.by_pair(means)
    assert found.shape == (1, int(recorded.scored.sum()), 10)
    assert (found < 0).any(axis=-1).all()
    assert np.isfinite(found).all()


def test_what_is_not_known_counts_for_nothing(likelihood, means, region, recorded):
    rungs = recorded.rungs.copy()
    i, j = (list(region.actors).index(code) for code in ("ARM", "AZE"))
    rungs[60, i, j] = UNOBSERVED
    rungs[61, i, j] = rungs[61, j, i] = UNOBSERVED
    weeks = recorded._replace(rungs=rungs, pooled=rungs)
    found = Likelihood(past_given(weeks, region), recorded.scored, region, likelihood.free)
    pair, first = found.by_pair(means)[0, :, 0], int(np.flatnonzero(recorded.scored)[0])
    acts = found.by_dyad(means)[0]
    assert pair[60 - first] == pytest.approx(acts[60 - first, 1, 0])
    assert pair[61 - first] == 0


def test_over_all_acts_of_a_pair_the_chances_sum_to_one_and_are_those_of_a_forecast():
    """A likelihood and a forecast of the same week give every pair of acts the same chance."""
    luck = np.random.default_rng(3)
    shares, quiet, n = Luck(0.4, 0.8, 0.3), 3, 11
    edges = np.sort(luck.random((2, n - 1)), axis=-1)
    cumulative = np.zeros((2, 2, n - 1))
    cumulative[0, 1], cumulative[1, 0] = edges
    wanted = joint(cumulative, shares, quiet)[0, 1]
    assert wanted.sum() == pytest.approx(1)
    up_to = np.concatenate([np.zeros((2, 1)), edges, np.ones((2, 1))], axis=-1)
    for k in range(n):
        for m in range(n):
            acts, found = np.full((1, 2, 2), UNOBSERVED), np.zeros((3, 1, 2, 2))
            for half, (a, b, act) in enumerate(((0, 1, k), (1, 0, m))):
                friendly = up_to[half, quiet + 1]
                start, whole = (friendly, 1 - friendly) if act > quiet else (0, friendly)
                acts[0, a, b] = act
                found[:, 0, a, b] = friendly, (up_to[half, act] - start) / whole, (up_to[half, act + 1] - start) / whole
            assert np.exp(joint_log_chance(acts, Chosen(*found), shares, quiet)[0, 0]) == pytest.approx(wanted[k, m])


def test_values_on_their_own_scales_are_what_the_rules_read(likelihood, means, free, region):
    from dataclasses import replace

    from araxes.estimation.likelihood import with_values

    moved = means[0] + 0.25
    fixed = replace(likelihood, region=with_values(region, natural(list(free), moved)), free=())
    assert fixed.total(np.zeros((1, 0))) == pytest.approx(likelihood.total(moved[None]), rel=1e-12)
