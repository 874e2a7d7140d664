"""From statistics of planted worlds to a verdict, with its power and its false alarms.

A test names the outcome that supports its claim and the one that contradicts it. Each outcome has a p-value: that of the record in the
worst of the worlds in which the other thing is so.

more often than planted chance    the largest share of worlds without a link whose statistic is as large or larger
an effect of 3 is excluded        the largest share of worlds with a link of 3 whose statistic is as small or smaller

Supported where the p of what supports is at most the setting `claims.level`; contradicted where that of what contradicts is; else not
distinguishable, which becomes not testable here where the power is below `claims.power_least`. Power and false alarms are those of this
very rule, in worlds that it was not set by.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from araxes.array_types import Floats
from araxes.display import show_card
from araxes.inputs.parameters import setting

SUPPORTED, CONTRADICTED = "supported", "contradicted"
UNDECIDED, UNTESTABLE = "not distinguishable", "not testable here"
CONFIRMED, PARTLY, WRONG = "confirmed", "in part", "wrong"
MODEL_ONLY, NOT_RUN, COUNTED = "in this model only", "replication not run", ""
GLYPHS = {
    SUPPORTED: "+", CONTRADICTED: "-", UNDECIDED: "o", UNTESTABLE: ".", CONFIRMED: "+", PARTLY: "~", WRONG: "-", MODEL_ONLY: "m",
    NOT_RUN: "?", COUNTED: "",
}  # fmt: skip
"""How a verdict is drawn in a table."""


@show_card
class Null(NamedTuple):
    """Statistics of worlds in which an outcome should not be found, and of fresh ones that show how often it is.

    Attributes
    ----------
    set_by, fresh : mapping of str to ndarray, shape (worlds,)
        By kind of world; the first set the p-value, the second are judged by it.
    found_in : mapping of str to ndarray, shape (worlds,)
        By kind, worlds in which the outcome should be found: the share that is found, in the kind in which it is least, is the power.
    upper : bool
        Whether a large statistic speaks for the outcome.
    """

    set_by: Mapping[str, Floats]
    fresh: Mapping[str, Floats]
    found_in: Mapping[str, Floats]
    upper: bool = True

    def p_values(self, statistic: Floats) -> Floats:
        """Return the p-value of each statistic: the largest over the kinds of world."""
        tails = [_tail(statistic, worlds, self.upper) for worlds in self.set_by.values()]
        return np.asarray(np.max(tails, axis=0))

    def share_found(self, statistic: Floats) -> float:
        """Return the share of statistics by which the outcome would be found."""
        return float(np.mean(self.p_values(statistic) <= setting("claims.level")))

    @property
    def power(self) -> float:
        """Return the share of worlds with the outcome in which it is found, the least over the kinds of world."""
        return min(map(self.share_found, self.found_in.values()))

    @property
    def alarms(self) -> dict[str, tuple[float, float]]:
        """Return the share of fresh worlds in which it is found though it should not, with the upper bound, by kind of world."""
        return {
            name: (share := self.share_found(worlds), upper_bound(share, len(worlds)))
            for name, worlds in self.fresh.items()
        }


def _tail(statistic: Floats, worlds: Floats, upper: bool) -> Floats:
    """Return the share of worlds, the record counted as one, that lie as far out as each statistic or farther."""
    sign = 1 if upper else -1
    order = np.sort(sign * worlds)
    beyond = len(order) - np.searchsorted(order, sign * np.asarray(statistic), side="left")
    out: Floats = (beyond + 1) / (len(order) + 1)
    return out


def upper_bound(share: float, size: int) -> float:
    """Return the upper end of the interval of a share of `size` worlds (Wilson 1927), at the setting `claims.bound_z`."""
    z = setting("claims.bound_z")
    middle = share + z * z / (2 * size)
    width = z * np.sqrt(share * (1 - share) / size + (z / (2 * size)) ** 2)
    return float((middle + width) / (1 + z * z / size))


@show_card
class Weighed(NamedTuple):
    """A verdict and what it rests on.

    Attributes
    ----------
    verdict : str
        One of the keys of `GLYPHS`.
    p_support, p_contradict : float
        Of the outcome that supports, and of that which contradicts.
    power : float
        Of the finding where there is one, else of the outcome that supports.
    alarm, alarm_bound : float
        Of the same, in the worst kind of world: the share of false alarms, and its upper bound.
    """

    verdict: str
    p_support: float
    p_contradict: float
    power: float
    alarm: float
    alarm_bound: float


def weigh(statistic: float, support: Null, contradict: Null) -> Weighed:
    """Return the verdict on a claim.

    Parameters
    ----------
    statistic : float
        Of the record.
    support, contradict : Null
        Of the outcome that supports the claim, and of that which contradicts it.
    """
    level = setting("claims.level")
    found = [float(null.p_values(np.array([statistic]))[0]) for null in (support, contradict)]
    against = found[0] > level >= found[1]
    power = (contradict if against else support).power
    weak = UNTESTABLE if power < setting("claims.power_least") else UNDECIDED
    verdict = SUPPORTED if found[0] <= level else CONTRADICTED if against else weak
    alarms = (contradict if against else support).alarms.values()
    alarm, bound = max(alarms, key=lambda pair: pair[1])
    return Weighed(verdict, found[0], found[1], power, alarm, bound)
