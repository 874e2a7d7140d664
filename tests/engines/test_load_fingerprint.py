"""The fingerprint: another one as soon as anything that machine code is made from differs, else the same in every process."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import llvmlite.binding
import numpy as np
import pytest

from araxes.engines.kernel import build as compiling
from araxes.engines.kernel import load as kernel
from araxes.engines.kernel.load import fingerprint
from araxes.rules import numerics


@pytest.mark.parametrize(
    "function",
    [function for module in compiling.sources() for function in compiling.functions(module)],
    ids=lambda f: f"{f.__module__.rsplit('.', 1)[-1]}.{f.__name__}",
)
def test_the_fingerprint_changes_with_what_any_function_does(function, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(function, "__code__", (lambda *values: values).__code__)
    assert fingerprint() != before
    monkeypatch.undo()
    assert fingerprint() == before


@pytest.mark.parametrize("module", [numerics, *compiling.READ, *compiling.LOOPS, compiling], ids=lambda m: m.__name__)
@pytest.mark.parametrize("value", [0.25, "text", (1, (2, np.uint64(3)))])
def test_the_fingerprint_changes_with_a_constant(module, value, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(module, "MADE_UP", value, raising=False)
    assert fingerprint() != before


@pytest.mark.parametrize("name", ["_OPTIONS", "OPTIMISATION"])
def test_the_fingerprint_changes_with_how_the_compiler_is_told_to_work(name, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(compiling, name, 0)
    assert fingerprint() != before


def test_the_fingerprint_changes_with_the_default_of_an_argument(monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(numerics.plus, "__defaults__", (1.0,))
    assert fingerprint() != before


def test_the_fingerprint_is_that_of_the_functions_loaded_not_of_files_edited_since(monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(Path, "read_bytes", lambda self: b"edited")
    assert fingerprint() == before


@pytest.mark.parametrize("package", kernel.COMPILERS)
def test_the_fingerprint_changes_with_the_version_of_a_compiler(package, monkeypatch):
    before, version = fingerprint(), kernel.version
    monkeypatch.setattr(kernel, "version", lambda name: "0" if name == package else version(name))
    assert fingerprint() != before


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("get_host_cpu_name", "another processor"),
        ("get_host_cpu_features", SimpleNamespace(flatten=lambda: "+made-up")),
    ],
)
def test_the_fingerprint_changes_with_the_processor_and_with_what_it_can_do(asked, other, monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(llvmlite.binding, asked, lambda: other)
    assert fingerprint() != before


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_the_fingerprint_is_the_same_in_every_process(hash_seed):
    asked = "from araxes.engines.kernel.load import fingerprint; print(fingerprint())"
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == fingerprint()


def test_the_fingerprint_is_in_the_name_of_the_file(monkeypatch):
    monkeypatch.setattr(kernel, "fingerprint", lambda: "abc")
    assert kernel.cache_file().name == "kernel-abc.o"
