"""Estimates of a hindcast are fitted on earlier weeks alone."""

import datetime

import pytest

from araxes.forecasting import refits as module
from araxes.forecasting.refits import refits


@pytest.fixture
def fitted(monkeypatch):
    """Fits are noted instead of made: what was handed on, and until when."""
    made = []

    class Noted:
        def __init__(self, history, until):
            self.dates, self.last = history.columns["date"], until - datetime.timedelta(days=1)

    def fit(history, region, until):
        made.append(Noted(history, until))
        return made[-1]

    monkeypatch.setattr(module, "fit", fit)
    return made


def test_every_fourth_origin_is_fitted_before_and_hands_on_nothing_later(fitted, record, region):
    origins = [datetime.date(2020, 9, 28) + datetime.timedelta(weeks=week) for week in range(10)]
    found = refits(record, region, origins)
    assert [str(one.last) for one in found] == ["2020-09-27", "2020-10-25", "2020-11-22"]
    for one in found:
        assert max(one.dates) <= one.last


def test_nothing_is_fitted_anew_while_no_week_comes(fitted, record, region):
    origins = [datetime.date(2020, 8, 3) + datetime.timedelta(weeks=week) for week in range(5)]
    assert len(refits(record, region, origins)) == 1  # from 3 August to 13 September nothing is known


def test_a_record_too_short_to_fit_is_said_and_not_a_fault(monkeypatch, record, region):
    from araxes.errors import Fault, InputError

    def fit(history, region, until):
        raise InputError([Fault("made up", "", "no week that can be scored", "a longer record")])

    monkeypatch.setattr(module, "fit", fit)
    told = []
    assert refits(record, region, [datetime.date(2020, 9, 28)], told.append) == []
    assert any("no week that can be scored" in line for line in told)
