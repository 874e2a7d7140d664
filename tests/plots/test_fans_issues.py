"""Issue paths: what moves has colour and a band, what does not is grey."""

from __future__ import annotations

import numpy as np

from araxes.plots import style
from araxes.plots.fans import issue_paths, moves


def test_paths_labels_and_title(status, overlaps):
    ax = issue_paths(status, {"treaty": "Peace treaty"})
    assert ax.get_title(loc="left") == "Status of issues, median and 5–95 %, 1 Jun 2026 to 22 Jun 2026"
    assert [text.get_text() for text in ax.texts] == ["Peace treaty 0.70", "transit 0.50"]
    assert ax.get_ylim()[0] < 0 < 1 < ax.get_ylim()[1]
    assert overlaps(ax.texts) == []


def test_only_what_moves_is_coloured(status):
    ax = issue_paths(status, {})
    assert ax.lines[0].get_color() != style.GREY == ax.lines[1].get_color()
    assert len(ax.collections) == 1


def test_one_replicate_and_unknown_statuses(status, given, drawn):
    ax = issue_paths(status.isel(quantile=[2]), {}, given, title="one")
    assert ax is given
    assert not ax.collections
    drawn(issue_paths(status * np.nan, {}))
    assert not moves(status.isel(issue=0) * np.nan)
    assert issue_paths(status.isel(quantile=[2]), {}).get_title(loc="left").startswith("Status of issues, median, ")
