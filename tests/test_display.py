"""Every public object shows itself in two lines and in a small table, and so does what its attributes hand out."""

import html.parser
import inspect
import subprocess
import sys

import pytest

import araxes
from araxes.display import Card, FaultList, show_card
from araxes.errors import Fault, InputError
from araxes.estimation.estimate import Estimate

LONGEST = 500
"""Characters of a repr."""
DEEP = 2
"""How many attributes are followed, one from the other."""
PLAN = ["IRN.temper.alarm=0.5:1.5:7", "AZE.temper.alarm=0.5:1.5:7"]
OF_MESA = {"Region.scenario"}
"""Attributes that refuse to be read."""


class WellFormed(html.parser.HTMLParser):
    """Keep what is open; a tag that closes another one than the last is a fault."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags = [], set()
        self.feed(text)
        self.close()
        assert not self.open, text

    def handle_starttag(self, tag, attrs):
        assert not attrs
        self.tags.add(tag)
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parts_of(thing):
    """What the attributes of an object hand out, by name."""
    read = {name for name in dir(type(thing)) if inspect.isdatadescriptor(inspect.getattr_static(type(thing), name))}
    kept = {name for name in dir(type(thing)) if hasattr(inspect.getattr_static(type(thing), name), "attrname")}
    names = read | kept | set(getattr(thing, "_fields", ())) | set(getattr(thing, "__dict__", {}))
    names = {name for name in names if not name.startswith("_") and f"{type(thing).__name__}.{name}" not in OF_MESA}
    return {name: getattr(thing, name) for name in sorted(names) if hasattr(thing, name)}


def first_ones(value):
    """An object alone, or the first of those that a list or a table of names holds."""
    if type(value) in (list, tuple, set):
        return [one for part in list(value)[:DEEP] for one in first_ones(part)]
    if type(value) is dict:
        return [one for part in list(value.values())[:DEEP] for one in first_ones(part)]
    return [value]


def shown(thing, path, deep=DEEP):
    """Objects of this package that are reached, by the way to them."""
    if type(thing).__module__.partition(".")[0] != "araxes" or isinstance(thing, type) or inspect.isroutine(thing):
        return
    yield path, thing
    if deep:
        for name, value in parts_of(thing).items():
            for one in first_ones(value):
                yield from shown(one, f"{path}.{name}", deep - 1)


def check(thing, path):
    said, lines = repr(thing), repr(thing).splitlines()
    assert len(said) <= LONGEST, (path, said)
    if "rules" in type(thing).__module__ and not hasattr(thing, "_repr_html_"):
        return  # a few numbers, which name themselves
    assert " at 0x" not in said, path
    assert 1 <= len(lines) <= 2, (path, said)
    assert WellFormed(thing._repr_html_()).tags <= {"table", "caption", "tr", "th", "td"}, path


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    region = araxes.Region("baseline", 0)
    region.step()
    swept = araxes.sweep("baseline", PLAN, replicates=8, weeks=3, out=tmp_path_factory.mktemp("s") / "sweep")
    found = araxes.sensitivity(swept)
    outcome = next(name for name in found.outcomes if swept.mean[name].nunique() > 1)
    return {
        "result": araxes.run("baseline", replicates=20, weeks=4),
        "comparison": araxes.compare(["baseline", "force_syunik"], replicates=16, weeks=20),
        "forecast": araxes.forecast(weeks=2, replicates=8),
        "scenario": araxes.load("april_2023_as_it_happened"),
        "region": region,
        "atlas": araxes.atlas(["force_syunik"], replicates=8),
        "motives": araxes.infer_motives("IRN", "AZE", worlds=20),
        "perspectives": araxes.compare_perspectives("baseline", "force_syunik", replicates=8, weeks=16),
        "trial": araxes.judge_claims(["C14", "C17"]),
        "sweep": swept,
        "sensitivity": found,
        "discovery": araxes.discover(swept, outcome, above=float(swept.mean[outcome].median())),
        "state": region["IRN"],
        "record": araxes.load_record(),
        "no fault": FaultList(),
        "fault": Fault("file.toml", "key", "<b>", "a number", step="Mend it."),
        "error": InputError([Fault("file.toml", "key", "1" * 9000, "a number")] * 40),
    }


NAMES = (
    "result", "comparison", "forecast", "scenario", "region", "atlas", "motives", "perspectives", "trial", "sweep", "sensitivity",
    "discovery", "state", "record", "no fault", "fault", "error",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_an_object_and_what_it_hands_out_show_themselves_briefly(quick, name):
    for path, thing in shown(quick[name], name):
        check(thing, path)


@pytest.mark.slow
def test_what_takes_time_to_make_shows_itself_as_briefly(chronology, region):
    made = {
        "hindcast": araxes.hindcast("chronology", "2022-01-03", "2022-03-07", horizons=(1,), refit=False, robustness=False),
        "experiments": araxes.shocks(replicates=2),
        "estimate": araxes.estimate(chronology, "2022-01-03", only_weights=True),
        "record": chronology,
        "region files": region,
    }  # fmt: skip
    for name, thing in made.items():
        for path, part in shown(thing, name):
            check(part, path)


def test_every_public_class_is_among_the_examples(quick):
    classes = {thing for name in araxes.__all__ if inspect.isclass(thing := getattr(araxes, name))}
    told = {type(thing) for thing in quick.values()} | {araxes.Experiments, Estimate, araxes.InterruptionWarning}
    assert classes <= told


@pytest.mark.parametrize("name", [name for name in NAMES if "fault" not in name and name != "error"])
def test_what_is_to_be_called_next_is_there(quick, name):
    steps = quick[name]._card().steps
    assert steps
    for step in steps:
        assert hasattr(quick[name], step.partition("(")[0]), step


def test_a_result_says_of_what_it_is_and_how_much(quick):
    first, second = repr(quick["result"]).splitlines()
    assert first.startswith("Result of baseline: ")
    assert second.startswith("20 replicates, 4 weeks from ")
    assert ".summary()" in second


def test_nothing_that_a_file_says_becomes_html_or_steers_a_terminal():
    @show_card
    class Thing:
        def _card(self):
            return Card("<script>\x1b[31m", "a & b", ("call('<')",), {"<i>": "<img src=x>"})

    said = Thing()._repr_html_()
    assert WellFormed(said).tags == {"table", "caption", "tr", "th", "td"}
    assert "<script" not in said
    assert "<img" not in said
    assert "\x1b" not in said + repr(Thing())


def test_what_has_no_card_of_its_own_shows_what_it_holds():
    @show_card
    class Thing:
        def __init__(self):
            self.name, self.counts, self._hidden = "x" * 900, list(range(12)), 3

    said = repr(Thing())
    assert said.startswith("Thing xxx")
    assert "counts 12 entries" in said
    assert "hidden" not in said
    assert len(said) <= LONGEST


def test_no_fault_is_a_word_and_an_empty_list():
    assert repr(araxes.check("chronology")) == "No fault"
    assert araxes.check("chronology") == []


def test_showing_an_object_needs_nothing_heavy():
    code = (
        "import sys, araxes; repr(araxes.load('baseline')); print([n for n in ('numpy', 'pandas') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
