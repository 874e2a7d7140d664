"""One scenario against its base in the neutral perspective and in those of the capitals: what hangs on who sets the judged values.

Every perspective is run on the same luck. A capital changes the answer where the interval of its change, which holds doubt about weights
and judged values, no longer holds the neutral change, and the two are further apart than what is called negligible. Where histories are too
few for intervals to hold that doubt, or it is left out (`fixed`), no capital is said to change the answer. How far apart they are
is known better than either, since both share luck and weights: that distance has an interval of its own, over luck alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from araxes import dims
from araxes.display import Card, figure_maker, show_card
from araxes.engines.ensemble import Progress
from araxes.errors import Fault, InputError, Option
from araxes.inputs.parameters import setting
from araxes.inputs.read import PERSPECTIVES
from araxes.inputs.readings import voice_files
from araxes.inputs.region import NEUTRAL, Basis
from araxes.inputs.scenario import Scenario, basis_over, load_all, seen_from
from araxes.options import DRAWN, KERNEL, check_arguments, either, name_or_path, one_by_one
from araxes.results.changes import Row, leading_dyads, row_effect, told_rows
from araxes.results.compare import compare
from araxes.results.comparison import Comparison, dyads_of
from araxes.results.intervals import credible
from araxes.results.pairing import label
from araxes.wording import decimals_of, points, points_change

_COLUMNS = (
    "dyad", "outcome", "perspective", "since", "until", "before", "chance", "difference", "low", "high", "apart",
    "apart_low", "apart_high", "differs",
)  # fmt: skip
PAIR = ("base", "other")
DOUBT_LEFT_OUT = "Intervals hold luck alone here, so whether a capital changes the answer is not told"
_UNKNOWN = (math.nan, math.nan, math.nan)


@show_card
@dataclass(frozen=True, repr=False)
class ByPerspective:
    """A scenario against its base in several perspectives.

    Attributes
    ----------
    comparisons : dict of str to Comparison
        By perspective, the neutral one first.
    """

    comparisons: Mapping[str, Comparison]

    def _card(self) -> Card:
        """Return what is compared, and in how many perspectives."""
        size = f"{len(self.comparisons)} perspectives, {self.neutral.extent} of each scenario"
        return Card(
            f"{self.names[1]} beside {self.names[0]}, by perspective", size, ("sentence()", "changes()", "plot()")
        )

    @property
    def neutral(self) -> Comparison:
        """Return the comparison with what is judged as the parameter files have it."""
        return self.comparisons[NEUTRAL]

    @property
    def names(self) -> tuple[str, str]:
        """Return the names of base and scenario."""
        return self.neutral.base.scenario.name, self.neutral.others[0].scenario.name

    @property
    def basis(self) -> Basis:
        """Return which model, estimates and perspectives it rests on."""
        return basis_over(one.scenario for found in self.comparisons.values() for one in found.results)

    @cached_property
    def all_changes(self) -> pd.DataFrame:
        """Return the rows of `changes` of every dyad that leads in some perspective, or of all where none does."""
        rows = {name: found.common_rows(found.others[0]) for name, found in self.comparisons.items()}
        led = dict.fromkeys(dyad for own in rows.values() for dyad in leading_dyads(own))
        parts = [self._rows_of(dyad, rows) for dyad in led or dict.fromkeys(row["dyad"] for row in rows[NEUTRAL])]
        table = pd.DataFrame([row for part in parts for row in part], columns=list(_COLUMNS))
        table.attrs[dims.BASIS] = str(self.basis)
        return table

    def _rows_of(self, dyad: str, rows: Mapping[str, list[Row]]) -> list[Row]:
        """Return the rows of a dyad, of the class of acts that changes most for its base in any perspective."""
        own = [row for of_one in rows.values() for row in of_one if row["dyad"] == dyad]
        seen = [row for of_one in rows.values() for row in told_rows(of_one) if row["dyad"] == dyad]
        outcome = max(seen or own, key=row_effect)["outcome"]
        same = [row for row in own if row["outcome"] == outcome]
        level = float(same[0]["difference"])
        out = []
        for name, row in zip(rows, same, strict=True):
            apart = dict(zip(("apart", "apart_low", "apart_high"), self._apart(name, dyad, outcome), strict=True))
            far = abs(row["difference"] - level) >= setting("compare.size_small")
            differs = bool(self.neutral.holds_doubt and far and not row["low"] <= level <= row["high"])
            out.append(
                {**{key: row[key] for key in _COLUMNS if key in row}, "perspective": name, **apart, "differs": differs}
            )
        return out

    def _apart(self, name: str, dyad: str, outcome: str) -> tuple[float, float, float]:
        """Return how far the change of a perspective is from the neutral one, with its interval over luck; nan where weeks differ."""
        one, other = self.neutral, self.comparisons[name]
        window = one.common_window(one.others[0])
        if (one.pairings[0].parting, window) != (other.pairings[0].parting, other.common_window(other.others[0])):
            return _UNKNOWN
        i, j = (one.states.index(code) for code in dyad.split(">"))
        ours, theirs = (found.pairings[0].chance_totals(outcome, label(window))[0] for found in (one, other))
        found = credible(one.pairings[0].count, theirs - ours, np.zeros(ours.shape[1:]), known=True)
        return float(found.mean[i, j]), float(found.low[i, j]), float(found.high[i, j])

    def changes(self, about: str | Sequence[str] = ()) -> pd.DataFrame:
        """Return by how much chances change in each perspective, a row a dyad and perspective.

        Parameters
        ----------
        about : str or sequence of str, optional
            A state ("IRN") or dyads ("IRN>AZE"); where not given, or nothing of them moves, the dyad that leads in the neutral
            perspective, then those in which a capital changes the answer, then those that change most.

        Returns
        -------
        pandas.DataFrame
            Columns dyad, outcome (the class of acts that changes most in any perspective), perspective, since and until (days), before
            and chance (of at least one act in base and scenario), difference with low and high (what is not known about weights and
            judged values included, as in `araxes.compare`), apart with apart_low and apart_high (from the neutral difference, over luck
            alone), differs (whether the capital changes the answer).
        """
        table = self.all_changes
        asked = dyads_of(self.neutral.states, about)
        known = list(dict.fromkeys(table["dyad"]))
        changed = set(table[table["differs"]]["dyad"])
        sizes = table.groupby("dyad")["difference"].agg(lambda part: part.abs().max())
        ranked = [*known[:1], *sorted(known[1:], key=lambda dyad: (dyad not in changed, -sizes[dyad]))]
        most = int(setting("compare.dyads_shown"))
        shown = [dyad for dyad in ranked if dyad in asked] or ranked[:most]
        out: pd.DataFrame = pd.concat([table[table["dyad"] == dyad] for dyad in shown], ignore_index=True)
        out.attrs.update(table.attrs)
        return out

    def sentence(self, about: str | Sequence[str] = ()) -> str:
        """Return in a sentence which capitals change the answer, and by how much; `about` as for `changes`."""
        table = self.changes(about) if about else self.all_changes
        changed = table[table["differs"]]
        if not any(found.pairings[0].differ for found in self.comparisons.values()):
            return "No difference in any perspective: no act differs in any history."
        if not len(changed):
            first, far = table.iloc[0], _furthest(table)
            said = [points_change(row["difference"], row["low"], row["high"]) for row in (first, far)]
            lead = "No capital changes the answer" if self.neutral.holds_doubt else DOUBT_LEFT_OUT
            return (
                f"{lead} ({first['dyad']} {first['outcome']} {said[0]}). Furthest from the neutral change is "
                f"{far['perspective']} ({far['dyad']} {far['outcome']} {said[1]}, neutral "
                f"{_neutral_text(table, far['dyad'])})."
            )
        largest = changed.groupby("perspective")["apart"].agg(lambda part: part.abs().max()).fillna(0)
        told = [_told(name, changed, table) for name in largest.sort_values(ascending=False, kind="stable").index]
        others = [name for name in self.comparisons if name not in {NEUTRAL, *largest.index}]
        same = f"; not of {' and '.join(others)}" if others else ""
        return f"The answer changes in the perspective of {', of '.join(told)}{same}."

    def plot(self, about: str | Sequence[str] = ()) -> Any:
        """Return the dot plot of changes by dyad and perspective, a matplotlib figure; `about` as for `changes`."""
        return figure_maker("perspective_page")(self, about)


def _told(capital: str, changed: pd.DataFrame, table: pd.DataFrame) -> str:
    """Return in words what a capital changes most."""
    own = changed[changed["perspective"] == capital]
    row = _furthest(own)
    more = f"; so in {len(own) - 1} more" if len(own) > 1 else ""
    said = points_change(row["difference"], row["low"], row["high"])
    return f"{capital} ({row['dyad']} {row['outcome']} {said}, neutral {_neutral_text(table, row['dyad'])}{more})"


def _furthest(rows: pd.DataFrame) -> Any:
    """Return the row whose change is furthest from the neutral one."""
    return rows.iloc[int(rows["apart"].abs().fillna(0).argmax())]


def _neutral_text(table: pd.DataFrame, dyad: str) -> str:
    """Return the neutral change of a dyad in points."""
    row = table[(table["perspective"] == NEUTRAL) & (table["dyad"] == dyad)].iloc[0]
    return points(row["difference"], decimals_of(row["low"], row["high"]))


@check_arguments(
    scenarios=one_by_one(
        either(Scenario, name_or_path),
        "a base and one scenario, or one list of them; numbers by name: `replicates=100`",
    )
)
def compare_perspectives(
    *scenarios: str | Path | Scenario | Sequence[Any],
    replicates: int | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    workers: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> ByPerspective:
    """Compare a scenario with its base in the neutral perspective and in each that there is, on the same luck.

    Parameters
    ----------
    scenarios : str, Path or Scenario
        A base and one other, with one start and the same states; a perspective that they have is replaced.
    replicates, seed, weeks, sets, own, reading, fixed, judged, engine, workers, progress, announce, ready
        As for `araxes.compare`; `progress` is told first, as a number below 0, how many histories are to come.

    Raises
    ------
    InputError
        Any fault of `araxes.compare`, or of a perspective.
    KeyboardInterrupt
        When interrupted: of some perspectives nothing is said.
    """
    if len(scenarios) != len(PAIR):
        raise InputError([Fault(Option("scenarios"), "", f"{len(scenarios)} of them", "two: a base and one scenario")])
    plain = load_all(scenarios, own, sets, weeks, reading)  # type: ignore[arg-type]
    folder = plain[0].own
    asked: dict[str, list[Scenario]] = {NEUTRAL: [seen_from(one, None) for one in plain]}
    for name in voice_files(PERSPECTIVES, folder):
        asked[name] = [seen_from(one, name) for one in plain]
    number = int(setting("compare.replicates")) if replicates is None else replicates
    if progress:
        progress(-number * len(plain) * len(asked))
    options: dict[str, Any] = {"seed": seed, "fixed": fixed, "judged": judged, "engine": engine, "workers": workers}
    found = {}
    for name, pair in asked.items():
        lead: dict[str, Any] = {"announce": announce, "ready": ready} if name == NEUTRAL else {"announce": _say_nothing}
        found[name] = compare(pair, replicates=number, full=False, progress=progress, **options, **lead)
        if found[name].interrupted:
            raise KeyboardInterrupt
    return ByPerspective(found)


def _say_nothing(_: str) -> None:
    """Say nothing: what there is to say of a scenario was said in the neutral perspective."""
