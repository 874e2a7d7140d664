"""Pages: several figures at a glance."""

from __future__ import annotations

from araxes.plots.figures import crossing_page, fan_page, likeliest, region_page, run_pages

LABELS = {"treaty": "Peace treaty", "transit": "Route through Iran"}


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


def test_crossing_page_takes_the_likeliest_dyads(chance, names, drawn, words):
    figure = drawn(crossing_page(chance, names, "A run"))
    assert titles(figure) == ["ARM → IRN", "ARM → AZE", "IRN → ARM", "IRN → AZE", "AZE → ARM", "AZE → IRN"]
    assert any("likeliest to reach rung 7" in text for text in words(figure))
    assert likeliest(chance, 7, 1) == [("ARM", "IRN")]


def test_crossing_page_takes_the_dyads_it_is_given(chance, names, drawn):
    figure = drawn(
        crossing_page(chance, names, "A run", [("AZE", "IRN"), ("IRN", "AZE"), ("AZE", "ARM")], rungs=(4, 5))
    )
    assert titles(figure) == ["AZE → IRN", "IRN → AZE", "AZE → ARM"]


def test_region_page_dates_its_panels(observed, tension, ties, status, drawn):
    end = tension.sel(quantile=0.5).isel(week=-1)
    figure = drawn(region_page(observed.isel(week=-1), end, ties, status, LABELS, "A run"))
    assert titles(figure) == [
        "Tension at the start, week of 25 May 2026",
        "Median tension at the end, week of 22 Jun 2026",
        "Pairs at the end: ties and tension, week of 22 Jun 2026",
        "Status of issues, median and 5–95 %, 1 Jun 2026 to 22 Jun 2026",
    ]


def test_run_pages_gives_all_three(tension, observed, chance, ties, status, names):
    pages = run_pages(tension, observed, chance, ties, status, names=names, labels=LABELS, title="A run")
    assert list(pages) == ["region", "fan", "crossing"]
