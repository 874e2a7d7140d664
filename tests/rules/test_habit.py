"""Habit: a distribution read off a tree of questions, given as the chance of every rung and those below it."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from araxes.rules.choose import choose_rung
from araxes.rules.habit import (
    Tree,
    below,
    blend_with_pool,
    cumulative,
    gather,
    pooled_answer,
    pooled_answers,
    portion,
    rung_evidence,
    sum_up,
)

COUNTS = st.one_of(st.just(0.0), st.floats(0.01, 60))
WEEKS = st.one_of(st.just(0.0), st.floats(0, 10, allow_subnormal=False))
SHARES = st.floats(0, 1)
RUNGS = 11


def build(low: int, high: int, cuts) -> Tree:
    """Return a tree over rungs low up to high; `cuts` gives the branches of every span of several rungs."""
    first, lows, highs, child, waiting = [0], [], [], [], [(low, high)]
    while waiting:
        span = waiting.pop(0)
        ends = [span[0], *cuts(span), span[1]]
        for start, stop in itertools.pairwise(ends):
            lows.append(start)
            highs.append(stop)
            child.append(-1 if stop - start == 1 else len(first) + len(waiting))
            if stop - start > 1:
                waiting.append((start, stop))
        first.append(len(lows))
    nodes = len(first) - 1
    return Tree(first, lows, highs, child, [1.0] * nodes, [0] * nodes)


@st.composite
def cases(draw):
    """Draw a tree over some rungs with evidence, pool and shrinkage."""
    rungs = draw(st.integers(2, 12))

    def cuts(span):
        inner = list(range(span[0] + 1, span[1]))
        return sorted(draw(st.sets(st.sampled_from(inner), min_size=1)))

    tree = build(0, rungs, cuts)
    shrinkage = draw(st.lists(WEEKS, min_size=len(tree.shrinkage), max_size=len(tree.shrinkage)))
    rows = st.lists(COUNTS, min_size=rungs, max_size=rungs)
    return tree._replace(shrinkage=shrinkage), draw(rows), draw(rows)


def answers(tree, pool):
    """Return the pool's answers."""
    out = [9.0] * len(tree.low)
    pooled_answers(pool, tree, out)
    return out


def summed(tree, counts):
    """Return the sums below the branches."""
    out = [9.0] * len(tree.low)
    sum_up(counts, tree, out)
    return out


def up_to(tree, evidence, pool):
    """Return the cumulative habit of every rung but the last."""
    out = [9.0] * (len(evidence) - 1)
    cumulative(summed(tree, evidence), tree, answers(tree, pool), out)
    return out


def read(tree, evidence, pool):
    """Return the habit: the differences of the cumulative one."""
    return np.diff([0.0, *up_to(tree, evidence, pool), 1.0])


def by_definition(tree, evidence, pool):
    """Return the habit as the documentation defines it: rung by rung, the product of the answers along its path."""
    chances = []
    for rung in range(len(evidence)):
        chance, node = 1.0, 0
        while node >= 0:
            branches = range(tree.first[node], tree.first[node + 1])
            span = slice(tree.low[branches[0]], tree.high[branches[-1]])
            (g,) = [b for b in branches if tree.low[b] <= rung < tree.high[b]]
            part = slice(tree.low[g], tree.high[g])
            pooled = sum(pool[part]) / sum(pool[span]) if sum(pool[span]) > 0 else 1 / len(branches)
            weeks, kappa = sum(evidence[span]), tree.shrinkage[node]
            blend = (sum(evidence[part]) + kappa * pooled) / (weeks + kappa) if weeks + kappa > 0 else pooled
            chance, node = chance * blend, tree.child[g]
        chances.append(chance)
    return chances


# Rungs 0 to 3; first question {0, 1 | 2, 3}, then {0 | 1} and {2 | 3}.
SMALL = Tree([0, 2, 4, 6], [0, 2, 0, 1, 2, 3], [2, 4, 1, 2, 3, 4], [1, 2, -1, -1, -1, -1], [2.0, 1.0, 4.0], [0, 0, 0])


def test_the_evidence_borrows_from_the_other_direction_and_from_the_long_run():
    assert rung_evidence(2.0, 4.0, 1.0, 0.5) == 5
    assert rung_evidence(2.0, 4.0, 0.0, 0.0) == 2
    out = [9.0, 9.0]
    gather([2.0, 1.0], [4.0, 0.0], [1.0, 3.0], 0.5, out)
    assert out == [5.0, 4.0]
    gather([2.0, 1.0], [4.0, 0.0], [0.0, 0.0], 0.0, out)
    assert out == [2.0, 1.0]


@given(COUNTS, COUNTS, COUNTS, SHARES, SHARES)
def test_evidence_is_never_below_ones_own_and_grows_with_borrowing(own, reverse, anchor, less, more):
    less, more = sorted((less, more))
    assert own <= rung_evidence(own, reverse, anchor, less) <= rung_evidence(own, reverse, anchor, more)
    assert rung_evidence(own, reverse, anchor, 1) == rung_evidence(reverse, own, anchor, 1)


def test_sums_below_branches_and_questions_by_hand():
    sums = summed(SMALL, [1.0, 2.0, 4.0, 8.0])
    assert sums == [3, 12, 1, 2, 4, 8]
    assert [below(sums, SMALL, node) for node in range(3)] == [15, 3, 12]


@pytest.mark.slow
@given(cases())
def test_every_branch_sums_the_rungs_from_its_low_end_up_to_but_without_its_high_end(case):
    tree, evidence, _ = case
    spans = zip(tree.low, tree.high, strict=True)
    assert summed(tree, evidence) == pytest.approx([sum(evidence[low:high]) for low, high in spans])


def test_the_pool_answers_by_its_counts_or_evenly_where_it_has_none():
    assert pooled_answer(3, 4, 2) == 0.75
    assert pooled_answer(0, 4, 2) == 0
    assert pooled_answer(0, 0, 4) == 0.25
    assert answers(SMALL, [1.0, 3.0, 0.0, 0.0]) == [1, 0, 0.25, 0.75, 0.5, 0.5]


@given(cases())
def test_the_pools_answers_to_every_question_sum_to_1(case):
    tree, _, pool = case
    pooled = answers(tree, pool)
    assert [below(pooled, tree, node) for node in range(len(tree.shrinkage))] == pytest.approx(
        [1.0] * len(tree.shrinkage)
    )


def test_an_answer_is_shrunk_to_the_pool():
    def answer(evidence, weeks, shrinkage, pooled):
        return portion(1.0, weeks + shrinkage) * blend_with_pool(evidence, shrinkage, pooled, weeks + shrinkage)

    assert answer(3, 4, 0, 0.1) == 0.75
    assert answer(0, 0, 2, 0.1) == pytest.approx(0.1)
    assert answer(3, 4, 4, 0.25) == 0.5
    assert answer(0, 0, 0, 0.1) == 0.1


def test_a_portion_shares_the_chance_of_a_question_among_its_weeks():
    assert portion(0.5, 10) == 0.05
    assert portion(0.5, 0) == 0.5


def test_the_small_tree_by_hand():
    # Evidence 6, 0, 2, 0; the pool says 0.5 at every question.
    evidence, pool = [6.0, 0.0, 2.0, 0.0], [1.0] * 4
    assert answers(SMALL, pool) == [0.5] * 6
    low, high = 7 / 10, 3 / 10
    expected = [low * 6.5 / 7, low * 0.5 / 7, high * 4 / 6, high * 2 / 6]
    assert read(SMALL, evidence, pool) == pytest.approx(expected)
    assert up_to(SMALL, evidence, pool) == pytest.approx([0.65, 0.7, 0.9])
    rungs = [choose_rung(v, up_to(SMALL, evidence, pool), 4) for v in (0.64, 0.66, 0.69, 0.71, 0.89, 0.91)]
    assert rungs == [0, 1, 1, 2, 2, 3]


def test_one_question_over_two_rungs_writes_one_number():
    tree = Tree([0, 2], [0, 1], [1, 2], [-1, -1], [1.0], [0])
    assert up_to(tree, [2.0, 1.0], [1.0, 1.0]) == [0.625]


def test_without_evidence_the_habit_is_that_of_the_pool(tree):
    pool = [1, 2, 5, 80, 3, 2, 1, 1, 0.5, 0.3, 0.2]
    assert read(tree, [0.0] * RUNGS, pool) == pytest.approx([z / sum(pool) for z in pool])


@given(cases(), st.data())
def test_without_evidence_or_without_shrinkage_it_is_the_pool_or_the_evidence_alone(case, data):
    tree, _, _ = case
    rungs = tree.high[tree.first[1] - 1]
    counts = data.draw(st.lists(st.floats(0.01, 60), min_size=rungs, max_size=rungs))
    shares = np.array(counts) / sum(counts)
    assert read(tree, [0.0] * rungs, counts) == pytest.approx(shares)
    bare = tree._replace(shrinkage=[0.0] * len(tree.shrinkage))
    assert read(bare, counts, [1.0] * rungs) == pytest.approx(shares)


def test_much_evidence_outweighs_the_pool(tree):
    evidence = [1e6 * k for k in (1, 2, 5, 80, 3, 2, 1, 1, 0.5, 0.3, 0.2)]
    assert read(tree, evidence, [1.0] * RUNGS) == pytest.approx([a / sum(evidence) for a in evidence], rel=1e-4)


def test_a_pool_without_any_count_below_a_question_gives_even_shares(tree):
    pool = [0, 0, 0, 1.0, 1.0, 0, 0, 0, 0, 0, 0]
    assert answers(tree, pool)[tree.first[-2] :] == [0.5, 0.5]
    assert up_to(tree, [0.0] * RUNGS, pool) == pytest.approx([0, 0, 0, 0.5, 1, 1, 1, 1, 1, 1])


def test_neither_evidence_nor_shrinkage_nor_pool_gives_even_answers(tree):
    bare = tree._replace(shrinkage=[0.0] * len(tree.shrinkage))
    chances = read(bare, [0.0] * RUNGS, [0.0] * RUNGS)
    assert chances.sum() == pytest.approx(1)
    assert chances.min() > 0


@given(cases())
def test_a_habit_is_a_distribution(case):
    tree, evidence, pool = case
    up = up_to(tree, evidence, pool)
    chances = read(*case)
    assert len(up) == len(evidence) - 1
    assert min(up) >= 0
    assert max(up) <= 1 + 1e-12
    assert chances.min() >= -1e-12
    assert chances.sum() == pytest.approx(1)


@given(cases())
def test_the_chance_of_a_rung_is_the_product_of_the_answers_on_its_path(case):
    assert read(*case) == pytest.approx(by_definition(*case), abs=1e-12)


@given(st.lists(COUNTS, min_size=RUNGS, max_size=RUNGS), st.lists(COUNTS, min_size=RUNGS, max_size=RUNGS))
def test_in_the_shipped_tree_too(tree, evidence, pool):
    assert read(tree, evidence, pool) == pytest.approx(by_definition(tree, evidence, pool), abs=1e-12)


@given(cases(), st.floats(1e-6, 1 - 1e-6))
def test_luck_picks_a_rung_as_often_as_its_chance_says(case, v):
    tree, evidence, pool = case
    edges = np.cumsum(by_definition(tree, evidence, pool))[:-1]
    assume(abs(edges - v).min() > 1e-9)
    assert choose_rung(v, up_to(tree, evidence, pool), len(evidence)) == int((edges < v).sum())


@given(cases(), st.integers(0, 11), st.floats(0.5, 20))
def test_more_of_a_rung_makes_it_more_likely(case, k, more):
    tree, evidence, pool = case
    assume(k < len(evidence))
    before = read(tree, evidence, pool)[k]
    evidence[k] += more
    assert read(tree, evidence, pool)[k] >= before - 1e-12


@given(cases(), st.data(), st.floats(0.5, 20))
def test_more_of_a_rung_in_a_pool_that_has_every_rung_makes_it_no_less_likely(case, data, more):
    tree, evidence, _ = case
    rungs = len(evidence)
    pool = data.draw(st.lists(st.floats(0.01, 60), min_size=rungs, max_size=rungs))
    k = data.draw(st.integers(0, rungs - 1))
    before = read(tree, evidence, pool)[k]
    pool[k] += more
    assert read(tree, evidence, pool)[k] >= before - 1e-12
