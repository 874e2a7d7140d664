"""Whether measured skill is that of the model at hand: the shipped file, other values, other records."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.forecasting.hindcast import forecast_span
from araxes.forecasting.measured import Measured, measured_skill
from araxes.forecasting.model import MODEL_NAME, entrants
from araxes.forecasting.same_model import NO_WITNESS, OTHER_RECORD, doubt, said, with_doubt
from araxes.forecasting.simple import Climatology, Recency

ORIGIN = datetime.date(2023, 4, 3)


@pytest.fixture(scope="module")
def found(region, chronology):
    """A hindcast of one origin."""
    others = [Climatology(11), Recency(11, 8)]
    until = ORIGIN + datetime.timedelta(weeks=1)
    return forecast_span(
        chronology, region, ORIGIN, until, horizons=(1, 4), forecasters=[*others, *entrants(chronology, region)]
    )


def test_what_is_scored_is_the_very_forecast_that_is_shown_where_judged_values_are_held(found):
    shown = araxes.forecast(as_of=ORIGIN, weeks=4, judged="mean").prediction
    for place, horizon in enumerate(found.horizons):
        assert (found.chance[MODEL_NAME][0, place] == shown.chances()[horizon - 1]).all()


def test_the_same_model_on_the_same_record_is_not_doubted(found, region, chronology):
    assert doubt(said(found, MODEL_NAME), chronology, region) == ""


def test_other_values_are_told(found, region, chronology):
    path = "ladder.hostile.shrinkage"
    other = replace(region.book[path], series=tuple((date, value * 5) for date, value in region.book[path].series))
    told = doubt(said(found, MODEL_NAME), chronology, replace(region, book={**region.book, path: other}))
    assert told.startswith(
        "It was measured with other parameters, another version of the model, or other weeks unknown: chances from 2023-04-03"
    )


def test_another_forecaster_is_told(found, region, chronology):
    assert "differ by up to" in doubt(said(found, Climatology.name), chronology, region)


def test_a_record_that_ends_earlier_cannot_tell(found, region, chronology):
    short = replace(chronology, header=chronology.header.model_copy(update={"last": datetime.date(2023, 1, 1)}))
    assert doubt(said(found, MODEL_NAME), short, region) == OTHER_RECORD


@pytest.mark.parametrize("told", [None, {}, [], {"origin": "x", "chance": {}}, {"origin": "2023-04-03", "chance": [1]}])
def test_a_file_without_a_witness_is_doubted(told, region, chronology):
    assert doubt(told, chronology, region) == NO_WITNESS


def test_doubt_is_part_of_what_is_said(region, chronology):
    content = {"record": "ours", "first": "2022-01-03", "last": "2022-11-28", "judged": "model", "bar": "recency"}
    assert with_doubt(Measured("ours", content), chronology, region).head().endswith(NO_WITNESS)
    assert with_doubt(Measured("ours", {}), chronology, region).doubt == ""


def test_the_shipped_skill_is_of_the_shipped_record_and_the_present_model_or_says_it_is_not(region, chronology):
    known = measured_skill(None, chronology.header.name)
    assert known.content["record"] == chronology.header.name
    first, last = (datetime.date.fromisoformat(known.content[end]) for end in ("first", "last"))
    assert chronology.header.first < first < last < chronology.header.last
    assert {row["horizon"] for row in known.content["rungs"]} == {1, 4, 13, 26}
    assert all(np.isfinite(row["gain_bar"]) for row in known.content["rungs"])
    told = with_doubt(known, chronology, region)
    if told.doubt:
        assert told.head().endswith(told.doubt)
        pytest.skip("measured with an earlier model: docs/hindcast.md has the command that measures it anew")
