"""In small what `benchmarks/mishaps.py` asks in earnest: kills, stops and full disks leave every file whole."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "benchmarks" / "mishaps.py"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="processes on Windows are not sent signals")
@pytest.mark.parametrize("verb", ["run", "sweep"])
def test_mishaps_at_any_moment_and_inside_a_write_leave_files_whole(verb, compiled):
    command = [sys.executable, str(SCRIPT), "--times", "2", "--verbs", verb]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("2 times: 0 wrong.") == 3
