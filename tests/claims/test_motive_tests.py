"""Whether a motive is needed: counts worked out by hand, and false alarms in planted worlds."""

import numpy as np
import pytest

from araxes.claims.motive_tests import answered_share, moves_of, needed_p, planted_acts, share_as_large
from araxes.claims.parents import daily_pull, pulls_on


def test_moves_leave_the_stimuli_at_least_so_far_from_where_they_are():
    assert moves_of(200, 60).tolist() == list(range(60, 141))
    assert moves_of(200, 60, 40).tolist() == [60, 100, 140]
    assert moves_of(50, 60).tolist() == list(range(1, 50))


def test_stimuli_that_are_followed_and_preceded_are_counted_apart_and_not_on_their_own_day():
    found = answered_share(np.array([10, 20, 30, 40]), np.array([11, 18, 30, 55]), 100, 5, np.array([50]))
    assert (found.after, found.before) == (0.25, 0.25)


def test_nothing_answers_beyond_the_ends_of_the_record():
    found = answered_share(np.array([0, 99]), np.array([0, 99]), 100, 5, np.array([50]))
    assert (found.after, found.before) == (0, 0)


def test_p_counts_the_unmoved_one():
    assert share_as_large(np.array([0.1, 0.2, 0.3]), 0.2) == pytest.approx(3 / 4)
    assert share_as_large(np.array([0.1, 0.2, 0.3]), 0.9) == pytest.approx(1 / 4)


@pytest.mark.parametrize(("share", "least", "most"), [(0.0, 0.0, 0.12), (0.6, 0.9, 1.0)])
def test_a_motive_is_needed_where_it_drives_and_seldom_where_it_does_not(share, least, most):
    luck, span = np.random.default_rng(5), 2000
    pull = [daily_pull(luck.choice(span, 20, replace=False), span, 10.0) for _ in range(2)]
    acts = planted_acts(luck, 100, 40, pull[0], share, 0.3, 10.0).days
    found = needed_p(acts, pulls_on(acts, pull, 10.0), 2, pull[0], moves_of(span, 60, 20), 60)
    assert least <= (found <= 0.05).mean() <= most
