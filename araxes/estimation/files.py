"""What an estimate is written to: an overlay in TOML, a table, and an ArviZ file of the posterior."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from araxes.engines.draws import generator
from araxes.estimation.estimate import DATA, PRIOR, Estimate
from araxes.estimation.extras import extra
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting

if TYPE_CHECKING:
    import xarray as xr

DIGITS = "{:.4g}"


def toml(estimate: Estimate, region: RegionFiles) -> str:
    """Return an estimate as the text of a file for `params/estimates/`."""
    speaks = estimate.speaks
    lines = [
        "# Estimated: habit, luck and push, with standard errors, on the record and the days named below.",
        "# Scenarios of this record that begin later draw from it; earlier ones, and forecasts from earlier origins, do not see it.",
        f"# {DATA}: the record narrows or moves the prior. {PRIOR}: it does not, and the value is the prior's, nearly.",
        "",
        "[estimate]",
        f"record = {_text(estimate.record)}",
        f"first = {estimate.first}",
        f"last = {estimate.last}",
        f"weeks = {estimate.weeks}",
        f"log_likelihood = {estimate.log_likelihood:.3f}",
        f"method = {_text(estimate.method)}",
        f"command = {_text(estimate.command)}",
        "",
        "[value]",
    ]
    for path, (value, error) in estimate.values.items():
        old = region.book[path]
        inside = min(max(value, old.low), old.high)
        says = DATA if speaks[path] else PRIOR
        leaf = [
            f"value = {_number(inside)}",
            f"se = {_number(error)}",
            f"unit = {_text(old.unit)}",
            f"range = [{old.low!r}, {old.high!r}]",
            f"source = {_text(f'{says}; {estimate.record}, {estimate.first} to {estimate.last}')}",
            'confidence = "estimated"',
        ]
        lines.append(f'"{path}" = {{{", ".join(leaf)}}}')
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    """Return a text as TOML, of which JSON's quoted strings are a part."""
    return json.dumps(text, ensure_ascii=False)


def _number(value: float) -> str:
    """Return a number to four figures, as a float."""
    return repr(float(DIGITS.format(value)))


def arviz_data(estimate: Estimate) -> xr.Dataset:
    """Return draws of every parameter on its own scale, dims chain (one), draw and parameter.

    Draws of the posterior, taken again by their weights, where there are any; else draws from the normal around the mode.
    """
    import xarray as xr

    luck, number = generator(int(setting("run.seed")), "posterior, written"), int(setting("estimation.samples"))
    if estimate.drawn:
        z = estimate.drawn.z[luck.choice(len(estimate.drawn.z), size=number, p=estimate.drawn.weight)]
    else:
        root = np.linalg.cholesky(estimate.posterior.covariance)
        z = estimate.posterior.mode + luck.standard_normal((number, len(estimate.free))) @ root.T
    values = np.empty((1, *z.shape))
    for place, one in enumerate(estimate.free):
        values[0, :, place] = np.vectorize(one.natural)(one.mean + one.sd * z[:, place])
    data = xr.Dataset(
        {"value": (("chain", "draw", "parameter"), values)},
        coords={"chain": [0], "draw": np.arange(number), "parameter": [one.path for one in estimate.free]},
    )
    data.attrs = {
        "record": estimate.record,
        "first": str(estimate.first),
        "last": str(estimate.last),
        "method": estimate.method,
        "command": estimate.command,
    }
    return data


def write(estimate: Estimate, region: RegionFiles, folder: Path, name: str) -> list[Path]:
    """Write overlay, table and posterior into a folder; return the files.

    Parameters
    ----------
    estimate : Estimate
    region : RegionFiles
        For units and ranges.
    folder : Path
    name : str
        Of the overlay.
    """
    arviz = extra("arviz")
    overlay, table, draws = folder / f"{name}.toml", folder / "estimate.csv", folder / "posterior.nc"
    overlay.write_text(toml(estimate, region), encoding="utf-8")
    estimate.table().to_csv(table)
    arviz.InferenceData(posterior=arviz_data(estimate)).to_netcdf(str(draws), engine="h5netcdf")
    return [overlay, table, draws]
