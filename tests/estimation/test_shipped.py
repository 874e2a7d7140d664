"""The shipped estimates: each is what its command makes of the record that it names, and serves that record alone."""

import datetime
import shlex
from pathlib import Path

import pytest

from araxes.estimation.estimate import fit
from araxes.inputs.region import MODEL_VERSION, plain_name, with_estimate
from araxes.records.filters import record_reading
from araxes.records.record import record_from

HAND = "by hand"
ICEWS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "icews"


def fitted(region):
    return [overlay for overlay in region.estimates if not command(overlay).startswith(HAND)]


def head(overlay) -> dict:
    import tomllib

    from araxes.inputs.read import PARAMS, folders

    (path,) = [p for folder in folders(PARAMS) for p in folder.rglob("*.toml") if overlay.file.endswith(p.name)]
    return tomllib.loads(path.read_text(encoding="utf-8"))["estimate"]


def command(overlay) -> str:
    return head(overlay)["command"]


def test_every_estimate_is_of_the_model_at_hand(region):
    assert {head(overlay)["model"] for overlay in region.estimates} == {MODEL_VERSION}


def test_every_estimate_names_the_command_that_makes_it(region):
    assert len(fitted(region)) >= 10
    for overlay in fitted(region):
        words = shlex.split(command(overlay))
        assert words[:2] == ["araxes", "estimate"]
        assert str(overlay.last + datetime.timedelta(days=1)) in words


def assert_same(found, shipped):
    assert (found.record, found.first, found.last) == (shipped.record, shipped.first, shipped.last)
    assert set(found.values) == set(shipped.values)
    for path, (value, error) in found.values.items():
        assert shipped.values[path].series[0][1] == pytest.approx(value, rel=1e-3, abs=1e-6), path
        assert shipped.values[path].sd == pytest.approx(error, rel=1e-3), path


def of_record(region, name):
    return [one for one in fitted(region) if plain_name(one.record) == plain_name(name)]


@pytest.mark.slow
@pytest.mark.parametrize("which", [1, -2])
def test_the_command_makes_the_file_again(region, chronology, which):
    shipped = of_record(region, chronology.header.name)[which]
    assert_same(fit(chronology, region, shipped.last + datetime.timedelta(days=1), habit=False), shipped)


@pytest.mark.slow
@pytest.mark.skipif(not ICEWS.exists(), reason="the ICEWS extracts are not beside the checkout (../shared/data/icews)")
def test_the_command_makes_the_file_of_machine_coded_acts_again(region):
    (shipped,) = of_record(region, "ICEWS extract")
    words = shlex.split(command(shipped))
    assert "--mirrors once" in " ".join(words)
    assert "--filter" not in words
    way = record_reading((), "once", ICEWS / words[words.index("--exposure") + 1])
    record = record_from(ICEWS / words[words.index("--history") + 1], region, None, way)
    assert_same(fit(record, region, shipped.last + datetime.timedelta(days=1)), shipped)


def test_a_start_takes_the_latest_estimate_before_it(region, chronology):
    name, path = chronology.header.name, "behaviour.weight.alarm"
    ends = [one.last for one in region.estimates if plain_name(one.record) == plain_name(name)]
    for overlay in region.estimates:
        if plain_name(overlay.record) == plain_name(name):
            later = min((end for end in ends if end > overlay.last), default=datetime.date(2030, 1, 7))
            for start in (overlay.last + datetime.timedelta(days=1), later):
                assert with_estimate(region, start, name).book[path] == overlay.values[path]
    first = with_estimate(region, min(ends), name).book[path]
    assert first.confidence == "prior"


def test_an_estimate_serves_no_other_record(region):
    path = "behaviour.weight.alarm"
    assert with_estimate(region, datetime.date(2026, 3, 9), "Somebody's own record").book[path].confidence == "prior"
