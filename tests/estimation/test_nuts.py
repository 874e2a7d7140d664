"""The sampler: a posterior that is known, one compilation for many records, and the rank of the truth among its draws."""

import numpy as np
import pytest

from araxes.estimation.features import features
from araxes.estimation.likelihood import log_likelihood
from araxes.estimation.posterior import Posterior
from araxes.estimation.priors import moments
from araxes.estimation.synthetic import lead_in, synthetic, truth

pytestmark = pytest.mark.slow

HISTORIES, RANKS, THIN, TUNING = 8, 9, 4, 40


@pytest.fixture(scope="module")
def histories(region, free, shares, first_week):
    """Truths in standard units, and features of eight weeks that the model drew under them."""
    pytest.importorskip("numpyro")
    out = []
    for number in range(HISTORIES):
        z = truth(free, 21, number)
        lead = lead_in(region, shares, 8.0, 12, 21, number)
        weeks = synthetic(region, free, z, lead, 8, first=first_week, seed=21, number=number)
        out.append((z, features(region, weeks)))
    return out


@pytest.fixture(scope="module")
def chain(free, form):
    """A chain on a record, in the units of a normal around `middle`."""
    from araxes.estimation.nuts import single

    def run(seen, number=0, middle=0.0, variance=1.0):
        mean = np.full(len(free), middle)
        near = Posterior(mean, mean, variance * np.eye(len(free)), 0.0, 0.0)
        return single(seen, form, free, near, seed=7, number=number, samples=RANKS * THIN, tuning=TUNING)

    return run


def test_a_record_that_says_next_to_nothing_leaves_the_prior_whatever_the_units(histories, chain):
    _, seen = histories[0]
    one_act = np.zeros_like(seen.seen)
    one_act[:, 0, 0] = seen.seen[:, 0, 0]  # a week; weeks without any would be left out
    quiet = seen._replace(seen=one_act)
    z, fared = chain(quiet, middle=0.4, variance=0.4)
    assert abs(z.mean()) < 0.1
    assert z.std() == pytest.approx(1, abs=0.1)
    assert not fared["diverging"].any()


def test_the_same_address_gives_the_same_and_records_of_one_length_share_a_compilation(histories, chain, form):
    from araxes.estimation.nuts import _compiled

    first, _ = chain(histories[0][1])
    before = _compiled(form, RANKS * THIN, TUNING)._cache_size()
    again, _ = chain(histories[0][1])
    other, _ = chain(histories[1][1])
    assert (first == again).all()
    assert (first != other).any()
    assert _compiled(form, RANKS * THIN, TUNING)._cache_size() == before == 1


def test_the_truth_ranks_evenly_among_the_draws(histories, chain, free, form):
    """In small what `benchmarks/calibration.py --nuts` asks in earnest."""
    mean, sd = moments(free)
    ranks, chances = [], []
    for number, (z, seen) in enumerate(histories):
        draws = chain(seen, number)[0][THIN - 1 :: THIN]
        here, *there = (log_likelihood(mean + sd * row, seen, form, np) for row in (z, *draws))
        ranks.append((draws < z).sum(axis=0))
        chances.append(np.mean(np.array(there) < here))
    share = np.array(ranks) / RANKS
    assert share.mean() == pytest.approx(0.5, abs=0.05)
    assert np.isin(share, (0, 1)).mean() == pytest.approx(2 / (RANKS + 1), abs=0.06)
    assert 0.25 < np.mean(chances) < 0.75
