"""An estimate of a record: values beside priors, the overlay, the files, and what it does not read."""

import datetime
import tomllib

import numpy as np
import pytest

from araxes.estimation.estimate import DATA, PRIOR, fit, record_likelihood
from araxes.estimation.overlay_file import arviz_groups, toml, write_estimate
from araxes.files import replace_files
from araxes.inputs.region import read_overlay

UNTIL = datetime.date(2019, 3, 4)


@pytest.fixture(scope="module")
def found(chronology, region):
    return fit(chronology, region, UNTIL, command="by hand")


def test_it_says_what_it_was_fitted_on(found, chronology):
    assert found.record == chronology.header.name
    assert found.first == datetime.date(2018, 2, 5)
    assert found.last == UNTIL - datetime.timedelta(days=1)
    assert found.weeks == 56 - 8
    assert found.acts == 48 * 20


def test_the_likelihood_of_the_record_is_the_one_whose_top_was_sought(found, chronology, region):
    likelihood = record_likelihood(chronology, region, UNTIL)
    centre, width = (np.array([getattr(one, name) for one in found.free]) for name in ("mean", "sd"))
    value = likelihood.total((centre + width * found.posterior.mode)[None])[0]
    assert float(value) == pytest.approx(found.log_likelihood)


def test_later_rows_are_not_read(found, chronology, region):
    from araxes.records.history import before

    assert fit(before(chronology, UNTIL), region).values == found.values


def test_the_table_puts_the_estimate_beside_the_prior(found):
    table = found.table()
    assert set(table["says"]) == {DATA, PRIOR}
    assert table.loc["behaviour.weight.grievance", "says"] == PRIOR
    assert table.loc["behaviour.luck.friendly_kind", "says"] == DATA
    assert (table["se"] > 0).all()
    assert (table["left"] <= 1 + 1e-9).all()


def test_an_overlay_sets_values_and_spread(found, region):
    book = found.overlay(region).book
    for path, (value, error) in found.values.items():
        assert book[path].series[0][1] == pytest.approx(min(max(value, book[path].low), book[path].high))
        assert book[path].sd == error
        assert book[path].confidence == "estimated"
    assert book["behaviour.memory.fast"] == region.book["behaviour.memory.fast"]


def test_habit_stays_as_the_files_have_it_where_that_is_asked(chronology, region):
    found = fit(chronology, region, UNTIL, habit=False)
    assert set(found.values) == {one.path for one in found.free}
    assert not [path for path in found.values if path.startswith(("ladder.", "behaviour.habit."))]
    assert found.overlay(region).book["behaviour.habit.anchor"] == region.book["behaviour.habit.anchor"]


def test_an_estimate_over_an_estimate_begins_from_the_files(found, chronology, region, own_folder):
    from araxes.inputs.region import read_region, with_estimate

    folder = own_folder({"params/estimates/tested.toml": toml(found, region)})
    laid = with_estimate(read_region(folder), datetime.date(2019, 12, 30), found.record)
    assert laid.book["behaviour.luck.hostile"].confidence == "estimated"
    assert fit(chronology, laid, UNTIL).values == found.values


def test_its_file_is_read_back(found, region, tmp_path):
    with replace_files(tmp_path) as new:
        write_estimate(found, region, new, "tested")
    files = new.paths
    assert [path.name for path in files] == ["tested.toml", "estimate.csv", "posterior.nc"]
    head = tomllib.loads(files[0].read_text(encoding="utf-8"))["estimate"]
    assert head["command"] == "by hand"
    assert head["last"] == found.last
    overlay, faults = read_overlay(files[0], region.book)
    assert not faults
    assert set(overlay.values) == set(found.values)
    for path, (value, error) in found.values.items():
        assert overlay.values[path].series[0][1] == pytest.approx(value, rel=1e-3, abs=1e-6)
        assert overlay.values[path].sd == pytest.approx(error, rel=1e-3)


def test_the_posterior_is_an_arviz_file(found, region, tmp_path):
    arviz = pytest.importorskip("arviz")
    with replace_files(tmp_path) as files:
        write_estimate(found, region, files, "tested")
    data = arviz.from_netcdf(str(tmp_path / "posterior.nc"))
    assert data.posterior["value"].dims == ("chain", "draw", "parameter")
    mean = data.posterior["value"].sel(parameter="behaviour.weight.grievance").mean()
    assert float(mean) == pytest.approx(found.values["behaviour.weight.grievance"][0], abs=0.1)
    assert data.posterior.attrs["record"] == found.record


def test_draws_of_the_posterior_take_the_place_of_the_normal(chronology, region):
    found = fit(chronology, region, UNTIL, habit=False, draws=150, seed=3)
    assert found.method == "weighted draws of the posterior"
    assert found.moments[0] == pytest.approx(found.drawn.moments[0])
    assert arviz_groups(found)["posterior"].dataset()["value"].dims == ("chain", "draw", "parameter")


def test_a_record_that_is_too_short_is_refused(chronology, region, messages):
    (fault,) = messages(fit, chronology, region, datetime.date(2018, 3, 5))
    assert "no week that can be scored" in str(fault)
