"""Years with a defence pact by pair of states, which tests of rows may count (`params/pacts.toml`)."""

from __future__ import annotations

from araxes.errors import InputError
from araxes.inputs.faults import parse
from araxes.inputs.parameters import from_leaf
from araxes.inputs.read import PACTS, PARAMS, read_toml, shipped_folder, short_path
from araxes.inputs.schema import PactsFile
from araxes.units import Kind


def pact_years() -> dict[tuple[str, ...], int]:
    """Return the years with a defence pact by pair of states, alphabetically.

    Raises
    ------
    InputError
        With every fault of `params/pacts.toml`.
    """
    path = shipped_folder() / PARAMS / PACTS
    parsed, faults = parse(PactsFile, read_toml(path), short_path(path))
    out: dict[tuple[str, ...], int] = {}
    for one, others in (parsed.pact if parsed else {}).items():
        for other, leaf in others.items():
            made, found = from_leaf(f"pact.{one}.{other}", leaf, Kind("years", 0), short_path(path))
            faults += found
            out |= {tuple(sorted((one, other))): int(made.series[0][1])} if made else {}
    if faults:
        raise InputError(faults)
    return out
