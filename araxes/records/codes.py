"""Codes: the CAMEO code of a row, with the zero back that it lost where it was saved as a number."""

from __future__ import annotations

from collections.abc import Collection

from araxes.inputs.cameo import goldstein_scores

DECIMALS = ".0"
"""What pandas adds to whole numbers where some are missing."""
ROOT, BASE = len("02"), len("020")


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
