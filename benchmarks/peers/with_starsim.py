"""The tasks in Starsim 3, as short as its own tutorials write them; run by benchmarks/peers.py.

    python benchmarks/peers/with_starsim.py TASK REPLICATES    in a folder for the figures; each function stands for a script of its own

Its own model of an infection among 300 people, which comes with it: states that quarrel are not what it is made for.
"""

from __future__ import annotations

import sys


def run_and_plot(replicates: int) -> None:
    """Run one scenario many times, draw the median and the 90 % band."""
    import matplotlib.pyplot as plt
    import starsim as ss

    sis = ss.SIS(beta=ss.peryear(1))
    sim = ss.Sim(n_agents=300, diseases=sis, networks="random", start="2026-03-09", dur=ss.weeks(52), dt=ss.week)
    runs = ss.MultiSim(sim, n_runs=replicates, copy_sim=True, verbose=0).run()
    runs.median([0.05, 0.95]).plot("sis.prevalence")
    plt.savefig("figure.png")


def three_scenarios(replicates: int) -> None:
    """Run three scenarios, draw them on one axis, print differences with intervals."""
    import matplotlib.pyplot as plt
    import numpy as np
    import starsim as ss

    made = {"n_agents": 300, "networks": "random", "start": "2026-03-09", "dur": ss.weeks(52), "dt": ss.week}
    scenarios = {"base": 1, "quicker": 2, "slower": 0.5}
    mean, figure = {}, None
    for name, beta in scenarios.items():
        sim = ss.Sim(diseases=ss.SIS(beta=ss.peryear(beta)), label=name, **made)
        runs = ss.MultiSim(sim, n_runs=replicates, copy_sim=True, verbose=0).run()
        mean[name] = np.array([one.results.sis.prevalence.mean() for one in runs.sims])
        difference = mean[name] - mean["base"]
        print(f"{name}: {difference.mean():+.2%}, +- {1.96 * difference.std() / replicates**0.5:.2%}")
        figure = runs.median([0.05, 0.95]).plot("sis.prevalence", fig=figure)
    plt.savefig("figure.png")


def sweep(replicates: int) -> None:
    """Sweep two parameters over 10 x 10 points, a tenth of the replicates at each, and draw a heat map."""
    import matplotlib.pyplot as plt
    import numpy as np
    import sciris as sc
    import starsim as ss

    def point(beta: float, boost: float, seed: int) -> float:
        sis = ss.SIS(beta=ss.peryear(beta), imm_boost=boost)
        made = {"n_agents": 300, "networks": "random", "start": "2026-03-09", "dur": ss.weeks(52), "dt": ss.week}
        return ss.Sim(diseases=sis, rand_seed=seed, verbose=0, **made).run().results.sis.prevalence[-1]

    betas, boosts, seeds = np.linspace(0, 2, 10), np.linspace(0, 1, 10), np.arange(replicates // 10)
    grid = [axis.ravel() for axis in np.meshgrid(betas, boosts, seeds, indexing="ij")]
    found = sc.parallelize(point, iterkwargs=dict(zip(("beta", "boost", "seed"), grid, strict=True)))
    plt.pcolormesh(boosts, betas, np.reshape(found, (10, 10, -1)).mean(-1))
    plt.colorbar(label="Prevalence in the last week")
    plt.xlabel("Boost of immunity")
    plt.ylabel("Beta")
    plt.savefig("figure.png")


def own_record(replicates: int) -> None:
    """Fit a parameter to counts of one's own, as many trials as replicates."""
    import pandas as pd
    import starsim as ss

    def build(sim: ss.Sim, calib_pars: dict) -> ss.Sim:
        sim.pars.diseases.beta = ss.peryear(calib_pars["beta"]["value"])
        return sim

    def counts(sim: ss.Sim) -> pd.DataFrame:
        found = sim.results.sis
        return pd.DataFrame({"x": found.n_infected, "n": 300}, index=pd.Index(found.timevec, name="t"))

    record = pd.read_csv(OWN / "counts.csv", parse_dates=["t"], index_col="t")
    sis = ss.SIS(beta=ss.peryear(1))
    sim = ss.Sim(n_agents=300, diseases=sis, networks="random", start="2026-03-09", dur=ss.weeks(52), dt=ss.week)
    fitted = ss.Binomial(name="infected", expected=record, extract_fn=counts, conform="prevalent")
    ranges = {"beta": {"low": 0.1, "high": 3, "guess": 1}}
    found = ss.Calibration(sim, ranges, total_trials=replicates, build_fn=build, components=fitted, verbose=False)
    found.calibrate()
    print(found.best_pars)


def own_scenario(replicates: int) -> None:
    """Change something from a date on, print what becomes of the outcome."""
    import numpy as np
    import starsim as ss

    def closure(sim: ss.Sim) -> None:
        if sim.now >= ss.date("2026-06-01"):
            sim.diseases.sis.pars.beta = ss.peryear(0.2)

    mean = []
    for changes in (None, closure):
        made = {"n_agents": 300, "networks": "random", "start": "2026-03-09", "dur": ss.weeks(52), "dt": ss.week}
        sim = ss.Sim(diseases=ss.SIS(beta=ss.peryear(1)), interventions=changes, **made)
        runs = ss.MultiSim(sim, n_runs=replicates, copy_sim=True, verbose=0).run()
        mean.append(np.array([one.results.sis.prevalence[12:].mean() for one in runs.sims]))
    difference = mean[1] - mean[0]
    print(f"{difference.mean():+.2%}, +- {1.96 * difference.std() / replicates**0.5:.2%}")


def own_agent(replicates: int) -> None:
    """Let people stay at home when ill: agents are rows of arrays, so a rule of theirs is a module with a step of its own."""
    import numpy as np
    import starsim as ss

    class Cautious(ss.SIS):
        def step_state(self) -> None:
            super().step_state()
            self.rel_trans[self.infected.uids] = 0.5

    for disease in (ss.SIS, Cautious):
        made = {"n_agents": 300, "networks": "random", "start": "2026-03-09", "dur": ss.weeks(52), "dt": ss.week}
        runs = ss.MultiSim(
            ss.Sim(diseases=disease(beta=ss.peryear(1)), **made), n_runs=replicates, copy_sim=True, verbose=0
        ).run()
        mean = np.array([one.diseases[0].results.prevalence.mean() for one in runs.sims])
        print(f"{disease.__name__}: {mean.mean():.2%}, +- {1.96 * mean.std() / replicates**0.5:.2%}")


def look(replicates: int) -> None:
    """Print every outcome with an interval, and the state of one person in one replicate."""
    import starsim as ss

    sis = ss.SIS(beta=ss.peryear(1))
    sim = ss.Sim(n_agents=300, diseases=sis, networks="random", start="2026-03-09", dur=ss.weeks(52), dt=ss.week)
    runs = ss.MultiSim(sim, n_runs=replicates, copy_sim=True, verbose=0, shrink=False).run()
    print(runs.summarize())
    print(runs.sims[min(17, replicates - 1)].people.person(0))


if __name__ == "__main__":
    from pathlib import Path

    OWN = Path(__file__).resolve().parent / "own"
    globals()[sys.argv[1]](int(sys.argv[2]))
