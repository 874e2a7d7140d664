"""Own tables: what a spreadsheet saves is read, and a table without a word is refused."""

import pytest

from araxes.inputs.read import read_rows


@pytest.mark.parametrize("text", ['""', ",,\n,,\n", '"",""\n\n', ";;;"])
def test_a_table_of_empty_fields_alone_is_refused(tmp_path, messages, text):
    path = tmp_path / "empty.csv"
    path.write_text(text, encoding="utf-8")
    (fault,) = messages(read_rows, path)
    assert "got a table without a word; allowed: a first line that names the columns" in str(fault)
