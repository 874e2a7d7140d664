"""Estimates of a hindcast are fitted on earlier weeks alone."""

import datetime
from types import SimpleNamespace

import numpy as np
import pytest

from araxes.forecasting import hindcast as module
from araxes.forecasting.hindcast import refits


@pytest.fixture
def fitted(monkeypatch):
    """Fits are noted instead of made: what was handed on, and until when."""
    made = []

    class Noted:
        def __init__(self, history, until, start):
            self.dates, self.last, self.start = history.columns["date"], until - datetime.timedelta(days=1), start
            self.posterior = SimpleNamespace(mode=np.array([len(made)]))

    def fit(history, region, until, *, start):
        made.append(Noted(history, until, start))
        return made[-1]

    monkeypatch.setattr(module, "fit", fit)
    return made


def test_every_fourth_origin_is_fitted_before_and_hands_on_nothing_later(fitted, record, region):
    origins = [datetime.date(2020, 9, 28) + datetime.timedelta(weeks=week) for week in range(10)]
    found = refits(record, region, origins)
    assert [str(one.last) for one in found] == ["2020-09-27", "2020-10-25", "2020-11-22"]
    for one in found:
        assert max(one.dates) <= one.last


def test_the_search_begins_where_the_last_one_ended(fitted, record, region):
    origins = [datetime.date(2020, 9, 28) + datetime.timedelta(weeks=week) for week in range(10)]
    first, second, third = refits(record, region, origins)
    assert first.start is None
    assert second.start is first.posterior.mode
    assert third.start is second.posterior.mode


def test_nothing_is_fitted_anew_while_no_week_comes(fitted, record, region):
    origins = [datetime.date(2020, 8, 3) + datetime.timedelta(weeks=week) for week in range(5)]
    assert len(refits(record, region, origins)) == 1  # from 3 August to 13 September nothing is known


def test_a_record_too_short_to_fit_is_said_and_not_a_fault(monkeypatch, record, region):
    from araxes.errors import Fault, InputError

    def fit(history, region, until, *, start):
        raise InputError([Fault("made up", "", "no week that can be scored", "a longer record")])

    monkeypatch.setattr(module, "fit", fit)
    told = []
    assert refits(record, region, [datetime.date(2020, 9, 28)], told.append) == []
    assert any("no week that can be scored" in line for line in told)
