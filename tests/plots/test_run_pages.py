"""The pages of a run say what they show, for quiet and loud scenarios, few replicates and many, and cover nothing with anything."""

import numpy as np
import pytest

import araxes
from araxes.plots.run_pages import PAGES, arrow, run_figures, run_page
from araxes.results.result import FIGURES
from araxes.wording import percent


@pytest.fixture(scope="module")
def quiet():
    return araxes.run("baseline", replicates=64, weeks=26)


@pytest.fixture(scope="module")
def loud():
    return araxes.run("force_syunik", replicates=8, weeks=20)


@pytest.fixture(scope="module", params=["quiet", "loud", "one", "never"])
def result(request, quiet, loud):
    if request.param in ("quiet", "loud"):
        return {"quiet": quiet, "loud": loud}[request.param]
    return araxes.run("baseline", replicates=1 if request.param == "one" else 3, weeks=1)


def titles(figure):
    return [ax.get_title(loc="left") for ax in figure.axes]


def first_line(figure):
    return figure.texts[0].get_text()


def test_the_pages_are_those_that_results_name():
    assert tuple(PAGES) == FIGURES


@pytest.mark.parametrize("page", FIGURES)
def test_every_page_says_what_was_run_and_on_what_it_rests(result, page, words, drawn):
    told = " ".join(words(drawn(run_page(result, page))))
    assert result.scenario.heading in told
    assert result.extent in told
    assert str(result.basis) in told


@pytest.mark.parametrize("page", FIGURES)
def test_no_text_covers_another_or_leaves_the_page(result, page, overlaps, drawn):
    figure = drawn(run_page(result, page))
    texts = [text for text in figure.texts if text.get_text()]
    for ax in figure.axes:
        texts += [text for text in (ax._left_title, *ax.texts) if text.get_text()]
        for axis, (low, high) in ((ax.xaxis, sorted(ax.get_xlim())), (ax.yaxis, sorted(ax.get_ylim()))):
            texts += [
                tick.label1
                for tick in axis.get_major_ticks()
                if low <= tick.get_loc() <= high and tick.label1.get_visible() and tick.label1.get_text()
            ]
    assert overlaps(texts) == []
    renderer = figure.canvas.get_renderer()
    wide, high = figure.bbox.size
    for text in texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= 0, text
        assert box.x1 <= wide, text
        assert box.y0 >= 0, text
        assert box.y1 <= high, text
        assert text.get_fontsize() >= 8, text


def test_weeks_of_all_dyads_stand_beside_the_record_most_hostile_first(quiet, words):
    figure = run_page(quiet, "weeks")
    rows = quiet.leading_rows
    told = words(figure)
    assert (
        f"{arrow(rows[0]['dyad'])} most hostile: {rows[0]['hostile_weeks']:.1f} of 26 weeks, on record"
        in first_line(figure)
    )
    assert [text for text in told if "→" in text and len(text) == 9] == [arrow(row["dyad"]) for row in rows]


def test_bars_add_up_to_the_mean_weeks_of_each_class(quiet):
    (ax,) = run_page(quiet, "weeks").axes
    simulated = ax.collections[0]
    corners = np.array([path.vertices for path in simulated.get_paths()])
    hostile = corners[corners[:, 0, 0] > -1e-12]
    widths = hostile[:, 1, 0] - hostile[:, 0, 0]
    assert widths.sum() == pytest.approx(sum(row["hostile_weeks"] for row in quiet.rows))


def test_the_course_shows_the_leading_dyads_record_first(quiet):
    figure = run_page(quiet, "course")
    leading = [arrow(row["dyad"]) for row in quiet.leading_rows[:4]]
    assert [title.split(":")[0] for title in titles(figure)] == leading
    record, simulated = figure.axes[0].lines[:2]
    start = quiet.scenario.start.toordinal()
    assert record.get_xdata()[-1] == start - 7
    assert (simulated.get_xdata()[0], len(simulated.get_xdata())) == (start, 26)
    actor, target = quiet.leading_rows[0]["dyad"].split(">")
    rung = quiet.data["rung"].sel(actor=actor, target=target)
    assert simulated.get_ydata() == pytest.approx((rung >= 4).mean("replicate").values)
    seen = quiet.observed["rung"].sel(actor=actor, target=target).values[-26:]
    assert record.get_ydata()[-1] == pytest.approx((seen >= 4).mean())


def test_panels_of_one_scale_name_their_ticks_once(quiet, drawn):
    named = [
        [axis.get_major_ticks()[0].label1.get_visible() for axis in (ax.xaxis, ax.yaxis)]
        for ax in drawn(run_page(quiet, "course")).axes
    ]
    assert named == [[False, True], [False, False], [True, True], [True, False]]


def test_brackets_stand_where_the_record_has_such_an_act(quiet, words):
    table = quiet.summary()
    known = [n for name in ("coercive", "violent") for n in table[f"record_{name}_weeks"] if n]
    told = [text for text in words(run_page(quiet, "chances")) if text.startswith("(")]
    assert sorted(told) == sorted(f"({n})" for n in known)


def test_what_the_scenario_sets_is_marked_and_no_finding(loud, words):
    for page in ("course", "chances"):
        assert any(text.strip().startswith("set") for text in words(run_page(loud, page)))
    assert not first_line(run_page(loud, "chances")).startswith("AZE → ARM")


def test_chances_stand_in_cells_and_at_the_ends_of_lines(quiet, words):
    figure = run_page(quiet, "chances")
    told, table = words(figure), quiet.summary()
    assert all(percent(chance) in told for chance in table["chance_coercive"])
    leading = table["chance_coercive"].sort_values(ascending=False, kind="stable").index[0]
    assert f"{arrow(leading)}  {percent(table.loc[leading, 'chance_coercive'])}" in told


def test_all_pages_come_by_name_and_can_be_saved(quiet, tmp_path):
    for name, page in run_figures(quiet).items():
        page.savefig(tmp_path / name)
        assert (tmp_path / f"{name}.png").read_bytes().startswith(b"\x89PNG")


def test_pages_load_neither_pandas_nor_labelled_arrays():
    import subprocess
    import sys

    code = "import sys, araxes.plots.run_pages; print([name for name in ('pandas', 'xarray', 'networkx') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
