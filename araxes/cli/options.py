"""Options that several verbs share, each described once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from araxes.errors import Fault, Option

ReplicatesOption = Annotated[
    int | None, typer.Option("-n", "--replicates", help="Simulated histories of each scenario.", show_default="1000")
]
WeeksOption = Annotated[int | None, typer.Option("--weeks", help="Horizon in weeks.", show_default="the scenario's")]
SeedOption = Annotated[
    int | None, typer.Option("--seed", help="Seed of all luck; scenarios share it.", show_default="1")
]
SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Set a parameter, such as IRN.salience.israel=0.5."),
]
OwnOption = Annotated[
    Path | None,
    typer.Option(
        "--folder", help="A folder with own params, scenarios and history; they override or extend the shipped ones."
    ),
]
ReadingOption = Annotated[
    str | None,
    typer.Option(
        "--reading",
        metavar="CAPITAL",
        help="Whose acts the contested ones of the record are: Ankara, Baku, Moscow, Tehran or Yerevan.",
        show_default="neutral",
    ),
]
PerspectiveOption = Annotated[
    str | None,
    typer.Option(
        "--perspective",
        metavar="CAPITAL",
        help="Who sets what is judged (issues, aims, blame, ties, trust): Ankara, Baku, Moscow, Tehran or Yerevan.",
        show_default="neutral",
    ),
]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--out", help="Folder for results and figures.", show_default="results/<name>")
]


def results_folder(out: Path | None, name: str, reading: str | None = None, perspective: str | None = None) -> Path:
    """Return the folder for results: the one asked for, else `results/<name>`, reading and perspective behind: none replaces another."""
    voices = [*([reading] if reading else []), *(["perspective", perspective] if perspective else [])]
    return out or Path("results") / "_".join([name, *voices])


FixedOption = Annotated[
    bool,
    typer.Option("--fixed", help="Take weights at their means and judged values as they are instead of drawing them."),
]
JudgedOption = Annotated[
    str,
    typer.Option(
        "--judged",
        metavar="drawn|mean",
        help="Draw judged values from their plausible ranges, or take them as they are.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one machine-readable document and nothing else.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="Print no table and no progress; warnings still are.")]
EngineOption = Annotated[str, typer.Option("--engine", help="kernel (compiled) or mesa (the same numbers, slowly).")]
FullOption = Annotated[
    bool | None,
    typer.Option(
        "--full/--summaries",
        help="Keep every replicate's history, or summaries only.",
        show_default="histories where they fit the memory budget",
    ),
]
Figures = Annotated[bool, typer.Option("--figures/--no-figures", help="Draw figures.")]
FiguresOption = Annotated[
    bool | None, typer.Option("--figures/--no-figures", help="Draw figures.", show_default="yes, not with --json")
]
HistoryOption = Annotated[
    Path,
    typer.Option("--history", help="A record of coded events: file, zip archive or folder, or its name: chronology."),
]
ExposureOption = Annotated[
    Path | None, typer.Option("--exposure", help="Daily totals of the record; thin weeks become unknown.")
]
FilterOption = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="NAME",
        help="Read rows of the record otherwise: all-actors, rare-types or root-events; once for each.",
    ),
]
MirrorsOption = Annotated[
    str,
    typer.Option("--mirrors", metavar="both|once", help="Count an act that two do together for both sides, or once."),
]


def draws_figures(figures: bool | None, as_json: bool) -> bool:
    """Return whether figures are drawn: as typed, else unless a machine-readable document was asked for."""
    return not as_json if figures is None else figures


def checked_replicates(replicates: int | None, seed: int | None, usual: str = "run.replicates") -> int:
    """Return the number of replicates asked for, else the usual setting; number and seed are checked before any folder is made."""
    from araxes.inputs.parameters import setting
    from araxes.options import checked_option

    if seed is not None:
        checked_option("seed", seed)
    return int(checked_option("replicates", int(setting(usual)) if replicates is None else replicates))


NAMED = re.compile(r"`(\w+)(?:=([^`]*))?`")
"""A parameter, alone or with a value, as the texts of faults name it."""


def as_typed(fault: Fault, parameters: Iterable[Any]) -> Fault:
    """Return a fault in the words of the command line: parameters of Python as the options that say the same.

    Parameters
    ----------
    fault : Fault
    parameters : iterable of Click's parameters
        Those of the verb, which are called as in Python.
    """
    known = {parameter.name: parameter for parameter in parameters if parameter.name}
    place = spelt(known[fault.file]) if isinstance(fault.file, Option) and fault.file in known else fault.file

    def option(found: re.Match[str]) -> str:
        name, value = found.groups()
        return spelt(known[name], value) if name in known else found[0]

    texts = {name: NAMED.sub(option, getattr(fault, name)) for name in ("got", "allowed", "step")}
    nearest = partial(getattr, fault, "nearest")  # looked for where it is shown: there may be thousands of faults
    return replace(fault, file=place, nearest=nearest, **texts)


def spelt(parameter: Any, value: str | None = None) -> str:
    """Return a parameter of a verb as a user types it, with a value where one is given."""
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name.upper())
    names = parameter.secondary_opts if value == "False" else parameter.opts
    name: str = max(names or parameter.opts, key=len)
    return name if value in (None, "True", "False") else f"{name} {value}"
