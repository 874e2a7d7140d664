"""Judgements kept on disk, and the figure of them: each under a hash of all that it rests on, so that it is made once and never stale.

A judgement rests on its test, the days of the acts that it names, the settings of claims, the code that judges, the release of numpy and,
where it looks at more than its acts, the record, the files of the model or of tones. A folder that cannot be written only costs time.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from araxes.claims.hearing import Judgement
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
    _write(f"{key}.json", text.encode())
    return judgement_from(text)


def kept_picture(key: str, draw: Callable[[], bytes]) -> bytes:
    """Return a picture that was kept; where there is none, what a function draws, which is kept.

    Parameters
    ----------
    key : str
        As from `judgement_key`, of all that the picture shows.
    draw : callable
    """
    name = f"{key}.png"
    try:
        return (_folder() / name).read_bytes()
    except OSError:
        drawn = draw()
        _write(name, drawn)
        return drawn


def judgement_from(text: str) -> Judgement:
    """Return the judgement of a text that was kept.

    Raises
    ------
    ValueError, TypeError
        Not such a text.
    """
    return Judgement(**json.loads(text))


def _write(name: str, content: bytes) -> None:
    """Write a file that is to be kept, whole or not at all."""
    from araxes.engines.kernel.load import private_folder  # with it comes the kernel, which nothing needs that was kept

    folder = private_folder(_folder())
    if folder is None:
        return
    try:
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            file.write(content)
        Path(file.name).replace(folder / name)
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
