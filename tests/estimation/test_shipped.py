"""The shipped estimate, which was sampled for minutes, lies near what a fit in seconds makes of the data it names."""

import datetime

import pytest

from araxes.estimation.estimate import TEMPER, fit
from araxes.history.record import read_record


@pytest.mark.slow
def test_the_shipped_estimate_lies_near_a_fit_in_seconds(root, region):
    pytest.importorskip("jax")
    data = root.parent / "shared" / "data" / "icews"
    if not data.is_dir():
        pytest.skip("the ICEWS extract is not beside the checkout; docs/history.md says where it is published")
    (shipped,) = [overlay for overlay in region.estimates if overlay.file.endswith("icews_2022.toml")]
    record = read_record(data / "icews_core.csv", region, exposure=data / "icews_daily_totals.csv", mirrors="once")
    found = fit(record.history, region, datetime.date(2022, 11, 28))
    assert (found.record, found.first, found.last) == (shipped.record, shipped.first, shipped.last)
    assert {path for path in found.laid if TEMPER not in path} == {
        path for path in shipped.values if TEMPER not in path
    }
    for path in shipped.values:  # of a temper that is laid by a hair, the normal may say that the data do not speak
        value, error = found.values[path]
        assert shipped.values[path].series[0][1] == pytest.approx(value, abs=1.5 * shipped.values[path].sd), path
        assert 0.4 < error / shipped.values[path].sd < 1.5, path  # the normal is too sure of some weights


def test_it_was_fitted_on_nothing_after_november_2022(region):
    assert max(overlay.last for overlay in region.estimates) < datetime.date(2022, 11, 28)
