"""What is wrong with a claim is said before anything is computed: file, key, what was got, what is allowed, the nearest name."""

import pytest

from araxes.claims.read_claims import read_claims
from araxes.errors import InputError

TOLD = {
    "kind_unknown": "test[1].kind: got 'pul'; allowed: a known kind of test: contrast, order, pair",
    "contradicts_missing": "test[1].contradicts: got nothing; allowed: a value for 'contradicts'",
    "contradicts_the_same": "test[1].contradicts: got 'more often than planted chance'; allowed: another outcome than",
    "outcome_unknown": "allowed: 'more often than planted chance' or 'an effect of 3 is excluded'",
    "row_unknown": "rows: got '2023-04-03-IRN-AZE-9'; allowed: the id of a row of 'Chronology",
    "reading_row_unknown": "reading.Baku: got '2023-01-27-IRN-AZE-9'; allowed: the id of a row",
    "reading_set_unknown": "reading.Baku.2023-01-27-IRN-AZE-1: got 'c'; allowed: a known set of acts: a, b",
    "capital_unknown": "views.Teheran: got 'Teheran'; allowed: a known capital: Ankara, Baku, Moscow, Tehran, Yerevan; nearest",
    "reading_capital_unknown": "reading.Bakou: got 'Bakou'; allowed: a known capital",
    "set_unknown": "test[1]: got 'c'; allowed: a known set of acts: a, b",
    "no_test_no_reason": "test: got neither a test nor a reason why there is none; allowed: exactly one",
    "test_and_reason": "test: got tests and a reason why there is none; allowed: exactly one",
    "key_unknown": "test[1].dayz: got unknown name 'dayz'",
    "days_of_a_pull": "test[1].days: got 3; allowed: nothing: a pull fades",
    "days_missing": "test[1].days: got nothing; allowed: a number of days",
    "id_other": "id: got 'C99'; allowed: 'id_other', the name of the file",
    "actor_unknown": "acts.c[1].source: got 'IRQ'; allowed: a known actor",
    "rows_and_sets": "test[1]: got rows and of; allowed: exactly one of 'rows', 'of' and 'pacts'",
    "coverage_backwards": "test[1].coverage.leader: got [0.9, 0.5]; allowed: lowest and highest share, above 0",
    "during_outside": "test[1].during: got 2023-05-01 to 2023-04-01; allowed: first and last day, within 20",
    "pacts_unknown": "test[1].pacts: got 'IRN-RUS'; allowed: a known pair of states",
    "bounds_backwards": "test[1].at_most: got 0; allowed: 5 or more, which 'at_least' asks for",
    "rows_turned": "test[1].supports: got 'otherwise'; allowed: 'as claimed'",
    "days_off_the_record": "since: got 2031-01-01; allowed: days that lie on the record, ",
    "assumption_neutral": "assumption[1].title: got 'neutral'; allowed: another title than neutral, Baku",
    "dyad_unknown": "test[1].dyad: got 'GEO'; allowed: a known state",
}


@pytest.mark.parametrize("name", TOLD)
def test_a_fault_says_what_is_wrong_and_what_would_do(chronology, region, root, name):
    with pytest.raises(InputError) as caught:
        read_claims([name], chronology, region, folder=root / "tests" / "bad" / "claims")
    assert TOLD[name] in str(caught.value)
    assert f"tests/bad/claims/{name}.toml" in str(caught.value)


def test_every_broken_file_has_its_message(root):
    assert {path.stem for path in (root / "tests" / "bad" / "claims").glob("*.toml")} == set(TOLD)


def test_an_unknown_claim_names_the_nearest(chronology, region):
    with pytest.raises(InputError, match="C99"):
        read_claims(["C99"], chronology, region)


def test_zeros_and_capitals_do_not_matter(chronology, region):
    assert [one.said.id for one in read_claims(["c09", "C9", "C09"], chronology, region)] == ["C9"] * 3


def test_a_folder_without_claims_is_a_fault(chronology, region, tmp_path):
    with pytest.raises(InputError, match="no file of a claim"):
        read_claims([], chronology, region, folder=tmp_path)
