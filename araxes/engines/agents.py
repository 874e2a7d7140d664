"""`State`: a Mesa agent that each week perceives, appraises, chooses and remembers by calling the rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa

from araxes.rules.attention import spread
from araxes.rules.bar import excess, raise_bar
from araxes.rules.choose import chosen, pushed_cumulative, pushed_luck
from araxes.rules.deterrence import deterrence
from araxes.rules.friends import alignment, solidarity
from araxes.rules.grievance import gap, grievance, loudest_issue
from araxes.rules.habit import cumulative, gather, remembered, sum_up
from araxes.rules.interdependence import interdependence
from araxes.rules.leader import leader
from araxes.rules.luck import luck
from araxes.rules.mediation import mediation
from araxes.rules.reciprocity import friendly_reciprocity, hostile_reciprocity, momentum
from araxes.rules.red_line import committed, crossed, pressed, red_line, wronged_by
from araxes.rules.remember import Table, count_act, remember_act
from araxes.rules.terms import TERMS, push

if TYPE_CHECKING:
    from araxes.engines.dated import Stakes
    from araxes.engines.model import Region


class State(mesa.Agent):
    """A deciding actor of the region.

    Parameters
    ----------
    model : Region
        The region it belongs to.
    index : int
        Its place among all actors (alphabetical).

    Attributes
    ----------
    code : str
        ISO 3166 alpha-3 code.
    terms : dict of int to list of float
        The terms of the push by target, in the order of `araxes.rules.terms.TERMS`; set by `appraise`.
    eta, s : dict of int to float
        Push (logits) and spread by target; set by `appraise`.
    acts : dict of int to int
        The rung addressed to each target this week; set by `choose`.
    believed : list of float, shape (issues,)
        What the actor takes the statuses to be.
    """

    model: Region

    def __init__(self, model: Region, index: int) -> None:
        super().__init__(model)
        world = model.world
        self.index = index
        self.code = world.codes[index]
        self.targets = [j for j in world.deciding if j != index]
        self.believed = list(world.calendar.status_before)
        stakes = world.calendar.before
        self.gap_bar = [gap(b, x) for b, x in zip(self.believed, stakes.position[index], strict=True)]
        self.line_bar = self._crossed(stakes)
        self.gaps = list(self.gap_bar)
        self.lines = list(self.line_bar)
        self.terms: dict[int, list[float]] = {}
        self.eta: dict[int, float] = {}
        self.s: dict[int, float] = {}
        self.acts: dict[int, int] = {}

    def _crossed(self, stakes: Stakes) -> list[float]:
        """Return 1 for every issue whose believed status is beyond this actor's red line."""
        i = self.index
        return [
            crossed(b, line, side) for b, line, side in zip(self.believed, stakes.line[i], stakes.side[i], strict=True)
        ]

    def perceive(self) -> None:
        """See the issues as they are, or as far as signals tell; compare them with what is wanted and with red lines."""
        stakes = self.model.stakes
        for m, seen in enumerate(self.model.world.knows[self.index]):
            if seen:
                self.believed[m] = self.model.status[m]
        self.gaps = [gap(b, x) for b, x in zip(self.believed, stakes.position[self.index], strict=True)]
        self.lines = self._crossed(stakes)

    def appraise(self) -> None:
        """Weigh every term towards every target: push eta and spread s."""
        i, model = self.index, self.model
        memory, rules, week, calendar = model.memory, model.world.rules, model.week, model.world.calendar
        stakes, surprises, weights = model.stakes, model.surprises, model.weights
        friendship = calendar.friendship[week][i]
        over_gap = [excess(x, bar) for x, bar in zip(self.gaps, self.gap_bar, strict=True)]
        over_line = [excess(x, bar) for x, bar in zip(self.lines, self.line_bar, strict=True)]
        for j in self.targets:
            blamed = stakes.blame[i][j]
            self.terms[j] = [
                hostile_reciprocity(surprises[j][i]),
                friendly_reciprocity(surprises[j][i]),
                momentum(surprises[i][j]),
                solidarity(friendship, surprises[j], i, j),
                alignment(friendship, model.surprises_received[j], i, j),
                calendar.entanglement[week][i][j],
                grievance(stakes.salience[i], over_gap, blamed),
                red_line(pressed(over_line, blamed), memory.commitment[i][j]),
                deterrence(calendar.preponderance[week][i][j], memory.fast[i][j], rules.crisis_level),
                interdependence(calendar.trade[week][i][j], surprises[i][j]),
                mediation(calendar.format_excess[week][i][j], memory.fast[i][j]),
                leader(calendar.hawkishness_excess[week][i][j]),
            ]
            self.eta[j] = push(weights.push[i], self.terms[j])
            active = memory.short[i][j] - memory.long[i][j]
            self.s[j] = spread(
                weights.activity[i], active, weights.overstretch[i], calendar.overstretch_excess[week][i]
            )

    def choose(self) -> None:
        """Pick a rung towards every target: the habit read at this week's luck, pushed and spread; or the act a scenario forces."""
        i, model = self.index, self.model
        rules = model.world.rules
        for j in self.targets:
            forced = model.world.calendar.forced.get((model.week, i, j))
            if forced is not None:
                self.acts[j] = forced
                continue
            u = luck(
                model.coin[i][j][model.week],
                model.shared[i][j][model.week],
                model.own[i][j][model.week],
                rules.shared_luck,
            )
            v = pushed_luck(u, self.eta[j], self.s[j], rules.epsilon)
            self.acts[j] = chosen(v, self.cumulative(j), len(rules.hostility))

    def evidence(self, j: int, counts: Table) -> list[float]:
        """Return the evidence A_ij towards target j below every branch, shape (branches,), in weeks, from one kind of counts."""
        i, world = self.index, self.model.world
        by_rung, out = [0.0] * len(world.rules.hostility), [0.0] * len(world.rules.tree.low)
        gather(counts[i][j], counts[j][i], world.anchor[i][j], world.rules.borrowing, by_rung)
        sum_up(by_rung, world.rules.tree, out)
        return out

    def cumulative(self, j: int) -> list[float]:
        """Return the cumulative habit F towards target j of every rung but the last, shape (rungs - 1,)."""
        model, tree = self.model, self.model.world.rules.tree
        sums = remembered(self.evidence(j, model.memory.counts), self.evidence(j, model.memory.repertoire), tree)
        out = [0.0] * (len(model.world.rules.hostility) - 1)
        cumulative(sums, tree, model.pooled[model.world.warm.dyad_class[self.index][j]], out)
        return out

    def foresee(self, j: int) -> list[float]:
        """Return G(k) = P(Y <= k) of this week's act towards target j, shape (rungs - 1,), once appraised; a forced act is certain."""
        rules = self.model.world.rules
        forced = self.model.world.calendar.forced.get((self.model.week, self.index, j))
        if forced is not None:
            return [1.0 if k >= forced else 0.0 for k in range(len(rules.hostility) - 1)]
        return [pushed_cumulative(f, self.eta[j], self.s[j], rules.epsilon) for f in self.cumulative(j)]

    def habit(self, target: str) -> list[float]:
        """Return the habit distribution towards a target given by code, shape (rungs,), sums to 1."""
        up_to = self.cumulative(self.model.world.codes.index(target))
        return [here - before for here, before in zip([*up_to, 1.0], [0.0, *up_to], strict=True)]

    def named_terms(self, target: str) -> dict[str, float]:
        """Return this week's terms towards a target given by code, by name."""
        return dict(zip(TERMS, self.terms[self.model.world.codes.index(target)], strict=True))

    def issue_towards(self, j: int) -> int:
        """Return the issue of the largest grievance towards target j, or -1."""
        stakes = self.model.stakes
        return loudest_issue(stakes.salience[self.index], self.gaps, stakes.blame[self.index][j])

    def remember(self) -> None:
        """Fold this week's own acts into the memories, stand by threats, and get used to how things are."""
        i, model = self.index, self.model
        rules, memory = model.world.rules, model.memory
        for j in self.targets:
            wronged = wronged_by(self.lines, model.stakes.blame[i][j])
            count_act(memory, rules.keep, i, j, self.acts[j])
            remember_act(memory, rules.keep, rules.hostility, i, j, self.acts[j], rules.quiet)
            memory.commitment[i][j] = committed(
                memory.commitment[i][j], rules.keep.commitment, self.acts[j], rules.threat_rung, wronged
            )
        self.gap_bar = [raise_bar(bar, rules.keep.bar, x) for bar, x in zip(self.gap_bar, self.gaps, strict=True)]
        self.line_bar = [raise_bar(bar, rules.keep.bar, x) for bar, x in zip(self.line_bar, self.lines, strict=True)]
