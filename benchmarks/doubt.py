"""How honest the intervals of a comparison are, and whether it knows a null.

    python benchmarks/doubt.py coverage
    python benchmarks/doubt.py null

`coverage`: truths are drawn, each with weights and judged values of its own; the true change of the chance of a hostile act in the first
quarter is simulated for each, and looked for in the interval that `compare` gives without knowing the truth: that with judged values
drawn, and that with weights alone. `null`: every pair is a shipped scenario and the same with one more act of no consequence (a
consultation, or a quiet week), of a dyad and a week drawn; counted is how often the answer is "No difference".
"""

from __future__ import annotations

import argparse
import datetime
import sys
from collections import Counter
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

import araxes
from araxes.engines.ensemble import counter, histories
from araxes.engines.world import prepare
from araxes.inputs.chain import scenario_names
from araxes.inputs.parameters import setting
from araxes.inputs.scenario import Scenario, load
from araxes.inputs.schema import Act
from araxes.options import JUDGED, KERNEL
from araxes.results.compare import pairings_of
from araxes.results.pairing import label, quarter
from araxes.results.tally import HOSTILE

PAIRS = (
    ("baseline", "force_syunik"),
    ("baseline", "israel_deepened"),
    ("baseline", "route_extraterritorial"),
    ("baseline", "syunik_drawn"),
    ("february_2023", "munich_checkpoints"),
)
TRUTHS = 200
EACH = 1000
REPLICATES = 4096
SEED = 7
RUNGS = ("consultation", "quiet")
LATEST = 26


def coverage(truths: int, each: int) -> None:
    """Print in how many truths the intervals hold the true change, for every pair and free dyad, and over all."""
    rows: dict[str, list[tuple[float, float]]] = {"all": [], "small or more": []}
    print(f"{truths} truths of {each:,} replicates; intervals of {REPLICATES:,}.")
    print("Share that holds the truth: judged values drawn | weights alone")
    for names in PAIRS:
        drawn, alone = (araxes.compare(names, replicates=REPLICATES, judged=judged, full=False) for judged in JUDGED)
        other = drawn.others[0]
        truth = true_changes(names, truths, each, drawn.parting(other))
        window = quarter(drawn.base.scenario.weeks - drawn.parting(other))
        changes = [found.chance_difference(found.others[0], window) for found in (drawn, alone)]
        held = np.stack([((truth >= c.low) & (truth <= c.high)).mean(axis=0) for c in changes])
        for row in drawn.quarter_rows(other):
            if row["outcome"] != HOSTILE or not row["free"]:
                continue
            i, j = (drawn.states.index(code) for code in row["dyad"].split(">"))
            one, two = (float(value) for value in held[:, i, j])
            rows["all"].append((one, two))
            if abs(row["difference"]) >= setting("compare.size_small"):
                rows["small or more"].append((one, two))
                sd = truth[:, i, j].std()
                print(
                    f"{names[1]}, {row['dyad']}: {row['difference']:+.3f}, truths differ by {sd:.3f}: {one:.1%} | {two:.1%}",
                    flush=True,
                )
    for name, shares in rows.items():
        one, two = np.mean(shares, axis=0)
        print(f"{name}, {len(shares)} dyads: {one:.1%} | {two:.1%}")


def true_changes(names: tuple[str, str], truths: int, each: int, parting: int) -> NDArray[np.float64]:
    """Return the true change of the chance of a hostile act in the first quarter under weights and judged values of their own.

    The shape is (truths, states, states); the draws are of another seed than those of the intervals.
    """
    weeks = parting + int(setting("compare.window_middle"))
    worlds = [replace(prepare(load(name, weeks=weeks), judged=True), n_draws=truths) for name in names]
    (pairing,) = pairings_of(worlds, SEED)
    for chunk in zip(*(histories(world, range(truths * each), SEED) for world in worlds), strict=True):
        pairing.add(chunk[0][0], *(found for _, found in chunk), counter(KERNEL))
    total, _ = pairing.chance_totals(HOSTILE, label(quarter(weeks - pairing.parting)))
    return total / pairing.count[:, None, None]


def null(pairs: int, replicates: int) -> None:
    """Print how often a scenario and the same with one more act of no consequence are said not to differ."""
    rng, found = np.random.default_rng(SEED), Counter[str]()
    bases = [load(name) for name in scenario_names(None)]
    for number in range(pairs):
        base = bases[rng.integers(len(bases))]
        act = drawn_act(base, rng)
        pair = [base, replace(base, name=f"{base.name} and one more", acts=(*base.acts, act))]
        compared = araxes.compare(pair, replicates=replicates, full=False)
        said = compared.sentence(compared.others[0])
        found["No difference" if said.startswith("No difference") else "a difference"] += 1
        if not said.startswith("No difference"):
            print(
                f"{number}: {base.name}, {act.rung} of {act.source} towards {act.target} on {act.date}: {said}",
                flush=True,
            )
    print(
        f"{pairs} pairs of {replicates:,} replicates: " + ", ".join(f"{count} {what}" for what, count in found.items())
    )


def drawn_act(base: Scenario, rng: np.random.Generator) -> Act:
    """Return an act of no consequence, of a dyad and a week drawn."""
    source, target = rng.choice(base.region.states, size=2, replace=False).tolist()
    week = int(rng.integers(min(base.weeks, LATEST)))
    date = base.start + datetime.timedelta(weeks=week)
    return Act(
        id="one_more", date=date, source=source, target=target, rung=str(rng.choice(RUNGS)), reference="hypothetical"
    )


def main() -> int:
    """Print the report asked for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["coverage", "null"])
    parser.add_argument("--number", type=int, default=TRUTHS, help="truths, or pairs")
    parser.add_argument("-n", "--replicates", type=int, help="of each truth, or of each scenario of a pair")
    asked = parser.parse_args()
    if asked.what == "coverage":
        coverage(asked.number, asked.replicates or EACH)
    else:
        null(asked.number, asked.replicates or int(setting("compare.replicates")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
