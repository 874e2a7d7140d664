"""Perspectives at fault: one message, exit code 2, no traceback."""

import pytest

VALUE = '"IRN.position.karabakh" = {value = 0.5, unit = "status", range = [0.0, 1.0], source = "ours", confidence = "judged"}\n'
GOOD = f'[perspective]\ntitle = "Ours"\n[value]\n{VALUE}'
SHORT = ("-n", 2, "--weeks", 1, "--no-figures")


def test_an_unknown_perspective_is_told_with_the_nearest_name(araxes_command):
    code, out, err = araxes_command("show", "baseline", "--perspective", "Teheran")
    assert (code, out) == (2, "")
    assert "--perspective: got 'Teheran'" in err
    assert "nearest known name: Tehran" in err
    assert "None at all is the neutral perspective." in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("0.5", "1.5", "value.IRN.position.karabakh: got 1.5"),
        ("karabakh", "karabagh", "value.IRN.position.karabagh: got 'IRN.position.karabagh'"),
        ("IRN", "IRM", "value.IRM.position.karabakh: got 'IRM.position.karabakh'"),
        ("title", "titel", "perspective.titel: got unknown name 'titel'"),
    ],
)
def test_a_broken_perspective_is_told_and_nothing_runs(right, wrong, said, own_folder, araxes_command):
    folder = own_folder({"perspectives/ours.toml": GOOD.replace(right, wrong)})
    code, out, err = araxes_command("run", "baseline", "--perspective", "ours", "--folder", folder, *SHORT)
    assert (code, out) == (2, "")
    assert said in err.splitlines()[0] + err.splitlines()[-1]
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("force_syunik", "aras_route"), "3 of them; allowed: two: a base and one scenario"),
        (("force_syunik", "--perspective", "Baku"), "--perspective: got 'Baku'; allowed: not beside --perspectives"),
    ],
)
def test_all_perspectives_take_two_scenarios_and_no_further_perspective(asked, said, araxes_command):
    code, out, err = araxes_command("compare", "baseline", *asked, "--perspectives", *SHORT)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
