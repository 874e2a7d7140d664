"""Tests of one act behind another: the record against planted worlds, by a statistic that is larger where b follows a.

pull        by how many standard errors b's rate rises behind a (`araxes.claims.rates`)
preceded    share of b's days with an a on the same day or in the days before
tilt        log ratio of b's rate in the days behind an a to that in the days before one; days that are both count in neither
order       pairs of an a and a b within the days: (b behind a - b before a) / pairs that are not of one day
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from araxes.array_types import Flags, Floats
from araxes.claims.claim_file import CHANCE, LinkTest
from araxes.claims.hearing import Hearing, Judgement, as_judgement
from araxes.claims.planted import Case, Cause, link_shape, plant_worlds
from araxes.claims.rates import RateFit, fit_rates
from araxes.claims.timeline import act_weight, days_since, recording_density
from araxes.claims.weigh import UNTESTABLE, Null, Weighed, weigh
from araxes.inputs.parameters import setting
from araxes.wording import MINUS, percent

SHARED_CAUSE = "shared cause"


def judge_link(hearing: Hearing, test: LinkTest) -> Judgement:
    """Return whether b follows a, more often than planted chance has it, or no more than an effect that is excluded."""
    case = case_of(hearing, test)
    days = test.days or 0
    if min(case.a.sum(), case.b.sum()) < 2 or case.b.all():
        counts = f"{case.a.sum()} days of a, {case.b.sum()} of b"
        return Judgement(
            UNTESTABLE, f"too few: {counts}", None, figures={"a": int(case.a.sum()), "b": int(case.b.sum())}
        )
    statistic = STATISTICS[test.kind]
    record = float(statistic(case, case.b[None], days)[0])
    free = {name: _causes(test, 1, name) for name in test.worlds}
    linked = {name: _causes(test, test.power_at, name) for name in test.worlds}

    def sample(cause: Cause, *names: str) -> Floats:
        luck = hearing.luck(f"{cause.link:g}", f"{cause.shared:g}", *names)
        return statistic(case, plant_worlds(case, cause, int(setting("claims.worlds")), luck), days)

    drawn = {cause: [sample(cause, part) for part in ("set", "fresh")] for cause in {*free.values(), *linked.values()}}
    without, effect = Cause(), Cause(test.power_at)
    plain = {cause: drawn[cause][0] if cause in drawn else sample(cause, "set") for cause in (without, effect)}
    rises = Null(
        {n: drawn[c][0] for n, c in free.items()}, {n: drawn[c][1] for n, c in free.items()}, {"link": plain[effect]}
    )
    absent = Null(
        {n: drawn[c][0] for n, c in linked.items()},
        {n: drawn[c][1] for n, c in linked.items()},
        {"no link": plain[without]},
        upper=False,
    )
    weighed = weigh(record, *((rises, absent) if test.supports == CHANCE else (absent, rises)))
    chance = float(plain[without].mean())
    figures: dict[str, Any] = {
        "statistic": record,
        "chance": chance,
        "a": int(case.a.sum()),
        "b": int(case.b.sum()),
        **_effect(case),
    }
    figures["p_by_worlds"] = {
        name: float(Null({name: worlds}, {}, {}).p_values(np.array([record]))[0])
        for name, worlds in rises.set_by.items()
    }
    figures["alarms"] = {"rises": rises.alarms, "excluded": absent.alarms}
    return as_judgement(weighed, link_text(test.kind, figures), alarm_text(weighed), **figures)


def case_of(hearing: Hearing, test: LinkTest) -> Case:
    """Return what is known of the two acts."""
    decay = setting("claims.decay")
    a, b = hearing.flags(test.a), hearing.flags([test.b])
    others = [act_weight(days_since(hearing.flags([name])), decay) for name in test.given]
    fixed = np.array(others).reshape(len(others), hearing.line.length)
    return Case(a, b, recording_density(b, hearing.line), fixed, test.days or 0 if test.kind == "preceded" else 0)


def _causes(test: LinkTest, link: float, world: str) -> Cause:
    """Return what moves b in a kind of world."""
    return Cause(float(link), setting("claims.shared_ratio") if world == SHARED_CAUSE else 1.0)


def _effect(case: Case) -> dict[str, float]:
    """Return the rate ratio of b behind a, with its interval."""
    fit = pull_fit(case, case.b[None])
    log, wide = float(fit.effect[0, 0]), setting("claims.interval_z") * float(fit.error[0, 0])
    return {"ratio": float(np.exp(log)), "low": float(np.exp(log - wide)), "high": float(np.exp(log + wide))}


def link_text(kind: str, figures: Mapping[str, Any]) -> str:
    """Return what a test of a link found, in a few words."""
    if kind == "preceded":
        return f"{percent(figures['statistic'])} of {figures['b']}, chance {percent(figures['chance'])}"
    if kind == "pull":
        return f"{figures['ratio']:.1f} x [{figures['low']:.1f}, {figures['high']:.1f}]"
    return f"{figures['statistic']:+.2f}, chance {figures['chance']:+.2f}".replace("-", MINUS)


def alarm_text(weighed: Weighed) -> str:
    """Return the false alarms of a verdict where their upper bound is too high, else nothing."""
    if weighed.alarm_bound <= setting("claims.alarm_most"):
        return ""
    return f"false alarms {percent(weighed.alarm)}, at most {percent(weighed.alarm_bound)}"


Statistic = Callable[[Case, Flags, int], Floats]


def pull_fit(case: Case, b: Flags) -> RateFit:
    """Return the fit of b's rate behind a, shape (worlds, ...)."""
    shape = link_shape(case, setting("claims.decay"))
    return fit_rates(b, case.density, np.array([shape, *case.others]))


def pull(case: Case, b: Flags, days: int) -> Floats:
    """Return the score of b's rate behind a; `days` does not matter."""
    return pull_fit(case, b).score


def share_preceded(case: Case, b: Flags, days: int) -> Floats:
    """Return the share of b's days with an a on the same day or in the `days` before."""
    near = days_since(case.a, own_day=True) <= days
    out: Floats = (b @ near.astype(float)) / np.maximum(b.sum(axis=-1), 1)
    return out


def tilt(case: Case, b: Flags, days: int) -> Floats:
    """Return the log ratio of b's rate in the `days` behind an a to that in the `days` before one."""
    behind = days_since(case.a) <= days
    before = days_since(case.a[::-1])[::-1] <= days
    alone = [behind & ~before, before & ~behind]
    after, early = [(b @ side.astype(float) + 0.5) / (side.sum() + 1) for side in alone]
    out: Floats = np.log(after / early)
    return out


def order(case: Case, b: Flags, days: int) -> Floats:
    """Return the share of pairs within `days` in which b comes behind a, less that in which it comes before."""
    ones = np.concatenate([[0], np.cumsum(case.a, dtype=float)])
    place = np.arange(len(case.a))
    low, high = np.maximum(place - days, 0), np.minimum(place + days + 1, len(case.a))
    behind, before = ones[place] - ones[low], ones[high] - ones[place + 1]
    pairs = np.maximum(b @ (behind + before), 1)
    out: Floats = b @ (behind - before) / pairs
    return out


STATISTICS: dict[str, Statistic] = {"pull": pull, "preceded": share_preceded, "tilt": tilt, "order": order}
