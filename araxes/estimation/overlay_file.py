"""What an estimate is written to: an overlay in TOML, a table, and an ArviZ file of the posterior.

A file of estimates beside the priors: the table that the estimation made, read back from the overlay.
"""

from __future__ import annotations

import datetime
import json
import math
from typing import TYPE_CHECKING

import numpy as np

from araxes.engines.datasets import Labelled, Variable
from araxes.engines.draws import generator
from araxes.estimation.estimate import DATA, PRIOR, Estimate
from araxes.estimation.likelihood import LOG, PLAIN, free_parameters
from araxes.files import NewFiles
from araxes.inputs.constants import first
from araxes.inputs.parameters import setting
from araxes.inputs.region import Overlay, RegionFiles, with_estimate
from araxes.results import formats
from araxes.rules.numerics import logit

if TYPE_CHECKING:
    import pandas as pd

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
        f"model = {_text(estimate.basis.model)}",
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


def arviz_groups(estimate: Estimate) -> dict[str, Labelled]:
    """Return the groups of an ArviZ file: the posterior alone.

    Returns
    -------
    dict of str to Labelled
        "posterior": `value` (chain, of which there is one, draw, parameter), every parameter on its own scale: draws of the posterior,
        taken again by their weights, where there are any; else draws from the normal around the mode.
    """
    z = _draws(estimate)[np.newaxis]
    values = np.empty(z.shape)
    for place, one in enumerate(estimate.free):
        values[..., place] = np.vectorize(one.natural)(one.mean + one.sd * z[..., place])
    names = np.array([one.path for one in estimate.free], dtype=object)
    axes = {"chain": np.arange(len(z)), "draw": np.arange(z.shape[1]), "parameter": names}
    attrs = estimate.basis.attrs() | {
        "record": estimate.record,
        "first": str(estimate.first),
        "last": str(estimate.last),
        "method": estimate.method,
        "command": estimate.command,
    }
    coords: dict[str, Variable] = {axis: ((axis,), places, {}) for axis, places in axes.items()}
    return {"posterior": Labelled({"value": (tuple(axes), values, {})}, coords, attrs)}


def _draws(estimate: Estimate) -> np.ndarray:
    """Return draws of all parameters, in prior standard deviations; shape (draw, parameter)."""
    luck, number = generator(int(setting("run.seed")), "posterior, written"), int(setting("estimation.samples"))
    if estimate.drawn:
        return estimate.drawn.z[luck.choice(len(estimate.drawn.z), size=number, p=estimate.drawn.weight)]
    root = np.linalg.cholesky(estimate.posterior.covariance)
    return np.asarray(estimate.posterior.mode + luck.standard_normal((number, len(estimate.free))) @ root.T)


def write_estimate(estimate: Estimate, region: RegionFiles, files: NewFiles, name: str) -> None:
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
    formats.write_groups(arviz_groups(estimate), files.open("posterior.nc"))


def estimates_beside_priors(overlay: Overlay, region: RegionFiles) -> pd.DataFrame:
    """Return the estimates of a file beside the priors, with the columns of `araxes.Estimate.table`.

    Parameters
    ----------
    overlay : Overlay
        One of `region.estimates`.
    region : RegionFiles
        Its parameter files give the priors.

    Returns
    -------
    pandas.DataFrame
        Indexed by parameter; those that the file does not hold are left out. What is read back has the digits of the file.
    """
    import pandas as pd  # heavy; needed only here

    plain = with_estimate(region, datetime.date.min)
    rows = []
    for one in free_parameters(plain):
        if one.path not in overlay.values:
            continue
        found = overlay.values[one.path]
        value, error = first(overlay.values, one.path), found.sd or 0.0
        at = _place(value, one.scale)
        rows.append(
            {
                "parameter": one.path,
                "prior": one.natural(one.mean),
                "prior_sd": one.slope(one.mean) * one.sd,
                "estimate": value,
                "se": error,
                "moved": (at - one.mean) / one.sd,
                "left": error / one.slope(at) / one.sd,
                "says": DATA if found.source.startswith(DATA) else PRIOR,
            }
        )
    return pd.DataFrame(rows).set_index("parameter")


def _place(value: float, scale: str) -> float:
    """Return the place of a value on the scale of its prior."""
    if scale == PLAIN:
        return value
    return math.log(value) if scale == LOG else logit(value, 0)
