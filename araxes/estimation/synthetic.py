"""Synthetic records: histories that the model itself draws under known parameters, to see whether estimation finds them again."""

from __future__ import annotations

import datetime

import numpy as np

from araxes.engines.draws import generator
from araxes.estimation.given import DRAWN, Acts, Given, deciding, of_rungs, with_values
from araxes.estimation.loop import play
from araxes.estimation.priors import Free, Vector, moments, natural
from araxes.inputs.region import RegionFiles
from araxes.inputs.tabulate import constants
from araxes.rules.remember import UNOBSERVED


def truth(free: list[Free], seed: int, number: int) -> Vector:
    """Return parameters drawn from their priors, in standard units; the same for the same seed and number."""
    mean, _ = moments(free)
    return generator(seed, "truth", str(number)).standard_normal(len(mean))


def synthetic(
    region: RegionFiles,
    free: list[Free],
    z: Vector,
    lead: Acts,
    weeks: int,
    *,
    first: datetime.date,
    seed: int = 1,
    number: int = 0,
) -> Given:
    """Return a record that begins with given weeks and goes on with drawn ones.

    Parameters
    ----------
    region : RegionFiles
    free : list of Free
    z : ndarray, shape (parameters,)
        The truth, in standard units of the priors.
    lead : ndarray of int8, shape (weeks, actors, actors)
        What habits begin with; not scored.
    weeks : int
        Weeks that are drawn.
    first : datetime.date
        Monday of the first given week.
    seed, number : int
        Address of the luck.
    """
    mean, sd = moments(free)
    known = with_values(region, natural(free, mean + sd * z))
    n, states = len(region.actors), deciding(region)
    drawn = np.full((weeks, n, n), UNOBSERVED, dtype=np.int8)
    drawn[np.ix_(range(weeks), states, states)] = DRAWN
    drawn[:, range(n), range(n)] = UNOBSERVED
    asked = np.concatenate([lead, drawn])
    acts = play(known, of_rungs(first, asked, asked, states), replicate=number, seed=seed)
    made = of_rungs(first, acts, acts, states)
    return made._replace(scored=np.arange(len(acts)) >= len(lead))


def lead_in(region: RegionFiles, shares: Vector, concentration: float, weeks: int, seed: int, number: int) -> Acts:
    """Return given weeks in which every dyad keeps to shares of its own, scattered around some shares.

    Parameters
    ----------
    region : RegionFiles
    shares : ndarray, shape (rungs,)
        Of all dyads together.
    concentration : float
        How closely a dyad keeps to them: the weight of the shares in its Dirichlet distribution.
    weeks : int
    seed, number : int
    """
    luck = generator(seed, "lead", str(number))
    n, rungs = len(region.actors), len(constants(region).hostility)
    out = np.full((weeks, n, n), UNOBSERVED, dtype=np.int8)
    for i in deciding(region):
        for j in deciding(region):
            if i != j:
                own = luck.dirichlet(concentration * shares / shares.sum())
                out[:, i, j] = luck.choice(rungs, size=weeks, p=own)
    return out
