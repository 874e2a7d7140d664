"""An article on trial as a page of HTML: figures inside, all texts escaped, nothing fetched from anywhere, no script."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from araxes.claims.claim_file import CAPITALS, ClaimTest, Decided, PairTest
from araxes.claims.keep import judgement_key, kept_picture
from araxes.claims.trial import READINGS_SHOWN
from araxes.claims.trial_answer import asked_text, assumption_lines, claim_standing, claims_title, rulings_by_claim
from araxes.claims.weigh import (
    CONFIRMED,
    CONTRADICTED,
    COUNTED,
    GLYPHS,
    MODEL_ONLY,
    NOT_RUN,
    PARTLY,
    SUPPORTED,
    UNDECIDED,
    UNTESTABLE,
    WRONG,
)
from araxes.display import picture
from araxes.errors import printable
from araxes.files import make_folder, replace_files
from araxes.inputs.region import NEUTRAL

if TYPE_CHECKING:
    from araxes.claims.hearing import Judgement
    from araxes.claims.motives import Motives
    from araxes.claims.read_claims import Claim
    from araxes.claims.trial import Ruling, Trial

QUESTION = "What does Iran want to achieve with Azerbaijan?"
"""The title of the article that is shipped."""
_DRAWN_BY = ("claim_page.py", "style.py", "araxes.mplstyle")
"""Files by which the figure of verdicts is drawn: where they change, what was kept is not what they would draw."""
_SIGNS = {
    SUPPORTED: "\N{BLACK CIRCLE}", CONFIRMED: "\N{BLACK CIRCLE}", PARTLY: "\N{CIRCLE WITH LEFT HALF BLACK}",
    CONTRADICTED: "\N{CIRCLED TIMES}", WRONG: "\N{CIRCLED TIMES}", UNDECIDED: "\N{WHITE CIRCLE}", UNTESTABLE: "\N{BULLET}",
    MODEL_ONLY: GLYPHS[MODEL_ONLY], NOT_RUN: GLYPHS[NOT_RUN],
}  # fmt: skip
_KINDS = {
    SUPPORTED: "for",
    CONFIRMED: "for",
    PARTLY: "for",
    CONTRADICTED: "against",
    WRONG: "against",
    UNTESTABLE: "untestable",
}
_SEEN = """
The article is a comment from Baku of April 2023, in one voice. The record had been looked at before the questions to it and their sets of
acts were written.
"""
_HOW_TO_READ = """
Each claim is turned into questions to a record of dated acts. Its file says what supports it and what contradicts it; one rule reads all
verdicts off the numbers.

A filled disc says supported or confirmed, a half disc in part, a crossed ring contradicted or wrong, an open ring not distinguishable, a
small dot not testable here; m says that a contrast of two scenarios in this model says so, and a question mark that a replication was not
run. A number is a count, which has no verdict.

The neutral column gives contested acts to nobody. Each capital gives some of them to somebody. Where a capital's verdict is the neutral one
it is faint; only disagreement stands out.

Power is the chance that a test finds the effect that it asks about, were it there. Below .80 a test that finds nothing says nothing. What
is found at low power is valid, and its size inflated. No correction for many tests is made.
"""
_FOUND = ("reading", "verdict", "found", "power", "false alarms")
_STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff; margin: 0 auto; max-width: 60rem; padding: 1rem; }
h1 { line-height: 1.2; margin-bottom: .2rem; } h2 { border-top: 2px solid #ddd; padding-top: 1rem; margin-top: 2.5rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .3rem; } .finding { font-size: 1.15rem; font-weight: 600; }
blockquote { margin: .5rem 0; padding-left: .8rem; border-left: 4px solid #bbb; font-style: italic; }
img { width: 100%; height: auto; } .scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: .9rem; width: 100%; margin: .4rem 0; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem; border-bottom: 1px solid #e2e2e2; }
th { font-weight: 600; } thead th { border-bottom: 2px solid #999; white-space: nowrap; }
td.sign, th.sign { text-align: center; } td.number { text-align: right; font-variant-numeric: tabular-nums; }
.verdict { font-size: 1.15em; } .for { color: #0072B2; } .against { color: #B33A00; } .untestable { color: #767676; }
.same { opacity: .33; } dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem .8rem; margin: .3rem 0; }
dt { font-weight: 600; } dd { margin: 0; } .small { color: #555; font-size: .85rem; }
.badge { font-size: .8rem; font-weight: 600; border: 1px solid #999; border-radius: 3px; padding: .05rem .4rem; white-space: nowrap; }
details { font-size: .85rem; margin: .3rem 0; } a { color: #0b5394; } td { overflow-wrap: anywhere; }
th.across { padding-top: .6rem; border-bottom: none; background: #f6f6f6; }
td.id { white-space: nowrap; overflow-wrap: normal; }
@media print { h2, h3, tr { break-after: avoid; break-inside: avoid; } body { font-size: 11pt; } }
"""


def escape_text(text: object) -> str:
    """Return a text as it stands in HTML, control characters as their escapes."""
    return html.escape(printable(str(text)))


def write_claims_page(trial: Trial, folder: Path | str, motives: Motives | None = None) -> Path:
    """Write `claims.html` into a folder, whole or not at all; return the file.

    Parameters
    ----------
    trial : Trial
    folder : Path or str
        Made where it is missing.
    motives : Motives, optional
        What was inferred of the motives of an actor, to be shown below the claims.

    Raises
    ------
    InputError
        When the folder cannot be written or the disk is full.
    """
    with replace_files(make_folder(folder)) as files:
        return files.write("claims.html", claims_html(trial, motives))


def claims_html(trial: Trial, motives: Motives | None = None, *, figures: bool = True) -> str:
    """Return a page of HTML that holds all it shows.

    Parameters
    ----------
    trial : Trial
    motives : Motives, optional
        What was inferred of the motives of an actor, to be shown below the claims.
    figures : bool
        Whether figures are drawn.

    Returns
    -------
    str
        The finding, how to read it, the figure, the table of verdicts, and a section a claim. The page has no script and forbids itself
        every request.
    """
    title = (
        f"{QUESTION} The article's claims on trial" if not trial.article else f"An article on trial: {trial.article}"
    )
    sections = [
        _element("h1", escape_text(title)),
        _element("p", escape_text(claims_title(trial.rulings) + "."), css="finding"),
        _element("ul", "".join(_element("li", escape_text(line)) for line in trial.answer()[1:])),
        _element("p", escape_text(f"The record: {trial.record}. Seed of all luck: {trial.seed}."), css="small"),
        _element("h2", "How to read this"),
        *_paragraphs(_HOW_TO_READ if trial.article else f"{_SEEN}\n{_HOW_TO_READ}"),
        *(_figure_parts(trial) if figures else []),
        _element("h2", "All verdicts in one table"),
        _table_of_verdicts(trial),
        *(_element("p", escape_text(line), css="small") for line in assumption_lines(trial.rulings)),
        *([_motives_section(motives, figures)] if motives is not None else []),
        *(_claim_section(trial, name, some) for name, some in rulings_by_claim(trial.rulings).items()),
    ]
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return (
        '<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape_text(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        + "\n".join(sections)
        + "\n</body>\n</html>\n"
    )


def claims_picture(trial: Trial) -> bytes:
    """Return the figure of verdicts as PNG; drawn once of the same verdicts, and kept.

    Parameters
    ----------
    trial : Trial
    """
    drawn_by = [hashlib.sha256((Path(__file__).parent / name).read_bytes()).hexdigest() for name in _DRAWN_BY]
    said = [one.claim.said.model_dump(mode="json") for one in trial.rulings]
    shown = {"document": trial.document(), "said": said, "drawn by": drawn_by, "matplotlib": version("matplotlib")}
    return kept_picture(judgement_key(shown), lambda: picture(trial.plot()))


def _image(drawn: bytes, alt: str) -> str:
    """Return a picture, a PNG, as it stands in the page itself, with what it shows for readers who do not see it."""
    data = base64.b64encode(drawn).decode("ascii")
    return f'<img src="data:image/png;base64,{data}" alt="{escape_text(alt)}">'


def _element(name: str, content: str, css: str = "", anchor: str = "") -> str:
    """Return an element around content that is HTML already."""
    attributes = "".join(f' {key}="{escape_text(value)}"' for key, value in (("class", css), ("id", anchor)) if value)
    return f"<{name}{attributes}>{content}</{name}>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], css: Sequence[str] = ()) -> str:
    """Return a table of cells that are HTML already, each column with its class; a row of one cell is a heading across."""
    kinds = [*css, *[""] * (len(columns) - len(css))]
    head = "".join(_element("th", escape_text(name), kind) for name, kind in zip(columns, kinds, strict=True))
    body = "".join(_element("tr", _row_of_cells(row, kinds)) for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _row_of_cells(row: Sequence[str], kinds: Sequence[str]) -> str:
    """Return the cells of a row, or a heading that is as wide as the table."""
    if len(row) == 1:
        return f'<th class="across" scope="rowgroup" colspan="{len(kinds)}">{row[0]}</th>'
    return "".join(_element("td", cell, kind) for cell, kind in zip(row, kinds, strict=True))


def _sign(judgement: Judgement, faint: bool = False) -> str:
    """Return the sign of a verdict, with its words for those who do not see it; of a count the number."""
    words = judgement.verdict or "a count"
    sign = str(judgement.figures.get("count", "")) if judgement.verdict == COUNTED else _SIGNS[judgement.verdict]
    css = " ".join(filter(None, ("verdict", _KINDS.get(judgement.verdict, ""), "same" if faint else "")))
    return f'<span class="{css}" role="img" aria-label="{escape_text(words)}" title="{escape_text(words)}">{escape_text(sign)}</span>'


def _power_text(judgement: Judgement) -> str:
    """Return the power of a finding as text; nothing where there is none."""
    return "" if judgement.power is None else f"{judgement.power:.2f}".removeprefix("0")


def _table_of_verdicts(trial: Trial) -> str:
    """Return all tests with what was found, and the sign of the verdict by reading."""
    columns = ("test", "found", "power", *READINGS_SHOWN)
    rows: list[list[str]] = []
    for name, some in rulings_by_claim(trial.rulings).items():
        rows.append([f'<a href="#{escape_text(name)}">{escape_text(name)}</a> {escape_text(some[0].claim.said.short)}'])
        for one in some:
            cells = [_sign(one.by_reading[reading], _is_neutral(one, reading)) for reading in READINGS_SHOWN]
            tested = [escape_text(asked_text(one)), escape_text(one.neutral.found), _power_text(one.neutral), *cells]
            rows.append(tested if one.place else ["", escape_text(one.neutral.found), *[""] * (len(columns) - 2)])
    return _table(columns, rows, ("", "", "number", *["sign"] * len(READINGS_SHOWN)))


def _is_neutral(one: Ruling, reading: str) -> bool:
    """Return whether a reading that is not the neutral one says what that says."""
    found = one.by_reading[reading]
    same = (found.verdict, found.figures.get("count")) == (one.neutral.verdict, one.neutral.figures.get("count"))
    return reading != NEUTRAL and same


def _paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text, which blank lines part."""
    return [_element("p", escape_text(" ".join(part.split()))) for part in text.split("\n\n")]


def _figure_parts(trial: Trial) -> list[str]:
    """Return the figure of verdicts under its heading."""
    alt = f"Verdicts by test and reading. {claims_title(trial.rulings)}."
    return [_element("h2", "All verdicts in one figure"), _image(claims_picture(trial), alt)]


def _motives_section(motives: Motives, figures: bool) -> str:
    """Return what was inferred of motives, with its figure where figures are drawn."""
    return "\n".join(
        [
            _element("h2", escape_text(motives.heading)),
            *(_element("p", escape_text(line)) for line in motives.answer()),
            *([_image(picture(motives.plot()), motives.answer()[0])] if figures else []),
            _element("p", "Not identified:"),
            _element("ul", "".join(_element("li", escape_text(line)) for line in motives.not_identified)),
        ]
    )


def _claim_section(trial: Trial, name: str, rulings: Sequence[Ruling]) -> str:
    """Return the section of a claim: what is claimed, how capitals see it, its tests, the rows it cites, notes."""
    claim = rulings[0].claim
    said, standing = claim.said, claim_standing(rulings)
    parts = [
        _element("h2", f"{escape_text(name)} {escape_text(said.short)} {_element('span', escape_text(standing), 'badge')}", anchor=name),
        _element("blockquote", escape_text(said.claim)),
        _element("p", escape_text(f"Voice: {said.voice}. Read as: {said.type}."), css="small"),
    ]  # fmt: skip
    if said.views:
        parts += [
            _element("h3", "How capitals see it"),
            _list([(name, said.views[name]) for name in CAPITALS if name in said.views]),
        ]
    if said.no_test:
        parts.append(_element("p", escape_text(f"No test: {said.no_test}.")))
    for place, test in enumerate(claim.tests, start=1):
        parts += _test_parts(place, test, [one for one in rulings if one.place == place])
    parts += _reading_parts(claim)
    parts += _row_parts(trial, claim)
    if said.notes:
        parts += [
            _element("h3", "Notes"),
            _element("ul", "".join(_element("li", escape_text(note)) for note in said.notes)),
        ]
    return _element("section", "\n".join(parts))


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    """Return terms and what is said of them."""
    items = (f"{_element('dt', escape_text(term))}{_element('dd', escape_text(text))}" for term, text in pairs)
    return _element("dl", "".join(items))


def _test_parts(place: int, test: ClaimTest, rulings: Sequence[Ruling]) -> list[str]:
    """Return a test: its question, what would decide it, and what was found under each reading."""
    kind = str(getattr(test, "kind", ""))
    decides = (
        [("Supports it", test.supports), ("Contradicts it", test.contradicts)] if isinstance(test, Decided) else []
    )
    rows = [
        [
            escape_text(f"{asked_text(one)}: {label}" if isinstance(test, PairTest) else label),
            f"{_sign(found)} {escape_text(found.verdict or 'a count')}",
            escape_text(found.found),
            _power_text(found),
            escape_text(found.alarm),
        ]
        for one in rulings
        for label, found in _by_outcome(one)
    ]
    return [
        _element("h3", escape_text(f"{place}. {test.asks}")),
        _list([*decides, ("Kind of test", kind)]),
        _table_of_findings(rows),
    ]


def _table_of_findings(rows: Sequence[Sequence[str]]) -> str:
    """Return what was found by reading; power and false alarms only where there are such."""
    kept = [place for place in range(len(_FOUND)) if place < len(_FOUND) - 2 or any(row[place] for row in rows)]
    return _table([_FOUND[place] for place in kept], [[row[place] for place in kept] for row in rows])


def _by_outcome(one: Ruling) -> list[tuple[str, Judgement]]:
    """Return the judgements of a ruling, readings that found the same in one line."""
    groups: list[tuple[list[str], Judgement]] = []
    for name, found in one.by_reading.items():
        same = next((names for names, other in groups if _as_told(other) == _as_told(found)), None)
        if same is None:
            groups.append(([name], found))
        else:
            same.append(name)
    return [
        (", ".join(names) if len(names) < len(one.by_reading) else "all readings", found) for names, found in groups
    ]


def _as_told(found: Judgement) -> tuple[Any, ...]:
    """Return what is told of a judgement."""
    return found.verdict, found.found, found.power, found.alarm


def _reading_parts(claim: Claim) -> list[str]:
    """Return whose act each reading takes contested rows to be, and what would have to be assumed."""
    given = [(name, rows) for name, rows in claim.readings.items() if rows]
    if not given:
        return []
    pairs = [(name, "; ".join(f"{row} counts among '{owner}'" for row, owner in rows.items())) for name, rows in given]
    return [_element("h3", "Readings of contested rows"), _list(pairs)]


def cited_rows(claim: Claim) -> list[str]:
    """Return the ids of the rows that a claim cites by name, each once: its own, those of its tests, those that readings give away."""
    tests = [row for test in claim.tests for row in getattr(test, "rows", ())]
    given = [row for rows in claim.readings.values() for row in rows]
    return list(dict.fromkeys([*claim.said.rows, *tests, *given]))


def _row_parts(trial: Trial, claim: Claim) -> list[str]:
    """Return the rows that a claim cites with their references, and the ids of those that its queries find."""
    columns = trial.history.columns
    place_of = {row: place for place, row in enumerate(columns["id"])}
    blank = [""] * len(place_of)
    shown = ("date", "source", "target", "summary", "reference")
    rows = [
        [escape_text(row), *(escape_text(columns.get(name, blank)[place_of[row]]) for name in shown)]
        for row in cited_rows(claim)
    ]
    parts = (
        [_element("h3", "Rows of the record that it cites"), _table(("row", *shown), rows, ("id", "id"))]
        if rows
        else []
    )
    for name in claim.said.acts:
        found = claim.acts(name, {})
        told = f"{name}: {len(found.ids)} row{'' if len(found.ids) == 1 else 's'} on {len(found.each_day())} days"
        parts.append(
            f"<details><summary>Acts counted as {escape_text(told)}</summary>{escape_text(', '.join(found.ids))}</details>"
        )
    return parts
