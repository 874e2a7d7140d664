"""The verdict of a hindcast in words, and the calibration by pair that a skill file keeps."""

from dataclasses import replace

import numpy as np
import pytest

from araxes.forecasting.baselines import TREE
from araxes.forecasting.gates import event_names, over_climatology, verdict_sentences
from araxes.forecasting.report import report_hindcast
from araxes.forecasting.skill import log_score
from araxes.forecasting.tables import CLIMATOLOGY, pair_calibration
from araxes.inputs.region import MODEL_VERSION, Basis


@pytest.fixture(scope="module")
def report(found):
    return report_hindcast(found, TREE, {}, Basis(MODEL_VERSION, "none"))


def test_the_gain_over_climatology_is_the_mean_difference_of_log_scores(found):
    value = over_climatology(found, TREE)[1].value
    came = found.came[:, 0]
    mine, other = (np.nanmean(log_score(found.chance[name][:, 0], came)) for name in (TREE, CLIMATOLOGY))
    assert value == pytest.approx(other - mine)
    assert over_climatology(found, CLIMATOLOGY)[1].value == 0


def test_the_verdict_says_size_gates_use_and_doubt(report):
    verdict, use, doubt, after = verdict_sentences(report)
    assert verdict.startswith("Verdict: 1 week ahead '")
    held = sum(gate.holds for gate in report.gates)
    assert (f"{held} of {len(report.gates)} gates hold" in verdict) or held == len(report.gates)
    shown = (report.events["forecaster"] == TREE) & (report.events["skill_climatology_low"] > 0)
    assert ("use it for no event" in use) == (not shown.any())
    assert "a coercive act" in doubt
    assert after.startswith("Look next: ")
    assert report.document()["verdict"] == report.verdict


def test_too_few_weeks_give_no_verdict(report):
    short = replace(
        report.found,
        came=np.where(np.arange(len(report.found.origins))[:, None, None, None] < 2, report.found.came, -1),
    )
    text = verdict_sentences(replace(report, found=short))[0]
    assert "too few weeks were scored 1 week ahead" in text


def test_events_are_called_as_everywhere():
    named = event_names(["rung 4 or above", "rung 7 or above", "rung 9 or above", "onset"])
    assert list(named.values()) == ["hostile act", "coercive act", "violent act", "onset"]


def test_calibration_counts_every_scored_forecast_of_a_pair_once(found):
    assert pair_calibration(found, TREE)["rows"] == []
    said = np.full_like(found.happened, 0.25)
    told = pair_calibration(replace(found, either_way={"model": said}), "model")
    assert told["edges"].split()[:3] == ["0", "0.1", "0.2"]
    either = found.happened_either_way()
    assert len(told["rows"]) == 10 * len(found.horizons) * (len(found.levels) + 1)
    row = next(
        row for row in told["rows"] if (row["pair"], row["target"], row["horizon"]) == ("ARM-AZE", "rung 7 or above", 4)
    )
    came = either[:, found.horizons.index(4), 0, 1, found.levels.index(7)]
    assert [int(n) for n in row["forecasts"].split()] == [0, 0, int((~np.isnan(came)).sum())] + [0] * 7
    assert int(row["came"].split()[2]) == int(np.nansum(came))
    onset = next(row for row in told["rows"] if (row["pair"], row["target"], row["horizon"]) == ("ARM-AZE", "onset", 4))
    assert int(onset["forecasts"].split()[2]) == int((~np.isnan(came) & found.calm[:, 0, 1]).sum())


def test_either_way_holds_where_one_of_both_came(found):
    either = found.happened_either_way()
    known = ~np.isnan(either)
    assert (either == either.swapaxes(2, 3))[known].all()
    assert (either >= found.happened)[known].all()
