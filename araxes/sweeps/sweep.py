"""Sweeps: parameters varied over a design, every point an ensemble, results kept in a folder that survives whatever ends the process."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from araxes.engines.ensemble import Progress
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.parameters import canonical, setting
from araxes.inputs.read import real, what_stands
from araxes.inputs.scenario import Scenario, basis_over, load
from araxes.interruption import warn_interrupted
from araxes.options import DRAWN, KERNEL, check_arguments, either, name_or_path
from araxes.results.answers import tell
from araxes.sweeps import manifest
from araxes.sweeps.design import INDEPENDENT, checked_kind, from_file, make_design
from araxes.sweeps.outcomes import Measures
from araxes.sweeps.plan import Plan, answers_of
from araxes.sweeps.points import Base, bases, check_over, digest, model_version
from araxes.sweeps.run import run_plan
from araxes.sweeps.store import count_done, read_sweep
from araxes.sweeps.table import FILE, SweepTable, Vary, factors
from araxes.sweeps.work import Job, Workshop, keep_workshop


@check_arguments(scenario=either(Scenario, name_or_path))
def sweep(
    scenario: str | Scenario,
    vary: Vary = (),
    *,
    out: Path | str | None = None,
    design: str = "grid",
    points: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    sets: Any = (),
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    outcomes: str | Sequence[str] = (),
    functions: str | Sequence[str] = (),
    allow_outside: bool = False,
    workers: int | None = None,
    dask: str | None = None,
    retry: bool = False,
    progress: Progress | None = None,
    announce: Callable[[str], None] | None = None,
    ready: Callable[[], object] | None = None,
) -> SweepTable:
    """Run a scenario at every point of a design, and return the results as tables.

    Parameters
    ----------
    scenario : str or Scenario
    vary : str, sequence of str, or mapping
        What is varied: "PATH=low:high:count", "PATH=a,b,c", "PATH=low:high" or "PATH" (its documented range), "scenario=a,b" or
        "overlay=x.toml,y.toml"; or a mapping of paths to such texts, lists of values, (low, high), (low, high, count) or None.
    out : Path or str, optional
        Folder in which results are kept. A folder of the same sweep is gone on with: only points it does not have are run. Without a folder
        results are returned and not kept.
    design : str
        "grid", "lhs", "sobol", "morris", "random", or a CSV file with a column a factor and a row a point.
    points : int, optional
        How many points, for all designs but grids and files.
    replicates, seed, weeks, sets, own, reading, fixed, judged, engine
        As for `araxes.run`, for every point.
    outcomes : str or sequence of str
        Which outcomes are kept: names such as "tension.IRN>AZE", `*` standing for any text; all when none are given.
    functions : str or sequence of str
        Outcomes of your own, "module:function" or "file.py:function", kept whatever `outcomes` says; see docs/sweeps.md.
    allow_outside : bool
        Take values outside a parameter's documented range.
    workers : int, optional
        Threads on this machine; results do not depend on it.
    dask : str, optional
        Work on a Dask cluster instead: the address of its scheduler, or "local:4" for four processes here.
    retry : bool
        Run points that failed again.
    progress : callable, optional
        Told how many points were finished.
    announce : callable, optional
        Told what takes time or was decided.
    ready : callable, optional
        Called when everything has been checked, before anything is written.

    Returns
    -------
    SweepTable

    Raises
    ------
    InputError
        With every fault of what was asked; nothing has been written then. Points that fail later do not end a sweep: see `failed`.
    KeyboardInterrupt
        When interrupted, with an `araxes.InterruptionWarning`; finished parts are kept in `out`, and gone on with.
    """
    plan = plan_sweep(
        scenario, vary, design=design, points=points, replicates=replicates, seed=seed, weeks=weeks, sets=sets,
        own=own, reading=reading, perspective=perspective, fixed=fixed, judged=judged, engine=engine, outcomes=outcomes,
        functions=functions, allow_outside=allow_outside,
    )  # fmt: skip

    def go() -> None:
        """Say what answers to what is set and varied, after every check."""
        tell(answers_of(plan, announce), announce)
        if ready:
            ready()

    with ExitStack() as stack:
        folder = Path(out or stack.enter_context(tempfile.TemporaryDirectory()))
        try:
            run_plan(
                plan, folder, workers=workers, dask=dask, retry=retry, progress=progress, announce=announce, ready=go
            )
        except KeyboardInterrupt:
            done = count_done(folder) if out else 0
            step = (
                f"The same call goes on from there: they are in {folder}." if out else "Only with `out` are they kept."
            )
            warn_interrupted(done, plan.design.size, "points", step)
            raise
        return read_sweep(folder)


@check_arguments(scenario=either(Scenario, name_or_path))
def plan_sweep(
    scenario: str | Scenario,
    vary: Vary = (),
    *,
    design: str = "grid",
    points: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    weeks: int | None = None,
    sets: Any = (),
    own: Path | str | None = None,
    reading: str | None = None,
    perspective: str | None = None,
    fixed: bool = False,
    judged: str = DRAWN,
    engine: str = KERNEL,
    outcomes: str | Sequence[str] = (),
    functions: str | Sequence[str] = (),
    allow_outside: bool = False,
) -> Plan:
    """Return a sweep, checked and not run; parameters as for `sweep`.

    Raises
    ------
    InputError
        With every fault of what was asked.
    """
    number = int(setting("run.replicates")) if replicates is None else replicates
    luck = int(setting("run.seed")) if seed is None else seed
    kind = checked_kind(design)
    if kind == FILE:
        _check_file_alone(design, vary, points)
    base = load(scenario, own, sets, weeks, reading, perspective)
    made = (
        from_file(design, base, luck, allow_outside)
        if kind == FILE
        else make_design(kind, factors(vary, base, kind, allow_outside), points, luck)
    )
    _check_sets(sets, [factor.name for factor in made.factors])
    starts = bases(base, made.factors, sets, weeks)
    check_over(starts, made.factors, allow_outside)
    named = tuple(_as_found(text) for text in functions)
    job = Job(
        {key: start.scenario for key, start in starts.items()}, made.factors, number, luck, fixed, judged == DRAWN, engine,
        kind in INDEPENDENT, tuple(outcomes), named, model_version()["digest"],
    )  # fmt: skip
    shop = Workshop(job)
    _check_outcomes(shop, outcomes)
    horizon = next(iter(starts.values())).scenario.weeks
    options = {
        "replicates": number, "weeks": horizon, "seed": luck, "fixed": fixed, "judged": judged, "allow_outside": allow_outside,
        "outcomes": list(outcomes), "functions": [f"{text} ({_source_digest(text)})" for text in named],
    }  # fmt: skip
    digests = {" + ".join(filter(None, key)) or base.name: _digest_of(start) for key, start in starts.items()}
    basis = basis_over(start.scenario for start in starts.values())
    of = manifest.make_manifest(
        base, digests, options, made, [list(outcome) for outcome in shop.measures.outcomes], basis
    )
    name = digest(of.as_text().encode())
    keep_workshop(name, shop)
    return Plan(job, name, made, of)


def _check_file_alone(file: str, vary: Vary, points: int | None) -> None:
    """Refuse factors and numbers of points beside a design file, which has its own."""
    step = f"{file} says what is varied and how."
    faults = [Fault(Option("vary"), "", "what is varied", f"nothing beside {file}", step=step)] if vary else []
    faults += (
        [Fault(Option("points"), "", str(points), f"nothing beside {file}", step=step)] if points is not None else []
    )
    if faults:
        raise InputError(faults)


def _check_sets(sets: Any, varied: Sequence[str]) -> None:
    """Refuse values that are set and varied: the set ones would be read nowhere."""
    pairs = sets.items() if isinstance(sets, Mapping) else map(_parted, sets)
    given = {canonical(path.strip()): value for path, value in pairs}
    both = [name for name in varied if name in given]
    if both:
        allowed = "no value for what is varied"
        raise InputError([Fault(Option("sets"), name, str(given[name]), allowed) for name in both])


def _parted(text: str) -> tuple[str, str]:
    """Return "PATH=VALUE" as path and value."""
    path, _, value = text.partition("=")
    return path, value


def _digest_of(base: Base) -> str:
    """Return the hash of a base as resolved."""
    return base.resolved_digest(base.scenario, ())


def _as_found(text: str) -> str:
    """Return "file.py:function" with the whole path of the file: workers may stand in another folder."""
    place, sign, name = text.rpartition(":")
    return f"{real(Path(place))}{sign}{name}" if place.endswith(".py") and not what_stands(Path(place)) else text


def _source_digest(text: str) -> str:
    """Return a digest of the file of a user's function, "" for a module."""
    place = text.rpartition(":")[0]
    return digest(Path(place).read_bytes()) if place.endswith(".py") else ""


def _check_outcomes(shop: Workshop, outcomes: Sequence[str]) -> None:
    """Refuse names of outcomes that fit none, and functions called as an outcome is that there is anyway."""
    own = shop.measures.functions
    ours = [outcome.name for outcome in Measures(shop.measures.names, {}).outcomes]
    names = [*ours, *own]
    faults = [
        Fault(Option("functions"), name, "the name of an outcome", "another name than outcomes have")
        for name in own.keys() & ours
    ]
    for pattern in outcomes:
        if not any(fnmatchcase(name, pattern) for name in names):
            near = unknown(Option("outcomes"), "", pattern, names, "outcome").nearest
            faults.append(
                Fault(Option("outcomes"), "", repr(pattern), f"one of {len(names)} outcomes, or * for any text", near)
            )
    if faults:
        raise InputError(faults)
