"""What is kept of scored shocks: files, plain values, the figure's rows."""

import json

import pandas as pd


def test_everything_is_written_and_can_be_read_again(scored, tmp_path):
    paths = scored.save(tmp_path / "out")
    assert {path.name for path in paths} == {
        "gains.csv", "excess.csv", "terms.csv", "answers.csv", "bands.csv", "known_failures.csv", "cells.csv", "shocks.json",
    }  # fmt: skip
    for name, table in scored.tables.items():
        assert len(pd.read_csv(tmp_path / "out" / f"{name}.csv")) == len(table)
    told = json.loads((tmp_path / "out" / "shocks.json").read_text("utf-8"))
    assert told == json.loads(json.dumps(scored.document()))


def test_the_document_says_what_it_rests_on(scored):
    told = scored.document()
    assert told["model"] == scored.basis.model
    assert "chronology_" in told["estimates"]
    assert told["hindsight"] != told["estimates"]
    assert (told["replicates"], told["seed"]) == (256, 1)
    assert [one["id"] for one in told["shocks"]] == ["nothing", "quarrel"]
    assert len(told["cells"]) == 7 * 3


def test_the_figure_shows_groups_and_terms_of_which_an_excess_is_counted(scored):
    drawn = scored.excess_rows()
    assert list(drawn["label"]) == [
        "reacting", "shocks that are acts", "shocks that are values", "expected more hostile", "expected less hostile", "placebo",
        "theory: leader", "theory: reciprocity", "theory: solidarity",
    ]  # fmt: skip
    assert drawn.attrs["basis"] == str(scored.basis)
    assert f"{scored.known['found'].iloc[0]:.2g} times" in scored.finding
