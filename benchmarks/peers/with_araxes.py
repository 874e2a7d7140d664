"""The tasks in this package; run by benchmarks/peers.py and, at a small size, by the tests.

    python benchmarks/peers/with_araxes.py TASK REPLICATES    in a folder for the figures; each function stands for a script of its own

The model is its own, and comes with it.
"""

from __future__ import annotations

import sys
from pathlib import Path

OWN = Path(__file__).resolve().parent / "own"


def run_and_plot(replicates: int) -> None:
    """Run one scenario many times, draw the record and the bands of what follows."""
    import araxes

    araxes.run("baseline", replicates).plot("course").savefig("figure.png")


def three_scenarios(replicates: int) -> None:
    """Run three scenarios, draw them on one axis, print differences with intervals."""
    import araxes

    found = araxes.compare("baseline", "route_third_party", "force_syunik", replicates=replicates)
    print(*found.answer(), sep="\n")
    found.plot().savefig("figure.png")


def sweep(replicates: int) -> None:
    """Sweep two parameters over 10 x 10 points, a tenth of the replicates at each, and draw a heat map."""
    import araxes

    vary = ["IRN.temper.red_line=0:2:10", "issues.israel.status=0.2:1:10"]
    found = araxes.sweep("israel_deepened", vary, replicates=replicates // 10, weeks=52)
    found.plot().figure.savefig("figure.png")


def forecast(replicates: int) -> None:
    """Print and draw the chances of acts within a quarter of the record's end, measured skill beside them."""
    import araxes

    found = araxes.forecast(replicates=replicates)
    print(*found.answer(), sep="\n")
    found.plot().savefig("figure.png")


def own_record(replicates: int) -> None:
    """Start from ten coded acts of one's own, which are checked and continue the record."""
    import araxes

    print(*araxes.forecast(own=OWN / "record", replicates=replicates).answer(), sep="\n")


def own_scenario(replicates: int) -> None:
    """Compare a scenario of one's own, a file with dated acts and changes, with its base."""
    import araxes

    found = araxes.compare("baseline", "strip_seized", replicates=replicates, own=OWN / "scenario")
    print(*found.answer(), sep="\n")


def own_agent(replicates: int) -> None:
    """Let states decide by a rule of one's own, print what becomes of hostile weeks."""
    import araxes

    class Patient(araxes.State):
        def answer(self) -> None:
            super().answer()
            quiet = {target for target in self.targets if self.model.memory.alarm[target][self.index] < 1}
            self.hostile = {target: hostile and target not in quiet for target, hostile in self.hostile.items()}

    for rule in (araxes.State, Patient):
        print(rule.__name__, araxes.run("baseline", replicates, engine="mesa", agent_class=rule).summary(), sep="\n")


def look(replicates: int) -> None:
    """Print hostile weeks and chances of every dyad with intervals, and what drove one state in one week of one replicate."""
    import araxes

    result = araxes.run("baseline", replicates)
    print(*result.answer(), result.summary(), sep="\n")
    region = result.replicate(17, week=10)
    region.foresee()
    print(region["IRN"].named_pushes("AZE"))


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]))
