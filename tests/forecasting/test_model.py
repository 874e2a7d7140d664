"""The model as a forecaster: it sees nothing later than the origin, and what is switched off is off."""

import datetime
from dataclasses import dataclass, replace

import numpy as np
import pytest

from araxes.forecasting.baselines import HabitTree
from araxes.forecasting.model import ABLATIONS, PUSHES, ModelForecaster
from araxes.forecasting.predict import predict
from araxes.forecasting.targets import WeeklyRungs, weeks_before
from araxes.inputs.constants import tree
from araxes.inputs.parameters import ALWAYS
from araxes.inputs.region import RegionFiles
from araxes.records.history import History
from araxes.results.free_runs import free_scenario
from araxes.rules.terms import WEIGHTS

ORIGIN = datetime.date(2022, 6, 6)
AHEAD = [1, 4]
N_RUNGS = 11


def past(chronology, region):
    return weeks_before(chronology, region, ORIGIN)


def model(chronology, region, **options):
    return ModelForecaster(chronology, region, **{"replicates": 256, **options})


@pytest.fixture(scope="module")
def said(chronology, region):
    return model(chronology, region)(past(chronology, region), AHEAD)


def test_it_gives_distributions_in_the_order_of_the_horizons_asked_for(chronology, region, said):
    turned = model(chronology, region)(past(chronology, region), [4, 1])
    assert np.array_equal(turned[::-1], said)
    assert said.shape == (2, 5, 5, N_RUNGS)
    assert said[:, ~np.eye(5, dtype=bool)].sum(axis=-1) == pytest.approx(np.ones((2, 20)))


def test_it_is_the_prediction_of_a_free_run(chronology, region, said):
    world = model(chronology, region).world(ORIGIN, 4)
    assert np.array_equal(predict(world, AHEAD, 1, 256).chances(), said)
    assert world.scenario.start == ORIGIN


def test_nothing_at_or_after_the_origin_is_read(chronology, region, said):
    columns = {name: list(values) for name, values in chronology.columns.items()}
    for place, date in enumerate(columns["date"]):
        if date >= ORIGIN:
            columns["code"][place], columns["flag"][place] = "195", "war"
    book = {
        path: replace(p, series=tuple((since, value if since < ORIGIN else p.low) for since, value in p.series))
        for path, p in region.book.items()
    }
    poisoned = model(History(chronology.header, columns), replace(region, book=book))
    assert np.array_equal(poisoned(past(chronology, region), AHEAD), said)


def test_of_the_past_only_its_end_is_read(chronology, region, said):
    given = past(chronology, region)
    assert np.array_equal(model(chronology, region)(WeeklyRungs(given.first, given.rungs * 0), AHEAD), said)


@dataclass(frozen=True)
class Made:
    """An estimate that sets one value."""

    last: datetime.date
    value: float

    def overlay(self, region: RegionFiles) -> RegionFiles:
        path = "behaviour.habit.borrowing"
        return replace(
            region, book=region.book | {path: region.book[path].set(((ALWAYS, self.value),), "test", "test")}
        )


def test_estimates_fitted_on_later_data_are_ignored_and_of_the_others_the_last_counts(chronology, region, said):
    given = past(chronology, region)
    day = datetime.timedelta(days=1)
    early, late, later = Made(ORIGIN - 30 * day, 0.0), Made(ORIGIN - day, 1.0), Made(ORIGIN, 0.2)
    assert np.array_equal(model(chronology, region, estimate=later)(given, AHEAD), said)
    using = model(chronology, region, estimate=[late, later, early])
    assert using.estimate_at(ORIGIN) is late
    assert using.estimate_at(ORIGIN - 30 * day) is None
    assert not np.array_equal(using(given, AHEAD), said)
    ours = model(chronology, region, sets={"behaviour.habit.borrowing": 1.0})(given, AHEAD)
    assert np.array_equal(using(given, AHEAD), ours)


@pytest.mark.parametrize("term", ["alarm", "thaw", "contact", "borrowing", "anchor", PUSHES])
def test_a_term_that_is_switched_off_changes_the_forecast_and_has_its_weight_at_0(chronology, region, said, term):
    off = model(chronology, region, ablate=(term,))
    assert not np.array_equal(off(past(chronology, region), AHEAD), said)
    book = off.world(ORIGIN, 1).scenario.book
    assert all(book[path].series == ((ALWAYS, 0.0),) and book[path].sd is None for path in ABLATIONS[term])


def test_whatever_has_a_weight_can_be_switched_off():
    assert set(WEIGHTS) < set(ABLATIONS)
    assert set(ABLATIONS[PUSHES]) == {f"behaviour.weight.{name}" for name in WEIGHTS}


def test_with_all_weights_0_it_is_the_habit_tree(chronology, region):
    """The tree among the baselines, which knows no anchor, no class of dyads and no push, says the same of the next week."""
    nodes = tuple(node.model_copy(update={"pool": "region"}) for node in region.nodes)
    habit = model(chronology, replace(region, nodes=nodes), ablate=(PUSHES, "anchor")).world(ORIGIN, 1)
    own = predict(habit, [1], 1, 3, mix=0).chances()
    expected = HabitTree(tree(region), N_RUNGS, habit.constants.borrowing, "tree")(past(chronology, region), [1])
    off = ~np.eye(5, dtype=bool)
    assert own[:, off] == pytest.approx(expected[:, off], rel=1e-9, abs=1e-12)


def test_an_unknown_term_is_a_fault(chronology, region, messages):
    (fault,) = messages(model, chronology, region, ablate=("alarms",))
    assert fault.nearest == "alarm"


def test_shared_luck_changes_the_joint_chances_and_not_the_margins(chronology, region, said):
    given = past(chronology, region)
    with_it, without = (model(chronology, region, ablate=off).joint(given) for off in ((), ("shared_luck",)))
    for both in (with_it, without):
        assert both.sum(axis=-1) == pytest.approx(said[0], abs=1e-9)
    i, j = region.states.index("ARM"), region.states.index("AZE")
    assert without[i, j] == pytest.approx(np.outer(said[0, i, j], said[0, j, i]), abs=1e-3)
    assert np.trace(with_it[i, j]) > np.trace(without[i, j]) + 0.01


def test_a_free_scenario_freezes_what_is_dated(region):
    free = free_scenario(ORIGIN, 4)
    assert all(since < ORIGIN for p in free.book.values() for since, _ in p.series[1:])
