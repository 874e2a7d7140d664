"""The pages: links lead somewhere, paths exist, and the numbers of docs/model.md are what the package gives."""

import datetime
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import araxes
from araxes.engines.datasets import simulate
from araxes.engines.world import prepare
from araxes.inputs.constants import first
from araxes.inputs.parameters import canonical
from araxes.inputs.region import with_estimate
from araxes.inputs.scenario import load
from araxes.inputs.schema import Change
from araxes.results.free_runs import free_scenario
from araxes.results.stability import stability
from araxes.rules.numerics import logit
from araxes.rules.terms import ESTIMATED

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        ROOT / "params" / "README.md",
        ROOT / "scenarios" / "README.md",
    ]
)
NOW = [page for page in PAGES if page.name not in ("CHANGELOG.md", "hindcast.md")]
"""Pages that speak of the model as it is; the others also of what it was."""
FENCED = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
QUOTED = re.compile(r"`([^`\n]+)`")
MODEL = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")


def named(pages):
    return [pytest.param(page, id=str(page.relative_to(ROOT))) for page in pages]


def anchors(page):
    """The anchors of a page's headings, as GitHub makes them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", head)).lower().replace(" ", "-")
        for head in heads
    }


def section(title):
    """A section of docs/model.md on one line."""
    found = re.search(rf"^## {re.escape(title)}$(.*?)(?=^## |\Z)", MODEL, re.MULTILINE | re.DOTALL)
    assert found, title
    return re.sub(r"\s+", " ", found[1])


@pytest.mark.parametrize("page", named(PAGES))
def test_links_lead_somewhere(page):
    lost = []
    for link in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        if link.startswith(("http:", "https:", "mailto:")):
            continue
        file, _, anchor = link.partition("#")
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(link)
    assert not lost


@pytest.mark.parametrize("page", named(NOW))
def test_files_that_a_page_names_exist(page):
    places = ("araxes/", "benchmarks/", "docs/", "history/", "notebooks/", "params/", "scenarios/", "shocks/", "tests/")
    quoted = QUOTED.findall(FENCED.sub("", page.read_text(encoding="utf-8")))
    files = [text for text in quoted if text.startswith(places) and not re.search(r"[<>*\s]", text)]
    assert not [file for file in files if not (ROOT / file).exists()]


@pytest.mark.parametrize("page", named(NOW))
def test_parameters_that_a_page_names_exist(page, region):
    roots = {path.partition(".")[0] for path in region.book}
    sections = {path.rpartition(".")[0] for path in region.book}
    text = page.read_text(encoding="utf-8")
    words = set(re.findall(rf"(?<![\w./>])((?:{'|'.join(sorted(roots))})(?:\.\w+)+)(?![\w/(])", text))
    files = {word for word in words if word.endswith((".toml", ".csv", ".json", ".py"))}
    assert not [word for word in sorted(words - files) if canonical(word) not in region.book and word not in sections]


# --- docs/model.md -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def worked():
    """What the lines of the page leave behind: the region after its week, and what was appraised before it."""
    block = re.search(r"^## One act, worked through$.*?```python\n(.*?)```", MODEL, re.MULTILINE | re.DOTALL)
    names: dict[str, object] = {"print": lambda *_: None}
    exec(block[1], names)  # the page's own lines
    return names


def test_the_worked_act_is_what_its_lines_give(worked):
    region, iran, j = worked["region"], worked["iran"], worked["aze"]
    replayed = araxes.Region(worked["week"], 0, 1, fixed=True)
    memory, i, rules = replayed.memory, iran.index, region.world.constants
    own, other = memory.counts[i][j], memory.counts[j][i]
    hostile = slice(rules.quiet + 1, None)
    anchor = sum(region.world.anchor[i][j][hostile])
    gathered = sum(own[hostile]) + rules.borrowing * sum(other[hostile]) + anchor
    whole = sum(own) + rules.borrowing * sum(other) + rules.anchor_weeks
    pool, kappa = replayed.pooled[0][1], rules.tree.shrinkage[0]
    p, after = 1 - iran.up_to[j][rules.quiet], 1 - (friendly := iran.foresee(j)[rules.quiet])
    start = logit(p, 0)
    assert p == pytest.approx((gathered + kappa * pool) / (whole + kappa))
    terms, pushes = iran.named_terms("AZE"), iran.named_pushes("AZE")
    before = araxes.Region(free_scenario(datetime.date(2023, 4, 3), 1), 0, 1, fixed=True)
    before.foresee()
    expected, left = before.state("AZE").foreseen(i).hostility, before.memory.alarm[j][i] / 2
    surprise = rules.hostility[7] - expected
    assert terms["alarm_received"] == pytest.approx(surprise + left)
    coin, _, luck = region.coin[i][j][0], region.shared[i][j][0], region.own[i][j][0]
    share, kind = rules.luck.hostile, region.own_kind[i][j][0]
    assert share < coin
    assert region.coin_kind[i][j][0] > rules.luck.hostile_kind
    quiet, pushed_quiet = (share_of_quiet(one, rules.quiet) for one in (iran.up_to[j], iran.foresee(j)))
    rung = iran.acts[j]
    assert region.world.scenario.region.rungs[rung].name == "Demand or refusal"
    assert worked["week"].book["behaviour.weight.alarm"].origin == "params/estimates/chronology_2023_01_02.toml"
    sentences = [
        f"hostile weeks towards Azerbaijan is {sum(own[hostile]):.3f} of {sum(own):.2f} weeks",
        f"Azerbaijan's towards Iran {sum(other[hostile]):.3f} of {sum(other):.2f};",
        f"{rules.anchor_weeks:.0f} weeks of long-run shares hold {anchor:.3f} hostile ones",
        f"there are {gathered:.3f} hostile weeks of {whole:.2f}",
        f"worth {kappa:.0f} weeks, has {pool:.4f} of hostile acts: ({gathered:.3f} + {kappa:.0f} × {pool:.4f}) /",
        f"/ ({whole:.2f} + {kappa:.0f}) = **{p:.4f}**, in log odds {start:.3f}",
        row("by habit, %", [0.0, *iran.up_to[j], 1.0]),
        row("after the push, %", [0.0, *iran.foresee(j), 1.0]),
        f"`h` {rules.hostility[7]:.2f}, and its habit made expect {expected:.3f}: a surprise of {surprise:.3f}",
        f"left, {left:.3f}, is still there: an alarm of {terms['alarm_received']:.3f}",
        f"against each other is {terms['grievance']:.3f} above its bar",
        *(pushed_row(label, terms[name], pushes[name]) for label, name in LABELS.items()),
        f"| **eta** | | | **{iran.eta[j]:.3f}** |",
        f"{start:.3f} + {iran.eta[j]:.3f} = {start + iran.eta[j]:.3f}: the chance of a hostile act is **{after:.1%}** instead of {p:.1%}",
        f"term contact is {terms['contact']:.3f}, its weight {pushes['contact'] / terms['contact']:.3f}",
        f"falls from {100 * quiet:.1f} to {pushed_quiet:.1%}",
        f"is {coin:.4f}, above the share {share:.4f} of weeks",
        f"uses its own luck, {luck:.4f}.",
        f"({luck:.4f} is below {1 - p:.4f}); after the push it is (above {friendly:.4f})",
        f"second luck, {kind:.4f}, picks",
        f"**rung {rung}, a demand or refusal**",
        f"foreseen {p:.4f} where the push made {after:.4f}: the act counts in Iran's habit as {iran.credit(j):.3f} of a week",
        f"would have counted as {(1 - p) / friendly:.3f}",
    ]
    text = section("One act, worked through")
    assert [one for one in map(spaced, sentences) if one not in text] == []


LABELS = {
    "alarm received": "alarm_received",
    "alarm of one's own acts": "alarm_own",
    "pile-on": "pile_on",
    "thaw": "thaw",
    "grievance": "grievance",
    "lift": "lift",
}


def spaced(text):
    """Percentages as the pages write them."""
    return re.sub(r"(?<=\d)%", " %", text)


def share_of_quiet(up_to, quiet):
    return 1 - up_to[quiet - 1] / up_to[quiet]


def row(label, up_to):
    return f"| {label} | " + " | ".join(f"{100 * (b - a):.2f}" for a, b in pairwise(up_to)) + " |"


def pushed_row(label, term, push):
    return f"| {label} | {term:.3f} | {push / term:.3f} | {push:.3f} |"


def test_the_levers_are_still_in_the_worked_act(worked):
    pushes = worked["iran"].named_pushes("AZE")
    assert {name for name, push in pushes.items() if not push} == {
        "red_line", "deterrence", "mediation", "leader", "overstretch",
    }  # fmt: skip


def test_weights_and_shares_of_luck_are_those_of_the_files(region):
    plain, now = with_estimate(region, datetime.date.min).book, load("baseline").book
    text = section("Push")
    for name in ESTIMATED:
        label = name.replace("_", "-") + (" (zeta)" if name == "contact" else "")
        prior, latest = (
            f"{first(book, path):g} ({book[path].sd:g})"
            for book in (plain, now)
            for path in [f"behaviour.weight.{name}"]
        )
        assert re.search(
            rf"\| {re.escape(label)} \|[^|]*\|[^|]*\| {re.escape(prior)} \| {re.escape(latest)} \|", text
        ), name
    levers = section("Levers of scenarios")
    for label, name in (
        ("red lines", "red_line"),
        ("guarantees", "deterrence"),
        ("formats", "mediation"),
        ("governments", "leader"),
        ("overstretch", "overstretch"),
    ):
        path = f"behaviour.weight.{name}"
        assert re.search(rf"\| {label}[^|]*\|[^|]*\| {first(now, path):g} \({now[path].sd:g}\) \|", levers), name
    luck = section("Luck and its addresses")
    for label, name in (
        ("hostile?", "hostile"),
        ("which friendly act", "friendly_kind"),
        ("which hostile act", "hostile_kind"),
    ):
        assert re.search(rf"\| {re.escape(label)}[^|]*\| {first(now, f'behaviour.luck.{name}'):g} \|", luck), name


def test_half_lives_hostilities_and_shrinkage_are_those_of_the_files(region):
    rules, memories = prepare(load("baseline")).constants, section("Memories")
    labels = {
        "alarm F": "alarm", "thaw G": "thaw", "contact K": "contact", "habit N(k)": "habit", "pool of the region Z(k)": "pool",
        "pool of a class of dyads": "class_pool", "bar of a pair's grievance": "bar", "tension S": "fast",
    }  # fmt: skip
    for label, name in labels.items():
        assert re.search(
            rf"\| {re.escape(label)} \|[^|]*\| {first(region.book, f'behaviour.memory.{name}'):g} \|", memories
        ), name
    assert ", ".join(f"{h:g}" for h in rules.hostility) in section("The numbers you read")
    tree = re.search(r"^## The habit tree$.*?```\n(.*?)```", MODEL, re.MULTILINE | re.DOTALL)[1].splitlines()
    shown = [float(re.search(r"\}\D*(\d+)", line)[1]) for line in tree]
    assert shown == [rules.tree.shrinkage[k] for k in (0, 1, 2, 3, 4, 5)]
    assert f"worth $a$ = {rules.anchor_weeks:g} weeks" in section("The habit tree")
    assert f"at most {rules.credit_cap:g}" in section("Credit")


def test_the_page_counts_what_is_judged(region):
    book = with_estimate(region, datetime.date.min).book
    kinds = [parameter.confidence for parameter in book.values() if parameter.named]
    judged, priors, published = (kinds.count(kind) for kind in ("judged", "prior", "published"))
    said = f"of {len(kinds)} named values in the parameter files {judged} are judged, {priors} are priors (the weights) and {published} are"
    assert said in section("What is estimated and what is judged")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["baseline", "april_2023_as_it_happened"])
def test_the_table_of_stability_is_what_the_package_gives(name):
    scenario = load(name)
    plain = replace(scenario, region=with_estimate(scenario.region, datetime.date.min))
    for label, one in (("with the shipped estimates", scenario), ("priors alone", plain)):
        found = stability(prepare(one))
        line = f"| `{name}`, {label} | {found.leading:.2f} | {found.critical:.1f} | {found.habit_step:.3f} |"
        assert line in section("Stability")


# --- docs/estimation.md --------------------------------------------------------------------------------------------------


def test_the_table_of_estimates_is_that_of_the_files(region):
    text = (ROOT / "docs" / "estimation.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d{4}-\d\d-\d\d)(?:, [\w ]+)? \| (.*) \|$", text, re.MULTILINE)
    by_next_day = {str(one.last + datetime.timedelta(days=1)): one.values for one in region.estimates}
    assert len(rows) >= 8
    for day, cells in rows:
        found = [by_next_day[day][f"behaviour.weight.{name}"] for name in ESTIMATED]
        assert cells.split(" | ") == [f"{one.series[0][1]:.2f} ({one.sd:.2f})" for one in found], day


# --- docs/hindcast.md ----------------------------------------------------------------------------------------------------


def measured_row(label, rows, column):
    """A row of the page as the skill file has it, a horizon a cell."""
    cells = [f"{one[column]:+.3f} [{one[f'{column}_low']:+.3f}, {one[f'{column}_high']:+.3f}]" for one in rows]
    return f"| {label} | " + " | ".join(cells) + " |"


def test_the_skill_on_the_chronology_is_that_of_its_file():
    skill = json.loads((ROOT / "history" / "chronology.skill.json").read_text(encoding="utf-8"))
    text = (ROOT / "docs" / "hindcast.md").read_text(encoding="utf-8")
    rungs, events = skill["rungs"], skill["events"]
    assert [one["horizon"] for one in rungs] == [1, 4, 13, 26]
    assert "| weeks scored | " + " | ".join(str(one["weeks"]) for one in rungs) + " |" in text
    assert measured_row("gain over recency 8, nats: model", rungs, "gain_bar") in text
    assert measured_row("ranked probability skill of the model over recency 8", rungs, "skill_bar") in text
    assert measured_row("over dyad climatology", rungs, "skill_climatology") in text
    for target in ("rung 4 or above", "rung 7 or above", "rung 9 or above", "onset"):
        found = [one for one in events if one["target"] == target]
        assert measured_row(target, found, "skill_climatology") in text


# --- Runs that docs/model.md tells of ------------------------------------------------------------------------------------


def share_of_runs(data, rung, first_code, second_code):
    """The share of runs in which either side addresses at least a rung to the other."""
    act = data["rung"]
    one = act.sel(actor=first_code, target=second_code) >= rung
    other = act.sel(actor=second_code, target=first_code) >= rung
    return float((one | other).any("week").mean())


@pytest.mark.slow
def test_the_table_of_contested_acts_is_what_runs_give():
    runs = [simulate(prepare(load(name)), 1000, 1) for name in ("baseline", "baseline_contested")]
    text = section("What the model cannot see")
    states = {"Iran": "IRN", "Russia": "RUS"}
    for label, rung in (("week of war", 10), ("violence", 9)):
        for name, code in states.items():
            cells = " | ".join(f"{share_of_runs(data, rung, 'AZE', code):.1%}" for data in runs)
            assert f"| {label}, Azerbaijan and {name} | {spaced(cells)} |" in text


@pytest.mark.slow
@pytest.mark.parametrize(("label", "size"), [("no push added", 0), ("a constant push of 1", 1)])
def test_the_table_of_credit_is_what_runs_give(label, size):
    states, start = ("ARM", "AZE", "IRN", "RUS", "TUR"), datetime.date(2026, 3, 9)
    sets = {"behaviour.weight.leader": size} | {f"{a}.hawkishness.{b}": 0 for a in states for b in states if a != b}
    step = Change(id="push", path="IRN.hawkishness.AZE", date=start, value=1, reference="hypothetical")
    scenario = replace(free_scenario(start, 4 * 52, load("baseline", sets=sets)), changes=(step,))
    world = prepare(scenario)
    rungs = simulate(world, 1000, 1, fixed=True)["rung"].sel(actor="IRN", target="AZE").values
    years = (rungs > world.constants.quiet).mean(axis=0).reshape(4, 52).mean(axis=1)
    assert f"| {label} | " + " | ".join(f"{year:.0%}".replace("%", " %") for year in years) + " |" in section("Credit")
