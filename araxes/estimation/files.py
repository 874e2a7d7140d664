"""What an estimate is written to: an overlay in TOML, a table, and an ArviZ file of the posterior."""

from __future__ import annotations

import json

import numpy as np

from araxes.engines.draws import generator
from araxes.engines.labelled import Labelled, Variable
from araxes.estimation.estimate import DATA, PRIOR, Estimate
from araxes.files import NewFiles
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.results import netcdf

DIGITS = "{:.4g}"


def toml(estimate: Estimate, region: RegionFiles) -> str:
    """Return an estimate as the text of a file for `params/estimates/`."""
    speaks = estimate.speaks
    lines = [
        "# Estimated: habit, luck, push and attention, with standard errors, on the record and the days named below.",
        "# Scenarios that begin later draw from it; earlier ones, and forecasts from earlier origins, do not see it.",
        f"# {DATA}: the record narrows or moves the prior. {PRIOR}: it does not, and the value is the prior's, nearly.",
        "# Tempers of actors are set only where the data speak; the others stay as their files say.",
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
    for path, (value, error) in estimate.laid.items():
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


def arviz_groups(estimate: Estimate) -> dict[str, Labelled]:
    """Return the groups of an ArviZ file: the posterior and, where a sampler drew it, how the sampler fared.

    Returns
    -------
    dict of str to Labelled
        "posterior": `value` (chain, draw, parameter), every parameter on its own scale, drawn by the no-U-turn sampler where it was used,
        else from the normal around the mode. "sample_stats": fields by chain and draw.
    """
    z = estimate.sampled.z if estimate.sampled else _normal_draws(estimate)
    values = np.empty(z.shape)
    for place, one in enumerate(estimate.free):
        values[..., place] = np.vectorize(one.natural)(one.mean + one.sd * z[..., place])
    names = np.array([one.path for one in estimate.free], dtype=object)
    axes = {"chain": np.arange(len(z)), "draw": np.arange(z.shape[1]), "parameter": names}
    attrs = {
        "record": estimate.record,
        "first": str(estimate.first),
        "last": str(estimate.last),
        "method": estimate.method,
        "command": estimate.command,
    }
    coords: dict[str, Variable] = {axis: ((axis,), places, {}) for axis, places in axes.items()}
    groups = {"posterior": Labelled({"value": (tuple(axes), values, {})}, coords, attrs)}
    if estimate.sampled:
        by_draw = {axis: coords[axis] for axis in ("chain", "draw")}
        fared: dict[str, Variable] = {key: (tuple(by_draw), field, {}) for key, field in estimate.sampled.fared.items()}
        groups["sample_stats"] = Labelled(fared, by_draw, {})
    return groups


def _normal_draws(estimate: Estimate) -> np.ndarray:
    """Return as many draws from the normal around the mode as the sampler would give."""
    luck = generator(int(setting("run.seed")), "normal, drawn")
    root = np.linalg.cholesky(estimate.posterior.covariance)
    size = (int(setting("estimation.chains")), int(setting("estimation.samples")), len(estimate.free))
    return np.asarray(estimate.posterior.mean + luck.standard_normal(size) @ root.T)


def write(estimate: Estimate, region: RegionFiles, files: NewFiles, name: str) -> None:
    """Write overlay, table and posterior among new files.

    Parameters
    ----------
    estimate : Estimate
    region : RegionFiles
        For units and ranges.
    files : NewFiles
    name : str
        Of the overlay.
    """
    files.write(f"{name}.toml", toml(estimate, region))
    files.write_table("estimate.csv", estimate.table(), index=True)
    netcdf.write_groups(arviz_groups(estimate), files.open("posterior.nc"))
