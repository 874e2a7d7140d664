"""Difference: the interval of the mean and the spread of single replicates are told apart."""

from __future__ import annotations

from araxes.plots.fans import difference_plot


def test_mean_interval_and_singles(paired, words, drawn):
    mean, low, high, singles = paired
    ax = difference_plot(mean, low, high, singles)
    assert ax.get_title(loc="left") == "Mean difference in tension, IRN → AZE, 1 Jun 2026 to 22 Jun 2026"
    assert "Goldstein points" in ax.get_ylabel()
    found = words(ax.get_legend())
    assert {
        "95 % interval of the mean",
        "mean difference",
        "5–95 % of single replicates",
    } <= set(found)
    assert len(found) == len(set(found))
    drawn(ax)


def test_without_singles_there_are_only_zero_and_mean(paired, given):
    mean, low, high, _ = paired
    ax = difference_plot(mean, low, high, ax=given, title="mean")
    assert ax is given
    assert len(ax.lines) == 2
    assert len(ax.collections) == 1
