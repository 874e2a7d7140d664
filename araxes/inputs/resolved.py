"""A scenario as resolved, as plain data: each value and the file it came from."""

from __future__ import annotations

from typing import Any

from araxes.inputs.scenario import Scenario


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Return a scenario with everything resolved as plain data: each value and the file it came from."""
    parameters = {
        path: {"series": [[str(since), value] for since, value in p.series], "unit": p.unit, "origin": p.origin}
        for path, p in scenario.book.items()
        if p.named
    }
    return {
        "name": scenario.name,
        "title": scenario.title,
        "question": scenario.question,
        "expect": scenario.expect,
        "sources": list(scenario.sources),
        "start": str(scenario.start),
        "weeks": scenario.weeks,
        "files": list(scenario.files),
        **scenario.basis.attrs(),
        "acts": [act.model_dump(exclude_none=True) for act in scenario.acts],
        "signals": [signal.model_dump(exclude_none=True) for signal in scenario.signals],
        "changes": [change.model_dump(exclude_none=True) for change in scenario.changes],
        "parameters": parameters,
    }
