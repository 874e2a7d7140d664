"""How files become one scenario: who wins, what is inherited, what can be dropped, and that order does not matter."""

import datetime
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import araxes

PATH = "IRN.hawkishness.AZE"
LEAF = 'AZE = {value = 0.11, unit = "tie", range = [-1.0, 1.0], source = "judged", confidence = "judged"}'
LAYERS = {
    "params/actors/IRN.toml": f"[hawkishness]\n{LEAF}\n",
    "scenarios/parent.toml": f'HEAD\n[override]\n"{PATH}" = 0.22\n',
    "scenarios/child.toml": f'HEADextends = "parent"\n\n[override]\n"{PATH}" = 0.33\n',
}


def layered(own_folder, head, upto):
    """Write the layers up to one of them; what is above stays without a value of its own."""
    files = {name: text.replace("HEAD", head) for name, text in list(LAYERS.items())[:upto]}
    files.setdefault("scenarios/parent.toml", head)
    files.setdefault("scenarios/child.toml", head + 'extends = "parent"\n')
    return own_folder(files)


@pytest.mark.parametrize(
    ("upto", "sets", "value", "winner"),
    [
        (0, [], 0.4, "params/actors/IRN.toml"),
        (1, [], 0.11, "own/params/actors/IRN.toml"),
        (2, [], 0.22, "own/scenarios/parent.toml"),
        (3, [], 0.33, "own/scenarios/child.toml"),
        (3, ["--set", f"{PATH}=0.44"], 0.44, "sets"),
    ],
)
def test_later_wins_and_show_resolved_names_the_winner(
    upto, sets, value, winner, own_folder, head, araxes_command, monkeypatch, region
):
    own = layered(own_folder, head, upto)
    code, out, _ = araxes_command("show", "child", "--folder", own, "--resolved", "--json", *sets)
    assert code == 0
    told = json.loads(out)["parameters"][PATH]
    # The shipped value is dated; the last layer below the user's is compared as a whole.
    in_force = dict(told["series"])
    if upto == 0:
        assert in_force == {str(since): number for since, number in region.book[PATH].series}
        assert value in in_force.values()
        assert told["origin"] == winner
    else:
        assert list(in_force.values()) == [value]
        assert told["origin"].endswith(winner)
        assert told["origin"] != "params/actors/IRN.toml"
    monkeypatch.setenv("COLUMNS", "400")
    code, out, _ = araxes_command("show", "child", "--folder", own, "--resolved", *sets)
    (line,) = [line for line in out.splitlines() if line.startswith(PATH)]
    assert line.rstrip().endswith("--set" if sets else winner)


def test_a_users_file_in_the_working_folder_is_not_taken_for_a_shipped_one(own_folder, head, monkeypatch, tmp_path):
    own = layered(own_folder, head, 1)
    monkeypatch.chdir(own)
    assert araxes.load("child", ".").book[PATH].origin == "./params/actors/IRN.toml"
    assert araxes.load("baseline").book[PATH].origin == "params/actors/IRN.toml"


def test_an_override_replaces_the_whole_dated_series_and_stops_drawing(scenario_file, region):
    assert len(region.book[PATH].series) > 1
    assert region.book["behaviour.weight.grievance"].sd is not None
    book = araxes.load(
        scenario_file(f'\n[override]\n"{PATH}" = 0.9\n"behaviour.weight.grievance" = 1.5\n'),
    ).book
    assert [value for _, value in book[PATH].series] == [0.9]
    assert book["behaviour.weight.grievance"].sd is None
    assert book["behaviour.weight.red_line"].sd is not None


def test_an_override_may_be_dated(scenario_file):
    text = f'\n[override]\n"{PATH}" = [{{since = 2018-01-01, value = 0.1}}, {{since = 2023-05-01, value = 0.6}}]\n'
    parameter = araxes.load(scenario_file(text)).book[PATH]
    assert parameter.at(datetime.date(2023, 4, 30)) == 0.1
    assert parameter.at(datetime.date(2023, 5, 1)) == 0.6


def test_quoted_and_unquoted_dotted_keys_are_the_same(scenario_file):
    spellings = [f'"{PATH}" = 0.7', f"{PATH} = 0.7", "IRN.hawkishness.AZE = 0.7", '"IRN.hawkishness"."AZE" = 0.7']
    books = [araxes.load(scenario_file(f"\n[override]\n{text}\n")).book for text in spellings]
    books.append(araxes.load(scenario_file("\n[override.IRN.hawkishness]\nAZE = 0.7\n")).book)
    assert books[0][PATH].series[0][1] == 0.7
    assert all(book == books[0] for book in books)


def test_the_two_orders_of_an_undirected_pair_are_the_same(scenario_file):
    one = araxes.load(scenario_file('\n[override]\n"relations.tie.AZE.IRN" = 0.7\n')).book
    other = araxes.load(scenario_file('\n[override]\n"relations.tie.IRN.AZE" = 0.7\n')).book
    assert one["relations.tie.AZE.IRN"].series == other["relations.tie.AZE.IRN"].series
    assert one["relations.tie.AZE.IRN"].series[0][1] == 0.7


def test_a_pair_with_a_direction_keeps_it(scenario_file, region):
    book = araxes.load(scenario_file('\n[override]\n"relations.guarantee.ARM.IRN" = 0.7\n')).book
    assert book["relations.guarantee.ARM.IRN"].series[0][1] == 0.7
    assert book["relations.guarantee.IRN.ARM"] == region.book["relations.guarantee.IRN.ARM"]


VALUES = {
    "IRN.hawkishness.AZE": st.floats(-1, 1),
    "AZE.hawkishness.IRN": st.floats(-1, 1),
    "relations.tie.ARM.IRN": st.floats(-1, 1),
    "issues.treaty.status": st.floats(0, 1),
    "issues.israel.status": st.floats(0, 1),
    "RUS.attention.overstretch": st.floats(0, 1),
    "IRN.temper.alarm": st.floats(0, 3),
    "behaviour.weight.grievance": st.floats(-10, 10),
}
OVERRIDES = st.fixed_dictionaries({}, optional=VALUES)
SIDES = st.lists(st.booleans(), min_size=len(VALUES), max_size=len(VALUES))


def parted(values, sides):
    """Part overrides in two without a path in common."""
    left = {path: value for (path, value), side in zip(values.items(), sides, strict=False) if side}
    return left, {path: value for path, value in values.items() if path not in left}


def values_of(scenario):
    return {path: parameter.series for path, parameter in scenario.book.items()}


@pytest.fixture(scope="module")
def baseline():
    return araxes.load("baseline")


@given(values=OVERRIDES, sides=SIDES)
def test_disjoint_settings_commute(values, sides, baseline):
    left, right = parted(values, sides)
    one_way = araxes.load(araxes.load(baseline, sets=left), sets=right)
    other_way = araxes.load(araxes.load(baseline, sets=right), sets=left)
    at_once = araxes.load(baseline, sets=dict(reversed(list(values.items()))))
    assert values_of(one_way) == values_of(other_way) == values_of(at_once)


@given(values=OVERRIDES, sides=SIDES)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_disjoint_overrides_of_a_file_and_the_file_it_extends_commute(values, sides, scenario_file, head):
    def table(part):
        return "\n[override]\n" + "".join(f'"{path}" = {value!r}\n' for path, value in part.items())

    left, right = parted(values, sides)
    results = []
    for below, above in ((left, right), (right, left)):
        scenario_file(table(below), name="below")
        results.append(araxes.load(scenario_file(table(above), name="above", start=head + 'extends = "below"\n')))
    assert values_of(results[0]) == values_of(results[1])
    for path, value in values.items():
        assert results[0].book[path].series[0][1] == value


def test_of_two_values_the_later_wins(baseline):
    scenario = araxes.load(baseline, sets=["issues.treaty.status=0.1", "issues.treaty.status=0.2"])
    assert scenario.book["issues.treaty.status"].series[0][1] == 0.2


def test_settings_leave_the_loaded_scenario_as_it_was(baseline):
    before = values_of(baseline)
    araxes.load(baseline, sets={"issues.treaty.status": 0.9}, weeks=3)
    assert values_of(baseline) == before
    assert baseline.weeks == 52


ACT = '\n[[act]]\nid = "{id}"\ndate = 2023-04-06\nsource = "AZE"\ntarget = "IRN"\nrung = "{rung}"\nreference = "hypothetical"\n'
CHANGE = '\n[[change]]\nid = "{id}"\npath = "issues.treaty.status"\ndate = 2023-04-10\nvalue = {value}\nreference = "hypothetical"\n'


def test_a_child_inherits_events_and_drops_the_ones_it_names(scenario_file, head):
    parent = ACT.format(id="a", rung="warning") + ACT.format(id="b", rung="demand") + CHANGE.format(id="c", value=0.5)
    scenario_file(parent, name="parent")
    heir = araxes.load(scenario_file(name="heir", start=head + 'extends = "parent"\n'))
    assert [act.id for act in heir.acts] == ["a", "b"]
    assert [change.id for change in heir.changes] == ["c"]
    child = araxes.load(scenario_file(name="child", start=head + 'extends = "parent"\ndrop = ["a", "c"]\n'))
    assert [act.id for act in child.acts] == ["b"]
    assert child.changes == ()
    grandchild = araxes.load(scenario_file(name="grandchild", start=head + 'extends = "child"\ndrop = ["b"]\n'))
    assert grandchild.acts == ()


def test_a_dropped_id_and_its_week_are_free_again(scenario_file, head):
    scenario_file(ACT.format(id="a", rung="warning") + CHANGE.format(id="c", value=0.5), name="parent")
    text = ACT.format(id="a", rung="demand") + CHANGE.format(id="c", value=0.6)
    child = araxes.load(scenario_file(text, name="child", start=head + 'extends = "parent"\ndrop = ["a", "c"]\n'))
    assert [act.rung for act in child.acts] == ["demand"]
    assert [change.value for change in child.changes] == [0.6]


def test_an_inherited_id_cannot_be_used_again_without_dropping_it(scenario_file, head, messages):
    scenario_file(ACT.format(id="a", rung="warning"), name="parent")
    child = scenario_file(ACT.format(id="a", rung="demand"), name="child", start=head + 'extends = "parent"\n')
    (fault,) = messages(araxes.load, child)
    assert (fault.key, fault.got) == ("id", "'a'")


def test_a_change_clashes_with_an_inherited_one_of_the_same_week(scenario_file, head, messages):
    scenario_file(CHANGE.format(id="c", value=0.5), name="parent")
    child = scenario_file(CHANGE.format(id="d", value=0.6), name="child", start=head + 'extends = "parent"\n')
    (fault,) = messages(araxes.load, child)
    assert "'c' and 'd' in the week of 2023-04-10" in fault.got


def test_an_inherited_date_before_a_later_start_is_a_fault_of_the_file_that_has_it(scenario_file, head, messages):
    scenario_file(ACT.format(id="a", rung="warning"), name="parent")
    later = head.replace("2023-04-03", "2023-05-01") + 'extends = "parent"\n'
    (fault,) = messages(araxes.load, scenario_file(name="child", start=later))
    assert fault.file.endswith("parent.toml")
    assert fault.key == "act[1].date"


def test_the_head_is_inherited_except_what_the_child_says(scenario_file):
    scenario_file(name="parent")
    text = '[scenario]\nextends = "parent"\ntitle = "The child"\nweeks = 3\n'
    child = araxes.load(scenario_file(name="child", start=text))
    assert (child.title, child.weeks, child.question) == (
        "The child",
        3,
        "What does the reader say? (said of parent, which child extends)",
    )
    assert [file.rsplit("/", 1)[-1] for file in child.files] == ["parent.toml", "child.toml"]


@pytest.mark.parametrize(("date", "notes"), [("2023-04-16", 0), ("2023-04-17", 1)])
def test_what_is_dated_after_the_last_week_is_said_to_change_nothing(date, notes, scenario_file):
    """Two weeks from 3 April end with Sunday the 16th; the child's own horizon counts, not the parent's."""
    scenario_file(CHANGE.format(id="c", value=0.5).replace("2023-04-10", date), name="parent")
    text = '[scenario]\nextends = "parent"\nweeks = 2\n'
    said = araxes.load(scenario_file(name="child", start=text)).notes
    assert len(said) == notes
    assert all("'c' is dated 2023-04-17, after the last week of the run (2023-04-10)" in note for note in said)


@pytest.mark.parametrize(("date", "notes"), [("2023-04-03", 0), ("2023-04-06", 1), ("2023-04-09", 1)])
def test_a_run_begins_on_the_monday_of_its_start_and_says_so_when_it_differs(date, notes, scenario_file, head):
    scenario = araxes.load(scenario_file(start=head.replace("2023-04-03", date)))
    assert scenario.start == datetime.date(2023, 4, 3)
    assert len(scenario.notes) == notes
    assert all(date in note and "2023-04-03" in note for note in scenario.notes)


def test_an_event_on_the_monday_of_the_start_week_is_not_before_the_start(scenario_file, head):
    text = ACT.format(id="a", rung="warning").replace("2023-04-06", "2023-04-03")
    scenario = araxes.load(scenario_file(text, start=head.replace("2023-04-03", "2023-04-05")))
    assert scenario.week_of(scenario.acts[0].date) == 0


@pytest.mark.parametrize("weeks", [0, -1, 1.5, True, "4", 10**9])
def test_another_horizon_is_checked(weeks, messages):
    (fault,) = messages(araxes.load, "baseline", weeks=weeks)
    assert fault.file == "weeks"
    assert fault.got == repr(weeks)


@pytest.mark.parametrize(
    ("setting", "key", "got", "nearest"),
    [
        ("issues.treaty.status", "issues.treaty.status", "no '='", ""),
        ("issues.treaty.statu=0.5", "", "'issues.treaty.statu'", "issues.treaty.status"),
        ("issues.treaty.status=1.5", "issues.treaty.status", "1.5", ""),
        ("issues.treaty.status=high", "issues.treaty.status", "'high'", ""),
        ("issues.treaty.status=true", "issues.treaty.status", "'true'", ""),
        ("issues.treaty.status=nan", "issues.treaty.status", "nan", ""),
        ("issues.treaty.status=inf", "issues.treaty.status", "inf", ""),
        ("issues.treaty.status=", "issues.treaty.status", "''", ""),
    ],
)
def test_a_setting_at_fault_has_its_message(setting, key, got, nearest, messages, baseline):
    (fault,) = messages(araxes.load, baseline, sets=[setting])
    assert (fault.file, fault.key, fault.got, fault.nearest) == ("sets", key, got, nearest)


def test_all_settings_at_fault_are_named(messages, baseline):
    faults = messages(araxes.load, baseline, sets=["nothing", "issues.treaty.status=2", "IRN.tempr.leader=1"])
    assert [fault.got for fault in faults] == ["no '='", "2", "'IRN.tempr.leader'"]


def test_a_setting_may_be_a_mapping_of_numbers_or_dated_lists(baseline, messages):
    dated = [{"since": datetime.date(2020, 1, 1), "value": 0.3}]
    scenario = araxes.load(baseline, sets={"issues.treaty.status": dated, "IRN.temper.leader": 2})
    assert scenario.book["issues.treaty.status"].series == ((datetime.date(2020, 1, 1), 0.3),)
    assert scenario.book["IRN.temper.leader"].series[0][1] == 2
    (fault,) = messages(araxes.load, baseline, sets={"IRN.temper.leader": True})
    assert fault.got == "True"


def test_a_scenario_beside_the_file_may_be_expected_against(scenario_file):
    scenario_file(name="beside")
    text = '\n[[expectation]]\ndyad = "IRN>AZE"\nagainst = "beside"\nweeks = [1, 4]\nsign = "higher"\n'
    assert araxes.load(scenario_file(text)).expectations[0].against == "beside"
