"""The wheel carries its files: unpacked anywhere, in an empty folder, it runs every scenario."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

RUN_ALL = """
import araxes
names = araxes.catalogue("scenarios").index
assert len(names) >= 18, names
for name in names:
    result = araxes.run(name, replicates=1, weeks=2)
    assert result.data.sizes["week"] == 2
from araxes.inputs.read import shipped_folder
shocks = sorted((shipped_folder() / "shocks" / "scenarios").glob("*.toml"))
assert [araxes.load(path).start for path in shocks] and len(shocks) >= 25, shocks
readings = sorted(path.stem for path in (shipped_folder() / "readings").glob("*.toml"))
assert readings == ["Ankara", "Baku", "Moscow", "Tehran", "Yerevan"], readings
assert [araxes.run("baseline", replicates=1, weeks=2, reading=name).basis.reading for name in readings] == readings
views = sorted(path.stem for path in (shipped_folder() / "perspectives").glob("*.toml"))
assert [araxes.run("baseline", replicates=1, weeks=2, perspective=name).basis.perspective for name in views] == readings
print(len(names), araxes.__file__)
"""


@pytest.mark.slow
def test_an_unpacked_wheel_runs_every_scenario_in_an_empty_folder(tmp_path):
    pytest.importorskip("hatchling", reason="hatchling builds the wheel; it is in the extra 'dev'")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "dist")],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", RUN_ALL],
        cwd=tmp_path / "empty",
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "site") in done.stdout
