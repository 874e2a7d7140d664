"""Whatever stands in a scenario, the answer is a scenario or messages, never a traceback."""

import copy
import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from araxes.errors import InputError
from araxes.inputs import scenario as module
from araxes.inputs.scenario_checks import beyond_dates, flat

DATE = datetime.date(2023, 4, 10)
EVENT = {"id": "x", "date": DATE, "reference": "hypothetical"}
PARENT = {
    "scenario": {
        "title": "T",
        "question": "Q",
        "expect": "E",
        "sources": ["hypothetical"],
        "start": datetime.date(2023, 4, 3),
        "weeks": 8,
    },
    "act": [{**EVENT, "source": "AZE", "target": "IRN", "code": "114", "until": datetime.date(2023, 5, 1), "every": 2}],
}
CHILD = {
    "scenario": {"extends": "parent", "drop": ["x"], "weeks": 6},
    "override": {"issues.treaty.status": 0.5, "IRN": {"hawkishness": {"AZE": [{"since": DATE, "value": 0.1}]}}},
    "act": [{**EVENT, "source": "AZE", "target": "IRN", "rung": "warning"}],
    "signal": [{**EVENT, "id": "y", "source": "IRN", "issue": "networks", "value": 0.1, "cost": 0.5, "to": ["AZE"]}],
    "change": [{**EVENT, "id": "z", "path": "issues.media.status", "value": 0.1, "shape": "ramp", "until": datetime.date(2023, 5, 1)}],
    "expectation": [{"dyad": "IRN>AZE", "against": "baseline", "weeks": [1, 4], "sign": "higher"}],
}  # fmt: skip


def places(value, place=()):
    """Yield the place of every value inside nested tables and lists."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*place, key)
        yield from places(inner, (*place, key))


PLACES = [(name, place) for name, file in (("parent", PARENT), ("child", CHILD)) for place in places(file)]
JUNK = st.one_of(
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["AZE", "x", "step", "pulse", "war", "issues.treaty.status", "IRN>AZE"]),
    st.dates(),
    st.datetimes(timezones=st.just(datetime.UTC)),
    st.lists(st.text(max_size=3) | st.integers(), max_size=3),
    st.dictionaries(st.text(max_size=3), st.integers(), max_size=2),
)


@pytest.fixture
def load_raw(monkeypatch, region):
    """Load a parent and a child from plain data instead of files."""
    monkeypatch.setattr(module, "read_region", lambda own: region)

    def load(parent, child):
        chain = [(Path("parent.toml"), parent), (Path("child.toml"), child)]
        monkeypatch.setattr(module, "read_chain", lambda name, own, near=None: chain)
        return module.load("child")

    return load


def test_the_files_as_they_are_have_no_fault(load_raw):
    scenario = load_raw(PARENT, CHILD)
    assert [act.rung for act in scenario.acts] == ["warning"]
    assert scenario.weeks == 6


@given(changes=st.lists(st.tuples(st.sampled_from(PLACES), JUNK | st.just("REMOVE")), min_size=1, max_size=3))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_junk_anywhere_gives_messages_and_never_a_traceback(changes, load_raw):
    files = {"parent": copy.deepcopy(PARENT), "child": copy.deepcopy(CHILD)}
    for (name, place), junk in changes:
        table = files[name]
        try:
            for key in place[:-1]:
                table = table[key]
            if junk == "REMOVE":
                del table[place[-1]]
            else:
                table[place[-1]] = junk
        except (KeyError, IndexError, TypeError, AttributeError):
            continue  # An earlier change took this place away.
    faults = []
    try:
        assert load_raw(files["parent"], files["child"]).weeks >= 1
    except InputError as error:
        faults = error.faults or [None]
    assert len(set(faults)) == len(faults)
    for fault in faults:
        assert fault.file in ("parent.toml", "child.toml")
        assert fault.got
        assert fault.allowed


def test_nested_tables_are_dotted_paths():
    assert flat({"a": {"b": 1, "c.d": 2}, "e": [3]}) == {"a.b": 1, "a.c.d": 2, "e": [3]}


@pytest.mark.parametrize(
    ("start", "weeks", "beyond"),
    [
        (datetime.date(2023, 4, 3), 8, False),
        (datetime.date(9999, 12, 20), 1, True),
        (datetime.date(2023, 4, 3), 10**12, True),
        ("2023-04-03", 8, False),
        (datetime.date(2023, 4, 3), "8", False),
    ],
)
def test_a_run_ends_before_dates_do(start, weeks, beyond):
    assert beyond_dates(start, weeks) is beyond
