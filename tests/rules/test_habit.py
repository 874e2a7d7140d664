"""Habit: a distribution read off a tree of questions, the same whether searched or walked."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from araxes.rules.habit import Tree, answer, between, gather, habit, pooled_answers, rung_at

COUNTS = st.one_of(st.just(0.0), st.floats(0.01, 60))


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
    shrinkage = draw(st.lists(st.floats(0, 10), min_size=len(tree.shrinkage), max_size=len(tree.shrinkage)))
    rows = st.lists(COUNTS, min_size=rungs, max_size=rungs)
    return tree._replace(shrinkage=shrinkage), draw(rows), draw(rows)


def read(tree, evidence, pool):
    """Return pooled answers and habit."""
    pooled, chances = [0.0] * len(tree.low), [0.0] * len(evidence)
    pooled_answers(pool, tree, pooled)
    habit(evidence, tree, pooled, chances)
    return pooled, chances


# Rungs 0 to 3; first question {0, 1 | 2, 3}, then {0 | 1} and {2 | 3}.
SMALL = Tree([0, 2, 4, 6], [0, 2, 0, 1, 2, 3], [2, 4, 1, 2, 3, 4], [1, 2, -1, -1, -1, -1], [2.0, 1.0, 4.0], [0, 0, 0])


def test_the_evidence_borrows_from_the_other_direction_and_from_the_long_run():
    out = [9.0, 9.0]
    gather([2.0, 1.0], [4.0, 0.0], [0.25, 0.75], 0.5, 4.0, out)
    assert out == [5.0, 4.0]
    gather([2.0, 1.0], [4.0, 0.0], [0.25, 0.75], 0.0, 0.0, out)
    assert out == [2.0, 1.0]


def test_sums_run_up_to_but_without_the_upper_end():
    assert between([1.0, 2.0, 4.0], 0, 2) == 3
    assert between([1.0, 2.0, 4.0], 1, 1) == 0


def test_an_answer_is_shrunk_to_the_pool():
    assert answer(3, 4, 0, 0.1) == 0.75
    assert answer(0, 0, 2, 0.1) == pytest.approx(0.1)
    assert answer(3, 4, 4, 0.25) == 0.5
    assert answer(0, 0, 0, 0.1) == 0.1


def test_the_small_tree_by_hand():
    # Evidence 6, 0, 2, 0; the pool says 0.5 at every question.
    pooled, chances = read(SMALL, [6.0, 0.0, 2.0, 0.0], [1.0, 1.0, 1.0, 1.0])
    assert pooled == [0.5] * 6
    low, high = 7 / 10, 3 / 10
    expected = [low * 6.5 / 7, low * 0.5 / 7, high * 4 / 6, high * 2 / 6]
    assert chances == pytest.approx(expected)
    assert [rung_at(v, [6.0, 0.0, 2.0, 0.0], SMALL, pooled) for v in (0.64, 0.66, 0.69, 0.71, 0.89, 0.91)] == [
        0, 1, 1, 2, 2, 3,
    ]  # fmt: skip


def test_without_evidence_the_habit_is_that_of_the_pool(tree):
    pool = [1, 2, 5, 80, 3, 2, 1, 1, 0.5, 0.3, 0.2]
    _, chances = read(tree, [0.0] * 11, pool)
    assert chances == pytest.approx([z / sum(pool) for z in pool])


def test_much_evidence_outweighs_the_pool(tree):
    evidence = [1e6 * k for k in (1, 2, 5, 80, 3, 2, 1, 1, 0.5, 0.3, 0.2)]
    _, chances = read(tree, evidence, [1.0] * 11)
    assert chances == pytest.approx([a / sum(evidence) for a in evidence], rel=1e-4)


def test_a_pool_without_any_count_below_a_question_gives_even_shares(tree):
    pooled, chances = read(tree, [0.0] * 11, [0, 0, 0, 1.0, 1.0, 0, 0, 0, 0, 0, 0])
    last = tree.first[-2]
    assert pooled[last:] == [0.5, 0.5]
    assert sum(chances) == pytest.approx(1)


@given(cases())
def test_a_habit_is_a_distribution(case):
    _, chances = read(*case)
    assert sum(chances) == pytest.approx(1)
    assert min(chances) >= 0


@given(cases(), st.floats(1e-6, 1 - 1e-6))
def test_walking_the_tree_finds_the_smallest_rung_whose_cumulative_habit_reaches_v(case, v):
    tree, evidence, pool = case
    pooled, chances = read(tree, evidence, pool)
    cumulative = np.cumsum(chances)
    assume(abs(cumulative - v).min() > 1e-12)
    assert rung_at(v, evidence, tree, pooled) == int((cumulative < v).sum())


@given(
    st.lists(COUNTS, min_size=11, max_size=11), st.lists(COUNTS, min_size=11, max_size=11), st.floats(1e-6, 1 - 1e-6)
)
def test_the_shipped_tree_too(tree, evidence, pool, v):
    pooled, chances = read(tree, evidence, pool)
    cumulative = np.cumsum(chances)
    assume(abs(cumulative - v).min() > 1e-12)
    assert rung_at(v, evidence, tree, pooled) == int((cumulative < v).sum())


@given(cases(), st.integers(0, 11), st.floats(0.5, 20))
def test_more_of_a_rung_makes_it_more_likely(case, k, more):
    tree, evidence, pool = case
    assume(k < len(evidence))
    before = read(tree, evidence, pool)[1][k]
    evidence[k] += more
    assert read(tree, evidence, pool)[1][k] >= before - 1e-12
