"""Every verb once, with figures and files: what the lowest releases that `pyproject.toml` allows must be able to do."""

import shutil

import pytest

import araxes
from araxes.cli.main import app
from araxes.inputs.region import MODEL_VERSION

pytestmark = pytest.mark.slow
PAIR = ("IRN.temper.red_line=0:2:7", "behaviour.weight.red_line=0:2:7")
"""Of a scenario in which they matter, and which the past does not read: it is replayed once."""
SWEPT = "route_extraterritorial"
RANGES = [grid.rsplit(":", 1)[0] for grid in PAIR]
SHORT = ("--weeks", 4, "-n", 64)

VERBS = {
    "sensitivity": [("sensitivity", "{sweep}", "--outcome", "tension.AZE-IRN", "--box", "box.toml"), ("sensitivity", "{sobol}")],
    "plot": [("plot", "{sweep}")],
    "list": [("list", "params")],
    "check": [("check",), ("check", "--model")],
    "show": [("show", "baseline", "--resolved")],
    "run": [("run", "baseline", *SHORT, "--full"), ("run", "baseline", "--weeks", 2, "-n", 2, "--engine", "mesa")],
    "compare": [("compare", "baseline", "route_third_party", *SHORT)],
    "atlas": [("atlas", "baseline_contested", "-n", 64)],
    "forecast": [("forecast", "--as-of", "2023-04-03", *SHORT)],
    "hindcast": [
        (
            "hindcast", "--history", "chronology", "--from", "2018-07-02", "--until", "2018-08-06", "--horizons", "1",
            "--one-reading",
        ),
    ],
    "estimate": [
        (
            "estimate", "--history", "{record}", "--until", "2018-05-07", "--only-weights", "--draws", 200,
        ),
    ],
    "sweep": [
        ("sweep", SWEPT, "--vary", PAIR[0], *SHORT, "-o", "line"),
        ("sweep", SWEPT, "--vary", PAIR[0], *SHORT, "-o", "cluster", "--dask", "local:1"),
        (
            "sweep", "baseline", "--vary", RANGES[0], "--vary", RANGES[1], *SHORT, "-o", "morris",
            "--design", "morris", "--points", 12,
        ),
    ],
    "shocks": [("shocks", "{shocks}", "-n", 64)],
    "claims": [("claims", "C1", "C14", "C17"), ("claims", "C14", "--json")],
    "wants": [("wants", "IRN", "AZE", "--worlds", 20), ("wants", "AZE", "ARM", "--worlds", 20, "--json")],
}  # fmt: skip
"""What is called of each verb, that which takes longest first."""
TOLD = ("run", "compare", "atlas", "forecast", "hindcast", "estimate", "shocks", "sweep", "sensitivity")
"""Verbs that say on which model their answer rests."""


class Places(dict):
    """Where things are that verbs look into, each made when it is first named: two small sweeps, a record, a shock."""

    def __init__(self, folder, root):
        super().__init__(record=root / "history" / "chronology.csv")
        self.folder, self.root = folder, root

    def __missing__(self, name):
        place = self.folder / name
        if name == "sweep":
            araxes.sweep(SWEPT, PAIR, replicates=16, weeks=13, out=place)
        elif name == "sobol":
            araxes.sweep(SWEPT, RANGES, design="sobol", points=4 * 16, replicates=16, weeks=13, out=place)
        elif name == "shocks":
            one_shock(place, self.root)
        self[name] = place
        return place


@pytest.fixture(scope="module")
def places(tmp_path_factory, root, compiled):
    return Places(tmp_path_factory.mktemp("places"), root)


def one_shock(folder, root):
    """Make a folder of the first of the shipped shocks."""
    first = "covid_2020"
    (folder / "scenarios").mkdir(parents=True)
    shutil.copy(root / "shocks" / "scenarios" / f"{first}.toml", folder / "scenarios")
    header, row = (root / "shocks" / "shocks.csv").read_text("utf-8").splitlines()[:2]
    assert row.startswith(first)
    (folder / "shocks.csv").write_text(f"{header}\n{row}\n", "utf-8")


def test_none_is_left_out():
    assert {command.name for command in app.registered_commands} == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_it_does_what_it_is_asked(verb, araxes_command, places):
    for arguments in VERBS[verb]:
        code, out, err = araxes_command(*[str(part).format_map(places) for part in arguments])
        assert code == 0, err
        assert out
        assert "Traceback" not in err
        tables = verb in TOLD or "--model" in arguments
        assert (f"Model {MODEL_VERSION}; " in out) == tables
