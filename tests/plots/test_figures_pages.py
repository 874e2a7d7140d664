"""Pages: several figures at a glance."""

from __future__ import annotations

import pytest

from araxes.plots.figures import comparison_page, fan_page


def titles(figure):
    return [ax.get_title(loc="left") for ax in figure.axes if ax.get_title(loc="left")]


def test_fan_page_has_a_panel_for_every_dyad_and_a_name_on_the_diagonal(tension, observed, words, drawn):
    figure = drawn(fan_page(tension, observed, "A run"))
    assert len(figure.axes) == 9
    assert len(titles(figure)) == 6
    assert titles(figure)[0] == "AZE → IRN"
    assert {"A run", "AZE", "IRN", "ARM", "Tension (Goldstein points, hostile positive)"} <= set(words(figure))
    assert any("simulated 1 Jun 2026 to 22 Jun 2026" in text for text in words(figure))
    assert len({ax.get_ylim() for ax in figure.axes}) == 1


def test_fan_page_draws_no_more_record_than_asked(tension, observed):
    figure = fan_page(tension, observed, "A run", record_weeks=2)
    record = next(line for line in figure.axes[1].lines if line.get_label() == "record")
    assert len(record.get_xdata()) == 2


@pytest.mark.parametrize(("count", "last"), [(0, None), (3, "line 2"), (20, "... and 6 more")])
def test_comparison_page_prints_the_first_lines_of_the_difference(paired, table, words, drawn, count, last):
    lines = [f"line {k}" for k in range(count)]
    figure = drawn(comparison_page("A against B", "A costs 1 $, B 2 $.", lines, *paired, table))
    found = words(figure)
    assert {"A against B", "A costs 1 $, B 2 $."} <= set(found)
    assert sum(text.startswith("line ") for text in found) == min(count, 14)
    assert (last or "The files do not differ.") in found
    assert len(figure.axes) == 3


def test_comparison_page_shortens_long_lines_and_wraps_the_sentence(paired, table, words, drawn):
    figure = drawn(comparison_page("A against B", "word " * 60, ["x" * 400], *paired, table))
    assert max(len(text) for text in words(figure)) <= 170
