"""Reliability diagrams and transform histograms."""

from __future__ import annotations

import numpy as np
import pytest

from araxes.plots.hindcast_pages import reliability_plot, transform_plot


def test_a_diagram_says_what_it_shows(drawn):
    ax = reliability_plot(
        [0.1, 0.4, 0.8], [0.1, 0.3, 0.9], [50, 20, 5], ([0, 0.2, 0.6], [0.2, 0.6, 1]), note="Brier 0.1"
    )
    assert ax.get_xlabel() == "Chance said"
    assert ax.get_ylabel() == "Came true"
    labels = ax.get_legend_handles_labels()[1]
    assert {"calibrated", "band if calibrated", "happened", "how often forecast"} <= set(labels)
    assert (ax.get_xlim(), ax.get_ylim()) == ((0, 1), (0, 1))
    drawn(ax)


def test_nothing_scored_is_said(drawn, words):
    ax = reliability_plot([], [], [])
    assert "nothing was scored" in {text.get_text() for text in ax.texts}
    drawn(ax)


def test_bars_of_a_flat_transform_are_level_at_one(drawn):
    ax = transform_plot([0.1] * 10)
    assert [bar.get_height() for bar in ax.patches] == pytest.approx([1] * 10)
    drawn(ax)
    drawn(transform_plot(np.array([0.9, 0.1])))
