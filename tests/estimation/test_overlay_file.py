"""A file of estimates beside the priors: what was written is read back."""

import datetime
from pathlib import Path

import numpy as np

from araxes.estimation.overlay_file import estimates_beside_priors, toml
from araxes.inputs.region import read_overlay

UNTIL = datetime.date(2019, 3, 4)


def test_a_written_estimate_is_read_back_as_it_was(chronology, region, tmp_path):
    from araxes.estimation.estimate import fit

    found = fit(chronology, region, UNTIL)
    path: Path = tmp_path / "made.toml"
    path.write_text(toml(found, region), encoding="utf-8")
    overlay, faults = read_overlay(path, region.book)
    assert faults == []
    table, back = found.table(), estimates_beside_priors(overlay, region)
    assert set(back.index) == set(found.values)
    assert list(back.columns) == list(table.columns)
    wanted = table.loc[back.index]
    assert (back["says"] == wanted["says"]).all()
    numbers = [name for name in table if name != "says"]
    assert np.allclose(back[numbers].astype(float), wanted[numbers].astype(float), rtol=2e-3, atol=2e-3)


def test_shipped_estimates_stand_beside_the_priors_of_the_files(region):
    table = estimates_beside_priors(region.estimates[0], region)
    assert "behaviour.weight.alarm" in table.index
    assert table.loc["behaviour.weight.alarm", "prior"] == 0.35
    assert (table["left"] > 0).all()
