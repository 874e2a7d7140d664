"""One small model in the idiom of three tools, swept over 10 x 10 points in two processes and saved.

    python benchmarks/peers/sweep_models.py "mesa.batch_run" REPLICATES FOLDER    run by benchmarks/sweeps.py

Five states, a dyad each way, 104 weeks: each state answers what was done to it with hostility that decays, plus luck. Two numbers are
varied: how strongly it answers, and how much luck there is.
"""

from __future__ import annotations

import sys
from pathlib import Path

import agentpy as ap
import mesa
import numpy as np
import pandas as pd

LEVELS, WEEKS, STATES, WORKERS = 10, 104, 5, 2
KEEP, NOISE = 0.8, 0.3
LOW, HIGH = 0.0, 2.0


# --- Mesa ----------------------------------------------------------------------------------------------------------------


class State(mesa.Agent):
    """A state that answers every other."""

    def __init__(self, model: Region) -> None:
        super().__init__(model)
        self.tension, self.next = [0.0] * STATES, [0.0] * STATES

    def appraise(self) -> None:
        """Work out what to do to every other."""
        model, place = self.model, self.unique_id - 1
        for k, other in enumerate(model.states):
            if other is not self:
                act = np.tanh(model.p * other.tension[place] + model.q * NOISE * model.random.gauss(0, 1))
                self.next[k] = KEEP * self.tension[k] + (1 - KEEP) * float(act)

    def act(self) -> None:
        """Do it."""
        self.tension = list(self.next)


class Region(mesa.Model):
    """Five states."""

    def __init__(self, p: float = 1, q: float = 1, replicate: int = 0) -> None:
        super().__init__(seed=replicate)
        self.p, self.q = p, q
        self.states = [State(self) for _ in range(STATES)]
        self.datacollector = mesa.DataCollector({"tension": mean_tension})

    def step(self) -> None:
        """Take one week: all at once."""
        self.agents.do("appraise")
        self.agents.do("act")
        self.datacollector.collect(self)


def mean_tension(model: Region) -> float:
    """Return the outcome."""
    return float(np.mean([state.tension for state in model.states]))


def with_mesa(replicates: int, folder: Path) -> None:
    """Sweep with `mesa.batch_run`."""
    levels = np.linspace(LOW, HIGH, LEVELS).tolist()
    rows = mesa.batch_run(
        Region,
        {"p": levels, "q": levels, "replicate": list(range(replicates))},
        number_processes=WORKERS,
        max_steps=WEEKS,
        display_progress=False,
    )
    pd.DataFrame(rows).to_parquet(folder / "mesa.parquet")


# --- AgentPy -------------------------------------------------------------------------------------------------------------


class Actors(ap.Agent):
    """A state that answers every other."""

    def setup(self) -> None:
        """Start without tension."""
        self.tension, self.next = [0.0] * STATES, [0.0] * STATES

    def appraise(self) -> None:
        """Work out what to do to every other."""
        place = self.id - 1
        for k, other in enumerate(self.model.states):
            if other is not self:
                act = np.tanh(self.p.p * other.tension[place] + self.p.q * NOISE * self.model.random.gauss(0, 1))
                self.next[k] = KEEP * self.tension[k] + (1 - KEEP) * float(act)

    def act(self) -> None:
        """Do it."""
        self.tension = list(self.next)


class Area(ap.Model):
    """Five states."""

    def setup(self) -> None:
        """Make them."""
        self.states = ap.AgentList(self, STATES, Actors)

    def step(self) -> None:
        """Take one week: all at once."""
        self.states.appraise()
        self.states.act()

    def end(self) -> None:
        """Report the outcome."""
        self.report("tension", float(np.mean([state.tension for state in self.states])))


def with_agentpy(replicates: int, folder: Path) -> None:
    """Sweep with an AgentPy experiment."""
    sample = ap.Sample({"p": ap.Range(LOW, HIGH), "q": ap.Range(LOW, HIGH), "steps": WEEKS, "seed": 1}, n=LEVELS)
    found = ap.Experiment(Area, sample, iterations=replicates, randomize=True).run(n_jobs=WORKERS, display=False)
    found.save(exp_name="sweep", path=str(folder / f"agentpy_{replicates}"), display=False)


# --- EMA Workbench -------------------------------------------------------------------------------------------------------


def one_run(p: float = 1, q: float = 1, seed: int = 0) -> dict[str, float]:
    """Return the outcome of one run, the model in NumPy as a function."""
    luck, tension = np.random.default_rng(int(seed)), np.zeros((STATES, STATES))
    for _ in range(WEEKS):
        tension = KEEP * tension + (1 - KEEP) * np.tanh(p * tension.T + q * NOISE * luck.normal(size=tension.shape))
    return {"tension": float(tension.mean())}


def with_ema(replicates: int, folder: Path) -> None:
    """Sweep with the EMA Workbench."""
    from ema_workbench import (
        ArrayOutcome,
        MultiprocessingEvaluator,
        RealParameter,
        ReplicatorModel,
        Samplers,
        save_results,
    )

    model = ReplicatorModel("region", function=one_run)
    model.uncertainties = [RealParameter("p", LOW, HIGH), RealParameter("q", LOW, HIGH)]
    model.replications = [{"seed": seed} for seed in range(replicates)]
    model.outcomes = [ArrayOutcome("tension")]
    with MultiprocessingEvaluator(model, n_processes=WORKERS) as evaluator:
        found = evaluator.perform_experiments(LEVELS, uncertainty_sampling=Samplers.FF)
    assert len(found[0]) == LEVELS * LEVELS
    save_results(found, str(folder / "ema.tar.gz"))


TOOLS = {"mesa.batch_run": with_mesa, "AgentPy": with_agentpy, "EMA Workbench": with_ema}

if __name__ == "__main__":
    TOOLS[sys.argv[1]](int(sys.argv[2]), Path(sys.argv[3]))
