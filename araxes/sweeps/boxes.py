"""A box of swept values: its limits in words, how good it is, and the scenario at its middle."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.array_types import Flags
from araxes.display import Card, figure_maker, show_card
from araxes.errors import Fault, InputError
from araxes.files import make_folder, write_file
from araxes.inputs.region import Basis
from araxes.sweeps.findings import amount_text, factor_words, outcome_title, outcome_words
from araxes.sweeps.table import NUMBER, FactorInfo, SweepTable
from araxes.wording import percent

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

SCENARIO, OVERLAY = "scenario", "overlay"
SUFFIX = ".toml"


@show_card
class Limit(NamedTuple):
    """What a box allows of one factor: from low to high, or some choices."""

    low: float = 0.0
    high: float = 0.0
    from_below: bool = False
    """Whether `low` lies above the least value swept."""
    from_above: bool = False
    choices: tuple[str, ...] = ()

    @property
    def restricts(self) -> bool:
        """Return whether anything is left out."""
        return self.from_below or self.from_above or bool(self.choices)

    @property
    def middle(self) -> float:
        """Return the middle of the range."""
        return self.low + (self.high - self.low) * 0.5

    def holds(self, values: pd.Series) -> Flags:
        """Return which values lie inside."""
        if self.choices:
            return np.asarray(values.astype(str).isin(self.choices))
        seen = values.to_numpy(dtype=np.float64)
        return np.asarray((seen >= self.low) & (seen <= self.high))

    def words(self, name: str) -> str:
        """Return the limit as part of a sentence."""
        if self.choices:
            return f"{name} is {' or '.join(self.choices)}"
        if self.from_below and self.from_above:
            return f"{name} lies between {self.low:.3g} and {self.high:.3g}"
        return f"{name} is at least {self.low:.3g}" if self.from_below else f"{name} is at most {self.high:.3g}"


@show_card
class Box(NamedTuple):
    """A box and how good it is; `limits` holds the factors that it restricts."""

    limits: dict[str, Limit]
    coverage: float
    density: float
    mass: float
    """Share of all points that lie inside."""

    def _card(self) -> Card:
        """Return where it lies, and how good it is."""
        where = " and ".join(limit.words(name) for name, limit in self.limits.items()) or "everywhere"
        return Card(
            f"Box: {where}", f"coverage {self.coverage:.0%}, density {self.density:.0%}, {self.mass:.0%} of the points"
        )

    @property
    def balance(self) -> float:
        """Return the harmonic mean of coverage and density."""
        return self.coverage * self.density / ((self.coverage + self.density) * 0.5) if self.coverage else 0.0


@show_card
@dataclass(frozen=True)
class Discovery:
    """Where an outcome lies beyond a level.

    Attributes
    ----------
    table : SweepTable
    outcome : str
    level : float
        In units of the outcome.
    high : bool
        Whether points at or above the level are of interest, or those at or below it.
    boxes : list of Box
        From the whole range inwards.
    chosen : int
        The box to look at first.
    points, hits, dropped : int
        Points used, points of interest, points without the outcome.
    stability : dict
        Of the chosen box, see `araxes.sweeps.discovery.box_stability`.
    """

    table: SweepTable
    outcome: str
    level: float
    high: bool
    boxes: list[Box]
    chosen: int
    points: int
    hits: int
    dropped: int
    stability: dict[str, Any]

    def _card(self) -> Card:
        """Return what was looked for, and among how many points."""
        side = "at least" if self.high else "at most"
        size = f"{self.hits} of {self.points} points, {len(self.boxes)} boxes"
        return Card(f"Where {self.label} is {side} {self.level_text}", size, ("sentence()", "limits()", "tradeoff()"))

    @property
    def basis(self) -> Basis:
        """Return which model and which estimates it rests on."""
        return self.table.basis

    @property
    def box(self) -> Box:
        """Return the chosen box."""
        return self.boxes[self.chosen]

    @property
    def label(self) -> str:
        """Return the outcome in words."""
        words = outcome_words(self.table, self.outcome)
        return words[:1].lower() + words[1:]

    def tradeoff(self) -> pd.DataFrame:
        """Return one row a box: coverage, density, mass, restrictions, and whether it is the chosen one."""
        import pandas as pd

        rows = [
            {
                "coverage": box.coverage,
                "density": box.density,
                "mass": box.mass,
                "restrictions": len(box.limits),
                "chosen": k == self.chosen,
            }
            for k, box in enumerate(self.boxes)
        ]
        return pd.DataFrame(rows).rename_axis("box")

    def limits(self, number: int | None = None) -> pd.DataFrame:
        """Return the limits of a box, the chosen one when not given: low and high, or choices, and how often halves limit it again."""
        import pandas as pd

        box = self._box(number)
        again = self.stability.get("again", {})
        rows = {
            name: {
                "low": np.nan if limit.choices else limit.low,
                "high": np.nan if limit.choices else limit.high,
                "choices": ", ".join(limit.choices),
                "again": again.get(name, np.nan),
            }
            for name, limit in box.limits.items()
        }
        columns = ["low", "high", "choices", "again"]
        return pd.DataFrame.from_dict(rows, orient="index", columns=columns).rename_axis("factor")

    def sentence(self, number: int | None = None) -> str:
        """Return a box as a plain sentence."""
        box = self._box(number)
        aim = f"{self.label} is {self.side} {self.level_text}"
        if not box.limits:
            return f"In {percent(box.density)} of all points {aim}; no box does better than luck would."
        where = " and ".join(limit.words(name) for name, limit in box.limits.items())
        return (
            f"Where {where}, {aim} in {percent(box.density)} of the points (density), against "
            f"{percent(self.hits / self.points)} of all. The box holds {percent(box.mass)} of the points and "
            f"{percent(box.coverage)} of those of interest (coverage)."
        )

    @property
    def level_text(self) -> str:
        """Return the level with its unit."""
        return amount_text(self.level, str(self.table.outcomes["unit"].get(self.outcome, "")))

    def title(self, arrow: str) -> str:
        """Return what was found as the title of a figure, with `arrow` between states; more than two limits are counted."""
        box, aim = self.box, f"{outcome_title(self.table, self.outcome, arrow)}, {self.side} {self.level_text}"
        share = percent(self.hits / self.points)
        if not box.limits:
            return f"{aim}: in {share} of all points,\nand no box does better than luck would"
        limits = [limit.words(factor_words(name)) for name, limit in box.limits.items()]
        where = " and ".join(limits) if len(limits) <= 2 else f"{len(limits)} factors are limited"
        return f"{aim}: in {share} of all points,\nin {percent(box.density)} of those where {where}"

    def stability_sentence(self) -> str:
        """Return in words whether the chosen box comes back in halves of the points."""
        found = self.stability
        again = ", ".join(f"{name} in {percent(found['again'][name])}" for name in self.box.limits)
        return (
            f"Looked for again in {found['halves']} random halves of the points, the box has density {percent(found['density'])} "
            f"and coverage {percent(found['coverage'])} in the other half; limited again: {again or 'nothing'}."
        )

    def plot(self) -> Axes:
        """Draw the boxes, their coverage against their density; a notebook shows the figure by itself."""
        drawn: Axes = figure_maker("tradeoff_figure")(self)
        return drawn

    def _box(self, number: object) -> Box:
        """Return a box by its number."""
        if number is None:
            return self.box
        if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(self.boxes):
            raise InputError([Fault("box", "", repr(number), f"a box of this discovery, 0 to {len(self.boxes) - 1}")])
        return self.boxes[number]

    def save(self, path: Path | str, number: int | None = None) -> Path:
        """Write the middle of a box as a scenario that extends the swept one, the box in its text; return the file.

        Raises
        ------
        InputError
            When the path does not end in .toml or cannot be written, the box limits nothing, or it is made of overlay files, which a
            scenario cannot name.
        """
        target = checked_file(path)
        if not self._box(number).limits:
            step = "Another `above` or `below`, or more points, may find one."
            raise InputError([Fault(str(path), "", "a box without limits", "a box better than all points", step=step)])
        text = self.scenario_text(number)
        make_folder(target.parent)
        return write_file(target, text)

    def scenario_text(self, number: int | None = None) -> str:
        """Return the scenario file of a box."""
        box = self._box(number)
        base, sentence = self._base(box), self.sentence(number)
        lines = [
            f"# Found by a sweep of {self.table.scenario} ({self.points} points, {self.table.replicates} replicates each). The box:",
            *(f"#   {self._commented(name, limit)}" for name, limit in box.limits.items()),
            *([f"# {self.stability_sentence()}"] if number in (None, self.chosen) else []),
            "",
            "[scenario]",
            f"title = {_quoted(f'Box of a sweep of {self.table.scenario}: {self.outcome}')}",
            f"question = {_quoted(f'What happens at the middle of the box in which {self.label} is {self.side} {self.level_text}?')}",
            'sources = ["hypothetical"]',
            f"expect = {_quoted(sentence)}",
            f"extends = {_quoted(base)}",
        ]
        values = {name: limit.middle for name, limit in box.limits.items() if not limit.choices}
        lines += ["", "[override]"] if values else []
        lines += [f"{_dotted(name)} = {self._digits(name, value)}" for name, value in values.items()]
        return "\n".join(lines) + "\n"

    @property
    def side(self) -> str:
        """Return "at least" or "at most"."""
        return "at least" if self.high else "at most"

    def _factor(self, name: str) -> FactorInfo:
        """Return a factor by name."""
        return next(factor for factor in self.table.factors if factor.name == name)

    def _digits(self, name: str, value: float) -> float:
        """Return a value to four digits of the factor's range, and inside it."""
        factor = self._factor(name)
        return min(max(float(f"{value:.4g}"), factor.low), factor.high)

    def _commented(self, name: str, limit: Limit) -> str:
        """Return a limit with its unit and the range swept."""
        factor = self._factor(name)
        if factor.kind != NUMBER:
            return limit.words(name)
        return f"{limit.words(name)} (swept from {factor.low:g} to {factor.high:g}, {factor.unit})"

    def _base(self, box: Box) -> str:
        """Return the scenario that is extended."""
        if OVERLAY in box.limits:
            step = "Run the base with that overlay instead, or choose a box without this limit."
            raise InputError(
                [Fault("box", OVERLAY, ", ".join(box.limits[OVERLAY].choices), "limits on values", step=step)]
            )
        chosen = box.limits[SCENARIO].choices if SCENARIO in box.limits else ()
        base = chosen[0] if chosen else self.table.scenario
        return Path(base).stem if base.endswith(SUFFIX) else base


def _quoted(text: str) -> str:
    """Return text as a TOML string on one line."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)


def _dotted(path: str) -> str:
    """Return a dotted path as a TOML key, parts that are not bare keys quoted."""
    return ".".join(
        part if part.replace("_", "").replace("-", "").isalnum() and part.isascii() else _quoted(part)
        for part in path.split(".")
    )


def checked_file(path: Path | str) -> Path:
    """Return the file of a box, whose name must end as those of scenarios do."""
    target = Path(path)
    if target.suffix != SUFFIX:
        raise InputError([Fault(str(path), "", repr(target.suffix), "a scenario file, ending in .toml")])
    return target
