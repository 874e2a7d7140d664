"""Half-lives on a grid."""

from __future__ import annotations

import pandas as pd

from araxes.plots.half_lives import half_lives

TABLE = pd.DataFrame(
    [[-3.0, 0.0, 1.0], [0.2, 0.0, -0.1]],
    index=["behaviour.memory.habit", "behaviour.memory.fast"],
    columns=["x0.5", "x1", "x2"],
)


def test_every_half_life_has_its_line_over_the_factors(drawn):
    ax = half_lives(TABLE, title="Memories")
    lines = {line.get_label(): line for line in ax.lines}
    assert list(lines["habit"].get_xdata()) == [0.5, 1, 2]
    assert list(lines["habit"].get_ydata()) == [-3, 0, 1]
    assert [tick.get_text() for tick in ax.get_xticklabels()] == ["0.5", "1", "2"]
    drawn(ax)


def test_it_draws_where_it_is_told(given):
    assert half_lives(TABLE, given) is given
