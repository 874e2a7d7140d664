"""From results to pages: a real comparison gives figures that say what they show."""

import pytest

import araxes
from araxes.plots.figures import comparison_figures


@pytest.fixture(scope="module")
def comparison():
    return araxes.compare(["april_2023_as_it_happened", "april_2023_words_only"], replicates=3, weeks=6)


def words(figure):
    return " ".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def test_a_comparison_page_carries_the_sentence_of_its_dyad_and_the_difference_of_the_files(comparison):
    (page,) = comparison_figures(comparison).values()
    assert "expulsions" in words(page)
    other = comparison.others[0]
    assert comparison.sentence(other, comparison.focus(other)) in " ".join(words(page).split())
    assert str(comparison.basis) in words(page)


def test_pages_can_be_saved(comparison, tmp_path):
    (page,) = comparison_figures(comparison).values()
    page.savefig(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
