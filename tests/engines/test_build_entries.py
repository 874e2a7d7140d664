"""Entries: every function that they reach is compiled, and every module that one of these stands in is in the fingerprint."""

import inspect

import araxes
from araxes.engines.kernel import build as compiling


def reached():
    """Functions and classes of the package that the entries use by name, through however many others."""
    found, waiting = {}, list(compiling.ENTRIES.values())
    while waiting:
        value = waiting.pop()
        if id(value) in found:
            continue
        found[id(value)] = value
        for name in value.__code__.co_names if inspect.isfunction(value) else ():
            used = value.__globals__.get(name)
            if getattr(used, "__module__", "").startswith(araxes.__name__):
                waiting.append(used)
    return list(found.values())


def test_every_function_that_an_entry_reaches_is_called_from_compiled_code():
    functions = [value for value in reached() if inspect.isfunction(value)]
    assert len(functions) > len(compiling.ENTRIES)
    assert [f"{f.__module__}.{f.__name__}" for f in functions if f not in compiling.callable_functions()] == []


def test_every_module_that_an_entry_reaches_is_one_that_machine_code_is_made_from():
    sources = {module.__name__ for module in compiling.sources()}
    assert {value.__module__ for value in reached()} <= sources
    assert {function.__module__ for function in compiling.callable_functions()} <= sources


def test_no_module_is_named_twice():
    assert len(set(compiling.sources())) == len(compiling.sources())


def test_entries_have_symbols_of_their_own():
    assert len({compiling.symbol(name) for name in compiling.ENTRIES}) == len(compiling.ENTRIES)
