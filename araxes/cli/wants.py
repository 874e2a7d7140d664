"""`araxes wants`: motives of one actor towards another, inferred from dated stimuli and from its own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from araxes.cli import options
from araxes.cli.ends import tell_files, write_figures

if TYPE_CHECKING:
    from araxes.claims.motives import Motives

WANTS_NOTE = (
    "By timing and by words: share of days of hostile acts, with {level} intervals; by words, of days that speak of a motive. Excluded "
    "from: a motive that drove so large a share would have shown a larger one in all but {tail} of planted worlds. Answered: share of "
    "days of stimuli with an act within {days} days after them, in brackets before them and where they are moved along the record. Needed "
    "p: how often moved days would explain the acts as well, all other motives known. Power: in how many of {worlds} planted worlds a "
    "motive that drives so many per cent is found needed (p at most {test})."
)


def wants_command(
    actor: Annotated[str, typer.Argument(help="Whose motives, such as IRN.", show_default=False)],
    target: Annotated[str, typer.Argument(help="Towards whom, such as AZE.", show_default=False)],
    history: options.HistoryOption = Path("chronology"),
    worlds: Annotated[
        int | None,
        typer.Option("--worlds", help="Planted worlds for each motive and share.", show_default="200"),
    ] = None,
    in_model: Annotated[
        bool,
        typer.Option(
            "--in-model",
            help="Ask the model, too, which dated step moves the chance of a rupture most; takes as long as `araxes atlas`.",
        ),
    ] = False,
    replicates: Annotated[
        int | None,
        typer.Option(
            "-n", "--replicates", help="Simulated histories of each scenario, with --in-model.", show_default="4096"
        ),
    ] = None,
    seed: options.SeedOption = None,
    own: options.OwnOption = None,
    out: options.OutOption = None,
    figures: options.FiguresOption = None,
    as_json: options.JsonOption = False,
    quiet: options.QuietOption = False,
) -> None:
    """Ask what a state wants: its hostile acts by the motives that dated stimuli and its own words speak for."""
    from araxes.claims.motives import infer_motives
    from araxes.cli import screen
    from araxes.files import make_folder, replace_files

    with screen.progress(0, "simulating", quiet or as_json or not in_model) as bar:
        found = infer_motives(
            actor, target, history=history, own=own, seed=seed, worlds=worlds, in_model=in_model, replicates=replicates,
            progress=bar, announce=screen.note_or_warn(quiet, as_json),
        )  # fmt: skip
    folder = make_folder(options.results_folder(out, f"wants_{actor}_{target}"))
    with replace_files(folder) as files:
        found.write(files)
        if options.draws_figures(figures, as_json):
            write_figures({"wants": found.plot()}, files)
    if as_json:
        screen.document(wants_document(found))
    elif not quiet:
        _show(found)
        tell_files(folder, files)


def _show(found: Motives) -> None:
    """Print the answer in five lines, the table, what the model says, and what is not identified."""
    from araxes.claims.motive_answer import motive_rows, step_rows
    from araxes.cli import screen
    from araxes.inputs.parameters import setting
    from araxes.wording import percent

    screen.heading(found.heading, f", {found.first} to {found.last}")
    for line in found.answer():
        lead, _, said = line.partition(": ")
        if lead == "Next" and found.steps is None:
            said = (
                "--in-model asks which dated step moves the chance of a rupture most, in this model; a file in motives/ of a folder "
                "of your own asks about other motives."
            )
        screen.paragraph(said, f"{lead}: ")
    screen.table(motive_rows(found), f"Where {found.asked.names[0]}'s hostile acts come from", index=False)
    test = setting("wants.test_level")
    told = {
        "level": percent(setting("wants.level")),
        "tail": f"{test:.0%}".replace("%", " %"),
        "test": f"{test:g}",
        "worlds": found.worlds,
    }
    screen.paragraph(WANTS_NOTE.format(days=f"{setting('wants.answer_days'):.0f}", **told))
    if found.steps is not None:
        title = (
            f"In this model: chance of a rupture by {found.asked.actor} against {found.asked.target} within a quarter"
        )
        screen.table(step_rows(found.steps), title, index=False)
    screen.out.print("Not identified:")
    for line in found.not_identified:
        screen.paragraph(line, "- ")


def wants_document(found: Motives) -> dict[str, object]:
    """Return what was inferred as one machine-readable document."""
    from araxes.cli.screen import records

    return {
        "actor": found.asked.actor,
        "target": found.asked.target,
        "question": found.asked.question,
        "motives_from": found.asked.file or found.asked.source,
        "record": found.record,
        "first": found.first,
        "last": found.last,
        "acts": len(found.days.acts),
        "worlds": found.worlds,
        "seed": found.seed,
        "answer": found.answer(),
        "table": records(found.table),
        "words_by_timing": records(found.words_by_timing.reset_index()),
        "agreement": {"found": found.agreement, "chance": found.agreement_chance, "p": found.agreement_p},
        "not_identified": list(found.not_identified),
        "in_this_model": None if found.steps is None else records(found.steps),
    }
