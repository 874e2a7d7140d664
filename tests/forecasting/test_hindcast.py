"""The hindcast: origins, leaks, pools, refusals."""

import datetime

import numpy as np
import pytest

from araxes.errors import InputError
from araxes.forecasting.baselines import baselines
from araxes.forecasting.gates import POOL, POOL_WITH, STACK, gate_table, gates, with_pools
from araxes.forecasting.hindcast import forecast_span, pool_equally, stack
from araxes.forecasting.origin import origins_between
from araxes.forecasting.simple import Climatology, Recency
from araxes.forecasting.targets import weeks_before

CLIM, FAST = Climatology(11), Recency(11, 8)


def test_origins_are_the_mondays_of_the_span():
    found = origins_between(datetime.date(2022, 1, 5), datetime.date(2022, 1, 24))
    assert [str(date) for date in found] == ["2022-01-03", "2022-01-10", "2022-01-17"]


def test_forecasts_are_those_a_forecaster_makes_of_the_weeks_before(found, record, region, span):
    weeks = weeks_before(record, region, span[1])
    at = 7
    past = weeks._replace(rungs=weeks.rungs[: 38 + at])
    assert past.next == found.origins[at]
    for forecaster in baselines(region):
        assert found.chance[forecaster.name][at] == pytest.approx(forecaster(past, (1, 4))), forecaster.name
    assert (found.came[at, 1] == weeks.rungs[38 + at + 3]).all()


@pytest.mark.slow
def test_whatever_comes_later_changes_nothing(found, record, region, span, poisoned):
    origin = found.origins[9]
    other = forecast_span(poisoned(record, origin), region, *span, horizons=(1, 4))
    for name, chance in found.chance.items():
        assert (other.chance[name][:10] == chance[:10]).all(), name
        assert (other.within[name][:10] == found.within[name][:10]).all(), name
    assert not (other.came[9] == found.came[9]).all()
    assert not (other.chance[FAST.name][10] == found.chance[FAST.name][10]).all()
    stacks = [with_pools(one, "habit tree").chance[STACK][:, 0] for one in (found, other)]
    assert (stacks[0][:10] == stacks[1][:10]).all()


def test_weeks_from_the_end_of_the_span_on_are_not_read(record, region, span, poisoned):
    until = span[1] - datetime.timedelta(weeks=5)
    one, other = (
        forecast_span(part, region, span[0], until, horizons=(1, 4), forecasters=[CLIM])
        for part in (record, poisoned(record, until))
    )
    assert (one.came == other.came).all()
    assert (one.came[-1, 1] == -1).all()


def test_stacked_weights_are_equal_until_something_came_true(found):
    members = [CLIM.name, FAST.name]
    both = stack(pool_equally(found, "equal", members), "stacked", members)
    assert both.chance["stacked"][:4, 0] == pytest.approx(both.chance["equal"][:4, 0])
    assert both.chance["stacked"][8:, 0] != pytest.approx(both.chance["equal"][8:, 0])
    assert both.chance["stacked"].sum(axis=-1)[:, :, 0, 1] == pytest.approx(1)


def test_strata_keep_forecasts_and_drop_targets(found):
    kept = np.zeros_like(found.calm)
    kept[:, 0, 1] = True
    part = found.only(kept)
    assert (part.came[:, :, 0, 1] == found.came[:, :, 0, 1]).all()
    assert (np.delete(part.came.reshape(22, 2, 25), 1, axis=2) == -1).all()
    assert part.chance is found.chance


def test_gates_are_reported_whether_or_not_they_hold(found):
    table = gate_table(gates(with_pools(found, "habit tree"), "habit tree"))
    assert len(table) == 9
    assert set(table["horizon"]) == {1, 4}
    assert table["holds"].dtype == bool
    assert {POOL, POOL_WITH} <= set(with_pools(found, "habit tree").chance)


def test_a_forecaster_that_knows_more_passes_and_one_that_knows_less_does_not(found):
    rung = np.maximum(found.came, 0)[..., None].astype(int)
    right = 0.5 * found.chance[FAST.name] + 0.5 * (rung == np.arange(11))
    for name, chance, passes in (("oracle", right, True), ("even", np.full_like(right, 1 / 11), False)):
        part = with_pools(found.with_chances(name, chance, found.within[FAST.name]), name)
        made = [gate.holds for gate in gates(part, name)][:-1]
        assert all(made) is passes


@pytest.mark.parametrize(
    ("first", "until", "horizons", "message"),
    [
        ("2022-01-03", "2022-01-03", (1,), "a Monday before `until`"),
        ("2019-01-07", "2020-03-02", (1,), "No week is known before the first origin"),
        ("2021-03-01", "2021-06-01", (1,), "No week that would be scored is observed"),
        ("2020-10-05", "2021-02-01", (0, 1), "weeks ahead, 1 to "),
    ],
)
def test_spans_that_hold_nothing_are_refused(record, region, messages, first, until, horizons, message):
    dates = [datetime.date.fromisoformat(text) for text in (first, until)]
    faults = messages(forecast_span, record, region, *dates, horizons=horizons, forecasters=[CLIM])
    assert any(message in str(fault) for fault in faults)


def test_an_interruption_keeps_the_finished_origins(record, region, span):
    class Stopping:
        name = "stopping"
        asked = 0

        def __call__(self, past, horizons):
            self.asked += 1
            if self.asked > 3:
                raise KeyboardInterrupt
            return CLIM(past, horizons)

    part = forecast_span(record, region, *span, horizons=(1,), forecasters=[CLIM, Stopping()])
    assert part.interrupted
    assert len(part.origins) == len(part.chance[CLIM.name]) == 3
    stopped = Stopping()
    stopped.asked = 9
    with pytest.raises(KeyboardInterrupt):
        forecast_span(record, region, *span, horizons=(1,), forecasters=[stopped])


def test_an_input_error_names_the_option(record, region):
    with pytest.raises(InputError, match="first: got"):
        forecast_span(record, region, datetime.date(2022, 1, 3), datetime.date(2021, 1, 4))
