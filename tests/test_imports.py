"""What importing the package loads, and what it offers."""

import inspect
import pkgutil
import subprocess
import sys

import pytest

import araxes


def test_importing_the_package_loads_neither_numba_nor_mesa_nor_matplotlib():
    code = "import sys, araxes; print([name for name in ('numba', 'mesa', 'matplotlib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_every_public_name_has_a_docstring():
    for name in araxes.__all__:
        thing = getattr(araxes, name)
        assert inspect.getdoc(thing), name
        if inspect.isclass(thing):
            own = [member for key, member in vars(thing).items() if not key.startswith("_")]
            members = [member for member in own if inspect.isfunction(member) or isinstance(member, property)]
            assert all(inspect.getdoc(member) for member in members), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="forecast_of_everything"):
        _ = araxes.forecast_of_everything


def test_no_part_of_the_package_bears_the_name_of_a_verb():
    parts = {module.name for module in pkgutil.iter_modules(araxes.__path__)}
    assert not parts & set(araxes.__all__)  # Python would show the part in place of the verb once it was imported
