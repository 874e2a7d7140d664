"""What importing the package loads, and what it offers."""

import inspect
import io
import json
import pkgutil
import subprocess
import sys
import zipfile

import pytest

import araxes

HEAVY = ["jax", "matplotlib", "mesa", "networkx", "numba", "numpy", "pandas", "pyarrow", "scipy", "xarray"]
RUN = f"""
import atexit, json, sys
from araxes.cli.main import main
atexit.register(lambda: print(json.dumps([name for name in {HEAVY} if name in sys.modules]), file=sys.stderr))
main()
"""
SPAN = ["--from", "2022-01-03", "--until", "2022-02-07"]
AT_FAULT = {
    "check": ["check", "bad.toml"],
    "check a record": ["check", "bad.zip"],
    "show": ["show", "bad.toml"],
    "run": ["run", "bad.toml"],
    "compare": ["compare", "baseline", "bad.toml"],
    "forecast": ["forecast", "bad.toml"],
    "forecast from a record": ["forecast", "--history", "bad.zip"],
    "forecast with a skill file": ["forecast", "--skill", "bad.json"],
    "hindcast": ["hindcast", "--history", "bad.zip", *SPAN],
    "estimate": ["estimate", "--history", "bad.zip"],
    "sweep": ["sweep", "bad.toml", "--vary", "IRN.temper.reciprocity"],
    "sweep status": ["sweep", "status", "bad"],
    "plot": ["plot", "bad"],
    "sensitivity": ["sensitivity", "bad"],
}
"""What names a file at fault, by what is asked."""
WITH_ARRAYS = {"sweep", "sweep status", "plot", "sensitivity"}
"""Those whose checks stand beside functions of arrays; NumPy is the lightest of the packages."""


def loaded_by(arguments, folder):
    """Return the exit code, what was said on standard error, and which heavy packages were loaded."""
    done = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], check=False, capture_output=True, text=True, cwd=folder
    )
    *said, loaded = done.stderr.splitlines()
    return done.returncode, said, json.loads(loaded)


def name_unlike_its_copy():
    """Return a zip archive in which the name of a file is another one in the list at the end, so that it cannot be unpacked."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("events.tab", "Event ID\tEvent Date\n")
    return whole.getvalue().replace(b"events.tab", b"wrong!.tab", 1)


def test_importing_the_package_loads_neither_numba_nor_mesa_nor_matplotlib():
    code = "import sys, araxes; print([name for name in ('numba', 'mesa', 'matplotlib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("asked", AT_FAULT)
def test_a_fault_of_a_named_file_is_told_before_anything_heavy_is_loaded(asked, tmp_path):
    (tmp_path / "bad.toml").write_text("[scenario\n", encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    (tmp_path / "bad.zip").write_bytes(name_unlike_its_copy())
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "manifest.json").write_text("{", encoding="utf-8")
    code, said, loaded = loaded_by(AT_FAULT[asked], tmp_path)
    assert (code, len(said)) == (2, 1), said
    assert "bad" in said[0]
    assert loaded == (["numpy"] if "numpy" in loaded and asked in WITH_ARRAYS else [])


def test_showing_a_scenario_loads_nothing_heavy(tmp_path):
    assert loaded_by(["show", "baseline"], tmp_path) == (0, [], [])


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
