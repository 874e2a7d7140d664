"""Factors: every way to say what is varied, and one message for every fault."""

from dataclasses import replace

import pytest

from araxes.errors import InputError
from araxes.sweeps.table import CHOICE, GRID, LHS, MORRIS, factors, own_range

HOW = "PATH=low:high:count, PATH=a,b,c, PATH=low:high or PATH, such as behaviour.weight.alarm=0:2:11"


def test_a_range_with_a_count_lists_and_names(baseline):
    ranged, listed, named = factors(
        ["IRN.temper.alarm=0:2:5", "issues.israel.status=0.2,0.8", "scenario=baseline,networks_zero"],
        baseline,
        GRID,
    )
    assert ranged.levels == (0, 0.5, 1, 1.5, 2)
    assert (ranged.low, ranged.high, ranged.unit) == (0, 2, "multiplier")
    assert listed.levels == (0.2, 0.8)
    assert (named.kind, named.levels) == (CHOICE, ("baseline", "networks_zero"))


def test_the_own_range_of_an_estimate_is_that_of_its_error(baseline):
    weight = baseline.book["behaviour.weight.thaw"]
    assert weight.confidence == "estimated"
    low, high = own_range(weight)
    assert (low + high) / 2 == pytest.approx(weight.series[0][1])
    assert (high - low) / 2 == pytest.approx(1.6449 * weight.sd, rel=1e-4)
    assert own_range(replace(weight, low=0.0))[0] == 0


def test_a_bare_path_takes_the_plausible_range_or_the_documented_one(baseline):
    path = next(p.path for p in baseline.book.values() if p.plausible)
    (found,) = factors([path], baseline, LHS)
    assert (found.low, found.high) == baseline.book[path].plausible
    path = next(p.path for p in baseline.book.values() if not (p.plausible or p.sd) and p.low < p.high)
    (found,) = factors([path], baseline, LHS)
    assert (found.low, found.high) == (baseline.book[path].low, baseline.book[path].high)
    assert found.levels == ()


def test_a_bound_that_is_left_out_is_the_parameters_own(baseline):
    path = next(p.path for p in baseline.book.values() if p.plausible)
    low, high = baseline.book[path].plausible
    (found,) = factors([f"{path}=::3"], baseline, GRID)
    assert found.levels == pytest.approx((low, (low + high) / 2, high))
    (found,) = factors([f"{path}={low}:"], baseline, LHS)
    assert (found.low, found.high) == (low, high)


def test_python_says_the_same_with_values(baseline):
    path = "IRN.temper.alarm"
    for given, text in (((0, 2, 3), "0:2:3"), ([0, 1, 2], "0,1,2"), ("0:2:3", "0:2:3")):
        assert factors({path: given}, baseline, GRID) == factors([f"{path}={text}"], baseline, GRID)
    assert factors({path: (0, 2)}, baseline, LHS) == factors([f"{path}=0:2"], baseline, LHS)
    assert factors({path: None}, baseline, LHS) == factors([path], baseline, LHS)


def test_a_finer_grid_contains_the_levels_of_the_coarser_one(baseline):
    (coarse,) = factors(["IRN.temper.alarm=0:2:11"], baseline, GRID)
    (fine,) = factors(["IRN.temper.alarm=0:2:101"], baseline, GRID)
    assert set(coarse.levels) < set(fine.levels)


@pytest.mark.parametrize(
    ("text", "design", "message"),
    [
        (
            "IRN.temper.alarn=0:2:3",
            GRID,
            (
                "vary: IRN.temper.alarn: got 'IRN.temper.alarn'; allowed: one of 775 parameter paths; "
                "nearest known name: IRN.temper.alarm. Also alike: ISR.temper.alarm, IRN.temper.leader, "
                "TUR.temper.alarm, RUS.temper.alarm. See 'araxes list params'."
            ),
        ),
        (
            "IRN.temper.alarm=2:0:3",
            GRID,
            "vary: IRN.temper.alarm: got the range 2 to 0, reversed; allowed: the lower bound first",
        ),
        (
            "IRN.temper.alarm=1:1:3",
            GRID,
            "vary: IRN.temper.alarm: got the range 1 to 1, empty; allowed: two bounds that differ",
        ),
        (
            "IRN.temper.alarm=0:2:1",
            GRID,
            "vary: IRN.temper.alarm: got '1' values; allowed: a whole number of values, from 2 to 10,000,000",
        ),
        (
            "IRN.temper.alarm=0:2:100000000",
            GRID,
            "vary: IRN.temper.alarm: got '100000000' values; allowed: a whole number of values, from 2 to 10,000,000",
        ),
        (
            "IRN.temper.alarm=0:2",
            GRID,
            (
                "vary: IRN.temper.alarm: got 0:2; allowed: values for a grid: "
                "IRN.temper.alarm=low:high:count or IRN.temper.alarm=a,b,c. "
                "Such as IRN.temper.alarm=0:2:5; or `design=lhs` with a number of `points`, which draws from the range."
            ),
        ),
        (
            "IRN.temper.alarm=0:9:3",
            GRID,
            "vary: IRN.temper.alarm: got 9; allowed: 0 to 3 (multiplier). To take it all the same: `allow_outside=True`.",
        ),
        (
            "IRN.temper.alarm=0,much",
            GRID,
            f"vary: IRN.temper.alarm: got 'much'; allowed: a number; {HOW}",
        ),
        ("IRN.temper.alarm=1,1", GRID, "vary: IRN.temper.alarm: got '1,1'; allowed: values, each once"),
        (
            "IRN.temper.alarm=0,1",
            MORRIS,
            (
                "vary: IRN.temper.alarm: got single values; allowed: a range for Morris's method: "
                "IRN.temper.alarm=low:high"
            ),
        ),
        ("scenario=", GRID, "vary: scenario: got ''; allowed: names, each once: scenario=a,b,c"),
        ("scenario=a,b", MORRIS, "vary: scenario: got names; allowed: ranges of numbers for Morris's method"),
    ],
)
def test_each_fault_has_its_message(baseline, messages, text, design, message):
    (fault,) = messages(factors, [text], baseline, design)
    assert str(fault) == message


def test_nothing_and_the_same_twice_are_faults(baseline, messages):
    (fault,) = messages(factors, [], baseline, GRID)
    assert str(fault) == f"vary: got nothing; allowed: {HOW}"
    (fault,) = messages(factors, ["scenario=a", "scenario=b"], baseline, GRID)
    assert str(fault) == "vary: scenario: got the same twice; allowed: each once"


def test_all_faults_are_told_at_once(baseline, messages):
    assert len(messages(factors, ["no.such=0:1:2", "IRN.temper.alarm=2:0:3"], baseline, GRID)) == 2


def test_values_outside_the_documented_range_are_allowed_so_long_as_they_make_sense(baseline):
    (found,) = factors(["IRN.temper.alarm=0:9:3"], baseline, GRID, allow_outside=True)
    assert found.high == 9
    with pytest.raises(InputError, match=r"got 2; allowed: 0 to 1 \(share\). Outside it the value makes no sense."):
        factors(["behaviour.luck.hostile=0:2:3"], baseline, GRID, allow_outside=True)
