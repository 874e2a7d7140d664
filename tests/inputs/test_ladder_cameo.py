"""The CAMEO table agrees with the ladder and, on which acts two do together, with the record."""

import datetime

import pandas as pd
import pytest

from araxes.inputs.ladder import cameo, other_halves, rung_of_code
from araxes.units import monday


def test_every_code_of_the_table_has_a_rung(region):
    without = [code for code in cameo().index if rung_of_code(code, region.rungs) is None]
    assert without == []
    assert len(cameo()) > 300


def test_codes_are_text_and_listed_once():
    assert cameo().index.is_unique
    assert "057" in cameo().index
    assert "57" not in cameo().index


def test_every_rung_stands_for_a_code_that_maps_back_to_it(region):
    for index, rung in enumerate(region.rungs):
        assert rung.code in cameo().index
        assert rung_of_code(rung.code, region.rungs) == index


def test_no_prefix_stands_on_two_rungs(region):
    prefixes = [prefix for rung in region.rungs for prefix in rung.cameo]
    assert len(prefixes) == len(set(prefixes)) > 20


def test_scores_fall_along_the_ladder(region):
    scores = [region.book[f"ladder.{rung.key}.goldstein"].series[0][1] for rung in region.rungs]
    assert scores == sorted(scores, reverse=True)
    assert scores.count(0) == 1


def test_the_table_ranks_the_rungs_as_the_ladder_does(region):
    table = cameo()
    table = table.assign(rung=[rung_of_code(code, region.rungs) for code in table.index])
    means = table.groupby("rung")["goldstein"].mean()
    assert (means[:3] > means[3]).all()
    assert (means[4:] < means[3]).all()


def test_the_other_half_of_an_act_that_two_do_together_has_this_one_for_its_own(region):
    halves = other_halves()
    assert {halves[halves[code]] for code in halves} == set(halves)
    assert halves["042"] == "043"
    for code, other in halves.items():
        assert rung_of_code(code, region.rungs) == rung_of_code(other, region.rungs)


@pytest.fixture(scope="module")
def met(chronology_rows, region):
    """Return how many acts of each kind the record has between states, and the share whose other half falls into the same week."""
    acts = [
        (row["source"], row["target"], monday(datetime.date.fromisoformat(row["date"])), row["code"])
        for row in chronology_rows
        if {row["source"], row["target"]} <= set(region.states)
    ]
    known, halves = set(acts), other_halves()
    met = [(target, source, week, halves.get(code, code)) in known for source, target, week, code in acts]
    return pd.DataFrame({"code": [code for *_, code in acts], "met": met}).groupby("code")["met"].agg(["size", "mean"])


def test_acts_are_marked_as_done_together_where_the_record_has_both_halves_in_most_weeks(met, region):
    often = met[met["size"] >= 10]
    quiet = [rung.key for rung in region.rungs].index("quiet")
    kind = [code for code in often.index if rung_of_code(code, region.rungs) < quiet]
    together = {code for code in kind if often["mean"][code] >= 0.8}
    assert together == set(other_halves()) - {"040"}
    assert max(often["mean"][code] for code in kind if code not in together) < 0.6
