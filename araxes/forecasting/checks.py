"""Checks whose faults are raised together: a user hears of all of them at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from araxes.errors import Fault, InputError


class Checks:
    """Checks whose faults are raised together."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def __call__(self, check: Callable[..., Any], *arguments: Any) -> Any:
        """Return what a check returns, None where it finds faults."""
        try:
            return check(*arguments)
        except InputError as error:
            self.faults += error.faults
            return None

    def done(self) -> None:
        """Raise the faults found so far, if any."""
        if self.faults:
            raise InputError(self.faults)
