"""What was inferred of motives, in words: the answer in five lines, and the rows of the printed table."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from araxes.claims.parents import CONSTANT
from araxes.inputs.parameters import setting
from araxes.wording import percent, percent_interval, points_interval

if TYPE_CHECKING:
    from araxes.claims.motives import Motives

POWER = "power_"


def motive_answer(found: Motives) -> list[str]:
    """Return the answer in five lines: the finding, its size, how sure, a caveat, what next."""
    return [
        f"Finding: {finding(found)}",
        f"Size: {_size(found)}",
        f"How sure: {_how_sure(found)}",
        f"Caveat: {_caveat(found)}",
        f"Next: {_next_step(found)}",
    ]


def leading_motive(found: Motives) -> dict[Hashable, Any]:
    """Return the row of the motive with the largest share of acts by timing."""
    return max(found.motives.to_dict("records"), key=lambda row: row["share"])


def finding(found: Motives) -> str:
    """Return in a sentence whether a motive is named, and how much no motive explains."""
    first = leading_motive(found)
    none = next(row for row in found.table.to_dict("records") if row["motive"] == CONSTANT)
    size = percent_interval(first["share"], first["low"], first["high"])
    acts = f"of {found.asked.names[0]}'s {len(found.days.acts)} days of hostile acts {_towards(found)}"
    rest = f"{percent_interval(none['share'], none['low'], none['high'])} follow no dated stimulus"
    if first["named"]:
        said = f"of the motives asked about, {first['title']} leads: by timing, {size} {acts}; {rest}."
        return f"{said}{_shared_days(found, first)}"
    return f"no single motive leads. The largest by timing is {first['title']}, with {size} {acts}; {rest}."


def leading_title(title: str) -> str:
    """Return a title as it stands at the beginning of a line."""
    return title[:1].upper() + title[1:]


def _towards(found: Motives) -> str:
    """Return towards whom the acts are."""
    towards = {name for query in found.asked.acts for name in query.target}
    if not towards:
        return "towards anybody"
    return f"towards {found.asked.names[1]}" if towards == {found.asked.target} else "in the region"


def _shared_days(found: Motives, row: Mapping[Hashable, Any]) -> str:
    """Return how many days of stimuli are days of acts, too, on which nobody can tell who began; nothing where there is none."""
    days = found.days.stimuli[[one.name for one in found.days.motives].index(row["motive"])]
    both = int(np.isin(days, found.days.acts).sum())
    if not both:
        return ""
    shared = f"all {both}" if both == len(days) else f"{both} of the {len(days)}"
    own = f"days of {found.asked.names[0]}'s acts, too"
    return f" But {shared} days of {row['title']} are {own}, and who began on such a day is not recorded."


def bound_sentence(found: Motives) -> str:
    """Return in a sentence how much the motives drive at most, by planted worlds, each motive named once."""
    rows = found.motives
    known, open_ones = rows[rows["at_most"].notna()], rows[rows["at_most"].isna()]
    if known.empty:
        return "how much a motive drives at most is not known: no share that was tried is excluded"
    by_share = {float(str(share)): part["title"] for share, part in known.groupby("at_most")}
    if len(open_ones):
        each = [f"less than {percent(share)}: {_listed(titles)}" for share, titles in by_share.items()]
        return "; ".join([f"no bound for {_listed(open_ones['title'])}", *each])
    whole = f"no single dated motive drives {percent(max(by_share))} of these acts"
    lower = [f"{_listed(titles)} less than {percent(share)}" for share, titles in list(by_share.items())[:-1]]
    return "; ".join([whole, *reversed(lower)])


def _listed(titles: Iterable[str]) -> str:
    """Return titles as a list in a sentence; they may hold an "and" of their own."""
    return ", ".join(titles)


def spoken_most(found: Motives) -> dict[Hashable, Any] | None:
    """Return the row of the motive of which the actor speaks most; None where its words speak of none."""
    said = [row for row in found.motives.to_dict("records") if row["words"] > 0]
    return max(said, key=lambda row: row["words"]) if said else None


def _size(found: Motives) -> str:
    """Return what is excluded, and of which motive the actor speaks most."""
    most = spoken_most(found)
    if most is None:
        return f"{bound_sentence(found)}. Its words speak of none of these motives."
    share = percent_interval(most["words_share"], most["words_low"], most["words_high"])
    return (
        f"{bound_sentence(found)}. By its own words {found.asked.names[0]} speaks most of {most['title']}: {share} of "
        f"{found.motives['words'].sum():.0f} such days."
    )


def _how_sure(found: Motives) -> str:
    """Return power, which motives are needed, and whether words and timing agree."""
    rows, columns = found.motives, power_columns(found.table)[1:]
    powers = " and ".join(
        f"in {percent(rows[name].min()).removesuffix(' %')} to {percent(rows[name].max())} of planted worlds where it drives "
        f"{name.removeprefix(POWER)} % of the acts"
        for name in columns
    )
    needed = rows[rows["needed_p"] <= setting("wants.test_level")]
    least = f"{_p_text(rows['needed_p'].min())}, of {len(rows)} tried"
    told = (
        f"beyond all else, acts come with the days of {_listed(needed['title'])} (p {least})"
        if len(needed)
        else f"no motive is needed once the others are known (least p {least})"
    )
    words = (
        ""
        if math.isnan(found.agreement)
        else f" The motive that an act speaks of is behind it, by timing, with a chance of {percent(found.agreement)}; of "
        f"{percent(found.agreement_chance)} with words shuffled (p {_p_text(found.agreement_p)})."
    )
    return f"a motive would be found {powers}; {told}.{words}"


def _caveat(found: Motives) -> str:
    """Return what looks like a motive and is none, and first that nobody chose the motives where nobody did."""
    first = found.not_identified[0] if found.not_identified else ""
    more = f" Not identified, first of {len(found.not_identified)}: {first}" if first else ""
    return (
        f"{_caution(found)}a cause that nobody wrote down and that brings both stimuli and acts, such as a quarrel, looks like a motive; "
        f"which acts count as stimuli is judged.{more}"
    )


def _caution(found: Motives) -> str:
    """Return that the motives are those of no file, and that few of the acts may be towards the target; nothing where a file speaks."""
    if found.asked.file:
        return ""
    pair = f"{found.asked.actor} towards {found.asked.target}"
    few = f" Days of hostile acts towards {found.asked.names[1]} are too few, so that acts towards anybody are asked about."
    whole = "" if any(query.target for query in found.asked.acts) else few
    return (
        f"a rough sketch: no file in motives/ speaks of {pair}, so nobody chose these motives; in quotes stand acts of others on "
        f"an issue of the record.{whole} Beyond that, "
    )


def _next_step(found: Motives) -> str:
    """Return where to look next."""
    if found.steps is None:
        return (
            "`in_model=True` asks which dated step moves the chance of a rupture most, in this model; a file in `motives/` of your own "
            "folder asks about other motives."
        )
    return step_sentence(found.steps, found.asked.actor, found.asked.target)


def step_sentence(steps: pd.DataFrame, actor: str, target: str) -> str:
    """Return which dated step moves the chance of a rupture most, labelled as the model's."""
    told = steps[steps["told"].astype(bool)] if len(steps) else steps
    if not len(told):
        return f"in this model no step of the scenarios changes the chance of a rupture by {actor} against {target} by more than luck."
    most = told.iloc[0]
    several = f", {most['steps']} steps from {most['date']} on" if most["steps"] > 1 else f", on {most['date']}"
    return (
        f"in this model, the chance of a rupture by {actor} against {target} within a quarter moves most by what "
        f"{most['capital'].replace(', ', ' and ') or 'nobody'} does in {most['scenario']} ({most['step']}{several}): from "
        f"{percent(most['before'])} to {percent(most['chance'])}."
    )


def _p_text(value: float) -> str:
    """Return a p-value as it is printed."""
    least = setting("wants.small_p")
    return f"<{least:g}" if value < least else f"{value:.3f}" if value < setting("wants.test_level") else f"{value:.2f}"


def _share_text(share: float) -> str:
    """Return a share without its zero, as in ".82"."""
    return f"{share:.2f}".removeprefix("0")


def power_columns(table: pd.DataFrame) -> list[str]:
    """Return the names of the columns of power, the smallest share first."""
    return sorted(
        (name for name in table.columns if name.startswith(POWER)), key=lambda name: int(name.removeprefix(POWER))
    )


def motive_rows(found: Motives) -> pd.DataFrame:
    """Return the printed table: motives, own run and constant, as text; of power what an answer tells."""
    return pd.DataFrame([_row(row, power_columns(found.table)[1:]) for _, row in found.table.iterrows()]).fillna("")


def _row(row: pd.Series, powers: list[str]) -> dict[str, str]:
    """Return one row of the printed table."""
    share = percent_interval(row["share"], row["low"], row["high"])
    stimuli = "" if math.isnan(row["stimuli"]) else f" ({row['stimuli']:.0f})"
    shown = {"motive (days of stimuli)": f"{leading_title(row['title'])}{stimuli}"}
    if not stimuli:
        return shown | {"by timing": share}
    at_most = "" if math.isnan(row["at_most"]) else percent(row["at_most"])
    return shown | {
        "by timing": share,
        "excluded from": at_most,
        "by words": ""
        if math.isnan(row["words"])
        else percent_interval(row["words_share"], row["words_low"], row["words_high"]),
        "answered (before; chance)": f"{_share_text(row['answered'])} ({_share_text(row['before'])}; {_share_text(row['chance'])})",
        "needed p": _p_text(row["needed_p"]),
        "power " + "/".join(name.removeprefix(POWER) for name in powers): "/".join(
            _share_text(row[name]) for name in powers
        ),
    }


def step_rows(steps: pd.DataFrame) -> pd.DataFrame:
    """Return the printed table of what dated steps move in the model: those that can be told from luck, else the largest."""
    shown = steps[steps["told"].astype(bool)] if steps["told"].any() else steps.head(1)
    rows = [
        {
            "scenario": row["scenario"],
            "whose": row["capital"] or "nobody's",
            "first step": row["date"],
            "steps": row["steps"],
            "from": percent(row["before"]),
            "to": percent(row["chance"]),
            "points": points_interval(row["low"], row["high"]),
        }
        for row in shown.to_dict("records")
    ]
    return pd.DataFrame(rows)
