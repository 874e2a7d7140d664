"""The shipped article on trial: a verdict changes when, and only when, what it cites does; judgements are kept; an example holds."""

import pytest

import araxes
from araxes.claims.read_claims import read_claims
from araxes.claims.trial import READINGS_SHOWN, judge_claims
from araxes.records.history import History

CITED = {"C9": "2022-10-20-IRN-AZE-1", "C21": "2021-09-28-IRN-AZE-1"}
"""A row that the claim's tests are about."""


def without(history, rows):
    kept = [place for place, row in enumerate(history.columns["id"]) if row not in rows]
    return History(
        history.header, {name: [values[place] for place in kept] for name, values in history.columns.items()}
    )


def found(history, name, tests=(1, 2)):
    """Return what was found of the first tests of a claim, the first family of a pair."""
    rulings = judge_claims([name], history=history).rulings
    return [dict(one.by_reading) for one in rulings if one.place in tests]


def strangers(history, name, region):
    """Ids of rows that a claim says nothing of."""
    (claim,) = read_claims([name], history, region)
    cited = {*claim.said.rows, *(row for rows in claim.readings.values() for row in rows)}
    cited |= {row for test in claim.tests for row in getattr(test, "rows", ())}
    cited |= {row for query in claim.said.acts.values() for one in query for row in one.drop}
    for acts in claim.said.acts:
        cited |= set(claim.acts(acts, {}, history, region).ids)
    return [row for row in history.columns["id"] if row not in cited]


@pytest.mark.slow
@pytest.mark.parametrize("name", CITED)
def test_a_verdict_does_not_change_with_rows_that_it_does_not_cite(chronology, region, name):
    before = found(chronology, name)
    others = strangers(chronology, name, region)
    assert found(without(chronology, others[1::3]), name) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", CITED)
def test_it_does_not_change_with_the_order_of_rows(chronology, name, monkeypatch):
    turned = History(chronology.header, {key: values[::-1] for key, values in chronology.columns.items()})
    before = found(chronology, name)
    monkeypatch.setattr("araxes.claims.trial.kept_judgement", lambda key: None)
    assert found(turned, name) == before


@pytest.mark.slow
@pytest.mark.parametrize("name", CITED)
def test_it_is_judged_anew_where_a_cited_row_changes(chronology, name):
    later = chronology.columns["date"][chronology.columns["id"].index(CITED[name])].replace(year=2024)
    dates = [
        later if row == CITED[name] else date
        for row, date in zip(chronology.columns["id"], chronology.columns["date"], strict=True)
    ]
    moved = History(chronology.header, chronology.columns | {"date": dates})
    assert found(moved, name) != found(chronology, name)


def test_readings_change_the_count_of_c21_and_nothing_else_does(chronology):
    (counts, *_) = found(chronology, "C21", tests=(1,))
    figures = {name: one.figures["count"] for name, one in counts.items()}
    assert {figures[name] for name in ("neutral", "Tehran", "Yerevan", "Moscow", "Ankara")} == {7}
    assert (figures["Baku"], figures["Baku, and lorries are Iranian acts"]) == (5, 1)


def test_a_judgement_is_kept_and_read_again(chronology, monkeypatch):
    first = judge_claims(["C3"], history=chronology)
    monkeypatch.setattr("araxes.claims.trial._made", lambda *given: pytest.fail("judged again"))
    again = judge_claims(["c03"], history=chronology)
    assert again.table.equals(first.table)


def test_a_setting_makes_it_judged_anew(chronology, set_claims):
    first = judge_claims(["C3"], history=chronology)
    set_claims(shared_ratio=9)
    assert judge_claims(["C3"], history=chronology).document() != first.document()


def test_all_claims_are_there_with_a_question_or_a_reason(chronology, region):
    claims = read_claims([], chronology, region)
    assert [one.said.id for one in claims] == [f"C{number}" for number in range(1, 22)]
    assert [one.said.id for one in claims if not one.tests] == ["C17"]


def test_the_table_and_the_document_say_the_same(chronology):
    trial = araxes.judge_claims(["C14", "C17"], history=chronology)
    assert list(trial.table["claim"]) == ["C14", "C14", "C17"]
    assert list(trial.table["neutral"]) == ["-", "-", ""]
    assert [one["id"] for one in trial.document()["claims"]] == ["C14", "C14", "C17"]
    assert set(READINGS_SHOWN) <= set(trial.document()["claims"][0]["readings"])
    assert "2 claims" in repr(trial)


def test_another_article_is_judged_in_place_of_the_shipped_one(chronology, root):
    trial = judge_claims([], article=root / "examples" / "claims", history=chronology)
    assert {one.claim.said.id for one in trial.rulings} == {"Y1"}
    assert {one.place for one in trial.rulings} == {1, 2, 3}


def test_a_contested_row_counts_where_a_reading_says_so(chronology):
    (deeds,) = [one for one in judge_claims(["C16"], history=chronology).rulings if one.place == 2]
    assert deeds.neutral.verdict == "confirmed"
    assert deeds.by_reading["Baku"].verdict == "wrong"
