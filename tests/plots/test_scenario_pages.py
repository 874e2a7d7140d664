"""The page of a comparison and the atlas: every scenario is there, told apart in grey too, and the finding is the title."""

import numpy as np
import pytest

import araxes
from araxes.plots import style
from araxes.wording import percent


@pytest.fixture(scope="module")
def found(compiled):
    return araxes.compare(["baseline", "force_syunik", "israel_frozen"], replicates=64, weeks=30)


@pytest.fixture(scope="module")
def page(found):
    return found.plot()


def texts_of(figure):
    return [text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text"))]


def courses_of(ax):
    """The lines of scenarios, without that which marks the end of the quarter."""
    return [line for line in ax.lines if len(line.get_xdata()) > 2]


def test_the_title_states_the_finding_and_the_foot_the_model(found, page):
    rows = found.common_rows("force_syunik")
    row = next(row for row in rows if (row["dyad"], row["outcome"]) == ("ARM>AZE", "hostile"))
    words = " ".join(" ".join(texts_of(page)).split())
    assert f"{percent(row['chance'])} of histories under force_syunik, {percent(row['before'])} under baseline" in words
    assert str(found.basis) in words


def test_each_leading_dyad_has_its_fans_and_its_chances_by_date_and_all_share_one_row_of_dots(found, page):
    dyads = list(dict.fromkeys(found.leading_changes()["dyad"]))
    strip, *panels, dots = page.axes
    assert len(panels) == 2 * len(dyads)
    for dyad, fans, by_date in zip(dyads, panels[::2], panels[1::2], strict=True):
        assert fans.get_title(loc="left").startswith(dyad.replace(">", f" {style.ARROW} "))
        assert fans.get_xlim() == strip.get_xlim()
        courses = courses_of(by_date)
        assert len(courses) == 3
        assert by_date.yaxis.get_major_formatter()(0.5) == "50 %"
        for line in courses:
            assert (np.diff(line.get_ydata()) >= 0).all()
    assert len(dots.get_yticklabels()) == 3 * len(dyads)


def test_at_the_end_of_the_quarter_a_curve_is_as_high_as_the_chance_that_is_told(found, page):
    by_date = page.axes[2]
    dyad = page.axes[1].get_title(loc="left").split(":")[0].replace(f" {style.ARROW} ", ">")
    (end,) = (line.get_xdata()[0] for line in by_date.lines if len(line.get_xdata()) == 2)
    act = by_date.get_title(loc="left").split()[3]
    for other, curve in zip(found.others, courses_of(by_date)[1:], strict=True):
        row = next(row for row in found.common_rows(other) if (row["dyad"], row["outcome"]) == (dyad, act))
        assert curve.get_ydata()[list(curve.get_xdata()).index(end)] == pytest.approx(row["chance"])


def test_scenarios_differ_by_dash_and_marker_as_well_as_by_colour(page):
    lines = courses_of(page.axes[2])
    handles = page.legends[0].legend_handles[1:]
    assert len({str(line.get_linestyle()) + str(line._unscaled_dash_pattern) for line in lines}) == 3
    assert len({handle.get_marker() for handle in handles}) == 3
    assert len({handle.get_color() for handle in handles}) == 3


def test_the_strip_says_what_the_files_change(page):
    words = " ".join(texts_of(page))
    assert f"AZE{style.ARROW}ARM war" in words
    assert "issues.borders = 0.45" in words


def test_other_dyads_are_shown_where_they_are_asked_for_and_unknown_ones_refused(found, messages):
    page = found.plot("TUR>RUS")
    assert page.axes[1].get_title(loc="left").startswith(f"TUR {style.ARROW} RUS")
    assert messages(found.plot, "TUR>RUZ")[0].nearest == "TUR>RUS"
    assert len(found.fan("IRN>AZE").figure.axes) == 1


def test_the_page_is_drawn_with_the_end_of_the_quarter(page, tmp_path):
    page.savefig(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")
    assert [text for ax in page.axes for text in ax.texts if text.get_text() == " quarter"]


def test_a_page_of_two_alike_is_drawn_too(tmp_path):
    found = araxes.compare(["baseline", araxes.load("baseline")], replicates=2, weeks=3)
    found.plot().savefig(tmp_path / "page.png")
    assert (tmp_path / "page.png").read_bytes().startswith(b"\x89PNG")


def test_the_atlas_has_a_row_a_scenario_and_names_every_base(compiled):
    found = araxes.atlas(["force_syunik", "force_syunik_absent", "april_2023_no_expulsions"], replicates=64)
    page = found.plot()
    (ax,) = page.axes
    assert next(label.get_text().split()[0] for label in ax.get_yticklabels()) == "force_syunik"
    assert len(ax.get_yticklabels()) == 3
    words = " ".join(" ".join(texts_of(page)).split())
    assert "against baseline" in words
    assert "against april_2023_as_it_happened" in words
    assert "of 3 scenarios move a chance by 5 points or more; most: force_syunik" in words
