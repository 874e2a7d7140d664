"""The kernel: read as laid out, found again where it was kept, and none the worse for a folder it cannot write."""

import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import araxes
from araxes.engines.kernel import lanes, tables
from araxes.engines.kernel import load as kernel
from araxes.engines.mesa.model import Region

SEED = 5
FIRST = 2


@pytest.fixture(scope="module")
def still_tables(still):
    return tables.tables(still, SEED, fixed=False)


@pytest.fixture(scope="module")
def machine_code(still_tables):
    """The machine code of the present rules, compiled at most once for all tests of this file."""
    kernel.kernel(still_tables, lanes.lanes(still_tables, 1))
    return kernel.read_machine_code(kernel.cache_file())


@pytest.fixture
def fresh(monkeypatch, tmp_path, machine_code):
    """A process that has loaded no kernel; return the file in which it will look for one, and what it announces."""
    path = tmp_path / "cache" / "kernel.o"
    monkeypatch.setattr(kernel, "LOADED", {})
    monkeypatch.setattr(kernel, "cache_file", lambda: path)
    monkeypatch.setattr(kernel, "object_code", lambda t, x: machine_code)
    return path, []


def block(t, width, first, count, k=None, x=None):
    """Run a block of replicates; return acts and statuses."""
    x = x or lanes.lanes(t, width)
    weeks, states, issues = len(t.outside.forced), len(t.deciding), t.wants.status.shape[1]
    acts = np.zeros((count, weeks, states, states), dtype=np.int8)
    status = np.zeros((count, weeks, issues), dtype=np.float32)
    run = (k or kernel.kernel(t, x)).runner(t, x)
    run(np.array([first, SEED], dtype=np.uint64), acts, status)
    return acts, status


def leaves(group):
    """Return the arrays of nested tuples."""
    return [leaf for part in group for leaf in leaves(part)] if isinstance(group, tuple) else [group]


# --- Words -------------------------------------------------------------------------------------------------------------


def test_a_tuple_is_laid_out_as_words_with_floats_as_their_bits():
    found = kernel.words((3, -1, (0.5, np.uint64(2**64 - 1), True), ()))
    assert found.dtype == np.uint64
    assert found.tolist() == [3, 2**64 - 1, 0x3FE0000000000000, 2**64 - 1, 1]


def test_an_array_is_laid_out_as_owner_parent_items_size_address_shape_and_strides():
    table = np.zeros((2, 3))
    acts = np.zeros((4, 1, 2, 2), dtype=np.int8)
    none = np.zeros((0, 5))
    assert kernel.words(table).tolist() == [0, 0, 6, 8, table.ctypes.data, 2, 3, 24, 8]
    assert kernel.words(acts).tolist() == [0, 0, 16, 1, acts.ctypes.data, 4, 1, 2, 2, 4, 4, 2, 1]
    assert kernel.words(none).tolist()[:4] == [0, 0, 0, 8]
    assert kernel.words((table, 7)).tolist() == [*kernel.words(table).tolist(), 7]


def test_tables_and_lanes_take_as_many_words_as_the_compiler_reads(still_tables):
    numba = pytest.importorskip("numba")
    from numba.core.registry import cpu_target

    context = cpu_target.target_context
    for group in (still_tables, lanes.lanes(still_tables, 2)):
        size = context.get_abi_sizeof(context.get_value_type(numba.typeof(group)))
        assert kernel.words(group).nbytes == size


# --- The file ----------------------------------------------------------------------------------------------------------


def test_a_kernel_is_compiled_once_announced_and_found_again(fresh, still_tables, monkeypatch):
    path, told = fresh
    x = lanes.lanes(still_tables, 2)
    first = kernel.kernel(still_tables, x, told.append)
    assert len(told) == 1
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert kernel.kernel(still_tables, x, told.append) is first

    def refuse(t, x):
        raise AssertionError("compiled again")

    monkeypatch.setattr(kernel, "LOADED", {})
    monkeypatch.setattr(kernel, "object_code", refuse)
    again = kernel.kernel(still_tables, x, told.append)
    assert again is not first
    assert len(told) == 1
    for one, other in zip(*(block(still_tables, 2, 0, 2, k) for k in (first, again)), strict=True):
        assert (one == other).all()


@pytest.mark.parametrize("obstacle", ["a file where the folder should be", "a folder where the file should be"])
def test_a_kernel_that_cannot_be_kept_works_all_the_same(obstacle, fresh, still_tables):
    path, told = fresh
    if obstacle.startswith("a file"):
        path.parent.write_text("in the way")
    else:
        (path / "in the way").mkdir(parents=True)
    k = kernel.kernel(still_tables, lanes.lanes(still_tables, 2), told.append)
    assert len(told) == 1
    assert not path.is_file()
    for one, other in zip(block(still_tables, 2, 0, 2, k), block(still_tables, 2, 0, 2), strict=True):
        assert (one == other).all()


@pytest.mark.parametrize("damage", [lambda code: b"", lambda code: code[:5000], lambda code: b"x" + code[1:]])
def test_a_damaged_file_is_not_taken_for_machine_code(damage, fresh, still_tables, machine_code):
    path, told = fresh
    path.parent.mkdir()
    kernel.store(path, machine_code)
    path.write_bytes(damage(path.read_bytes()))
    kernel.kernel(still_tables, lanes.lanes(still_tables, 2), told.append)
    assert len(told) == 1
    assert kernel.read_machine_code(path) == machine_code


# --- Others ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stored(fresh, machine_code):
    """A file of machine code in a folder that only its user can write."""
    path, _ = fresh
    kernel.store(kernel.private_folder(path.parent) / path.name, machine_code)
    return path


@pytest.mark.skipif(os.name == "nt", reason="Windows guards folders by lists, not by modes")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_not_run_but_made_anew(mode, stored, fresh, still_tables, machine_code):
    path, told = fresh
    assert kernel.read_machine_code(path) == machine_code
    path.chmod(mode)
    assert kernel.read_machine_code(path) == b""
    kernel.kernel(still_tables, lanes.lanes(still_tables, 2), told.append)
    (line,) = told
    assert line.startswith(f"{path} is not run, because others own it or can write it. ")
    assert line.endswith("Compiling the rules for this machine: once, less than a minute.")
    assert kernel.read_machine_code(path) == machine_code
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows guards folders by lists, not by modes")
@pytest.mark.parametrize("mode", [0o770, 0o707, 0o1777])
def test_a_folder_that_others_can_write_is_not_trusted_until_it_is_closed(mode, stored, machine_code):
    stored.parent.chmod(mode)
    assert kernel.read_machine_code(stored) == b""
    assert kernel.private_folder(stored.parent) == stored.parent
    assert kernel.read_machine_code(stored) == machine_code
    assert not stored.parent.stat().st_mode & kernel.OTHERS_WRITE


@pytest.mark.skipif(os.name == "nt", reason="Windows guards folders by lists, not by modes")
def test_what_someone_else_owns_is_neither_run_nor_written(stored, fresh, still_tables, monkeypatch):
    path, told = fresh
    before = path.read_bytes()
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    k = kernel.kernel(still_tables, lanes.lanes(still_tables, 2), told.append)
    (line,) = told
    assert line.startswith(f"{path} is not run, because others own it or can write it. ")
    assert line.endswith("Compiling the rules for this process, less than a minute.")
    assert path.read_bytes() == before
    assert kernel.private_folder(path.parent) is None
    assert block(still_tables, 2, 0, 2, k)[0].any()


def test_a_link_to_machine_code_is_not_followed(stored, machine_code, tmp_path):
    elsewhere = tmp_path / "elsewhere.o"
    stored.replace(elsewhere)
    stored.symlink_to(elsewhere)
    assert kernel.read_machine_code(elsewhere) == machine_code
    assert kernel.read_machine_code(stored) == b""


# --- Without private parts of numba ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_where_private_parts_have_changed_numba_compiles_keeps_and_gives_the_same(fresh, still_tables, monkeypatch):
    path, told = fresh
    x = lanes.lanes(still_tables, 4)
    usual = block(still_tables, 4, FIRST, 3, x=x)

    def gone(t, x):
        raise AttributeError("no such part")

    monkeypatch.setattr(kernel, "LOADED", {})
    monkeypatch.setattr(kernel, "object_code", gone)
    path.unlink()
    k = kernel.kernel(still_tables, x, told.append)
    assert isinstance(k, kernel.NumbaKernel)
    assert told[-1] == f"{kernel.OWN_WAY} (AttributeError: no such part)"
    ours = block(still_tables, 4, FIRST, 3, k, x)
    assert [part.tobytes() for part in ours] == [part.tobytes() for part in usual]
    assert list(path.with_suffix("").rglob("*.nbi"))
    again = kernel.NumbaKernel(still_tables, x, path.with_suffix(""))
    for function in again.functions.values():
        assert function.stats.cache_hits
        assert not function.stats.cache_misses
    assert block(still_tables, 4, FIRST, 3, again, x)[0].tobytes() == usual[0].tobytes()


@pytest.mark.slow
def test_a_comparison_without_private_parts_is_the_same_to_the_last_digit(monkeypatch, fresh):
    pair = ["baseline", "route_third_party"]
    usual = araxes.compare(pair, replicates=40, weeks=6, full=False)
    monkeypatch.setattr(kernel, "LOADED", {})
    monkeypatch.setattr(kernel, "Kernel", None)
    ours = araxes.compare(pair, replicates=40, weeks=6, full=False)
    assert isinstance(kernel.loaded_kernel(), kernel.NumbaKernel)
    assert ours.changes().equals(usual.changes())
    assert ours.chances().equals(usual.chances())


# --- The block ---------------------------------------------------------------------------------------------------------


def test_a_replicate_is_the_same_in_every_lane_of_every_width(still_tables):
    acts, status = block(still_tables, 9, 0, 9)
    for width, first, count in ((1, 4, 1), (4, 3, 4), (8, 5, 2), (16, 0, 9)):
        ours, theirs = block(still_tables, width, first, count)
        assert (ours == acts[first : first + count]).all()
        assert (theirs == status[first : first + count]).all()
    assert len(np.unique(acts.reshape(9, -1), axis=0)) == 9


def test_what_lanes_held_before_does_not_matter(still_tables):
    x = lanes.lanes(still_tables, 4)
    block(still_tables, 4, 77, 4, x=x)
    for part in leaves((x.memory, x.week, x.work, x.views)):
        part[...] = 3
    for one, other in zip(block(still_tables, 4, FIRST, 4, x=x), block(still_tables, 4, FIRST, 4), strict=True):
        assert (one == other).all()


def test_blocks_in_several_threads_give_what_they_give_one_after_another(still_tables):
    firsts = range(0, 64, 8)
    alone = [block(still_tables, 8, first, 8)[0] for first in firsts]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda first: block(still_tables, 8, first, 8)[0], firsts))
    assert all((one == other).all() for one, other in zip(alone, together, strict=True))


def test_a_block_equals_mesa(still, still_tables):
    acts, _ = block(still_tables, 4, FIRST, 3)
    for place in range(3):
        rungs = np.stack(Region(still, FIRST + place, SEED, collect=False).run().rungs)
        assert (acts[place] == rungs[:, still.deciding][:, :, still.deciding]).all()


def test_a_kernel_that_stops_says_so(still_tables, fresh, monkeypatch):
    k = kernel.kernel(still_tables, lanes.lanes(still_tables, 1))
    monkeypatch.setitem(k.functions, "run_block", lambda *_: 1)
    with pytest.raises(RuntimeError, match="status 1 in run_block"):
        block(still_tables, 1, 0, 1, k)


def test_more_replicates_than_lanes_are_refused(still_tables):
    with pytest.raises(AssertionError, match="lanes"):
        block(still_tables, 2, 0, 3)


def test_an_array_that_does_not_lie_row_by_row_is_refused():
    with pytest.raises(AssertionError, match="row by row"):
        kernel.words(np.zeros((2, 3)).T)


def test_an_entry_called_by_name_does_what_its_runner_does(still_tables):
    x = lanes.lanes(still_tables, 2)
    acts, status = block(still_tables, 2, FIRST, 2)
    ours, theirs = np.zeros_like(acts), np.zeros_like(status)
    order = np.array([FIRST, SEED], dtype=np.uint64)
    kernel.kernel(still_tables, x)(
        "run_block", still_tables, x, order, ours, theirs, lanes.nothing_foreseen(acts.shape[1])
    )
    assert (ours == acts).all()
    assert (theirs == status).all()
