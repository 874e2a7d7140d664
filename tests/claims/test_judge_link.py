"""One act behind another: planted answers are recognised, and worlds without one raise few alarms."""

import numpy as np
import pytest

from araxes.claims.judge_link import STATISTICS, case_of, judge_link
from araxes.claims.planted import Cause, plant_worlds
from araxes.claims.weigh import CONTRADICTED, SUPPORTED, UNTESTABLE, Null

ENDS = "supports = 'more often than planted chance'\ncontradicts = 'an effect of 3 is excluded'\n"
LUCK = np.random.default_rng(7)
STARTS = np.sort(LUCK.choice(np.arange(20, 1400), 40, replace=False))


def rows(behind):
    return [(f"a{n}", n, "IRN", "AZE") for n in STARTS] + [(f"b{n}", n, "AZE", "IRN") for n in sorted(set(behind))]


FOLLOWING = STARTS + LUCK.integers(1, 4, 40)
FAR = np.array([n for n in range(10, 1440) if np.min(np.where(n > STARTS, n - STARTS, 999)) > 30])[::6]


def link(kind):
    return f"kind = '{kind}'\na = 'a'\nb = 'b'\n{ENDS}" + ("" if kind == "pull" else "days = 14\n")


@pytest.mark.parametrize("kind", ["pull", "preceded", "order", "tilt"])
def test_what_always_follows_is_supported(hearing_of, record_of, kind):
    found = judge_link(*hearing_of(record_of(rows(FOLLOWING)), link(kind)))
    assert found.verdict == SUPPORTED
    assert found.figures["ratio"] > 3


def test_what_never_follows_is_contradicted(hearing_of, record_of):
    assert judge_link(*hearing_of(record_of(rows(FAR)), link("pull"))).verdict == CONTRADICTED


def test_a_claim_of_no_effect_turns_it_around(hearing_of, record_of):
    turned = "kind = 'pull'\na = 'a'\nb = 'b'\nsupports = 'an effect of 3 is excluded'\ncontradicts = 'more often than planted chance'\n"
    assert judge_link(*hearing_of(record_of(rows(FAR)), turned)).verdict == SUPPORTED
    assert judge_link(*hearing_of(record_of(rows(FOLLOWING)), turned)).verdict == CONTRADICTED


def test_a_single_day_decides_nothing(hearing_of, record_of):
    found = judge_link(*hearing_of(record_of(rows([30])), link("pull")))
    assert (found.verdict, found.power) == (UNTESTABLE, None)


def test_nothing_depends_on_the_order_of_rows(hearing_of, record_of):
    one, other = (
        judge_link(*hearing_of(record_of(some), link("pull"))) for some in (rows(FOLLOWING), rows(FOLLOWING)[::-1])
    )
    assert one == other


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pull", "preceded", "order", "tilt"])
def test_false_alarms_are_rare_in_a_thousand_worlds_with_and_without_a_shared_cause(
    hearing_of, record_of, set_claims, kind
):
    hearing, test = hearing_of(record_of(rows(np.sort(LUCK.choice(1400, 30, replace=False)))), link(kind))
    case = case_of(hearing, test)

    def sample(cause, seed):
        return STATISTICS[kind](case, plant_worlds(case, cause, 1000, np.random.default_rng(seed)), 14)

    causes = {"independent": Cause(), "shared cause": Cause(1, 3)}
    null = Null(
        {name: sample(cause, 1) for name, cause in causes.items()},
        {name: sample(cause, 2) for name, cause in causes.items()},
        {"link": sample(Cause(3), 3)},
    )
    assert max(bound for _, bound in null.alarms.values()) <= 0.08
    assert null.power > max(share for share, _ in null.alarms.values())
