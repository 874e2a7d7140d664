"""Dated changes week by week, dated series, and the rung of a code."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

import araxes
from araxes.engines.dated import Weekly
from araxes.inputs.ladder import busy_weeks, rung_of_code
from araxes.inputs.parameters import ALWAYS, Parameter

PATH = "issues.caspian.status"
DAY = datetime.timedelta(days=1)


def date(text):
    return datetime.date.fromisoformat(text)


def change(shape, first, value, until=None, name="c", path=PATH):
    end = f"until = {until}\n" if until else ""
    return (
        f'\n[[change]]\nid = "{name}"\npath = "{path}"\ndate = {first}\nvalue = {value}\nshape = "{shape}"\n{end}'
        'reference = "hypothetical"\n'
    )


def by_week(file, path=PATH, weeks=8):
    weekly = Weekly(araxes.load(file))
    return [weekly(path, week) for week in range(-1, weeks)]


# The run starts on Monday 3 April 2023; the lists begin with the week before it.
SHAPES = {
    "nothing": ("", [0] * 9),
    "step": (change("step", "2023-04-10", 0.5), [0, 0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5]),
    "step in the first week": (change("step", "2023-04-03", 0.5), [0, *[0.5] * 8]),
    "step inside a week acts from that week on": (change("step", "2023-04-16", 0.5), [0, 0, *[0.5] * 7]),
    "pulse of one week": (change("pulse", "2023-04-10", 0.5), [0, 0, 0.5, 0, 0, 0, 0, 0, 0]),
    "pulse without the week in which it ends": (
        change("pulse", "2023-04-10", 0.5, "2023-04-24"),
        [0, 0, 0.5, 0.5, 0, 0, 0, 0, 0],
    ),
    "pulse that ends in its own week": (
        change("pulse", "2023-04-10", 0.5, "2023-04-12"),
        [0, 0, 0.5, 0, 0, 0, 0, 0, 0],
    ),
    "ramp reaches its value at the end and stays": (
        change("ramp", "2023-04-10", 0.8, "2023-05-01"),
        [0, 0, 0.2, 0.4, 0.6, 0.8, 0.8, 0.8, 0.8],
    ),
    "pulse on a step": (
        change("step", "2023-04-10", 0.5) + change("pulse", "2023-04-24", 0.9, "2023-05-08", name="d"),
        [0, 0, 0.5, 0.5, 0.9, 0.9, 0.5, 0.5, 0.5],
    ),
    "step after a ramp": (
        change("ramp", "2023-04-03", 0.4, "2023-04-10") + change("step", "2023-04-24", 1.0, name="d"),
        [0, 0.2, 0.4, 0.4, 1, 1, 1, 1, 1],
    ),
    "order of the file does not matter": (
        change("step", "2023-04-24", 1.0, name="d") + change("step", "2023-04-10", 0.5),
        [0, 0, 0.5, 0.5, 1, 1, 1, 1, 1],
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_values_by_week(shape, scenario_file):
    text, expected = SHAPES[shape]
    assert by_week(scenario_file(text)) == pytest.approx(expected, abs=1e-12)


def test_a_change_of_an_undirected_pair_acts_in_either_order(scenario_file):
    path = "relations.tie.AZE.IRN"
    text = change("step", "2023-04-10", 0.55, path="relations.tie.IRN.AZE")
    assert by_week(scenario_file(text), path)[2:] == [0.55] * 7


def test_a_date_of_a_series_inside_a_week_acts_from_that_week_on(scenario_file):
    text = f'\n[override]\n"{PATH}" = [{{since = 2018-01-01, value = 0.1}}, {{since = 2023-04-16, value = 0.6}}]\n'
    assert by_week(scenario_file(text)) == [0.1, 0.1, *[0.6] * 7]


def test_changes_act_on_top_of_an_override(scenario_file):
    text = f'\n[override]\n"{PATH}" = 0.3\n' + change("pulse", "2023-04-10", 0.9)
    assert by_week(scenario_file(text)) == [0.3, 0.3, 0.9, *[0.3] * 6]


def test_a_child_inherits_changes(scenario_file, head):
    scenario_file(change("step", "2023-04-10", 0.5), name="parent")
    assert by_week(scenario_file(name="child", start=head + 'extends = "parent"\n')) == [0, 0, *[0.5] * 7]


@given(
    first=st.dates(date("2000-01-01"), date("2030-01-01")),
    length=st.integers(1, 400),
    shape=st.sampled_from(["step", "pulse", "ramp"]),
)
def test_a_change_is_busy_from_the_week_of_its_date(first, length, shape):
    busy = busy_weeks(first, None if shape == "step" else first + length * DAY, shape)
    assert len(busy) >= 1
    assert busy.start == (first - date("1970-01-05")).days // 7
    if shape == "step":
        assert len(busy) == 1
    else:
        last = (first + length * DAY - date("1970-01-05")).days // 7
        assert busy.stop == (last + 1 if shape == "ramp" else max(last, busy.start + 1))


SERIES = st.dictionaries(st.dates(date("2018-01-01"), date("2026-01-01")), st.floats(0, 1), min_size=1, max_size=8)


@given(series=SERIES, day=st.dates(date("2017-01-01"), date("2027-01-01")))
def test_the_value_in_force_is_the_last_one_begun_and_the_first_before_all(series, day):
    parameter = Parameter("p", tuple(sorted(series.items())), "share", 0, 1, "judged", "judged", "here")
    begun = [since for since in series if since <= day]
    assert parameter.at(day) == series[max(begun) if begun else min(series)]


@pytest.mark.parametrize(
    ("day", "value"),
    [("2010-01-01", 0.7), ("2018-01-01", 0.7), ("2022-02-23", 0.7), ("2022-02-24", 0.4), ("2030-01-01", 0.4)],
)
def test_at_the_date_itself_the_new_value_is_in_force(day, value):
    series = ((date("2018-01-01"), 0.7), (date("2022-02-24"), 0.4))
    assert Parameter("p", series, "share", 0, 1, "judged", "judged", "here").at(date(day)) == value


def test_a_constant_is_in_force_always():
    parameter = Parameter("p", ((ALWAYS, 0.3),), "share", 0, 1, "judged", "judged", "here")
    assert parameter.at(datetime.date.min) == parameter.at(datetime.date.max) == 0.3


def test_armenias_tie_with_russia_fell_in_the_shipped_files(region):
    tie = region.book["relations.tie.ARM.RUS"]
    assert tie.at(date("2019-01-01")) > tie.at(date("2023-04-03")) > tie.at(date("2025-01-01"))


# Known answers: the longest prefix wins, wherever on the ladder it stands.
CODES = {
    "010": "quiet",
    "012": "criticism",
    "013": "consultation",
    "016": "criticism",
    "024": "criticism",
    "044": "consultation",
    "057": "accord",
    "061": "material_cooperation",
    "114": "criticism",
    "130": "warning",
    "138": "posture",
    "150": "posture",
    "171": "limited_violence",
    "173": "rupture",
    "174": "rupture",
    "190": "limited_violence",
    "192": "war",
    "1951": "war",
    "204": "war",
}


@pytest.mark.parametrize(("code", "key"), CODES.items())
def test_the_rung_of_a_code(code, key, region):
    assert region.rungs[rung_of_code(code, region.rungs)].key == key


@pytest.mark.parametrize("code", ["", "2", "999", "x"])
def test_a_code_no_rung_lists_has_none(code, region):
    assert rung_of_code(code, region.rungs) is None
