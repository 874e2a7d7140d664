"""The figure of a trial: a row a test, a glyph a verdict, full ink only for the neutral column and for what differs from it."""

import pytest
from matplotlib.colors import to_rgb

from araxes.claims.trial import READINGS_SHOWN
from araxes.claims.trial_answer import assumption_lines, claims_title
from araxes.plots.claim_page import CELL, CELLS, FAINT_CELL, LEGEND_WORDS, verdicts_drawn
from araxes.plots.style import LUMINANCE

LORRIES = "Baku, and lorries are Iranian acts"


@pytest.fixture
def trial(trial_of):
    return trial_of(
        C3=[{"verdict": "confirmed"}, {"verdict": "in part", "power": 0.25}, {"verdict": "not distinguishable", "power": 0.9}],
        C16=[{"verdict": "confirmed", "otherwise": {"Baku": "wrong"}}, {"verdict": "in this model only"},
             {"verdict": "replication not run"}],
        C17=[{"verdict": ""}],
        C21=[{"verdict": "", "count": 7}, {"verdict": "not testable here", "otherwise": {LORRIES: "supported"}}],
    )  # fmt: skip


def marks(figure, gid):
    """The places of the glyphs of a verdict, column and inches from the top."""
    (ax,) = figure.axes
    return [
        (round((x - CELLS) / CELL), round(y, 3))
        for line in ax.lines
        if line.get_gid() == gid
        for x, y in line.get_xydata()
    ]


def test_a_cell_is_strong_where_it_is_neutral_or_another(trial):
    cells = verdicts_drawn(trial)
    assert len(cells) == 8 * len(READINGS_SHOWN)
    strong = [(cell.ruling, READINGS_SHOWN[cell.column]) for cell in cells if cell.strong]
    assert strong == [(0, "neutral"), (1, "neutral"), (2, "neutral"), (3, "neutral"), (3, "Baku"), (4, "neutral"), (5, "neutral"),
                      (7, "neutral"), (8, "neutral")]  # fmt: skip


def test_glyphs_stand_in_their_columns_in_full_ink_or_in_a_third(trial):
    figure = trial.plot()
    assert [column for column, _ in marks(figure, "confirmed, True")] == [0, 0]
    assert [column for column, _ in marks(figure, "wrong, True")] == [1, 1]  # the ring and its cross
    assert sorted({column for column, _ in marks(figure, "confirmed, False")}) == [1, 2, 3, 4, 5]
    (ax,) = figure.axes
    inks = {line.get_gid(): line.get_alpha() for line in ax.lines if ", " in str(line.get_gid())}
    assert set(inks.values()) == {1, FAINT_CELL}
    assert all((alpha == 1) == gid.endswith("True") for gid, alpha in inks.items())


def test_what_has_no_glyph_has_a_letter_or_its_count(trial):
    (ax,) = trial.plot().axes
    texts = [text.get_text() for text in ax.texts]
    assert texts.count("m") == len(READINGS_SHOWN) + 1  # the legend
    assert texts.count("?") == len(READINGS_SHOWN) + 1
    assert texts.count("7") == len(READINGS_SHOWN) + 1
    assert any(text.startswith("found") for text in texts)  # why there is no test
    assert all(words in texts for words in LEGEND_WORDS.values())


def test_each_claim_is_named_once_and_rows_come_in_order(trial):
    (ax,) = trial.plot().axes
    place = {text.get_text(): text.get_position()[1] for text in ax.texts}
    for name in ("C3", "C16", "C17", "C21"):
        assert [text.get_text() for text in ax.texts].count(name) == 1
    assert place["C3"] < place["C16"] < place["C17"] < place["C21"]


def test_bars_of_power_are_as_long_as_it(trial):
    (ax,) = trial.plot().axes
    bars = {patch.get_gid(): patch.get_width() for patch in ax.patches if str(patch.get_gid()).startswith("power")}
    assert set(bars) == {"power 0.25", "power 0.9"}
    assert bars["power 0.9"] / bars["power 0.25"] == pytest.approx(3.6)
    rules = [line for line in ax.lines if line.get_gid() == "rule"]
    assert len(rules) == 2


def test_the_title_is_the_finding_and_assumptions_stand_below(trial):
    assert claims_title(trial.rulings) == (
        "Of 4 claims the record decides 2 in part and cannot decide 2; capitals disagree on C16 (Baku)"
    )
    assert assumption_lines(trial.rulings) == [
        f"By assumption only ({LORRIES}): C21, test 2: supported, {LORRIES} found supported."
    ]
    (ax,) = trial.plot().axes
    assert claims_title(trial.rulings) in " ".join(text.get_text() for text in ax.texts)


def test_nothing_is_drawn_beyond_the_page_or_upon_the_next_column(trial):
    figure = trial.plot()
    figure.draw_without_rendering()
    (ax,) = figure.axes
    page = figure.bbox
    for text in ax.texts:
        box = text.get_window_extent()
        assert page.x0 <= box.x0, text.get_text()
        assert box.x1 <= page.x1, text.get_text()
        assert page.y0 <= box.y0, text.get_text()


def test_verdicts_differ_in_grey_print_by_their_form():
    colours = ("#0072B2", "#B33A00")
    assert all(sum(a * b for a, b in zip(LUMINANCE, to_rgb(colour), strict=True)) < 0.5 for colour in colours)
