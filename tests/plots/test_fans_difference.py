"""Difference: the interval of the mean and the spread of single replicates are told apart."""

from __future__ import annotations

from araxes.plots.fans import difference_page, difference_plot, far_apart, single_differences


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


def test_wide_singles_get_a_scale_of_their_own(paired, drawn):
    mean, low, high, singles = paired
    figure = drawn(difference_page(mean, low, high, singles, "A against B"))
    upper, lower = figure.axes
    assert figure.get_suptitle() == "A against B"
    assert upper.get_ylim()[1] < 1 < lower.get_ylim()[1]
    assert "another scale" in lower.get_title(loc="left")


def test_narrow_singles_share_the_panel(paired, drawn):
    mean, low, high, singles = paired
    assert len(drawn(difference_page(mean, low, high, singles / 20)).axes) == 1
    assert len(drawn(difference_page(mean, low, high)).axes) == 1


def test_no_difference_at_all(paired, drawn):
    zero = paired[0] * 0
    assert not far_apart(zero, zero, paired[3] * 0)
    drawn(difference_page(zero, zero, zero, paired[3].isel(quantile=[2]) * 0))
    drawn(single_differences(paired[3] * 0))
