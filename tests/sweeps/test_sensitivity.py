"""Sensitivity: the shares of a function whose shares are known, with and without luck; what is left out; faults."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from araxes.sweeps.measures import CHANCE_ROW
from araxes.sweeps.sensitivity import sensitivity

NOISE = 5.0
"""Standard deviation of the luck of one replicate; Ishigami's function has 3.72."""


@pytest.fixture(scope="module")
def exact(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 2048)
    return made_up.table(x, made_up.ishigami(x), "sobol", made_up.numbers(ishigami_bounds))


@pytest.fixture(scope="module")
def noisy(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 2048)
    factors = made_up.numbers(ishigami_bounds)
    return made_up.table(x, made_up.ishigami(x), "sobol", factors, replicates=50, noise=NOISE)


def test_sobol_recovers_the_known_indices(exact, made_up):
    found = sensitivity(exact).ranking().sort_index()
    assert found["S1"].to_numpy() == pytest.approx(made_up.FIRST, abs=0.02)
    assert found["ST"].to_numpy() == pytest.approx(made_up.TOTAL, abs=0.02)


def test_it_agrees_with_salib_where_there_is_no_luck(exact):
    from SALib.analyze import sobol

    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": [[-np.pi, np.pi]] * 3}
    theirs = sobol.analyze(problem, exact.mean["y"].to_numpy(), calc_second_order=False, seed=1)
    ours = sensitivity(exact).ranking().loc[problem["names"]]
    assert ours["S1"].to_numpy() == pytest.approx(theirs["S1"], rel=1e-9)
    assert ours["ST"].to_numpy() == pytest.approx(theirs["ST"], rel=1e-9)
    half = (ours["ST_high"] - ours["ST_low"]).to_numpy() / 2
    assert half == pytest.approx(theirs["ST_conf"], rel=0.25)


def test_resampling_uses_the_same_estimators(exact):
    from araxes.sweeps import estimators

    y = exact.mean["y"].to_numpy().reshape(-1, 5)
    blocks = estimators.Blocks(y, np.zeros_like(y), np.ones_like(y), np.zeros((*y.shape, 2), dtype=bool))
    found = estimators.sobol_estimates(blocks, np.full((1, len(y)), 1 / len(y)))
    assert found.first[1] == pytest.approx(found.first[0], rel=1e-9)
    assert found.total[1] == pytest.approx(found.total[0], rel=1e-9)


def test_the_share_of_chance_is_recovered(noisy, made_up):
    known = NOISE**2 / (NOISE**2 + made_up.VARIANCE)
    share, low, high = sensitivity(noisy).chance()
    assert share == pytest.approx(known, abs=0.02)
    assert low < known < high


def test_indices_are_freed_of_the_noise_of_means(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 2048)
    factors = made_up.numbers(ishigami_bounds)
    few = made_up.table(x, made_up.ishigami(x), "sobol", factors, replicates=4, noise=NOISE)
    found = sensitivity(few)
    plain = sensitivity(replace(few, error=few.error * 0)).ranking()  # as if the means were exact
    assert found.spread.loc["y", "by_factors"] == pytest.approx(made_up.VARIANCE, rel=0.08)
    ranked = found.ranking()
    for k, name in enumerate(("x1", "x2", "x3")):
        assert ranked.loc[name, "ST_low"] < made_up.TOTAL[k] < ranked.loc[name, "ST_high"]
    assert plain.loc["x3", "ST"] > made_up.TOTAL[2] + 0.1  # what is left in without the correction


def test_points_that_repeat_share_their_luck(made_up):
    # a choice of two: in half of the base samples changing it changes nothing, and no noise is between the points
    rng = np.random.default_rng(4)
    base = 4096
    a, b = rng.integers(2, size=(base, 2)), rng.integers(2, size=(base, 2))
    ab = [np.column_stack([b[:, 0], a[:, 1]]), np.column_stack([a[:, 0], b[:, 1]])]
    x = np.stack([a, *ab, b], axis=1).reshape(-1, 2).astype(float)
    table = made_up.table(x, 2 * x[:, 0] + x[:, 1], "sobol", made_up.numbers([(0, 1)] * 2), replicates=8, noise=2.0)
    for part in (table.mean, table.error, table.variance):
        within = part.to_numpy().reshape(base, 4).copy()
        for row, points in zip(within, x.reshape(base, 4, 2), strict=True):
            for k in range(1, 4):
                for j in range(k):
                    if (points[j] == points[k]).all():
                        row[k] = row[j]
                        break
        part.iloc[:, 0] = within.ravel()
    found = sensitivity(table).ranking()
    assert found["ST"].to_numpy() == pytest.approx([0.8, 0.2], abs=0.06)
    assert found["S1"].to_numpy() == pytest.approx([0.8, 0.2], abs=0.06)


def test_failed_points_drop_the_base_samples_they_touch(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 1024)
    factors = made_up.numbers(ishigami_bounds)
    failed = [0, 1, 7, 5 * 900 + 4]
    table = made_up.table(x, made_up.ishigami(x), "sobol", factors, failed=failed)
    found = sensitivity(table)
    assert found.spread.loc["y", ["used", "dropped"]].tolist() == [1021, 3]
    assert "Left out for missing points: 3 base samples" in found.notes()[0]
    assert found.ranking().sort_index()["ST"].to_numpy() == pytest.approx(made_up.TOTAL, abs=0.03)


def test_a_base_sample_that_is_not_finished_is_left_out(exact, made_up):
    shorter = replace(
        exact, **{part: getattr(exact, part).iloc[:-2] for part in ("values", "mean", "error", "variance")}
    )
    assert sensitivity(shorter).spread.loc["y", ["used", "dropped"]].tolist() == [2047, 1]


def test_missing_points_are_known_by_their_numbers(exact):
    holes = exact.values.index.delete(
        slice(100, 200)
    )  # twenty whole base samples that another process has yet to finish
    partly = replace(
        exact, **{part: getattr(exact, part).loc[holes] for part in ("values", "mean", "error", "variance")}
    )
    found = sensitivity(partly)
    assert found.spread.loc["y", ["used", "dropped"]].tolist() == [2028, 20]
    assert found.ranking()["ST"].to_numpy() == pytest.approx(sensitivity(exact).ranking()["ST"].to_numpy(), abs=0.02)


def test_many_outcomes_at_once_and_patterns(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 256)
    y = {"tension.A": made_up.ishigami(x), "tension.B": x[:, 0], "chance.9.A": 0 * x[:, 0]}
    table = made_up.table(x, y, "sobol", made_up.numbers(ishigami_bounds), replicates=10, noise=[1.0, 1.0, 0.0])
    found = sensitivity(table)
    assert found.outcomes == ["tension.A", "tension.B", "chance.9.A"]
    assert sensitivity(table, "tension.*").outcomes == ["tension.A", "tension.B"]
    assert found.leading == ["tension.A"]
    assert not found.spread.loc["chance.9.A", "resolved"]
    assert "the same at all points" in found.sentence("chance.9.A")
    assert found.ranking("tension.B").index[0] == "x1"


def test_pure_chance_has_no_indices(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 256)
    table = made_up.table(x, 0 * x[:, 0], "sobol", made_up.numbers(ishigami_bounds), replicates=20, noise=1.0)
    found = sensitivity(table)
    assert not found.spread.loc["y", "resolved"]
    assert found.ranking()["ST"].isna().all()
    assert found.chance()[0] > 0.99


def points_of(made_up, bounds, design):
    """Some points of a design, with the factors that made them."""
    levels = np.linspace(0, 1, 7)
    if design == "grid":
        return np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1).reshape(-1, 3), levels
    if design == "sobol":
        return made_up.sobol_points(bounds, 64), ()
    if design == "morris":
        return made_up.morris_points(bounds, 20), ()
    return np.random.default_rng(8).uniform(-1, 1, (300, 3)), ()


@pytest.mark.parametrize("failed", [(), (2,)])
@pytest.mark.parametrize("design", ["grid", "sobol", "morris", "lhs", "random", "file"])
def test_an_outcome_that_is_the_same_at_all_points_has_no_shares(made_up, ishigami_bounds, design, failed):
    x, levels = points_of(made_up, ishigami_bounds, design)
    rounded = np.nextafter(1 / 3, np.random.default_rng(9).choice([-np.inf, np.inf], len(x)))  # by one last digit
    y = {"constant": np.full(len(x), 192.53), "rounded": rounded, "moving": x[:, 0]}
    table = made_up.table(x, y, design, made_up.numbers(ishigami_bounds, levels), replicates=4, failed=failed)
    found = sensitivity(table)
    for name in ("constant", "rounded"):
        assert found.sentence(name).startswith(f"Outcome {name}: the same at all points;")
        assert found.indices.loc[found.indices["outcome"] == name, ["value", "low", "high"]].isna().all().all()
        assert not found.spread.loc[name, "resolved"]
        assert found.spread.loc[name, "by_factors"] == 0
        assert np.isnan(found.chance(name)[0])
        assert len(found.ranking(name)) == 3
    assert found.spread["same"].to_list() == [True, True, False]
    assert found.spread.loc["moving", "resolved"]
    assert "The same at all points: constant, rounded" in found.notes()
    assert not any("do not differ by more than their errors" in note for note in found.notes())


def test_resamples_in_which_nothing_differs_have_no_variance(made_up, ishigami_bounds):
    x = made_up.sobol_points(ishigami_bounds, 64)
    y = np.full(len(x), 0.1)
    y[5 * 17 : 5 * 17 + 5] += [0, 1, 0, 0, 1]  # one base sample of 64 alone: a third of the resamples do without it
    found = sensitivity(made_up.table(x, y, "sobol", made_up.numbers(ishigami_bounds)))
    assert not found.spread.loc["y", "resolved"]
    assert found.ranking()["ST"].isna().all()


def test_one_replicate_tells_nothing_of_chance(exact):
    found = sensitivity(exact)
    assert np.isnan(found.chance()[0])
    assert "takes at least 2 replicates" in found.sentence()


def test_morris_is_salibs(made_up, ishigami_bounds):
    from SALib.analyze import morris

    x = made_up.morris_points(ishigami_bounds, 60)
    y = made_up.ishigami(x)
    problem = {"num_vars": 3, "names": ["x1", "x2", "x3"], "bounds": ishigami_bounds}
    theirs = morris.analyze(problem, x, y, num_levels=4, seed=1)
    found = sensitivity(made_up.table(x, y, "morris", made_up.numbers(ishigami_bounds)))
    ours = found.ranking().loc[problem["names"]]
    for name in ("mu_star", "mu", "sigma"):
        assert ours[name].to_numpy() == pytest.approx(np.asarray(theirs[name], dtype=float), rel=1e-9)
    assert "effect" in found.sentence()


def test_morris_drops_trajectories_and_reads_steps_of_any_size(made_up):
    bounds = [[0, 1], [0, 10]]
    x = made_up.morris_points(bounds, 40, levels=6)
    table = made_up.table(x, 3 * x[:, 0] - 0.2 * x[:, 1], "morris", made_up.numbers(bounds), failed=[4])
    found = sensitivity(table)
    assert found.spread.loc["y", ["used", "dropped"]].tolist() == [39, 1]
    assert found.ranking()["mu"].to_dict() == pytest.approx({"x1": 3, "x2": -2})
    assert found.ranking()["sigma"].to_numpy() == pytest.approx([0, 0], abs=1e-6)


def test_a_complete_grid_gives_both_shares(made_up):
    levels = np.linspace(0, 1, 9)
    x = np.stack(np.meshgrid(levels, levels, indexing="ij"), -1).reshape(-1, 2)
    factors = made_up.numbers([(0, 1)] * 2, levels)
    found = sensitivity(made_up.table(x, x[:, 0] + (x[:, 0] - 0.5) * (x[:, 1] - 0.5), "grid", factors)).ranking()
    between = levels.var()
    whole = between + between**2
    assert found["S1"].to_dict() == pytest.approx({"x1": between / whole, "x2": 0})
    assert found["ST"].to_dict() == pytest.approx({"x1": 1, "x2": between**2 / whole})


def test_a_grid_with_holes_is_read_by_an_additive_fit(made_up):
    levels = np.linspace(0, 1, 9)
    x = np.stack(np.meshgrid(levels, levels, indexing="ij"), -1).reshape(-1, 2)
    factors = made_up.numbers([(0, 1)] * 2, levels)
    found = sensitivity(made_up.table(x, 2 * x[:, 0] + x[:, 1], "grid", factors, failed=[3, 40]))
    assert "additive fit" in found.method
    assert "ST" not in set(found.indices["index"])
    assert found.ranking()["S1"].to_numpy() == pytest.approx([0.8, 0.2], abs=0.02)


@pytest.mark.parametrize("design", ["random", "lhs", "file"])
def test_loose_points_give_first_order_shares(made_up, ishigami_bounds, design):
    x = np.random.default_rng(5).uniform(-np.pi, np.pi, (4000, 3))
    table = made_up.table(x, made_up.ishigami(x), design, made_up.numbers(ishigami_bounds), replicates=20, noise=NOISE)
    found = sensitivity(table)
    assert found.ranking().sort_index()["S1"].to_numpy() == pytest.approx(made_up.FIRST, abs=0.05)
    assert found.chance()[0] == pytest.approx(NOISE**2 / (NOISE**2 + made_up.VARIANCE), abs=0.03)


def test_choices_are_factors_too(made_up):
    from araxes.sweeps.table import FactorInfo

    rng = np.random.default_rng(6)
    names = np.array(["baseline", "treaty", "route"])
    place, number = rng.integers(3, size=600), rng.uniform(size=600)
    factors = (
        FactorInfo("scenario", "choice", np.nan, np.nan, "scenario", tuple(names)),
        FactorInfo("x", "number", 0, 1, "share", ()),
    )
    table = made_up.table({"scenario": names[place], "x": number}, 3.0 * (place == 1) + 0 * number, "random", factors)
    found = sensitivity(table).ranking()
    assert found["S1"].to_dict() == pytest.approx({"scenario": 1, "x": 0}, abs=0.06)


def test_the_same_sweep_gives_the_same_analysis(noisy):
    assert sensitivity(noisy).indices.equals(sensitivity(noisy).indices)


def test_everything_is_written_and_told(noisy, tmp_path):
    import json

    found = sensitivity(noisy)
    assert [path.name for path in found.save(tmp_path)] == ["indices.csv", "spread.csv"]
    document = json.loads(json.dumps(found.document()))
    assert document["design"] == "sobol"
    assert any(row["factor"] == CHANCE_ROW for row in document["indices"])


def test_unknown_outcome_names_the_nearest(exact, messages):
    fault = messages(
        sensitivity, replace(exact, mean=exact.mean.rename(columns={"y": "tension.AZE-IRN"})), "tension.AZE-IRM"
    )[0]
    assert fault.nearest == "tension.AZE-IRN"


def test_an_outcome_that_was_not_analysed_is_a_fault_with_the_nearest_that_was(made_up, ishigami_bounds, messages):
    x = made_up.sobol_points(ishigami_bounds, 64)
    y = {"tension.AZE-IRN": x[:, 0], "tension.ARM-AZE": x[:, 1], "end_tension.AZE-IRN": x[:, 2]}
    found = sensitivity(made_up.table(x, y, "sobol", made_up.numbers(ishigami_bounds)), "tension.*")
    assert found.sentence("tension.*") == found.sentence("tension.AZE-IRN")
    for ask in (found.sentence, found.ranking, found.chance):
        assert messages(ask, "tension.AZE-IRM")[0].nearest == "tension.AZE-IRN"
        fault = messages(ask, "end_tension.AZE-IRN")[0]
        assert (fault.key, fault.nearest) == ("outcome", "tension.AZE-IRN")
        assert "analyses all" in fault.step


def test_one_factor_is_too_few(made_up, messages):
    x = np.linspace(0, 1, 50)[:, None]
    fault = messages(sensitivity, made_up.table(x, x[:, 0], "random", made_up.numbers([(0, 1)])))[0]
    assert "at least 2 factors" in fault.allowed
    assert "araxes plot" in fault.step


@pytest.mark.parametrize(
    ("design", "count", "what"), [("sobol", 10, "base samples"), ("morris", 2, "trajectories"), ("lhs", 39, "points")]
)
def test_too_few_points_say_how_many_are_needed(made_up, ishigami_bounds, messages, design, count, what):
    x = {
        "sobol": lambda: made_up.sobol_points(ishigami_bounds, 16)[: 5 * count],
        "morris": lambda: made_up.morris_points(ishigami_bounds, count),
        "lhs": lambda: np.random.default_rng(7).uniform(size=(count, 3)),
    }[design]()
    fault = messages(sensitivity, made_up.table(x, made_up.ishigami(x), design, made_up.numbers(ishigami_bounds)))[0]
    assert fault.key == what
    assert fault.got == str(count)
    assert fault.allowed.startswith("at least")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_our_own_sobol_design_recovers_indices_and_chance(made_up, ishigami_bounds, seed):
    from araxes.sweeps.design import make_design

    factors = made_up.numbers(ishigami_bounds)
    plan = make_design("sobol", factors, 5 * 2048, seed)
    x = plan.rows(0, plan.size)
    exact = sensitivity(made_up.table(x, made_up.ishigami(x), "sobol", factors)).ranking().sort_index()
    assert exact["S1"].to_numpy() == pytest.approx(made_up.FIRST, abs=0.02)
    assert exact["ST"].to_numpy() == pytest.approx(made_up.TOTAL, abs=0.02)
    noisy = made_up.table(x, made_up.ishigami(x), "sobol", factors, replicates=20, noise=NOISE, seed=seed)
    known = NOISE**2 / (NOISE**2 + made_up.VARIANCE)
    assert sensitivity(noisy).chance()[0] == pytest.approx(known, abs=0.02)


def test_our_own_morris_design_is_read_step_by_step(made_up):
    from araxes.sweeps.design import make_design

    factors = made_up.numbers([(0, 1), (-5, 5), (2, 4)])
    plan = make_design("morris", factors, 4 * 20, 1)
    x = plan.rows(0, plan.size)
    found = sensitivity(made_up.table(x, x @ [1.0, 0.3, -2.0], "morris", factors)).ranking()
    assert found["mu"].to_dict() == pytest.approx({"x1": 1, "x2": 3, "x3": -4})
