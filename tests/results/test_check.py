"""Checking files: what is looked at for which path, and that shipped files have no fault."""

import shutil

import pytest

from araxes.results.check import check


def test_the_shipped_files_have_no_fault():
    assert check() == []


@pytest.mark.parametrize(
    "name",
    [
        "params/ladder.toml",
        "params/settings.toml",
        "params/actors/IRN.toml",
        "scenarios/baseline.toml",
        "history/chronology.toml",
        "history/chronology.csv",
    ],
)
def test_a_shipped_file_has_no_fault(name, root):
    assert check(root / name) == []


def test_a_table_that_is_no_history_says_which_columns_are_missing(root):
    (fault,) = check(root / "params" / "cameo.csv")
    assert fault.key == "line 1"
    assert "date" in fault.got


@pytest.mark.parametrize("name", ["nowhere", "nowhere.toml", "a" * 300])
def test_what_does_not_exist_is_a_fault(name, tmp_path):
    (fault,) = check(tmp_path / name)
    assert fault.got == "no such file or folder"


def test_a_file_of_another_kind_is_a_fault(tmp_path):
    (tmp_path / "notes.tml").write_text("x = 1\n", encoding="utf-8")
    (fault,) = check(tmp_path / "notes.tml")
    assert (fault.got, fault.nearest) == ("'.tml'", ".toml")


def test_a_folder_without_ours_inside_is_a_fault_rather_than_nothing(own_folder):
    own = own_folder({"param/behaviour.toml": "[weights]\n"})
    (fault,) = check(own)
    assert fault.allowed.startswith(
        "a folder with params, scenarios, history, readings or perspectives inside, or a folder of records"
    )


def test_a_folder_of_records_is_read_as_one(tmp_path):
    rows = ["date,source,target,cameo", *(f"2022-01-{day:02d},AZE,112,IRN" for day in range(3, 9))]
    for name, part in (("a.csv", rows[:4]), ("b.csv", rows[:1] + rows[4:])):
        lines = [part[0], *(",".join(row.split(",")[place] for place in (0, 1, 3, 2)) for row in part[1:])]
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "README.txt").write_text("Events.\n", encoding="utf-8")
    said = []
    assert check(tmp_path, said.append) == []
    assert "6 acts" in said[0]
    assert any("left out: 1 (README.txt)" in line for line in said)


def test_a_record_is_checked_by_its_name(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert check("chronology") == []
    (fault,) = check("chronolgy")
    assert fault.nearest == "chronology"


STATUS = '{value = 0.4, unit = "status", range = [0.0, 1.0], source = "mine", confidence = "judged"}'


@pytest.fixture
def own_with_issue(own_folder, head):
    return own_folder(
        {
            "params/issues.toml": f'[gas]\nlabel = "Gas"\nstatus = {STATUS}\n',
            "scenarios/gas.toml": head + '\n[override]\n"issues.gas.status" = 0.1\n',
            "history/gas.csv": "id,date,source,target,code,issue,flag\none,2026-03-10,AZE,IRN,114,gas,\n",
        }
    )


@pytest.mark.parametrize("name", ["scenarios/gas.toml", "params/issues.toml", "history/gas.csv"])
def test_a_file_in_a_users_folder_is_checked_with_that_folder(name, own_with_issue, tmp_path):
    assert check(own_with_issue / name) == []
    alone = shutil.copy(own_with_issue / name, tmp_path)
    assert len(check(alone)) >= 1


def test_a_folder_named_like_ours_further_up_is_not_taken_for_the_users(tmp_path, head):
    place = tmp_path / "history" / "of" / "mine"
    place.mkdir(parents=True)
    (tmp_path / "params").mkdir()
    (tmp_path / "params" / "ladders.toml").write_text("x = 1\n", encoding="utf-8")
    (place / "plain.toml").write_text(head, encoding="utf-8")
    assert check(place / "plain.toml") == []


def test_parameters_at_fault_are_told_without_the_scenarios_that_stand_on_them(own_folder, head):
    own = own_folder(
        {"params/relations.toml": "[ties]\n", "scenarios/broken.toml": head.replace("weeks = 8", "weeks = 0")}
    )
    assert [fault.key for fault in check(own)] == ["ties"]


def test_all_scenarios_of_a_folder_are_checked(own_folder, head):
    broken = {f"scenarios/broken_{k}.toml": head.replace("weeks = 8", f"weeks = -{k}") for k in (1, 2)}
    faults = check(own_folder(broken | {"scenarios/sound.toml": head}))
    assert [fault.got for fault in faults] == ["-1", "-2"]


def test_a_fault_of_a_parent_is_told_once(own_folder, head):
    own = own_folder(
        {
            "scenarios/parent.toml": head + "\n[overide]\n",
            "scenarios/one.toml": '[scenario]\nextends = "parent"\n',
            "scenarios/two.toml": '[scenario]\nextends = "parent"\n',
        }
    )
    (fault,) = check(own)
    assert fault.file.endswith("parent.toml")


def test_a_ladder_that_makes_no_tree_is_found_without_running(own_copy):
    path = own_copy / "params" / "ladder.toml"
    text = path.read_text(encoding="utf-8").replace('["criticism", "war"]]', '["demand", "war"]]')
    path.write_text(text, encoding="utf-8")
    (fault,) = check(own_copy)
    assert fault.key == "node hostile.branches"


@pytest.mark.parametrize("place", ["", "params", "params/records.toml"])
def test_names_of_actors_in_other_records_are_checked(place, own_folder):
    own = own_folder({"params/records.toml": '[actor]\nBaku = "AZR"\n'})
    (fault,) = check(own / place)
    assert (fault.key, fault.nearest) == ("actor.Baku", "AZE")


def test_another_record_is_checked_by_its_own_reader(tmp_path):
    path = tmp_path / "events.tab"
    path.write_text("Event Date\tSource Country\tTarget Country\n", encoding="utf-8")
    (fault,) = check(path)
    assert "no column CAMEO Code" in fault.got


@pytest.mark.parametrize("name", ["events.csv", "events.tab", "events.txt"])
def test_a_record_of_other_codes_is_named_whatever_its_file_is_called(name, tmp_path):
    (tmp_path / name).write_text("event_date,event_type,sub_event_type,actor1,actor2\n", encoding="utf-8")
    (fault,) = check(tmp_path / name)
    assert fault.got.startswith("ACLED")
