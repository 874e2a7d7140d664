"""`State`: a Mesa agent that each week perceives, appraises, answers, chooses and remembers by calling the rules."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import mesa

from araxes.display import Card, show_card
from araxes.errors import Fault, InputError, Option, unknown
from araxes.rules.alarm import contact, expected_hostility, pile_on, thaw
from araxes.rules.choose import (
    Pushed,
    choose_rung,
    friendly_chance,
    is_hostile,
    keep_on_side,
    luck_in_habit,
    push_questions,
    pushed_cumulative,
)
from araxes.rules.grievance import beyond_line, gap, grievance, loudest_issue, red_line
from araxes.rules.habit import cumulative, gather, sum_up
from araxes.rules.levers import deterrence, excess, leader, mediation, overstretch
from araxes.rules.luck import cumulative_once_told, friendly_once_told, luck, reveal_luck, share_of_kind
from araxes.rules.memory import Foreseen, act_credit, add_surprises, count_act, remember_act
from araxes.rules.terms import CONTACT, LIFT, TERM, Terms, push

if TYPE_CHECKING:
    from araxes.engines.mesa.lists import WeekStakes
    from araxes.engines.mesa.model import Region


Target: TypeAlias = "str | int | State"
"""Another state."""


@show_card
class State(mesa.Agent):
    """A deciding actor of the region.

    Wherever a method takes another state, it takes its code ("AZE"), the state itself, or its place among the states.

    Parameters
    ----------
    model : Region
        The region it belongs to.
    index : int
        Its place among the states.

    Attributes
    ----------
    code : str
        ISO 3166 alpha-3 code.
    grievances : dict of int to float
        g_ij by target; set by `perceive`.
    terms : dict of int to Terms
        The terms of the push by target; set by `appraise`.
    contacts : dict of int to float
        The term that pushes "quiet?", by target; set by `appraise`.
    eta, zeta, delta : dict of int to float
        Pushes of hostility, quiet and violence by target, logits; set by `appraise`.
    up_to : dict of int to list of float
        F, the cumulative habit of every rung but the last; set by `appraise`.
    questions : dict of int to Pushed
        The pushed questions by target; set by `appraise`.
    hostile : dict of int to bool
        This week's answer to "hostile?" by target; set by `answer`.
    acts : dict of int to int
        The rung addressed to each target this week; set by `choose`.
    believed : list of float, shape (issues,)
        What the actor takes the statuses to be.
    """

    model: Region

    def _card(self) -> Card:
        """Return who it is, and what one may ask it."""
        model = self.model
        name = model.world.scenario.region.actors[self.code].name
        steps = ("act(code)", "chances(code)", "named_pushes(code)")
        return Card(f"{self.code}, {name}, in {model.world.scenario.name}", f"before week {model.week}", steps)

    def __init__(self, model: Region, index: int) -> None:
        super().__init__(model)
        world = model.world
        self.index = index
        self.code = world.states[index]
        self.targets = [j for j in range(len(world.states)) if j != index]
        self.believed = list(model.dated.status_before)
        self.lines_before = self._crossed(model.dated.before)
        self.gaps = self._gaps(model.dated.before)
        self.lines = list(self.lines_before)
        self.grievances: dict[int, float] = {}
        self.terms: dict[int, Terms] = {}
        self.contacts: dict[int, float] = {}
        self.eta: dict[int, float] = {}
        self.zeta: dict[int, float] = {}
        self.delta: dict[int, float] = {}
        self.up_to: dict[int, list[float]] = {}
        self.questions: dict[int, Pushed] = {}
        self.hostile: dict[int, bool] = {}
        self.acts: dict[int, int] = {}

    def _place(self, target: Target) -> int:
        """Return the place among the states of a state given by code, as such, or by its place."""
        if isinstance(target, int):
            return target
        return target.index if isinstance(target, State) else state_index(self.model.world.states, target)

    def _crossed(self, stakes: WeekStakes) -> list[float]:
        """Return 1 for every issue whose believed status is beyond this actor's red line."""
        i = self.index
        return [
            beyond_line(b, line, side)
            for b, line, side in zip(self.believed, stakes.line[i], stakes.side[i], strict=True)
        ]

    def _gaps(self, stakes: WeekStakes) -> list[float]:
        """Return how far every issue, as believed, lies from what this actor wants."""
        return [gap(b, x) for b, x in zip(self.believed, stakes.position[self.index], strict=True)]

    def perceive(self) -> None:
        """See the issues as they are, or as far as signals tell; compare them with what is wanted and with red lines."""
        stakes, i = self.model.stakes, self.index
        for m, seen in enumerate(self.model.knows[i]):
            if seen:
                self.believed[m] = self.model.status[m]
        self.gaps = self._gaps(stakes)
        self.lines = self._crossed(stakes)
        self.grievances = {j: grievance(stakes.salience[i], self.gaps, stakes.blame[i][j]) for j in self.targets}

    def appraise(self) -> None:
        """Weigh every term towards every target: the pushes, and what they make of habit's answers."""
        i, model = self.index, self.model
        memory, rules, week, dated = model.memory, model.world.constants, model.week, model.dated
        weights = model.weights
        over_line = [excess(x, before) for x, before in zip(self.lines, self.lines_before, strict=True)]
        stretched = overstretch(dated.overstretch_excess[week][i])
        for j in self.targets:
            on_target = [row[j] for row in memory.alarm]
            held_back = deterrence(dated.ratio_excess[week][i][j])
            joined = pile_on(dated.tie[week][i], on_target, i, j)
            self.terms[j] = Terms(
                lift=LIFT,
                alarm_received=memory.alarm[j][i] + dated.received[week][i][j],
                alarm_own=memory.alarm[i][j],
                pile_on=joined + dated.joined[week][i][j],
                thaw=thaw(memory.thaw[i][j], memory.thaw[j][i]),
                grievance=excess(model.pair_grievance(i, j), model.bar[i][j]),
                red_line=red_line(over_line, model.stakes.blame[i][j]),
                deterrence=held_back,
                mediation=mediation(dated.format_excess[week][i][j]),
                leader=leader(dated.hawkishness_excess[week][i][j]),
                overstretch=stretched,
            )
            self.contacts[j] = contact(memory.contact[i][j], memory.contact[j][i])
            self.eta[j] = push(weights.push[i], self.terms[j])
            self.zeta[j] = weights.contact[i] * self.contacts[j] - weights.push[i][TERM["overstretch"]] * stretched
            self.delta[j] = weights.push[i][TERM["deterrence"]] * held_back
            self.up_to[j] = self.cumulative(j)
            self.questions[j] = push_questions(
                *split(self.up_to[j], rules.quiet, rules.violence_rung), self.eta[j], self.zeta[j], self.delta[j]
            )

    def answer(self) -> None:
        """Answer "hostile?" towards every target at this week's luck, or as the act answers that a scenario forces.

        The act that is forced on the other half of a pair reveals its luck.
        """
        i, model = self.index, self.model
        for j in self.targets:
            forced = model.forced_act(i, j)
            if forced is not None:
                self.hostile[j] = forced > model.world.constants.quiet
            else:
                self.hostile[j] = is_hostile(self._luck_of_answer(j), self.questions[j])

    def _luck_of_answer(self, j: int) -> float:
        """Return the luck of this week's answer towards target j, once all have appraised."""
        model, rules = self.model, self.model.world.constants
        coin, shared, own = model.luck_of_answer(self.index, j)
        told = model.revealing_act(j, self.index)
        if told is not None:
            shared = reveal_luck(shared, told > rules.quiet, self.friendly_reverse(j))
        return luck(coin, shared, own, rules.luck.hostile)

    def friendly_reverse(self, target: Target) -> float:
        """Return 1 - P(hostile) of target j towards this actor, once all have appraised and before anything is told."""
        j = self._place(target)
        return friendly_chance(self.model.by_index[j].questions[self.index])

    def choose(self) -> None:
        """Pick a rung towards every target among those of the answer; or the act a scenario forces."""
        i, model = self.index, self.model
        rules = model.world.constants
        for j in self.targets:
            forced = model.forced_act(i, j)
            if forced is not None:
                self.acts[j] = forced
                continue
            hostile = self.hostile[j]
            reverse = model.by_index[j].hostile[i]
            share = share_of_kind(hostile, reverse, rules.luck.friendly_kind, rules.luck.hostile_kind)
            u = luck(*model.luck_of_kind(i, j), share)
            v = luck_in_habit(hostile, u, self.questions[j])
            self.acts[j] = keep_on_side(choose_rung(v, self.up_to[j], len(rules.hostility)), hostile, rules.quiet)

    def evidence(self, target: Target) -> list[float]:
        """Return the evidence A_ij towards target j below every branch, shape (branches,), in weeks."""
        j = self._place(target)
        i, rules, counts = self.index, self.model.world.constants, self.model.memory.counts
        by_rung, out = [0.0] * len(rules.hostility), [0.0] * len(rules.tree.low)
        gather(counts[i][j], counts[j][i], self.model.anchor[i][j], rules.borrowing, by_rung)
        sum_up(by_rung, rules.tree, out)
        return out

    def cumulative(self, target: Target) -> list[float]:
        """Return the cumulative habit F towards target j of every rung but the last, shape (rungs - 1,)."""
        j = self._place(target)
        model, tree = self.model, self.model.world.constants.tree
        out = [0.0] * (len(model.world.constants.hostility) - 1)
        cumulative(self.evidence(j), tree, model.pooled[model.dyad_class[self.index][j]], out)
        return out

    def foresee(self, target: Target) -> list[float]:
        """Return G(k) = P(Y <= k) of this week's act towards target j, shape (rungs - 1,), once all have appraised.

        A forced act is certain; where it reveals luck, the chances of the other half are those given it.
        """
        j = self._place(target)
        forced = self.model.forced_act(self.index, j)
        if forced is not None:
            return [1.0 if k >= forced else 0.0 for k in range(len(self.up_to[j]))]
        up_to = [pushed_cumulative(f, self.questions[j]) for f in self.up_to[j]]
        told = self.model.revealing_act(j, self.index)
        if told is None:
            return up_to
        rules, friendly = self.model.world.constants, friendly_chance(self.questions[j])
        once_told = friendly_once_told(friendly, told > rules.quiet, self.friendly_reverse(j), rules.luck.hostile)
        return [cumulative_once_told(g, friendly, once_told) for g in up_to]

    def habit(self, target: Target) -> list[float]:
        """Return the habit distribution towards a target, shape (rungs,), sums to 1."""
        up_to = self.cumulative(self._place(target))
        return [here - before for here, before in zip([*up_to, 1.0], [0.0, *up_to], strict=True)]

    def named_terms(self, target: Target) -> dict[str, float]:
        """Return this week's terms towards a target, by name; `contact` pushes "quiet?", the others "hostile?"."""
        j = self._place(target)
        return self.terms[j]._asdict() | {CONTACT: self.contacts[j]}

    def named_pushes(self, target: Target) -> dict[str, float]:
        """Return this week's pushes towards a target, weight times term, in logits, by name."""
        weights = [*self.model.weights.push[self.index], self.model.weights.contact[self.index]]
        return {name: w * x for w, (name, x) in zip(weights, self.named_terms(target).items(), strict=True)}

    def push(self, target: Target) -> float:
        """Return this week's whole push of hostility towards a target, in logits."""
        return self.eta[self._place(target)]

    def chances(self, target: Target) -> list[float]:
        """Return the chances of this week's act towards a target, shape (rungs,), once all have appraised."""
        up_to = self.foresee(self._place(target))
        return [here - before for here, before in zip([*up_to, 1.0], [0.0, *up_to], strict=True)]

    def luck(self, target: Target) -> float:
        """Return the luck of this week's answer towards a target, in [0, 1]; once all have appraised.

        The act is hostile where it lies above one minus the chance of a hostile act, unless a scenario forces the act.
        """
        return self._luck_of_answer(self._place(target))

    def act(self, target: Target) -> int:
        """Return the rung of the last week's act towards a target."""
        return self.acts[self._place(target)]

    def habit_sources(self, target: Target) -> dict[str, list[float]]:
        """Return the weeks that speak for each rung towards a target, by where they come from, each of shape (rungs,).

        `own` acts remembered, those `borrowed` from the target's, and the `anchor`; habit reads their sum.
        """
        i, j = self.index, self._place(target)
        counts, rules = self.model.memory.counts, self.model.world.constants
        borrowed = [rules.borrowing * weeks for weeks in counts[j][i]]
        return {"own": list(counts[i][j]), "borrowed": borrowed, "anchor": list(self.model.anchor[i][j])}

    def issue_towards(self, target: str) -> int:
        """Return the issue of the largest grievance towards an actor given by code, or -1."""
        stakes, b = self.model.stakes, self.model.world.codes.index(target)
        return loudest_issue(stakes.salience[self.index], self.gaps, stakes.blame_on_actors[self.index][b])

    def foreseen(self, target: Target) -> Foreseen:
        """Return what habit made expect of this week's act towards target j, and how the push changed it; once appraised."""
        j = self._place(target)
        rules, up_to, asked = self.model.world.constants, self.up_to[j], self.questions[j]
        return Foreseen(
            expected_hostility(up_to, rules.hostility, rules.quiet),
            asked.cooperative,
            1 - up_to[rules.coercion_rung - 1] if rules.coercion_rung > 0 else 1.0,
            asked.fewer_friendly,
            asked.more_hostile,
        )

    def credit(self, target: Target) -> float:
        """Return how much of a week this week's act towards target j counts in habit and pools."""
        j = self._place(target)
        rules = self.model.world.constants
        if self.model.has_stood(self.index, j):
            return 0.0
        return act_credit(self.acts[j], rules.quiet, self.foreseen(j), rules.credit_cap)

    def remember(self) -> None:
        """Fold this week's own acts into the memories."""
        i, memory, rules = self.index, self.model.memory, self.model.world.constants
        for j in self.targets:
            act = self.acts[j]
            count_act(memory, rules.keep, i, j, act, self.credit(j))
            remember_act(memory, rules.keep, rules.hostility, i, j, act)
            add_surprises(memory, rules.keep, rules.hostility, i, j, act, rules.edges, self.foreseen(j))


def state_index(states: Sequence[str], code: str) -> int:
    """Return the place of a state among all, by its code; errors as `Region.state`."""
    if code not in states:
        raise InputError([unknown("region", "state", code, states, "state")])
    return states.index(code)


def agents_of(kind: Any) -> type[State]:
    """Return a class of agents.

    Raises
    ------
    InputError
        When it is none.
    """
    if not (isinstance(kind, type) and issubclass(kind, State)):
        got = getattr(kind, "__name__", repr(kind))
        raise InputError([Fault(Option("agent_class"), "", got, "araxes.State, or a class made from it")])
    return kind


def split(up_to: list[float], quiet: int, violence: int) -> tuple[float, float, float]:
    """Return F where the pushed questions split: up to the last cooperative rung, to quiet, and to the last hostile rung below violence."""
    whole = [*up_to, 1.0]
    return whole[quiet - 1] if quiet > 0 else 0.0, whole[quiet], whole[max(violence - 1, quiet)]


def forget(region: Region) -> None:
    """Let go of a finished region: Mesa up to 3.3 counts agents in a table of its own that keeps every model alive."""
    getattr(mesa.Agent, "_ids", {}).pop(region, None)
