"""Choice: luck picks every rung as often as the pushed cumulative habit says, and each push moves its own question alone."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from araxes.rules.choose import (
    choose_rung,
    friendly_chance,
    is_hostile,
    keep_on_side,
    luck_in_habit,
    place_luck,
    portion_of,
    push_questions,
    pushed_cumulative,
    under,
)
from araxes.rules.habit import cumulative, pooled_answers, sum_up
from araxes.rules.numerics import odds_against

GRID = (np.arange(2000) + 0.5) / 2000
QUIET, VIOLENCE, RUNGS = 3, 9, 11
UNIT = st.floats(1e-9, 1 - 1e-9)
PUSHES = st.floats(-8, 8)
MORE = st.floats(0.01, 8)
ALWAYS = st.floats(-1e9, 1e9)
LADDERS = st.lists(st.floats(0, 1), min_size=1, max_size=12).map(sorted)
SHARES = st.one_of(st.just(0.0), st.floats(1e-3, 1))


def ladder(shares):
    """Return the cumulative habit of all rungs but the last, of a few shares."""
    total = sum(shares)
    return [min(up_to / total, 1.0) for up_to in np.cumsum(shares)[:-1].tolist()]


HABITS = st.lists(SHARES, min_size=RUNGS, max_size=RUNGS).filter(any).map(ladder)
RARE = st.one_of(st.just(0.0), st.floats(-300, 0).map(lambda power: 10**power))
RARE_HABITS = st.lists(RARE, min_size=RUNGS, max_size=RUNGS).filter(lambda shares: sum(shares) > 1e-300).map(ladder)
FULL_HABITS = st.lists(st.floats(0.01, 1), min_size=RUNGS, max_size=RUNGS).map(ladder)


def ask(up_to, eta=0.0, zeta=0.0, delta=0.0):
    """Return the pushed questions of a habit on a ladder of eleven rungs."""
    return push_questions(up_to[QUIET - 1], up_to[QUIET], up_to[VIOLENCE - 1], eta, zeta, delta)


def distribution(up_to, *pushes):
    """Return G(k) of every rung but the last."""
    asked = ask(up_to, *pushes)
    return [pushed_cumulative(f, asked) for f in up_to]


def act(up_to, asked, answer, kind):
    """Return the rung chosen at the luck of both questions."""
    hostile = is_hostile(answer, asked)
    return keep_on_side(choose_rung(luck_in_habit(hostile, kind, asked), up_to, RUNGS), hostile, QUIET)


def shares_of_grid(up_to, *pushes):
    """Return how often rungs up to each but the last are chosen over an even grid of luck of both questions."""
    asked = ask(up_to, *pushes)
    hostile = np.mean([is_hostile(u, asked) for u in GRID.tolist()])
    answers = {False: friendly_chance(asked) / 2, True: 1 - (1 - friendly_chance(asked)) / 2}
    share = np.zeros(RUNGS)
    for answer, weight in ((False, 1 - hostile), (True, hostile)):
        if weight > 0:
            rungs = [act(up_to, asked, answers[answer], u) for u in GRID.tolist()]
            share += weight * np.bincount(rungs, minlength=RUNGS) / len(GRID)
    return share.cumsum()[:-1]


# --- By hand ------------------------------------------------------------------------------------------------------------


def test_a_push_of_log_3_by_hand():
    # Habit: cooperation .2, quiet .3, words .4, violence .1; each push multiplies the odds of what it favours by 3.
    up_to = [0.0, 0.0, 0.2, 0.5, 0.5, 0.5, 0.5, 0.7, 0.9, 0.95]
    by = math.log(3)
    hostile = distribution(up_to, by)
    assert hostile[QUIET] == pytest.approx(0.25)
    assert hostile[QUIET - 1] == pytest.approx(0.1)
    assert hostile[7] == pytest.approx(0.25 + 0.75 * 0.4)
    assert hostile[8] == pytest.approx(0.25 + 0.75 * 0.8)
    quiet = distribution(up_to, 0.0, by)
    assert quiet[QUIET - 1] == pytest.approx(0.5 * 0.2 / (0.2 + 0.9))
    assert quiet[QUIET:] == pytest.approx(up_to[QUIET:])
    violent = distribution(up_to, 0.0, 0.0, by)
    words = 0.5 * 0.4 / (0.4 + 0.3)
    assert violent[: QUIET + 1] == pytest.approx(up_to[: QUIET + 1])
    assert violent[8] == pytest.approx(0.5 + words)
    assert violent[7] == pytest.approx(0.5 + words / 2)
    assert violent[9] == pytest.approx(1 - (0.5 - words) / 2)


def test_luck_is_placed_in_the_part_of_habit_that_it_falls_to():
    assert place_luck(0.1, 0.2, 0.0, 0.4, 0.5) == pytest.approx(0.2)
    assert place_luck(0.2, 0.2, 0.0, 0.4, 0.5) == pytest.approx(0.4)
    assert place_luck(0.6, 0.2, 0.0, 0.4, 0.5) == pytest.approx(0.45)
    assert place_luck(0.5, 0.0, 0.3, 0.3, 0.7) == pytest.approx(0.5)
    assert place_luck(0.5, 1.0, 0.3, 0.7, 0.7) == pytest.approx(0.5)


def test_a_portion_stays_between_0_and_1_and_is_nothing_of_nothing():
    assert portion_of(0.2, 0.5) == pytest.approx(0.4)
    assert portion_of(0.5 + 1e-12, 0.5) == 1
    assert portion_of(-1e-17, 0.5) == 0
    assert portion_of(0.0, 0.0) == portion_of(0.1, -1e-17) == 0


# --- What the pushes make of habit --------------------------------------------------------------------------------------


@given(HABITS)
def test_without_push_every_chance_is_habits_to_the_last_bit(up_to):
    assert distribution(up_to, 0.0, 0.0, 0.0) == up_to
    assert distribution(up_to, -0.0, -0.0, -0.0) == up_to


@given(st.one_of(HABITS, RARE_HABITS), ALWAYS, ALWAYS, ALWAYS)
def test_chances_rise_from_rung_to_rung_and_stay_between_0_and_1(up_to, eta, zeta, delta):
    found = distribution(up_to, eta, zeta, delta)
    assert min(found) >= -1e-15
    assert max(found) <= 1 + 1e-12
    assert min(np.diff(found), default=0) >= -1e-12


@given(FULL_HABITS, PUSHES, PUSHES, PUSHES)
def test_the_three_answers_are_the_logistic_of_habits_log_odds_and_the_push(up_to, eta, zeta, delta):
    def answer(chance, push):
        return 1 / (1 + (1 - chance) / chance * math.exp(-push))

    found = distribution(up_to, eta, zeta, delta)
    hostile, violent = 1 - found[QUIET], 1 - found[VIOLENCE - 1]
    quiet = found[QUIET] - found[QUIET - 1]
    assert hostile == pytest.approx(answer(1 - up_to[QUIET], eta), rel=1e-6)
    assert quiet / found[QUIET] == pytest.approx(answer(1 - up_to[QUIET - 1] / up_to[QUIET], zeta), rel=1e-6)
    share = (1 - up_to[VIOLENCE - 1]) / (1 - up_to[QUIET])
    assert violent / hostile == pytest.approx(answer(share, delta), rel=1e-6)


@given(FULL_HABITS, PUSHES, PUSHES, PUSHES, st.sampled_from([(0, 3), (4, 9), (9, 11)]))
def test_within_an_answer_the_shares_of_habit_stand(up_to, eta, zeta, delta, span):
    low, high = span
    before = np.diff([0.0, *up_to, 1.0])[low:high]
    after = np.diff([0.0, *distribution(up_to, eta, zeta, delta), 1.0])[low:high]
    assert after / after.sum() == pytest.approx(before / before.sum(), abs=1e-6)


@given(FULL_HABITS, PUSHES, PUSHES, PUSHES, MORE)
def test_each_push_moves_its_own_question_in_its_own_direction(up_to, eta, zeta, delta, more):
    base = np.array(distribution(up_to, eta, zeta, delta))
    assert (np.array(distribution(up_to, eta + more, zeta, delta)) < base).all()
    quieter = np.array(distribution(up_to, eta, zeta + more, delta))
    assert (quieter[:QUIET] < base[:QUIET]).all()
    assert quieter[QUIET:] == pytest.approx(base[QUIET:], abs=1e-12)
    bloodier = np.array(distribution(up_to, eta, zeta, delta + more))
    assert bloodier[: QUIET + 1] == pytest.approx(base[: QUIET + 1], abs=1e-12)
    assert (bloodier[QUIET + 1 :] < base[QUIET + 1 :]).all()


@given(RARE_HABITS, st.floats(-60, 60))
def test_a_push_is_right_but_for_rounding_where_an_answer_is_all_but_impossible(up_to, eta):
    asked, exact = ask(up_to, eta), [Fraction(f) for f in up_to]
    odds = Fraction(odds_against(eta))
    weight = exact[QUIET] * odds + 1 - exact[QUIET]
    expected = [f * odds / weight if k <= QUIET else 1 - (1 - f) / weight for k, f in enumerate(exact)]
    found = [pushed_cumulative(f, asked) for f in up_to]
    assert found == pytest.approx([float(chance) for chance in expected], abs=1e-15)
    assert found[: QUIET + 1] == pytest.approx([float(chance) for chance in expected[: QUIET + 1]], rel=1e-14)


@given(RARE_HABITS, ALWAYS, ALWAYS, ALWAYS)
def test_no_factor_is_infinite_however_rare_an_answer_is_and_whatever_pushes(up_to, eta, zeta, delta):
    assert all(math.isfinite(factor) and factor >= 0 for factor in ask(up_to, eta, zeta, delta))


def test_what_was_summed_up_to_more_than_1_by_rounding_is_1():
    above = math.nextafter(1.0, 2.0)
    assert push_questions(0.5, above, above, 50.0, 0.0, 50.0) == push_questions(0.5, 1.0, above, 50.0, 0.0, 50.0)
    assert friendly_chance(push_questions(0.5, above, above, 50.0, 0.0, 0.0)) == 1


@pytest.mark.parametrize("chance", [0.0, 1.0])
@pytest.mark.parametrize("push", [-1e9, 1e9])
def test_nothing_certain_or_impossible_is_moved(chance, push):
    hostile = [chance] * (RUNGS - 1)
    assert distribution(hostile, push, push, push) == hostile


# --- Choosing -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("pushes", [(0, 0, 0), (1.5, 0, 0), (-1.5, 0.7, 0), (0, -2, 1), (3, 3, -3), (0.4, -0.4, 0.4)])
def test_the_share_of_luck_that_ends_at_or_below_a_rung_is_the_pushed_cumulative(pushes, tree):
    evidence = [0.5, 1, 3, 20, 2, 1, 0.4, 1.5, 0.3, 0.2, 0.05]
    pooled, sums, up_to = [0.0] * len(tree.low), [0.0] * len(tree.low), [0.0] * (len(evidence) - 1)
    pooled_answers([1, 2, 5, 80, 3, 2, 1, 1, 0.5, 0.3, 0.2], tree, pooled)
    sum_up(evidence, tree, sums)
    cumulative(sums, tree, pooled, up_to)
    assert shares_of_grid(up_to, *pushes) == pytest.approx(distribution(up_to, *pushes), abs=2.1 / len(GRID))


@pytest.mark.slow
@given(HABITS, PUSHES, PUSHES, PUSHES)
def test_so_it_is_on_any_habit(up_to, eta, zeta, delta):
    found = shares_of_grid(up_to, eta, zeta, delta)
    assert found == pytest.approx(distribution(up_to, eta, zeta, delta), abs=2.1 / len(GRID))


@given(HABITS, UNIT, UNIT, st.floats(-1e9, 1e9), ALWAYS, ALWAYS)
def test_whatever_pushes_luck_falls_on_a_rung_of_its_answer(up_to, answer, kind, eta, zeta, delta):
    asked = ask(up_to, eta, zeta, delta)
    assert 0 <= luck_in_habit(is_hostile(answer, asked), kind, asked) <= 1
    rung = act(up_to, asked, answer, kind)
    assert (rung > QUIET) == is_hostile(answer, asked)
    assert 0 <= rung < RUNGS


@given(FULL_HABITS, UNIT, UNIT, PUSHES, MORE)
def test_a_push_of_hostility_never_lowers_the_rung(up_to, answer, kind, eta, more):
    assert act(up_to, ask(up_to, eta), answer, kind) <= act(up_to, ask(up_to, eta + more), answer, kind)


@given(FULL_HABITS, UNIT, UNIT, PUSHES, MORE)
def test_nor_do_pushes_of_quiet_and_of_violence_among_the_acts_of_an_answer(up_to, answer, kind, push, more):
    assert act(up_to, ask(up_to, 0, push), answer, kind) <= act(up_to, ask(up_to, 0, push + more), answer, kind)
    assert act(up_to, ask(up_to, 0, 0, push), answer, kind) <= act(up_to, ask(up_to, 0, 0, push + more), answer, kind)


def test_a_rung_is_kept_on_the_side_of_its_answer():
    assert [keep_on_side(rung, True, QUIET) for rung in (0, 3, 4, 10)] == [4, 4, 4, 10]
    assert [keep_on_side(rung, False, QUIET) for rung in (0, 3, 4, 10)] == [0, 3, 3, 3]


@pytest.mark.parametrize(("v", "rung"), [(0.1, 0), (0.2, 0), (0.21, 1), (0.5, 1), (0.6, 3), (0.99, 3)])
def test_the_rung_is_the_smallest_whose_cumulative_habit_reaches_luck(v, rung):
    # The third rung (index 2) has no chance at all.
    assert choose_rung(v, [0.2, 0.5, 0.5], 4) == rung


def test_a_rung_is_passed_by_luck_above_it_not_by_luck_at_it():
    assert [under(0.4, 0.5), under(0.5, 0.5), under(0.6, 0.5)] == [1, 0, 0]


def test_numbers_after_those_of_the_ladder_are_not_read():
    assert choose_rung(0.9, [0.2, 0.5, 0.1, 0.1], 3) == 2


@given(LADDERS, st.floats(1e-9, 1 - 1e-9))
def test_choosing_is_searching_the_cumulative_habit(up_to, v):
    assert choose_rung(v, up_to, len(up_to) + 1) == int(np.searchsorted(up_to, v, side="left"))
