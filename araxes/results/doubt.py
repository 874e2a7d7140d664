"""Doubt about a comparison: why its answer is not better known, and which judged values matter most to it.

Shares: what of the variance of an answer is luck, weights, judged values, and the interplay of the last two.

A second ensemble, smaller than the first, is simulated. In it judged values are taken half a round of draws further on than weights, and
luck is that of other replicates. Means of draws that have the weights in common, and nothing else, vary together by the weights alone, and
those that have the judged values in common by these: covariances that hold no noise of replicates (pick and freeze: Sobol' 1993; Janon et
al. 2014). What draws differ by beyond both is the interplay; what replicates of one draw differ by is luck. The four sum to 1. Each is an
estimate without bias, and may fall a little below 0 by chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.array_types import Floats, Whole
from araxes.display import Card, show_card
from araxes.engines.dated import judged_shifts
from araxes.engines.ensemble import counter, histories
from araxes.engines.world import World
from araxes.errors import Fault, InputError
from araxes.inputs.faults import value_text
from araxes.inputs.parameters import setting
from araxes.inputs.region import dyad_of
from araxes.options import KERNEL
from araxes.results.intervals import ranks
from araxes.results.pairing import Pairing, label
from araxes.results.result import Result
from araxes.results.tally import HOSTILE

if TYPE_CHECKING:
    import pandas as pd

    from araxes.results.comparison import Comparison


@show_card
class Shares(NamedTuple):
    """Shares of the variance of single replicates, which sum to 1.

    All are nan where nothing varies; luck and the interplay of both are, too, where a draw has one replicate only.
    """

    luck: Floats
    weights: Floats
    judgements: Floats
    both: Floats


class Ensemble(NamedTuple):
    """What the replicates of every draw amount to.

    Attributes
    ----------
    replicates : ndarray of int, shape (draws,)
    total : ndarray of float, shape (draws, ...)
        Sums over the replicates of each draw.
    variance : ndarray of float, shape (...)
        Of single replicates.
    """

    replicates: Whole
    total: Floats
    variance: Floats

    def means(self) -> Floats:
        """Return the mean of every draw, nan of those without replicates."""
        with np.errstate(invalid="ignore"):
            return np.asarray(self.total / self.replicates.reshape(-1, *[1] * (self.total.ndim - 1)))


def told_apart(world: World, replicates: int) -> tuple[World, range]:
    """Return a world in which judged values are taken half a round of draws further on than weights, and its replicates.

    These are of the same draws and of other luck, and a share of as many as are given (`compare.apart_share`): two rounds of draws at
    least, which it takes to tell luck, but no more than are given.
    """
    rounds = -(-replicates // world.n_draws)
    first, number = rounds * world.n_draws, max(2, round(rounds * setting("compare.apart_share"))) * world.n_draws
    return replace(world, apart=world.n_draws // 2), range(first, first + min(number, replicates))


def variance_shares(main: Ensemble, other: Ensemble, apart: int, judged: bool = True) -> Shares:
    """Return what shares of the variance of an answer are luck, weights, judged values and their interplay.

    Parameters
    ----------
    main, other : Ensemble
        With weights and judged values of one number, and with judged values `apart` draws further on, under other luck.
    apart : int
    judged : bool
        Whether judged values are drawn at all.
    """
    one, two = main.means(), other.means()
    variance = (main.variance + other.variance) * 0.5
    seen = [part.replicates[part.replicates > 0] for part in (main, other)]
    few, told = np.mean([np.mean(1 / part) for part in seen]), min(part.min() for part in seen) > 1
    spread = (_covariance(one, one) + _covariance(two, two)) * 0.5
    with np.errstate(invalid="ignore", divide="ignore"):
        luck = (variance - spread) / (1 - few) / variance if told else np.full_like(variance, np.nan)
        if not judged:
            return Shares(luck, 1 - luck, np.zeros_like(luck), np.zeros_like(luck))
        weights = _covariance(one, two) / variance
        judgements = _covariance(np.roll(one, -apart, axis=0), two) / variance
    return Shares(luck, weights, judgements, 1 - luck - weights - judgements)


def _covariance(one: Floats, two: Floats) -> Floats:
    """Return the covariance over draws, shape (...), nan of one or none; draws without replicates are left out."""
    there = np.isfinite(one).reshape(len(one), -1).all(axis=1) & np.isfinite(two).reshape(len(two), -1).all(axis=1)
    if there.sum() < 2:
        return np.full(one.shape[1:], np.nan)
    first, second = one[there], two[there]
    product = (first - first.mean(axis=0)) * (second - second.mean(axis=0))
    return np.asarray(product.sum(axis=0) / (len(product) - 1))


def judgements_that_matter(
    worlds: Sequence[World], seed: int, main: Ensemble, other: Ensemble, apart: int
) -> list[dict[str, Any]]:
    """Return the judged values on which an answer depends most, in how far it follows their rank.

    Parameters
    ----------
    worlds : sequence of World
        Of one start; what any of them draws is looked at.
    seed : int
    main, other : Ensemble
        Of one number each: `total` of shape (draws,).
    apart : int

    Returns
    -------
    list of dict
        path, value (as the files have it at the start), rank (Spearman's correlation of the answer with the value over
        draws), clear (whether it is further from 0 than any of so many would be by chance), turns (the value at which the answer, as a
        straight line, would be zero; nan where that is out of the value's range); as many as `compare.judgements_shown`.
    """
    judged = {path: p for world in reversed(worlds) for path, p in world.scenario.book.items() if p.is_judged}
    counts, totals = (
        np.stack([own, np.roll(far, apart)]).sum(axis=0) for own, far in zip(main[:2], other[:2], strict=True)
    )
    known = np.flatnonzero(counts)
    if not judged or not len(known):
        return []
    answer = totals[known] / counts[known]
    drawn = judged_shifts(list(judged.values()), seed, known.tolist())
    ends = np.array([(p.low, p.high) for p in judged.values()]).reshape(-1, 2)
    files = np.array([p.at(world.scenario.start) for world in worlds[:1] for p in judged.values()])
    values = np.clip(files[:, None] + drawn, ends[:, :1], ends[:, 1:])
    rank = correlation(np.apply_along_axis(ranks, 1, values), ranks(answer))
    order = np.argsort(-np.abs(rank), kind="stable")[: int(setting("compare.judgements_shown"))]
    by_chance = NormalDist().inv_cdf(1 - (1 - setting("compare.level")) * 0.5 / max(len(rank), 1))
    return [
        {
            "path": list(judged)[k],
            "value": float(files[k]),
            "rank": float(rank[k]),
            "clear": bool(abs(rank[k]) * np.sqrt(max(len(known) - 1, 1)) > by_chance),
            "turns": turning_point(values[k], answer, *ends[k]),
        }
        for k in order.tolist()
    ]


def correlation(rows: Floats, one: Floats) -> Floats:
    """Return the correlation of every row with one more; 0 where either does not vary."""
    left, right = rows - rows.mean(axis=-1, keepdims=True), one - one.mean()
    size = np.sqrt((left**2).sum(axis=-1) * (right**2).sum())
    return np.asarray(np.divide(left @ right, size, out=np.zeros(len(rows)), where=size > 0))


def turning_point(values: Floats, answer: Floats, low: float, high: float) -> float:
    """Return the value at which the straight line through the answers is zero, nan where that is none in the range."""
    spread = ((values - values.mean()) ** 2).sum()
    slope = ((values - values.mean()) * (answer - answer.mean())).sum() / spread if spread > 0 else 0.0
    at = values.mean() - answer.mean() / slope if slope else np.nan
    return float(at) if low <= at <= high else float("nan")


def variance_by_draw(values: Floats, draws: int) -> tuple[float, float]:
    """Return the variance of single replicates within a draw of weights and judged values, which is luck, and that between draws.

    Parameters
    ----------
    values : ndarray of float, shape (replicates,)
        Of replicates 0 and on, of which number n has draw n modulo `draws`; those of a last round that is not whole are left out.
    draws : int
    """
    by_draw = values[: len(values) // draws * draws].reshape(-1, draws)
    luck = by_draw.var(axis=0, ddof=1).mean()
    return float(luck), float(max(by_draw.mean(axis=0).var(ddof=1) - luck / len(by_draw), 0.0))


def replicates_saved(base: Floats, twins: Floats, strangers: Floats, picked: Whole) -> Floats:
    """Return how many times fewer replicates a mean difference needs for the same error if both worlds share their luck.

    It is the variance of a single difference between unrelated replicates over that between twins.

    Parameters
    ----------
    base, twins, strangers : ndarray of float, shape (replicates a draw, draws)
        An answer in replicates of one world, in those of the other with the same luck and draws, and in some with luck and draws of
        their own.
    picked : ndarray of int, shape (..., draws)
        Which draws count: all of them, or some resampled from them.

    Returns
    -------
    ndarray of float, shape (...)
    """

    def variance(difference: Floats) -> Floats:
        """Return the variance over the picked draws."""
        square, mean = (part.mean(axis=0)[picked].mean(axis=-1) for part in (difference**2, difference))
        return np.asarray(square - mean**2)

    return variance(strangers - base) / variance(twins - base)


@show_card
class Doubt(NamedTuple):
    """Why the answer of a comparison is not better known.

    Attributes
    ----------
    dyad, weeks : str
        Whose chance of a hostile act, within which weeks after the scenarios part.
    shares : Shares
        Of the variance of single replicates' differences, numbers.
    judgement_rows : list of dict
        See `araxes.results.doubt.judgements_that_matter`.
    """

    dyad: str
    weeks: str
    shares: Shares
    judgement_rows: list[dict[str, Any]]

    @property
    def judgements(self) -> pd.DataFrame:
        """Return the judged values on which the answer depends most as a table: index path; columns value, rank, clear, turns."""
        import pandas as pd  # heavy: an answer does without

        return pd.DataFrame(self.judgement_rows, columns=["path", "value", "rank", "clear", "turns"]).set_index("path")

    def _card(self) -> Card:
        """Return what it tells of itself."""
        return Card(f"Doubt about {self.dyad}, weeks {self.weeks}", self.brief(), ("shares", "judgements"))

    def text(self) -> str:
        """Return it in sentences, with how strongly the answer follows which judged value."""
        said = self.brief()
        named = [
            f"{row['path']} (rank correlation {row['rank']:+.2f}{_turning(row['turns'])})"
            for row in self.judgement_rows
            if row["clear"]
        ]
        return f"{said} {'; '.join(named)}." if named else said

    def brief(self) -> str:
        """Return in a sentence what of a single history is luck, weights and judged values, and on which of these the answer leans."""
        if np.isnan(self.shares.luck):
            return f"{self.dyad}: too few replicates, or too little that varies, to tell luck from all else."
        luck, weights, judgements, _ = (min(max(float(share), 0), 1) + 0.0 for share in self.shares)
        said = f"What comes in one history is {luck:.0%} luck, {weights:.0%} weights, {judgements:.0%} judged values".replace(
            "%", " %"
        )
        clear = [row["path"] for row in self.judgement_rows if row["clear"]]
        if clear:
            return f"{said}; the answer leans most on {' and '.join(clear)}."
        return f"{said}; it leans on no single judged value." if self.judgement_rows else f"{said}."

    def document(self) -> dict[str, object]:
        """Return it as plain values."""
        numbers = {name: None if np.isnan(share) else float(share) for name, share in self.shares._asdict().items()}
        rows = [row | {"turns": row["turns"] if np.isfinite(row["turns"]) else None} for row in self.judgement_rows]
        return {"dyad": self.dyad, "weeks": self.weeks, "shares": numbers, "judgements": rows}


def _turning(value: float) -> str:
    """Return at which value the sign turns, in words."""
    return f", its sign would turn at {value:.2f}" if np.isfinite(value) else ", no value of it turns the sign"


def doubt_of(found: Comparison, other: Result, dyad: str | None = None, weeks: str | None = None) -> Doubt:
    """Return why a difference is not better known; arguments as for `Comparison.doubt`."""
    pairing, base = found.pairing(other), found.base
    name = dyad or found.focus(other)
    i, j = (found.states.index(code) for code in dyad_of(found.states, name, "comparison"))
    span = weeks or label(found.common_window(other))
    if span not in pairing.spans:
        raise InputError([Fault("comparison", "weeks", value_text(span), ", ".join(pairing.spans))])
    twin = next(two for one, two in zip(found.others, found.apart, strict=True) if one is other)
    main, second = (_ensemble(one, span, i, j) for one in (pairing, twin))
    judged = base.world.judged and not base.fixed
    apart = twin.base.apart
    worlds = [base.world, other.world] if judged else []
    found_shares = variance_shares(main, second, apart, judged)
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
        Pairing(worlds[0][0], world, pairing.spans, pairing.parting, pairing.begin)
        for (world, _), pairing in zip(worlds[1:], pairings, strict=True)
    ]
    ensembles = [histories(world, numbers, base.seed, fixed=base.fixed) for world, numbers in worlds]
    for chunk in zip(*ensembles, strict=True):
        for pairing, (numbers, there) in zip(out, chunk[1:], strict=True):
            pairing.add(numbers, chunk[0][1], there, counter(KERNEL))
    return out
