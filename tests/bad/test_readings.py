"""Readings at fault: one message, exit code 2, no traceback."""

import pytest

GOOD = """[reading]
title = "Ours"
record = "Chronology of directed acts, South Caucasus and neighbours"
[[row]]
id = "2023-01-27-IRN-AZE-1"
perceived_as = {AZE = "IRN"}
reference = "hypothetical"
confidence = "judged"
"""


def test_an_unknown_reading_is_told_with_the_nearest_name(araxes_command):
    code, out, err = araxes_command("show", "baseline", "--reading", "Baqu")
    assert (code, out) == (2, "")
    assert "--reading: got 'Baqu'" in err
    assert "nearest known name: Baku" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ('{AZE = "IRN"}', "{}", "row[1].perceived_as: got nobody"),
        ('"IRN"', '"IRM"', "row[1].perceived_as.AZE: got 'IRM'"),
        ("2023-01-27-IRN-AZE-1", "2023-01-27-IRN-AZE-9", "row[1].id: got '2023-01-27-IRN-AZE-9'"),
    ],
)
def test_a_broken_reading_has_one_message(right, wrong, said, own_folder, araxes_command):
    folder = own_folder({"readings/ours.toml": GOOD.replace(right, wrong)})
    code, _, err = araxes_command("run", "baseline", "--reading", "ours", "--folder", folder, "-n", 2, "--weeks", 1)
    assert code == 2
    (line,) = err.splitlines()
    assert said in line
