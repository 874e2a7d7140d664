"""Synthetic records: the same address gives the same history, given weeks lead in, and shared luck shows."""

import numpy as np

from araxes.estimation.given import deciding
from araxes.estimation.synthetic import lead_in, synthetic, truth


def test_the_same_address_gives_the_same(region, free, drawn, shares, first_week):
    weeks, z = drawn
    again = synthetic(region, free, z, weeks.rungs[:12], 60, first=first_week, seed=5)
    assert (again.rungs == weeks.rungs).all()
    other = synthetic(region, free, z, weeks.rungs[:12], 60, first=first_week, seed=6)
    assert (other.rungs[:12] == weeks.rungs[:12]).all()
    assert (other.rungs[12:] != weeks.rungs[12:]).any()
    assert (truth(free, 5, 0) == z).all()
    assert (truth(free, 5, 1) != z).all()


def test_given_weeks_are_not_scored_and_drawn_ones_are(drawn):
    weeks, _ = drawn
    assert weeks.scored.tolist() == [False] * 12 + [True] * 60


def test_only_states_act(region, drawn):
    weeks, _ = drawn
    states = deciding(region)
    between = np.zeros(weeks.rungs.shape[1:], dtype=bool)
    between[np.ix_(states, states)] = ~np.eye(len(states), dtype=bool)
    assert (weeks.rungs[:, between] >= 0).all()
    assert (weeks.rungs[:, ~between] == -1).all()


def test_the_lead_keeps_to_its_shares(region, shares):
    lead = lead_in(region, shares, 200.0, 400, 1, 0)
    states = deciding(region)
    acts = lead[:, states][:, :, states]
    found = np.bincount(acts[acts >= 0], minlength=len(shares)) / (acts >= 0).sum()
    assert np.abs(found - shares / shares.sum()).max() < 0.03


def test_with_luck_wholly_shared_two_halves_act_more_alike(region, free, shares, first_week):
    lead = lead_in(region, shares, 8.0, 12, 3, 0)
    place = [one.path for one in free].index("behaviour.luck.shared")
    alike = []
    for shared in (-3.0, 3.0):
        z = np.zeros(len(free))
        z[place] = shared
        acts = synthetic(region, free, z, lead, 40, first=first_week, seed=3).rungs[12:]
        states = deciding(region)
        alike.append(np.mean([(acts[:, i, j] == acts[:, j, i]).mean() for i in states for j in states if i < j]))
    assert alike[1] > alike[0] + 0.15
