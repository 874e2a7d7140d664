"""`araxes sweep`: vary parameters over a design, keep every point in a folder that can be resumed and grown."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import DEFECT, USER_FAULT, stop

if TYPE_CHECKING:
    from araxes.results.answers import Answer
    from araxes.sweeps.plan import Plan
    from araxes.sweeps.store import Status
    from araxes.sweeps.table import FactorInfo

STATUS = "status"
SHOWN = 5
"""Reasons for failed points that are printed; the folder holds all."""
MOST_READ = 5_000_000
"""Means that are read again to say what was found; larger sweeps are left to the verbs that do that."""


def sweep_command(
    words: Annotated[
        list[str], typer.Argument(metavar="SCENARIO | status DIR", help="A scenario, or `status` and a folder.")
    ],
    vary: Annotated[
        list[str] | None,
        typer.Option(
            "--vary",
            metavar="PATH=LOW:HIGH:COUNT",
            help="What is varied; once for each: PATH=low:high:count, PATH=a,b,c, PATH=low:high or PATH (its own range), "
            "scenario=a,b, overlay=x.toml,y.toml.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--out",
            help="Folder; one of the same sweep is resumed or grown.",
            show_default="results/sweep_SCENARIO",
        ),
    ] = None,
    design: Annotated[
        str, typer.Option("--design", help="grid, lhs, sobol, morris, random, or a CSV file with a row a point.")
    ] = "grid",
    points: Annotated[int | None, typer.Option("--points", help="Number of points, for all designs but grids.")] = None,
    replicates: options.ReplicatesOption = None,
    weeks: options.WeeksOption = None,
    seed: options.SeedOption = None,
    sets: options.SetOption = None,
    own: options.OwnOption = None,
    reading: options.ReadingOption = None,
    perspective: options.PerspectiveOption = None,
    outcomes: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome",
            metavar="NAME",
            help="Keep this outcome only (* for any text), such as tension.AZE-IRN; functions of your own are kept as well.",
        ),
    ] = None,
    functions: Annotated[
        list[str] | None,
        typer.Option("--function", metavar="FILE.py:NAME", help="An outcome of your own: f(rungs, status, names)."),
    ] = None,
    allow_outside: Annotated[
        bool, typer.Option("--allow-outside", help="Take values outside a parameter's documented range.")
    ] = False,
    dask: Annotated[
        str | None, typer.Option("--dask", help="Address of a Dask scheduler, or local:4 for four processes here.")
    ] = None,
    workers: Annotated[int | None, typer.Option("--workers", help="Threads here.", show_default="2")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Run points that failed again.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print points, time and size; write nothing.")] = False,
    fixed: options.FixedOption = False,
    judged: options.JudgedOption = "drawn",
    engine: options.EngineOption = "kernel",
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Vary parameters over a design; results in a folder that can be resumed and grown. `araxes sweep status DIR` says how far it is."""
    from araxes.cli import screen
    from araxes.errors import Fault, InputError

    if words[0] == STATUS:
        tell_status(words[1:], as_json, quiet)
        return
    if len(words) > 1:
        step = "What belongs to --vary is one word with it: --vary PATH=0:2:11."
        raise InputError([Fault("sweep", "", " ".join(words), "one scenario, or `status` and a folder", step=step)])
    from araxes.interruption import tell_finished
    from araxes.results.answers import tell  # heavy: after what needs none of it
    from araxes.sweeps.plan import answers_of
    from araxes.sweeps.run import run_plan
    from araxes.sweeps.store import count_done
    from araxes.sweeps.sweep import plan_sweep

    plan = plan_sweep(
        words[0], vary or (), design=design, points=points, replicates=replicates, seed=seed, weeks=weeks,
        sets=sets or (), own=own, reading=reading, perspective=perspective, fixed=fixed, judged=judged, engine=engine,
        outcomes=outcomes or (), functions=functions or (),
        allow_outside=allow_outside,
    )  # fmt: skip
    folder = options.results_folder(out, f"sweep_{plan.manifest.scenario['name']}", reading, perspective)
    told = screen.note_or_warn(quiet, as_json)
    answered: list[Answer] = []

    def go() -> None:
        """Say what answers to what is set and varied, after every check."""
        answered.extend(answers_of(plan, told))
        tell(answered, told)

    if dry_run:
        go()
        tell_estimate(plan, folder, workers, answered, as_json)
        return
    try:
        with screen.progress(plan.design.size, "points", quiet or as_json) as progress:
            state = run_plan(
                plan, folder, workers=workers, dask=dask, retry=retry, progress=progress, announce=told, ready=go
            )
    except KeyboardInterrupt:
        done = tell_finished(count_done(folder), plan.design.size, "points")
        stop(f"kept: {done}", "To go on")
    tell_end(state, folder, plan, answered, as_json, quiet)


def tell_end(state: Status, folder: Path, plan: Plan, answered: list[Answer], as_json: bool, quiet: bool) -> None:
    """Say what is in the folder; points that failed end the verb with the exit code of whose fault it was."""
    from araxes.cli import screen

    if as_json:
        screen.document({**_as_document(state, folder), "answers": [str(answer) for answer in answered]})
    elif not quiet:
        if len(state.failed) < state.done and state.done * len(plan.manifest.outcomes) <= MOST_READ:
            tell_findings(folder)
        failed = f" ({len(state.failed):,} of them failed)" if state.failed else ""
        screen.out.print(f"{state.done:,} of {state.points:,} points in {folder}{failed}", markup=False)
        screen.basis(state.basis)
        if len(state.failed) < state.done:
            screen.out.print(f"Figures: araxes plot {shlex.quote(str(folder))}", markup=False)
            if len(plan.design.factors) > 1:
                screen.out.print(f"What matters: araxes sensitivity {shlex.quote(str(folder))}", markup=False)
    for line in failure_lines(state):
        screen.log.print(f"araxes: {line}", markup=False)
    if state.failed:
        count = len(state.failed)
        screen.log.print(
            f"araxes: {count:,} of {state.points:,} points failed; with --retry they are run again", markup=False
        )
        raise typer.Exit(DEFECT if any(blame == "defect" for _, _, blame in state.failed) else USER_FAULT)


def tell_findings(folder: Path) -> None:
    """Print what was found of the leading outcomes of a sweep."""
    from araxes.cli import screen
    from araxes.sweeps.findings import found_text
    from araxes.sweeps.leading import leading_outcomes
    from araxes.sweeps.store import read_sweep

    table = read_sweep(folder)
    for name in leading_outcomes(table):
        screen.out.print(found_text(table, name), markup=False)


def failure_lines(state: Status) -> list[str]:
    """Return a line for each of the first reasons for which points failed."""
    by_reason: dict[str, list[int]] = {}
    for number, reason, _ in state.failed:
        by_reason.setdefault(reason, []).append(number)
    lines = []
    for reason, numbers in list(by_reason.items())[:SHOWN]:
        more = f" and {len(numbers) - 1:,} more" if numbers[1:] else ""
        lines.append(f"point {numbers[0]}{more} failed: {reason}")
    return lines


def tell_status(folders: list[str], as_json: bool, quiet: bool) -> None:
    """Print how far the sweeps of some folders have come."""
    from araxes.cli import screen
    from araxes.errors import Fault, InputError
    from araxes.sweeps.store import status

    if not folders:
        raise InputError([Fault("sweep status", "", "no folder", "the folder of a sweep: araxes sweep status DIR")])
    found = [(Path(folder), status(folder)) for folder in folders]
    if as_json:
        screen.document([_as_document(state, folder) for folder, state in found])
        return
    for folder, state in found if not quiet else ():
        missing = state.points - state.done
        screen.out.print(
            f"{folder}: {state.done:,} of {state.points:,} points done, {len(state.failed):,} failed, {missing:,} missing",
            markup=False,
        )
        screen.basis(state.basis)
        for name in state.damaged:
            screen.out.print(f"damaged: {folder}/{name}; the same araxes sweep again runs its points", markup=False)
        for line in failure_lines(state):
            screen.out.print(line, markup=False)


def _as_document(state: Status, folder: Path) -> dict[str, object]:
    """Return how far a sweep has come as one machine-readable document."""
    failed = [{"point": number, "reason": reason} for number, reason, _ in state.failed]
    return {
        "folder": str(folder), **state.basis.attrs(), "points": state.points, "done": state.done, "failed": failed,
        "missing": state.points - state.done, "damaged": state.damaged,
    }  # fmt: skip


def tell_estimate(plan: Plan, folder: Path, workers: int | None, answered: list[Answer], as_json: bool) -> None:
    """Print what a sweep would cost."""
    from araxes.cli import screen
    from araxes.results.run import bytes_text
    from araxes.sweeps.run import sweep_cost

    found = sweep_cost(plan, folder, workers)
    if as_json:
        screen.document({
            **plan.manifest.basis.attrs(), "points": found.points, "new": found.new, "seconds": found.seconds, "bytes": found.size,
            "factors": plan.manifest.factors, "answers": [str(answer) for answer in answered],
        })  # fmt: skip
        return
    for factor in plan.design.factors:
        screen.out.print(as_line(factor), markup=False)
    outcomes = len(plan.manifest.outcomes)
    screen.out.print(
        f"{found.points:,} points, {found.new:,} of them new, {plan.job.replicates:,} replicates of "
        f"{plan.manifest.options['weeks']} weeks each, {outcomes:,} outcomes: about {found.seconds:,.0f} s on this machine and "
        f"{bytes_text(found.size)} in {folder}. Nothing was written.",
        markup=False,
    )


def as_line(factor: FactorInfo) -> str:
    """Return what is varied, through which range or values, as a line."""
    if factor.levels:
        return f"{factor.name}: {', '.join(f'{x:g}' if isinstance(x, float) else str(x) for x in factor.levels)}"
    return f"{factor.name}: {factor.low:g} to {factor.high:g} ({factor.unit})"
