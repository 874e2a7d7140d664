"""What a memory was warmed on."""

import datetime

from araxes.forecasting.same_model import warmth

GAP = [(datetime.date(2023, 1, 11), datetime.date(2023, 1, 16))]
ACTS = [("2023-01-04", "AZE", "IRN", "114"), ("2023-01-11", "AZE", "IRN", "114"), ("2023-01-25", "IRN", "AZE", "114")]


def test_weeks_acts_and_the_last_gap_are_counted(made_up, region):
    found = warmth(made_up(*ACTS, gaps=GAP), region, datetime.date(2023, 2, 6))
    assert (found.weeks, found.observed, found.acts, found.dyad_weeks) == (5, 3, 2, 60)
    assert (found.first, found.last) == (datetime.date(2023, 1, 2), datetime.date(2023, 1, 30))
    assert found.gap == (datetime.date(2023, 1, 9), datetime.date(2023, 1, 16))
    assert found.since_gap == 2
    assert "3 of 5 weeks of 'Made up'" in "\n".join(found.text())


def test_nothing_after_the_origin_counts(made_up, region):
    found = warmth(made_up(*ACTS), region, datetime.date(2023, 1, 9))
    assert (found.weeks, found.observed, found.acts, found.gap, found.since_gap) == (1, 1, 1, None, 1)


def test_a_gap_up_to_the_origin_leaves_no_week_since(made_up, region):
    found = warmth(made_up(*ACTS), region, datetime.date(2023, 2, 27))
    assert found.gap == (datetime.date(2023, 2, 6), datetime.date(2023, 2, 20))
    assert found.since_gap == 0


def test_before_the_record_the_priors_speak(made_up, region):
    found = warmth(made_up(*ACTS), region, datetime.date(2023, 1, 2))
    assert found.first is None
    assert "priors alone" in "\n".join(found.text())
