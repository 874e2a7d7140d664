"""The tasks in the EMA Workbench 3, as short as its own examples write them; run by benchmarks/peers.py.

    python benchmarks/peers/with_ema.py TASK REPLICATES    in a folder for the figures; each function stands for a script of its own

The model is in `ema_model.py`; connecting it counts as a part of each task.
"""

from __future__ import annotations

import sys


def run_and_plot(replicates: int) -> None:
    """Run one scenario many times, draw the median and the 90 % band."""
    import matplotlib.pyplot as plt
    import numpy as np
    from ema_model import simulate
    from ema_workbench import ArrayOutcome, RealParameter, ReplicatorModel, Sample, perform_experiments

    model = ReplicatorModel("region", function=simulate)
    model.uncertainties = [RealParameter("answer", 0, 6)]
    model.replications = [{"seed": seed} for seed in range(replicates)]
    model.outcomes = [ArrayOutcome("tension")]
    _, found = perform_experiments(model, [Sample("base", answer=3.0)])
    low, middle, high = np.quantile(found["tension"][0], [0.05, 0.5, 0.95], axis=0)
    plt.fill_between(range(len(low)), low, high, alpha=0.3)
    plt.plot(middle)
    plt.ylabel("Tension of Iran towards Azerbaijan")
    plt.savefig("figure.png")


def three_scenarios(replicates: int) -> None:
    """Run three scenarios, draw them on one axis, print differences with intervals."""
    import matplotlib.pyplot as plt
    import numpy as np
    from ema_model import simulate
    from ema_workbench import ArrayOutcome, MultiprocessingEvaluator, RealParameter, ReplicatorModel, Sample

    model = ReplicatorModel("region", function=simulate)
    model.uncertainties = [RealParameter("answer", 0, 6), RealParameter("grudge", 0, 6)]
    model.replications = [{"seed": seed} for seed in range(replicates)]
    model.outcomes = [ArrayOutcome("tension"), ArrayOutcome("hostile")]
    scenarios = [
        Sample("base", answer=3.0, grudge=3.0),
        Sample("quick to answer", answer=5.0, grudge=3.0),
        Sample("long grudges", answer=3.0, grudge=6.0),
    ]
    with MultiprocessingEvaluator(model) as evaluator:
        _, found = evaluator.perform_experiments(scenarios)
    weeks = found["hostile"].sum(-1)
    for name, tension, counted in zip(scenarios, found["tension"], weeks, strict=True):
        low, middle, high = np.quantile(tension, [0.05, 0.5, 0.95], axis=0)
        plt.fill_between(range(len(low)), low, high, alpha=0.2)
        plt.plot(middle, label=name.name)
        difference = counted - weeks[0]
        error = 1.96 * difference.std() / replicates**0.5
        print(f"{name.name}: {difference.mean():+.2f} hostile weeks, +- {error:.2f}")
    plt.legend()
    plt.ylabel("Tension of Iran towards Azerbaijan")
    plt.savefig("figure.png")


def sweep(replicates: int) -> None:
    """Sweep two parameters over 10 x 10 points, a tenth of the replicates at each, and draw a heat map."""
    import matplotlib.pyplot as plt
    from ema_model import simulate
    from ema_workbench import ArrayOutcome, MultiprocessingEvaluator, RealParameter, ReplicatorModel, Samplers

    model = ReplicatorModel("region", function=simulate)
    model.uncertainties = [RealParameter("answer", 0, 6), RealParameter("grudge", 0, 6)]
    model.replications = [{"seed": seed} for seed in range(replicates // 10)]
    model.outcomes = [ArrayOutcome("tension")]
    with MultiprocessingEvaluator(model) as evaluator:
        points, found = evaluator.perform_experiments(10, uncertainty_sampling=Samplers.FF)
    points["tension"] = found["tension"][..., -1].mean(-1)
    table = points.pivot_table(index="answer", columns="grudge", values="tension", observed=True)
    plt.pcolormesh(table.columns, table.index, table)
    plt.colorbar(label="Tension in the last week")
    plt.xlabel("Grudge")
    plt.ylabel("Answer")
    plt.savefig("figure.png")


def look(replicates: int) -> None:
    """Print hostile weeks of every dyad with intervals; what drove a state is not to be had: a model is a function."""
    import pandas as pd
    from ema_model import CODES, WEEKS, simulate
    from ema_workbench import ArrayOutcome, RealParameter, ReplicatorModel, Sample, perform_experiments

    model = ReplicatorModel("region", function=simulate)
    model.uncertainties = [RealParameter("answer", 0, 6)]
    model.replications = [{"seed": seed} for seed in range(replicates)]
    model.outcomes = [ArrayOutcome("shares")]
    _, found = perform_experiments(model, [Sample("base", answer=3.0)])
    dyads = pd.MultiIndex.from_product([CODES, CODES])
    weeks = WEEKS * pd.DataFrame(found["shares"][0], columns=dyads)
    print(pd.DataFrame({"weeks": weeks.mean(), "+-": 1.96 * weeks.sem()}))


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]))
