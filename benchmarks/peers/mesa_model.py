"""Five states in Mesa that answer hostile acts from two memories: the model that the tasks of `with_mesa.py` share."""

from __future__ import annotations

import math

import mesa

CODES = ("AZE", "IRN", "ARM", "RUS", "TUR")
FAST, SLOW = 0.84, 0.987  # kept from week to week: half-lives of 4 and 52 weeks


class State(mesa.Agent):
    """A state that is hostile to another in a week, or is not."""

    def __init__(self, model: Region, code: str) -> None:
        super().__init__(model)
        self.code = code
        self.acts, self.fast, self.slow = ({other: 0.0 for other in CODES if other != code} for _ in range(3))

    def push(self, other: str) -> float:
        """Return the logit of a hostile act."""
        return self.model.base + self.model.answer * self.fast[other] + self.model.grudge * self.slow[other]

    def choose(self) -> None:
        """Act towards every other."""
        luck = self.model.rng.random
        self.acts = {other: float(luck() < 1 / (1 + math.exp(-self.push(other)))) for other in self.acts}

    def remember(self) -> None:
        """Take up what the others did."""
        for other in self.acts:
            came = self.model.states[other].acts[self.code]
            self.fast[other] = FAST * self.fast[other] + (1 - FAST) * came
            self.slow[other] = SLOW * self.slow[other] + (1 - SLOW) * came


class Region(mesa.Model):
    """Five states, a step a week."""

    agent_class = State

    def __init__(self, base: float = -3.0, answer: float = 3.0, grudge: float = 3.0, rng: int | None = None) -> None:
        super().__init__(rng=rng)
        self.base, self.answer, self.grudge = base, answer, grudge
        self.states = {code: self.agent_class(self, code) for code in CODES}
        self.datacollector = mesa.DataCollector(
            {"hostile": lambda m: m.states["IRN"].acts["AZE"], "tension": lambda m: m.states["IRN"].fast["AZE"]}
        )

    def step(self) -> None:
        """Simulate a week: all act at once, then all remember."""
        self.agents.do("choose")
        self.agents.do("remember")
        self.datacollector.collect(self)
