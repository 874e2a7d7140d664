"""Overlays: files of overrides and files of estimates laid over a scenario."""

import datetime
from dataclasses import replace

import pytest

from araxes.inputs.read import PACKAGE
from araxes.sweeps.points import SOURCES, model_version, overlaid
from araxes.sweeps.store import read_sweep

PATH = "IRN.temper.alarm"
ESTIMATES = """[estimate]
record = "a made-up record"
first = 2019-01-01
last = 2022-12-31
weeks = 208
log_likelihood = -1.0
method = "made up"
command = "none"

[value]
"behaviour.weight.pile_on" = {value = 0.9, se = 0.2, unit = "logits", range = [-10.0, 10.0], source = "made up", confidence = "estimated"}
"""


@pytest.fixture
def estimates(tmp_path):
    path = tmp_path / "estimates.toml"
    path.write_text(ESTIMATES)
    return path


def test_overrides_are_set_and_not_drawn(baseline, tmp_path):
    path = tmp_path / "mild.toml"
    path.write_text(f"[override]\n{PATH} = 0.2\nbehaviour.weight.pile_on = 0.5\n")
    book = overlaid(baseline, str(path)).book
    assert book[PATH].series[0][1] == 0.2
    assert (book["behaviour.weight.pile_on"].series[0][1], book["behaviour.weight.pile_on"].sd) == (0.5, None)
    assert {name for name in book if book[name] != baseline.book[name]} == {PATH, "behaviour.weight.pile_on"}


def test_estimates_are_drawn_with_their_errors(baseline, estimates):
    found = overlaid(baseline, str(estimates)).book["behaviour.weight.pile_on"]
    assert (found.series[0][1], found.sd) == (0.9, 0.2)
    assert (found.low, found.high) == (-1, 1)


def test_estimates_of_later_days_are_refused(baseline, estimates, messages):
    early = replace(baseline, start=datetime.date(2022, 12, 31))
    (fault,) = messages(overlaid, early, str(estimates))
    assert (fault.key, fault.got) == ("estimate.last", "2022-12-31")
    assert fault.allowed == "a day before baseline starts, 2022-12-31"


def test_overrides_and_estimates_are_levels_of_one_factor(small, tmp_path, estimates):
    mild = tmp_path / "mild.toml"
    mild.write_text(f"[override]\n{PATH} = 0.2\n")
    small(tmp_path / "s", vary=[f"overlay={mild},{estimates}"], outcomes=["tension"])
    table = read_sweep(tmp_path / "s")
    assert list(table.values["overlay"]) == [str(mild), str(estimates)]
    assert table.mean["tension"].nunique() == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "got no such file; allowed: a TOML file with a table [override] of parameters, or a file of estimates"),
        (
            "[value]\n",
            "override: got nothing; allowed: a TOML file with a table [override] of parameters, or a file of estimates",
        ),
        (f"[override]\n{PATH} = 9\n", f"override.{PATH}: got 9; allowed: a number from 0 to 3 (multiplier)"),
        (ESTIMATES.replace("pile_on", "pile_om"), "nearest known name: behaviour.weight.pile_on"),
        (ESTIMATES.replace('"estimated"', '"judged"'), "got 'judged'; allowed: 'estimated'"),
    ],
)
def test_each_fault_of_an_overlay_has_its_message(baseline, tmp_path, messages, text, message):
    path = tmp_path / "bad.toml"
    if text is not None:
        path.write_text(text)
    told = "\n".join(map(str, messages(overlaid, baseline, str(path))))
    assert "bad.toml" in told
    assert message in told


def test_the_version_of_the_model_is_that_of_files_that_are_there_and_of_all_that_sum_up_points():
    assert all((PACKAGE / part).exists() for part in SOURCES)
    files = model_version()["files"]
    assert {"rules/terms.py", "engines/kernel/week.py", "sweeps/outcomes.py", "sweeps/work.py", "units.py"} <= set(
        files
    )
    assert not any(name.startswith(("plots/", "cli/")) for name in files)
