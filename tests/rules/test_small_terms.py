"""Interdependence, mediation, leaders and attention: signs and zeros."""

import math

import pytest

from araxes.rules.attention import spread
from araxes.rules.interdependence import interdependence
from araxes.rules.leader import leader
from araxes.rules.luck import luck
from araxes.rules.mediation import mediation
from araxes.rules.terms import TERMS, push


def test_trade_brakes_hostile_departures_only():
    assert interdependence(0.2, 0.5) == pytest.approx(-0.1)
    assert interdependence(0.2, -0.5) == 0
    assert interdependence(0, 0.5) == 0


def test_a_new_format_calms_a_hostile_dyad_and_its_end_rebounds():
    assert mediation(0.5, 0.4) == pytest.approx(-0.2)
    assert mediation(-0.5, 0.4) == pytest.approx(0.2)
    assert mediation(0.5, -0.4) == 0


def test_a_more_hawkish_leader_pushes_up():
    assert leader(0.3) == 0.3


def test_activity_spreads_to_both_ends_and_overstretch_draws_to_the_middle():
    assert spread(0.3, 0.0, 0.5, 0.0) == 1
    assert spread(0.3, 0.5, 0.5, 0.0) == pytest.approx(math.exp(-0.15))
    assert spread(0.3, 0.0, 0.5, 0.4) == pytest.approx(math.exp(0.2))
    assert spread(0.0, 0.5, 0.0, 0.4) == 1


def test_luck_is_shared_when_the_coin_says_so():
    assert luck(0.29, 0.7, 0.1, 0.3) == 0.7
    assert luck(0.30, 0.7, 0.1, 0.3) == 0.1


def test_the_push_is_the_weighted_sum_and_nothing_without_weights():
    terms = [float(k) for k in range(len(TERMS))]
    assert push([0.0] * len(TERMS), terms) == 0
    assert push([1.0] * len(TERMS), terms) == sum(terms)
