"""From results to pages: a real run and a real comparison give figures that say what they show."""

import pytest

import araxes
from araxes.plots.figures import run_figures, ties


@pytest.fixture(scope="module")
def comparison():
    return araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=3, weeks=6)


def words(figure):
    return " ".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


@pytest.mark.slow
def test_a_run_has_three_pages_with_its_title_and_every_dyad(comparison):
    pages = run_figures(comparison.base)
    assert set(pages) == {"region", "fan", "crossing"}
    for page in pages.values():
        assert "April 2023 as it happened" in words(page)
        assert str(comparison.basis) in words(page)
    assert "IRN → AZE" in words(pages["fan"])


def test_ties_are_those_at_the_start_and_symmetric(comparison):
    table = ties(comparison.base)
    assert float(table.sel(actor="AZE", target="TUR")) == pytest.approx(0.85)
    assert float(table.sel(actor="AZE", target="TUR")) == float(table.sel(actor="TUR", target="AZE"))
