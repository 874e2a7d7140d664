"""The tasks in Mesa 3.5, as short as its own tutorials write them; run by benchmarks/peers.py.

    python benchmarks/peers/with_mesa.py TASK REPLICATES    in a folder for the figures; each function stands for a script of its own

The model is in `mesa_model.py`. Classes that live in a function cannot be sent to other processes, so two tasks use one process.
"""

from __future__ import annotations

import sys


def run_and_plot(replicates: int) -> None:
    """Run one scenario many times, draw the median and the 90 % band."""
    import matplotlib.pyplot as plt
    import mesa
    import pandas as pd
    from mesa_model import Region

    kept = {"data_collection_period": 1, "max_steps": 52, "number_processes": None, "display_progress": False}
    rows = pd.DataFrame(mesa.batch_run(Region, {}, rng=range(replicates), **kept))
    bands = rows.groupby("Step")["tension"].quantile([0.05, 0.5, 0.95]).unstack()
    plt.fill_between(bands.index, bands[0.05], bands[0.95], alpha=0.3)
    plt.plot(bands.index, bands[0.5])
    plt.ylabel("Tension of Iran towards Azerbaijan")
    plt.savefig("figure.png")


def three_scenarios(replicates: int) -> None:
    """Run three scenarios, draw them on one axis, print differences with intervals."""
    import matplotlib.pyplot as plt
    import mesa
    import pandas as pd
    from mesa_model import Region

    kept = {"data_collection_period": 1, "max_steps": 52, "number_processes": None, "display_progress": False}
    scenarios = {"base": {}, "quick to answer": {"answer": 5.0}, "long grudges": {"grudge": 6.0}}
    weeks = {}
    for name, changed in scenarios.items():
        rows = pd.DataFrame(mesa.batch_run(Region, changed, rng=range(replicates), **kept))
        bands = rows.groupby("Step")["tension"].quantile([0.05, 0.5, 0.95]).unstack()
        plt.fill_between(bands.index, bands[0.05], bands[0.95], alpha=0.2)
        plt.plot(bands.index, bands[0.5], label=name)
        weeks[name] = rows.groupby("RunId")["hostile"].sum()
        difference = weeks[name] - weeks["base"]
        print(f"{name}: {difference.mean():+.2f} hostile weeks, +- {1.96 * difference.sem():.2f}")
    plt.legend()
    plt.ylabel("Tension of Iran towards Azerbaijan")
    plt.savefig("figure.png")


def sweep(replicates: int) -> None:
    """Sweep two parameters over 10 x 10 points, a tenth of the replicates at each, and draw a heat map."""
    import matplotlib.pyplot as plt
    import mesa
    import numpy as np
    import pandas as pd
    from mesa_model import Region

    levels = np.linspace(0, 6, 10)
    kept = {"max_steps": 52, "number_processes": None, "display_progress": False}
    found = mesa.batch_run(Region, {"answer": levels, "grudge": levels}, rng=range(replicates // 10), **kept)
    table = pd.DataFrame(found).pivot_table(index="answer", columns="grudge", values="tension")
    plt.pcolormesh(table.columns, table.index, table)
    plt.colorbar(label="Tension in the last week")
    plt.xlabel("Grudge")
    plt.ylabel("Answer")
    plt.savefig("figure.png")


def own_record(replicates: int) -> None:
    """Start from ten coded acts of one's own: all by hand, nothing is checked."""
    from itertools import pairwise

    import pandas as pd
    from mesa_model import CODES, FAST, SLOW, Region

    record = pd.read_csv(OWN / "record" / "history" / "this_week.csv", parse_dates=["date"])
    record = record[record["source"].isin(CODES) & record["target"].isin(CODES)]
    record["hostile"] = record["code"] >= 110
    edges = pd.date_range(record["date"].min(), record["date"].max() + pd.Timedelta(weeks=1), freq="7D")
    weeks = [record[record["hostile"] & record["date"].between(a, b, "left")] for a, b in pairwise(edges)]
    hostile = 0
    for replicate in range(replicates):
        region = Region(rng=replicate)
        for week in weeks:
            acts = set(zip(week["source"], week["target"], strict=True))
            for state in region.states.values():
                for other in state.acts:
                    came = (other, state.code) in acts
                    state.fast[other] = FAST * state.fast[other] + (1 - FAST) * came
                    state.slow[other] = SLOW * state.slow[other] + (1 - SLOW) * came
        region.run_for(13)
        hostile += region.datacollector.get_model_vars_dataframe()["hostile"].any()
    print(f"Chance of a hostile act by Iran within a quarter: {hostile / replicates:.0%}")


def own_scenario(replicates: int) -> None:
    """Change something from a week on, print what becomes of a chance."""
    import mesa
    import numpy as np
    import pandas as pd
    from mesa_model import Region

    class Seizure(Region):
        def step(self) -> None:
            if self.steps == 12:
                self.states["AZE"].acts["IRN"] = 1.0
                self.base += 1
            super().step()

    kept = {"data_collection_period": 1, "max_steps": 52, "display_progress": False}
    came = []
    for model in (Region, Seizure):
        rows = pd.DataFrame(mesa.batch_run(model, {}, rng=range(replicates), **kept))
        came.append(rows[rows["Step"].between(12, 24)].groupby("RunId")["hostile"].max().to_numpy())
    low, high = (came[1] - came[0]).mean() + np.array([-1.96, 1.96]) * (came[1] - came[0]).std() / replicates**0.5
    print(
        f"{came[1].mean():.0%} against {came[0].mean():.0%}, a difference of {100 * low:.0f} to {100 * high:.0f} points"
    )


def own_agent(replicates: int) -> None:
    """Let states decide by a rule of one's own, print what becomes of hostile weeks."""
    import mesa
    import pandas as pd
    from mesa_model import Region, State

    class Patient(State):
        def push(self, other: str) -> float:
            return super().push(other) - (2.0 if self.fast[other] < 0.2 else 0.0)

    class Patients(Region):
        agent_class = Patient

    kept = {"data_collection_period": 1, "max_steps": 52, "display_progress": False}
    for model in (Region, Patients):
        weeks = pd.DataFrame(mesa.batch_run(model, {}, rng=range(replicates), **kept)).groupby("RunId")["hostile"].sum()
        print(f"{model.__name__}: {weeks.mean():.1f} hostile weeks, +- {1.96 * weeks.sem():.1f}")


def look(replicates: int) -> None:
    """Print hostile weeks of every dyad with intervals, and what drove one state in one week of one replicate."""
    import pandas as pd
    from mesa_model import Region

    weeks = []
    for replicate in range(replicates):
        region, counted = Region(rng=replicate), {}
        for _ in range(52):
            region.step()
            for state in region.states.values():
                for other, act in state.acts.items():
                    counted[state.code, other] = counted.get((state.code, other), 0) + act
        weeks.append(counted)
    table = pd.DataFrame(weeks)
    print(pd.DataFrame({"weeks": table.mean(), "+-": 1.96 * table.sem()}))
    region = Region(rng=17)
    region.run_for(10)
    iran = region.states["IRN"]
    print(iran.push("AZE"), region.answer * iran.fast["AZE"], region.grudge * iran.slow["AZE"])


if __name__ == "__main__":
    from pathlib import Path

    OWN = Path(__file__).resolve().parent / "own"
    globals()[sys.argv[1]](int(sys.argv[2]))
