"""The command `araxes`: one file a verb; faults of the user's end with exit code 2, an interruption with 130."""

from __future__ import annotations

import sys
import warnings
from io import TextIOWrapper
from typing import Annotated, Any, TextIO

import typer
from typer.core import TyperGroup

import araxes
from araxes.cli import (
    atlas,
    check,
    claims,
    compare,
    estimate,
    forecast,
    hindcast,
    run,
    sensitivity,
    shocks,
    show,
    sweep,
    wants,
)
from araxes.cli.ends import INTERRUPTED, USER_FAULT
from araxes.cli.options import as_typed
from araxes.errors import Fault, InputError, first_faults, printable
from araxes.files import FULL
from araxes.interruption import InterruptionWarning, send_nowhere, stop_as_by_hand

CUT_SHORT = "araxes: interrupted before the end"


class Verbs(TyperGroup):
    """The verbs: an interruption that no verb has dealt with is said aloud, which Typer would not do."""

    def invoke(self, ctx: Any) -> Any:
        """Run the verb that was asked for; faults come out in the words of the command line."""
        warnings.simplefilter("ignore", InterruptionWarning)  # verbs say it in words of their own
        warnings.showwarning = say_warning
        try:
            return super().invoke(ctx)
        except InputError as error:
            verb = self.get_command(ctx, ctx.invoked_subcommand or "")
            raise InputError(as_typed(fault, verb.params if verb else ()) for fault in error.faults) from error
        except KeyboardInterrupt:
            print(CUT_SHORT, file=sys.stderr)  # noqa: T201
            raise typer.Exit(INTERRUPTED) from None


def say_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Say what Python users are warned of: without the place in the code, which a user of the command line has not written."""
    own = category is UserWarning
    print(printable(f"araxes: {message}" if own else f"{category.__name__}: {message}"), file=sys.stderr)  # noqa: T201


app = typer.Typer(
    name="araxes",
    cls=Verbs,
    help="Scenarios of escalation between Azerbaijan, Iran, Armenia, Russia and Turkey, compared on the real record.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def show_version(asked: bool) -> None:
    """Print the release and end."""
    if asked:
        print(f"araxes {araxes.__version__}")  # noqa: T201
        raise typer.Exit


@app.callback()
def take_options(
    version: Annotated[
        bool, typer.Option("--version", help="Show the release and exit.", callback=show_version, is_eager=True)
    ] = False,
) -> None:
    """Take what may stand before the verb."""


app.command("list")(show.list_command)
app.command("check")(check.check_command)
app.command("show")(show.show_command)
app.command("run")(run.run_command)
app.command("compare")(compare.compare_command)
app.command("atlas")(atlas.atlas_command)
app.command("estimate")(estimate.estimate_command)
app.command("forecast")(forecast.forecast_command)
app.command("hindcast")(hindcast.hindcast_command)
app.command("shocks")(shocks.shocks_command)
app.command("claims")(claims.claims_command)
app.command("wants")(wants.wants_command)
app.command("sensitivity")(sensitivity.sensitivity_command)
app.command("plot")(sensitivity.plot_command)
app.command("sweep")(sweep.sweep_command)


def accept_every_character() -> None:
    """Make both outputs replace what their encoding cannot show: a dash must not end a run."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def run_verb() -> None:
    """Run what was asked for, up to the last character of its output: what waits in a buffer would fail after the end.

    Raises
    ------
    InputError
        Where the output goes to a full disk.
    """
    try:
        try:
            app(standalone_mode=True)
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except OSError as error:
        if error.errno not in FULL:
            raise
        send_nowhere([1])  # what waits would fail again when Python ends
        step = "What is printed is cut short."
        raise InputError(
            [Fault("standard output", "", "a disk that is full", "a place with room", step=step)]
        ) from error


def main() -> None:
    """Run the command and exit: the entry point of the installed script."""
    accept_every_character()
    stop_as_by_hand()
    try:
        run_verb()
    except InputError as error:
        for fault in first_faults(error.faults):
            print(f"araxes: {fault}", file=sys.stderr)  # noqa: T201 - standard error is where faults go
        count = len(error.faults)
        if count > 1:
            print(f"araxes: {count:,} faults", file=sys.stderr)  # noqa: T201
        sys.exit(USER_FAULT)
    except KeyboardInterrupt:
        print(CUT_SHORT, file=sys.stderr)  # noqa: T201
        sys.exit(INTERRUPTED)
