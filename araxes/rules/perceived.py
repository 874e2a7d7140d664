"""Perceived acts: an act without an agreed author pushes those who believe to know who did it, and leaves no memory.

    received = sum over acts of h+ d^age                     the target, towards the state that it believes did it
    joined   = sum over acts of (1 + tie_ik) h+ d^age        a third state i that believes it was k, towards the target

with d the weekly share that alarm keeps and age 0 in the week after the act, in which the alarm of any act is first felt. They are added to
alarm received and to pile-on, with the weights of these. No surprise is taken off, for nobody's habit made the act expected; nothing enters
counts, pools, thaw or contact; and the accused, who denies it, has no momentum of its own. This model's own proposal.
"""

from __future__ import annotations


def perceived_alarm(hostility: float, keep: float, age: int) -> float:
    """Return h+ d^age, the alarm that an act still raises in those who believe to know its author.

    Parameters
    ----------
    hostility : float
        h of the act's rung; kind acts count 0.
    keep : float
        d, in (0, 1).
    age : int
        Weeks since the week after the act, at least 0.
    """
    return max(hostility, 0.0) * keep**age
