"""Coding: how the names, codes and dates of other records are read here, from `params/records.toml`.

Codes: the CAMEO code of a row, with the zero back that it lost where it was saved as a number.

Dates of other records: plain, compact, or with a time and a zone.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from araxes.errors import Fault, InputError, unknown
from araxes.inputs.faults import parse
from araxes.inputs.ladder import goldstein_scores, rung_of_code
from araxes.inputs.read import PARAMS, RECORDS_FILE, folders, is_taken, read_toml, short_path
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import RecordsFile

DECIMALS = ".0"
"""What pandas adds to whole numbers where some are missing."""
ROOT, BASE = len("02"), len("020")
_SLASHED = re.compile(r"(?P<one>\d{1,2})/(?P<two>\d{1,2})/(?P<year>\d{4})( \d{1,2}:\d\d(:\d\d)?)?")
_SHAPE = re.compile(r"\d{4}-\d\d-\d\d([ T].+)?|\d{8}")


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
    for path in (folder / RECORDS_FILE for folder in folders(PARAMS, own)):
        if not is_taken(path):
            continue
        parsed, found = parse(RecordsFile, read_toml(path), short_path(path))
        faults += found
        if parsed is None:
            continue
        for name, code in parsed.actor.items():
            if code and code not in region.actors:
                faults.append(unknown(short_path(path), f"actor.{name}", code, region.actors, "actor"))
        for one, other in parsed.mirrored.items():
            if not any(code.startswith(one) for code in codes) or not any(code.startswith(other) for code in codes):
                faults.append(
                    Fault(short_path(path), f"mirrored.{one}", repr(other), "the beginnings of two CAMEO codes")
                )
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


def whole_code(
    text: str, known: Collection[str], *, family: str = "", base: str = "", score: str = "", zeros: bool = False
) -> tuple[str, str]:
    """Return the code of a row, or what it might be.

    020, a material form of appeal, and 20, mass violence, are both codes. A number 20 is told from the row itself: its root code, its
    base code, then its Goldstein score.

    Parameters
    ----------
    text : str
        The code as it stands in the record.
    known : collection of str
        Codes that a rung covers.
    family, base, score : str
        The row's root code, base code and Goldstein score; "" where the record does not say.
    zeros : bool
        Whether a code of two digits can only be one that lost its zero.

    Returns
    -------
    code : str
        "" where there is none, or several that the row does not tell apart.
    doubt : str
        Then the codes that it may be, in words; "" where there is none.
    """
    text = text.strip().removesuffix(DECIMALS)
    found = [code for code in (text, f"0{text}") if code in known]
    if not found:
        return "", ""
    root, stem = (value.strip().removesuffix(DECIMALS) for value in (family, base))
    agreeing = [code for code in found if _agrees(code, root, stem)]
    if len(agreeing) > 1:
        agreeing = _of_score(agreeing, score) or (agreeing[-1:] if zeros else agreeing)
    if len(agreeing) == 1:
        return agreeing[0], ""
    return "", " or ".join(found) if len(found) > 1 else f"{found[0]}, but not by its root or base code"


def _agrees(code: str, root: str, base: str) -> bool:
    """Return whether a code is of the root and the base of its row, which may have lost their zeros too."""
    of_root = not root or code[:ROOT] == root.zfill(ROOT)
    return of_root and (not base or code[:BASE] in (base, f"0{base}"))


def _of_score(codes: list[str], score: str) -> list[str]:
    """Return the only code with a Goldstein score; empty where it is not the only one."""
    try:
        value = float(score)
    except ValueError:
        return []
    same = [code for code in codes if round(goldstein_scores()[code], 1) == round(value, 1)]
    return same if len(same) == 1 else []


class RecordDay(NamedTuple):
    """A day.

    Attributes
    ----------
    number : int
        Proleptic number, as in `datetime.date.toordinal`.
    zone : str
        Difference from UTC where the text names one, else "".
    """

    number: int
    zone: str


def read_day(text: str) -> RecordDay | None:
    """Return the day that a text names as it stands there, with its zone; None where it names none."""
    if not text.isascii() or not _SHAPE.fullmatch(text):
        return None
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return None
    return RecordDay(moment.toordinal(), moment.strftime("UTC%z") if moment.tzinfo else "")


class Slashed(NamedTuple):
    """A date with slashes.

    Attributes
    ----------
    number : int or None
        Proleptic number of the day that it is with the month first; None where it is none.
    other : bool
        Whether it is a day with the day of the month first.
    """

    number: int | None
    other: bool


def read_slashed(text: str) -> Slashed | None:
    """Return what a date with slashes says, such as 1/2/2017; None where a text is none."""
    found = _SLASHED.fullmatch(text) if text.isascii() else None
    if found is None:
        return None
    one, two, year = (int(found[part]) for part in ("one", "two", "year"))
    return Slashed(_number(year, one, two), _number(year, two, one) is not None)


def _number(year: int, month: int, day: int) -> int | None:
    """Return the proleptic number of a day; None where there is no such day."""
    try:
        return datetime.date(year, month, day).toordinal()
    except ValueError:
        return None
