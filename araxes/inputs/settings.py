"""Settings: how runs are made, compared and checked, from `params/settings.toml` (not science, yet not in the code either)."""

from __future__ import annotations

from functools import lru_cache

from araxes.errors import InputError
from araxes.inputs.faults import parse
from araxes.inputs.folders import PARAMS, shipped, short
from araxes.inputs.parameters import Parameter, from_leaf
from araxes.inputs.read import SETTINGS, read_toml
from araxes.inputs.schema import SettingsFile
from araxes.inputs.sections import Kind


@lru_cache(maxsize=1)
def settings() -> dict[str, Parameter]:
    """Return all settings by path, such as "run.replicates".

    Raises
    ------
    InputError
        With every fault of the file.
    """
    path = shipped() / PARAMS / SETTINGS
    parsed, faults = parse(SettingsFile, read_toml(path), short(path))
    out: dict[str, Parameter] = {}
    for section in SettingsFile.model_fields if parsed else ():
        for key, leaf in getattr(parsed, section).items():
            made, found = from_leaf(f"{section}.{key}", leaf, Kind(leaf.unit), short(path))
            faults += found
            if made:
                out[made.path] = made
    if faults:
        raise InputError(faults)
    return out


def setting(path: str) -> float:
    """Return the value of one setting; KeyError when there is none."""
    return settings()[path].series[0][1]
