"""What tests of engines share: a run in which nothing dated happens, and the means to let one thing happen in it."""

import datetime
from dataclasses import replace

import pytest

import araxes
from araxes.engines.world import prepare
from araxes.inputs.schema import Act, Change, Signal
from araxes.results.free_runs import free_scenario
from araxes.rules.terms import WEIGHTS

START = datetime.date(2023, 4, 3)
WEEKS = 20


def monday(week):
    return START + datetime.timedelta(weeks=week)


@pytest.fixture(scope="session")
def still():
    """A world of twenty weeks from 3 April 2023 in which nothing is forced and no dated value moves."""
    return prepare(free_scenario(START, WEEKS))


@pytest.fixture(scope="session")
def on():
    """Return the Monday of a week of the run."""
    return monday


@pytest.fixture(scope="session")
def act():
    """Make a forced act."""

    def make(source, target, rung, week=0, **more):
        return Act(
            id=f"{source}{target}{week}{rung}", date=monday(week), source=source, target=target, rung=rung,
            reference="hypothetical", **more,
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def change():
    """Make a change of a parameter."""

    def make(path, value, week=0, **more):
        return Change(id=f"{path}{week}", path=path, date=monday(week), value=value, reference="hypothetical", **more)

    return make


@pytest.fixture(scope="session")
def signal():
    """Make a signal."""

    def make(source, issue, value, cost, week=0, to=None):
        return Signal(
            id=f"{source}{issue}{week}", date=monday(week), source=source, issue=issue, value=value, cost=cost, to=to,
            reference="hypothetical",
        )  # fmt: skip

    return make


@pytest.fixture(scope="session")
def with_items():
    """Return a world in which acts, changes and signals happen and values are set; the record is not replayed again."""

    def build(world, *items, sets=(), weeks=None):
        scenario = araxes.load(world.scenario, sets=sets, weeks=weeks)
        scenario = replace(
            scenario,
            acts=tuple(item for item in items if isinstance(item, Act)),
            changes=tuple(item for item in items if isinstance(item, Change)),
            signals=tuple(item for item in items if isinstance(item, Signal)),
        )
        return replace(world, scenario=scenario)

    return build


@pytest.fixture(scope="session")
def weightless():
    """Values that switch every push off."""
    return {f"behaviour.weight.{name}": 0.0 for name in WEIGHTS}


@pytest.fixture
def georgia(own_folder, root):
    """A user's folder whose only file makes Georgia decide."""
    text = (root / "params" / "actors" / "GEO.toml").read_text(encoding="utf-8")
    assert 'role = "outside"' in text
    return own_folder({"params/actors/GEO.toml": text.replace('role = "outside"', 'role = "state"')})


@pytest.fixture
def short_scenario(scenario_file, head):
    """The path of a scenario of six weeks without acts or changes."""
    return scenario_file(name="short", start=head.replace("weeks = 8", "weeks = 6"))
