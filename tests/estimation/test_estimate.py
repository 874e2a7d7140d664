"""An estimate of a record: values beside priors, the overlay, the files, and what it does not read."""

import datetime
import tomllib

import numpy as np
import pytest

from araxes.engines.draws import generator
from araxes.estimation.estimate import DATA, PRIOR, Sampled, fit, fits
from araxes.estimation.files import arviz_groups, toml, write
from araxes.files import replace_files
from araxes.inputs.estimates import read_overlay

pytest.importorskip("jax")
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


def test_later_rows_are_not_read(found, chronology, region):
    from araxes.history.read import before

    assert fit(before(chronology, UNTIL), region).values == found.values


def test_estimates_of_several_dates_are_those_made_one_by_one(found, chronology, region):
    later = UNTIL + datetime.timedelta(weeks=12)
    both = fits(chronology, region, [UNTIL, later], command="by hand")
    assert both[0].values == found.values
    assert [one.last for one in both] == [UNTIL - datetime.timedelta(days=1), later - datetime.timedelta(days=1)]
    assert both[1].values != found.values


def test_the_table_puts_the_estimate_beside_the_prior(found):
    table = found.table()
    assert set(table["says"]) == {DATA, PRIOR}
    assert table.loc["behaviour.weight.deterrence", "says"] == PRIOR
    assert table.loc["behaviour.luck.shared", "says"] == DATA
    assert (table["se"] > 0).all()
    assert (table["left"] <= 1 + 1e-9).all()


def test_an_overlay_sets_values_and_spread(found, region):
    book = found.overlay(region).book
    for path, (value, error) in found.laid.items():
        assert book[path].series[0][1] == pytest.approx(min(max(value, book[path].low), book[path].high))
        assert book[path].sd == error
        assert book[path].confidence == "estimated"
    assert book["behaviour.memory.fast"] == region.book["behaviour.memory.fast"]


def test_tempers_on_which_the_data_do_not_speak_stay_as_their_files_say(found, region):
    said, book = found.speaks, found.overlay(region).book
    tempers = [path for path in found.values if ".temper." in path]
    silent = [path for path in tempers if not said[path]]
    assert silent
    assert all(book[path] == region.book[path] for path in silent)
    assert {path for path in found.values if path not in tempers} <= set(found.laid)


def test_an_estimate_over_an_estimate_begins_from_the_files(found, chronology, region, own_folder):
    from araxes.inputs.estimates import estimated
    from araxes.inputs.region import read_region

    folder = own_folder({"params/estimates/tested.toml": toml(found, region)})
    laid = estimated(read_region(folder), datetime.date(2026, 1, 5))
    assert laid.book["behaviour.luck.shared"].confidence == "estimated"
    assert fit(chronology, laid, UNTIL).values == found.values


def test_its_file_is_read_back(found, region, tmp_path):
    with replace_files(tmp_path) as new:
        write(found, region, new, "tested")
    files = new.paths
    assert [path.name for path in files] == ["tested.toml", "estimate.csv", "posterior.nc"]
    head = tomllib.loads(files[0].read_text(encoding="utf-8"))["estimate"]
    assert head["command"] == "by hand"
    assert head["last"] == found.last
    overlay, faults = read_overlay(files[0], region.book)
    assert not faults
    assert set(overlay.values) == set(found.laid)
    for path, (value, error) in found.laid.items():
        assert overlay.values[path].series[0][1] == pytest.approx(value, rel=1e-3, abs=1e-6)
        assert overlay.values[path].sd == pytest.approx(error, rel=1e-3)


def test_the_posterior_is_an_arviz_file(found, region, tmp_path):
    arviz = pytest.importorskip("arviz")
    with replace_files(tmp_path) as files:
        write(found, region, files, "tested")
    data = arviz.from_netcdf(str(tmp_path / "posterior.nc"))
    assert data.posterior["value"].dims == ("chain", "draw", "parameter")
    mean = data.posterior["value"].sel(parameter="behaviour.weight.grievance").mean()
    assert float(mean) == pytest.approx(found.values["behaviour.weight.grievance"][0], abs=0.1)
    assert data.posterior.attrs["record"] == found.record


def test_draws_of_a_sampler_are_read_back_by_arviz_and_judged(found, region, tmp_path):
    arviz = pytest.importorskip("arviz")
    from dataclasses import replace

    from araxes.estimation.diagnostics import diagnostics

    z = generator(1, "test", "draws").standard_normal((2, 50, len(found.free)))
    diverging = np.zeros((2, 50), dtype=bool)
    diverging[1, 7] = True
    sampled = replace(found, sampled=Sampled(z, {"diverging": diverging}))
    with replace_files(tmp_path) as files:
        write(sampled, region, files, "tested")
    data = arviz.from_netcdf(str(tmp_path / "posterior.nc"))
    assert data.sample_stats["diverging"].to_numpy().tolist() == diverging.tolist()
    assert data.posterior["value"].sizes == {"chain": 2, "draw": 50, "parameter": len(found.free)}
    (line,) = diagnostics(sampled)
    assert line.startswith("Sampler: 2 chains of 50 draws; largest R-hat 1.")
    assert line.endswith(" 1 divergent moves.")


def test_draws_of_a_sampler_take_the_place_of_the_normal(found):
    from dataclasses import replace

    z = np.full((2, 3, len(found.free)), 0.5)
    sampled = replace(found, sampled=Sampled(z, {"diverging": np.zeros((2, 3), dtype=bool)}))
    assert sampled.method == "no-U-turn sampler"
    assert sampled.moments[0] == pytest.approx(0.5)
    assert arviz_groups(sampled)["posterior"].dataset()["value"].shape == (2, 3, len(found.free))


def test_a_record_that_is_too_short_is_refused(chronology, region, messages):
    (fault,) = messages(fit, chronology, region, datetime.date(2018, 3, 5))
    assert "no week that can be scored" in str(fault)


def test_without_the_extra_it_is_said_what_to_install(monkeypatch, messages):
    import importlib

    from araxes.estimation.extras import extra

    def missing(name):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", missing)
    (fault,) = messages(extra, "jax")
    assert "python -m pip install 'araxes[estimation]'" in str(fault)


def test_what_is_not_installed_is_said_before_the_fit_and_all_at_once(chronology, region, monkeypatch, messages):
    import importlib

    from araxes.estimation import estimate

    there = importlib.import_module

    def missing(name):
        if name.split(".")[0] in ("numpyro", "arviz"):
            raise ImportError(name)
        return there(name)

    def refuse(*arguments, **options):
        raise AssertionError("the fit was begun")

    monkeypatch.setattr(importlib, "import_module", missing)
    monkeypatch.setattr(estimate, "fits", refuse)
    assert [fault.key for fault in messages(fit, chronology, region, UNTIL, nuts=True)] == ["numpyro", "arviz"]


def test_the_precision_of_jax_is_left_as_it_was():
    import jax

    from araxes.estimation.extras import double_precision

    with double_precision():
        assert jax.numpy.ones(1).dtype == "float64"
    assert jax.numpy.ones(1).dtype == "float32"


@pytest.mark.slow
def test_the_sampler_agrees_with_the_normal(chronology, region):
    pytest.importorskip("numpyro")
    from dataclasses import replace

    from araxes.estimation.diagnostics import diagnostics
    from araxes.estimation.features import features, shape
    from araxes.estimation.given import given
    from araxes.estimation.nuts import sample

    found = fit(chronology, region, datetime.date(2018, 8, 6))
    seen = features(region, given(chronology, region, datetime.date(2018, 8, 6)))
    z, fared = sample(seen, shape(region), list(found.free), found.posterior, chains=2, samples=100, tuning=100)
    sampled = replace(found, sampled=Sampled(z, fared))
    mean, sd = found.moments
    assert np.abs(sampled.moments[0] - mean).mean() < 0.25
    assert sampled.moments[1] == pytest.approx(sd, rel=0.5)
    assert "chains of 100 draws" in next(diagnostics(sampled))
