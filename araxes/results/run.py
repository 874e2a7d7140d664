"""Running a scenario: a name in, a result out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from araxes.engines.ensemble import Progress, counter, histories, joined
from araxes.engines.world import prepare
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.settings import setting
from araxes.interruption import hold_interruption, warn_interrupted
from araxes.options import DRAWN, KERNEL, checked, either, name_or_path
from araxes.results.answers import answers, tell, with_notes
from araxes.results.memory import keeps
from araxes.results.result import Result
from araxes.results.tally import Tally

AGAIN = "The same call makes the whole; the same seed gives these replicates again."
"""What to do after an interruption."""


@checked(scenario=either(Scenario, name_or_path))
def run(
    scenario: str | Scenario,
    replicates: int | None = None,
    seed: int | None = None,
    *,
    weeks: int | None = None,
    sets: Mapping[str, Any] | Sequence[str] = (),
    own: Path | str | None = None,
    reading: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    full: bool | None = None,
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
    fixed : bool
        Take the weights at their means, and judged values as they are, instead of drawing them.
    judged : {"drawn", "mean"}
        Draw judged values from their plausible ranges, or take them as they are.
    engine : {"kernel", "mesa"}
        Compiled, or the Mesa model replicate by replicate: the same result.
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
    loaded = load(scenario, own, sets, weeks, reading)
    keep = keeps(loaded, number, full, announce)
    answered = answers(loaded, announce=announce)
    tell(answered, announce, loaded.notes)
    world = prepare(with_notes(loaded, answered), judged=judged == DRAWN)
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
    return Result(world, tally, joined(parts) if keep else None, luck, fixed, engine, number)
