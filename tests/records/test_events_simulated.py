"""Simulated acts read back as the same rungs."""

import datetime

import pandas as pd
import pytest

import araxes
from araxes.dims import EVENT_COLUMNS
from araxes.inputs.region import read_region
from araxes.records.events import quad_of, simulated_event
from araxes.records.history import read_history
from araxes.records.weekly import weekly_rungs

MONDAY = datetime.date(2023, 1, 2)
HEADER = 'name = "Simulated"\nfirst = {first}\nlast = {last}\nsilence = "quiet"\nwar_flag = "war"\n'


def read_back(events, weeks, first, own_folder, region):
    """Write events as a history, read it, and return weekly rungs."""
    until = first + datetime.timedelta(weeks=weeks)
    header = HEADER.format(first=first, last=until - datetime.timedelta(days=1))
    text = events[list(EVENT_COLUMNS)].to_csv(index=False)
    own = own_folder({"history/chronology.toml": header, "history/chronology.csv": text})
    return weekly_rungs(read_history(region, own=own), region, until)[1]


@pytest.mark.parametrize("rung", [0, 1, 2, 4, 5, 6, 7, 8, 9, 10])
def test_an_act_is_written_with_the_code_of_its_rung(rung, region):
    event = simulated_event(region, MONDAY, "AZE", "IRN", rung, "treaty")
    assert tuple(event) == EVENT_COLUMNS
    assert event["code"] == region.rungs[rung].code
    assert event["issue"] == "treaty"
    assert event["verified"] == "simulated"
    assert (event["goldstein"] < 0) == (rung > 3)
    assert event["quad"].endswith("conflict" if rung > 3 else "cooperation")


def test_without_an_issue_it_is_general(region):
    assert simulated_event(region, MONDAY, "AZE", "IRN", 4)["issue"] == "general"


@pytest.mark.parametrize(
    ("code", "quad"),
    [("010", "verbal_cooperation"), ("057", "verbal_cooperation"), ("061", "material_cooperation"), ("090", "verbal_conflict"),
     ("138", "verbal_conflict"), ("140", "material_conflict"), ("204", "material_conflict")],
)  # fmt: skip
def test_the_quad_class_follows_the_root(code, quad):
    assert quad_of(code) == quad


def test_the_quad_class_agrees_with_the_record(chronology_rows):
    for row in chronology_rows:
        assert quad_of(row["code"]) == row["quad"], row["id"]


def test_every_rung_of_every_dyad_is_read_back(region, own_folder):
    rungs = [k for k in range(len(region.rungs)) if k != 3]
    states = region.states
    rows = [
        simulated_event(region, MONDAY + datetime.timedelta(weeks=week), i, j, rung)
        for week, rung in enumerate(rungs)
        for i in states
        for j in states
        if i != j
    ]
    found = read_back(pd.DataFrame(rows), len(rungs), MONDAY, own_folder, region)
    codes = list(region.actors)
    for week, rung in enumerate(rungs):
        for i in codes:
            for j in codes:
                expected = -1 if i == j else rung if {i, j} <= set(states) else 3
                assert found[week, codes.index(i), codes.index(j)] == expected


def test_the_events_of_a_run_are_read_back_as_its_rungs(own_folder):
    result = araxes.run("april_2023_as_it_happened", 2, 1, weeks=6)
    events = result.events()
    assert set(events["replicate"]) == {0, 1}
    region = read_region()
    codes = list(region.actors)
    for number in (0, 1):
        own = events[events["replicate"] == number]
        found = read_back(own, 6, result.scenario.start, own_folder, region)
        simulated = result.data["rung"].sel(replicate=number).transpose("week", "actor", "target")
        states = [codes.index(code) for code in simulated["actor"].values]
        assert (found[:, states][:, :, states] == simulated.values).all()
        assert (simulated.values != 3).any()
