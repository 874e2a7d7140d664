"""Replay warms memories with the record before the start, week by week as a run would, and with nothing after it."""

import datetime
import itertools
import math

import numpy as np
import pytest

from araxes.inputs.constants import constants, first
from araxes.inputs.parameters import setting
from araxes.records.history import History
from araxes.records.replay import Observed, Stance, anchor_shares, luck_of_record, observe, past_of, replay, warm
from araxes.rules import alarm
from araxes.rules.alarm import contact, expected_hostility, thaw
from araxes.rules.arrays import TermWeights, as_lists
from araxes.rules.choose import friendly_chance, push_questions, pushed_cumulative
from araxes.rules.habit import cumulative, gather, pooled_answers, sum_up
from araxes.rules.levers import excess, raise_bar
from araxes.rules.memory import UNOBSERVED, Foreseen, Memory, act_credit, add_surprises, count_act
from araxes.rules.terms import LIFT

START = datetime.date(2023, 2, 6)
EXACT = 1e-12


@pytest.fixture(scope="module")
def rules(region):
    return constants(region)


@pytest.fixture(scope="module")
def states(region):
    return [list(region.actors).index(code) for code in region.states]


@pytest.fixture(scope="module")
def shrinkage(region):
    return first(region.book, "behaviour.habit.anchor_shrinkage")


def means(region, **others):
    """Return the weights at their means, the same for all, some of them set."""
    found = {name: first(region.book, f"behaviour.weight.{name}") for name in TermWeights._fields} | others
    return TermWeights(*[np.full(len(region.states), found[name]) for name in TermWeights._fields])


def place(region, source, target):
    """Return the indices of two states."""
    states = list(region.states)
    return states.index(source), states.index(target)


@pytest.fixture(scope="module")
def warmed(region, rules, states, shrinkage):
    """Return what a record leaves at a start, with nobody's grievance and nobody's ties."""

    def after(history, start=START, **weights):
        seen = observe(history, region, start)
        nothing = np.zeros((max(len(seen.rungs), 1), len(states), len(states)))
        past = past_of(seen, Stance(nothing, nothing), rules, states, shrinkage)
        w = means(region, **weights)
        return warm(seen, past, replay(past, rules, w), w, region, rules)

    return after


# --- The same, dyad by dyad ---------------------------------------------------------------------------------------------


class Scalar:
    """A record replayed by the rules of single cells, dyad by dyad and week by week."""

    def __init__(self, past, seen, states, rules, weights, shrinkage):
        self.rules, self.w, self.past, self.shrinkage = rules, weights, past, shrinkage
        self.acts = seen.rungs[:, states][:, :, states].tolist()
        self.pooled = seen.pooled[:, states][:, :, states].tolist()
        self.unknown = seen.unknown
        n, self.rungs = len(states), len(rules.hostility)
        self.pairs = [(i, j) for i in range(n) for j in range(n) if i != j]
        self.grievance, self.tie = past.stance.grievance.tolist(), past.stance.tie.tolist()

        def square():
            return [[0.0] * n for _ in range(n)]

        counts = [[[0.0] * self.rungs for _ in range(n)] for _ in range(n)]
        self.memory = Memory(square(), square(), square(), square(), counts, [0.0] * self.rungs, [])
        self.bar = square()
        for i, j in self.pairs:
            self.bar[i][j] = self.grievance[0][i][j] + self.grievance[0][j][i]
        self.spoken = []  # week, dyad, rung and credit of everything that speaks for other dyads
        self.chosen = np.full((3, len(self.acts), n, n), np.nan)
        for week in range(len(self.acts)):
            self.live_through(week)

    def seen_before(self, week, pair):
        """Return how often each rung of a dyad has been observed before a week."""
        i, j = pair
        return np.bincount(
            [row[i][j] for row in self.pooled[:week] if row[i][j] != UNOBSERVED], minlength=self.rungs
        ).tolist()

    def anchor(self, week, pair):
        """Return the long-run shares of a dyad as known before a week."""
        pool = np.sum([self.seen_before(week, other) for other in self.pairs], axis=0) + self.rules.pool_floor
        shares = np.array(self.seen_before(week, pair)) + self.shrinkage * pool / pool.sum()
        shares[self.rules.violence_rung :] = 0
        return (shares / shares.sum()).tolist()

    def before_lift(self, week, pair):
        """Return the long-run shares of a dyad with the odds of a hostile act divided by e^lift."""
        shares, quiet = self.anchor(week, pair), self.rules.quiet
        hostile = sum(shares[quiet + 1 :])
        raised = hostile * math.exp(-self.w.lift[pair[0]])
        now = raised / (1 - hostile + raised)
        kinds = [now / hostile if k > quiet else (1 - now) / (1 - hostile) for k in range(len(shares))]
        return [share * scale for share, scale in zip(shares, kinds, strict=True)]

    def has_fought(self, week, pair):
        """Return 1 where either side is on record with the top rung before a week."""
        i, j = pair
        return int(any(self.rungs - 1 in (row[i][j], row[j][i]) for row in self.pooled[:week]))

    def pools(self, week):
        """Return the pools of the region and of both classes, as the dyads are classed now."""
        keep, region, classes = self.rules.keep, [0.0] * self.rungs, [[0.0] * self.rungs for _ in range(2)]
        for then, pair, rung, credit in self.spoken:
            region[rung] += credit * keep.pool ** (week - 1 - then)
            classes[self.has_fought(week, pair)][rung] += credit * keep.class_pool ** (week - 1 - then)
        return region, classes

    def habit(self, week, pair, pools):
        """Return the cumulative habit of a dyad."""
        (i, j), rules, tree = pair, self.rules, self.rules.tree
        region, classes = pools
        kind = self.has_fought(week, pair)
        answers, of_class, sums = ([0.0] * len(tree.low) for _ in range(3))
        pooled_answers([z + f for z, f in zip(region, rules.pool_floor, strict=True)], tree, answers)
        pooled_answers([z + f for z, f in zip(classes[kind], rules.class_floor[kind], strict=True)], tree, of_class)
        for node, by_class in enumerate(tree.by_class):
            for branch in range(tree.first[node], tree.first[node + 1]):
                answers[branch] = of_class[branch] if by_class else answers[branch]
        evidence, out = [0.0] * self.rungs, [0.0] * (self.rungs - 1)
        long_run = [rules.anchor_weeks * share for share in self.before_lift(week, pair)]
        gather(self.memory.counts[i][j], self.memory.counts[j][i], long_run, rules.borrowing, evidence)
        sum_up(evidence, tree, sums)
        cumulative(sums, tree, answers, out)
        return out

    def pushes(self, week, pair):
        """Return eta and zeta of a dyad."""
        (i, j), m = pair, self.memory
        heard = [row[j] for row in m.alarm]
        eta = (
            self.w.lift[i] * LIFT
            + self.w.alarm[i] * (m.alarm[j][i] + m.alarm[i][j])
            + self.w.pile_on[i] * alarm.pile_on(self.tie[week][i], heard, i, j)
            + self.w.thaw[i] * thaw(m.thaw[i][j], m.thaw[j][i])
            + self.w.grievance[i] * excess(self.pair_grievance(week, pair), self.bar[i][j])
        )
        return eta, self.w.contact[i] * contact(m.contact[i][j], m.contact[j][i])

    def pair_grievance(self, week, pair):
        i, j = pair
        return self.grievance[week][i][j] + self.grievance[week][j][i]

    def live_through(self, week):
        rules, memory = self.rules, self.memory
        if week + 1 >= SILENT and all(self.unknown[week + 1 - SILENT : week + 1]):
            for table in (memory.alarm, memory.thaw, memory.contact):
                for row in table:
                    row[:] = [0.0] * len(row)
        pools, expected = self.pools(week), {}
        for pair in self.pairs:
            up_to = self.habit(week, pair, pools)
            eta, zeta = self.pushes(week, pair)
            quiet, violence = rules.quiet, rules.violence_rung
            asked = push_questions(up_to[quiet - 1], up_to[quiet], up_to[violence - 1], eta, zeta, 0.0)
            expected[pair] = up_to, asked
        for pair, (up_to, asked) in expected.items():
            self.remember(week, pair, up_to, asked)
        for i, j in self.pairs:
            self.bar[i][j] = raise_bar(self.bar[i][j], rules.keep.bar, self.pair_grievance(week, (i, j)))

    def remember(self, week, pair, up_to, asked):
        (i, j), rules, keep = pair, self.rules, self.rules.keep
        rung = self.acts[week][i][j]
        foreseen = Foreseen(
            expected_hostility(up_to, rules.hostility, rules.quiet),
            up_to[rules.quiet - 1],
            1 - up_to[rules.coercion_rung - 1],
            asked.fewer_friendly,
            asked.more_hostile,
        )
        credit = act_credit(rung, rules.quiet, foreseen, rules.credit_cap)
        count_act(self.memory, keep, i, j, rung, credit)
        add_surprises(self.memory, keep, rules.hostility, i, j, rung, rules.edges, foreseen)
        if rung == UNOBSERVED:
            return
        if self.pooled[week][i][j] != UNOBSERVED:
            self.spoken.append((week, pair, rung, credit))
        pushed_up_to = [0.0, *[pushed_cumulative(f, asked) for f in up_to], 1.0]
        friendly = friendly_chance(asked)
        start, size = (friendly, 1 - friendly) if rung > rules.quiet else (0.0, friendly)
        low, high = ((pushed_up_to[k] - start) / size for k in (rung, rung + 1))
        self.chosen[:, week, i, j] = friendly, low, high


SILENT = int(setting("record.silent_weeks"))
GAPS = [*range(6, 8), *range(13, 13 + SILENT + 2), *range(25, 25 + SILENT)]
WEEKS = 34


@pytest.fixture(scope="module")
def made(region, rules, states, shrinkage):
    """A random record of some weeks with gaps, unknown cells, acts that speak for no other dyad and a war, replayed both ways."""
    rng = np.random.default_rng(5)
    n_actors, n = len(region.actors), len(states)
    rungs = rng.choice(
        len(rules.hostility), p=[0.02, 0.05, 0.1, 0.5, *[0.06] * 5, 0.02, 0.01], size=(WEEKS, n_actors, n_actors)
    )
    rungs[10, states[0], states[1]] = len(rules.hostility) - 1
    rungs[rng.random(rungs.shape) < 0.1] = UNOBSERVED
    rungs[GAPS] = UNOBSERVED
    rungs[:, range(n_actors), range(n_actors)] = UNOBSERVED
    pooled = np.where(rng.random(rungs.shape) < 0.1, UNOBSERVED, rungs)
    pooled[10, states[0], states[1]] = rungs[10, states[0], states[1]]
    unknown = [week in GAPS for week in range(WEEKS)]
    seen = Observed(START, rungs.astype(np.int8), pooled.astype(np.int8), unknown, 4)
    grievance = np.repeat(rng.random((4, n, n)), 9, axis=0)[:WEEKS] / 4
    stance = Stance(grievance, np.repeat(rng.uniform(-1, 1, (2, n, n)), WEEKS // 2, axis=0))
    weights = TermWeights(*[base * rng.uniform(0.5, 1.5, n) for base in (0.5, 0.8, 0.5, 0.3, 2.0, 0.4)])
    past = past_of(seen, stance, rules, states, shrinkage)
    return past, weights, Scalar(past, seen, states, rules, weights, shrinkage), (seen, stance)


def test_all_dyads_at_once_leave_what_dyad_by_dyad_leaves(made, rules):
    past, weights, scalar, _ = made
    found, expected = replay(past, rules, weights), scalar.memory
    apart = ~np.eye(len(expected.alarm), dtype=bool)
    for name in ("alarm", "thaw", "contact", "counts", "bar"):
        left = scalar.bar if name == "bar" else getattr(expected, name)
        ours, theirs = getattr(found, name)[apart], np.array(left)[apart]
        assert ours == pytest.approx(theirs, abs=EXACT), name
    region, _ = scalar.pools(WEEKS)
    assert found.pool == pytest.approx(region, abs=EXACT)
    assert abs(found.alarm[apart]).max() > 0.1
    assert np.ptp(found.counts[apart].sum(axis=-1)) > 1


def test_the_luck_of_everything_observed_is_that_of_the_pushed_questions(made, rules):
    past, weights, scalar, _ = made
    found = np.stack(luck_of_record(past, rules, weights))
    assert (np.isnan(found) == np.isnan(scalar.chosen)).all()
    assert found == pytest.approx(scalar.chosen, abs=1e-11, nan_ok=True)
    _, low, high = found[:, ~np.isnan(found[0])]
    assert (low >= -EXACT).all()
    assert (high <= 1 + EXACT).all()
    assert (low < high).all()


def test_many_weights_at_once_give_what_each_gives(made, rules):
    past, weights, _, _ = made
    other = TermWeights(*[part[::-1] / 2 for part in weights])
    both = TermWeights(*[np.stack(pair) for pair in zip(weights, other, strict=True)])
    together = replay(past, rules, both)
    chosen = luck_of_record(past, rules, both)
    for k, alone in enumerate((weights, other)):
        for ours, theirs in zip(together, replay(past, rules, alone), strict=True):
            assert ours[k] == pytest.approx(theirs, abs=EXACT)
        for ours, theirs in zip(chosen, luck_of_record(past, rules, alone), strict=True):
            assert ours[k] == pytest.approx(theirs, abs=EXACT, nan_ok=True)


def test_no_week_reads_a_later_one(made, rules, states, shrinkage):
    past, weights, _, (seen, stance) = made
    cut = 20
    early = seen._replace(rungs=seen.rungs[:cut], pooled=seen.pooled[:cut], unknown=seen.unknown[:cut])
    shorter = past_of(early, Stance(stance.grievance[:cut], stance.tie[:cut]), rules, states, shrinkage)
    whole, part = luck_of_record(past, rules, weights), luck_of_record(shorter, rules, weights)
    for ours, theirs in zip(whole, part, strict=True):
        assert np.array_equal(ours[:cut], theirs, equal_nan=True)


def test_anchors_and_classes_are_those_known_before_each_week(made):
    past, _, scalar, _ = made
    for week, pair in itertools.product((0, 1, 10, 11, WEEKS), scalar.pairs):
        assert past.anchor[week][pair] == pytest.approx(scalar.anchor(week, pair), abs=EXACT)
        assert past.classes[week][pair] == scalar.has_fought(week, pair)
    assert past.classes[10][0, 1] == 0
    assert past.classes[11][0, 1] == past.classes[11][1, 0] == 1
    assert len(past.classes) == len(past.anchor) == WEEKS + 1


def test_an_act_of_contested_authorship_makes_no_class_and_no_anchor(made, rules, states, shrinkage):
    past, _, _, (seen, stance) = made
    pooled = seen.pooled.copy()
    pooled[10, states[0], states[1]] = UNOBSERVED
    other = past_of(seen._replace(pooled=pooled), stance, rules, states, shrinkage)
    assert other.classes[11][0, 1] == 0
    assert (other.anchor[11] != past.anchor[11]).any()
    assert (other.acts == past.acts).all()


def test_nothing_is_remembered_of_recent_conduct_after_a_long_gap_and_something_after_a_short_one(
    made, rules, states, shrinkage
):
    _, weights, _, (seen, stance) = made

    def recent(until):
        part = seen._replace(rungs=seen.rungs[:until], pooled=seen.pooled[:until], unknown=seen.unknown[:until])
        past = past_of(part, Stance(stance.grievance[:until], stance.tie[:until]), rules, states, shrinkage)
        found = replay(past, rules, weights)
        return [abs(table).max() for table in (found.alarm, found.thaw, found.contact)]

    assert min(recent(8)) > 0
    assert min(recent(13 + SILENT - 1)) > 0
    assert recent(13 + SILENT) == recent(13 + SILENT + 2) == [0, 0, 0]
    assert min(recent(13 + SILENT + 3)) > 0


def test_with_no_weight_an_act_counts_a_week_and_memories_do_not_depend_on_stance(made, rules):
    past, weights, _, _ = made
    none = TermWeights(*[0 * part for part in weights])
    found = replay(past, rules, none)
    keep = rules.keep.habit ** np.arange(WEEKS - 1, -1, -1)
    one = past.acts[..., None] == np.arange(len(rules.hostility))
    assert found.counts == pytest.approx((keep[:, None, None, None] * one).sum(axis=0), abs=EXACT)


# --- Records ------------------------------------------------------------------------------------------------------------


def test_before_the_record_memory_is_near_quiet_and_empty(made_up, warmed):
    found = warmed(made_up(), datetime.date(2023, 1, 2))
    memory = found.memory
    assert abs(np.array(memory.fast)).max() < 0.05
    assert not np.array(found.bar).any()
    for name in ("alarm", "thaw", "contact", "counts", "pool", "class_pool"):
        assert not np.array(getattr(memory, name)).any()


def test_one_act_is_folded_in_with_the_half_life_of_four_weeks(made_up, region, warmed):
    i, j = place(region, "AZE", "IRN")
    before = warmed(made_up(), datetime.date(2023, 1, 2)).memory
    found = warmed(made_up(("2023-01-04", "AZE", "IRN", "174")), datetime.date(2023, 1, 9)).memory
    d = 2 ** (-1 / 4)
    assert found.fast[i][j] == pytest.approx(d * before.fast[i][j] + (1 - d) * 0.64)
    assert found.fast[j][i] == pytest.approx(d * before.fast[j][i])


def test_an_act_alarms_and_is_felt_by_half_a_week_later(made_up, region, warmed):
    i, j = place(region, "AZE", "IRN")
    history = made_up(("2023-01-04", "AZE", "IRN", "174"), silence="unknown")
    first_week = warmed(history, datetime.date(2023, 1, 9)).memory
    later = warmed(history, datetime.date(2023, 1, 16)).memory
    assert 0.2 < first_week.alarm[i][j] < 0.64
    assert first_week.alarm[j][i] == 0
    assert later.alarm[i][j] == pytest.approx(first_week.alarm[i][j] / 2)
    assert later.thaw[i][j] == pytest.approx(first_week.thaw[i][j] * 2 ** (-1 / 8))
    assert later.contact[i][j] == pytest.approx(first_week.contact[i][j] * 2 ** (-1 / 4))
    assert first_week.thaw[i][j] < 0 < first_week.contact[i][j]


def test_habit_counts_fade_with_the_half_life_of_32_weeks(made_up, region, warmed):
    i, j = place(region, "AZE", "IRN")
    none = dict.fromkeys(TermWeights._fields, 0.0)
    counts = warmed(made_up(("2023-01-04", "AZE", "IRN", "174")), **none).memory.counts[i][j]
    d = 2 ** (-1 / 32)
    assert counts[7] == pytest.approx(d**4)
    assert counts[3] == pytest.approx(sum(d**k for k in range(4)))
    assert sum(counts) == pytest.approx(counts[3] + counts[7])


def test_a_lift_makes_hostile_acts_count_less_and_others_more(made_up, region, warmed):
    i, j = place(region, "AZE", "IRN")
    none = dict.fromkeys(TermWeights._fields, 0.0)
    history = made_up(("2023-01-04", "AZE", "IRN", "174"))
    plain = warmed(history, **none).memory.counts[i][j]
    lifted = warmed(history, **(none | {"lift": 1.0})).memory.counts[i][j]
    assert lifted[7] < plain[7]
    assert lifted[3] > plain[3]


def test_unknown_weeks_leave_the_mean_and_let_counts_fade(made_up, region, warmed):
    i, j = place(region, "AZE", "IRN")
    act = ("2023-01-04", "AZE", "IRN", "174")
    short = warmed(made_up(act, silence="unknown"), datetime.date(2023, 1, 9)).memory
    long = warmed(made_up(act, silence="unknown")).memory
    assert long.fast[i][j] == short.fast[i][j]
    assert long.counts[i][j][7] == pytest.approx(short.counts[i][j][7] * 2 ** (-4 / 32))


def test_what_happens_after_the_start_changes_nothing(chronology, warmed):
    start = datetime.date(2022, 1, 3)
    events = chronology.events
    later = events["date"] >= start
    other = events.assign(code=events["code"].where(~later, "204"))
    known = warmed(chronology, start)
    assert as_lists(warmed(History.of(chronology.header, other), start).memory) == as_lists(known.memory)
    assert as_lists(warmed(History.of(chronology.header, events[~later]), start).memory) == as_lists(known.memory)
    changed = events.assign(code=events["code"].where(later, "204"))
    assert as_lists(warmed(History.of(chronology.header, changed), start).memory) != as_lists(known.memory)


def test_long_run_shares_sum_to_one_without_violence(chronology, region, rules, states, warmed):
    anchor = warmed(chronology, chronology.next_start).anchor
    for i, j in itertools.permutations(range(len(states)), 2):
        assert anchor[i, j].sum() == pytest.approx(1)
        assert anchor[i, j, rules.violence_rung :].sum() == 0
        assert (anchor[i, j, : rules.violence_rung] > 0).all()
    coercive = anchor[..., rules.quiet + 1 : rules.violence_rung].sum(axis=-1)
    assert coercive[place(region, "AZE", "ARM")] > coercive[place(region, "AZE", "TUR")]


def test_where_nothing_can_be_said_long_run_shares_are_even(rules):
    nothing = np.zeros((2, 2, len(rules.hostility)))
    bare = rules._replace(pool_floor=[0.0] * len(rules.hostility))
    assert anchor_shares(nothing, bare, 0.0) == pytest.approx(np.full_like(nothing, 1 / len(rules.hostility)))


def test_the_observed_record_is_kept_for_figures(chronology, region, states, warmed):
    found = warmed(chronology, datetime.date(2023, 4, 10))
    assert found.first == datetime.date(2018, 2, 5)
    codes = list(region.actors)
    assert found.rungs[-1][codes.index("AZE"), codes.index("IRN")] == 7
    assert found.fast.shape == (len(found.rungs) + 1, *found.rungs.shape[1:])
    assert np.array_equal(found.fast[-1][np.ix_(states, states)], found.memory.fast)


def test_nobody_remembers_himself(chronology, warmed):
    found = warmed(chronology, chronology.next_start)
    for table in (*found.memory[1:5], found.anchor):
        assert not table[np.eye(len(table), dtype=bool)].any()
        assert table.any()


def test_the_pools_of_the_classes_are_told_apart_by_who_fought(chronology, warmed):
    found = warmed(chronology, chronology.next_start)
    never, fought = found.memory.class_pool
    assert never[-1] == 0 < fought[-1]
    assert any(map(any, found.dyad_class))


def who_fought(region, warm):
    """Return the ordered pairs of codes that are classed as having fought."""
    codes = list(region.states)
    return {(codes[i], codes[j]) for i, j in zip(*np.nonzero(warm.dyad_class), strict=True)}


def test_only_armenia_and_azerbaijan_have_fought_on_record(chronology, region, warmed):
    assert who_fought(region, warmed(chronology, chronology.next_start)) == {("ARM", "AZE"), ("AZE", "ARM")}
    assert who_fought(region, warmed(chronology, datetime.date(2018, 6, 4))) == set()  # ground is taken in this week


def test_dyads_have_fought_in_either_direction_and_contested_acts_do_not_count(made_up, region, warmed):
    acts = [
        ("2023-01-09", "AZE", "ARM", "190", "war"),
        ("2023-01-09", "IRN", "AZE", "195", "contested"),
        ("2023-01-09", "RUS", "TUR", "190", ""),
        ("2023-01-09", "RUS", "AZE", "204", "unintended"),
    ]
    assert who_fought(region, warmed(made_up(*acts))) == {("ARM", "AZE"), ("AZE", "ARM")}


@pytest.mark.parametrize("gap", [False, True])
def test_a_war_in_a_week_that_is_a_gap_is_not_observed_and_makes_no_class(gap, made_up, region, warmed):
    """The class of the run is that under which the record was replayed: else a pool would hold no war of those who fought."""
    gaps = [(datetime.date(2023, 1, 11), datetime.date(2023, 1, 12))] if gap else []
    history = made_up(("2023-01-09", "AZE", "ARM", "190", "war"), ("2023-01-18", "AZE", "ARM", "114"), gaps=gaps)
    found = warmed(history)
    assert bool(who_fought(region, found)) != gap
    never, fought = found.memory.class_pool
    assert (sum(fought) > 0) != gap
    assert never[-1] == 0
    assert sum(never) > sum(fought)


def after_gap(made_up, warmed, weeks):
    """The memory one week after an expulsion that a gap of some weeks follows."""
    begin = datetime.date(2023, 1, 9)
    end = begin + datetime.timedelta(weeks=weeks)
    gaps = [(begin, end - datetime.timedelta(days=1))] if weeks else []
    history = made_up(("2023-01-04", "AZE", "IRN", "174"), gaps=gaps, last=end + datetime.timedelta(days=6))
    return warmed(history, end).memory


@pytest.mark.parametrize("weeks", [1, 2, 3])
def test_over_a_short_gap_the_mean_stays_and_surprises_fade(weeks, made_up, region, warmed):
    before, later = after_gap(made_up, warmed, 0), after_gap(made_up, warmed, weeks)
    i, j = place(region, "AZE", "IRN")
    assert np.array_equal(later.fast, before.fast)
    assert later.alarm[i][j] == pytest.approx(before.alarm[i][j] * 2**-weeks)


@pytest.mark.parametrize("weeks", [4, 5, 100])
def test_nothing_surprises_after_a_long_gap_and_counts_have_faded(weeks, made_up, region, warmed):
    before, later = after_gap(made_up, warmed, 0), after_gap(made_up, warmed, weeks)
    i, j = place(region, "AZE", "IRN")
    assert before.alarm[i][j] > 0.2
    for name in ("alarm", "thaw", "contact"):
        assert not np.array(getattr(later, name)).any()
    assert later.counts[i][j][7] == pytest.approx(before.counts[i][j][7] * 2 ** (-weeks / 32))


def test_weeks_without_an_act_in_a_record_whose_silence_is_unknown_are_no_gap(made_up, region, warmed):
    i, j = place(region, "AZE", "IRN")
    history = made_up(("2023-01-04", "AZE", "IRN", "174"), silence="unknown", last=datetime.date(2023, 5, 28))
    assert warmed(history, datetime.date(2023, 5, 29)).memory.alarm[i][j] > 0


def test_a_record_may_start_at_the_mean_of_its_first_weeks(made_up, region, warmed):
    acts = [
        ("2023-01-04", "AZE", "IRN", "174"),
        ("2023-01-11", "AZE", "IRN", "174"),
        ("2023-01-18", "AZE", "IRN", "190"),
    ]
    i, j = place(region, "AZE", "IRN")
    begin = datetime.date(2023, 1, 9)
    found = warmed(made_up(*acts, warmup=2), datetime.date(2023, 1, 16)).memory
    assert found.fast[i][j] == pytest.approx(0.64)
    assert found.fast[j][i] == 0
    assert warmed(made_up(*acts, warmup=2), begin).memory.fast[i][j] == pytest.approx(0.64)
    assert warmed(made_up(*acts, warmup=0), begin).memory.fast[i][j] < 0.2


def test_the_mean_of_the_first_weeks_knows_nothing_of_those_after_the_start(made_up, warmed):
    early = [("2023-01-04", "AZE", "IRN", "174")]
    start = datetime.date(2023, 1, 9)
    one = warmed(made_up(*early, warmup=4), start)
    other = warmed(made_up(*early, ("2023-01-10", "AZE", "IRN", "195"), warmup=4), start)
    assert as_lists(one.memory) == as_lists(other.memory)
