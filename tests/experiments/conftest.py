"""Two made-up shocks: one that does nothing, and a rupture of Iran with Azerbaijan."""

import csv
import shutil

import pytest

import araxes
from araxes.experiments.shock import SHOCK_COLUMNS

NOTHING = """[scenario]
title = "Nothing happens"
question = "What does nothing change?"
sources = ["hypothetical"]
expect = "Nothing."
start = 2022-05-02
weeks = 14
"""
ROW = dict.fromkeys(SHOCK_COLUMNS, "") | {"outside_because": "made up", "outcome_known_beforehand": "no"}
ROWS = [
    ROW | {
        "id": "nothing", "date": "2022-05-04", "origin": "2022-05-02", "title": "Nothing happens", "kind": "leader",
        "reacting": "AZE>IRN - leader: none; IRN>TUR q attention: none", "placebo": "RUS>TUR",
    },
    ROW | {
        "id": "quarrel", "date": "2023-04-05", "origin": "2023-04-03", "title": "A made-up quarrel", "kind": "act",
        "reacting": "AZE>IRN + reciprocity: a rupture received; it stings; TUR>IRN + solidarity: against a friend",
        "placebo": "RUS>TUR ARM>TUR",
    },
]  # fmt: skip


@pytest.fixture(scope="session")
def rows():
    """The rows of the table."""
    return ROWS


@pytest.fixture(scope="session")
def shocks_folder(tmp_path_factory, root):
    """Return a function that writes a folder of made-up shocks."""

    def made(rows=ROWS):
        folder = tmp_path_factory.mktemp("shocks")
        (folder / "scenarios").mkdir()
        (folder / "scenarios" / "nothing.toml").write_text(NOTHING, "utf-8")
        shutil.copy(root / "tests" / "bad" / "shocks" / "quarrel.toml", folder / "scenarios")
        with (folder / "shocks.csv").open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, SHOCK_COLUMNS)
            table.writeheader()
            table.writerows(rows)
        return folder

    return made


@pytest.fixture(scope="session")
def scored(shocks_folder, compiled):
    """Both shocks, scored with 256 histories each."""
    return araxes.shocks(shocks_folder(), replicates=256)


@pytest.fixture(scope="session")
def cell_of(scored):
    """Return the row of a cell."""

    def row(shock, dyad, variant="as known"):
        table = scored.cells.table
        found = table[(table["shock"] == shock) & (table["dyad"] == dyad) & (table["variant"] == variant)]
        assert len(found) == 1
        return found.iloc[0]

    return row
