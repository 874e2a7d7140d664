"""Small made-up histories."""

import datetime

import pandas as pd
import pytest

from araxes.history.read import History
from araxes.inputs.schema import HistoryHeader

HEADER = {
    "name": "Made up",
    "first": datetime.date(2023, 1, 2),
    "last": datetime.date(2023, 2, 5),
    "silence": "quiet",
    "war_flag": "war",
    "leave_out": ["unintended"],
    "class_excludes": ["contested"],
}


@pytest.fixture
def made_up():
    """Make a history of (date, source, target, code, flag), with other header values where given."""

    def make(*acts, **header):
        rows = [
            {
                "id": f"act-{number}",
                "date": datetime.date.fromisoformat(act[0]),
                "source": act[1],
                "target": act[2],
                "code": act[3],
                "issue": "general",
                "flag": act[4] if len(act) > 4 else "",
            }
            for number, act in enumerate(acts)
        ]
        columns = ["id", "date", "source", "target", "code", "issue", "flag"]
        return History.of(HistoryHeader.model_validate(HEADER | header), pd.DataFrame(rows, columns=columns))

    return make
