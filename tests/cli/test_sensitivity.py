"""`araxes sensitivity` and `araxes plot`: from a folder to sentences, tables, figures and a scenario; faults."""

from __future__ import annotations

import json

import pytest

import araxes

VARY = {
    "IRN.temper.alarm": (0.0, 2.0),
    "AZE.temper.alarm": (0.0, 2.0),
    "behaviour.weight.alarm": (-2.0, 4.0),
}
OUTCOMES = ["tension*", "chance.7.*"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, compiled):
    """A small Sobol sweep."""
    place = tmp_path_factory.mktemp("sweeps") / "sobol"
    araxes.sweep("baseline", VARY, design="sobol", points=5 * 16, replicates=64, weeks=8, outcomes=OUTCOMES, out=place)
    return place


@pytest.fixture(scope="module")
def line(tmp_path_factory, compiled):
    """A sweep of one factor."""
    place = tmp_path_factory.mktemp("sweeps") / "line"
    vary = ["IRN.temper.alarm=0:2:3"]
    araxes.sweep("baseline", vary, replicates=64, weeks=8, outcomes=OUTCOMES, out=place)
    return place


@pytest.fixture(scope="module")
def status(tmp_path_factory, compiled):
    """A grid of which one factor decides the outcome."""
    place = tmp_path_factory.mktemp("sweeps") / "status"
    vary = ["issues.israel.status=0.1:0.9:7", "IRN.temper.alarm=0:2:7"]
    araxes.sweep("baseline", vary, replicates=4, weeks=2, outcomes=["status.israel"], out=place)
    return place


def test_it_says_what_matters_and_what_is_chance(folder, araxes_command, tmp_path):
    code, out, err = araxes_command("sensitivity", folder, "--outcome", "tension.AZE-IRN", "-o", tmp_path / "out")
    assert (code, err) == (0, "")
    assert "Sobol indices" in out
    assert f"\n{araxes.load('baseline').basis}.\n" in out
    assert out.splitlines()[0].startswith("Mean tension of weeks 1 to 8, AZE-IRN, mean of both directions: ")
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"indices.csv", "spread.csv"}


def test_by_default_it_writes_beside_the_parts_and_harms_nothing(folder, araxes_command):
    before = araxes.sensitivity(folder, "tension").indices
    code, out, _ = araxes_command("sensitivity", folder, "--no-figures")
    assert code == 0
    assert "analysis" in out
    assert araxes.sensitivity(folder, "tension").indices.equals(before)


def test_a_pattern_names_many_outcomes_and_json_is_one_document(folder, araxes_command):
    code, out, _ = araxes_command("sensitivity", folder, "--outcome", "tension.IRN>*", "--json", "--no-figures")
    document = json.loads(out)
    assert code == 0
    assert len(document["spread"]) == 4
    assert (document["model"], document["estimates"]) == araxes.load("baseline").basis[:2]
    assert {row["index"] for row in document["indices"]} == {"S1", "ST", "chance"}


@pytest.mark.slow
def test_a_box_becomes_a_scenario(status, araxes_command, tmp_path):
    target = tmp_path / "box.toml"
    code, out, _ = araxes_command("sensitivity", status, "--box", target, "-o", tmp_path / "out")
    assert code == 0
    assert "random halves" in out
    assert araxes.check(target) == []
    assert araxes.load(str(target)).book["issues.israel.status"].series[0][1] > 0.7
    assert (tmp_path / "out" / "boxes.csv").is_file()


@pytest.mark.slow
def test_where_no_box_is_better_none_is_written_and_the_rest_is(compiled, araxes_command, tmp_path):
    target, noise = tmp_path / "box.toml", tmp_path / "noise"
    vary = ["TUR.temper.leader=0:2", "RUS.temper.leader=0:2"]
    # Neither factor is answered to: what differs is luck.
    araxes.sweep(
        "baseline",
        vary,
        design="lhs",
        points=40,
        replicates=8,
        weeks=2,
        outcomes=["chance.7.IRN>AZE"],
        seed=4,
        out=noise,
    )
    code, out, err = araxes_command("sensitivity", noise, "--box", target, "-o", tmp_path / "out", "--no-figures")
    assert code == 2
    assert "no box does better than luck would" in " ".join(out.split())
    assert err.splitlines()[-1].startswith(
        f"araxes: {target}: got a box without limits; allowed: a box better than all points"
    )
    assert not target.exists()
    assert (tmp_path / "out" / "boxes.csv").is_file()


def test_the_name_of_a_box_is_checked_before_anything_is_written(status, araxes_command, tmp_path):
    code, out, err = araxes_command("sensitivity", status, "--box", "box.json", "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert err == "araxes: box.json: got '.json'; allowed: a scenario file, ending in .toml\n"
    assert not (tmp_path / "out").exists()


def test_plot_draws_by_the_number_of_factors(line, folder, araxes_command, tmp_path):
    assert araxes_command("plot", line, "--outcome", "tension.AZE-IRN", "-o", tmp_path / "one")[0] == 0
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["line_tension.AZE-IRN.png"]
    assert araxes_command("plot", folder, "--outcome", "tension.IRN>AZE", "-o", tmp_path / "many")[0] == 0
    assert [path.name for path in (tmp_path / "many").iterdir()] == ["tornado_tension.IRN_to_AZE.png"]


@pytest.mark.slow
def test_what_is_the_same_at_all_points_is_said_and_not_drawn(compiled, araxes_command, tmp_path):
    constant = tmp_path / "constant"
    vary = ["IRN.temper.alarm=0:2:2", "AZE.temper.alarm=0:2:2"]
    araxes.sweep("baseline", vary, replicates=4, weeks=2, outcomes=["status.israel"], out=constant)
    code, out, _ = araxes_command("sensitivity", constant, "-o", tmp_path / "out")
    assert code == 0
    assert "The same at all points: status.israel\n" in out
    assert "S1" not in out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"indices.csv", "spread.csv"}
    code, out, _ = araxes_command("plot", constant, "-o", tmp_path / "none")
    assert (code, out) == (0, "The same at all points, so without a figure: status.israel\n")
    assert not (tmp_path / "none").exists()
    code, _, err = araxes_command("sensitivity", constant, "--above", "0.5", "-o", tmp_path / "box")
    assert code == 2
    assert "the same at all points" in err
    assert not (tmp_path / "box").exists()


@pytest.mark.parametrize("verb", ["sensitivity", "plot"])
def test_a_folder_that_is_no_sweep_and_an_unknown_outcome(folder, araxes_command, tmp_path, verb):
    code, out, err = araxes_command(verb, tmp_path)
    assert (code, out) == (2, "")
    assert "manifest.json" in err
    code, out, err = araxes_command(verb, folder, "--outcome", "tension.AZE-IRM")
    assert (code, out) == (2, "")
    assert "nearest known name: tension.AZE-IRN" in err


def test_one_factor_has_no_shares(line, araxes_command):
    code, _, err = araxes_command("sensitivity", line)
    assert code == 2
    assert "at least 2 factors" in err
    assert "araxes plot" in err


def test_python_gives_the_same(folder, line):
    found = araxes.sensitivity(folder)
    assert found.outcomes[0].startswith("tension")
    assert araxes.plot(line, "tension").get_title(loc="left").startswith("Mean tension")
    assert len(found.sentence("tension.AZE-IRN")) > 50


def test_a_document_draws_no_figure_unless_one_is_asked_for(folder, araxes_command, tmp_path):
    asked = ("sensitivity", folder, "--outcome", "tension.AZE-IRN", "--json", "-o")
    assert araxes_command(*asked, tmp_path / "plain")[0] == 0
    assert araxes_command(*asked, tmp_path / "drawn", "--figures")[0] == 0
    assert not list((tmp_path / "plain").glob("*.png"))
    assert len(list((tmp_path / "drawn").glob("*.png"))) == 1


def test_plot_says_the_finding_before_the_files(line, araxes_command, tmp_path):
    code, out, _ = araxes_command("plot", line, "--outcome", "chance.7.IRN>AZE", "-o", tmp_path / "one")
    first, last = out.splitlines()
    assert code == 0
    assert first.startswith("Chance of a coercive act by Iran against Azerbaijan within 8 weeks: ")
    assert last.startswith("Written to ")
