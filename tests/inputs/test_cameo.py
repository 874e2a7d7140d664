"""The CAMEO table and the ladder agree."""

from araxes.inputs.cameo import cameo
from araxes.inputs.dated import rung_of_code


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
