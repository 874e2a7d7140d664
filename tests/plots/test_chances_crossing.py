"""Crossing: chances by date, each line named at its end."""

from __future__ import annotations

from araxes.plots import style
from araxes.plots.chances import crossing, short_rung

DYAD = {"actor": "IRN", "target": "AZE"}


def test_lines_labels_and_title(chance, names, drawn):
    ax = crossing(chance.sel(DYAD), names)
    assert ax.get_title(loc="left") == "Chance to reach a rung or a higher one, IRN → AZE, 1 Jun 2026 to 22 Jun 2026"
    assert len(ax.lines) == 4
    assert [text.get_text().split("  ")[1] for text in ax.texts] == ["Rung 4", "Rung 7", "Rung 9", "Rung 10"]
    assert ax.lines[-1].get_color() == style.rung_colours(11)[10]
    drawn(ax)
    assert ax.get_ylim() == (0, 1)
    assert ax.yaxis.get_major_formatter()(0.5) == "50 %"


def test_labels_stay_apart_when_nothing_ever_happens(chance, names, overlaps):
    ax = crossing(chance.sel(DYAD) * 0, names, title="calm")
    assert [text.get_text()[:3] for text in ax.texts] == ["0 %"] * 4
    assert overlaps(ax.texts) == []


def test_unknown_chances_and_missing_rungs_are_left_out(chance, names, given, drawn):
    ax = crossing(chance.sel({"actor": "IRN", "target": "IRN", "rung": [4, 7]}), names, ax=given)
    assert ax is given
    assert len(ax.lines) == 2
    assert not ax.texts
    drawn(ax)


def test_names_are_cut_at_the_comma():
    assert short_rung("Rupture, coercion short of force") == "Rupture"
