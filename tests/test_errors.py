"""A fault says everything in one line; an input error carries all of them."""

import ast
import inspect
import pickle  # noqa: TID251 - as worker processes hand an error back, never from a file
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import araxes
from araxes.errors import Fault, InputError, nearest, unknown


def test_a_fault_is_one_line_in_the_order_file_key_got_allowed_nearest_step():
    fault = Fault("a.toml", "act[1].target", "'IRNA'", "a known actor", "IRN", "See the list.")
    assert (
        str(fault)
        == "a.toml: act[1].target: got 'IRNA'; allowed: a known actor; nearest known name: IRN. See the list."
    )


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault("a.toml", "", "an empty file", "a table"), "a.toml: got an empty file; allowed: a table"),
        (Fault("a.toml", "x", "1", "2", step="Do it."), "a.toml: x: got 1; allowed: 2. Do it."),
        (Fault("a.toml", "x", "1", "2", nearest="y"), "a.toml: x: got 1; allowed: 2; nearest known name: y"),
    ],
)
def test_what_a_fault_does_not_have_is_left_out(fault, text):
    assert str(fault) == text


def test_an_input_error_is_a_value_error_with_all_faults():
    faults = [Fault("a", "k", "1", "2"), Fault("b", "k", "3", "4")]
    error = InputError(iter(faults))
    assert isinstance(error, ValueError)
    assert error.faults == faults
    assert str(error).splitlines() == [str(fault) for fault in faults]


def test_an_input_error_comes_whole_out_of_a_worker_process():
    error = InputError([Fault("a", "k", "1", "2"), Fault("b", "k", "3", "4", nearest=lambda: "5")])
    again = pickle.loads(pickle.dumps(error))
    assert (again.faults, str(again)) == (error.faults, str(error))


def test_nearest_finds_a_misspelt_name_and_nothing_where_nothing_is_alike():
    assert nearest("baselin", ["baseline", "networks_zero"]) == "baseline"
    assert nearest("zzz", ["baseline"]) == ""
    assert nearest("baseline", []) == ""


def test_unknown_names_all_that_would_do_in_order():
    fault = unknown("a.toml", "to", "AZR", ["IRN", "AZE", "ARM"], "actor")
    assert fault.got == "'AZR'"
    assert fault.allowed == "a known actor: ARM, AZE, IRN"
    assert fault.nearest == "AZE"


def test_importing_the_package_loads_neither_mesa_nor_matplotlib_nor_numba():
    code = "import sys, araxes; print(sorted({'mesa', 'matplotlib', 'numba'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_can_be_had_and_has_a_docstring():
    assert dir(araxes) == sorted(araxes.__all__)
    for name in araxes.__all__:
        assert getattr(araxes, name).__doc__
    with pytest.raises(AttributeError, match="no attribute 'forecasts'"):
        _ = araxes.forecasts


PACKAGE = Path(araxes.__file__).parent
FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent.name != "cli")


def texts(tree):
    """The strings of a module that may reach a user: all but docstrings."""
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def named_options(tree):
    """The names that a module gives to `Option`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Option":
            yield from (part.value for part in node.args if isinstance(part, ast.Constant))


@cache
def parameters():
    """The names of all parameters of public functions, classes and methods, but for kinds of warnings, which have none to read."""
    public = [one for name in araxes.__all__ if callable(one := getattr(araxes, name))]
    asked = [one for one in public if not (inspect.isclass(one) and issubclass(one, Warning))]
    kinds = [one for one in asked if inspect.isclass(one) and one.__module__.startswith("araxes")]
    asked += [
        method for kind in kinds for name, method in vars(kind).items() if inspect.isfunction(method) and name[0] != "_"
    ]
    return {name for one in asked for name in inspect.signature(one).parameters}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_message_names_an_option_of_the_command_line_to_users_of_python(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not [text for text in texts(tree) if re.search(r"(?<![\w-])--[a-z]", text)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_an_option_of_a_fault_is_a_parameter_of_a_public_function(path):
    assert set(named_options(ast.parse(path.read_text(encoding="utf-8")))) <= parameters()
