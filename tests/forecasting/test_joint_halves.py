"""The joint score of both halves of a dyad."""

import numpy as np
import pytest

from araxes.engines.draws import generator
from araxes.forecasting.joint import both_log_score, joint, joint_log_score
from araxes.forecasting.skill import log_score
from araxes.rules.luck import Luck

LUCK = Luck(0.4, 0.8, 0.5)


@pytest.fixture
def drawn():
    draw = generator(3, "test", "halves")
    chance, rung = draw.dirichlet(np.ones(5), size=(4, 3, 3)), draw.integers(0, 5, (4, 3, 3))
    rung[:, range(3), range(3)] = -1
    return chance, rung


def test_without_shared_luck_it_is_the_sum_of_the_halves(drawn):
    chance, rung = drawn
    each = log_score(chance, rung)
    assert joint_log_score(chance, rung, 0)[:, 0] == pytest.approx(each[:, 0, 1] + each[:, 1, 0])


def test_twins_that_share_all_luck_say_the_week_once(drawn):
    chance = np.repeat(np.array([0.2, 0.3, 0.5])[None], 4, axis=0).reshape(2, 2, 3)
    assert joint_log_score(chance, np.array([[-1, 1], [1, -1]]), 1) == pytest.approx(-np.log([0.3]))


def test_joint_chances_say_what_their_parts_say(drawn):
    """Joint chances of one luck for all, as baselines simulate it, scored as such."""
    chance, rung = drawn
    edge = np.concatenate([np.zeros((4, 3, 3, 1)), chance.cumsum(axis=-1)], axis=-1)
    low, high = edge[..., :-1], edge[..., 1:]
    turned = [end.swapaxes(1, 2)[..., None, :] for end in (low, high)]
    overlap = np.maximum(np.minimum(high[..., None], turned[1]) - np.maximum(low[..., None], turned[0]), 0)
    product = chance[..., None] * chance.swapaxes(1, 2)[..., None, :]
    for share in (0.0, 0.3, 0.8):
        both = share * overlap + (1 - share) * product
        assert both_log_score(both, rung) == pytest.approx(joint_log_score(chance, rung, share))


def test_without_shared_luck_the_model_says_what_its_halves_say(drawn):
    chance, rung = drawn
    both = joint(chance.cumsum(axis=-1)[..., :-1], Luck(0.0, 0.0, 0.0), 2)
    assert both_log_score(both, rung) == pytest.approx(joint_log_score(chance, rung, 0))


def test_joint_chances_sum_to_one_over_both_rungs():
    draw = generator(3, "test", "sum")
    chance = np.broadcast_to(draw.dirichlet(np.ones(4), size=(2, 2)), (4, 4, 2, 2, 4))
    rung = np.full((4, 4, 2, 2), -1)
    rung[:, :, 0, 1], rung[:, :, 1, 0] = np.arange(4)[:, None], np.arange(4)
    assert np.exp(-joint_log_score(chance, rung, 0.3)).sum() == pytest.approx(1)


def test_a_pair_is_scored_only_where_both_halves_are_known(drawn):
    chance, rung = drawn
    rung = rung.copy()
    rung[1, 0, 1] = -1
    assert np.isnan(joint_log_score(chance, rung, 0.3)).tolist()[1] == [True, False, False]
    assert np.isnan(both_log_score(joint(chance.cumsum(axis=-1)[..., :-1], LUCK, 2), rung))[1].tolist() == [
        True,
        False,
        False,
    ]
