"""Records by name and by path."""

import araxes
from araxes.records.filters import record_reading
from araxes.records.record import is_name, record_from


def test_a_record_is_known_by_its_name(region, chronology):
    assert record_from("chronology", region).columns == chronology.columns
    assert record_from(chronology, region) is chronology


def test_a_hindcast_takes_a_name(chronology):
    report = araxes.hindcast("chronology", "2026-02-02", "2026-02-16", horizons=(1,), model=False)
    assert report.found.record == chronology.header.name
    assert len(report.found.origins) == 2


def test_a_file_in_the_working_folder_comes_before_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert is_name("chronology")
    (tmp_path / "chronology").write_text("", encoding="utf-8")
    assert not is_name("chronology")
    assert not is_name("history/chronology")
    assert not is_name("nowhere")


def test_a_missing_record_is_a_fault(messages, region):
    (fault,) = messages(record_from, "nowhere.csv", region)
    assert "nowhere.csv" in str(fault)


def test_a_users_record_is_known_by_its_name(tmp_path, region, chronology):
    folder = tmp_path / "history"
    folder.mkdir()
    (folder / "mine.toml").write_text(
        'name = "mine"\nfirst = 2023-01-02\nlast = 2023-01-08\nsilence = "quiet"\ngaps = []\n', encoding="utf-8"
    )
    events = chronology.events.head(0)
    events.to_csv(folder / "mine.csv", index=False)
    assert is_name("mine", tmp_path)
    assert not is_name("mine")


def test_a_record_by_name_or_in_memory_is_read_in_one_way(messages, region, chronology):
    way = record_reading(["all-actors"], "once", "totals.csv")
    for given, words in (("chronology", "for the record 'chronology'"), (chronology, "for a record in memory")):
        faults = messages(record_from, given, region, None, way)
        assert [fault.file for fault in faults] == ["exposure", "filters", "mirrors"]
        assert all(words in fault.got for fault in faults)


def test_faults_of_dates_and_of_the_reading_come_together(messages):
    faults = messages(araxes.hindcast, "chronology", "soon", "2026-02-16", filters=["all_actors"], mirrors="thrice")
    assert [fault.file for fault in faults] == ["first", "filters", "mirrors"]
