"""The Mesa model: five stages a week, the terms that reach a push, and what a Mesa model owes its users."""

import inspect
import itertools
from collections import Counter
from copy import deepcopy
from dataclasses import dataclass, replace

import numpy as np
import pytest

import araxes
from araxes.dims import EVENT_COLUMNS
from araxes.engines.datasets import simulate
from araxes.engines.mesa.agents import State, split
from araxes.engines.mesa.lists import dated_lists
from araxes.engines.mesa.model import Region
from araxes.engines.world import prepare, weights
from araxes.errors import InputError
from araxes.rules.arrays import as_lists
from araxes.rules.habit import sum_up
from araxes.rules.luck import luck, share_of_kind
from araxes.rules.numerics import logit, sigmoid
from araxes.rules.terms import CONTACT, TERM, TERMS, WEIGHT_OF, WEIGHTS

STATES = ["ARM", "AZE", "IRN", "RUS", "TUR"]
STAGES = ("perceive", "appraise", "answer", "choose", "remember")
WEEKS = 20
QUIET = 3


def rungs(region):
    return np.stack(region.rungs)


def ran(world, weeks, **options):
    region = Region(world, **{"replicate": 0, **options})
    for _ in range(weeks):
        region.step()
    return region


def halves(region):
    """Return every agent with every target."""
    return [(agent, j) for agent in region.agents for j in agent.targets]


def at(world, *codes):
    """Return the indices of states."""
    return tuple(world.states.index(code) for code in codes)


def in_acts(world, *codes):
    """Return the indices of actors, as acts have them."""
    return tuple(world.codes.index(code) for code in codes)


# --- The week -----------------------------------------------------------------------------------------------------------


def test_every_stage_is_finished_by_all_before_the_next_begins(still, monkeypatch):
    seen = []
    for stage in STAGES:
        rule = getattr(State, stage)

        def noted(self, stage=stage, rule=rule):
            seen.append((stage, self.code))
            rule(self)

        monkeypatch.setattr(State, stage, noted)
    ran(still, 2)
    stages = [stage for stage, _ in seen]
    assert stages == [stage for stage in STAGES for _ in range(5)] * 2
    assert Counter(seen) == {(stage, code): 2 for stage in set(stages) for code in STATES}


def test_the_order_of_the_agents_does_not_matter(still):
    forward, backward = Region(still, 4), Region(still, 4)
    backward.agents.sort(lambda agent: -agent.index, ascending=True, inplace=True)
    assert [agent.code for agent in backward.agents] == STATES[::-1]
    assert (rungs(forward.run()) == rungs(backward.run())).all()
    assert forward.memory == backward.memory


def test_running_the_same_object_twice_gives_the_same_history(still):
    one, other = Region(still, 3, 7).run(), Region(still, 3, 7).run()
    assert (rungs(one) == rungs(other)).all()
    assert one.statuses == other.statuses
    assert one.memory == other.memory


def test_running_leaves_the_world_as_it_was(still):
    before = as_lists(still.warm.memory), dated_lists(still), still.warm.bar.tolist(), still.anchor.tolist()
    Region(still, 0).run()
    assert (as_lists(still.warm.memory), dated_lists(still), still.warm.bar.tolist(), still.anchor.tolist()) == before


def test_seed_and_replicate_make_another_history(still):
    base = rungs(Region(still, 0, 1).run())
    assert (base != rungs(Region(still, 1, 1).run())).any()
    assert (base != rungs(Region(still, 0, 2).run())).any()


def test_a_step_after_the_horizon_does_nothing(still):
    region = Region(still, 0)
    assert region.running
    region.run()
    before = deepcopy(region.memory), len(region.events()), region.week
    assert not region.running
    region.step()
    assert (region.memory, len(region.events()), region.week) == before
    assert len(region.rungs) == len(region.statuses) == len(region.datacollector.model_vars["tension"]) == WEEKS
    assert not region.running


def test_no_act_stands_on_the_diagonal_and_outsiders_are_quiet_unless_forced(still):
    acts = rungs(ran(still, 3))
    assert (np.diagonal(acts, axis1=1, axis2=2) == -1).all()
    outside = [k for k in range(len(still.codes)) if k not in still.deciding]
    for k in outside:
        assert set(np.delete(acts[:, k], k, axis=1).ravel().tolist()) == {QUIET}


# --- Habit, luck and push -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", STATES)
def test_a_habit_is_a_distribution_at_the_start_and_later(actor, still):
    for region in (Region(still, 0), ran(still, 10)):
        for target in STATES:
            if target != actor:
                chances = region.state(actor).habit(target)
                assert sum(chances) == pytest.approx(1)
                assert min(chances) > 0


def drawn_luck(region, i, j, name, share):
    """Return the luck of one question of i towards j in the coming week."""
    return luck(*[getattr(region, kind + name)[i][j][region.week] for kind in ("coin", "shared", "own")], share)


@pytest.mark.parametrize("replicate", [0, 5])
def test_with_all_weights_0_every_act_is_the_habit_read_at_this_weeks_luck(replicate, still, with_items, weightless):
    region = Region(with_items(still, sets=weightless), replicate)
    shares = still.constants.luck
    checked = 0
    for _ in range(WEEKS):
        pairs = list(itertools.permutations(range(len(STATES)), 2))
        habit = {(i, j): np.cumsum(region.by_index[i].habit(still.states[j])) for i, j in pairs}
        answers = {(i, j): drawn_luck(region, i, j, "", shares.hostile) - habit[i, j][QUIET] for i, j in pairs}
        expected = {}
        for i, j in pairs:
            hostile, reverse = answers[i, j] > 0, answers[j, i] > 0
            u = drawn_luck(
                region, i, j, "_kind", share_of_kind(hostile, reverse, shares.friendly_kind, shares.hostile_kind)
            )
            calm = habit[i, j][QUIET]
            v = calm + (1 - calm) * u if hostile else calm * u
            if min(abs(habit[i, j] - v).min(), abs(answers[i, j]), abs(answers[j, i])) > 1e-9:
                expected[i, j] = int((habit[i, j] < v).sum())
        region.step()
        for agent in region.agents:
            assert set(agent.eta.values()) == set(agent.zeta.values()) == set(agent.delta.values()) == {0.0}
            assert {agent.credit(j) for j in agent.targets} == {1.0}
        assert {(i, j): region.by_index[i].acts[j] for i, j in expected} == expected
        checked += len(expected)
    assert checked > 0.99 * WEEKS * 20


@pytest.mark.parametrize("weeks", [0, 7])
def test_with_all_weights_0_the_chances_are_those_of_habit_to_the_last_bit(weeks, still, with_items, weightless):
    region = ran(with_items(still, sets=weightless), weeks, collect=False)
    foreseen = region.foresee()
    for agent, j in halves(region):
        assert foreseen[agent.index, j].tolist() == agent.cumulative(j)


def test_the_three_pushes_move_the_log_odds_of_their_questions(still):
    region = ran(still, 4, collect=False)
    foreseen, violence = region.foresee(), still.constants.violence_rung
    for agent, j in halves(region):
        before = np.array(agent.cumulative(j))
        after = foreseen[agent.index, j]
        asked = {
            "eta": lambda f: 1 - f[QUIET],
            "zeta": lambda f: 1 - f[QUIET - 1] / f[QUIET],
            "delta": lambda f: (1 - f[violence - 1]) / (1 - f[QUIET]),
        }
        for push, chance in asked.items():
            expected = sigmoid(logit(chance(before), 0) + getattr(agent, push)[j])
            assert chance(after) == pytest.approx(expected, rel=1e-6), push


def test_with_all_weights_0_the_shares_of_rungs_are_the_habit(still, with_items, weightless):
    world = with_items(still, sets=weightless, weeks=1)
    chances = np.array(Region(world, 0, collect=False).state("AZE").habit("ARM"))
    number = 4000
    rungs_drawn = simulate(world, number, 1, workers=1)["rung"].sel(actor="AZE", target="ARM").values
    found = np.bincount(rungs_drawn.ravel(), minlength=len(chances))
    likely = chances > 0.02
    error = np.sqrt(chances * (1 - chances) / number)
    assert likely.sum() >= 3
    assert (abs(found / number - chances)[likely] < 3.5 * error[likely]).all()


@dataclass(frozen=True)
class Case:
    """Something that happens in the first week, and the direction in which a push of a dyad should move."""

    term: str
    dyad: tuple[str, str]
    sign: int
    act: tuple[str, str, str] | None = None
    changes: tuple[tuple[str, float], ...] = ()
    push: str = "eta"


RUSSIA_STANDS_BY_ARMENIA = (("relations.guarantee.ARM.RUS", 1), ("RUS.will.ARM", 1))
CASES = (
    Case("alarm", ("IRN", "AZE"), 1, act=("AZE", "IRN", "war")),
    Case("alarm", ("AZE", "IRN"), 1, act=("AZE", "IRN", "war")),
    Case("pile_on", ("TUR", "ARM"), 1, act=("AZE", "ARM", "war")),
    Case("thaw", ("IRN", "TUR"), -1, act=("TUR", "IRN", "material_cooperation")),
    Case("thaw", ("TUR", "IRN"), -1, act=("TUR", "IRN", "material_cooperation")),
    Case("grievance", ("IRN", "AZE"), 1, changes=(("issues.syunik_route.status", 1),)),
    Case("grievance", ("AZE", "IRN"), 1, changes=(("issues.syunik_route.status", 1),)),
    Case("red_line", ("IRN", "AZE"), 1, changes=(("issues.syunik_route.status", 1),)),
    Case("deterrence", ("AZE", "ARM"), -1, changes=RUSSIA_STANDS_BY_ARMENIA),
    Case("deterrence", ("AZE", "ARM"), -1, changes=RUSSIA_STANDS_BY_ARMENIA, push="delta"),
    Case("mediation", ("IRN", "AZE"), -1, changes=(("relations.format.AZE.IRN", 1),)),
    Case("leader", ("IRN", "AZE"), 1, changes=(("IRN.hawkishness.AZE", 1),)),
    Case("overstretch", ("RUS", "AZE"), -1, changes=(("RUS.attention.overstretch", 1),)),
    Case("overstretch", ("RUS", "AZE"), 1, changes=(("RUS.attention.overstretch", 1),), push="zeta"),
    Case("contact", ("IRN", "AZE"), -1, act=("AZE", "IRN", "war"), push="zeta"),
    Case("contact", ("AZE", "IRN"), -1, act=("AZE", "IRN", "war"), push="zeta"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.term}-{'-'.join(case.dyad)}-{case.push}")
def test_each_mechanism_is_off_at_a_weight_of_0_and_on_at_1(case, still, with_items, weightless, act, change):
    actor, target = case.dyad
    (j,) = at(still, target)
    items = [change(path, value) for path, value in case.changes]
    event = [act(*case.act)] if case.act else []
    calm = [act(*case.act[:2], "quiet")] if case.act else []

    def answer(weight, *items):
        world = with_items(still, *items, sets=weightless | {f"behaviour.weight.{case.term}": weight}, weeks=3)
        agent = ran(world, 2 if case.act else 1, fixed=True, collect=False).state(actor)
        return getattr(agent, case.push)[j]

    assert answer(0.0, *items, *event) == answer(0.0, *calm) == 0
    moved = answer(1.0, *items, *event) - answer(1.0, *calm)
    assert moved * case.sign > 1e-3


def test_every_weight_has_a_case_but_the_lift_which_pushes_all_alike(still, with_items, weightless):
    assert {case.term for case in CASES} == set(WEIGHTS) - {"lift"}
    region = ran(with_items(still, sets=weightless | {"behaviour.weight.lift": 0.7}), 1, fixed=True)
    for agent in region.agents:
        assert set(agent.eta.values()) == {0.7}
        assert set(agent.zeta.values()) == set(agent.delta.values()) == {0}


def test_a_lever_pushes_for_as_long_as_it_stands_and_no_longer(still, with_items, weightless, change, on):
    path, place = "IRN.hawkishness.AZE", still.states.index("AZE")
    level = still.scenario.book[path].at(still.scenario.start)
    pulse = change(path, level + 0.5, 2, shape="pulse", until=on(12))
    region = Region(with_items(still, pulse, sets=weightless | {"behaviour.weight.leader": 1.0}), fixed=True)
    felt = []
    for _ in range(WEEKS):
        region.step()
        felt.append(region.state("IRN").eta[place])
    assert felt == pytest.approx([0] * 2 + [0.5] * 10 + [0] * 8)


def test_grievance_is_measured_from_a_bar_that_both_sides_share_and_that_follows_a_week_late(still, with_items, change):
    region = Region(with_items(still, change("issues.syunik_route.status", 1.0, 1)), fixed=True)
    i, j = at(still, "IRN", "AZE")
    bar, keep = still.warm.bar[i][j], still.constants.keep.bar
    for _ in range(3):
        region.step()
        found = region.pair_grievance(i, j)
        for one, other in ((i, j), (j, i)):
            assert region.by_index[one].terms[other][TERM["grievance"]] == pytest.approx(found - bar)
        bar = keep * bar + (1 - keep) * found
        assert region.bar[i][j] == region.bar[j][i] == pytest.approx(bar)


def test_friends_pile_on_more_than_others(still, with_items, act, change):
    def felt(tie):
        items = act("AZE", "ARM", "war"), change("relations.tie.AZE.TUR", tie)
        return ran(with_items(still, *items), 2, fixed=True).state("TUR").named_terms("ARM")["pile_on"]

    alarm = ran(with_items(still, act("AZE", "ARM", "war")), 1, fixed=True).memory.alarm[1][0]
    assert felt(1.0) - felt(-1.0) == pytest.approx(2 * alarm)
    assert alarm > 0.1


def test_weights_are_drawn_at_random_but_those_set_by_hand_and_all_when_fixed_are_not(still, with_items):
    world = with_items(still, sets={"behaviour.weight.leader": 0.8})
    place, free = TERM["leader"], TERM["grievance"]
    drawn = [Region(world, n, collect=False).weights.push[0] for n in (0, 1, world.n_draws, world.n_draws + 1)]
    assert [row[place] for row in drawn] == [0.8] * 4
    assert drawn[0][free] != drawn[1][free]
    assert drawn[0] == drawn[2]
    assert drawn[1] == drawn[3]
    fixed = Region(world, 1, fixed=True, collect=False).weights.push[0]
    book = world.scenario.book
    assert fixed == [book[f"behaviour.weight.{WEIGHT_OF.get(term, term)}"].series[0][1] for term in TERMS]


def test_the_mean_of_the_drawn_weights_is_near_that_of_the_prior(still):
    values = [weights(still, 1, draw).push[0][TERM["leader"]] for draw in range(still.n_draws)]
    assert np.mean(values) == pytest.approx(0.5, abs=4 * 0.5 / still.n_draws**0.5)
    assert np.std(values) == pytest.approx(0.5, rel=0.2)


def test_a_temper_scales_its_actor_only(still, with_items):
    world = with_items(still, sets={"IRN.temper.alarm": 2.0, "IRN.temper.contact": 0.0})
    plain, other = Region(still, 0, fixed=True).weights, Region(world, 0, fixed=True).weights
    (iran,) = at(still, "IRN")
    doubled = [2 if WEIGHT_OF.get(term) == "alarm" else 1 for term in TERMS]
    assert doubled.count(2) == 2
    assert other.push[iran] == [k * weight for k, weight in zip(doubled, plain.push[iran], strict=True)]
    assert other.contact == [0 if k == iran else weight for k, weight in enumerate(plain.contact)]
    assert [row for k, row in enumerate(other.push) if k != iran] == [
        row for k, row in enumerate(plain.push) if k != iran
    ]


def test_what_is_asked_of_a_state_by_code_is_what_it_holds(still, with_items, act):
    region = ran(with_items(still, act("AZE", "IRN", "rupture")), 1)
    foreseen, iran = region.foresee(), region.state("IRN")
    i, j = at(still, "IRN", "AZE")
    assert np.cumsum(iran.chances("AZE"))[:-1] == pytest.approx(foreseen[i, j])
    assert sum(iran.chances("AZE")) == pytest.approx(1)
    assert iran.push("AZE") == iran.eta[j]
    sources = iran.habit_sources("AZE")
    read = [0.0] * len(still.constants.tree.low)
    sum_up(np.sum(list(sources.values()), axis=0).tolist(), still.constants.tree, read)
    assert read == pytest.approx(iran.evidence(j))
    assert sources["own"] == region.memory.counts[i][j]
    hostile_above = 1 - sum(iran.chances("AZE")[QUIET + 1 :])
    luck_of_week = iran.luck("AZE")
    region.step()
    assert iran.act("AZE") == region.rungs[-1][in_acts(still, "IRN", "AZE")]
    assert (iran.act("AZE") > QUIET) == (luck_of_week > hostile_above)


def test_acts_of_states_are_those_of_the_ensemble(still):
    region = ran(still, 3)
    of_ensemble = simulate(still, 1, 1)["rung"].values[0]
    assert np.array_equal(region.acts_of_states(), of_ensemble[:3])
    assert Region(still, 0).acts_of_states().shape == (0, len(STATES), len(STATES))


def test_named_terms_pushes_and_push_agree(still, act, with_items):
    region = ran(with_items(still, act("AZE", "IRN", "rupture")), 2, fixed=True)
    agent = region.state("IRN")
    terms, pushes, j = agent.named_terms("AZE"), agent.named_pushes("AZE"), still.states.index("AZE")
    weights = dict(zip(TERMS, region.weights.push[agent.index], strict=True))
    weights[CONTACT] = region.weights.contact[agent.index]
    assert pushes == {name: weights[name] * value for name, value in terms.items()}
    assert agent.eta[j] == pytest.approx(sum(pushes[name] for name in TERMS))
    assert agent.zeta[j] == pytest.approx(pushes[CONTACT] - pushes["overstretch"])
    assert terms["alarm_received"] > 0.1


# --- Credit -------------------------------------------------------------------------------------------------------------


def test_a_week_is_counted_with_its_credit_in_habit_and_pools(still):
    region = Region(still, 3)
    before = deepcopy(region.memory)
    region.step()
    rules, total, classes = still.constants, np.zeros(11), np.zeros((2, 11))
    for i, j in itertools.permutations(range(len(STATES)), 2):
        act, credit = region.by_index[i].acts[j], region.by_index[i].credit(j)
        asked = region.by_index[i].questions[j]
        factor = asked.more_hostile if act > QUIET else asked.fewer_friendly
        assert credit == pytest.approx(min(1 / factor, rules.credit_cap))
        expected = rules.keep.habit * np.array(before.counts[i][j])
        expected[act] += credit
        assert region.memory.counts[i][j] == pytest.approx(expected)
        total[act] += credit
        classes[still.warm.dyad_class[i][j], act] += credit
    assert region.memory.pool == pytest.approx(rules.keep.pool * np.array(before.pool) + total)
    assert np.array(region.memory.class_pool) == pytest.approx(
        rules.keep.class_pool * np.array(before.class_pool) + classes
    )


def test_the_forced_acts_of_a_crisis_count_as_far_as_habit_foresaw_them_and_one_that_stands_once(
    still, with_items, act, on
):
    i, j = at(still, "AZE", "IRN")
    keep, pool = still.constants.keep.habit, still.constants.keep.pool
    weeks = [act("AZE", "IRN", "rupture", week) for week in range(WEEKS)]
    repeated = ran(with_items(still, *weeks), WEEKS, fixed=True, collect=False)
    full = sum(keep**k for k in range(WEEKS))
    assert 0.05 * full < repeated.memory.counts[i][j][7] < 0.8 * full
    siege = with_items(still, act("AZE", "IRN", "rupture", until=on(WEEKS)))
    begun, stood = (ran(siege, number, fixed=True, collect=False) for number in (1, WEEKS))
    assert stood.memory.counts[i][j] == pytest.approx(np.array(begun.memory.counts[i][j]) * keep ** (WEEKS - 1))
    assert sum(stood.memory.pool) < sum(repeated.memory.pool)
    assert sum(stood.memory.pool) > pool ** (WEEKS - 1) * sum(begun.memory.pool)
    assert stood.memory.alarm[i][j] == pytest.approx(repeated.memory.alarm[i][j], rel=0.2)  # it alarms every week


# --- Forced acts, outside actors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("violence", "parts"),
    [(5, (0.3, 0.6, 0.8)), (4, (0.3, 0.6, 0.7)), (3, (0.3, 0.6, 0.6)), (0, (0.3, 0.6, 0.6)), (6, (0.3, 0.6, 1))],
)
def test_the_questions_split_habit_below_quiet_after_quiet_and_below_violence_but_never_before_quiet(violence, parts):
    assert split([0.1, 0.3, 0.6, 0.7, 0.8], 2, violence) == parts


@pytest.mark.parametrize(("quiet", "parts"), [(0, (0.0, 0.1, 0.3)), (5, (0.8, 1.0, 1.0))])
def test_quiet_may_be_the_lowest_or_the_highest_rung(quiet, parts):
    assert split([0.1, 0.3, 0.6, 0.7, 0.8], quiet, quiet + 2 if quiet == 0 else 2) == parts


@pytest.mark.parametrize("replicate", range(4))
def test_a_forced_act_appears_and_no_draw_moves(replicate, still, with_items, act):
    i, j = at(still, "AZE", "IRN")
    plain, forced = Region(still, replicate), Region(with_items(still, act("AZE", "IRN", "war", 3)), replicate)
    for luck_of in ("own", "own_kind", "coin", "shared", "coin_kind", "shared_kind"):
        assert getattr(plain, luck_of) == getattr(forced, luck_of)
    for _ in range(4):
        plain.step(), forced.step()
    differs, (a, b) = rungs(plain) != rungs(forced), in_acts(still, "AZE", "IRN")
    assert not differs[:3].any()
    assert forced.rungs[3][a, b] == 10 != plain.rungs[3][a, b]
    # The other half may turn to another act: it may share the luck that the war reveals, and of kinds it shares luck by both answers.
    assert {(a, b)} <= set(map(tuple, np.argwhere(differs[3]).tolist())) <= {(a, b), (b, a)}
    assert (forced.rungs[3][b, a] > QUIET) >= (plain.rungs[3][b, a] > QUIET)
    if plain.coin[i][j][3] >= still.constants.luck.hostile:
        assert (forced.rungs[3][b, a] > QUIET) == (plain.rungs[3][b, a] > QUIET)


def test_acts_of_outside_actors_are_remembered_recorded_and_fade(still, with_items, act):
    a, b = in_acts(still, "ISR", "IRN")
    world = with_items(still, act("ISR", "IRN", "war", 1), act("IRN", "USA", "warning", 1))
    region = ran(world, 2)
    keep = still.constants.keep.fast
    calm = still.warm.fast[-1, a, b] * keep
    struck = keep * calm + (1 - keep) * 1.0
    assert region.tension("ISR", "IRN") == pytest.approx(10 * struck)
    assert region.rungs[1][a, b] == 10
    assert region.events().query("source == 'ISR'")[["target", "code"]].values.tolist() == [["IRN", "194"]]
    assert set(region.events().query("target == 'USA'")["source"]) == {"IRN"}
    region.step()
    assert region.rungs[2][a, b] == QUIET
    assert region.tension("ISR", "IRN") == pytest.approx(10 * keep * struck)


def test_acts_of_and_towards_outside_actors_alarm_nobody(still, with_items, act):
    acts = act("ISR", "IRN", "war", 0), act("IRN", "ISR", "war", 0)
    struck, plain = ran(with_items(still, *acts), 2, fixed=True), ran(still, 2, fixed=True)
    assert struck.memory.alarm == plain.memory.alarm
    for one, other in zip(struck.agents, plain.agents, strict=True):
        assert one.terms == other.terms


def test_the_answer_to_hostile_is_that_of_the_act(still, with_items, act):
    region = Region(with_items(still, act("AZE", "IRN", "war", 1), act("IRN", "AZE", "quiet", 1)), 2)
    for _ in range(6):
        region.step()
        for agent, j in halves(region):
            assert agent.hostile[j] == (agent.acts[j] > QUIET)


# --- Issues and beliefs -------------------------------------------------------------------------------------------------


def test_a_public_status_is_seen_by_all_and_a_hidden_one_by_those_who_know(still, with_items, change):
    region = ran(
        with_items(still, change("issues.transit.status", 0.9, 2), change("issues.networks.status", 0.95, 2)), 3
    )
    transit, networks = still.issues.index("transit"), still.issues.index("networks")
    before = dated_lists(still).status_before[networks]
    assert region.status[networks] == 0.95 != before
    for agent in region.agents:
        assert agent.believed[transit] == 0.9
        assert agent.believed[networks] == (0.95 if agent.code == "IRN" else before)
    assert [row[networks] for row in region.statuses] == [before, before, 0.95]


def test_a_signal_moves_beliefs_by_credulity_times_cost_and_never_those_of_who_knows(still, with_items, signal):
    networks = still.issues.index("networks")
    before = dated_lists(still).status_before[networks]
    region = ran(with_items(still, signal("IRN", "networks", 1.0, 0.5, 1, to=["AZE", "TUR"])), 2)
    for code in STATES:
        credulity = still.scenario.book[f"{code}.credulity.IRN"].at(still.scenario.start) if code != "IRN" else 0
        told = before + credulity * 0.5 * (1 - before) if code in ("AZE", "TUR") else before
        assert region.state(code).believed[networks] == pytest.approx(told)
    assert region.state("AZE").believed[networks] > before
    assert region.status[networks] == before


def test_words_that_cost_nothing_move_nobody(still, with_items, signal):
    networks = still.issues.index("networks")
    region = ran(with_items(still, signal("IRN", "networks", 1.0, 0.0)), 1)
    assert {agent.believed[networks] for agent in region.agents} == {dated_lists(still).status_before[networks]}


def test_acts_move_no_status_unless_the_shares_are_set(still, with_items, act):
    acts = act("ARM", "AZE", "accord", 0), act("AZE", "ARM", "war", 1)
    assert ran(with_items(still, *acts), 3).statuses == [dated_lists(still).status_before] * 3


@pytest.fixture(scope="module")
def bargaining(still):
    """The still world with accord and force moving issues as far as the files allow."""
    return replace(still, constants=still.constants._replace(accord_share=0.1, force_share=0.1))


def test_an_accord_moves_the_issue_of_the_pair_towards_the_compromise(bargaining, with_items, act):
    quiet = [act(a, b, "quiet") for a in STATES for b in STATES if {a, b} != {"ARM", "AZE"} and a != b]
    world = with_items(bargaining, *quiet, act("ARM", "AZE", "accord"), act("AZE", "ARM", "criticism"))
    region = ran(world, 1)
    moved = [m for m, (x, y) in enumerate(zip(region.status, dated_lists(world).status_before, strict=True)) if x != y]
    assert len(moved) == 1
    (m,) = moved
    i, j = at(world, "ARM", "AZE")
    stakes, capability = region.dated.stakes[0], region.dated.arms[0].capability
    ours, theirs = capability[i] * stakes.salience[i][m], capability[j] * stakes.salience[j][m]
    middle = (ours * stakes.position[i][m] + theirs * stakes.position[j][m]) / (ours + theirs)
    before = dated_lists(world).status_before[m]
    assert region.status[m] == pytest.approx(before + 0.1 * (middle - before))


def test_force_moves_the_issue_towards_the_position_of_who_uses_it(bargaining, with_items, act):
    quiet = [act(a, b, "quiet") for a in STATES for b in STATES if (a, b) != ("AZE", "ARM") and a != b]
    world = with_items(bargaining, *quiet, act("AZE", "ARM", "war"))
    region = ran(world, 1)
    (m,) = [m for m, (x, y) in enumerate(zip(region.status, dated_lists(world).status_before, strict=True)) if x != y]
    wanted, before = region.dated.stakes[0].position[world.states.index("AZE")][m], dated_lists(world).status_before[m]
    assert abs(region.status[m] - wanted) < abs(before - wanted)


@pytest.mark.parametrize("rung", ["accord", "war"])
def test_statuses_stay_between_0_and_1_however_much_moves_them(rung, bargaining, with_items, act, on):
    acts = [act(a, b, rung, until=on(WEEKS)) for a in STATES for b in STATES if a != b]
    region = Region(with_items(bargaining, *acts), 0).run()
    values = np.array(region.statuses)
    assert (values != values[0]).any()
    assert values.min() >= 0
    assert values.max() <= 1


def test_a_dated_status_wins_in_its_week_and_moves_go_on_from_it(bargaining, with_items, act, change):
    world = with_items(bargaining, change("issues.karabakh.status", 0.25, 2), act("ARM", "AZE", "accord", 0))
    m = world.issues.index("karabakh")
    region = ran(world, 3, collect=False)
    assert region.statuses[2][m] == 0.25


# --- What is written down -----------------------------------------------------------------------------------------------


def test_events_have_the_columns_of_the_history_and_one_row_an_act_that_is_not_quiet(still):
    region = ran(still, 10)
    events = region.events()
    acts = rungs(region)
    assert list(events.columns) == list(EVENT_COLUMNS)
    assert len(events) == int(((acts >= 0) & (acts != QUIET)).sum())
    assert events["id"].is_unique
    assert set(events["issue"]) <= {*still.issues, "general"}
    assert set(events["issue"]) & set(still.issues)


def test_the_issue_of_an_act_is_that_of_the_largest_grievance(still, with_items, act):
    region = ran(with_items(still, act("IRN", "AZE", "warning")), 1)
    i, j = at(still, "IRN", "AZE")
    stakes = dated_lists(still).stakes[0]
    sizes = [
        stakes.salience[i][m] * abs(region.state("IRN").believed[m] - stakes.position[i][m]) * stakes.blame[i][j][m]
        for m in range(len(still.issues))
    ]
    row = region.events().query("source == 'IRN' and target == 'AZE'").iloc[0]
    assert row["issue"] == still.issues[int(np.argmax(sizes))]


def test_the_tension_of_the_region_is_the_mean_over_dyads(still):
    region = ran(still, 3)
    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    assert region.region_tension() == pytest.approx(np.mean([region.tension(a, b) for a, b in pairs]))


def test_a_state_that_does_not_decide_is_no_agent(still):
    with pytest.raises(InputError, match="a known state"):
        Region(still).state("ISR")


# --- Mesa ---------------------------------------------------------------------------------------------------------------


def test_a_seed_of_none_is_the_usual_seed(still):
    assert (rungs(ran(still, 5, seed=None)) == rungs(ran(still, 5, seed=1))).all()


@pytest.mark.parametrize("wrong", [{"seed": -1}, {"seed": 1.5}, {"replicate": -1}, {"replicate": True}])
def test_a_seed_or_replicate_that_is_no_whole_number_is_refused(wrong, still):
    with pytest.raises(InputError):
        Region(still, **wrong)


def test_mesas_pages_can_make_step_and_reset_a_region(short_scenario):
    parameters = inspect.signature(Region).parameters.values()
    named = [parameter for parameter in parameters if parameter.name != "kwargs"]  # as the pages leave it out
    assert all(parameter.default is not inspect.Parameter.empty for parameter in named)
    assert {parameter.kind for parameter in named} <= {
        inspect.Parameter.POSITIONAL_OR_KEYWORD,
        inspect.Parameter.KEYWORD_ONLY,
    }
    region = Region(scenario=short_scenario, replicate=2, seed=1)
    assert region.running
    assert region.steps == 0
    assert len(region.agents) == 5
    assert region.datacollector.get_model_vars_dataframe().empty
    region.step()
    assert region.steps == 1
    # Newer releases of Mesa hand an object they keep under this name to the model's own parameter `scenario`.
    assert getattr(region, "scenario", None) is None


def test_a_region_can_be_named_loaded_or_prepared(short_scenario):
    loaded = araxes.load(short_scenario)
    by_name, by_file, by_world = Region(short_scenario, 1), Region(loaded, 1), Region(prepare(loaded, judged=True), 1)
    assert (rungs(by_name.run()) == rungs(by_file.run())).all()
    assert (rungs(by_file) == rungs(by_world.run())).all()
