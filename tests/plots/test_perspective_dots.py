"""The dot plot by perspective: a panel a dyad, a row a perspective, faint where the capital does not change the answer."""

import pytest

from araxes.plots.perspective_dots import FAINT_ROW, perspective_page
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
    assert found.sentence().split()[0] in texts[1]
    (foot,) = [text for text in texts if text.startswith("Model ")]
    assert foot.endswith("perspective neutral, Ankara, Baku, Moscow, Tehran, Yerevan")


def test_one_dyad_can_be_asked_for(found):
    dyad = found.all_changes["dyad"].iloc[0]
    (ax,) = found.plot(dyad).axes
    assert ax.get_title(loc="left").startswith(dyad.split(">")[0]) or ax.get_title().startswith(dyad.split(">")[0])
