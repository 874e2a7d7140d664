"""Pages: several figures at a glance."""

from __future__ import annotations

from araxes.plots.figures import fan_page


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
