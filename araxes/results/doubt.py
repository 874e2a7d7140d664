"""Doubt about a comparison: why its answer is not better known, and which judged values matter most to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from araxes.engines.ensemble import counter, histories
from araxes.errors import Fault, InputError
from araxes.inputs.dyads import dyad_of
from araxes.inputs.faults import shown
from araxes.options import KERNEL
from araxes.results.outcomes import HOSTILE
from araxes.results.pairing import Pairing, label
from araxes.results.result import Result
from araxes.results.shares import Ensemble, Shares, judgements_that_matter, shares, told_apart

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


class Doubt(NamedTuple):
    """Why the answer of a comparison is not better known.

    Attributes
    ----------
    dyad, weeks : str
        Whose chance of a hostile act, within which weeks after the scenarios part.
    shares : Shares
        Of the variance of single replicates' differences, numbers.
    judgements : pandas.DataFrame
        See `araxes.results.shares.judgements_that_matter`.
    """

    dyad: str
    weeks: str
    shares: Shares
    judgements: pd.DataFrame

    def text(self) -> str:
        """Return it in sentences."""
        luck, weights, judgements, both = (float(share) for share in self.shares)
        if np.isnan(luck):
            return f"{self.dyad}, weeks {self.weeks}: too few replicates, or too little that varies, to tell luck from all else."
        one, two, three, four = (
            f"{round(share, 2) + 0.0:.0%}" for share in (luck, weights, judgements, both)
        )  # no -0%
        parts = f"{one} is luck, {two} weights, {three} judged values, {four} the interplay of both"
        said = (
            f"Of the variance of single differences ({self.dyad}, a hostile act in weeks {self.weeks} or none) {parts}."
        )
        clear = self.judgements[self.judgements["clear"].astype(bool)]
        named = [
            f"{path} (rank correlation {row['rank']:+.2f}{_turning(row['turns'])})" for path, row in clear.iterrows()
        ]
        if named:
            return f"{said} It depends most on {'; '.join(named)}."
        return f"{said} No single judged value stands out." if len(self.judgements) else said

    def document(self) -> dict[str, object]:
        """Return it as plain values."""
        numbers = {name: None if np.isnan(share) else float(share) for name, share in self.shares._asdict().items()}
        rows = self.judgements.reset_index().astype(object)
        return {
            "dyad": self.dyad,
            "weeks": self.weeks,
            "shares": numbers,
            "judgements": rows.where(rows.notna(), None).to_dict("records"),
        }


def _turning(value: float) -> str:
    """Return at which value the sign turns, in words."""
    return f", its sign would turn at {value:.2f}" if np.isfinite(value) else ", no value of it turns the sign"


def doubt_of(found: Comparison, other: Result, dyad: str | None = None, weeks: str | None = None) -> Doubt:
    """Return why a difference is not better known; arguments as for `Comparison.doubt`."""
    pairing, base = found.pairing(other), found.base
    name = dyad or found.focus(other)
    i, j = (found.states.index(code) for code in dyad_of(found.states, name, "comparison"))
    span = weeks or label(found.first_window(other, name))
    if span not in pairing.spans:
        raise InputError([Fault("comparison", "weeks", shown(span), ", ".join(pairing.spans))])
    twin = next(two for one, two in zip(found.others, found.apart, strict=True) if one is other)
    main, second = (_ensemble(one, span, i, j) for one in (pairing, twin))
    judged = base.world.judged and not base.fixed
    apart = twin.base.apart
    worlds = [base.world, other.world] if judged else []
    found_shares = shares(main, second, apart, judged)
    return Doubt(name, span, found_shares, judgements_that_matter(worlds, base.seed, main, second, apart))


def _ensemble(pairing: Pairing, span: str, i: int, j: int) -> Ensemble:
    """Return by how much the chance of a hostile act of one dyad differs as an ensemble."""
    total, variance = pairing.chance_totals(HOSTILE, span)
    return Ensemble(pairing.count, total[:, i, j], variance[i, j])


def pairings_apart(results: Sequence[Result], pairings: Sequence[Pairing]) -> list[Pairing]:
    """Return pairings like those of some results, with weights and judged values told apart, on the kernel."""
    base = results[0]
    worlds = [told_apart(result.world, base.replicates) for result in results]
    out = [
        Pairing(worlds[0][0], world, pairing.spans, pairing.parting)
        for (world, _), pairing in zip(worlds[1:], pairings, strict=True)
    ]
    ensembles = [histories(world, numbers, base.seed, fixed=base.fixed) for world, numbers in worlds]
    for chunk in zip(*ensembles, strict=True):
        for pairing, (numbers, there) in zip(out, chunk[1:], strict=True):
            pairing.add(numbers, chunk[0][1], there, counter(KERNEL))
    return out
