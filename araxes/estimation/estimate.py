"""An estimate: what a record says about the parameters, with errors, beside what was thought before."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.errors import Fault, InputError
from araxes.estimation.extras import check_extras
from araxes.estimation.features import Features, features, scored, shape
from araxes.estimation.features import until as before_week
from araxes.estimation.given import Given, given
from araxes.estimation.posterior import Matrix, Posterior, posterior
from araxes.estimation.priors import Free, Vector, free_parameters
from araxes.history.read import History
from araxes.inputs.estimates import CONFIDENCE, estimated
from araxes.inputs.parameters import ALWAYS
from araxes.inputs.region import RegionFiles
from araxes.inputs.settings import setting
from araxes.options import checked, either
from araxes.weeks import monday

if TYPE_CHECKING:
    import pandas as pd

NORMAL, NUTS = "normal around the mode", "no-U-turn sampler"
DATA, PRIOR = "the data speak", "prior"
TEMPER = ".temper."


class Sampled(NamedTuple):
    """Draws from the posterior.

    Attributes
    ----------
    z : ndarray, shape (chains, draws, parameters)
        In standard units of the priors.
    fared : dict of str to ndarray, shape (chains, draws)
        How the sampler fared.
    """

    z: Matrix
    fared: dict[str, Any]


@dataclass(frozen=True)
class Estimate:
    """What a record says about the parameters.

    Attributes
    ----------
    free : tuple of Free
        What was estimated, with priors.
    posterior : Posterior
        In standard units of the priors.
    record : str
        Name of the record.
    first, last : datetime.date
        The days it was fitted on.
    weeks, acts : int
        Scored weeks, and scored acts of single dyads in them, quiet ones included.
    sampled : Sampled, optional
        Draws of the no-U-turn sampler, where it was asked for.
    command : str
        What makes it again.
    """

    free: tuple[Free, ...]
    posterior: Posterior
    record: str
    first: datetime.date
    last: datetime.date
    weeks: int
    acts: int
    sampled: Sampled | None = None
    command: str = "araxes.estimate"

    @property
    def log_likelihood(self) -> float:
        """Return the log-likelihood at the mode, nats."""
        return self.posterior.log_likelihood

    @property
    def method(self) -> str:
        """Return how mean and error were found."""
        return NUTS if self.sampled else NORMAL

    @property
    def moments(self) -> tuple[Vector, Vector]:
        """Return mean and standard deviation of every parameter in standard units of its prior."""
        if self.sampled:
            flat = self.sampled.z.reshape(-1, len(self.free))
            return flat.mean(axis=0), flat.std(axis=0)
        return self.posterior.mean, np.sqrt(np.diag(self.posterior.covariance))

    @property
    def covariance(self) -> Matrix:
        """Return the covariance in standard units of the priors."""
        if self.sampled:
            return np.cov(self.sampled.z.reshape(-1, len(self.free)).T)
        return self.posterior.covariance

    @property
    def values(self) -> dict[str, tuple[float, float]]:
        """Return value and standard error of every parameter, on its own scale."""
        out = {}
        for one, mean, sd in zip(self.free, *self.moments, strict=True):
            at = one.mean + one.sd * float(mean)
            out[one.path] = one.natural(at), one.slope(at) * one.sd * float(sd)
        return out

    @property
    def speaks(self) -> dict[str, bool]:
        """Return whether the data say more about a parameter than its prior: they narrow it, or move it."""
        narrow = setting("estimation.speak")
        return {
            one.path: bool(sd <= narrow or abs(mean) >= 1)
            for one, mean, sd in zip(self.free, *self.moments, strict=True)
        }

    @property
    def laid(self) -> dict[str, tuple[float, float]]:
        """Return the values that an overlay sets: all but the tempers on which the data do not speak, which stay as their files say."""
        speaks = self.speaks
        return {path: found for path, found in self.values.items() if speaks[path] or TEMPER not in path}

    def table(self) -> pd.DataFrame:
        """Return the estimate beside the prior, a row a parameter; `moved` and `left` in standard deviations of the prior."""
        import pandas as pd  # heavy; a fit does without

        values, speaks = self.values, self.speaks
        rows = [
            {
                "parameter": one.path,
                "prior": one.natural(one.mean),
                "prior_sd": one.slope(one.mean) * one.sd,
                "estimate": values[one.path][0],
                "se": values[one.path][1],
                "moved": float(mean),
                "left": float(sd),
                "says": DATA if speaks[one.path] else PRIOR,
            }
            for one, mean, sd in zip(self.free, *self.moments, strict=True)
        ]
        return pd.DataFrame(rows).set_index("parameter")

    def overlay(self, region: RegionFiles) -> RegionFiles:
        """Return a region with the estimated values in its book; their errors become the spread from which runs draw."""
        book = dict(region.book)
        for path, (value, error) in self.laid.items():
            old = book[path]
            inside = min(max(value, old.low), old.high)
            source = f"estimated on {self.record}, {self.first} to {self.last}"
            book[path] = replace(
                old, series=((ALWAYS, inside),), sd=error, source=source, confidence=CONFIDENCE, origin=source
            )
        return replace(region, book=book)


@checked(
    history=either(History, allowed="a History, as `araxes.history.read_history` returns it"),
    region=either(RegionFiles, allowed="a RegionFiles, as `read_region` returns it"),
)
def fit(
    history: History,
    region: RegionFiles,
    until: datetime.date | None = None,
    *,
    nuts: bool = False,
    seed: int | None = None,
    draws: int | None = None,
    tuning: int | None = None,
    command: str = "araxes.estimate",
    announce: Callable[[str], None] | None = None,
) -> Estimate:
    """Estimate the parameters of habit, luck, push and attention on a record.

    Parameters
    ----------
    history : History
    region : RegionFiles
        Its parameter files give the priors; estimates already laid over them are taken off first.
    until : datetime.date, optional
        The Monday of its week is the first that is not read; the end of the record when not given.
    nuts : bool
        Sample the posterior as well, instead of resting on the normal around the mode.
    seed, draws, tuning : int, optional
        Of the sampler; draws of each chain that are kept, and those before them in which it is tuned.
    command : str
        Written into the estimate, to make it again.
    announce : callable, optional
        Told what begins.

    Raises
    ------
    InputError
        When no week of the record can be scored, the extra is not installed, or a parameter is switched off.
    """
    check_extras(nuts=nuts)
    (found,) = fits(history, region, [until], command=command, announce=announce)
    if not nuts:
        return found
    from araxes.estimation.nuts import sample

    if announce:
        announce("Sampling the posterior; this takes some minutes.")
    plain = estimated(region, datetime.date.min)
    seen = features(plain, _weeks(history, plain, until))
    luck = int(setting("run.seed")) if seed is None else seed
    form, free = shape(plain), list(found.free)
    sampled = sample(seen, form, free, found.posterior, seed=luck, samples=draws, tuning=tuning)
    return replace(found, sampled=Sampled(*sampled))


def fits(
    history: History,
    region: RegionFiles,
    untils: Sequence[datetime.date | None],
    *,
    command: str = "araxes.estimate",
    announce: Callable[[str], None] | None = None,
) -> list[Estimate]:
    """Return the estimates that would have been made on several dates, each from what was known then; arguments as for `fit`.

    The loop runs once, up to the last date: what it records of a week is the same whatever comes later.
    """
    plain = estimated(region, datetime.date.min)
    every = [_weeks(history, plain, until) for until in untils]
    whole = features(plain, max(every, key=lambda weeks: weeks.weeks))
    return [
        _fitted(known, scored(before_week(whole, known.weeks)), plain, history, command, announce) for known in every
    ]


def _fitted(
    weeks: Given,
    seen: Features,
    plain: RegionFiles,
    history: History,
    command: str,
    announce: Callable[[str], None] | None,
) -> Estimate:
    """Return the estimate from the features of scored weeks."""
    if announce:
        announce(f"{len(seen.rung)} weeks of {history.header.name} are scored; looking for the mode.")
    free = free_parameters(plain)
    return Estimate(
        free=tuple(free),
        posterior=posterior(seen, shape(plain), free),
        record=history.header.name,
        first=weeks.first,
        last=weeks.first + datetime.timedelta(weeks=weeks.weeks) - datetime.timedelta(days=1),
        weeks=len(seen.rung),
        acts=int(seen.seen.sum()),
        command=command,
    )


def _weeks(history: History, plain: RegionFiles, until: datetime.date | None) -> Given:
    """Return the weeks before a date, or raise the fault of a record of which none can be scored."""
    weeks = given(history, plain, min(monday(until or history.next_start), history.next_start))
    if not weeks.scored.any():
        step = f"The first {int(setting('estimation.warmup'))} weeks, and those after a long gap, warm the memories."
        raise InputError([Fault(history.header.name, "", "no week that can be scored", "a longer record", step=step)])
    return weeks
