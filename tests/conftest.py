"""What tests of files share: the shipped folders as a user's own, files written on the spot, faults, the command line."""

import csv
import datetime
import shutil
import signal
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

import araxes
from araxes.cli.main import main
from araxes.errors import Fault, InputError
from araxes.inputs.region import read_region
from araxes.records.history import History, read_history

ROOT = Path(__file__).resolve().parent.parent
MERGED = ROOT / "tests" / "merged_rows.txt"
MOVED = ("2023-06-05-IRN-AZE-1", datetime.date(2023, 6, 3))
"""A row, and the day that it had in the study of the rule."""

# How fast the machine is, beside other work, is no property that is tested.
settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")

# A shell that starts the tests in the background or under nohup has signals ignored, here and in every process started from here.
for number, usual in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, usual)

HEAD = """[scenario]
title = "A test"
question = "What does the reader say?"
sources = ["hypothetical"]
expect = "What the test says."
start = 2023-04-03
weeks = 8
"""


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def region():
    return read_region()


@pytest.fixture(scope="session")
def chronology(region):
    return read_history(region)


@pytest.fixture(scope="session")
def studied(chronology):
    """The record that the study of the rule had: without the rows merged since, the corrected day as it was."""
    merged, (moved, day) = set(MERGED.read_text(encoding="utf-8").split()), MOVED
    assert merged <= set(chronology.columns["id"])
    events = chronology.events[~chronology.events["id"].isin(merged)].copy()
    events["date"] = [day if row == moved else date for row, date in zip(events["id"], events["date"], strict=True)]
    return History.of(chronology.header, events)


@pytest.fixture
def own_copy(tmp_path) -> Path:
    """The shipped folders as a user's own."""
    own = tmp_path / "own"
    for part in ("params", "scenarios", "history"):
        shutil.copytree(ROOT / part, own / part)
    return own


@pytest.fixture
def own_folder(tmp_path):
    """Write files into a user's folder; return the folder."""

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            path = tmp_path / "own" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / "own"

    return write


@pytest.fixture(scope="session")
def head() -> str:
    """The head of a scenario that starts on 3 April 2023 and lasts eight weeks."""
    return HEAD


@pytest.fixture
def scenario_file(tmp_path):
    """Write a scenario after a head without faults; return its path as text, as `araxes.load` takes it."""

    def write(text: str = "", name: str = "tested", start: str = HEAD) -> str:
        path = tmp_path / f"{name}.toml"
        path.write_text(start + text, encoding="utf-8")
        return str(path)

    return write


@pytest.fixture(scope="session")
def messages():
    """Return the faults that a call raises; it must raise some."""

    def faults(action, *args, **kwargs) -> list[Fault]:
        with pytest.raises(InputError) as caught:
            action(*args, **kwargs)
        return caught.value.faults

    return faults


@pytest.fixture(scope="session")
def compiled():
    """Compile the kernel, or load it: what follows in this process announces nothing."""
    araxes.run("baseline", replicates=1, weeks=1)


@pytest.fixture
def araxes_command(capsys, monkeypatch, tmp_path, compiled):
    """Run `araxes` with arguments in an empty folder; return exit code, standard output, standard error."""
    empty = tmp_path / "working"
    empty.mkdir()
    monkeypatch.chdir(empty)

    def run(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["araxes", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return int(ended.value.code or 0), printed.out, printed.err

    return run


@pytest.fixture(scope="session")
def chronology_rows() -> list[dict[str, str]]:
    """The rows of the embedded chronology as written, read without our reader."""
    with (ROOT / "history" / "chronology.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


MADE_UP_HEADER = {
    "name": "Made up",
    "first": datetime.date(2023, 1, 2),
    "last": datetime.date(2023, 2, 5),
    "silence": "quiet",
    "war_flag": "war",
    "leave_out": ["unintended"],
    "class_excludes": ["contested"],
}


@pytest.fixture
def made_up():
    """Make a history of (date, source, target, code, flag), with other header values where given."""

    import pandas as pd

    from araxes.inputs.schema import HistoryHeader

    def make(*acts, **header):
        rows = [
            {
                "id": f"act-{number}",
                "date": datetime.date.fromisoformat(act[0]),
                "source": act[1],
                "target": act[2],
                "code": act[3],
                "issue": "general",
                "flag": act[4] if len(act) > 4 else "",
            }
            for number, act in enumerate(acts)
        ]
        columns = ["id", "date", "source", "target", "code", "issue", "flag"]
        return History.of(HistoryHeader.model_validate(MADE_UP_HEADER | header), pd.DataFrame(rows, columns=columns))

    return make


@pytest.fixture
def trial_of(region, chronology):
    """Make a trial of shipped claims from verdicts that are given: by id, one each test or family, with those of capitals that differ."""
    from araxes.claims.hearing import Judgement
    from araxes.claims.read_claims import read_claims
    from araxes.claims.trial import Ruling, Trial

    def ruling(claim, place, asked, verdict, otherwise=None, power=None, count=None):
        figures = {} if count is None else {"count": count}
        neutral = Judgement(verdict, f"found {verdict}", power, figures=figures)
        readings = dict.fromkeys(claim.readings, neutral)
        return Ruling(
            claim,
            place,
            asked,
            readings | {k: Judgement(v, f"{k} found {v}", power) for k, v in (otherwise or {}).items()},
        )

    def make(**given):
        rulings = []
        for claim in read_claims(list(given), chronology, region):
            said = given[claim.said.id]
            rulings += [
                ruling(claim, at if claim.tests else 0, f"test {at}", **one) for at, one in enumerate(said, start=1)
            ]
        return Trial(tuple(rulings), chronology, 1)

    return make
