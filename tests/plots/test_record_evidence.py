"""Evidence of a habit."""

from __future__ import annotations

import pandas as pd
import pytest

from araxes.plots.record import evidence


@pytest.fixture
def parts():
    return pd.DataFrame({"own": [1.0, 6.0, 0.5], "answered": [0.5, 2.0, 0.0]}, index=["talks", "quiet", "threats"])


def test_parts_stand_one_after_the_other_and_chances_beside_them(parts, drawn):
    chances = pd.Series([0.2, 0.755, 0.0], index=parts.index)
    ax = evidence(parts, chances, title="Habit")
    ends = [bar.get_x() + bar.get_width() for bar in ax.containers[1]]
    assert ends == parts.sum(axis=1).tolist()
    assert [text.get_text() for text in ax.texts] == ["20 %", "76 %", "0 %"]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == list(parts.index)
    drawn(ax)


def test_a_rung_without_evidence_has_its_chance_all_the_same(parts):
    ax = evidence(0 * parts, pd.Series([0.1, 0.8, 0.1], index=parts.index))
    assert len(ax.texts) == 3
