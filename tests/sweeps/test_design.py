"""Designs: their points, that sequences grow by their prefix, and what a file may say."""

import numpy as np
import pytest

from araxes.sweeps.design import checked_kind, from_file, make_design
from araxes.sweeps.table import CHOICE, GRID, LHS, MORRIS, NUMBER, RANDOM, SOBOL, FactorInfo

ONE = FactorInfo("IRN.temper.alarm", NUMBER, 0, 2, "factor", ())
OTHER = FactorInfo("issues.israel.status", NUMBER, 0.2, 1, "status", ())
NAMES = FactorInfo("scenario", CHOICE, float("nan"), float("nan"), "scenario", ("a", "b", "c"))


def test_a_grid_has_every_combination_the_last_factor_fastest():
    factors = (ONE._replace(levels=(0.0, 1.0, 2.0)), NAMES)
    design = make_design(GRID, factors, None, 1)
    rows = [[x, place] for x in (0, 1, 2) for place in (0, 1, 2)]
    assert design.size == 9
    np.testing.assert_array_equal(design.rows(0, 9), rows)
    np.testing.assert_array_equal(design.rows(4, 6), rows[4:6])


@pytest.mark.parametrize("kind", [SOBOL, RANDOM, LHS, MORRIS])
def test_points_fill_the_ranges_and_any_part_of_them_is_the_same(kind):
    if kind == MORRIS:
        pytest.importorskip("SALib")
    design = make_design(kind, (ONE, OTHER), 60, 7)
    rows = design.rows(0, design.size)
    assert rows.shape == (design.size, 2)
    assert (rows.min(axis=0) >= [0, 0.2]).all()
    assert (rows.max(axis=0) <= [2, 1]).all()
    assert (np.ptp(rows, axis=0) > [1.3, 0.5]).all()
    again = make_design(kind, (ONE, OTHER), 60, 7)
    np.testing.assert_array_equal(np.concatenate([again.rows(0, 13), again.rows(13, 60)]), rows)
    assert not np.array_equal(make_design(kind, (ONE, OTHER), 60, 8).rows(0, design.size), rows)


@pytest.mark.parametrize("kind", [SOBOL, RANDOM])
def test_sequences_grow_by_their_prefix(kind):
    short, long = make_design(kind, (ONE, OTHER), 100, 7), make_design(kind, (ONE, OTHER), 400, 7)
    assert (short.size, long.size) == (100, 400)
    np.testing.assert_array_equal(long.rows(0, 100), short.rows(0, 100))


def test_sobol_rows_stand_in_saltellis_order():
    rows = make_design(SOBOL, (ONE, OTHER), 40, 7).rows(0, 40).reshape(10, 4, 2)
    a, ab1, ab2, b = rows.transpose(1, 0, 2)
    np.testing.assert_array_equal(ab1, np.stack([b[:, 0], a[:, 1]], axis=1))
    np.testing.assert_array_equal(ab2, np.stack([a[:, 0], b[:, 1]], axis=1))
    assert (a != b).all()


def test_sobol_and_morris_are_rounded_up_to_whole_blocks():
    assert make_design(SOBOL, (ONE, OTHER), 9, 1).size == 12
    assert make_design(MORRIS, (ONE, OTHER), 10, 1).size == 12


def test_a_latin_hypercube_has_one_point_in_every_stratum():
    rows = make_design(LHS, (ONE,), 50, 3).rows(0, 50)[:, 0]
    np.testing.assert_array_equal(np.sort((rows / 2 * 50).astype(int)), np.arange(50))


def test_levels_and_choices_are_drawn_evenly():
    rows = make_design(RANDOM, (NAMES, ONE._replace(levels=(0.5, 1.5))), 3000, 3).rows(0, 3000)
    assert set(rows[:, 0]) == {0, 1, 2}
    assert set(rows[:, 1]) == {0.5, 1.5}
    assert abs((rows[:, 0] == 1).mean() - 1 / 3) < 0.04


def test_faults_of_designs(messages):
    (fault,) = messages(checked_kind, "sobel")
    assert str(fault) == (
        "design: got 'sobel'; allowed: grid, lhs, sobol, morris, random, or a CSV file; nearest known name: sobol"
    )
    (fault,) = messages(make_design, SOBOL, (ONE,), None, 1)
    assert str(fault) == "points: got nothing; allowed: a whole number of points for design sobol, at least 1"
    (fault,) = messages(make_design, GRID, (ONE._replace(levels=(0.0, 1.0)),), 5, 1)
    assert str(fault) == "points: got 5; allowed: nothing: the levels make a grid of 2 points"
    (fault,) = messages(make_design, SOBOL, (ONE,), 10**8, 1)
    assert str(fault) == "points: got a design of 100,000,000 points; allowed: at most 10,000,000 points"
    many = tuple(ONE._replace(name=name, levels=tuple(range(1000))) for name in "abc")
    (fault,) = messages(make_design, GRID, many, None, 1)
    assert str(fault) == "vary: got a design of 1,000,000,000 points; allowed: at most 10,000,000 points"


def test_a_file_gives_the_points(baseline, tmp_path):
    file = tmp_path / "points.csv"
    file.write_text("IRN.temper.alarm,scenario\n1.5,baseline\n0.5,networks_zero\n1.5,networks_zero\n")
    design = from_file(str(file), baseline, 1)
    np.testing.assert_array_equal(design.rows(0, 3), [[1.5, 0], [0.5, 1], [1.5, 1]])
    assert [factor.kind for factor in design.factors] == [NUMBER, CHOICE]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "points.csv: got 0 lines; allowed: a header and at least one point"),
        ("IRN.temper.alarm\n1,2\n", "points.csv: line 2: got 2 cells; allowed: 1, as in the header"),
        ("IRN.temper.alarm\nmuch\n", "points.csv: line 2, IRN.temper.alarm: got 'much'; allowed: a number"),
        (
            "IRN.temper.alarm\n1\n9\n",
            (
                "points.csv: line 3, IRN.temper.alarm: got 9; allowed: 0 to 3 (multiplier). "
                "To take it all the same: `allow_outside=True`."
            ),
        ),
        (
            "IRN.temper.alarm\n1\n1\n",
            "points.csv: line 3: got the point of line 2 again; allowed: each point once",
        ),
        ("scenario,scenario\na,b\n", "points.csv: scenario: got the same twice; allowed: each once"),
    ],
)
def test_faults_of_a_file(baseline, messages, tmp_path, monkeypatch, text, message):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_text(text)
    (fault,) = messages(from_file, "points.csv", baseline, 1)
    assert str(fault) == message


def test_a_file_that_is_not_there(baseline, messages):
    (fault,) = messages(from_file, "nowhere.csv", baseline, 1)
    assert str(fault) == "nowhere.csv: got no such file; allowed: a file"


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_a_name_that_no_file_can_have(baseline, messages, name):
    from araxes.sweeps.outcomes import functions_of
    from araxes.sweeps.points import overlaid

    calls = (
        (from_file, f"{name}.csv", baseline, 1),
        (overlaid, baseline, f"{name}.toml"),
        (functions_of, [f"{name}.py:f"]),
    )
    for read, *arguments in calls:
        (fault,) = messages(read, *arguments)
        assert fault.got in ("file name too long", "a name that no file can have")
