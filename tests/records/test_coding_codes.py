"""A code that lost its zero is told by its row, or not at all."""

import pytest

from araxes.inputs.ladder import goldstein_scores
from araxes.records.coding import whole_code

CODES = goldstein_scores()
TWINS = [code for code in CODES if f"0{code}" in CODES]


def test_twenty_is_war_or_an_appeal_by_its_root():
    assert whole_code("20", CODES, family="2") == ("020", "")
    assert whole_code("20", CODES, family="02", base="20") == ("020", "")
    assert whole_code("20", CODES, family="20", base="20") == ("20", "")
    assert whole_code("20", CODES, base="020") == ("020", "")


def test_its_goldstein_score_tells_where_there_is_no_root():
    assert whole_code("20", CODES, score="3.0") == ("020", "")
    assert whole_code("20", CODES, score="-10") == ("20", "")
    code, doubt = whole_code("20", CODES, score="1.0")
    assert (code, doubt) == ("", "20 or 020")


@pytest.mark.parametrize("code", TWINS)
def test_a_row_that_does_not_say_leaves_every_such_code_open(code):
    assert whole_code(code, CODES)[0] == ""
    assert whole_code(code, CODES, zeros=True)[0] == f"0{code}"


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_found_again_from_its_number_and_its_root(code):
    root = code[:2]
    assert whole_code(code, CODES, family=root, base=code[:3])[0] == code
    assert whole_code(str(int(code)), CODES, family=str(int(root)), base=str(int(code[:3])))[0] in (
        code,
        code.lstrip("0"),
    )
    assert whole_code(f"{int(code)}.0", CODES, family=f"{int(root)}.0")[0].lstrip("0") == str(int(code))


def test_a_code_of_another_root_than_its_row_is_in_doubt():
    assert whole_code("57", CODES, family="5") == ("057", "")
    code, doubt = whole_code("57", CODES, family="11")
    assert code == ""
    assert "root" in doubt
    assert whole_code("999", CODES) == ("", "")
