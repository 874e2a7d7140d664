"""Free memory: the least of what the machine, nested control groups of both versions and the limit on addresses leave."""

import subprocess
import sys

import pytest

from araxes.results.run import available_memory

GIB = 1 << 30
MACHINE = {"proc/meminfo": "MemTotal:       16777216 kB\nMemAvailable:    8388608 kB\nHugePages_Total:       0\n"}
SECOND, FIRST = "0::/a/b\n", "12:cpu,cpuacct:/x\n4:memory:/a/b\n1:name=systemd:/y\n"


def second(limit, used, idle=0):
    return {"memory.max": f"{limit}\n", "memory.current": f"{used}\n", "memory.stat": f"anon 1\ninactive_file {idle}\n"}


def first(limit, used, idle=0):
    stat = f"inactive_file 1\ntotal_inactive_file {idle}\n"
    return {"memory.limit_in_bytes": f"{limit}\n", "memory.usage_in_bytes": f"{used}\n", "memory.stat": stat}


def group(place, files):
    return {f"sys/{place}/{name}": text for name, text in files.items()}


@pytest.fixture
def free(tmp_path):
    def read(*parts):
        for name, text in {name: text for part in parts for name, text in part.items()}.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="ascii")
        return available_memory(tmp_path / "proc", tmp_path / "sys")

    return read


def test_the_machine_alone(free):
    assert free(MACHINE) == 8 * GIB


def test_nothing_known_is_none(free):
    assert free() is None


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (second("max", GIB), second("max", GIB), 8 * GIB),
        (second(4 * GIB, GIB), second("max", GIB), 3 * GIB),
        (second("max", GIB), second(5 * GIB, 3 * GIB), 2 * GIB),
        (second(4 * GIB, GIB), second(6 * GIB, 5 * GIB), GIB),
        (second(4 * GIB, 3 * GIB, 2 * GIB), second("max", 0), 3 * GIB),
        (second(4 * GIB, 5 * GIB), {}, 0),
        (second("max", GIB), second(64 * GIB, 0), 8 * GIB),
    ],
)
def test_groups_of_the_second_version_with_those_above(inner, outer, expected, free):
    assert free(MACHINE, {"proc/self/cgroup": SECOND}, group("a/b", inner), group("a", outer)) == expected


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        (first(9223372036854771712, GIB), first(9223372036854771712, GIB), 8 * GIB),
        (first(4 * GIB, 2 * GIB), first(9223372036854771712, GIB), 2 * GIB),
        (first(4 * GIB, 0), first(3 * GIB, 2 * GIB), GIB),
        (first(4 * GIB, 4 * GIB, GIB), {}, GIB),
    ],
)
def test_groups_of_the_first_version_with_those_above(inner, outer, expected, free):
    groups = group("memory/a/b", inner) | group("memory/a", outer)
    assert free(MACHINE, {"proc/self/cgroup": FIRST}, groups) == expected


def test_a_container_sees_the_limit_at_its_own_root(free):
    outside = {"proc/self/cgroup": "0::/host/name/of/the/container\n"}
    assert free(MACHINE, outside, {f"sys/{name}": text for name, text in second(2 * GIB, GIB).items()}) == GIB


LIMITED = """
import resource
import numpy
from pathlib import Path
import araxes
from araxes.errors import InputError
from araxes.results.run import available_memory
scenario = araxes.load("baseline")
pages = int(Path("/proc/self/statm").read_text().split()[0])
limit = pages * resource.getpagesize() + 400_000_000
resource.setrlimit(resource.RLIMIT_AS, (limit, resource.RLIM_INFINITY))
assert 200_000_000 < available_memory() <= 400_000_000, available_memory()
try:
    araxes.run(scenario, replicates=10**6, full=True)
except InputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="other systems limit addresses otherwise")
def test_a_real_limit_on_addresses_is_known_and_kept():
    done = subprocess.run([sys.executable, "-c", LIMITED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "free; summaries only (`full=False`), fewer replicates or weeks" in done.stdout
