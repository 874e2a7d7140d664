"""Stakes in lanes: what is dated and judged comes into force, in every lane as its draw has it."""

from __future__ import annotations

from araxes.array_types import Floats, Whole
from araxes.engines.calendar import Levers, Wants
from araxes.engines.lanes import Stakes
from araxes.rules.deterrence import capability, log_power_ratio, stand_behind
from araxes.rules.grievance import share_of_blame, stake_apart
from araxes.rules.issues import pair_issue
from araxes.rules.standing import excess


def open_epoch(w: Wants, o: Levers, deciding: Whole, z: Stakes, epoch: int, pairs: bool) -> None:
    """Let the values of an epoch come into force; `pairs` says whether the issue of every pair is wanted."""
    for m in range(w.new.shape[1]):
        if w.new[epoch, m]:
            want(w, deciding, z, epoch, m)
    copy_square(w.value, o.tie[epoch], z.draw, z.tie)
    if o.rearmed[epoch]:
        arm(w, o, deciding, z, epoch)
    if pairs:
        divide(deciding, z)


def copy_values(values: Floats, draw: Whole, out: Floats) -> None:
    """Write an entry as the draw of every lane has it."""
    for r in range(len(out)):
        out[r] = values[draw[r]]


def copy_square(value: Floats, entries: Whole, draw: Whole, out: Floats) -> None:
    """Write a table of entries as the draw of every lane has it."""
    for i in range(entries.shape[0]):
        for j in range(entries.shape[1]):
            copy_values(value[entries[i, j]], draw, out[i, j])


def want(w: Wants, deciding: Whole, z: Stakes, epoch: int, m: int) -> None:
    """Write positions, salience and blame on one issue."""
    for a in range(z.position.shape[0]):
        copy_values(w.value[w.position[epoch, a, m]], z.draw, z.position[a, m])
        copy_values(w.value[w.salience[epoch, a, m]], z.draw, z.salience[a, m])
    for i in range(len(deciding)):
        if w.told[i, m]:
            for j in range(len(deciding)):
                copy_values(w.value[w.blame[epoch, i, deciding[j], m]], z.draw, z.blame[i, j, m])
        else:
            share_out(deciding, z, i, m)


def share_out(deciding: Whole, z: Stakes, i: int, m: int) -> None:
    """Share out the responsibility for one issue, as state i sees it; see `araxes.rules.grievance.blame`."""
    wanted = z.position[deciding[i], m]
    for r in range(len(z.total)):
        z.total[r] = 0.0
    for a in range(z.position.shape[0]):
        if a != deciding[i]:
            for r in range(len(z.total)):
                z.total[r] += stake_apart(z.salience[a, m, r], z.position[a, m, r], wanted[r])
    for j in range(len(deciding)):
        a = deciding[j]
        if j != i:
            for r in range(len(z.total)):
                part = stake_apart(z.salience[a, m, r], z.position[a, m, r], wanted[r])
                z.blame[i, j, m, r] = share_of_blame(part, z.total[r])


def arm(w: Wants, o: Levers, deciding: Whole, z: Stakes, epoch: int) -> None:
    """Write capabilities, what stands behind every state, and log power ratios."""
    for r in range(len(z.draw)):
        richest, largest = 0.0, 0.0
        for a in range(z.capability.shape[0]):
            richest = max(richest, w.value[o.spending[epoch, a], z.draw[r]])
            largest = max(largest, w.value[o.personnel[epoch, a], z.draw[r]])
        for a in range(z.capability.shape[0]):
            money, people = w.value[o.spending[epoch, a], z.draw[r]], w.value[o.personnel[epoch, a], z.draw[r]]
            z.capability[a, r] = capability(money / richest, people / largest)
        for j in range(len(deciding)):
            z.power[j, r] = backed(w.value, o, z, epoch, j, deciding[j], r)
    for i in range(len(deciding)):
        for j in range(len(deciding)):
            for r in range(len(z.draw)):
                z.ratio[i, j, r] = log_power_ratio(z.power[j, r], z.capability[deciding[i], r])
                if epoch == 0:
                    z.ratio_before[i, j, r] = z.ratio[i, j, r]
                z.ratio[i, j, r] = excess(z.ratio[i, j, r], z.ratio_before[i, j, r])


def backed(value: Floats, o: Levers, z: Stakes, epoch: int, j: int, actor: int, r: int) -> float:
    """Return what stands behind state j in one lane; see `araxes.rules.deterrence.power`."""
    draw, total = z.draw[r], float(z.capability[actor, r])
    for k in range(z.capability.shape[0]):
        if k != actor:
            guarantee, will = value[o.guarantee[epoch, j, k], draw], value[o.will[epoch, j, k], draw]
            total = stand_behind(total, guarantee, will, z.capability[k, r])
    return total


def divide(deciding: Whole, z: Stakes) -> None:
    """Write which issue divides every pair most."""
    for i in range(len(deciding)):
        for j in range(len(deciding)):
            one, other = deciding[i], deciding[j]
            for r in range(len(z.draw)):
                z.pair[i, j, r] = (
                    pair_issue(
                        z.salience[one, :, r],  # type: ignore[arg-type]
                        z.salience[other, :, r],  # type: ignore[arg-type]
                        z.position[one, :, r],  # type: ignore[arg-type]
                        z.position[other, :, r],  # type: ignore[arg-type]
                    )
                    if i != j
                    else -1
                )
