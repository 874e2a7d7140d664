"""Push in lanes: every term towards one target weighed, and the spread."""

from __future__ import annotations

from araxes.engines.arrays import Floats, Whole
from araxes.engines.lanes import Drawn, Work
from araxes.engines.tables_outside import Outside
from araxes.rules.attention import spread
from araxes.rules.deterrence import deterrence
from araxes.rules.interdependence import interdependence
from araxes.rules.leader import leader
from araxes.rules.mediation import mediation
from araxes.rules.numerics import plus
from araxes.rules.reciprocity import friendly_reciprocity, hostile_reciprocity, momentum
from araxes.rules.red_line import red_line
from araxes.rules.remember import Memory
from araxes.rules.terms import TERMS

(
    HOSTILE,
    FRIENDLY,
    MOMENTUM,
    SOLIDARITY,
    ALIGNMENT,
    ENTANGLEMENT,
    GRIEVANCE,
    RED_LINE,
    DETERRENCE,
    INTERDEPENDENCE,
    MEDIATION,
    LEADER,
) = range(len(TERMS))


def suffer(o: Outside, place: Whole, target: int, shown: Floats, week: int, i: int, j: int, work: Work) -> None:
    """Write solidarity into `coin` and alignment into `shared`, which are free once luck is drawn."""
    side_with_friends(o, place, target, shown, week, i, j, 1, work.coin)
    side_with_friends(o, place, target, shown, week, i, j, 0, work.shared)


def side_with_friends(
    o: Outside, place: Whole, target: int, shown: Floats, week: int, i: int, j: int, suffered: int, out: Floats
) -> None:
    """Write what the target does to i's friends (`suffered` 1) or what they do to it (0), weighted by friendship."""
    for r in range(len(out)):
        out[r] = 0.0
    for actor in range(len(place)):
        tie, k = o.friendship[week, i, actor], place[actor]
        if tie == 0 or k in (i, j):
            continue
        if k < 0:
            same = o.surprise[week, target, actor] if suffered else o.surprise[week, actor, target]
            for r in range(len(out)):
                out[r] = plus(out[r], tie, same)
        else:
            add_scaled(out, tie, shown[j, k] if suffered else shown[k, j])


def add_scaled(out: Floats, weight: float, values: Floats) -> None:
    """Add a weighted value of every lane."""
    for r in range(len(out)):
        out[r] = plus(out[r], weight, values[r])


def appraise(
    o: Outside,
    crisis_level: float,
    memory: Memory,
    drawn: Drawn,
    shown: Floats,
    work: Work,
    aggrieved: Floats,
    pressure: Floats,
    week: int,
    i: int,
    j: int,
) -> None:
    """Weigh every term towards one target: push eta and spread s."""
    eta, weight, fast, sent = work.eta, drawn.push[i], memory.fast[i, j], shown[i, j]
    add_answers(eta, weight, shown[j, i], sent)
    add_each(eta, weight[SOLIDARITY], work.coin)
    add_each(eta, weight[ALIGNMENT], work.shared)
    add_same(eta, weight[ENTANGLEMENT], o.entanglement[week, i, j])
    add_issues(eta, weight, aggrieved, pressure, memory.commitment[i, j])
    add_restraint(eta, weight, o.preponderance[week, i, j], o.trade[week, i, j], fast, sent, crisis_level)
    add_mediation(eta, weight[MEDIATION], o.format[week, i, j], fast)
    add_same(eta, weight[LEADER], leader(o.hawkishness[week, i, j]))
    stretch(
        drawn.activity[i], memory.short[i, j], memory.long[i, j], drawn.overstretch[i], o.overstretch[week, i], work.s
    )


def add_answers(eta: Floats, weight: Floats, received: Floats, sent: Floats) -> None:
    """Begin the push with reciprocity and momentum."""
    for r in range(len(eta)):
        eta[r] = plus(0.0, weight[HOSTILE, r], hostile_reciprocity(received[r]))
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[FRIENDLY, r], friendly_reciprocity(received[r]))
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[MOMENTUM, r], momentum(sent[r]))


def add_each(eta: Floats, weight: Floats, values: Floats) -> None:
    """Add a term to the push."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[r], values[r])


def add_same(eta: Floats, weight: Floats, value: float) -> None:
    """Add a term that is the same in all lanes; where it is 0 it changes nothing."""
    if value != 0:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[r], value)


def add_issues(eta: Floats, weight: Floats, aggrieved: Floats, pressure: Floats, commitment: Floats) -> None:
    """Add grievance and red line, which are the same in all lanes where no act moves an issue."""
    if len(pressure) == 1:
        add_same(eta, weight[GRIEVANCE], aggrieved[0])
        same = pressure[0]
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[RED_LINE, r], red_line(same, commitment[r]))
    else:
        add_each(eta, weight[GRIEVANCE], aggrieved)
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[RED_LINE, r], red_line(pressure[r], commitment[r]))


def add_restraint(
    eta: Floats, weight: Floats, preponderance: float, trade: float, fast: Floats, sent: Floats, crisis_level: float
) -> None:
    """Add deterrence and interdependence to the push."""
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[DETERRENCE, r], deterrence(preponderance, fast[r], crisis_level))
    for r in range(len(eta)):
        eta[r] = plus(eta[r], weight[INTERDEPENDENCE, r], interdependence(trade, sent[r]))


def add_mediation(eta: Floats, weight: Floats, active: float, fast: Floats) -> None:
    """Add mediation to the push; without a format newly active or ended it is 0."""
    if active != 0:
        for r in range(len(eta)):
            eta[r] = plus(eta[r], weight[r], mediation(active, fast[r]))


def stretch(
    activity_weight: Floats, short: Floats, long: Floats, overstretch_weight: Floats, overstretch: float, out: Floats
) -> None:
    """Write the spread s."""
    for r in range(len(out)):
        out[r] = spread(activity_weight[r], short[r] - long[r], overstretch_weight[r], overstretch)
