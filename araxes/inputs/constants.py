"""Parameters as the plain tables that rules read: the habit tree, memory shares, hostility of rungs, thresholds."""

from __future__ import annotations

from typing import NamedTuple

from araxes.display import show_card
from araxes.errors import Fault, InputError
from araxes.inputs.parameters import Book
from araxes.inputs.region import RegionFiles
from araxes.inputs.schema import Node
from araxes.rules.habit import Tree
from araxes.rules.luck import Luck
from araxes.rules.memory import Edges, Keep, share_kept
from araxes.units import GOLDSTEIN_PER_HOSTILITY

CONSTANT = tuple(f"behaviour.{section}." for section in ("memory", "habit", "luck", "threshold", "issue_moves"))
"""Prefixes of the behaviour that is the same in all replicates; weights are drawn."""


@show_card
class Constants(NamedTuple):
    """What does not change during a run.

    Attributes
    ----------
    hostility : list of float, shape (rungs,)
        h = -Goldstein / 10.
    quiet : int
        The quiet rung.
    tree : Tree
        The questions of the habit.
    keep : Keep
        Weekly shares kept by the memories.
    luck : Luck
    borrowing, anchor_weeks, credit_cap : float
        As in `behaviour.toml`.
    coercion_rung, accord_rung, violence_rung : int
        Lowest rung that counts as coercion, highest that counts as an accord, lowest that counts as violence.
    accord_share, force_share : float
        How far an accord and violence move the pair's issue; 0 is off.
    pool_floor : list of float, shape (rungs,)
        Pseudo-weeks added to the region's pool.
    class_floor : list of list of float, shape (classes, rungs)
        Pseudo-weeks added to the pool of dyads that never fought (0) and of those that did (1).
    """

    hostility: list[float]
    quiet: int
    tree: Tree
    keep: Keep
    luck: Luck
    borrowing: float
    anchor_weeks: float
    credit_cap: float
    coercion_rung: int
    accord_rung: int
    violence_rung: int
    accord_share: float
    force_share: float
    pool_floor: list[float]
    class_floor: list[list[float]]

    @property
    def edges(self) -> Edges:
        """Return the rungs at which kinds of act begin or end."""
        return Edges(self.quiet, self.coercion_rung, self.violence_rung)


def constants(region: RegionFiles) -> Constants:
    """Return the constants of a region.

    Raises
    ------
    InputError
        When the ladder has no quiet rung, or the nodes are not one tree over all rungs.
    """
    book = region.book
    hostility = [(0 - first(book, f"ladder.{rung.key}.goldstein")) / GOLDSTEIN_PER_HOSTILITY for rung in region.rungs]
    if hostility.count(0) != 1:
        raise InputError(
            [
                Fault(
                    "ladder.toml",
                    "rung",
                    f"{hostility.count(0)} rungs with Goldstein score 0",
                    "exactly one, the quiet rung",
                )
            ]
        )
    if not any(first(book, f"ladder.{rung.key}.prior_share") for rung in region.rungs):
        raise InputError([Fault("ladder.toml", "rung.prior_share", "0 for every rung", "at least one above 0")])
    behaviour = {path.split(".", 1)[1]: first(book, path) for path in book if path.startswith(CONSTANT)}
    rungs = range(len(region.rungs))
    violence = int(behaviour["threshold.violence_rung"])
    even = behaviour["habit.pool_floor"] / len(rungs)
    return Constants(
        hostility=hostility,
        quiet=hostility.index(0),
        tree=tree(region),
        keep=Keep(*[share_kept(behaviour[f"memory.{name}"]) for name in Keep._fields]),
        luck=Luck(*[behaviour[f"luck.{name}"] for name in Luck._fields]),
        borrowing=behaviour["habit.borrowing"],
        anchor_weeks=behaviour["habit.anchor"],
        credit_cap=behaviour["habit.credit_cap"],
        coercion_rung=int(behaviour["threshold.coercion_rung"]),
        accord_rung=int(behaviour["threshold.accord_rung"]),
        violence_rung=violence,
        accord_share=behaviour["issue_moves.accord"],
        force_share=behaviour["issue_moves.force"],
        pool_floor=[even for _ in rungs],
        class_floor=[
            [_floor(behaviour, k, hostility.index(0), violence, len(rungs)) for k in rungs],
            [even for _ in rungs],
        ],
    )


def _floor(behaviour: dict[str, float], rung: int, quiet: int, violence: int, n_rungs: int) -> float:
    """Return the pseudo-weeks of a rung in the pool of dyads that never fought: words, limited violence, war."""
    if rung == n_rungs - 1:
        return behaviour["habit.class_floor_war"]
    if rung >= violence:
        return behaviour["habit.class_floor_violence"] / (n_rungs - 1 - violence)
    return behaviour["habit.class_floor_words"] / (violence - quiet - 1) if rung > quiet else 0.0


def first(book: Book, path: str) -> float:
    """Return the first value of a parameter's series: that of a parameter which is not dated."""
    return book[path].series[0][1]


def tree(region: RegionFiles) -> Tree:
    """Return the habit tree, root first.

    Raises
    ------
    InputError
        When branches are not contiguous, or a branch of several rungs is split by no question or by two.
    """
    order, spans = _ordered(region)
    whole = {(span[0][0], span[-1][1]): key for key, span in spans.items()}
    nodes = {node.key: node for node in region.nodes}
    branches = [span for key in order for span in spans[key]]
    sizes = [len(spans[key]) for key in order]
    return Tree(
        first=[sum(sizes[:index]) for index in range(len(sizes) + 1)],
        low=[low for low, _ in branches],
        high=[high for _, high in branches],
        child=[order.index(whole[span]) if span[1] - span[0] > 1 else -1 for span in branches],
        shrinkage=[first(region.book, f"ladder.{key}.shrinkage") for key in order],
        by_class=[int(nodes[key].pool == "class") for key in order],
    )


def tree_order(region: RegionFiles) -> list[str]:
    """Return the keys of the questions in the order of the tree, root first; raises as `tree` does."""
    return _ordered(region)[0]


def _ordered(region: RegionFiles) -> tuple[list[str], dict[str, list[tuple[int, int]]]]:
    """Return the keys of the questions in order, and the span of rungs of every branch of each."""
    place = {rung.key: index for index, rung in enumerate(region.rungs)}
    spans = {node.key: [(place[low], place[high] + 1) for low, high in node.branches] for node in region.nodes}
    faults = [fault for node in region.nodes for fault in _span_faults(node, spans[node.key])]
    whole = {(span[0][0], span[-1][1]): key for key, span in spans.items()}
    if not faults and (0, len(place)) not in whole:
        faults.append(
            Fault("ladder.toml", "node", "no question over all rungs", "one node whose branches cover the whole ladder")
        )
    if faults:
        raise InputError(faults)
    return _walk(whole, spans, (0, len(place))), spans


def _span_faults(node: Node, spans: list[tuple[int, int]]) -> list[Fault]:
    """Return the fault of branches that do not follow one another."""
    ends = [spans[0][0], *[high for _, high in spans]]
    if any(low != end for (low, _), end in zip(spans, ends, strict=False)) or any(low >= high for low, high in spans):
        return [
            Fault(
                "ladder.toml",
                f"node {node.key}.branches",
                str(node.branches),
                "ranges of rungs that follow one another upwards",
            )
        ]
    return []


def _walk(
    whole: dict[tuple[int, int], str], spans: dict[str, list[tuple[int, int]]], span: tuple[int, int]
) -> list[str]:
    """Return the keys of the nodes below a span, parents before children."""
    if span not in whole:
        raise InputError(
            [
                Fault(
                    "ladder.toml",
                    "node",
                    f"no question splits rungs {span[0]} to {span[1] - 1}",
                    "a node for every branch of several rungs",
                )
            ]
        )
    key = whole[span]
    below = [child for branch in spans[key] if branch[1] - branch[0] > 1 for child in _walk(whole, spans, branch)]
    return [key, *below]
