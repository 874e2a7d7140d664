"""The model among the forecasters: what it says of one simulation, and that nothing later reaches it."""

import datetime
from dataclasses import replace

import numpy as np
import pytest

from araxes.forecasting.gates import gates, with_pools
from araxes.forecasting.hindcast import forecast_span
from araxes.forecasting.model import ABLATIONS, HABIT_ALONE, MODEL_NAME, PUSHES, READ_BY, entrants, without
from araxes.forecasting.simple import Climatology, Recency
from araxes.forecasting.tables import reading_table
from araxes.forecasting.targets import dyad_mask
from araxes.inputs.readings import read_reading
from araxes.records.history import History


@pytest.fixture(scope="module")
def short(span):
    return span[0], span[0] + datetime.timedelta(weeks=3)


def run(record, region, short, **options):
    others = [Climatology(11), Recency(11, 8), Recency(11, 32, to_pool=True)]
    return forecast_span(
        record, region, *short, horizons=(1, 4), forecasters=others + entrants(record, region, **options)
    )


@pytest.fixture(scope="module")
def scored(record, region, short):
    return run(record, region, short)


def test_the_model_enters_whole_and_as_habit_alone(scored):
    assert {MODEL_NAME, HABIT_ALONE} < set(scored.chance)
    cells = dyad_mask(5)
    for name in (MODEL_NAME, HABIT_ALONE):
        assert scored.chance[name][:, :, cells].sum(axis=-1) == pytest.approx(1)
        assert scored.chance[name][:, :, cells].min() > 1e-5
    assert not np.allclose(scored.chance[MODEL_NAME], scored.chance[HABIT_ALONE])


def test_within_one_week_is_the_chance_of_that_week_but_for_luck(scored):
    each = np.stack([scored.chance[MODEL_NAME][:, 0][..., level:].sum(axis=-1) for level in scored.levels], axis=-1)
    cells = dyad_mask(5)
    assert scored.within[MODEL_NAME][:, 0][:, cells] == pytest.approx(each[:, cells], abs=0.06)


def test_the_joint_score_is_the_models_own(scored):
    assert scored.joint[MODEL_NAME].shape == (3, 10)
    assert np.isfinite(scored.joint[MODEL_NAME]).all()
    assert Climatology.name not in scored.joint


@pytest.mark.slow
def test_poison_in_later_rows_dated_values_and_issues_changes_nothing(scored, record, region, short):
    origin = scored.origins[1]
    columns = {key: list(values) for key, values in record.columns.items()}
    columns["code"] = [
        "195" if date >= origin else code for date, code in zip(columns["date"], columns["code"], strict=True)
    ]
    book = {
        path: replace(p, series=(*p.series, *[(origin, p.high)])) if len(p.series) > 1 or "status" in path else p
        for path, p in region.book.items()
    }
    changed = [path for path in book if book[path] != region.book[path]]
    assert any("status" in path for path in changed)
    assert len(changed) > 5
    other = run(History(record.header, columns), replace(region, book=book), short)
    for name in (MODEL_NAME, HABIT_ALONE):
        assert (other.chance[name][:2] == scored.chance[name][:2]).all(), name
        assert (other.within[name][:2] == scored.within[name][:2]).all(), name
        said = scored.means[name].expected[:2][..., dyad_mask(5)]
        assert (other.means[name].expected[:2][..., dyad_mask(5)] == said).all(), name
    assert not (other.chance[MODEL_NAME][2] == scored.chance[MODEL_NAME][2]).all()


def test_gates_can_be_asked_of_few_forecasters(scored):
    from araxes.forecasting.simple import BayesAverage

    more = scored.with_chances(BayesAverage.name, scored.chance[Climatology.name], scored.within[Climatology.name])
    assert len(gates(with_pools(more, MODEL_NAME), MODEL_NAME)) == 9


def test_a_term_is_switched_off_by_name(record, region):
    names = [one.name for one in entrants(record, region, terms=True)]
    assert {without(term) for term in ABLATIONS if term != PUSHES} | {MODEL_NAME, HABIT_ALONE} == set(names)
    assert len(set(names)) == len(names)


def test_what_a_term_adds_is_told_with_its_sign(scored):
    from araxes.forecasting.tables import ablation_table

    cells = np.maximum(scored.came, 0)[..., None].astype(int) == np.arange(11)
    better = 0.5 * scored.chance[MODEL_NAME] + 0.5 * cells
    both = scored.with_chances(without("thaw"), scored.chance[MODEL_NAME], scored.within[MODEL_NAME])
    both = both.with_chances(MODEL_NAME, better, scored.within[MODEL_NAME])
    table = ablation_table(both, MODEL_NAME).set_index(["horizon", "without"])
    assert set(table.index.get_level_values("without")) == {"thaw", "all pushes"}
    table = table.loc[1]  # four weeks ahead nothing was scored
    assert (table[["gain", "skill"]] > 0).all(axis=None)


BAKU = f"{READ_BY}Baku"
AFTER_THE_GUNMAN = datetime.date(2023, 1, 30)


@pytest.fixture(scope="module")
def read(chronology, region):
    """Forecasts from the week of the embassy gunman, and from the two after it, with the record as it is and as Baku reads it."""
    span = (AFTER_THE_GUNMAN - datetime.timedelta(weeks=1), AFTER_THE_GUNMAN + datetime.timedelta(weeks=2))
    return run(chronology, region, span, alone=False, reading=read_reading("Baku", region))


def test_a_reading_enters_beside_the_model_and_changes_no_other_forecast_and_no_target(read, chronology, region):
    span = read.origins[0], read.origins[-1] + datetime.timedelta(weeks=1)
    neutral = run(chronology, region, span, alone=False)
    assert list(read.chance) == [*neutral.chance, BAKU]
    assert read.came.tobytes() == neutral.came.tobytes()
    for name in neutral.chance:
        assert read.chance[name].tobytes() == neutral.chance[name].tobytes()
        assert read.within[name].tobytes() == neutral.within[name].tobytes()
    assert reading_table(neutral, MODEL_NAME).empty


def test_a_reading_moves_baku_from_the_week_after_the_gunman_on_and_fades(read, region):
    aze, irn = (region.states.index(code) for code in ("AZE", "IRN"))
    hostile = {name: read.chance[name][:, 0, aze, irn, 4:].sum(axis=-1) for name in (MODEL_NAME, BAKU)}
    more = hostile[BAKU] - hostile[MODEL_NAME]
    assert abs(more[0]) < 0.01
    assert more[1] > 0.02
    assert 0 < more[2] < more[1]


def test_what_a_reading_adds_is_told_with_an_interval(read):
    table = reading_table(read, MODEL_NAME)
    assert list(table["horizon"]) == [1, 4]
    assert set(table["forecaster"]) == {BAKU}
    assert {"gain", "gain_low", "gain_high", "skill", "skill_low", "skill_high"} < set(table.columns)
    assert (table["gain"] != 0).all()


def test_a_reading_without_rows_says_what_the_model_says(chronology, region):
    span = (AFTER_THE_GUNMAN, AFTER_THE_GUNMAN + datetime.timedelta(weeks=1))
    found = run(chronology, region, span, alone=False, reading=read_reading("Ankara", region))
    for said in (found.chance, found.within, found.joint):
        assert said[f"{READ_BY}Ankara"].tobytes() == said[MODEL_NAME].tobytes()
