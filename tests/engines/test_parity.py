"""Parity: the compiled kernel and the Mesa model agree to the last bit on random scenarios, and the check would see if they did not."""

import importlib.util
import sys
from dataclasses import replace

import numpy as np
import pytest

CASES = 100
CHUNK = 50
"""So many cases meet every kind between them."""
ALWAYS_MET = (
    "acts between states",
    "acts of or towards outside actors",
    "acts every few weeks",
    "acts without an agreed author",
    "alarms and pile-ons of accusations",
    "record as a capital reads it",
    "acts mutual by their file",
    "of these told by what is forced on the other half",
    "of these told in the week that is foreseen",
    "weeks of acts that stand",
    "step",
    "pulse",
    "ramp",
    "signals",
    "blame tables added",
    "red lines added",
    "issues moved by acts",
    "replicates in which acts moved a status",
    "replicates with an act whose credit is capped",
    "replicates with a line crossed since the origin",
    "values at an end of their range",
    "weights at their means",
    "judged values drawn",
    "record replayed",
    "of these not quiet",
    "of these violence",
)


@pytest.fixture(scope="module")
def parity(root):
    """The script, imported from its path."""
    name = "parity_of_engines"
    spec = importlib.util.spec_from_file_location(name, root / "benchmarks" / "parity.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[name]


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, CASES, CHUNK))
def test_both_engines_agree_to_the_last_bit_on_random_scenarios(first, parity):
    found, total, _ = parity.check(1, range(first, first + CHUNK))
    assert found == []
    assert [kind for kind in ALWAYS_MET if not total[kind]] == []


@pytest.mark.slow
def test_a_case_is_the_same_drawn_alone_or_after_others(parity):
    early = parity.draw_case(7, 2)
    for number in (0, 1, 3):
        parity.draw_case(7, number)
    late = parity.draw_case(7, 2)
    assert early.world.scenario == late.world.scenario
    assert replace(early, world=late.world) == late
    assert parity.draw_case(8, 2).world.scenario != late.world.scenario


def damaged(block, part):
    """Damage the last bit of some numbers of what the kernel gave."""
    if part == "acts":
        block.acts[:, -1, 0, 1] ^= 1
    elif part == "status":
        block.status[:, -1, 0] = np.nextafter(block.status[:, -1, 0], np.float32(2))
    elif part == "foresight":
        block.foreseen[:, 0, 1] = np.nextafter(block.foreseen[:, 0, 1], 2)
    elif part == "bar":
        block.lanes.views.bar[0, 1] = np.nextafter(block.lanes.views.bar[0, 1], 9)
    else:
        place = 0 if part in ("pool", "class_pool") else (0, 1)
        table = getattr(block.lanes.memory, part)
        table[place] = np.nextafter(table[place], 9)
    return block


@pytest.mark.parametrize(
    "part",
    ["acts", "status", "foresight", "fast", "alarm", "thaw", "contact", "bar", "counts", "pool", "class_pool"],
)
def test_a_difference_in_one_bit_is_found_and_named(part, parity, monkeypatch):
    run = parity.run_kernel
    case = parity.draw_case(1, 0)
    assert parity.compare(case) == []
    monkeypatch.setattr(parity, "run_kernel", lambda given: damaged(run(given), part))
    found = parity.compare(case)
    assert len(found) == len(case.looked_at)
    assert part in found[0]


def test_a_difference_is_reported_with_what_reproduces_it_and_the_script_fails(parity, monkeypatch, capsys):
    run = parity.run_kernel
    monkeypatch.setattr(parity, "run_kernel", lambda case: damaged(run(case), "acts"))
    monkeypatch.setattr(sys, "argv", ["parity.py", "--seed", "3", "--only", "4"])
    assert parity.main() == 1
    assert "--seed 3 --only 4" in capsys.readouterr().out


def test_without_differences_the_script_succeeds(parity, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["parity.py", "-n", "2", "--seed", "3"])
    assert parity.main() == 0
    assert "agree to the last bit" in capsys.readouterr().out
