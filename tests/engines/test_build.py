"""Compiling: once for the worlds of every kind, and anew for an edited rule."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from araxes.engines.kernel import lanes, tables
from araxes.engines.kernel.load import cache_file

SEED = 5


def test_worlds_of_every_kind_are_of_the_types_that_were_compiled_for(still, with_items, act, change, signal):
    numba = pytest.importorskip("numba")
    still_tables = tables.tables(still, SEED, fixed=False)
    items = [act("AZE", "IRN", "war"), change("IRN.hawkishness.AZE", 1.0), signal("ISR", "networks", 1.0, 0.5)]
    moves = {"behaviour.issue_moves.accord": 0.02, "behaviour.issue_moves.force": 0.05}
    nothing = with_items(still, weeks=1)
    happening = with_items(still, *items, sets=moves)
    for world in (nothing, happening):
        for fixed in (False, True):
            t = tables.tables(world, SEED, fixed)
            assert numba.typeof(t) == numba.typeof(still_tables)
            assert numba.typeof(lanes.lanes(t, 3)) == numba.typeof(lanes.lanes(still_tables, 1))


RUN = """
import json, sys
import numpy as np
import araxes
from araxes.engines.kernel import lanes, tables
from araxes.engines.kernel import load as kernel
from araxes.engines.mesa.model import Region
from araxes.rules import numerics
from araxes.engines.world import prepare

world = prepare(araxes.load("april_2023_as_it_happened", weeks=12, sets={"behaviour.weight.thaw": 8.0}))
t = tables.tables(world, 1, True)
x = lanes.lanes(t, 4)
told = []
k = kernel.kernel(t, x, told.append)
acts = np.zeros((4, 12, len(t.deciding), len(t.deciding)), np.int8)
k.runner(t, x)(np.array([0, 1], np.uint64), acts, np.zeros((4, 12, t.wants.status.shape[1]), np.float32))
mesa = [np.stack(Region(world, r, 1, fixed=True, collect=False).run().rungs) for r in range(4)]
mesa = np.stack(mesa)[:, :, world.deciding][..., world.deciding]
print(json.dumps({"package": araxes.__file__, "kept": str(kernel.cache_file()), "compiled": len(told),
                  "numba": "numba" in sys.modules, "acts": acts.tolist(), "mesa": mesa.tolist()}))
"""


@pytest.mark.slow
def test_an_edited_rule_is_compiled_anew_and_reaches_both_engines(root, tmp_path, compiled):
    for part in ("araxes", "params", "scenarios", "history"):
        shutil.copytree(root / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "cache" / "araxes").mkdir(parents=True, mode=stat.S_IRWXU)
    shutil.copy(cache_file(), tmp_path / "cache" / "araxes")
    rule = tmp_path / "araxes" / "rules" / "alarm.py"
    places = {
        "PYTHONPATH": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "HOME": str(tmp_path),
        "LOCALAPPDATA": str(tmp_path / "cache"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }

    def run():
        done = subprocess.run(
            [sys.executable, "-c", RUN], cwd=tmp_path, env={**os.environ, **places}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert Path(found["package"]).is_relative_to(tmp_path)
        assert Path(found["kept"]).is_relative_to(tmp_path)
        assert found["acts"] == found["mesa"]
        return found

    before = run()
    assert before["compiled"] == 0
    text = rule.read_text(encoding="utf-8")
    assert text.count("return -(surplus_sent") == 1
    rule.write_text(text.replace("return -(surplus_sent", "return (surplus_sent"), encoding="utf-8")
    edited = run()
    assert edited["compiled"] == 1
    assert edited["kept"] != before["kept"]
    assert edited["acts"] != before["acts"]
    rule.write_text(text, encoding="utf-8")
    back = run()
    assert back["compiled"] == 0
    assert not back["numba"]
    assert back["acts"] == before["acts"]
