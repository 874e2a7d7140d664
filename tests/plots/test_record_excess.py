"""Excess of hostile weeks, observed and foreseen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from araxes.plots.record import excess_plot

TABLE = pd.DataFrame(
    {
        "label": ["reacting", "placebo"], "cells": [60, 72],
        "observed": [0.45, -0.04], "observed_low": [0.1, np.nan], "observed_high": [0.8, np.nan],
        "foreseen": [0.11, 0.0], "foreseen_low": [0.05, 0.0], "foreseen_high": [0.19, 0.0],
    }
)  # fmt: skip


def test_every_row_has_both_figures_on_its_line(drawn):
    ax = excess_plot(TABLE, title="Shocks")
    lines = {line.get_label(): line for line in ax.lines}
    assert list(lines["observed"].get_xdata()) == [0.45, -0.04]
    assert list(lines["foreseen"].get_xdata()) == [0.11, 0.0]
    assert [tick.get_text() for tick in ax.get_yticklabels()] == ["reacting (60)", "placebo (72)"]
    assert ax.yaxis_inverted()  # drawn from top to bottom
    drawn(ax)


def test_it_draws_where_it_is_told(given):
    assert excess_plot(TABLE, given) is given
