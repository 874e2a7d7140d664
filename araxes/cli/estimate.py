"""`araxes estimate`: what a record says about the parameters, beside what was thought before."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files, typed_command
from araxes.errors import Fault, InputError, Option

if TYPE_CHECKING:
    import pandas as pd

    from araxes.estimation.estimate import Estimate


def estimate_command(
    history: options.HistoryOption,
    until: Annotated[
        str | None,
        typer.Option("--until", help="Weeks from this date on are not read.", show_default="the record's end"),
    ] = None,
    exposure: options.ExposureOption = None,
    filters: options.FilterOption = None,
    mirrors: options.MirrorsOption = "both",
    only_weights: Annotated[
        bool, typer.Option("--only-weights", help="Leave the parameters of habit as the files have them.")
    ] = False,
    name: Annotated[str, typer.Option("--name", help="Name of the file of estimates.")] = "estimate",
    draws: Annotated[
        int | None,
        typer.Option("--draws", min=1, help="Draw so often from the posterior, rather than rest on a normal."),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Seed of the draws.", show_default="1")] = None,
    own: options.OwnOption = None,
    out: options.OutOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Estimate the parameters on a record: values with errors beside the priors, and a file that runs draw from."""
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files
    from araxes.inputs.region import read_region
    from araxes.options import checked_option
    from araxes.records.filters import record_reading
    from araxes.records.record import record_from

    end = _date(until)
    if not name.replace("_", "").isalnum():
        raise InputError([Fault(Option("name"), "", repr(name), "letters, digits and underscores")])
    if seed is not None:
        checked_option("seed", seed)
    way = record_reading(filters or (), mirrors, exposure)
    region, tell = read_region(own), screen.note(quiet or as_json)
    with screen.show_busy(f"reading {history}", quiet or as_json):
        record = record_from(history, region, own, way, tell)
    from araxes.estimation.estimate import fit  # heavy: after the record has been read
    from araxes.estimation.overlay_file import write_estimate

    folder = make_folder(out or Path("results") / "estimate")
    with screen.show_busy("estimating", quiet or as_json):
        found = fit(
            record, region, end, habit=not only_weights, seed=seed, draws=draws, command=typed_command(), announce=tell
        )
    with replace_files(folder) as files:
        write_estimate(found, region, files, name)
    if as_json:
        screen.document(_document(found, files.paths))
    elif not quiet:
        _show(found)
        tell_files(folder, files)
        screen.out.print(f"For runs to draw from it, put {name}.toml into params/estimates/ of a folder of your own.")


def _date(text: str | None) -> datetime.date | None:
    """Return the date an option names."""
    if text is None:
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise InputError([Fault(Option("until"), "", repr(text), "a date such as 2022-11-28")]) from None


def _show(found: Estimate) -> None:
    """Print the estimate beside the prior, and how far the draws can be trusted."""
    from araxes.cli import screen

    said = found.table()
    table = said[[]].assign(
        prior=_with_error(said, "prior", "prior_sd"),
        estimate=_with_error(said, "estimate", "se"),
        moved=said["moved"].map("{:+.1f}".format),
        says=said["says"],
    )
    screen.table(
        table,
        f"{found.record}, {found.first} to {found.last}: {found.weeks} weeks, {found.acts:,} acts",
    )
    screen.out.print("\N{PLUS-MINUS SIGN}: standard deviation of the prior, standard error of the estimate.")
    screen.out.print(
        "moved, left: shift of the mean and what is left of the spread, in standard deviations of the prior."
    )
    screen.basis(found.basis)
    screen.out.print(f"Log-likelihood at the mode {found.log_likelihood:.1f} nats; errors by the {found.method}.")
    if found.drawn:
        screen.out.print(f"{len(found.drawn.z):,} draws, worth {found.drawn.effective:,.0f} of equal weight.")


def _with_error(said: pd.DataFrame, value: str, error: str) -> list[str]:
    """Return a column with its error as text."""
    from araxes.cli.screen import cell

    return [
        f"{cell(one)} \N{PLUS-MINUS SIGN} {one_error:.2g}"
        for one, one_error in zip(said[value], said[error], strict=True)
    ]


def _document(found: Estimate, files: list[Path]) -> dict[str, object]:
    """Return the estimate as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        **found.basis.attrs(),
        "record": found.record,
        "first": str(found.first),
        "last": str(found.last),
        "weeks": found.weeks,
        "acts": found.acts,
        "method": found.method,
        "log_likelihood": found.log_likelihood,
        "effective_draws": found.drawn.effective if found.drawn else None,
        "command": found.command,
        "parameters": records(found.table().reset_index()),
        "files": [str(path) for path in files],
    }
