"""Faults of parameters in the words of the command line: `weeks` is --weeks there, `full=False` is --summaries."""

import inspect

import pytest
import typer

import araxes
from araxes.cli.main import app
from araxes.cli.options import as_typed
from araxes.errors import Fault, Option

VERBS = typer.main.get_command(app).commands


@pytest.mark.parametrize(
    ("verb", "name", "option"),
    [
        ("run", "replicates", "--replicates"),
        ("run", "sets", "--set"),
        ("run", "own", "--folder"),
        ("run", "scenario", "SCENARIO"),
        ("sensitivity", "sweep", "DIR"),
        ("hindcast", "first", "--from"),
        ("forecast", "as_of", "--as-of"),
        ("sweep", "outcomes", "--outcome"),
    ],
)
def test_the_place_of_a_fault_is_the_option_that_says_the_same(verb, name, option):
    fault = as_typed(Fault(Option(name), "", "1", "2"), VERBS[verb].params)
    assert str(fault) == f"{option}: got 1; allowed: 2"


def test_a_file_that_is_called_like_a_parameter_stays_a_file():
    assert as_typed(Fault("weeks", "", "1", "2"), VERBS["run"].params).file == "weeks"


def test_a_parameter_that_the_verb_does_not_have_keeps_its_name():
    fault = Fault(Option("workers"), "", "1", "2", step="Or `workers=2`.")
    assert as_typed(fault, VERBS["run"].params) == fault


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("fewer `weeks`", "fewer --weeks"),
        ("`full=False`", "--summaries"),
        ("`full=True`", "--full"),
        ("`engine=mesa`", "--engine mesa"),
        ("`nothing` of ours", "`nothing` of ours"),
    ],
)
def test_parameters_in_the_texts_of_a_fault_become_options(text, typed):
    fault = as_typed(Fault("run", "", text, text, step=text), VERBS["run"].params)
    assert (fault.got, fault.allowed, fault.step) == (typed, typed, typed)


PUBLIC = {verb: getattr(araxes, verb) for verb in ("run", "compare", "forecast", "sweep", "hindcast")}
OF_THE_SCREEN = {"figures", "as_json", "quiet", "out", "words", "dry_run", "details", "pushes", "about", "perspectives"}
"""What a verb prints or writes; `pushes`, and `answer` with what it is about, are methods of a comparison in Python, and all
perspectives beside each other are `araxes.compare_perspectives`."""


@pytest.mark.parametrize("verb", PUBLIC)
def test_options_are_called_as_the_parameters_of_the_function(verb):
    names = {parameter.name for parameter in VERBS[verb].params} - OF_THE_SCREEN
    assert names <= set(inspect.signature(PUBLIC[verb]).parameters)
