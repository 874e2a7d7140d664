"""The rules over whole arrays give what the single cells give."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules import alarm, arrays, habit, memory, numerics
from araxes.rules.choose import choose_rung, push_questions, pushed_cumulative
from araxes.rules.habit import cumulative, pooled_answers, sum_up
from araxes.rules.luck import chance_of_both, ends_of_answer, luck, share_of_kind
from araxes.rules.memory import UNOBSERVED, Keep, Memory, decay_counts, remember_act
from araxes.rules.terms import ESTIMATED, TERM, TERMS, push

RUNGS, STATES, SETS = 11, 4, 2
QUIET, VIOLENCE = 3, 9
SEEDS = st.integers(0, 2**32 - 1)
EXACT = 1e-12
UNIT = st.floats(0, 1)


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
    found = arrays.habit_chances(evidence, pool[:, None, None], class_pool, arrays.question_matrices(asked))
    assert found.shape == evidence.shape
    for s, i, j in itertools.product(range(SETS), range(STATES), range(STATES)):
        expected = single(evidence[s, i, j].tolist(), pool[s].tolist(), class_pool[s, i, j].tolist(), asked)
        assert found[s, i, j] == pytest.approx(expected, abs=EXACT)


def test_without_evidence_shrinkage_and_pool_every_answer_is_as_likely(tree):
    bare = tree._replace(shrinkage=[0.0] * len(tree.shrinkage))
    nothing = np.zeros((1, 1, RUNGS))
    found = arrays.habit_chances(nothing, nothing, nothing, arrays.question_matrices(bare))
    assert found[0, 0] == pytest.approx(single(*[[0.0] * RUNGS] * 3, bare), abs=EXACT)


def test_the_ways_to_the_rungs_are_those_of_the_tree(tree):
    ways = arrays.question_matrices(tree)
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
    found = arrays.pile_on_all(ties, heard)
    assert (ties == before).all()
    for s, i, j in itertools.product(range(SETS), range(STATES), range(STATES)):
        if i != j:
            expected = alarm.pile_on(ties[i].tolist(), heard[s, :, j].tolist(), i, j)
            assert found[s, i, j] == pytest.approx(expected, abs=EXACT)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(-1e9, 1e9)), min_size=1, max_size=8))
def test_pushed_chances_are_those_of_every_cell(cells):
    chance, push = map(np.array, zip(*cells, strict=True))
    odds = arrays.odds_against_all(push)
    assert odds == pytest.approx([numerics.odds_against(x) for x in push.tolist()], rel=EXACT)
    for single_cell, whole in (
        (numerics.favoured_factor, arrays.favoured_factors),
        (numerics.disfavoured_factor, arrays.disfavoured_factors),
    ):
        expected = [single_cell(p, o) for p, o in zip(chance.tolist(), odds.tolist(), strict=True)]
        assert whole(chance, odds) == pytest.approx(expected, rel=EXACT)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_without_push_no_chance_is_multiplied_to_the_last_bit(chances):
    odds = arrays.odds_against_all(np.zeros(len(chances)))
    assert (arrays.favoured_factors(np.array(chances), odds) == 1).all()
    assert (arrays.disfavoured_factors(np.array(chances), odds) == 1).all()


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
        asked = push_questions(up_to[QUIET - 1], up_to[QUIET], up_to[VIOLENCE - 1], lift[s, i], 0.0, 0.0)
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
        arrays.exchange_halves(table)[s, i, j] == table[s, j, i]
        for s, i, j in itertools.product(range(2), *[range(3)] * 2)
    )


def test_the_weights_are_those_of_which_a_record_speaks():
    assert set(arrays.TermWeights._fields) == set(ESTIMATED)


# --- The push, and what luck makes of it -----------------------------------------------------------------------------------


@given(SEEDS)
def test_the_push_of_a_record_is_that_of_every_pair_with_levers_where_they_were_at_the_origin(seed):
    rng = np.random.default_rng(seed)
    weights = arrays.TermWeights(*rng.normal(size=(len(arrays.TermWeights._fields), SETS, STATES)))
    received, own, piled, thawed, standing = rng.normal(size=(5, SETS, STATES, STATES))
    found = arrays.push_of_record(weights, received + own, piled, thawed, standing)
    for s, i, j in itertools.product(range(SETS), range(STATES), range(STATES)):
        weigh, term = [0.0] * len(TERMS), [0.0] * len(TERMS)
        for name, weight, value in (
            ("lift", weights.lift, np.ones_like(own)),
            ("alarm_received", weights.alarm, received),
            ("alarm_own", weights.alarm, own),
            ("pile_on", weights.pile_on, piled),
            ("thaw", weights.thaw, thawed),
            ("grievance", weights.grievance, standing),
        ):
            weigh[TERM[name]], term[TERM[name]] = weight[s, i], value[s, i, j]
        assert found[s, i, j] == pytest.approx(push(weigh, term), abs=EXACT)


@given(st.lists(st.tuples(UNIT, UNIT, UNIT), min_size=1, max_size=8), UNIT)
def test_luck_of_halves_is_the_luck_of_each_to_the_last_bit(draws, share):
    found = arrays.luck_of_halves(*np.array(draws).T, share)
    assert found.tolist() == [luck(*draw, share) for draw in draws]


@given(UNIT, UNIT)
def test_shares_of_kind_are_those_of_every_two_answers_to_the_last_bit(friendly_share, hostile_share):
    answers = np.array(list(itertools.product([False, True], repeat=2)))
    found = arrays.shares_of_kind(*answers.T, friendly_share, hostile_share)
    assert found.tolist() == [share_of_kind(*two, friendly_share, hostile_share) for two in answers.tolist()]


@given(st.lists(st.tuples(st.booleans(), UNIT), min_size=1, max_size=8))
def test_ends_of_answers_are_those_of_each_to_the_last_bit(cells):
    hostile, friendly = map(np.array, zip(*cells, strict=True))
    found = zip(*arrays.ends_of_answers(hostile, friendly), strict=True)
    assert list(found) == [ends_of_answer(*cell) for cell in cells]


@given(st.lists(st.tuples(UNIT, UNIT, UNIT, UNIT, UNIT), min_size=1, max_size=8))
def test_chances_of_both_are_those_of_every_pair(cells):
    low, high, low_reverse, high_reverse, share = np.array(cells).T
    low, high = np.minimum(low, high), np.maximum(low, high)
    low_reverse, high_reverse = np.minimum(low_reverse, high_reverse), np.maximum(low_reverse, high_reverse)
    ends = (low, high, low_reverse, high_reverse, share)
    expected = [chance_of_both(*cell) for cell in np.stack(ends, axis=-1).tolist()]
    assert arrays.chances_of_both(*ends) == pytest.approx(expected, abs=EXACT)
    common = [chance_of_both(*cell[:4], 1.0) for cell in np.stack(ends, axis=-1).tolist()]
    assert arrays.overlap(*ends[:4]).tolist() == common


@given(SEEDS)
def test_rungs_are_picked_as_by_every_cell(seed):
    rng = np.random.default_rng(seed)
    up_to = shares_of(seed, SETS, STATES).cumsum(axis=-1)[..., :-1]
    v = rng.random((SETS, STATES))
    v[0, 0], v[1, 1] = up_to[0, 0, QUIET], 1.0  # luck on a border does not pass it
    found = arrays.pick_rungs(v, up_to)
    for s, i in itertools.product(range(SETS), range(STATES)):
        assert found[s, i] == choose_rung(v[s, i], up_to[s, i].tolist(), RUNGS)


# --- Memories from week to week --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole", "single_cell"),
    [
        (arrays.fold_all, memory.fold),
        (arrays.add_faded_all, memory.add_faded),
    ],
)
@given(SEEDS, UNIT)
def test_memories_that_hold_for_arrays_as_they_stand_are_those_of_every_cell_to_the_last_bit(
    whole, single_cell, seed, keep
):
    before, new = np.random.default_rng(seed).normal(size=(2, SETS, STATES))
    expected = [single_cell(*cell) for cell in zip(before.flat, np.full(before.size, keep), new.flat, strict=True)]
    assert whole(before, keep, new).ravel().tolist() == expected


@given(SEEDS, UNIT)
def test_evidence_is_gathered_as_in_every_cell_to_the_last_bit(seed, borrowing):
    own, anchor = np.random.default_rng(seed).random((2, STATES, STATES, RUNGS))
    found = arrays.rung_evidence_all(own, own.swapaxes(-3, -2), anchor, borrowing)
    for i, j in itertools.product(range(STATES), repeat=2):
        out = [0.0] * RUNGS
        habit.gather(own[i, j].tolist(), own[j, i].tolist(), anchor[i, j].tolist(), borrowing, out)
        assert found[i, j].tolist() == out


@given(SEEDS, st.floats(0.01, 1))
def test_counts_fade_together_as_they_fade_week_by_week(seed, keep):
    weeks = counts(np.random.default_rng(seed), 30)
    single_cells = [0.0] * RUNGS
    for week in weeks.tolist():
        decay_counts(single_cells, keep)
        single_cells = [count + new for count, new in zip(single_cells, week, strict=True)]
    assert arrays.decayed_counts(weeks, keep) == pytest.approx(single_cells, rel=EXACT)


@given(SEEDS, st.floats(0, 1, exclude_max=True), st.booleans())
def test_tension_is_followed_as_every_dyad_remembers_it_to_the_last_bit(seed, keep, gaps):
    rng = np.random.default_rng(seed)
    hostility, start = np.sort(rng.normal(size=RUNGS)), rng.normal(size=(STATES, STATES))
    acts = rng.integers(UNOBSERVED if gaps else 0, RUNGS, (6, STATES, STATES)).astype(np.int8)
    kept = Keep(**dict.fromkeys(Keep._fields, keep))
    held = Memory(start.tolist(), *[None] * (len(Memory._fields) - 1))
    for week, found in zip(acts, arrays.follow_tension(start, acts, hostility, keep), strict=True):
        for i, j in itertools.product(range(STATES), repeat=2):
            remember_act(held, kept, hostility.tolist(), i, j, int(week[i, j]))
        assert found.tolist() == held.fast
