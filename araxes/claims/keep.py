"""Judgements kept on disk: each under a hash of all that it rests on, so that it is worked out once and never stale.

A judgement rests on its test, the days of the acts that it names, the settings of claims, the code that judges, the release of numpy and,
where it looks at more than its acts, the record, the files of the model or of tones. A folder that cannot be written only costs time.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from araxes.claims.hearing import Judgement
from araxes.engines.kernel.load import private_folder
from araxes.inputs.parameters import settings
from araxes.inputs.read import PACKAGE

_BESIDE = ("wording.py", "units.py", "engines/draws.py")
"""Code of other parts by which judgements are told, dated and drawn."""


def judgement_key(parts: Mapping[str, Any]) -> str:
    """Return the name under which a judgement is kept, a hash of what it rests on.

    Parameters
    ----------
    parts : mapping
        Plain values, dates, arrays.
    """
    text = json.dumps({**parts, "settings": _settings(), "code": _code()}, sort_keys=True, default=_plain_value)
    return hashlib.sha256(text.encode()).hexdigest()


def kept_judgement(key: str) -> Judgement | None:
    """Return a judgement that was kept; None where there is none, or it cannot be read."""
    try:
        return judgement_from((_folder() / f"{key}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError):
        return None


def keep_judgement(key: str, judgement: Judgement) -> Judgement:
    """Keep a judgement for later, whole or not at all, and return it as it is read again: of plain values."""
    text = json.dumps(vars(judgement), default=_plain_value)
    _write(key, text)
    return judgement_from(text)


def judgement_from(text: str) -> Judgement:
    """Return the judgement of a text that was kept.

    Raises
    ------
    ValueError, TypeError
        Not such a text.
    """
    return Judgement(**json.loads(text))


def _write(key: str, text: str) -> None:
    """Write the text of a judgement, whole or not at all."""
    folder = private_folder(_folder())
    if folder is None:
        return
    try:
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as file:
            file.write(text)
        Path(file.name).replace(folder / f"{key}.json")
    except OSError:
        return


def _folder() -> Path:
    """Return the folder in which judgements are kept."""
    from platformdirs import user_cache_path

    return Path(os.fspath(user_cache_path("araxes"))) / "claims"


def _settings() -> dict[str, float]:
    """Return the settings of claims."""
    return {path: one.series[0][1] for path, one in settings().items() if path.startswith("claims.")}


@lru_cache(maxsize=1)
def _code() -> str:
    """Return a hash of the code that judges, of what tells numbers and days, and of the release that draws luck."""
    files = [*sorted(Path(__file__).parent.glob("*.py")), *(PACKAGE / part for part in _BESIDE)]
    return hashlib.sha256(b"".join([np.__version__.encode(), *(path.read_bytes() for path in files)])).hexdigest()


def _plain_value(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, np.ndarray | np.generic):
        return value.tolist()
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)
