"""Warnings to users of Python, pointed at the line of theirs that called us."""

from __future__ import annotations

import sys
import warnings


def warn_caller(text: str, kind: type[Warning] = UserWarning) -> None:
    """Warn whoever called a public function, however deep in this package the reason was found."""
    warnings.warn(text, kind, stacklevel=_depth_of_caller())


def _depth_of_caller() -> int:
    """Return how far above the calling function the first one outside of this package stands, 1 for that function itself."""
    frame, depth = sys._getframe(1), 1
    while frame.f_back is not None and frame.f_globals.get("__name__", "").partition(".")[0] == __package__:
        frame, depth = frame.f_back, depth + 1
    return depth
