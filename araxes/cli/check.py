"""`araxes check`: every fault of the files, or the health of the model.

`araxes check --model`: the health of the model on one screen, and in full in a folder.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import JsonOption, OutOption, ReplicatesOption

if TYPE_CHECKING:
    import pandas as pd

    from araxes.files import NewFiles
    from araxes.results.health import Health


UNHEALTHY = 1
TABLES = ("clustering", "response", "reaction", "drift", "siege", "push", "known")
"""Tables of what was found that are written and printed as they are."""


def check_health(replicates: int | None, folder: Path | None, as_json: bool) -> None:
    """Check the model's health, print it, and exit with 1 where something does not hold."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.parameters import setting
    from araxes.options import checked_option
    from araxes.results.health import health, origins

    number = int(checked_option("replicates", int(setting("health.replicates")) if replicates is None else replicates))
    out = make_folder(folder) if folder else None
    with screen.progress(number * len(origins()), "free runs", as_json) as tell:
        found = health(number, progress=tell)
    if out:
        with replace_files(out) as files:
            write_health(found, files)
    if as_json:
        screen.document(health_document(found))
    else:
        show_health(found)
    if not found.holds:
        raise typer.Exit(UNHEALTHY)


def show_health(found: Health) -> None:
    """Print what was found, what it amounts to last."""
    for part in (show_free_runs, show_clustering, show_responses, show_long_runs, show_rules, show_verdict):
        part(found)


def show_free_runs(found: Health) -> None:
    """Print the counts that lie outside the band of the free runs."""
    from araxes.cli import screen

    for run in found.runs:
        outside = run.table[~run.table["inside"]].drop(columns=["inside"])
        title = (
            f"Weeks by class, {run.data.sizes['week']} weeks from {run.origin}: "
            f"{len(outside)} of {len(run.table)} counts of the record lie outside the band of the free runs"
        )
        screen.table(outside, title, index=False)


def show_clustering(found: Health) -> None:
    """Print whether hostile weeks come in spells as they do in the record."""
    from araxes.cli import screen
    from araxes.wording import percent

    table = found.clustering.assign(
        below=[percent(share) for share in found.clustering["below"]],
        inside=["" if inside else "outside" for inside in found.clustering["inside"]],
    ).rename(columns={"below": "runs below the record", "inside": "band"})
    screen.table(
        table,
        "Clustering and levels: either side hostile, record and free runs (band and median)",
        index=False,
    )


def show_responses(found: Health) -> None:
    """Print what acts bring about, standard errors in brackets."""
    from araxes.cli import screen

    lines = response_lines(found.response)
    screen.table(
        lines,
        "One act, on the same luck with and without it: hostile weeks more than without, model (m) and record (r)",
        index=False,
    )
    table = found.reaction.assign(observed=_with_error(found.reaction, "observed")).drop(columns="observed_se")
    screen.table(
        table,
        "Hostile weeks of the other side after an act of coercion, in the record and as foreseen",
        index=False,
    )


def response_lines(response: pd.DataFrame) -> pd.DataFrame:
    """Return a line an impulse and dyad: the actor's own, the answer, and the other dyads that are moved most, beyond luck."""
    import pandas as pd

    return pd.DataFrame(
        [
            _response_line(rows)
            for _, group in response.groupby("impulse", sort=False)
            for dyad in _moved(group)
            for rows in [group[group["dyad"] == dyad]]
        ]
    )


def _moved(group: pd.DataFrame) -> list[str]:
    """Return the dyads of one impulse that are shown, in order."""
    from araxes.inputs.parameters import setting
    from araxes.results.response import ANSWER, OTHER, OWN

    others = group[(group["role"] == OTHER) & (group["hostile"].abs() > 2 * group["hostile_se"])]
    most = others.assign(size=others["hostile"].abs()).groupby("dyad")["size"].max()
    first = [group.loc[group["role"] == role, "dyad"].iloc[0] for role in (OWN, ANSWER)]
    return [*first, *most.nlargest(int(setting("compare.dyads_shown"))).index]


def _response_line(rows: pd.DataFrame) -> dict[str, object]:
    """Return one line: what the model does in each window (m), chances of coercion, what the record shows (r)."""
    from araxes.wording import points

    model, record = (
        {f"{kind}, {name}": text for name, text in zip(rows["window"], _with_error(rows, column), strict=True)}
        for kind, column in (("m", "hostile"), ("r", "record"))
    )
    later = rows.iloc[1:]
    spans = ", ".join(name.removeprefix("weeks ") for name in later["window"])
    coercion = {f"m, points of coercion, {spans}": ", ".join(points(more) for more in later["coercion"])}
    start = {"act": rows["act"].iloc[0], "dyad": rows["dyad"].iloc[0]}
    return {**start, **model, **coercion, **record, "onsets": int(rows["onsets"].iloc[0])}


def _with_error(table: pd.DataFrame, name: str) -> list[str]:
    """Return a column with its standard error in brackets, as text; nothing for what is missing."""
    return [
        "" if math.isnan(value) else f"{round(value, 2) + 0:.2f} ({error:.2f})"
        for value, error in zip(table[name], table[f"{name}_se"], strict=True)
    ]


def show_long_runs(found: Health) -> None:
    """Print drift, siege and push."""
    from araxes.cli import screen

    drift = found.drift.assign(what=found.drift["weights"].map("weights {}".format))
    drift = drift.pivot(index="year", columns="what", values=["mean", "sd"]).round(1)
    drift.columns = drift.columns.map(", ".join)
    screen.table(drift, "Drift: hostile weeks of all directed dyads together, by year from the record's end")
    screen.table(
        found.siege,
        "Siege: share of hostile weeks in the half-year that begins a year after it, without and with it",
        index=False,
        chances=("base", "after"),
    )
    title = "A push that stays: share of hostile weeks of the pushed dyad by year"
    screen.table(found.push, title, index=False, chances=("without", "pushed"))


def show_rules(found: Health) -> None:
    """Print probes, stability, saturation and what has no effect."""
    from araxes.cli import screen
    from araxes.wording import percent, points

    moves = [
        f"{round(a, 2) + 0:.2f} -> {round(b, 2) + 0:.2f}"
        for a, b in zip(found.probes["without"], found.probes["with"], strict=True)
    ]
    probes = found.probes[["term", "dyad", "change", "verdict"]].assign(moves=moves)
    screen.table(probes, "One probe a term: does it move, and in the direction its source gives?", index=False)
    lead = found.stability
    carried = ", ".join(f"{name} {percent(share)}" for name, share in lead.dyads)
    screen.out.print(
        f"Stability: one hostile act brings about {lead.leading:.2f} more (crises calm by themselves below 1), carried by {carried}."
    )
    screen.out.print(f"It would reach 1 with alarm and pile-on {lead.critical:.1f} times as strong.")
    screen.out.print(
        f"Habit: one more hostile week raises the chance of a hostile act by {points(lead.habit_step, 1, sign=False)} points on average."
    )
    counts = Counter(zip(found.saturated["at least"], found.saturated["happens"], strict=True))
    said = "; ".join(f"{name} {happens}: {n}" for (name, happens), n in counts.items())
    screen.out.print(f"Saturation, directed dyads over {len(found.runs)} origins: {said or 'none'}.")
    screen.out.print(
        f"Values without effect ({len(found.without_effect)}): {', '.join(found.without_effect) or 'none'}"
    )


def show_verdict(found: Health) -> None:
    """Print what is known to fail, what is required, and whether all of it holds."""
    from araxes.cli import screen

    said = ["holds, though listed as failing" if holds else "fails, as known" for holds in found.known["holds"]]
    known = found.known.drop(columns="holds").assign(verdict=said)
    screen.table(known, "Known to fail, and not part of the verdict", index=False)
    gates = found.gates.assign(holds=["yes" if holds else "no" for holds in found.gates["holds"]])
    screen.table(gates, "Required", index=False)
    screen.basis(found.basis)
    screen.out.print("Everything required holds." if found.holds else "Something required does not hold: see above.")


def write_health(found: Health, files: NewFiles) -> None:
    """Write all tables among new files."""
    for run in found.runs:
        files.write_table(f"free_runs_{run.origin}.csv", run.table)
    files.write_table("gates.csv", found.gates)
    files.write_table("probes.csv", found.probes)
    files.write_table("saturation.csv", found.saturated)
    for name in TABLES:
        files.write_table(f"{name}.csv", getattr(found, name))


def health_document(found: Health) -> dict[str, object]:
    """Return what was found as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        **found.basis.attrs(),
        "holds": found.holds,
        "gates": records(found.gates),
        "probes": records(found.probes),
        "stability": vars(found.stability),
        "saturated": records(found.saturated),
        "without_effect": found.without_effect,
        "free_runs": {str(run.origin): records(run.table) for run in found.runs},
        **{name: records(getattr(found, name)) for name in TABLES},
        "violence": found.violence._asdict(),
    }


def check_command(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Folders, scenario files or files of coded events; all shipped files when none."),
    ] = None,
    model: Annotated[
        bool,
        typer.Option(
            "--model",
            help="Check the health of the model instead: free runs against the record, answers to acts, drift, probes, stability.",
        ),
    ] = False,
    replicates: ReplicatesOption = None,
    out: OutOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check files for faults (exit code 2 if any), or with --model the model's health."""
    from araxes.cli import screen

    if model:
        check_health(replicates, out, as_json)
        return
    from araxes.errors import InputError, first_faults
    from araxes.results.check import check

    places: list[Path | None] = [*paths] if paths else [None]
    tell = None if as_json else lambda line: screen.out.print(line, markup=False)
    with screen.show_busy("checking", as_json):
        faults = [fault for path in places for fault in check(path, tell)]
    if as_json:
        screen.document([asdict(fault) for fault in first_faults(faults)])
    if faults:
        raise InputError(faults)
    if not as_json:
        screen.out.print(f"No fault: {' '.join(map(str, paths)) if paths else 'the shipped files'}")
