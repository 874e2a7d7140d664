"""An estimate: what a record says about the parameters, with errors, beside what was thought before."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from araxes import dims
from araxes.display import Card, show_card
from araxes.errors import Fault, InputError
from araxes.estimation.likelihood import (
    Free,
    Likelihood,
    RecordWeeks,
    Vector,
    deciding_indices,
    free_parameters,
    past_given,
    record_weeks,
)
from araxes.estimation.posterior import Matrix, Posterior, PosteriorDraws, draw_posterior, posterior
from araxes.inputs.chain import DEFAULT_HISTORY
from araxes.inputs.parameters import ALWAYS, setting
from araxes.inputs.region import CONFIDENCE, Basis, RegionFiles, basis_on, read_region, with_estimate
from araxes.options import CHECKS, check_arguments, either
from araxes.records.filters import Filters, filters_of, record_reading
from araxes.records.history import History
from araxes.records.record import record_from
from araxes.rules.memory import UNOBSERVED
from araxes.units import monday

if TYPE_CHECKING:
    import pandas as pd


NORMAL, DRAWS = "normal around the mode", "weighted draws of the posterior"
DATA, PRIOR = "the data speak", "prior"


@show_card
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
    drawn : Drawn, optional
        Draws of the posterior, where they were asked for.
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
    drawn: PosteriorDraws | None = None
    command: str = "araxes.estimate"

    def _card(self) -> Card:
        """Return on what it was fitted."""
        size = f"{len(self.free)} parameters, {self.weeks} weeks, {self.acts:,} acts, {self.method}"
        return Card(f"Estimate on {self.record}, {self.first} to {self.last}", size, ("table()", "speaks"))

    @property
    def basis(self) -> Basis:
        """Return what it rests on: the priors of the model at hand."""
        return basis_on(())

    @property
    def log_likelihood(self) -> float:
        """Return the log-likelihood at the mode, nats."""
        return self.posterior.log_likelihood

    @property
    def method(self) -> str:
        """Return how mean and error were found."""
        return DRAWS if self.drawn else NORMAL

    @property
    def moments(self) -> tuple[Vector, Vector]:
        """Return mean and standard deviation of every parameter in standard units of its prior."""
        mean = self.drawn.moments[0] if self.drawn else self.posterior.mode
        return mean, np.sqrt(np.diag(self.covariance))

    @property
    def covariance(self) -> Matrix:
        """Return the covariance in standard units of the priors."""
        return self.drawn.moments[1] if self.drawn else self.posterior.covariance

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
        table = pd.DataFrame(rows).set_index("parameter")
        table.attrs[dims.BASIS] = str(self.basis)
        return table

    def overlay(self, region: RegionFiles) -> RegionFiles:
        """Return a region with the estimated values in its book; their errors become the spread from which runs draw."""
        book = dict(region.book)
        for path, (value, error) in self.values.items():
            old = book[path]
            inside = min(max(value, old.low), old.high)
            source = f"estimated on {self.record}, {self.first} to {self.last}"
            book[path] = replace(
                old, series=((ALWAYS, inside),), sd=error, source=source, confidence=CONFIDENCE, origin=source
            )
        return replace(region, book=book)


@check_arguments(
    history=either(History, allowed="a History, as `araxes.records.history.read_history` returns it"),
    region=either(RegionFiles, allowed="a RegionFiles, as `read_region` returns it"),
    start=either(np.ndarray, allowed="an array of as many numbers as there are free parameters"),
)
def fit(
    history: History,
    region: RegionFiles,
    until: datetime.date | None = None,
    *,
    habit: bool = True,
    draws: int | None = None,
    seed: int | None = None,
    start: Vector | None = None,
    command: str = "araxes.estimate",
    announce: Callable[[str], None] | None = None,
) -> Estimate:
    """Estimate the parameters of habit, luck and push on a record.

    Parameters
    ----------
    history : History
    region : RegionFiles
        Its parameter files give the priors; estimates already laid over them are taken off first.
    until : datetime.date, optional
        The Monday of its week is the first that is not read; the end of the record when not given.
    habit : bool
        Whether the parameters of habit are estimated too; else they stay as the files say.
    draws : int, optional
        So many draws of the posterior are made and weighted, instead of resting on the normal around the mode.
    seed : int, optional
        Of the draws.
    start : ndarray, optional
        Where the search for the mode begins, in standard units of the priors.
    command : str
        Written into the estimate, to make it again.
    announce : callable, optional
        Told what begins.

    Raises
    ------
    InputError
        When no week of the record can be scored, or a parameter is switched off.
    """
    plain = with_estimate(region, datetime.date.min)
    weeks = _weeks(history, plain, until)
    found = _likelihood(weeks, plain, habit)
    if announce:
        announce(f"{int(weeks.scored.sum())} weeks of {history.header.name} are scored; looking for the mode.")
    normal = posterior(found, start)
    if announce and draws:
        announce("Drawing from the posterior.")
    luck = int(setting("run.seed")) if seed is None else seed
    states = deciding_indices(plain)
    return Estimate(
        free=found.free,
        posterior=normal,
        record=history.header.name,
        first=weeks.first,
        last=weeks.first + datetime.timedelta(weeks=weeks.weeks) - datetime.timedelta(days=1),
        weeks=int(weeks.scored.sum()),
        acts=int((weeks.rungs[weeks.scored][:, states][:, :, states] != UNOBSERVED).sum()),
        drawn=draw_posterior(found, normal, draws, luck) if draws else None,
        command=command,
    )


@check_arguments(
    history=either(History, CHECKS["history"]),
    filters=filters_of,
    start=either(np.ndarray, allowed="an array of as many numbers as there are free parameters"),
)
def estimate(
    history: History | Path | str = DEFAULT_HISTORY,
    until: datetime.date | str | None = None,
    *,
    exposure: Path | str | None = None,
    filters: Filters | Sequence[str] = (),
    mirrors: str = "both",
    only_weights: bool = False,
    draws: int | None = None,
    seed: int | None = None,
    own: Path | str | None = None,
    start: Vector | None = None,
    announce: Callable[[str], None] | None = None,
) -> Estimate:
    """Estimate the parameters of habit, luck and push on a record.

    Parameters
    ----------
    history, exposure, filters, mirrors
        A record, and how it is read from a path, as for `araxes.hindcast`.
    until : datetime.date or str, optional
        The Monday of its week is the first that is not read; the end of the record when not given.
    only_weights : bool
        Leave the parameters of habit as the files have them.
    draws : int, optional
        So many draws of the posterior are made and weighted, instead of resting on the normal around the mode.
    seed : int, optional
        Of the draws.
    own : Path or str, optional
        A folder with own parameter files and histories; the files give the priors.
    start : ndarray, optional
        Where the search for the mode begins, in standard units of the priors.
    announce : callable, optional
        Told what begins.

    Raises
    ------
    InputError
        With every fault of the record or the options; when no week can be scored, or a parameter is switched off.
    """
    folder = None if own is None else Path(own)
    region, way = read_region(folder), record_reading(filters, mirrors, exposure)
    found = record_from(history, region, folder, way, announce)
    end = datetime.date.fromisoformat(until) if isinstance(until, str) else until
    return fit(found, region, end, habit=not only_weights, draws=draws, seed=seed, start=start, announce=announce)


def record_likelihood(
    history: History, region: RegionFiles, until: datetime.date | None = None, *, habit: bool = True
) -> Likelihood:
    """Return the likelihood that `fit` seeks the top of; arguments and errors as there."""
    plain = with_estimate(region, datetime.date.min)
    return _likelihood(_weeks(history, plain, until), plain, habit)


def _likelihood(weeks: RecordWeeks, plain: RegionFiles, habit: bool) -> Likelihood:
    """Return the likelihood of given weeks."""
    return Likelihood(past_given(weeks, plain), weeks.scored, plain, tuple(free_parameters(plain, habit)))


def _weeks(history: History, plain: RegionFiles, until: datetime.date | None) -> RecordWeeks:
    """Return the weeks before a date, or raise the fault of a record of which none can be scored."""
    weeks = record_weeks(history, plain, min(monday(until or history.next_start), history.next_start))
    if not weeks.scored.any():
        step = f"The first {int(setting('estimation.warmup'))} weeks, and those after a long gap, warm the memories."
        raise InputError([Fault(history.header.name, "", "no week that can be scored", "a longer record", step=step)])
    return weeks
