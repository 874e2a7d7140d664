"""Clustering of hostile weeks: by hand, by properties, and the record read without our reader."""

import datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from araxes.engines.datasets import record_dataset
from araxes.engines.world import prepare
from araxes.results.fit_to_record import (
    COERCION_WEEKS,
    HOSTILE_WEEKS,
    autocorrelation,
    clustering_table,
    dispersion,
    longest_gap,
    longest_spell,
    mean_length,
    share_below,
    spell_lengths,
    spells,
)
from araxes.results.free_runs import free_scenario

STATES = ["ARM", "AZE", "IRN", "RUS", "TUR"]
QUIET, RUNGS = 3, 11
EVENTS = arrays(np.bool_, st.integers(2, 40))
JOIN = st.integers(1, 6)
VALUES = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=30)


def weeks(text):
    """Return events written as a text of dots and crosses."""
    return np.array([letter == "x" for letter in text])


@pytest.mark.parametrize(
    ("text", "lag", "expected"),
    [("x.x.x.x.", 1, -7 / 8), ("x.x.x.x.", 2, 6 / 8), ("xx..", 1, 1 / 4), ("xx..", 2, -1 / 2)],
)
def test_autocorrelation_by_hand(text, lag, expected):
    assert autocorrelation(weeks(text), lag) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["....", "xxxx"])
def test_weeks_that_are_all_alike_have_no_autocorrelation(text):
    assert np.isnan(autocorrelation(weeks(text), 1))


@given(EVENTS, st.data())
def test_autocorrelation_lies_within_one_and_is_that_of_the_quiet_weeks_too(events, data):
    lag = data.draw(st.integers(1, len(events) - 1))
    found, turned = autocorrelation(events, lag), autocorrelation(~events, lag)
    assert np.isnan(found) == (events.all() or not events.any())
    assert np.isnan(found) or abs(found) <= 1 + 1e-12
    np.testing.assert_allclose(found, turned, atol=1e-12)  # some are 0 but for rounding


def test_dispersion_by_hand():
    assert dispersion(weeks("xx..xx.."), 4) == 0
    assert dispersion(weeks("xxxx...."), 4) == 2
    assert dispersion(weeks("xxxx....xx"), 4) == 2, "weeks left over do not count"
    assert np.isnan(dispersion(weeks("........"), 4))


def test_coin_flips_have_a_dispersion_of_one_minus_their_chance():
    flips = np.random.default_rng(1).random((400, 800)) < 0.2
    assert np.nanmean(dispersion(flips, 8)) == pytest.approx(0.8, abs=0.02)


@given(arrays(np.bool_, (3, 8)))
def test_dispersion_does_not_care_where_in_a_block_events_lie(blocks):
    sorted_ones = np.sort(blocks, axis=1)
    np.testing.assert_allclose(dispersion(blocks.ravel(), 8), dispersion(sorted_ones.ravel(), 8))


def test_spells_by_hand():
    events = weeks("xx...x....x.")
    assert spells(events, 4).tolist() == [[0, 5], [10, 10]]
    assert spells(events, 5).tolist() == [[0, 10]]
    assert spells(events, 1).tolist() == [[0, 1], [5, 5], [10, 10]]
    assert spell_lengths(events, 4).tolist() == [6, 1]
    assert longest_spell(events[None], 4).tolist() == [6]
    assert longest_gap(events[None], 4).tolist() == [5]
    assert longest_gap(events[None], 1).tolist() == [5]


def test_where_nothing_happens_there_is_no_spell_and_no_gap():
    calm = weeks("....")[None]
    assert longest_spell(calm, 4).tolist() == [0]
    assert np.isnan(longest_gap(calm, 4)).all()
    assert np.isnan(mean_length(calm[None], 4)).all()


@given(EVENTS, JOIN)
def test_spells_hold_every_event_and_lie_far_apart(events, join):
    found = spells(events, join)
    inside = np.zeros_like(events)
    for first, last in found:
        assert events[first]
        assert events[last]
        inside[first : last + 1] = True
    assert (inside | ~events).all()
    assert (found[1:, 0] - found[:-1, 1] > join).all()
    assert len(spells(events, join + 1)) <= len(found)


def test_the_mean_length_is_taken_over_all_pairs_together():
    pairs = np.stack([weeks("xxx.....x")[None], weeks("x........")[None]])
    assert mean_length(pairs, 1).tolist() == [5 / 3]


def test_the_place_among_runs_by_hand():
    assert share_below(np.array([1.0, 2, 2, 3]), 2) == 0.5
    assert share_below(np.array([1.0, 2, 2, 3]), 3) == 0.875
    assert share_below(np.array([1.0, np.nan]), 2) == 1
    assert np.isnan(share_below(np.array([np.nan]), 2))


@given(VALUES, st.integers(-6, 6).map(float))
def test_the_place_turns_round_with_the_sign_and_never_falls(values, seen):
    runs = np.array(values)
    assert share_below(runs, seen) + share_below(-runs, -seen) == pytest.approx(1)
    assert share_below(runs, seen) <= share_below(runs, seen + 1)


def made_up(runs, seed=1):
    """Return acts of the five states, some of them hostile."""
    acts = np.random.default_rng(seed).choice([2, 3, 5, 8], size=(runs, 200, 5, 5), p=[0.3, 0.62, 0.04, 0.04])
    acts[..., range(5), range(5)] = -1
    return acts.astype(np.int8)


def test_runs_that_are_the_record_lie_where_the_record_lies():
    record = made_up(1)[0]
    table = clustering_table(np.repeat(record[None], 5, axis=0), record, STATES, QUIET, RUNGS)
    assert (table["below"] == 0.5).all()
    assert table["inside"].all()
    for column in ("low", "median", "high"):
        np.testing.assert_allclose(table[column], table["observed"])


def test_neither_side_comes_first_and_runs_have_no_order():
    runs, record = made_up(7), made_up(1, 2)[0]
    table = clustering_table(runs, record, STATES, QUIET, RUNGS)
    turned = clustering_table(runs[::-1].swapaxes(-1, -2), record.swapaxes(-1, -2), STATES, QUIET, RUNGS)
    assert len(table) == 25
    np.testing.assert_allclose(table.select_dtypes("number"), turned.select_dtypes("number"))


def test_hostile_weeks_and_weeks_of_coercion_of_the_record_are_those_of_its_rows(chronology_rows):
    first, last = datetime.date(2021, 1, 4), datetime.date(2024, 12, 30)
    record = record_dataset(prepare(free_scenario(last, 1)))["rung"].values[-208:]
    table = clustering_table(made_up(2), record, STATES, QUIET, RUNGS).set_index(["pair", "measure"])["observed"]
    rows = [
        row
        for row in chronology_rows
        if first <= datetime.date.fromisoformat(row["date"]) < last
        and row["flag"] not in ("unintended", "contested")
        and {row["source"], row["target"]} == {"AZE", "IRN"}
    ]

    def week(row):
        return (datetime.date.fromisoformat(row["date"]) - first).days // 7

    # Pessimism, denials and calls to yield: cooperation by their root, criticism by the ladder.
    refusing = ("012", "016", "024", "025")
    hostile = {week(row) for row in rows if row["quad"].endswith("conflict") or row["code"].startswith(refusing)}
    harsh = {week(row) for row in rows if row["quad"] == "material_conflict"}
    assert table["AZE-IRN", HOSTILE_WEEKS] == len(hostile)
    assert 0 < table["AZE-IRN", COERCION_WEEKS] <= len(hostile)
    assert table["AZE-IRN", COERCION_WEEKS] >= len(harsh) - 1
