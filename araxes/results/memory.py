"""What of an ensemble is kept: full histories where they fit into the memory budget, else summaries; more than there is, is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from araxes.engines.world import World
from araxes.errors import Fault, InputError
from araxes.inputs.settings import setting
from araxes.units import KIBIBYTE, PAIR, THOUSAND

MEMINFO = Path("/proc/meminfo")


def keeps(world: World, replicates: int, full: bool | None, announce: Callable[[str], None] | None = None) -> bool:
    """Return whether full histories are kept.

    Parameters
    ----------
    world : World
    replicates : int
    full : bool or None
        What the user asked for; None leaves it to the budget.
    announce : callable, optional
        Told when histories do not fit into the budget.

    Raises
    ------
    InputError
        When more memory is asked than there is.
    """
    needed, budget = history_bytes(world) * replicates, int(setting("run.memory"))
    keep = needed <= budget if full is None else full
    if announce and full is None and not keep:
        announce(
            f"Keeping summaries only: full histories of {replicates:,} replicates take {size(needed)}, the budget is {size(budget)}."
        )
    check_room(world, needed if keep else 0)
    return keep


def history_bytes(world: World) -> int:
    """Return the bytes of one replicate's history: rungs, tension and statuses."""
    pairs = len(world.deciding) ** PAIR * (np.int8().itemsize + np.float32().itemsize)
    return int(world.scenario.weeks * (pairs + len(world.issues) * np.float32().itemsize))


def summary_bytes(world: World) -> int:
    """Return about how many bytes summaries take, however many the replicates: histograms, most of all, and sums by draw."""
    pairs = world.scenario.weeks * len(world.deciding) ** PAIR
    reach = (max(world.rules.hostility) - min(world.rules.hostility)) * PAIR
    bins = reach / setting("run.tension_step") * (np.uint32().itemsize + np.float64().itemsize)
    return int(pairs * (bins + world.n_draws * np.float64().itemsize))


def check_room(world: World, histories: int) -> None:
    """Refuse what does not fit into the machine's free memory.

    Raises
    ------
    InputError
        Saying how much is asked, how much there is, and what would help.
    """
    there, needed = available(), histories + summary_bytes(world)
    if there is not None and needed > there:
        help_ = "summaries only (--summaries), " if histories else ""
        asked = f"{size(needed)} of memory for {len(world.deciding)} states and {world.scenario.weeks} weeks"
        raise InputError(
            [Fault("run", "memory", asked, f"at most the {size(there)} free; {help_}fewer replicates or weeks")]
        )


def available() -> int | None:
    """Return the bytes of memory that are free, None where the system does not say."""
    try:
        with MEMINFO.open(encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * KIBIBYTE
    except OSError:
        return None
    return None


def size(count: int) -> str:
    """Return a number of bytes in words."""
    units = ["bytes", "kB", "MB", "GB", "TB"]
    power = min(len(units) - 1, int(np.log10(max(count, 1)) / np.log10(THOUSAND)))
    return f"{count / THOUSAND**power:,.3g} {units[power]}"
