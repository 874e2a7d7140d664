"""What of an ensemble is kept: full histories where they fit into the memory budget, else summaries; more than there is, is refused.

All of this is known from the scenario, before any work is done.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from araxes.errors import Fault, InputError
from araxes.inputs.scenario import Scenario
from araxes.inputs.settings import setting
from araxes.inputs.tabulate import constants
from araxes.results.free_memory import available
from araxes.units import THOUSAND


def keeps(
    scenario: Scenario,
    replicates: int,
    full: bool | None,
    announce: Callable[[str], None] | None = None,
    results: int = 1,
) -> bool:
    """Return whether full histories are kept.

    Parameters
    ----------
    scenario : Scenario
    replicates : int
        Of each result.
    full : bool or None
        What the user asked for; None leaves it to the budget.
    announce : callable, optional
        Told when histories do not fit into the budget.
    results : int
        How many results of this size there are.

    Raises
    ------
    InputError
        When more memory is asked than there is.
    """
    each, budget = history_bytes(scenario) * replicates, int(setting("run.memory"))
    needed, count = each * results, replicates * results
    keep = needed <= budget if full is None else full
    if announce and full is None and not keep:
        announce(
            f"Keeping summaries only: full histories of {count:,} replicates take {size(needed)}, the budget is {size(budget)}."
        )
    check_room(scenario, each * keep, results)
    return keep


def history_bytes(scenario: Scenario) -> int:
    """Return the bytes of one replicate's history: rungs, tension and statuses."""
    pairs = len(scenario.region.states) ** 2 * (np.int8().itemsize + np.float32().itemsize)
    return int(scenario.weeks * (pairs + len(scenario.region.issues) * np.float32().itemsize))


def summary_bytes(scenario: Scenario) -> int:
    """Return about how many bytes summaries take, however many the replicates: histograms, most of all, and sums by draw."""
    pairs = scenario.weeks * len(scenario.region.states) ** 2
    hostility = constants(scenario.region).hostility
    reach = (max(hostility) - min(hostility)) * 2
    bins = reach / setting("run.tension_step") * (np.uint32().itemsize + np.float64().itemsize)
    return int(pairs * (bins + int(setting("run.draws")) * np.float64().itemsize))


def check_room(scenario: Scenario, histories: int, results: int) -> None:
    """Refuse what does not fit into the memory that is free. Results are saved one after the other.

    Parameters
    ----------
    scenario : Scenario
    histories : int
        Bytes of the full histories of one result; 0 where only summaries are kept.
    results : int
        How many results there are.

    Raises
    ------
    InputError
        Saying how much is asked, how much there is, and what would help.
    """
    there, least = available(), summary_bytes(scenario) * results
    needed = histories * (results + int(setting("run.saving"))) + least
    if there is not None and needed > there:
        help_ = "summaries only (`full=False`), " if histories and least <= there else ""
        asked = f"{size(needed)} of memory for {len(scenario.region.states)} states and {scenario.weeks} weeks"
        raise InputError(
            [Fault("run", "memory", asked, f"at most the {size(there)} free; {help_}fewer replicates or weeks")]
        )


def size(count: int) -> str:
    """Return a number of bytes in words."""
    units = ["bytes", "kB", "MB", "GB", "TB"]
    power = min(len(units) - 1, int(np.log10(max(count, 1)) / np.log10(THOUSAND)))
    return f"{count / THOUSAND**power:,.3g} {units[power]}"
