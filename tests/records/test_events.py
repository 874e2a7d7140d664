"""Reading coded events strictly."""

import datetime

import pytest

from araxes.dims import EVENT_COLUMNS
from araxes.records.events import GENERAL, read_events

HEADER = "id,date,source,target,code,issue,flag"
ROW = "one,2023-04-06,AZE,IRN,057,general,"


@pytest.fixture
def read(tmp_path, region):
    def reading(text):
        path = tmp_path / "events.csv"
        path.write_text(text, encoding="utf-8")
        return read_events(path, region.actors, region.issues, {"EUU": "EU"})

    return reading


def test_codes_stay_text_and_dates_become_dates(read):
    table = read(f"{HEADER}\n{ROW}\n")
    assert table.loc[0, "code"] == "057"
    assert table.loc[0, "date"] == datetime.date(2023, 4, 6)
    assert table.loc[0, "flag"] == ""


def test_aliases_are_replaced_and_only_in_actors(read):
    table = read(f"{HEADER}\nEUU,2023-04-06,EUU,IRN,057,general,\n")
    assert table.loc[0, "source"] == "EU"
    assert table.loc[0, "id"] == "EUU"


def test_a_table_without_rows_is_an_empty_history(read):
    table = read(f"{HEADER}\n")
    assert len(table) == 0
    assert list(table.columns) == HEADER.split(",")


def test_columns_may_stand_in_any_order_and_lines_end_in_any_way(read):
    plain = read(f"{HEADER}\n{ROW}\n")
    turned = read("flag,issue,code,target,source,date,id\n,general,057,IRN,AZE,2023-04-06,one\n")
    windows = read(f"{HEADER}\r\n{ROW}\r\n")
    assert turned[list(plain.columns)].equals(plain)
    assert windows.equals(plain)


def test_commas_and_quotes_in_texts_are_kept(read):
    columns = ",".join(EVENT_COLUMNS)
    text = f'{columns}\none,2023-04-06,AZE,IRN,057,q,8.0,general,,"Notes, ""sharp"" ones.",ref,page\n'
    assert read(text).loc[0, "summary"] == 'Notes, "sharp" ones.'


def test_every_known_issue_and_the_general_one_will_do(read, region):
    rows = [f"{issue},2023-04-06,AZE,IRN,057,{issue},\n" for issue in [*region.issues, GENERAL]]
    assert len(read(HEADER + "\n" + "".join(rows))) == len(region.issues) + 1


def test_an_act_of_an_alias_on_its_own_actor_is_an_act_on_itself(read, messages):
    (fault,) = messages(read, f"{HEADER}\none,2023-04-06,EUU,EU,057,general,\n")
    assert fault.key == "line 2, target"


def test_ids_are_counted_where_there_are_none(read):
    table = read("date,source,target,code\n2023-04-06,AZE,IRN,057\n2023-04-06,AZE,IRN,112\n2023-04-07,AZE,IRN,112\n")
    assert table["id"].tolist() == ["2023-04-06-AZE-IRN-1", "2023-04-06-AZE-IRN-2", "2023-04-07-AZE-IRN-1"]


def test_a_code_that_may_have_lost_its_zero_is_refused_in_a_file_without_any(read, messages):
    """What is advised works: 020 and 200 are read."""
    head = "date,source,target,code\n2023-04-06,AZE,IRN,112\n2023-04-06,AZE,IRN,"
    (fault,) = messages(read, f"{head}20\n")
    assert fault.key == "line 3, code"
    assert "020" in fault.step
    for code in ("020", "200"):
        assert read(f"{head}{code}\n")["code"].tolist() == ["112", code]
    assert read(f"{head}20\n2023-04-06,AZE,IRN,042\n")["code"].tolist() == ["112", "20", "042"]
