"""`araxes compare`: scenarios on the same luck, paired differences with intervals, chances side by side."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli.options import Fixed, Json, Out, Own, Quiet, Replicates, Seed, Set, Weeks

if TYPE_CHECKING:
    from araxes.results.comparison import Comparison


def command(
    scenarios: Annotated[list[str], typer.Argument(help="Two scenarios or more; the first is the base.")],
    replicates: Replicates = None,
    weeks: Weeks = None,
    seed: Seed = None,
    sets: Set = None,
    own: Own = None,
    out: Out = None,
    fixed: Fixed = False,
    figures: Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")] = True,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios with the first: paired differences, chances, what the files change."""
    from araxes.cli import screen
    from araxes.cli.run import stop
    from araxes.inputs.settings import setting
    from araxes.results.compare import compare
    from araxes.results.run import made

    folder = made(out or Path("results") / "_vs_".join(Path(name).stem for name in scenarios))
    number = replicates or int(setting("run.replicates"))
    with screen.progress(number * len(scenarios), "simulating", quiet or as_json) as tell:
        found = compare(scenarios, replicates, seed, weeks=weeks, sets=sets or (), own=own, fixed=fixed, progress=tell)
    files = write(found, folder, figures)
    if as_json:
        screen.document(as_document(found))
    elif not quiet:
        show(found)
        screen.out.print(f"Written to {folder}: {', '.join(path.name for path in files)}")
    if any(result.interrupted for result in found.results):
        stop(found.base.data.sizes["replicate"], f"araxes compare {' '.join(scenarios)} -n {number} -o {folder}")


def write(found: Comparison, folder: Path, figures: bool) -> list[Path]:
    """Write tables and figures; return the files."""
    tables = {
        "differences.csv": found.table(),
        "chances.csv": found.chances(),
        "expectations.csv": found.expectations(),
    }
    for name, data in tables.items():
        data.to_csv(folder / name, index=False)
    files = [folder / name for name in tables]
    if figures:
        from araxes.cli.run import save
        from araxes.plots.figures import comparison_figures

        files += [save(figure, folder / f"{name}.png") for name, figure in comparison_figures(found).items()]
    return files


def as_document(found: Comparison) -> dict[str, object]:
    """Return a comparison as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        "base": found.base.scenario.name,
        "replicates": found.base.data.sizes["replicate"],
        "sentences": [found.sentence(other) for other in found.others],
        "files": {other.scenario.name: found.differences(other) for other in found.others},
        "differences": records(found.table()),
        "chances": records(found.chances()),
        "expectations": records(found.expectations()),
    }


def show(found: Comparison) -> None:
    """Print a comparison: what the files change, the sentence, the differences that stand out, chances, expectations."""
    from araxes.cli import screen

    for other in found.others:
        screen.out.print(f"[bold]{other.scenario.title}[/bold] against [bold]{found.base.scenario.title}[/bold]")
        for line in found.differences(other) or ["(no difference once resolved)"]:
            screen.out.print(f"  {line}", markup=False)
        screen.out.print(found.sentence(other), markup=False)
        rows = found.standing_out(other)
        if len(rows):
            screen.table(
                rows,
                "Paired differences of mean weekly hostility (interval of the mean; shares of parameter draws; single replicates)",
                index=False,
            )
    screen.table(found.chance_table(), "Chance within the horizon of reaching at least", index=True)
    for other in found.others:
        screen.out.print(f"Expected of {other.scenario.name}: {' '.join(other.scenario.expect.split())}", markup=False)
    expected = found.expectations()
    if len(expected):
        screen.table(expected, "What the scenarios expect, and what the model says", index=False)
    screen.out.print(
        f"{found.base.data.sizes['replicate']} replicates, paired on the same luck; "
        f"weeks counted from {found.base.scenario.start} (week 0)."
    )
