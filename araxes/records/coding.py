"""Coding: how the names and codes of other records are read here, from `params/records.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from araxes.errors import Fault, InputError, unknown
from araxes.inputs.cameo import goldstein_scores
from araxes.inputs.dated import rung_of_code
from araxes.inputs.faults import parse
from araxes.inputs.folders import PARAMS, folders, is_taken, short
from araxes.inputs.read import RECORDS, read_toml
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import RecordsFile


@dataclass(frozen=True)
class Coding:
    """How a record's names and codes are read.

    Attributes
    ----------
    actors : dict of str to str
        Our code by the name or code in the record, in lower case; "" for one that is left out.
    mirrored : dict of str to str
        The other half by the code of an act that two do together.
    codes : frozenset of str
        CAMEO codes of the table that a rung of the ladder covers.
    """

    actors: Mapping[str, str]
    mirrored: Mapping[str, str]
    codes: frozenset[str]


def read_coding(region: RegionFiles, own: Path | None = None) -> Coding:
    """Return the coding of the shipped file and, over it, the user's.

    Raises
    ------
    InputError
        With every actor that does not exist and every half that is no CAMEO code.
    """
    actors: dict[str, str] = {}
    halves: dict[str, str] = {}
    faults: list[Fault] = []
    codes = frozenset(code for code in goldstein_scores() if rung_of_code(code, region.rungs) is not None)
    for path in (folder / RECORDS for folder in folders(PARAMS, own)):
        if not is_taken(path):
            continue
        parsed, found = parse(RecordsFile, read_toml(path), short(path))
        faults += found
        if parsed is None:
            continue
        for name, code in parsed.actor.items():
            if code and code not in region.actors:
                faults.append(unknown(short(path), f"actor.{name}", code, region.actors, "actor"))
        for one, other in parsed.mirrored.items():
            if not any(code.startswith(one) for code in codes) or not any(code.startswith(other) for code in codes):
                faults.append(Fault(short(path), f"mirrored.{one}", repr(other), "the beginnings of two CAMEO codes"))
        actors |= {name.casefold(): code for name, code in parsed.actor.items()}
        halves |= parsed.mirrored
    if faults:
        raise InputError(faults)
    pairs = {code: half + code[len(one) :] for one, half in halves.items() for code in codes if code.startswith(one)}
    return Coding(actors, pairs, codes)


def actor_names(region: RegionFiles, own: Path | None = None) -> dict[str, str]:
    """Return the codes of actors by all their names, in lower case: codes, labels, and those of `records.toml`; errors as `read_coding`."""
    names = {code: code for code in region.actors}
    for code, head in region.actors.items():
        names |= dict.fromkeys((head.name, *region.labels.get(code, {}).values()), code)
    return {name.casefold(): code for name, code in names.items()} | dict(read_coding(region, own).actors)
