"""Atlas: every scenario beside its base, and by how much each changes the chances of acts that neither forces.

A scenario's base is the one that its first expectation names. The window is a quarter from the week in which the two part. What moves in a
dyad on which neither forces an act is the model's own answer. Where it is asked for, each pair is simulated a second time with judged
values as the files have them, so that what follows from judgements can be told from what follows from weights.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.dims import BASIS
from araxes.display import Card, figure_maker, show_card
from araxes.engines.ensemble import Progress
from araxes.errors import Fault, InputError
from araxes.inputs.chain import scenario_names
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load_all
from araxes.options import MEAN, check_arguments, name_or_path, one_by_one, yes_or_no
from araxes.results.changes import CHANGE_COLUMNS, Row, exceeds_luck
from araxes.results.compare import compare
from araxes.results.expectations import EXPECTATION_COLUMNS, expectation_rows
from araxes.results.verdict import one_answer, sentence

if TYPE_CHECKING:
    import pandas as pd

    from araxes.results.comparison import Comparison


WEIGHT_COLUMNS = ("difference_weights", "low_weights", "high_weights")


@show_card
@dataclass(frozen=True, repr=False)
class Atlas:
    """What scenarios move.

    Attributes
    ----------
    changes : pandas.DataFrame
        A row a scenario, dyad and class of act, in the quarter after scenario and base part: columns of
        `araxes.results.changes.change_rows`, and told, whether the change can be told from luck. Of a second comparison with judged values
        as the files have them, where it was asked for, difference_weights, low_weights and high_weights. No rows of a scenario that
        changes no act.
    sentences : pandas.DataFrame
        A row a scenario, the one that moves most first: scenario, title, base, dyad and outcome (of the largest change of a free dyad),
        difference, sentence, expectations (how they fare, in words).
    expectations : pandas.DataFrame
        As `Comparison.expectations` returns them, of all scenarios.
    replicates : int
        Histories of each.
    basis : str
        Which model and estimates they rest on.
    """

    changes: pd.DataFrame
    sentences: pd.DataFrame
    expectations: pd.DataFrame
    replicates: int
    basis: str

    def _card(self) -> Card:
        """Return what it tells of itself."""
        size = f"{len(self.sentences)} scenarios beside their bases, {self.replicates:,} histories of each"
        return Card("Atlas of scenarios", size, ("sentences", "changes", "plot()"), {"model": self.basis})

    def plot(self, outcome: str = "hostile") -> Any:
        """Return the heat table of scenarios by free dyads, a matplotlib figure; `outcome` is "hostile", "coercive" or "violent"."""
        return figure_maker("atlas_page")(self, outcome)


@check_arguments(
    scenarios=one_by_one(name_or_path, "names of scenarios, or one list of them; numbers by name: `replicates=100`"),
    weights_alone=yes_or_no,
)
def atlas(
    *scenarios: str | Path | Sequence[Any],
    replicates: int | None = None,
    seed: int | None = None,
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    fixed: bool = False,
    weights_alone: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
) -> Atlas:
    """Set every scenario beside its base and return what each moves.

    Parameters
    ----------
    scenarios : str, Path, or one sequence of these
        Names or files; by default every scenario that expects something of another.
    replicates : int, optional
        Histories of each (`compare.atlas_replicates`).
    seed, own, reading, perspective, fixed, progress, announce
        As for `araxes.compare`; `progress` is told first, as a number below 0, how many histories are to come.
    weights_alone : bool
        Simulate each pair a second time, with judged values as the files have them.

    Raises
    ------
    InputError
        A scenario that expects nothing of another has no base; and any fault of `araxes.compare`.
    """
    number = int(setting("compare.atlas_replicates")) if replicates is None else replicates
    asked: Sequence[Any] = scenarios or scenario_names(Path(own) if own else None)
    loaded = load_all(asked, own, reading=reading, perspective=perspective)
    pairs = with_bases([one for one in loaded if scenarios or one.expectations], own)
    if progress:
        progress(-number * len(pairs) * 2 * (2 if weights_alone else 1))
    changes: list[Row] = []
    sentences: list[Row] = []
    expectations: list[Row] = []
    basis = ""
    for pair in pairs:
        options: dict[str, Any] = {"reading": reading, "perspective": perspective}
        options |= {"fixed": fixed, "full": False, "progress": progress}
        found = compare(pair, replicates=number, seed=seed, announce=announce, **options)
        held = (
            compare(pair, replicates=number, seed=seed, judged=MEAN, announce=_say_nothing, **options)
            if weights_alone
            else None
        )
        rows, expected = moved_rows(found, held), expectation_rows(found)
        changes += rows
        expectations += expected
        sentences.append(_row(rows, found, [row["verdict"] for row in expected]))
        basis = str(found.basis)
    sentences.sort(key=lambda row: (math.isnan(row["difference"]), -abs(row["difference"])))
    import pandas as pd  # heavy: imported after all has been checked

    columns = [*CHANGE_COLUMNS, "told", *(WEIGHT_COLUMNS if weights_alone else ())]
    whole = pd.DataFrame(changes, columns=columns)
    whole.attrs[BASIS] = basis
    expected_of_all = pd.DataFrame(expectations, columns=list(EXPECTATION_COLUMNS))
    return Atlas(whole, pd.DataFrame(sentences), expected_of_all, number, basis)


def moved_rows(found: Comparison, held: Comparison | None = None) -> list[Row]:
    """Return the changes of a comparison's first two scenarios in the quarter after they part; keys as the columns of `Atlas.changes`.

    Parameters
    ----------
    found : Comparison
    held : Comparison, optional
        The same with judged values as the files have them.
    """
    other = found.others[0]
    if not found.pairing(other).differ:
        return []
    rows = found.quarter_rows(other)
    rows = [row | {"told": bool(told)} for row, told in zip(rows, exceeds_luck(rows), strict=True)]
    if not held:
        return rows
    again = held.quarter_rows(held.others[0])
    alone = [{f"{name}_weights": row[name] for name in ("difference", "low", "high")} for row in again]
    return [row | weights for row, weights in zip(rows, alone, strict=True)]


def _row(rows: list[Row], found: Comparison, verdicts: list[str]) -> Row:
    """Return the row of one scenario in `Atlas.sentences`."""
    other = found.others[0]
    fare = ", ".join(f"{verdicts.count(verdict)} {verdict}" for verdict in dict.fromkeys(verdicts))
    row: Row = {"scenario": other.scenario.name, "title": other.scenario.heading}
    row |= {"base": found.base.scenario.name, "dyad": "", "outcome": "", "difference": float("nan")}
    free = [one for one in rows if one["free"]]
    said = one_answer(found, other, ())[0] if free else sentence(found, other)
    if free:
        most = max(free, key=lambda one: abs(one["difference"]))
        row |= {name: most[name] for name in ("dyad", "outcome", "difference")}
    return row | {"sentence": said, "expectations": fare}


def _say_nothing(_: str) -> None:
    """Say nothing: what there is to say of a pair was said when it was first simulated."""


def with_bases(scenarios: Sequence[Scenario], own: Path | str | None) -> list[tuple[Scenario, Scenario]]:
    """Return each scenario behind its base, the scenario that its first expectation names.

    Raises
    ------
    InputError
        Where there is no expectation.
    """
    step = "Compare it with a scenario of your choice: araxes compare."
    if faults := [
        Fault(one.name, "expectation", "none", "one that names a base", step=step)
        for one in scenarios
        if not one.expectations
    ]:
        raise InputError(faults)
    names = [one.expectations[0].against for one in scenarios]
    bases = dict(zip(dict.fromkeys(names), load_all(dict.fromkeys(names), own), strict=True))
    return [(bases[name], one) for name, one in zip(names, scenarios, strict=True)]
