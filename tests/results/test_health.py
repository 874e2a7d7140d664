"""The health of the shipped model: probes move the right way, crises calm by themselves, free runs look like the record."""

import json

import pandas as pd
import pytest

import araxes
from araxes.cli.check import TABLES, health_document, response_lines, show_health, write_health
from araxes.cli.screen import records
from araxes.engines.world import prepare
from araxes.files import replace_files
from araxes.results.free_runs import free_runs
from araxes.results.health import free_run_gates, health, known_of_clustering, known_of_gates, origins, saturation
from araxes.results.stability import answers_at, probe_table, shipped_probes, stability, without_effect
from araxes.rules.terms import CONTACT, TERMS


@pytest.fixture(scope="module")
def world():
    return prepare(araxes.load("baseline"))


@pytest.fixture(scope="module")
def found():
    """Return the health of the shipped model, from few runs."""
    told = []
    health_found = health(24, progress=told.append)
    assert sum(told) == 24 * len(origins())
    return health_found


def test_every_term_but_the_lift_has_a_probe_that_moves_it_in_the_direction_of_its_source(world):
    table = probe_table(world)
    assert {*TERMS, CONTACT} - set(table["term"]) == {"lift"}
    assert len(table) == len(shipped_probes())
    assert table["verdict"].str.startswith("right sign").all(), table[["term", "verdict"]]


def test_a_probe_says_so_when_its_term_cannot_move():
    deaf = prepare(araxes.load("baseline", sets={"IRN.salience.syunik_route": 0, "AZE.salience.syunik_route": 0}))
    table = probe_table(deaf).set_index("term")
    assert table.loc["grievance", "verdict"] == "no effect"
    assert table.loc["leader", "verdict"].startswith("right sign")


@pytest.mark.slow
def test_only_values_that_no_rule_reads_are_without_effect(world):
    silent = without_effect(world)
    assert "USA.attention.overstretch" in silent
    states = ("IRN.", "AZE.", "RUS.", "TUR.")
    assert not [path for path in silent if path.startswith(states) and "overstretch" not in path]


def test_crises_calm_by_themselves_and_stronger_answers_bring_the_limit_nearer(world):
    found = stability(world)
    assert 0 < found.leading < 1
    assert found.critical > 1
    stronger = answers_at(world, 2.0)
    assert stronger.shape == (20, 20)
    assert abs(stronger).sum() > abs(answers_at(world, 1.0)).sum()


@pytest.mark.slow
@pytest.mark.parametrize("origin", origins())
def test_free_runs_look_like_the_record(origin):
    run = free_runs(origin, weeks=104, replicates=2000)
    rows = free_run_gates(run)
    assert len(run.table) == 80
    assert all(row["holds"] for row in rows), rows
    assert all(row["origin"] == origin for row in rows)
    assert (run.table["width"] >= 0).all()
    assert run.table.groupby("dyad")["observed"].sum().eq(104).all()
    assert set(saturation(run)["happens"]) <= {"always", "never"}


@pytest.mark.slow
def test_what_is_known_to_fail_does_not_decide_the_verdict(found):
    assert not found.known["holds"].all()
    assert len(found.known) == len(known_of_clustering()) + 1 + len(known_of_gates())
    wrong = found.probes["verdict"].str.contains("no effect|wrong sign").any()
    assert found.holds == (found.gates["holds"].all() and found.stability.leading < 1 and not wrong)


@pytest.mark.slow
def test_the_document_and_the_files_hold_all_tables(found, tmp_path):
    document = json.loads(json.dumps(health_document(found), default=str))
    for name in (*TABLES, "gates", "probes"):
        assert document[name] == json.loads(json.dumps(records(getattr(found, name)), default=str))
        assert all(isinstance(row.get("holds", True), bool) for row in document[name])
    assert document["violence"]["quarters"] == found.violence.quarters
    with replace_files(tmp_path) as files:
        write_health(found, files)
    for name in TABLES:
        assert len(pd.read_csv(tmp_path / f"{name}.csv")) == len(getattr(found, name))


@pytest.mark.slow
def test_what_is_printed_says_each_thing_once(found, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    show_health(found)
    printed = capsys.readouterr().out
    assert printed.count("Known to fail, and not part of the verdict") == 1
    assert printed.count("fails, as known") + printed.count("holds, though") == len(found.known)
    assert max(map(len, printed.splitlines()[:20])) <= 160
    assert printed.rstrip().splitlines()[-1].startswith(("Everything required holds", "Something required"))


def made_up_response(moved):
    """Return the responses of one impulse: the act's own dyad, the answer and four others, of which some are moved."""
    roles = {"A>B": "same dyad", "B>A": "answer"} | {f"{code}>B": "other dyad" for code in "CDEF"}
    rows = [
        {
            "impulse": "coercion", "act": "A>B rupture", "dyad": dyad, "role": role, "window": window, "onsets": 3,
            "hostile": float("nan") if (dyad, window) == ("A>B", "week 0") else moved.get(dyad, 0.0), "hostile_se": 0.01,
            "coercion": 0.0, "coercion_se": 0.0, "record": -0.001, "record_se": 0.5,
        }
        for window in ("week 0", "weeks 1 to 4", "weeks 5 to 13")
        for dyad, role in roles.items()
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_responses_show_the_dyad_the_answer_and_the_others_that_are_moved_beyond_luck():
    lines = response_lines(made_up_response({"C>B": 0.015, "D>B": 0.03, "E>B": -0.3, "B>A": 0.0}))
    assert lines["dyad"].tolist() == ["A>B", "B>A", "E>B", "D>B"]
    assert lines["m, week 0"].tolist() == ["", "0.00 (0.01)", "-0.30 (0.01)", "0.03 (0.01)"]
    assert set(lines["r, weeks 1 to 4"]) == {"0.00 (0.50)"}
    assert lines["m, points of coercion, 1 to 4, 5 to 13"].iloc[1] == "0, 0"
