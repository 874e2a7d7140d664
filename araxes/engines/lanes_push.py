"""Push in lanes: every term towards one target weighed."""

from __future__ import annotations

from araxes.array_types import Floats
from araxes.engines.calendar import Levers
from araxes.engines.lanes import Drawn, Half, Stakes, Views
from araxes.rules.arrays import ArrayMemory
from araxes.rules.deterrence import deterrence
from araxes.rules.leader import leader
from araxes.rules.mediation import mediation
from araxes.rules.numerics import plus
from araxes.rules.overstretch import overstretch
from araxes.rules.standing import excess
from araxes.rules.terms import LIFT, TERM
from araxes.rules.thaw import contact, thaw

LIFTED = TERM["lift"]
ALARM_RECEIVED, ALARM_OWN, PILE_ON = TERM["alarm_received"], TERM["alarm_own"], TERM["pile_on"]
THAW, GRIEVANCE, RED_LINE = TERM["thaw"], TERM["grievance"], TERM["red_line"]
DETERRENCE, MEDIATION, LEADER, OVERSTRETCH = TERM["deterrence"], TERM["mediation"], TERM["leader"], TERM["overstretch"]


def appraise(
    value: Floats,
    o: Levers,
    z: Stakes,
    y: Views,
    memory: ArrayMemory,
    drawn: Drawn,
    term: Floats,
    epoch: int,
    i: int,
    j: int,
    half: Half,
    received: float,
    joined: float,
) -> None:
    """Weigh every term of i towards j: the pushes eta, zeta and delta."""
    eta, weight = half.eta, drawn.push[i]
    for r in range(len(eta)):
        eta[r] = plus(0.0, weight[LIFTED, r], LIFT)
    add_each(eta, weight[ALARM_RECEIVED], memory.alarm[j, i], received)
    add_each(eta, weight[ALARM_OWN], memory.alarm[i, j])
    join_in(z.tie[i], memory.alarm, i, j, term)
    add_each(eta, weight[PILE_ON], term, joined)
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[THAW, r], thaw(memory.thaw[i, j, r], memory.thaw[j, i, r]))
    add_each(eta, weight[GRIEVANCE], y.aggrieved[i, j])
    add_each(eta, weight[RED_LINE], y.pressed[i, j])
    for r in range(len(eta)):
        half.zeta[r] = drawn.contact[i, r] * contact(memory.contact[i, j, r], memory.contact[j, i, r])
        half.delta[r] = 0.0
    pull_levers(value, o, z, weight, epoch, i, j, half)


def pull_levers(value: Floats, o: Levers, z: Stakes, weight: Floats, epoch: int, i: int, j: int, half: Half) -> None:
    """Weigh the levers of i towards j, of which only those push that are not where they were at the origin."""
    eta = half.eta
    if o.armed[epoch]:
        for r in range(len(eta)):
            held_back = deterrence(z.ratio[i, j, r])
            eta[r] = plus(eta[r], weight[DETERRENCE, r], held_back)
            half.delta[r] = weight[DETERRENCE, r] * held_back
    now, before = o.format[epoch, i, j], o.format[0, i, j]
    if now != before:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[MEDIATION, r], mediation(since_origin(value, now, before, z.draw[r])))
    now, before = o.hawkishness[epoch, i, j], o.hawkishness[0, i, j]
    if now != before:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[LEADER, r], leader(since_origin(value, now, before, z.draw[r])))
    now, before = o.overstretch[epoch, i], o.overstretch[0, i]
    if now != before:
        for r in range(len(eta)):
            stretched = overstretch(since_origin(value, now, before, z.draw[r]))
            eta[r] = plus(eta[r], weight[OVERSTRETCH, r], stretched)
            half.zeta[r] -= weight[OVERSTRETCH, r] * stretched


def since_origin(value: Floats, now: int, before: int, draw: int) -> float:
    """Return an entry minus that of the origin in one draw."""
    return excess(value[now, draw], value[before, draw])


def join_in(ties: Floats, alarm: Floats, i: int, j: int, out: Floats) -> None:
    """Write the pile-on of i on j; see `araxes.rules.alarm.pile_on`."""
    for r in range(len(out)):
        out[r] = 0.0
    for k in range(len(ties)):
        if k not in (i, j):
            for r in range(len(out)):
                out[r] = plus(out[r], 1 + ties[k, r], alarm[k, j, r])


def add_each(eta: Floats, weight: Floats, values: Floats, perceived: float = 0.0) -> None:
    """Add a term to the push, with what accusations add to it; see `araxes.rules.perceived`."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[r], values[r] + perceived)
