"""The Mesa model: four stages a week, the terms that reach a push, and what a Mesa model owes its users."""

import inspect
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

import araxes
from araxes.dims import EVENT_COLUMNS
from araxes.engines.agents import State
from araxes.engines.model import Region
from araxes.engines.world import prepare, weights
from araxes.errors import InputError
from araxes.results.probes import PROBES
from araxes.rules.luck import luck
from araxes.rules.memory import kept
from araxes.rules.terms import TERMS

STATES = ["ARM", "AZE", "IRN", "RUS", "TUR"]
WEEKS = 20
QUIET = 3


def rungs(region):
    return np.stack(region.rungs)


def ran(world, weeks, **options):
    region = Region(world, **{"replicate": 0, **options})
    for _ in range(weeks):
        region.step()
    return region


def at(world, *codes):
    return tuple(world.codes.index(code) for code in codes)


# --- The week -----------------------------------------------------------------------------------------------------------


def test_every_stage_is_finished_by_all_before_the_next_begins(still, monkeypatch):
    seen = []
    for stage in ("perceive", "appraise", "choose", "remember"):
        rule = getattr(State, stage)

        def noted(self, stage=stage, rule=rule):
            seen.append((stage, self.code))
            rule(self)

        monkeypatch.setattr(State, stage, noted)
    ran(still, 2)
    stages = [stage for stage, _ in seen]
    assert stages == [stage for stage in ("perceive", "appraise", "choose", "remember") for _ in range(5)] * 2
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
    before = still.warm.memory.copy(), list(still.calendar.status_before)
    Region(still, 0).run()
    assert (still.warm.memory, still.calendar.status_before) == before


def test_seed_and_replicate_make_another_history(still):
    base = rungs(Region(still, 0, 1).run())
    assert (base != rungs(Region(still, 1, 1).run())).any()
    assert (base != rungs(Region(still, 0, 2).run())).any()


def test_a_step_after_the_horizon_does_nothing(still):
    region = Region(still, 0)
    assert region.running
    region.run()
    before = region.memory.copy(), len(region.events()), region.week
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


@pytest.mark.parametrize("replicate", [0, 5])
def test_with_all_weights_0_every_act_is_the_habit_read_at_this_weeks_luck(replicate, still, with_items, weightless):
    region = Region(with_items(still, sets=weightless), replicate)
    checked = 0
    for week in range(WEEKS):
        expected = {}
        for agent in region.agents:
            for j in agent.targets:
                i = agent.index
                u = luck(region.coin[i][j][week], region.shared[i][j][week], region.own[i][j][week], 0.3)
                cumulative = np.cumsum(agent.habit(still.codes[j]))
                if abs(cumulative - u).min() > 1e-9:
                    expected[i, j] = int((cumulative < u).sum())
        region.step()
        for agent in region.agents:
            assert set(agent.eta.values()) == {0.0}
            assert set(agent.s.values()) == {1.0}
        assert {address: region.rungs[-1][address] for address in expected} == expected
        checked += len(expected)
    assert checked > 0.99 * WEEKS * 20


def test_with_all_weights_0_the_shares_of_rungs_are_the_habit(still, with_items, weightless):
    world = with_items(still, sets=weightless, weeks=1)
    i, j = at(still, "AZE", "ARM")
    chances = np.array(Region(world, 0, collect=False).state("AZE").habit("ARM"))
    found = np.zeros(len(chances))
    number = 300
    for replicate in range(number):
        region = Region(world, replicate, collect=False)
        region.step()
        found[region.rungs[0][i, j]] += 1
    likely = chances > 0.02
    error = np.sqrt(chances * (1 - chances) / number)
    assert likely.sum() >= 3
    assert (abs(found / number - chances)[likely] < 3.5 * error[likely]).all()


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.term)
def test_each_mechanism_is_off_at_a_weight_of_0_and_on_at_1(probe, still, with_items, weightless, act, change):
    actor, target = probe.dyad
    j = still.codes.index(target)
    items = [change(path, value) for path, value in probe.changes]
    event = [act(*probe.act[:2], probe.act[2])] if probe.act else []
    calm = [act(*probe.act[:2], "quiet")] if probe.act else []

    def answer(weight, *items):
        world = with_items(still, *items, sets=weightless | {f"behaviour.weight.{probe.term}": weight}, weeks=3)
        agent = ran(world, 2 if probe.act else 1, fixed=True, collect=False).state(actor)
        return agent.eta[j] if probe.term in TERMS else agent.s[j]

    idle = 0.0 if probe.term in TERMS else 1.0
    assert answer(0.0, *items, *event) == answer(0.0, *calm) == idle
    moved = answer(1.0, *items, *event) - answer(1.0, *calm)
    assert moved * probe.sign > 1e-4


def test_weights_are_drawn_at_random_but_those_set_by_hand_and_all_when_fixed_are_not(still, with_items):
    world = with_items(still, sets={"behaviour.weight.leader": 0.8})
    place, free = TERMS.index("leader"), TERMS.index("grievance")
    drawn = [Region(world, n, collect=False).weights.push[0] for n in (0, 1, world.n_draws, world.n_draws + 1)]
    assert [row[place] for row in drawn] == [0.8] * 4
    assert drawn[0][free] != drawn[1][free]
    assert drawn[0] == drawn[2]
    assert drawn[1] == drawn[3]
    fixed = Region(world, 1, fixed=True, collect=False).weights.push[0]
    assert fixed == [world.scenario.book[f"behaviour.weight.{name}"].series[0][1] for name in TERMS]


def test_the_mean_of_the_drawn_weights_is_near_that_of_the_prior(still):
    values = [weights(still, 1, draw).push[0][TERMS.index("leader")] for draw in range(still.n_draws)]
    assert np.mean(values) == pytest.approx(0.5, abs=4 * 0.5 / still.n_draws**0.5)
    assert np.std(values) == pytest.approx(0.5, rel=0.2)


def test_a_temper_scales_its_actor_only(still, with_items):
    world = with_items(still, sets={"IRN.temper.reciprocity": 2.0, "IRN.temper.attention": 0.0})
    plain, other = Region(still, 0, fixed=True).weights, Region(world, 0, fixed=True).weights
    iran = still.codes.index("IRN")
    assert other.push[iran][:2] == [2 * weight for weight in plain.push[iran][:2]]
    assert other.push[iran][2:] == plain.push[iran][2:]
    assert (other.activity[iran], other.overstretch[iran]) == (0, 0)
    assert [row for k, row in enumerate(other.push) if k != iran] == [
        row for k, row in enumerate(plain.push) if k != iran
    ]


def test_named_terms_and_push_agree(still, act, with_items):
    region = ran(with_items(still, act("AZE", "IRN", "rupture")), 2, fixed=True)
    agent = region.state("IRN")
    terms = agent.named_terms("AZE")
    by_hand = sum(region.weights.push[agent.index][k] * terms[name] for k, name in enumerate(TERMS))
    assert agent.eta[still.codes.index("AZE")] == pytest.approx(by_hand)
    assert terms["reciprocity_hostile"] > 0


# --- Forced acts, outside actors, commitments ---------------------------------------------------------------------------


@pytest.mark.parametrize("replicate", range(4))
def test_a_forced_act_appears_and_no_other_draw_moves(replicate, still, with_items, act):
    i, j = at(still, "AZE", "IRN")
    plain, forced = Region(still, replicate), Region(with_items(still, act("AZE", "IRN", "war", 3)), replicate)
    assert (plain.own, plain.coin, plain.shared) == (forced.own, forced.coin, forced.shared)
    for _ in range(4):
        plain.step(), forced.step()
    differs = rungs(plain) != rungs(forced)
    assert not differs[:3].any()
    assert forced.rungs[3][i, j] == 10 != plain.rungs[3][i, j]
    assert np.argwhere(differs[3]).tolist() == [[i, j]]


def test_acts_of_outside_actors_are_remembered_recorded_and_fade(still, with_items, act):
    i, j = at(still, "ISR", "IRN")
    world = with_items(still, act("ISR", "IRN", "war", 1), act("IRN", "USA", "warning", 1))
    region = ran(world, 2)
    keep = still.rules.keep.fast
    calm = still.warm.memory.fast[i][j] * keep
    struck = keep * calm + (1 - keep) * 1.0
    assert region.memory.fast[i][j] == pytest.approx(struck)
    assert region.rungs[1][i, j] == 10
    assert region.events().query("source == 'ISR'")[["target", "code"]].values.tolist() == [["IRN", "194"]]
    assert set(region.events().query("target == 'USA'")["source"]) == {"IRN"}
    region.step()
    assert region.rungs[2][i, j] == QUIET
    assert region.memory.fast[i][j] == pytest.approx(keep * struck)


def test_what_an_outside_actor_does_aligns_its_friends_and_what_a_friend_suffers_calls_for_solidarity(
    still, with_items, act
):
    def terms(actor, target, *items):
        return ran(with_items(still, *items), 2, fixed=True).state(actor).named_terms(target)

    step = (1 - still.rules.keep.fast) - (1 - still.rules.keep.slow)
    azerbaijan, israel, turkey = at(still, "AZE", "ISR", "TUR")
    struck, calm = (terms("AZE", "IRN", act("ISR", "IRN", rung)) for rung in ("war", "quiet"))
    gain = still.calendar.friendship[1][azerbaijan][israel] * step
    assert struck["alignment"] - calm["alignment"] == pytest.approx(gain)
    assert gain > 0
    struck, calm = (terms("TUR", "IRN", act("IRN", "AZE", rung)) for rung in ("war", "quiet"))
    gain = still.calendar.friendship[1][turkey][azerbaijan] * step
    assert struck["solidarity"] - calm["solidarity"] == pytest.approx(gain)
    assert struck["alignment"] == pytest.approx(calm["alignment"])


def test_a_threat_while_a_line_is_crossed_commits_and_words_do_not(still, with_items, act, change):
    i, j = at(still, "IRN", "AZE")
    crossing = change("issues.syunik_route.status", 1.0)
    calm = [act("IRN", "AZE", "quiet", week) for week in range(1, 9)]
    bound = ran(with_items(still, crossing, act("IRN", "AZE", "warning", 0), *calm), 9)
    started = still.warm.memory.commitment[i][j]
    assert bound.memory.commitment[i][j] == pytest.approx(0.5)
    words = ran(with_items(still, crossing, act("IRN", "AZE", "demand", 0)), 1)
    assert words.memory.commitment[i][j] == pytest.approx(started * kept(8))
    bound = ran(with_items(still, crossing, act("IRN", "AZE", "warning", 0)), 2, fixed=True)
    free = ran(with_items(still, crossing, act("IRN", "AZE", "demand", 0)), 2, fixed=True)
    gain = bound.state("IRN").named_terms("AZE")["red_line"] - free.state("IRN").named_terms("AZE")["red_line"]
    assert gain == pytest.approx(1 - started * kept(8))


# --- Issues and beliefs -------------------------------------------------------------------------------------------------


def test_a_public_status_is_seen_by_all_and_a_hidden_one_by_those_who_know(still, with_items, change):
    region = ran(
        with_items(still, change("issues.transit.status", 0.9, 2), change("issues.networks.status", 0.95, 2)), 3
    )
    transit, networks = still.issues.index("transit"), still.issues.index("networks")
    before = still.calendar.status_before[networks]
    assert region.status[networks] == 0.95 != before
    for agent in region.agents:
        assert agent.believed[transit] == 0.9
        assert agent.believed[networks] == (0.95 if agent.code == "IRN" else before)
    assert [row[networks] for row in region.statuses] == [before, before, 0.95]


def test_a_signal_moves_beliefs_by_credulity_times_cost_and_never_those_of_who_knows(still, with_items, signal):
    networks = still.issues.index("networks")
    before = still.calendar.status_before[networks]
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
    assert {agent.believed[networks] for agent in region.agents} == {still.calendar.status_before[networks]}


def test_acts_move_no_status_unless_the_shares_are_set(still, with_items, act):
    acts = act("ARM", "AZE", "accord", 0), act("AZE", "ARM", "war", 1)
    assert ran(with_items(still, *acts), 3).statuses == [still.calendar.status_before] * 3


@pytest.fixture(scope="module")
def bargaining(still):
    """The still world with accord and force moving issues as far as the files allow."""
    return replace(still, rules=still.rules._replace(accord_share=0.1, force_share=0.1))


def test_an_accord_moves_the_issue_of_the_pair_towards_the_compromise(bargaining, with_items, act):
    quiet = [act(a, b, "quiet") for a in STATES for b in STATES if {a, b} != {"ARM", "AZE"} and a != b]
    world = with_items(bargaining, *quiet, act("ARM", "AZE", "accord"), act("AZE", "ARM", "criticism"))
    region = ran(world, 1)
    moved = [m for m, (x, y) in enumerate(zip(region.status, world.calendar.status_before, strict=True)) if x != y]
    assert len(moved) == 1
    (m,) = moved
    i, j = at(world, "ARM", "AZE")
    stakes, capability = world.calendar.stakes[0], world.calendar.capability[0]
    ours, theirs = capability[i] * stakes.salience[i][m], capability[j] * stakes.salience[j][m]
    middle = (ours * stakes.position[i][m] + theirs * stakes.position[j][m]) / (ours + theirs)
    before = world.calendar.status_before[m]
    assert region.status[m] == pytest.approx(before + 0.1 * (middle - before))


def test_force_moves_the_issue_towards_the_position_of_who_uses_it(bargaining, with_items, act):
    quiet = [act(a, b, "quiet") for a in STATES for b in STATES if (a, b) != ("AZE", "ARM") and a != b]
    world = with_items(bargaining, *quiet, act("AZE", "ARM", "war"))
    region = ran(world, 1)
    (m,) = [m for m, (x, y) in enumerate(zip(region.status, world.calendar.status_before, strict=True)) if x != y]
    wanted, before = world.calendar.stakes[0].position[world.codes.index("AZE")][m], world.calendar.status_before[m]
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
    stakes = still.calendar.stakes[0]
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
    with pytest.raises(KeyError):
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
    assert all(parameter.default is not inspect.Parameter.empty for parameter in parameters)
    assert {parameter.kind for parameter in parameters} <= {
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
    by_name, by_file, by_world = Region(short_scenario, 1), Region(loaded, 1), Region(prepare(loaded), 1)
    assert (rungs(by_name.run()) == rungs(by_file.run())).all()
    assert (rungs(by_file) == rungs(by_world.run())).all()
