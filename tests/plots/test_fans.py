"""Fan: the record, the start, the bands and the median."""

from __future__ import annotations

import numpy as np
import pytest

from araxes.plots import style
from araxes.plots.fans import fan, fan_legend

DYAD = {"actor": "IRN", "target": "AZE"}


def line(ax, label):
    return next(line for line in ax.lines if line.get_label() == label)


def test_a_fan_says_what_it_shows(tension, observed, words, drawn):
    ax = fan(tension.sel(DYAD), observed.sel(DYAD))
    assert ax.get_title(loc="left") == "Tension IRN → AZE, record from 27 Apr 2026, simulated 1 Jun 2026 to 22 Jun 2026"
    assert ax.get_ylabel() == "Tension (Goldstein points, hostile positive)"
    assert {"record", "start", "median", "5–95 %", "25–75 %"} <= set(words(ax.get_legend()))
    assert len(ax.collections) == 2
    assert line(ax, "median").get_color() == style.actor_colour("IRN")
    drawn(ax)


def test_the_fan_opens_from_the_last_point_of_the_record(tension, observed):
    ax = fan(tension.sel(DYAD), observed.sel(DYAD))
    median = line(ax, "median")
    assert median.get_ydata()[0] == observed.sel(DYAD).values[-1]
    assert len(median.get_ydata()) == 5


def test_what_came_after_the_start_is_dotted(tension, observed):
    late = observed.sel(DYAD).assign_coords(week=observed["week"] + np.timedelta64(14, "D"))
    ax = fan(tension.sel(DYAD), late)
    assert line(ax, "record after the start").get_linestyle() == ":"
    assert len(line(ax, "record").get_xdata()) == 3


def test_two_fans_on_one_axes_share_record_and_start(tension, observed, given, words):
    fan(tension.sel(DYAD), observed.sel(DYAD), given, color="#000000", label="with")
    assert fan(tension.sel(DYAD), None, given, color="#882255", label="without") is given
    found = words(given.get_legend())
    assert found.count("start") == 1
    assert {"with", "without"} <= set(found)
    assert "record from" in given.get_title(loc="left")


@pytest.mark.parametrize("weeks", [1, 4])
def test_a_flat_fan_of_one_replicate_without_record(tension, weeks, drawn):
    flat = tension.sel(DYAD).isel(week=slice(weeks)) * 0
    drawn(fan(flat.isel(quantile=[2]), title="flat"))
    drawn(fan(flat.drop_vars(["actor", "target"])))


def test_an_empty_record_is_no_record(tension, observed, drawn):
    ax = fan(tension.sel(DYAD), observed.sel(DYAD).isel(week=slice(0)), legend=False)
    assert ax.get_legend() is None
    assert len(line(ax, "median").get_ydata()) == 4
    drawn(ax)


def test_the_order_of_dimensions_does_not_matter(tension, observed):
    turned = fan(tension.sel(DYAD).transpose("week", "quantile"), observed.sel(DYAD))
    assert line(turned, "median").get_ydata() == pytest.approx(
        line(fan(tension.sel(DYAD), observed.sel(DYAD)), "median").get_ydata()
    )


def test_key_names_every_band(tension):
    assert [handle.get_label() for handle in fan_legend(tension)][-2:] == ["5–95 %", "25–75 %"]
