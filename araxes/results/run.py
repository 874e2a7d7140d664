"""Running a scenario, a name in, a result out; and what of it is kept in memory.

What of an ensemble is kept: full histories where they fit into the memory budget, else summaries; more than there is, is refused.

All of this is known from the scenario, before any work is done.

How much memory a process may still take: the least of what the machine, its control groups and its own limit leave.

In a container or under a batch system the machine has more than the process may use; what takes more is killed without a word.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from araxes.engines.ensemble import Progress, check_agents, counter, histories, join_histories
from araxes.engines.world import prepare
from araxes.errors import Fault, InputError
from araxes.inputs.constants import constants
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load
from araxes.interruption import hold_interruption, warn_interrupted
from araxes.options import DRAWN, KERNEL, check_arguments, either, name_or_path
from araxes.results.answers import answers, tell, with_notes
from araxes.results.result import Result
from araxes.results.tally import Tally
from araxes.units import KIBIBYTE, THOUSAND

if TYPE_CHECKING:
    from araxes.engines.mesa.agents import State

PROC, GROUPS = Path("/proc"), Path("/sys/fs/cgroup")
AGAIN = "The same call makes the whole; the same seed gives these replicates again."
"""What to do after an interruption."""


class GroupFiles(NamedTuple):
    """How a version of control groups names its files, and what the kernel can take back without harm."""

    limit: str
    used: str
    reclaimed: str


GROUPS_V2 = GroupFiles("memory.max", "memory.current", "inactive_file")
GROUPS_V1 = GroupFiles("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")


def available_memory(proc: Path = PROC, groups: Path = GROUPS) -> int | None:
    """Return how many bytes of memory this process may still take, None where the system does not say.

    Parameters
    ----------
    proc, groups : Path
        Where the system tells of processes and of control groups.
    """
    told = [*_of_machine(proc), *_of_groups(proc, groups), *_of_process(proc)]
    return max(0, min(told)) if told else None


def _of_machine(proc: Path) -> Iterator[int]:
    """Yield what the whole machine has left."""
    free = _table(proc / "meminfo").get("MemAvailable:")
    if free is not None:
        yield free * KIBIBYTE


def _of_groups(proc: Path, groups: Path) -> Iterator[int]:
    """Yield what every control group leaves that this process is in, with those above it."""
    for line in _text(proc / "self" / "cgroup").splitlines():
        _, _, named = line.partition(":")
        controllers, _, place = named.partition(":")
        if not controllers:
            yield from _of_group(groups, place, GROUPS_V2)
        elif "memory" in controllers.split(","):
            yield from _of_group(groups / "memory", place, GROUPS_V1)


def _of_group(root: Path, place: str, names: GroupFiles) -> Iterator[int]:
    """Yield what a group and those above it leave; inside a container some of them are not to be seen."""
    group = root / place.strip("/")
    for folder in (group, *group.parents):
        limit, used = (_text(folder / name).strip() for name in (names.limit, names.used))
        if limit.isdigit() and used.isdigit():
            yield int(limit) - int(used) + _table(folder / "memory.stat").get(names.reclaimed, 0)
        if folder == root:
            return


def _of_process(proc: Path) -> Iterator[int]:
    """Yield what the limit on addresses leaves (`ulimit -v`), where there is one."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    pages = _text(proc / "self" / "statm").split()
    if limit != resource.RLIM_INFINITY and pages:
        yield limit - int(pages[0]) * os.sysconf("SC_PAGE_SIZE")


def _table(path: Path) -> dict[str, int]:
    """Return the numbers of a file of names and numbers, one a line."""
    rows = [line.split() for line in _text(path).splitlines()]
    return {row[0]: int(row[1]) for row in rows if row[1:] and row[1].isdigit()}


def _text(path: Path) -> str:
    """Return what a file says, nothing where it cannot be read."""
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:
        return ""


def keeps_histories(
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
            f"Keeping summaries only: full histories of {count:,} replicates take {bytes_text(needed)}, the budget is {bytes_text(budget)}."
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
    by_draw = (
        2 * int(setting("run.draws")) * np.float64().itemsize
    )  # of a run by itself, and of what it is compared with
    return int(pairs * (bins + by_draw))


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
    there, least = available_memory(), summary_bytes(scenario) * results
    needed = histories * (results + int(setting("run.saving"))) + least
    if there is not None and needed > there:
        help_ = "summaries only (`full=False`), " if histories and least <= there else ""
        asked = f"{bytes_text(needed)} of memory for {len(scenario.region.states)} states and {scenario.weeks} weeks"
        raise InputError(
            [Fault("run", "memory", asked, f"at most the {bytes_text(there)} free; {help_}fewer replicates or weeks")]
        )


def bytes_text(count: int) -> str:
    """Return a number of bytes in words."""
    units = ["bytes", "kB", "MB", "GB", "TB"]
    power = min(len(units) - 1, int(np.log10(max(count, 1)) / np.log10(THOUSAND)))
    return f"{count / THOUSAND**power:,.3g} {units[power]}"


@check_arguments(scenario=either(Scenario, name_or_path))
def run(
    scenario: str | Scenario,
    replicates: int | None = None,
    seed: int | None = None,
    *,
    weeks: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    full: bool | None = None,
    agent_class: type[State] | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> Result:
    """Simulate a scenario many times and return the result.

    Parameters
    ----------
    scenario : str or Scenario
        A name, the path of a file, or a loaded scenario.
    replicates : int, optional
        Number of simulated histories, in [1, 2^32) (1,000).
    seed : int, optional
        In [0, 2^64) (1). The same seed gives the same result, and two scenarios share their luck.
    weeks : int, optional
        Another horizon than the scenario's.
    sets : mapping or sequence of "PATH=VALUE"
        Parameters that win over every file.
    own : Path or str, optional
        A folder with own parameter and scenario files.
    reading : str, optional
        A capital that says whose acts the contested ones of the record are, such as "Baku"; none is neutral.
    perspective : str, optional
        A capital that sets what is judged, such as "Tehran", but for what the scenario and `sets` give; none is neutral.
    fixed : bool
        Take the weights at their means, and judged values as they are, instead of drawing them.
    judged : {"drawn", "mean"}
        Draw judged values from their plausible ranges, or take them as they are.
    engine : {"kernel", "mesa"}
        Compiled, or the Mesa model replicate by replicate: the same result.
    agent_class : type, optional
        A class made from `araxes.State`, of which the agents are; the engine is "mesa" then.
    full : bool, optional
        Keep what every replicate did, or only summaries; when not given, full histories where they fit into `run.memory` of
        `params/settings.toml`. Summaries take the same memory for any number of replicates.
    workers : int, optional
        Threads (kernel) or processes (Mesa), at least 1; results do not depend on it.
    progress : callable, optional
        Told how many replicates were finished.
    announce : callable, optional
        Told what takes time or was decided: compiling, and keeping summaries only.
    ready : callable, optional
        Called when everything has been checked, before anything runs.

    Returns
    -------
    Result
        When interrupted, of the replicates finished so far, with an `araxes.InterruptionWarning`; its tables, figures and files say so.

    Raises
    ------
    InputError
        With every fault of the scenario, the files or the options, or when more memory is asked than there is.
    KeyboardInterrupt
        When interrupted before any replicate was finished.

    Examples
    --------
    >>> import araxes
    >>> result = araxes.run("baseline", replicates=20, weeks=4)
    >>> result.data.sizes["replicate"]
    20
    """
    number = int(setting("run.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    loaded = load(scenario, own, sets, weeks, reading, perspective)
    check_agents(agent_class, engine)
    keep = keeps_histories(loaded, number, full, announce)
    answered = answers(loaded, announce=announce)
    tell(answered, announce, loaded.notes)
    world = replace(prepare(with_notes(loaded, answered), judged=judged == DRAWN), agent_class=agent_class)
    if ready:
        ready()
    tally, parts = Tally(world), []
    chunks = histories(world, range(number), luck, fixed=fixed, engine=engine, workers=workers, announce=announce)
    try:
        for numbers, found in chunks:
            with hold_interruption():
                tally.add(numbers, found, counter(engine))
                if keep:
                    parts.append(found)
            if progress:
                progress(len(numbers))
    except KeyboardInterrupt:
        if not tally.replicates:
            raise
        warn_interrupted(tally.replicates, number, "replicates", AGAIN)
    return Result(world, tally, join_histories(parts) if keep else None, luck, fixed, engine, number)
