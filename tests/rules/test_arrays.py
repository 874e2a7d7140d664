"""The rules over whole arrays give what the single cells give."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules import alarm, arrays, numerics
from araxes.rules.choose import pushed, pushed_cumulative
from araxes.rules.habit import cumulative, pooled_answers, sum_up
from araxes.rules.terms import ESTIMATED

RUNGS, STATES, SETS = 11, 4, 2
QUIET, VIOLENCE = 3, 9
SEEDS = st.integers(0, 2**32 - 1)
EXACT = 1e-12


def single(evidence, pool, class_pool, tree):
    """Return the habit of one dyad, question by question."""
    region, own, sums = ([0.0] * len(tree.low) for _ in range(3))
    pooled_answers(pool, tree, region)
    pooled_answers(class_pool, tree, own)
    for node, by_class in enumerate(tree.by_class):
        if by_class:
            branches = slice(tree.first[node], tree.first[node + 1])
            region[branches] = own[branches]
    sum_up(evidence, tree, sums)
    out = [0.0] * (RUNGS - 1)
    cumulative(sums, tree, region, out)
    return np.diff([0.0, *out, 1.0])


def counts(rng, *shape):
    """Return counts of weeks, many of them 0."""
    return rng.gamma(0.5, 10, (*shape, RUNGS)) * (rng.random((*shape, RUNGS)) < 0.6)


@given(seed=SEEDS, unshrunk=st.floats(0, 1), by_class=st.floats(0, 1))
def test_habits_of_many_dyads_are_the_habits_of_each(seed, unshrunk, by_class, tree):
    rng = np.random.default_rng(seed)
    asked = tree._replace(
        shrinkage=[0.0 if rng.random() < unshrunk else 8 * rng.random() for _ in tree.shrinkage],
        by_class=[int(rng.random() < by_class) for _ in tree.by_class],
    )
    evidence, class_pool, pool = counts(rng, SETS, STATES, STATES), counts(rng, SETS, STATES, STATES), counts(rng, SETS)
    evidence[0, 0] = 0
    found = arrays.habit_chances(evidence, pool[:, None, None], class_pool, arrays.paths(asked))
    assert found.shape == evidence.shape
    for s, i, j in itertools.product(range(SETS), range(STATES), range(STATES)):
        expected = single(evidence[s, i, j].tolist(), pool[s].tolist(), class_pool[s, i, j].tolist(), asked)
        assert found[s, i, j] == pytest.approx(expected, abs=EXACT)


def test_without_evidence_shrinkage_and_pool_every_answer_is_as_likely(tree):
    bare = tree._replace(shrinkage=[0.0] * len(tree.shrinkage))
    nothing = np.zeros((1, 1, RUNGS))
    found = arrays.habit_chances(nothing, nothing, nothing, arrays.paths(bare))
    assert found[0, 0] == pytest.approx(single(*[[0.0] * RUNGS] * 3, bare), abs=EXACT)


def test_the_ways_to_the_rungs_are_those_of_the_tree(tree):
    ways = arrays.paths(tree)
    branches = len(tree.low)
    for rung, way in enumerate(ways.steps.T.tolist()):
        real = [branch for branch in way if branch < branches]
        assert real == [b for b in range(branches) if tree.low[b] <= rung < tree.high[b]]
        assert ways.below[rung].nonzero()[0].tolist() == real
    for node in range(len(tree.shrinkage)):
        here = list(range(tree.first[node], tree.first[node + 1]))
        for branch in here:
            assert ways.asked[branch].nonzero()[0].tolist() == here
            assert ways.shrinkage[branch] == tree.shrinkage[node]
            assert ways.of_class[branch] == tree.by_class[node]


@given(SEEDS)
def test_pile_on_is_that_of_every_pair(seed):
    rng = np.random.default_rng(seed)
    ties, heard = rng.uniform(-1, 1, (STATES, STATES)), rng.normal(size=(SETS, STATES, STATES))
    heard[:, range(STATES), range(STATES)] = 0
    before = ties.copy()
    found = arrays.pile_on(ties, heard)
    assert (ties == before).all()
    for s, i, j in itertools.product(range(SETS), range(STATES), range(STATES)):
        if i != j:
            expected = alarm.pile_on(ties[i].tolist(), heard[s, :, j].tolist(), i, j)
            assert found[s, i, j] == pytest.approx(expected, abs=EXACT)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1e9, 1e9)), min_size=1, max_size=8))
def test_pushed_chances_are_those_of_every_cell(cells):
    chance, push = map(np.array, zip(*cells, strict=True))
    odds = arrays.odds_against(push)
    assert odds == pytest.approx([numerics.odds_against(x) for x in push.tolist()], rel=EXACT)
    for name in ("favoured", "disfavoured"):
        single_cell = getattr(numerics, name)
        expected = [single_cell(p, o) for p, o in zip(chance.tolist(), odds.tolist(), strict=True)]
        assert getattr(arrays, name)(chance, odds) == pytest.approx(expected, rel=EXACT)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_without_push_no_chance_is_multiplied_to_the_last_bit(chances):
    odds = arrays.odds_against(np.zeros(len(chances)))
    assert (arrays.favoured(np.array(chances), odds) == 1).all()
    assert (arrays.disfavoured(np.array(chances), odds) == 1).all()


# --- Long-run shares before lift ------------------------------------------------------------------------------------------


def shares_of(seed, *shape):
    """Return random shares of rungs, some of which never occur."""
    rng = np.random.default_rng(seed)
    weeks = counts(rng, *shape) + (np.arange(RUNGS) == QUIET)
    return weeks / weeks.sum(axis=-1, keepdims=True)


@given(SEEDS)
def test_without_lift_long_run_shares_are_read_as_they_are_to_the_last_bit(seed):
    shares = shares_of(seed, SETS, STATES, STATES)
    assert np.array_equal(arrays.before_lift(shares, np.zeros((SETS, STATES)), QUIET), shares)


def lifts(most):
    """Return lifts by set and actor, up to some logits."""
    return st.lists(st.floats(-most, most), min_size=SETS * STATES, max_size=SETS * STATES).map(
        lambda each: np.reshape(each, (SETS, STATES))
    )


@given(SEEDS, lifts(1e9))
def test_no_share_before_lift_is_below_0_whatever_the_lift(seed, lift):
    found = arrays.before_lift(shares_of(seed, SETS, STATES, STATES), lift, QUIET)
    assert np.isfinite(found).all()
    assert (found >= 0).all()


@given(SEEDS, lifts(5))
def test_long_run_shares_before_lift_are_shares(seed, lift):
    """Rounding errors of the shares are multiplied by up to e^lift: beyond such lifts sums are 1 to fewer digits."""
    found = arrays.before_lift(shares_of(seed, SETS, STATES, STATES), lift, QUIET)
    assert found.sum(axis=-1) == pytest.approx(np.ones((SETS, STATES, STATES)), abs=EXACT)


@given(SEEDS, lifts(5))
def test_the_lift_gives_back_the_long_run_shares_that_were_observed(seed, lift):
    shares = shares_of(seed, SETS, STATES, STATES)
    found = arrays.before_lift(shares, lift, QUIET)
    assert arrays.before_lift(found, -lift, QUIET) == pytest.approx(shares, abs=EXACT)
    for s, i, j in itertools.product(range(SETS), range(STATES), range(STATES)):
        up_to = found[s, i, j].cumsum()
        asked = pushed(up_to[QUIET - 1], up_to[QUIET], up_to[VIOLENCE - 1], lift[s, i], 0.0, 0.0)
        lifted = [pushed_cumulative(f, asked) for f in up_to.tolist()]
        assert lifted == pytest.approx(shares[s, i, j].cumsum(), abs=EXACT)


@given(SEEDS, st.floats(-5, 5))
def test_before_lift_the_odds_of_a_hostile_act_are_divided_and_the_kinds_keep_their_proportions(seed, lift):
    shares = shares_of(seed, 1, 1)[0, 0] * 0.9 + 0.1 / RUNGS
    found = arrays.before_lift(shares[None, None], np.array([lift]), QUIET)[0, 0]
    parts = slice(0, QUIET + 1), slice(QUIET + 1, None)
    hostile, before = found[parts[1]].sum(), shares[parts[1]].sum()
    assert np.log(hostile / (1 - hostile)) == pytest.approx(np.log(before / (1 - before)) - lift, abs=1e-9)
    for part in parts:
        assert found[part] / found[part].sum() == pytest.approx(shares[part] / shares[part].sum())


@pytest.mark.parametrize("rung", [0, QUIET, QUIET + 1, RUNGS - 1])
@pytest.mark.parametrize("lift", [-1e9, -1.0, 1.0, 1e9])
def test_a_dyad_that_always_did_the_same_is_held_to_do_so_whatever_the_lift(rung, lift):
    shares = np.eye(RUNGS)[rung][None, None]
    assert np.array_equal(arrays.before_lift(shares, np.array([lift]), QUIET), shares)


def test_a_turned_table_has_the_halves_of_every_dyad_exchanged():
    table = np.arange(18.0).reshape(2, 3, 3)
    assert all(
        arrays.turned(table)[s, i, j] == table[s, j, i] for s, i, j in itertools.product(range(2), *[range(3)] * 2)
    )


def test_the_weights_are_those_of_which_a_record_speaks():
    assert set(arrays.Weights._fields) == set(ESTIMATED)
