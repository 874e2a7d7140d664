"""The dot plot by perspective: a panel a dyad, a row a perspective, faint where the capital does not change the answer."""

from types import SimpleNamespace

import pandas as pd
import pytest

from araxes.plots import perspective_dots
from araxes.plots.perspective_dots import FAINT_ROW, finding_of, perspective_page
from araxes.results.by_perspective import compare_perspectives


@pytest.fixture(scope="module")
def found():
    return compare_perspectives("baseline", "route_extraterritorial", replicates=128, weeks=12)


def test_rows_panels_and_darkness_follow_the_table(found):
    figure, table = perspective_page(found), found.changes()
    dyads = list(dict.fromkeys(table["dyad"]))
    assert len(figure.axes) == len(dyads)
    assert [text.get_text() for text in figure.axes[0].get_yticklabels()] == [
        name.capitalize() for name in found.comparisons
    ]
    for ax, dyad in zip(figure.axes, dyads, strict=True):
        rows = table[table["dyad"] == dyad]
        dots = [line for line in ax.lines if line.get_marker() == "o"]
        assert [float(dot.get_xdata()[0]) for dot in dots] == rows["difference"].tolist()
        strong = [True, *rows["differs"].tolist()[1:]]
        assert [dot.get_alpha() for dot in dots] == [1.0 if one else FAINT_ROW for one in strong]


def test_the_page_says_the_sentence_and_what_it_rests_on(found):
    texts = [text.get_text() for text in perspective_page(found).texts]
    assert texts[0] == finding_of(found, found.changes())
    assert texts[1].startswith("route_extraterritorial beside baseline. ")
    assert found.sentence().split()[0] in texts[1]
    (foot,) = [text for text in texts if text.startswith("Model ")]
    assert foot.endswith("perspective neutral, Ankara, Baku, Moscow, Tehran, Yerevan")


def test_one_dyad_can_be_asked_for(found):
    dyad = found.all_changes["dyad"].iloc[0]
    (ax,) = found.plot(dyad).axes
    assert ax.get_title(loc="left").startswith(dyad.split(">")[0]) or ax.get_title().startswith(dyad.split(">")[0])


@pytest.mark.parametrize(
    ("differ", "holds_doubt", "differs", "said"),
    [
        (False, True, [], "strip changes no act in any perspective"),
        (True, False, [], "strip by perspective; luck alone tells no capitals apart"),
        (True, True, [], "No capital changes what strip does: ARM \N{RIGHTWARDS ARROW} AZE hostile +61"),
        (True, True, ["Baku"], "Baku changes what strip does"),
        (True, True, ["Baku", "Tehran"], "Baku and Tehran change what strip does"),
        (True, True, ["Baku", "Tehran", "Yerevan"], "Baku, Tehran and Yerevan change what strip does"),
    ],
)
def test_the_title_says_which_capitals_change_the_answer(differ, holds_doubt, differs, said):
    names = ["neutral", "Baku", "Tehran", "Yerevan"]
    row = {"dyad": "ARM>AZE", "outcome": "hostile", "difference": 0.61, "low": 0.42, "high": 0.8}
    table = pd.DataFrame([row | {"perspective": name, "differs": name in differs} for name in names])
    one = SimpleNamespace(pairings=[SimpleNamespace(differ=differ)], holds_doubt=holds_doubt)
    found = SimpleNamespace(
        all_changes=table, names=("base", "strip"), comparisons=dict.fromkeys(names, one), neutral=one
    )
    assert finding_of(found, table) == said
    if said.startswith("Baku"):
        shown = finding_of(found, table[table["perspective"] != "Baku"])
        assert shown.endswith("what strip does here") or shown.startswith("No capital changes what strip does here: ")


def test_the_longest_title_stays_on_the_page(found, drawn, monkeypatch):
    said = "Ankara, Baku, Moscow, Tehran and Yerevan change what tehran_2021_change_of_government does here"
    monkeypatch.setattr(perspective_dots, "finding_of", lambda found, table: said)
    figure = drawn(perspective_page(found))
    renderer = figure.canvas.get_renderer()
    title, *others = figure.texts
    boxes = [text.get_window_extent(renderer) for text in (title, *others)]
    assert title.get_text().replace("\n", " ") == said
    assert max(box.x1 for box in boxes) <= figure.bbox.x1
    assert boxes[1].y1 < boxes[0].y0
    assert all(ax.get_tightbbox(renderer).y1 < boxes[1].y0 for ax in figure.axes)
