"""Choice in lanes: the rung that luck falls on, given push and habit, and the chance of every rung before it falls."""

from __future__ import annotations

from araxes.engines.arrays import Floats, Whole
from araxes.engines.lanes import Foresight, Work
from araxes.rules.choose import pushed_cumulative, pushed_luck, under


def push_luck(u: Floats, s: Floats, epsilon: float, eta: Floats) -> None:
    """Write v, the luck after push and spread, in place of the push."""
    for r in range(len(eta)):
        eta[r] = pushed_luck(u[r], eta[r], s[r], epsilon)


def choose(cumulative: Floats, v: Floats, rungs: int, out: Whole) -> None:
    """Write the rung that contains v."""
    for r in range(len(out)):
        out[r] = 0
    for k in range(rungs - 1):
        for r in range(len(out)):
            out[r] += under(cumulative[k, r], v[r])


def set_each(rung: Whole, act: int) -> None:
    """Set the act of every lane."""
    for r in range(len(rung)):
        rung[r] = act


def foresee(foresight: Foresight | None, week: int, i: int, j: int, work: Work, epsilon: float) -> None:
    """Write G(k), the chance of an act of at most rung k, from habit, push and spread, where the week is wanted."""
    if foresight is None:
        return
    if foresight.place[week] >= 0:
        cumulative, eta, s = work.cumulative, work.eta, work.s
        out = foresight.cumulative[foresight.place[week], i, j]
        for k in range(len(out)):
            for r in range(len(eta)):
                out[k, r] = pushed_cumulative(cumulative[k, r], eta[r], s[r], epsilon)


def expect(foresight: Foresight | None, week: int, i: int, j: int, act: int) -> None:
    """Write G(k) of an act that is certain, where the week is wanted."""
    if foresight is None:
        return
    if foresight.place[week] >= 0:
        out = foresight.cumulative[foresight.place[week], i, j]
        for k in range(len(out)):
            for r in range(out.shape[1]):
                out[k, r] = 1.0 if k >= act else 0.0
