"""Push in lanes: every term towards one target weighed."""

from __future__ import annotations

from araxes.engines.arrays import Floats
from araxes.engines.lanes import Drawn, Half
from araxes.engines.tables_outside import Outside
from araxes.rules.deterrence import deterrence
from araxes.rules.leader import leader
from araxes.rules.mediation import mediation
from araxes.rules.numerics import plus
from araxes.rules.overstretch import overstretch
from araxes.rules.remember import Memory
from araxes.rules.terms import LIFT, TERMS
from araxes.rules.thaw import contact, thaw

(
    LIFTED,
    ALARM_RECEIVED,
    ALARM_OWN,
    PILE_ON,
    THAW,
    GRIEVANCE,
    RED_LINE,
    DETERRENCE,
    MEDIATION,
    LEADER,
    OVERSTRETCH,
) = range(len(TERMS))


def appraise(
    o: Outside,
    memory: Memory,
    drawn: Drawn,
    term: Floats,
    aggrieved: Floats,
    pressed: Floats,
    week: int,
    i: int,
    j: int,
    half: Half,
) -> None:
    """Weigh every term of i towards j: the pushes eta, zeta and delta."""
    eta, weight = half.eta, drawn.push[i]
    held_back, stretched = deterrence(o.ratio[week, i, j]), overstretch(o.overstretch[week, i])
    for r in range(len(eta)):
        eta[r] = plus(0.0, weight[LIFTED, r], LIFT)
    add_each(eta, weight[ALARM_RECEIVED], memory.alarm[j, i], o.received[week, i, j])
    add_each(eta, weight[ALARM_OWN], memory.alarm[i, j])
    join_in(o.tie[week, i], memory.alarm, i, j, term)
    add_each(eta, weight[PILE_ON], term, o.joined[week, i, j])
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[THAW, r], thaw(memory.thaw[i, j, r], memory.thaw[j, i, r]))
    add_wide(eta, weight[GRIEVANCE], aggrieved)
    add_wide(eta, weight[RED_LINE], pressed)
    add_same(eta, weight[DETERRENCE], held_back)
    add_same(eta, weight[MEDIATION], mediation(o.format[week, i, j]))
    add_same(eta, weight[LEADER], leader(o.hawkishness[week, i, j]))
    add_same(eta, weight[OVERSTRETCH], stretched)
    for r in range(len(eta)):
        talks = contact(memory.contact[i, j, r], memory.contact[j, i, r])
        half.zeta[r] = drawn.contact[i, r] * talks - weight[OVERSTRETCH, r] * stretched
        half.delta[r] = weight[DETERRENCE, r] * held_back


def join_in(ties: Floats, alarm: Floats, i: int, j: int, out: Floats) -> None:
    """Write the pile-on of i on j; see `araxes.rules.alarm.pile_on`."""
    for r in range(len(out)):
        out[r] = 0.0
    for k in range(len(ties)):
        if k not in (i, j):
            for r in range(len(out)):
                out[r] = plus(out[r], 1 + ties[k], alarm[k, j, r])


def add_each(eta: Floats, weight: Floats, values: Floats, perceived: float = 0.0) -> None:
    """Add a term to the push, with what accusations add to it; see `araxes.rules.perceived`."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[r], values[r] + perceived)


def add_same(eta: Floats, weight: Floats, value: float) -> None:
    """Add a term that is the same in all lanes; where it is 0 it changes nothing."""
    if value != 0:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[r], value)


def add_wide(eta: Floats, weight: Floats, values: Floats) -> None:
    """Add a term that is the same in all lanes where no act moves an issue."""
    if len(values) == 1:
        add_same(eta, weight, values[0])
    else:
        add_each(eta, weight, values)
