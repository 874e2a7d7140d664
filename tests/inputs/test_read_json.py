"""JSON files: what is not text to the end is a fault."""

import pytest

from araxes.inputs.read import read_json

WORDS = "a table"


def test_a_character_of_two_halves_is_read(tmp_path):
    path = tmp_path / "whole.json"
    path.write_text('{"a": "\\ud83d\\ude00"}', encoding="utf-8")
    assert read_json(path, 1000, WORDS) == {"a": "\N{GRINNING FACE}"}


@pytest.mark.parametrize("text", ['["\\ud800"]', '{"a\\uDFFF": 1}', '["\\udc00\\ud83d"]'])
def test_half_a_character_is_refused(tmp_path, messages, text):
    path = tmp_path / "half.json"
    path.write_text(text, encoding="utf-8")
    (fault,) = messages(read_json, path, 1000, WORDS)
    assert "half of a character" in str(fault)
    str(fault).encode()
