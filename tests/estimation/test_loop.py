"""The loop: it replays what it drew, and reads each week as a forecast made then would have."""

import datetime

import numpy as np
import pytest

from araxes.engines.model import Region
from araxes.engines.world import prepare
from araxes.estimation.features import features, summed, taken, until
from araxes.estimation.given import DRAWN, deciding, given, of_rungs, record_scenario
from araxes.estimation.loop import blank_world, log_likelihood, pairs, play
from araxes.estimation.priors import moments, natural
from araxes.inputs.estimates import estimated
from araxes.inputs.tabulate import constants
from araxes.rules.habit import remembered
from araxes.rules.remember import UNOBSERVED


def test_what_was_drawn_is_observed_again(region, drawn):
    weeks, _ = drawn
    assert (play(region, weeks) == weeks.rungs).all()
    assert (weeks.rungs != DRAWN).all()


def test_a_likelihood_is_finite_and_zero_where_nothing_is_scored(region, gapped):
    found = log_likelihood(region, gapped)
    assert found.shape == (gapped.weeks, len(pairs(deciding(region))))
    assert np.isfinite(found).all()
    assert (found[~gapped.scored] == 0).all()
    assert (found[gapped.scored].sum(axis=1) < 0).all()
    assert found[48, 0] == 0, "nothing is known of either half"
    assert found[46, 0] < 0, "one half is known"


@pytest.mark.slow
def test_over_all_rungs_of_a_pair_the_chances_sum_to_one(region, drawn):
    weeks, _ = drawn
    i, j = deciding(region)[1:3]
    place = pairs(deciding(region)).index((i, j))
    total = 0.0
    for one in range(len(region.rungs)):
        for other in range(len(region.rungs)):
            rungs = weeks.rungs[:21].copy()
            rungs[20, i, j], rungs[20, j, i] = one, other
            total += np.exp(
                log_likelihood(region, weeks._replace(rungs=rungs, pooled=rungs, opens=weeks.opens[:21]))[20, place]
            )
    assert total == pytest.approx(1)


def test_a_week_is_read_as_a_world_prepared_on_its_monday_would_read_it(region, chronology, recorded):
    """Counts, anchors, pools by class, and surprises are those of an origin in that week: nothing later is known."""
    seen, tree = features(region, recorded), constants(region).tree
    for week in (60, 120, recorded.weeks - 1):
        start = recorded.first + datetime.timedelta(weeks=week)
        world = prepare(record_scenario(region, start, 1), chronology)
        origin = Region(world, fixed=True, collect=False)
        for place, pair in enumerate(pairs(deciding(region))):
            for half, (i, j) in enumerate((pair, pair[::-1])):
                at = (slice(None), week, half, place)
                left, long_run = world.warm.memory, summed(world.anchor[i][j], tree)
                sums = remembered(summed(left.counts[i][j], tree), summed(left.repertoire[i][j], tree), tree)
                assert seen.own[at] == pytest.approx(sums, abs=1e-9)
                assert seen.anchor[at] * world.rules.anchor_weeks == pytest.approx(long_run, abs=1e-9)
                assert seen.pooled[at] == pytest.approx(origin.pooled[world.warm.dyad_class[i][j]], abs=1e-9)
                surprise = world.warm.memory.fast[i][j] - world.warm.memory.slow[i][j]
                assert seen.terms[2][week, half, place] == pytest.approx(surprise, abs=1e-9)


def test_later_weeks_change_nothing_of_earlier_ones(region, gapped, seen):
    poisoned = gapped.rungs.copy()
    poisoned[60:][poisoned[60:] >= 0] = len(region.rungs) - 1
    later = features(region, of_rungs(gapped.first, poisoned, poisoned, deciding(region), norm=8))
    for one, other in zip(until(seen, 61), until(later, 61), strict=True):
        assert (one == other).all() or one.dtype != bool
    assert (seen.own[:, :61] == later.own[:, :61]).all()
    assert (seen.anchor[:, :61] == later.anchor[:, :61]).all()
    assert (seen.terms[:, :61] == later.terms[:, :61]).all()
    assert (seen.own[:, 62:] != later.own[:, 62:]).any()


def test_after_a_gap_nothing_surprises_and_nothing_static_stands_above_its_bar(region, gapped, seen):
    opened = np.flatnonzero(gapped.opens)
    assert opened.tolist() == [36, 55]
    assert seen.terms[:3, opened] == pytest.approx(0)
    assert seen.active[opened] == pytest.approx(0)
    static = [5, 6, 8, 11]
    assert seen.terms[static][:, opened] == pytest.approx(0, abs=0.05), "what moves in the very week may be felt"


def test_an_unobserved_week_leaves_the_means_and_lets_counts_fade(region, gapped, seen):
    keep = constants(region).keep.habit
    assert seen.own[0][22] == pytest.approx(keep * seen.own[0][21])


def test_the_world_of_a_record_begins_without_memory(region, gapped):
    world = blank_world(region, gapped)
    assert not np.any(world.warm.memory.counts)
    assert not np.any(world.warm.dyad_class)


def test_weeks_can_be_taken_out(seen):
    kept = taken(seen, np.arange(len(seen.rung)) % 2 == 0)
    assert kept.own.shape[1] == kept.rung.shape[0] == (len(seen.rung) + 1) // 2


def test_shipped_estimates_are_not_in_the_priors(region, free):
    mean, _ = moments(free)
    values = natural(free, mean)
    assert values["behaviour.luck.shared"] == pytest.approx(0.3)
    assert estimated(region, datetime.date.min).book == region.book


def test_a_record_without_scored_weeks_has_likelihood_zero(region, drawn):
    weeks = drawn[0]._replace(scored=np.zeros(drawn[0].weeks, dtype=bool))
    assert (log_likelihood(region, weeks) == 0).all()
    assert UNOBSERVED != DRAWN


def test_given_of_the_chronology_is_scored(region, chronology):
    weeks = given(chronology, region, datetime.date(2019, 1, 7))
    assert weeks.scored.sum() == weeks.weeks - 8
