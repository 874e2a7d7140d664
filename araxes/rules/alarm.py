"""What acts leave in the mood of a pair: alarm, thaw and contact, by how much they surprise.

Alarm: a hostile act that nobody expected makes both sides of a pair more hostile for some weeks, and others turn on its target too.

    F_ij <- d(1) F_ij + e_ij                       the alarm that i's acts towards j raise; half-life one week
    alarm    = F_ji + F_ij                         received and own, one weight
    pile-on  = sum over k of (1 + tie_ik) F_kj     others were hostile to j; friends of i count more

An answer comes within four weeks and is gone after four. Surprises of the pair and of others towards the same target, with a half-life
of a week, were the best of eleven rules tried on the chronology of 2018 to 2026; acts received and one's own weigh alike there (1.18
and 0.76, standard errors near 0.35). Self-exciting conflict: Hawkes (1971); reciprocity in bursts: Goldstein and Freeman (1991).

Perceived acts: an act without an agreed author pushes those who believe to know who did it, and leaves no memory.

    received = sum over acts of h+ d^age                     the target, towards the state that it believes did it
    joined   = sum over acts of (1 + tie_ik) h+ d^age        a third state i that believes it was k, towards the target

with d the weekly share that alarm keeps and age 0 in the week after the act, in which the alarm of any act is first felt. They are added to
alarm received and to pile-on, with the weights of these. No surprise is taken off, for nobody's habit made the act expected; nothing enters
counts, pools, thaw or contact; and the accused, who denies it, has no momentum of its own. This model's own proposal.

Surprise: by how much an act departs from what its author's habit made expect, before any push.

    e = h+(Y) - E_habit[h+]              hostility, h+ = max(h, 0)
    c = 1{Y cooperates} - P_habit        cooperation
    x = 1{Y coerces} - P_habit           coercion

A departure from the norm is what states react to (Ward and Rajmaira 1992). It is taken against habit, not against the whole forecast:
so what a push or an answer brought about surprises too, and mutual answers feed on each other until the memory of them fades.

Thaw and contact: what cooperation does to hostility, and what coercion does to quiet.

    G_ij <- d(8) G_ij + c_ij       thaw    = -(G_ij + G_ji)    more cooperative acts than usual make the pair less hostile
    K_ij <- d(4) K_ij + x_ij       contact = -(K_ij + K_ji)    after coercion there is less quiet: states talk, and more than before

Osgood (1962) on small steps that calm. That talks follow coercion shows in the chronology: quiet falls by 0.33 logits a surprise
(standard error 0.06).
"""

from __future__ import annotations

from araxes.rules.numerics import plus


def pile_on(ties: list[float], alarms: list[float], i: int, j: int) -> float:
    """Turn on a target that others have just turned on, the more so where they are friends.

    Parameters
    ----------
    ties : sequence of float, shape (states,)
        tie_ik for every deciding k, in [-1, 1].
    alarms : sequence of float, shape (states,)
        F_kj for every deciding k, hostility units.
    i, j : int
        Places of actor and target, left out of the sum.
    """
    total = 0.0
    for k in range(len(ties)):
        if k != i and k != j:
            total = plus(total, 1 + ties[k], alarms[k])
    return total


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


def expected_hostility(cumulative: list[float], hostility: list[float], quiet: int) -> float:
    """Return E_habit[h+], the hostility to be expected of the week by habit alone.

    Parameters
    ----------
    cumulative : sequence of float, shape (rungs - 1,) or longer
        F(k), the cumulative habit.
    hostility : sequence of float, shape (rungs,)
        h of every rung; 0 at quiet, rising above it.
    quiet : int
        The quiet rung.
    """
    total = 0.0
    for k in range(quiet, len(hostility) - 1):
        total += (hostility[k + 1] - hostility[k]) * (1 - cumulative[k])
    return total


def hostile_surprise(hostility: float, expected: float) -> float:
    """Return e, by how much an act is more hostile than habit made expect; `hostility` is that of the rung, kind acts count 0."""
    return max(hostility, 0) - expected


def event_surprise(happened: bool, chance: float) -> float:
    """Return c or x: 1 where the act is of a kind, minus the chance that habit gave to that kind."""
    return (1.0 if happened else 0.0) - chance


def thaw(surplus_sent: float, surplus_received: float) -> float:
    """Be less hostile where the pair has cooperated more than usual: -(G_ij + G_ji), in acts."""
    return -(surplus_sent + surplus_received)


def contact(coercion_sent: float, coercion_received: float) -> float:
    """Be less quiet where the pair has coerced more than usual: -(K_ij + K_ji), in acts; a push of quiet, not of hostility."""
    return -(coercion_sent + coercion_received)
