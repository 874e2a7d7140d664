"""`araxes check --model`: the health of the model on one screen, and in full in a folder."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from araxes.files import NewFiles
    from araxes.results.health import Health

UNHEALTHY = 1


def report(replicates: int | None, folder: Path | None, as_json: bool) -> None:
    """Check the model's health, print it, and exit with 1 where something does not hold."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.settings import setting
    from araxes.options import checked_option
    from araxes.results.health import health, origins

    number = int(checked_option("replicates", int(setting("health.replicates")) if replicates is None else replicates))
    out = make_folder(folder) if folder else None
    with screen.progress(number * len(origins()), "free runs", as_json) as tell:
        found = health(number, progress=tell)
    if out:
        with replace_files(out) as files:
            write(found, files)
    if as_json:
        screen.document(as_document(found))
    else:
        show(found)
    if not found.holds:
        raise typer.Exit(UNHEALTHY)


def show(found: Health) -> None:
    """Print what was found."""
    from araxes.cli import screen

    for run in found.runs:
        screen.table(
            run.table,
            f"Weeks by class, {run.data.sizes['week']} weeks from {run.origin}: record and free runs",
            index=False,
        )
    screen.table(found.gates, "Free runs against the record", index=False)
    moves = [f"{a:.3f} -> {b:.3f}" for a, b in zip(found.probes["without"], found.probes["with"], strict=True)]
    probes = found.probes[["term", "dyad", "change", "verdict"]].assign(moves=moves)
    screen.table(probes, "One probe a term: does it move, and in the direction its source gives?", index=False)
    lead = found.stability
    carried = ", ".join(f"{name} {share:.0%}" for name, share in lead.dyads)
    screen.out.print(
        f"Stability: one hostile act brings about {lead.leading:.2f} more (crises calm by themselves below 1), carried by {carried}."
    )
    screen.out.print(f"It would reach 1 with alarm and pile-on {lead.critical:.1f} times as strong.")
    screen.out.print(
        f"Habit: one more hostile week raises the chance of a hostile act by {lead.habit_step:.3f} on average."
    )
    counts = Counter(zip(found.saturated["at least"], found.saturated["happens"], strict=True))
    said = "; ".join(f"{name} {happens}: {n}" for (name, happens), n in counts.items())
    screen.out.print(f"Saturation, directed dyads over {len(found.runs)} origins: {said or 'none'}.")
    screen.out.print(
        f"Values without effect ({len(found.without_effect)}): {', '.join(found.without_effect) or 'none'}"
    )
    screen.basis(found.basis)
    screen.out.print("Everything required holds." if found.holds else "Something required does not hold: see above.")


def write(found: Health, files: NewFiles) -> None:
    """Write all tables among new files."""
    for run in found.runs:
        files.write_table(f"free_runs_{run.origin}.csv", run.table)
    files.write_table("gates.csv", found.gates)
    files.write_table("probes.csv", found.probes)
    files.write_table("saturation.csv", found.saturated)


def as_document(found: Health) -> dict[str, object]:
    """Return what was found as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        **found.basis._asdict(),
        "holds": found.holds,
        "gates": records(found.gates),
        "probes": records(found.probes),
        "stability": vars(found.stability),
        "saturated": records(found.saturated),
        "without_effect": found.without_effect,
        "free_runs": {str(run.origin): records(run.table) for run in found.runs},
    }
