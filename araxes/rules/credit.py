"""Credit: an act enters habit only in the share that habit foresaw.

    w = p / P(hostile)                  where the act is hostile, p its chance by habit and P after the push
    w = (1 - p) / (1 - P(hostile))      where it is not;    w is at most a cap

Then E[w 1{hostile}] = p whatever the push: habit neither rises nor falls by what pushes alone brought about. So a push may stand
without ratcheting, and a crisis does not become habit. This model's own proposal; it is what keeps free runs of ten years level.
"""

from __future__ import annotations


def credit(unpushed: float, pushed: float, cap: float) -> float:
    """Return w, how much of a week an act counts in habit and pools.

    Parameters
    ----------
    unpushed, pushed : float
        The chance of what happened (hostile, or not) by habit alone and after the push, in [0, 1].
    cap : float
        The most an act may count, at least 1.
    """
    return min(unpushed / pushed, cap) if pushed > 0 else cap
