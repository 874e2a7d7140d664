"""The shipped article on trial: a verdict changes when, and only when, what it cites does; judgements are kept; an example holds."""

import pytest

import araxes
from araxes.claims.hearing import Hearing
from araxes.claims.read_claims import read_claims
from araxes.claims.trial import READINGS_SHOWN, judge_claims, judge_test, judgement_name
from araxes.records.history import History

CITED = {"C9": "2022-10-20-IRN-AZE-1", "C21": "2021-09-28-IRN-AZE-1"}
"""A row that the claim's tests are about."""


def changed(history, **columns):
    """Return a record with columns exchanged."""
    return History(history.header, history.columns | columns)


def picked(history, places):
    """Return a record of some of its rows, in that order."""
    return changed(history, **{name: [values[place] for place in places] for name, values in history.columns.items()})


def judged(history, name, region):
    """Return what comes of a claim's first two tests under the neutral reading, worked out now."""
    (claim,) = read_claims([name], history, region)
    tests = enumerate(claim.tests[:2], start=1)
    return [judge_test(Hearing(claim, place, {}, history, region, 1), test) for place, test in tests]


def strangers(history, name, region):
    """Return the ids of rows that a claim says nothing of."""
    (claim,) = read_claims([name], history, region)
    cited = {*claim.said.rows, *(row for rows in claim.readings.values() for row in rows)}
    cited |= {row for test in claim.tests for row in getattr(test, "rows", ())}
    cited |= {row for query in claim.said.acts.values() for one in query for row in one.drop}
    for acts in claim.said.acts:
        cited |= set(claim.acts(acts, {}).ids)
    return [row for row in history.columns["id"] if row not in cited]


@pytest.mark.slow
@pytest.mark.parametrize("name", CITED)
def test_a_verdict_changes_when_and_only_when_rows_that_it_cites_do(chronology, region, name, monkeypatch):
    monkeypatch.setattr("araxes.claims.trial.kept_judgement", lambda key: None)
    before = judged(chronology, name, region)
    ids, dates = chronology.columns["id"], list(chronology.columns["date"])
    gone = set(strangers(chronology, name, region)[1::3])
    assert len(gone) > 99
    others = [place for place, row in enumerate(ids) if row not in gone]
    assert judged(picked(chronology, others[::-1]), name, region) == before
    place = ids.index(CITED[name])
    dates[place] = dates[place].replace(year=2024)
    assert judged(changed(chronology, date=dates), name, region) != before


@pytest.mark.parametrize("name", CITED)
def test_what_is_kept_is_found_again_when_and_only_when_what_is_cited_is_the_same(chronology, region, name):
    def keys(history):
        (claim,) = read_claims([name], history, region)
        return [
            judgement_name(Hearing(claim, place, reading, history, region, 1), test, "one-way")
            for place, test in enumerate(claim.tests, start=1)
            for reading in claim.readings.values()
        ]

    before = keys(chronology)
    gone = set(strangers(chronology, name, region))
    ids, dates = chronology.columns["id"], list(chronology.columns["date"])
    assert keys(picked(chronology, [place for place, row in enumerate(ids) if row not in gone])) == before
    place = ids.index(CITED[name])
    dates[place] = dates[place].replace(year=2024)
    moved = keys(changed(chronology, date=dates))
    assert moved != before
    assert len(set(before)) > 2


def test_readings_change_the_count_of_c21_and_nothing_else_does(chronology, region):
    (claim,) = read_claims(["C21"], chronology, region)
    heard = {name: Hearing(claim, 1, reading, chronology, region, 1) for name, reading in claim.readings.items()}
    figures = {name: judge_test(one, claim.tests[0])[0].figures["count"] for name, one in heard.items()}
    assert {figures[name] for name in ("neutral", "Tehran", "Yerevan", "Moscow", "Ankara")} == {7}
    assert (figures["Baku"], figures["Baku, and lorries are Iranian acts"]) == (5, 1)


def test_a_judgement_is_kept_and_read_again(chronology, monkeypatch):
    first = judge_claims(["C14"], history=chronology)
    monkeypatch.setattr("araxes.claims.trial._made", lambda *given: pytest.fail("judged again"))
    again = judge_claims(["c014"], history=chronology)
    assert again.table.equals(first.table)


def test_a_setting_makes_it_judged_anew(chronology, set_claims):
    first = judge_claims(["C14"], history=chronology)
    set_claims(level=0.2)
    assert judge_claims(["C14"], history=chronology).document() != first.document()


def test_all_claims_are_there_with_a_question_or_a_reason(chronology, region):
    claims = read_claims([], chronology, region)
    assert [one.said.id for one in claims] == [f"C{number}" for number in range(1, 22)]
    assert [one.said.id for one in claims if not one.tests] == ["C17"]


def test_the_table_and_the_document_say_the_same(chronology):
    trial = araxes.judge_claims(["C14", "C17"], history=chronology)
    assert list(trial.table["claim"]) == ["C14", "C14", "C17"]
    assert list(trial.table["neutral"]) == ["-", "o", ""]
    assert [one["id"] for one in trial.document()["claims"]] == ["C14", "C14", "C17"]
    assert set(READINGS_SHOWN) <= set(trial.document()["claims"][0]["readings"])
    assert "2 claims" in repr(trial)


def test_another_article_is_judged_in_place_of_the_shipped_one(chronology, root):
    trial = judge_claims([], article=root / "examples" / "claims", history=chronology)
    assert {one.claim.said.id for one in trial.rulings} == {"Y1"}
    assert {one.place for one in trial.rulings} == {1, 2, 3}


def test_a_contested_row_counts_where_a_reading_says_so(chronology):
    (deeds,) = [one for one in judge_claims(["C16"], history=chronology).rulings if one.place == 2]
    assert deeds.neutral.verdict == "in part"
    assert deeds.by_reading["Baku"].verdict == "wrong"
