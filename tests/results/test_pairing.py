"""Pairings: sums over replicates equal those of the histories, to the last bit whatever the chunks."""

import numpy as np
import pytest

import araxes
from araxes.engines.ensemble import Histories, counter
from araxes.results.pairing import Pairing, common_windows, quarter, simulated_window, spans, windows


@pytest.fixture(scope="module")
def april():
    return araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=300, weeks=20)


def repair(april, cuts, kernel):
    base, other = april.results
    known = april.pairings[0]
    pairing = Pairing(base.world, other.world, known.spans, known.parting)
    for start, stop in zip([0, *cuts], [*cuts, 300], strict=True):
        parts = [Histories(r.histories.rungs[start:stop], r.histories.status[start:stop]) for r in (base, other)]
        pairing.add(range(start, stop), *parts, kernel)
    return pairing


@pytest.mark.parametrize("cuts", [[], [1], [128], [17, 40, 299]])
@pytest.mark.parametrize("engine", ["kernel", "mesa"])
def test_chunks_and_compiling_change_no_bit(april, cuts, engine):
    found, known = repair(april, cuts, counter(engine)), april.pairings[0]
    for name in ("tension", "count", "reached", "unlike", "weeks", "weeks_squared", "first"):
        assert (getattr(found, name) == getattr(known, name)).all()
    assert (found.single_tension.counts == known.single_tension.counts).all()
    assert found.differ == known.differ


def test_the_path_of_tension_is_that_of_the_replicates(april):
    other = april.others[0]
    values = (other.data["tension"] - april.base.data["tension"]).sel(actor="IRN", target="AZE")
    path = april.path(other, "IRN", "AZE")
    assert path["mean"].values == pytest.approx(values.mean("replicate").values, abs=1e-5)
    exact = np.quantile(values.values, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    assert path["singles"]["quantile"].values == pytest.approx([0.05, 0.5, 0.95])
    assert path["singles"].values == pytest.approx(exact, abs=0.0051)


def test_windows_are_cut_at_the_horizon():
    assert windows(27) == [(0, 0), (1, 4), (5, 13), (14, 26), (0, 12), (0, 26)]
    assert windows(10) == [(0, 0), (1, 4), (5, 9), (0, 9)]
    assert windows(1) == [(0, 0)]
    assert list(spans(27)) == ["0", "1-4", "5-13", "14-26", "0-12", "0-26"]
    assert list(spans(1)) == ["0"]
    assert [quarter(weeks) for weeks in (27, 13, 5, 1)] == [(0, 12), (0, 12), (0, 4), (0, 0)]
    assert [simulated_window((5, 26), weeks) for weeks in (27, 10, 6, 5)] == [(5, 26), (5, 9), (5, 5), None]


def test_chances_and_their_differences_are_those_of_the_replicates(april):
    pairing, (base, other) = april.pairings[0], (result.histories.rungs for result in april.results)
    draws = np.arange(300) % april.base.world.n_draws
    for outcome, least in pairing.outcomes.items():
        for label in pairing.spans:
            one, two = ((acts[:, pairing.window(label)] >= least).any(axis=1) for acts in (base, other))
            assert pairing.chances(outcome, label) == pytest.approx(np.array([one.mean(axis=0), two.mean(axis=0)]))
            total, variance = pairing.chance_totals(outcome, label)
            more = two.astype(int) - one
            assert variance == pytest.approx(more.var(axis=0))
            assert total[:, 1, 2].tolist() == np.bincount(draws, more[:, 1, 2], len(total)).tolist()


def test_weeks_with_an_act_and_their_differences_are_those_of_the_replicates(april):
    pairing, (base, other) = april.pairings[0], (result.histories.rungs for result in april.results)
    for outcome, least in pairing.outcomes.items():
        for label in pairing.spans:
            one, two = ((acts[:, pairing.window(label)] >= least).sum(axis=1) for acts in (base, other))
            assert pairing.mean_weeks(outcome, label) == pytest.approx(np.array([one.mean(axis=0), two.mean(axis=0)]))
            change = pairing.weeks_change(outcome, label, True)
            assert change.mean == pytest.approx((two - one).mean(axis=0))
            assert change.low == pytest.approx(change.mean - 1.96 * change.error, abs=1e-4)


def test_the_course_of_a_chance_is_that_of_the_replicates(april):
    base, other = april.results
    pairing = Pairing(base.world, other.world, {"0-2": (0, 2)}, 5, begin=3)
    pairing.add(range(300), base.histories, other.histories)
    for outcome, least in pairing.outcomes.items():
        course = pairing.course_of_chance(outcome)
        for found, result in zip(course, (base, other), strict=True):
            hit = result.histories.rungs[:, 3:] >= least
            so_far = np.maximum.accumulate(hit, axis=1).mean(axis=0)
            assert found[..., 3:] == pytest.approx(np.moveaxis(so_far, 0, -1))
            assert (found[..., :3] == 0).all()


def test_spans_are_counted_from_where_two_worlds_part(april):
    base, other = april.results
    pairing = Pairing(base.world, other.world, {"0-2": (0, 2)}, 5)
    pairing.add(range(300), base.histories, other.histories)
    assert pairing.window("0-2") == slice(5, 8)
    hit = [
        (one.histories.rungs[:, 5:8, 1, 2] >= pairing.outcomes["hostile"]).any(axis=1).mean() for one in april.results
    ]
    assert pairing.chances("hostile", "0-2")[:, 1, 2] == pytest.approx(hit)


@pytest.mark.parametrize(
    ("weeks", "parting", "begin", "found"), [(52, 4, 4, [(0, 12), (0, 47)]), (52, 12, 4, [(-8, 4), (-8, 39)])]
)
def test_a_common_window_begins_where_the_first_of_several_parts(weeks, parting, begin, found):
    assert common_windows(weeks, parting, begin) == found
