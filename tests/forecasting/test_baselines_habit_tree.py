"""The habit tree among the baselines equals the rules of habit, and simulates what it remembers."""

import datetime

import numpy as np
import pytest

from araxes.engines.draws import generator
from araxes.forecasting.baselines import TREE, TREE_ALONE, HabitTree, baselines, draw_shared_luck, fixed_tree
from araxes.forecasting.targets import dyad_mask, known_before
from araxes.inputs.constants import tree
from araxes.rules.arrays import habit_chances, question_matrices
from araxes.rules.habit import cumulative, pooled_answers, sum_up


def by_the_rules(evidence, pool, questions):
    branches = len(questions.low)
    summed, answers, out = [0.0] * branches, [0.0] * branches, [0.0] * len(evidence)
    sum_up(evidence, questions, summed)
    pooled_answers(pool, questions, answers)
    cumulative(summed, questions, answers, out)
    out[-1] = 1.0
    return np.diff([0.0, *out])


def test_chances_equal_the_rules_of_habit(region):
    questions = fixed_tree(region)
    draw = generator(3, "test", "tree")
    evidence, pool = draw.exponential(5, (20, 11)), draw.exponential(3, (20, 11)) + 0.01
    evidence[0] = 0
    found = habit_chances(evidence, pool, pool, question_matrices(questions))
    for row, weeks, pooled in zip(found, evidence, pool, strict=True):
        assert row == pytest.approx(by_the_rules(weeks.tolist(), pooled.tolist(), questions), abs=1e-12)


def test_its_constants_do_not_move_with_the_model(region):
    from dataclasses import replace

    path = "ladder.hostile.shrinkage"
    moved = region.book[path].__class__(**{**vars(region.book[path]), "series": ((datetime.date.min, 50.0),)})
    other = replace(region, book={**region.book, path: moved})
    assert tree(other).shrinkage != tree(region).shrinkage
    assert fixed_tree(other) == fixed_tree(region)
    assert sorted(fixed_tree(region).shrinkage) == [2, 3, 3, 4, 8, 8]


def test_without_borrowing_the_reverse_dyad_says_nothing(region, weeks):
    alone, both = (next(one for one in baselines(region) if one.name == name) for name in (TREE_ALONE, TREE))
    changed = weeks._replace(rungs=weeks.rungs.copy())
    here, there = changed.rungs[10:20, 1, 0].copy(), changed.rungs[10:20, 2, 0].copy()
    changed.rungs[10:20, 1, 0], changed.rungs[10:20, 2, 0] = there, here  # the pool is as it was
    assert alone(changed, (1,))[0, 0, 1] == pytest.approx(alone(weeks, (1,))[0, 0, 1])
    assert both(changed, (1,))[0, 0, 1] != pytest.approx(both(weeks, (1,))[0, 0, 1])


def test_simulated_paths_agree_with_the_averaged_chances_and_repeat(region, weeks):
    habit = HabitTree(fixed_tree(region), 11, 0.5, "tree")
    said = habit.tell(weeks, (1, 4), (4, 7))
    assert (habit.tell(weeks, (1, 4), (4, 7)).within == said.within).all()
    assert said.chance[0] == pytest.approx(habit(weeks, (1,))[0])
    first = np.stack([said.chance[0][..., rung:].sum(axis=-1) for rung in (4, 7)], axis=-1)
    assert said.within[0][dyad_mask(3)] == pytest.approx(first[dyad_mask(3)], abs=0.1)
    assert (said.within[1] >= said.within[0])[dyad_mask(3)].all()
    assert said.chance[..., dyad_mask(3), :].sum(axis=-1) == pytest.approx(1)


def test_luck_is_uniform_and_shared_in_a_share_of_cases():
    luck = draw_shared_luck(generator(1, "test", "luck"), (4000, 3, 3), 0.3)
    same = (luck == luck.swapaxes(1, 2))[:, 0, 1].mean()
    assert same == pytest.approx(0.3, abs=0.03)
    assert luck[:, 0, 1].mean() == pytest.approx(0.5, abs=0.02)
    assert luck[:, 1, 0].std() == pytest.approx(12**-0.5, abs=0.01)


def test_a_tree_sees_nothing_after_the_origin(region, weeks):
    habit = HabitTree(fixed_tree(region), 11, 0.5, "tree")
    origin = weeks.first + datetime.timedelta(weeks=25)
    changed = weeks._replace(rungs=weeks.rungs.copy())
    changed.rungs[25:] = np.where(changed.rungs[25:] >= 0, 10, -1)
    one, other = (habit.tell(known_before(part, origin), (1, 4), (4,)) for part in (weeks, changed))
    assert (one.chance == other.chance).all()
    assert (one.within == other.within).all()
