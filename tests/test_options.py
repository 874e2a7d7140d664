"""One check for one option: every parameter of every public function refuses what it does not take, with a fault that names it."""

import datetime
import inspect
import math
from pathlib import Path

import numpy as np
import pytest

import araxes
from araxes.errors import InputError
from araxes.options import CHECKS, check_arguments, checked_option, either, whole_number

PUBLIC = [getattr(araxes, name) for name in araxes.__all__ if inspect.isfunction(getattr(araxes, name))]
PUBLIC.append(araxes.Region)

COUNT = [0, -1, 1.5, "3", True, math.nan]
FLAG = ["yes", 1, 0.0]
FUNCTION = ["tell", 5]
PATH = [5, "", "a\0b", ["a"]]
DAY = ["soon", "2022-13-01", 5, ""]
NUMBER = ["high", math.nan, math.inf, True]
TEXT = [5, ["a"]]
TEXTS = [5, [5], {"a": 1}]
BAD = {
    "above": NUMBER,
    "actor": TEXT,
    "agent_class": ["State", 5, int],
    "allow_outside": FLAG,
    "announce": FUNCTION,
    "apart": [*TEXTS, ["no_shock"]],
    "article": PATH,
    "as_of": DAY,
    "below": NUMBER,
    "collect": FLAG,
    "dask": TEXT,
    "data_collection_period": [0, -2, 1.5, "3"],
    "design": [5, ["a"], "sobel"],
    "display_progress": FLAG,
    "draws": COUNT,
    "engine": ["cobra", 5, ["kernel"]],
    "exposure": PATH,
    "filters": [5, [5], "every-row", {"a": 1}],
    "first": DAY,
    "fixed": FLAG,
    "folder": PATH,
    "full": FLAG,
    "gdelt": PATH,
    "functions": TEXTS,
    "history": [5],
    "horizons": [5, "1", [0], [1.5], [10**9]],
    "in_model": FLAG,
    "iterations": COUNT,
    "max_steps": COUNT,
    "judged": ["median", 5, True],
    "mirrors": ["thrice", 5],
    "model": FLAG,
    "model_cls": [5, dict, "Region"],
    "name": TEXT,
    "names": TEXTS,
    "number_processes": COUNT,
    "only_weights": FLAG,
    "out": PATH,
    "outcome": TEXT,
    "outcomes": TEXTS,
    "own": PATH,
    "parameters": [5, "baseline", [("scenario", "baseline")], {5: 1}, {"collect": False}],
    "path": [5, "", "a\0b", [5]],
    "perspective": [1, ["Baku"]],
    "points": COUNT,
    "progress": FUNCTION,
    "reading": [1, ["Baku"]],
    "ready": FUNCTION,
    "refit": FLAG,
    "replicate": [-1, 1.5, "3", True, 1 << 32],
    "replicates": [*COUNT, 1 << 32],
    "retry": FLAG,
    "rng": [-1, 1.5, "3", True, 1 << 32],
    "robustness": FLAG,
    "scenario": TEXT,
    "scenarios": [5, "baseline", [5], ["baseline"], []],
    "seed": [-1, 1.5, "3", True, 1 << 64],
    "sets": [5, [5], {5: 1}, [("a", 1, 2)]],
    "skill": PATH,
    "start": [5, "zero", [0.0]],
    "sweep": [5, ""],
    "target": TEXT,
    "terms": FLAG,
    "until": DAY,
    "vary": [5, [5], {5: 1}],
    "weeks": [*COUNT, 10**9, 10**30],
    "weights_alone": FLAG,
    "what": [5, "everything"],
    "workers": COUNT,
    "worlds": COUNT,
}
GIVEN = {
    "scenarios": ["baseline", "networks_zero"], "scenario": "baseline", "name": "baseline", "history": "chronology",
    "first": "2022-01-03", "until": "2022-02-07", "sweep": "nowhere", "model_cls": araxes.Region, "parameters": {},
    "actor": "IRN", "target": "AZE",
}  # fmt: skip
"""What is given for the parameters that must be given."""


def parameters_of(function):
    """What a function takes by name; what may have any name is none."""
    found = inspect.signature(function).parameters
    return {name: one for name, one in found.items() if one.kind is not one.VAR_KEYWORD}


CASES = [
    (function, name, value)
    for function in PUBLIC
    for name in parameters_of(function)
    for value in BAD.get(name, ())
    if (function, name) != (araxes.atlas, "scenarios") or value not in ([], "baseline", ["baseline"])
]
"""An atlas takes no scenario, for all of them, and one, which stands beside its base."""


def test_every_parameter_of_every_public_function_has_bad_values_here():
    assert {name for one in PUBLIC for name in parameters_of(one)} == set(BAD)


@pytest.mark.parametrize(
    ("function", "name", "value"), CASES, ids=[f"{one.__name__}-{name}-{value!r}" for one, name, value in CASES]
)
def test_a_bad_value_of_any_parameter_is_a_fault_that_names_it(function, name, value):
    needed = {key: GIVEN.get(key) for key, one in parameters_of(function).items() if one.default is one.empty}
    given = {**needed, name: value}
    if name == "agent_class" and function is not araxes.Region:
        given["engine"] = "mesa"
    several = [given.pop(key) for key, one in parameters_of(function).items() if one.kind is one.VAR_POSITIONAL]
    with pytest.raises(InputError) as caught:
        function(*several, **given)
    assert all(str(fault) for fault in caught.value.faults)
    files = [fault.file for fault in caught.value.faults]
    assert name in files
    assert "--" not in str(caught.value)


def test_all_options_at_fault_are_told_at_once():
    with pytest.raises(InputError) as caught:
        araxes.run("baseline", 0, seed=-1, engine="cobra", workers=0, full="yes")
    assert [fault.file for fault in caught.value.faults] == ["replicates", "seed", "engine", "full", "workers"]


def test_a_misspelt_name_gets_the_nearest_one():
    with pytest.raises(InputError, match="nearest known name: kernel"):
        checked_option("engine", "kernal")


@pytest.mark.parametrize(
    ("name", "given", "used"),
    [
        ("replicates", np.int64(7), 7),
        ("seed", np.uint64(2**63), 2**63),
        ("fixed", np.True_, True),
        ("above", np.float32(0.5), 0.5),
        ("as_of", "2023-04-03", datetime.date(2023, 4, 3)),
        ("as_of", datetime.datetime(2023, 4, 3, 12), datetime.date(2023, 4, 3)),  # noqa: DTZ001
        ("scenario", Path("a.toml"), "a.toml"),
        ("sets", "a=1", ["a=1"]),
        ("outcomes", "tension", ["tension"]),
        ("horizons", range(1, 3), [1, 2]),
    ],
)
def test_what_means_the_same_is_taken_in_one_form(name, given, used):
    found = checked_option(name, given)
    assert found == used
    assert type(found) is type(used)


def test_a_value_with_thousands_of_digits_or_letters_is_not_repeated():
    for value in (10**5000, "x" * 5000):
        with pytest.raises(InputError) as caught:
            checked_option("weeks" if isinstance(value, str) else "seed", value)
        assert len(str(caught.value)) < 300


def test_a_decorated_function_keeps_its_signature_defaults_and_pythons_own_errors():
    @check_arguments(weeks=whole_number("few"))
    def take(weeks: int, seed: int | None = None, fixed: bool = False) -> tuple[object, ...]:
        """Take."""
        return weeks, seed, fixed

    assert list(inspect.signature(take).parameters) == ["weeks", "seed", "fixed"]
    assert take.__doc__ == "Take."
    assert take(3) == (3, None, False)
    assert take(3, None) == (3, None, False)
    with pytest.raises(TypeError, match="take"):
        take(3, sed=1)
    with pytest.raises(InputError, match="fixed: got None"):
        take(3, fixed=None)


def test_an_object_or_what_another_check_takes():
    check = either(dict, CHECKS["weeks"])
    assert check({}) == {}
    assert check(3) == 3
