"""Test of two sides: the record among planted histories in which one of them only reacts, and among those in which it does not.

Eight statistics of a history: the order of acts near and far apart, the pull of each side on the other and their difference, the share of
each side's days that the other did not provoke, and who opens runs of acts. One linear discriminant (Fisher 1936) for each family in which
the claim holds, learned against all families in which it fails; then the record among planted histories that it was not learned from.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.claims.claim_file import BEYOND, PairTest
from araxes.claims.hearing import Hearing, Judgement, as_judgement
from araxes.claims.histories import FAILS, Pattern, Sides, plant_histories, shock_shape
from araxes.claims.judge_link import alarm_text
from araxes.claims.rates import fit_rates
from araxes.claims.timeline import Timeline, act_weight, days_since, recording_density
from araxes.claims.weigh import SUPPORTED, UNTESTABLE, Null, weigh
from araxes.inputs.parameters import setting
from araxes.wording import percent

PAIR_STATISTICS = (
    "order_near", "order_far", "pull_leader", "pull_follower", "pull_difference", "unprovoked_follower", "unprovoked_leader", "first_mover",
)  # fmt: skip


def judge_pair(hearing: Hearing, test: PairTest) -> Iterator[Judgement]:
    """Yield for each family in which the claim holds whether the record is beyond all others, or below it."""
    record = Sides(*(hearing.flags([name])[None] for name in (test.leader, test.follower)))
    if min(int(side.sum()) for side in record) < 2:
        for family in test.family:
            yield Judgement(UNTESTABLE, "too few acts", family=family)
        return
    given = hearing.flags([test.given])
    pattern = Pattern(record, given, (test.coverage.leader, test.coverage.follower))
    measured = pair_statistics(record, given, hearing.line)[0]
    planted = _planted(hearing, test, pattern)
    fewest = min(len(some.set_by) for some in planted.values())
    if fewest < setting("claims.pair_least"):
        for family in test.family:
            yield Judgement(UNTESTABLE, f"only {fewest} planted histories resemble the record", family=family)
        return
    for family in test.family:
        yield _judged(family, test, measured, planted)


class _Planted(NamedTuple):
    """Statistics of planted histories, shape (worlds, statistics): to learn from, to set p-values by, and fresh ones."""

    learn: Floats
    set_by: Floats
    fresh: Floats


_Kind = tuple[str, bool]
"""Of a history: its family, and whether coverage is explained."""


def _planted(hearing: Hearing, test: PairTest, pattern: Pattern) -> dict[_Kind, _Planted]:
    """Return the statistics of planted histories of every family and kind of coverage."""
    covers = {"no": (False,), "yes": (True,), "either": (False, True)}[test.coverage.explained]
    sizes = [int(setting(f"claims.pair_{name}")) for name in ("train", "worlds", "worlds")]

    def plant(kind: _Kind) -> _Planted:
        family, explained = kind
        luck = hearing.luck(family, str(explained))
        sides = plant_histories(pattern, family, explained, sum(sizes), luck)
        found = pair_statistics(sides, pattern.given, hearing.line)
        ends = np.cumsum([int(len(found) * size / sum(sizes)) for size in sizes])
        return _Planted(*np.split(found, ends[:2]))

    kinds = list(product([*test.family, *FAILS], covers))
    with ThreadPoolExecutor(min(int(setting("run.processes")), os.cpu_count() or 1)) as pool:
        return dict(zip(kinds, pool.map(plant, kinds), strict=True))


def pair_statistics(sides: Sides, given: Any, line: Timeline) -> Floats:
    """Return the eight statistics of histories, the larger the more the follower reacts, but for shares of unprovoked days of the follower.

    Parameters
    ----------
    sides : Sides
    given : ndarray of bool, shape (days,)
        Others' acts.
    line : Timeline

    Returns
    -------
    ndarray, shape (worlds, 8)
        In the order of `PAIR_STATISTICS`.
    """
    leader, follower = sides
    near, far = int(setting("claims.pair_near")), int(setting("claims.pair_far"))
    pulls = [_pull(one, other, given, line) for one, other in ((leader, follower), (follower, leader))]
    alone = [_alone(of, by, far) for of, by in ((follower, leader), (leader, follower))]
    return np.stack(
        [_order(sides, near), _order(sides, far), *pulls, pulls[0] - pulls[1], *alone, _first_mover(sides)], axis=-1
    )


def _order(sides: Sides, days: int) -> Floats:
    """Return the share of pairs of acts within some days in which the follower comes behind, less that in which it comes before."""
    length = sides.leader.shape[-1]
    sums = np.concatenate([np.zeros((len(sides.leader), 1)), np.cumsum(sides.leader, axis=-1)], axis=-1)
    place = np.arange(length)
    behind = sums[:, place] - sums[:, np.maximum(place - days, 0)]
    before = sums[:, np.minimum(place + days + 1, length)] - sums[:, place + 1]
    both = [(sides.follower * side).sum(axis=-1) for side in (behind, before)]
    out: Floats = (both[0] - both[1]) / np.maximum(both[0] + both[1], 1)
    return out


def _pull(one: Any, other: Any, given: Any, line: Timeline) -> Floats:
    """Return the score of one side's pull on the other."""
    shape = act_weight(days_since(one), setting("claims.decay"))[:, None]
    fixed = np.concatenate([shape, np.broadcast_to(shock_shape(given), shape.shape)], axis=1)
    return fit_rates(other, recording_density(other, line), fixed).score


def _alone(of: Any, by: Any, days: int) -> Floats:
    """Return the share of a side's days without one of the other on the same day or in the days before."""
    alone = of & (days_since(by, own_day=True) > days)
    return np.asarray(alone.sum(axis=-1) / np.maximum(of.sum(axis=-1), 1))


def _first_mover(sides: Sides) -> Floats:
    """Return the share of runs of acts that the leader opens; one that both open on a day counts half."""
    either = sides.leader | sides.follower
    opens = either & (days_since(either) > setting("claims.pair_quiet"))
    share = np.where(sides.leader & sides.follower, 0.5, sides.leader)
    return np.asarray((opens * share).sum(axis=-1) / np.maximum(opens.sum(axis=-1), 1))


def _judged(family: str, test: PairTest, measured: Floats, planted: dict[_Kind, _Planted]) -> Judgement:
    """Return the verdict on a family."""
    true = {kind: some for kind, some in planted.items() if kind[0] == family}
    false = {kind: some for kind, some in planted.items() if kind[0] in FAILS}
    weights = _discriminant([some.learn for some in true.values()], [some.learn for some in false.values()])

    def scores(kinds: dict[_Kind, _Planted], part: str) -> dict[str, Floats]:
        return {
            f"{name}, explained" if told else name: getattr(some, part) @ weights
            for (name, told), some in kinds.items()
        }

    fresh = {name: scores(kinds, "fresh") for name, kinds in (("true", true), ("false", false))}
    above = Null(scores(false, "set_by"), fresh["false"], fresh["true"])
    below = Null(scores(true, "set_by"), fresh["true"], fresh["false"], upper=False)
    record = float(measured @ weights)
    weighed = weigh(record, *((above, below) if test.supports == BEYOND else (below, above)))
    p_true, p_false = (float(null.p_values(np.array([record]))[0]) for null in (below, above))
    found = f"below {_most_text(1 - p_true)} of such histories"
    if weighed.verdict == SUPPORTED:
        found = f"beyond {_most_text(1 - p_false)} of others"
    figures = {
        "p_true": p_true, "p_false": p_false, "statistics": dict(zip(PAIR_STATISTICS, measured.tolist(), strict=True)),
        "support_power": above.power, "contradiction_power": {name: below.share_found(some) for name, some in fresh["false"].items()},
        "histories": {name: len(some) for name, some in {**above.set_by, **below.set_by}.items()},
        "alarms": {"beyond": above.alarms, "below": below.alarms},
    }  # fmt: skip
    return as_judgement(weighed, found, alarm_text(weighed), family, **figures)


def _most_text(share: float) -> str:
    """Return a share within a sentence, where ">99 %" is more than 99 %."""
    return percent(share).replace(">", "more than ").replace("<", "less than ")


def _discriminant(true: list[Floats], false: list[Floats]) -> Floats:
    """Return the weights that part two groups of histories best; every kind of history counts alike."""
    groups = [[np.atleast_2d(some) for some in kinds if len(some) > 1] for kinds in (true, false)]
    means = [np.mean([some.mean(axis=0) for some in kinds], axis=0) for kinds in groups]
    spread = np.mean([np.cov(some, rowvar=False) for kinds in groups for some in kinds], axis=0)
    ridge = np.diag(np.diagonal(spread)) * setting("claims.pair_ridge")
    out: Floats = np.linalg.solve(spread + ridge, means[0] - means[1])
    return out
