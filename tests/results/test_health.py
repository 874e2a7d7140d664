"""The health of the shipped model: probes move the right way, crises calm by themselves, free runs look like the record."""

import pytest

import araxes
from araxes.engines.world import prepare
from araxes.results.free_runs import free_runs
from araxes.results.health import gate_rows, origins, saturation
from araxes.results.probes import PROBES, probe_table, without_effect
from araxes.results.stability import jacobian_at, stability
from araxes.rules.terms import TERMS


@pytest.fixture(scope="module")
def world():
    return prepare(araxes.load("baseline"))


def test_every_term_has_a_probe_that_moves_it_in_the_direction_of_its_source(world):
    table = probe_table(world)
    assert set(TERMS) <= set(table["term"])
    assert len(table) == len(PROBES)
    assert table["verdict"].str.startswith("right sign").all(), table[["term", "verdict"]]


def test_a_probe_says_so_when_its_term_cannot_move():
    deaf = prepare(araxes.load("baseline", sets={"relations.trade.AZE.RUS": 0}))
    table = probe_table(deaf).set_index("term")
    assert table.loc["interdependence", "verdict"] == "no effect"


@pytest.mark.slow
def test_only_values_that_no_rule_reads_are_without_effect(world):
    silent = without_effect(world)
    assert "USA.attention.overstretch" in silent
    assert not [
        path for path in silent if path.startswith(("IRN.", "AZE.", "RUS.", "TUR.")) and "overstretch" not in path
    ]


def test_crises_calm_by_themselves_and_more_reciprocity_brings_the_limit_nearer(world):
    found = stability(world)
    assert 0 < found.leading < 1
    assert found.critical > 1
    stronger = jacobian_at(world, 2.0)
    assert stronger.shape == (20, 20)
    assert abs(stronger).sum() > abs(jacobian_at(world, 1.0)).sum()


@pytest.mark.slow
@pytest.mark.parametrize("origin", origins())
def test_free_runs_look_like_the_record(origin):
    run = free_runs(origin, weeks=104, replicates=120)
    rows = gate_rows(run)
    assert len(run.table) == 80
    assert all(row["holds"] for row in rows), rows
    assert (run.table["width"] >= 0).all()
    assert run.table.groupby("dyad")["observed"].sum().eq(104).all()
    assert set(saturation(run)["happens"]) <= {"always", "never"}
