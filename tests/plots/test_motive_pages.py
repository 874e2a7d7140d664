"""The figure of motives: a row a source, the finding as its title, dots where the table has shares."""

import pytest

import araxes
from araxes.claims.parents import OWN_SOURCES
from araxes.plots.motive_pages import motive_title, rows_drawn


@pytest.fixture(scope="module")
def iran():
    return araxes.infer_motives("IRN", "AZE", worlds=20)


def test_motives_come_by_their_share_and_the_other_sources_below_them(iran):
    rows = rows_drawn(iran)
    motives = rows[~rows["own"]]
    assert motives["share"].is_monotonic_decreasing
    assert set(rows["motive"].iloc[len(motives) :]) == set(OWN_SOURCES)


def test_the_title_is_the_finding(iran):
    assert motive_title(iran).startswith(
        "No single dated motive drives 45 % of Iran's hostile acts; it speaks most of borders"
    )
    figure = iran.plot()
    assert motive_title(iran) in " ".join(text.get_text() for text in figure.texts)


def test_dots_stand_at_the_shares(iran):
    (ax,) = iran.plot().axes
    dots = sorted(line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o")
    assert dots == pytest.approx(sorted(iran.table["share"]))
    diamonds = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "D"]
    assert sorted(diamonds) == pytest.approx(sorted(iran.table["words_share"].dropna()))
    assert len(ax.get_yticklabels()) == len(iran.table)
