"""The region as files describe it: order does not matter, and files alone change who decides."""

import re

import numpy as np
import pytest

import araxes
from araxes.errors import InputError
from araxes.inputs.region import read_region
from araxes.rules.terms import WEIGHTS

TABLE = re.compile(r"(?m)^(?=\[)")


def upside_down(text):
    """Return a TOML text with its tables in the opposite order; the comments before the first stay in front."""
    start, *tables = TABLE.split(text)
    return start + "\n".join(table.strip() + "\n" for table in reversed(tables))


def values(region):
    return {path: (p.series, p.unit, p.low, p.high, p.sd, p.side) for path, p in region.book.items()}


def test_the_order_of_tables_and_of_writing_files_is_irrelevant(own_copy, region):
    actors = sorted((own_copy / "params" / "actors").glob("*.toml"), reverse=True)
    texts = {path: upside_down(path.read_text(encoding="utf-8")) for path in actors}
    texts[own_copy / "params" / "relations.toml"] = upside_down(
        (own_copy / "params" / "relations.toml").read_text("utf-8")
    )
    texts[own_copy / "params" / "behaviour.toml"] = upside_down(
        (own_copy / "params" / "behaviour.toml").read_text("utf-8")
    )
    for path in texts:
        path.unlink()
    for path, text in texts.items():
        path.write_text(text, encoding="utf-8")
    turned = read_region(own_copy)
    assert values(turned) == values(region)
    assert list(turned.actors) == list(region.actors) == sorted(region.actors)
    assert turned.states == region.states == ["ARM", "AZE", "IRN", "RUS", "TUR"]


def test_the_order_of_files_changes_no_draw(own_copy):
    for path in (own_copy / "params" / "actors").glob("*.toml"):
        path.write_text(upside_down(path.read_text(encoding="utf-8")), encoding="utf-8")
    turned = araxes.run("baseline", 3, 1, weeks=4, own=own_copy)
    shipped = araxes.run("baseline", 3, 1, weeks=4)
    assert turned.data["rung"].equals(shipped.data["rung"])
    assert turned.data["tension"].equals(shipped.data["tension"])


GEORGIA = '[actor]\ncode = "GEO"\nname = "Georgia"\nrole = "state"\n'


def test_a_file_alone_makes_georgia_decide(own_folder):
    own = own_folder({"params/actors/GEO.toml": GEORGIA})
    assert read_region(own).states == ["ARM", "AZE", "GEO", "IRN", "RUS", "TUR"]
    result = araxes.run("baseline", 2, 1, weeks=3, own=own)
    assert list(result.data["actor"].values) == ["ARM", "AZE", "GEO", "IRN", "RUS", "TUR"]
    acts = result.data["rung"].sel(actor="GEO").drop_sel(target="GEO")
    assert (acts >= 0).all()
    assert np.isfinite(result.data["tension"].sel(actor="GEO").drop_sel(target="GEO")).all()


def test_georgia_does_not_decide_as_shipped():
    result = araxes.run("baseline", 1, 1, weeks=1)
    assert "GEO" not in result.data["actor"].values


def test_a_users_file_changes_what_it_says_and_nothing_else(own_folder, region):
    leaf = '{value = 0.2, unit = "tie", range = [-1.0, 1.0], source = "mine", confidence = "judged"}'
    own = own_folder({"params/relations.toml": f"[tie.AZE]\nIRN = {leaf}\n"})
    mine, shipped = values(read_region(own)), values(region)
    path = "relations.tie.AZE.IRN"
    assert mine.pop(path)[0] != shipped.pop(path)[0]
    assert mine == shipped
    assert read_region(own).book[path].source == "mine"


def test_a_users_issue_is_added_with_a_status_and_no_stake(own_folder, region):
    status = '{value = 0.4, unit = "status", range = [0.0, 1.0], source = "mine", confidence = "judged"}'
    own = own_folder({"params/issues.toml": f'[gas]\nlabel = "Gas"\nstatus = {status}\n'})
    mine = read_region(own)
    assert [*region.issues, "gas"] == list(mine.issues)
    assert mine.book["issues.gas.status"].series[0][1] == 0.4
    assert mine.book["IRN.salience.gas"].series[0][1] == 0
    assert not mine.book["IRN.salience.gas"].named


def test_what_a_users_issue_leaves_out_stays_as_shipped(own_folder, region):
    mine = read_region(own_folder({"params/issues.toml": '[treaty]\nlabel = "Peace"\n'}))
    assert mine.issues["treaty"].label == "Peace"
    assert mine.issues["treaty"].question == region.issues["treaty"].question
    assert mine.book["issues.treaty.status"] == region.book["issues.treaty.status"]


def test_what_nobody_names_is_zero_and_says_so(region):
    assert region.book["relations.guarantee.IRN.ARM"].series[0][1] == 0
    assert not region.book["relations.guarantee.IRN.ARM"].named
    assert region.book["relations.tie.ARM.AZE"].named


def test_a_new_actor_must_be_complete_and_every_gap_is_named(own_folder, messages):
    own = own_folder({"params/actors/GRC.toml": '[actor]\ncode = "GRC"\nname = "Greece"\nrole = "state"\n'})
    keys = {fault.key for fault in messages(read_region, own)}
    assert {"capability.spending", "capability.personnel", "attention.overstretch"} <= keys


def test_a_temper_that_nobody_names_is_that_of_all_and_is_not_drawn(own_folder, root, region):
    text = (root / "params" / "actors" / "GEO.toml").read_text(encoding="utf-8")
    head, _, _ = text.partition("[temper]\n")
    own = own_folder({"params/actors/GRC.toml": head.replace('"GEO"', '"GRC"').replace('"Georgia"', '"Greece"')})
    mine = read_region(own)
    for name in WEIGHTS:
        temper = mine.book[f"GRC.temper.{name}"]
        assert temper.series[0][1] == 1
        assert not temper.named
        assert not temper.is_judged
        assert (temper.low, temper.high) == (0, 2)
    assert region.book["GEO.temper.alarm"].named


def test_a_new_actor_copied_from_another_is_read(own_folder, root):
    text = (root / "params" / "actors" / "GEO.toml").read_text(encoding="utf-8")
    own = own_folder({"params/actors/GRC.toml": text.replace('"GEO"', '"GRC"').replace('"Georgia"', '"Greece"')})
    mine = read_region(own)
    assert "GRC" in mine.actors
    assert "relations.tie.GRC.TUR" in mine.book


def test_faults_of_all_files_come_together(own_folder, messages):
    own = own_folder(
        {"params/relations.toml": "[ties]\n", "params/behaviour.toml": "[weights]\n", "params/ladder.toml": "x"}
    )
    assert len({fault.file for fault in messages(read_region, own)}) == 3


LADDER_FAULTS = {
    "code of another rung": ('code = "044"', 'code = "174"', "rung consultation.code", "'174', a code of rupture"),
    "code that does not exist": ('code = "044"', 'code = "04x"', "rung consultation.code", "'04x'"),
    "rung given twice": ('key = "demand"', 'key = "warning"', "rung warning", "a key given twice"),
    "branch of an unknown rung": ('["demand", "demand"]', '["demands", "demand"]', "node words.branches", "'demands'"),
}


@pytest.mark.parametrize("case", LADDER_FAULTS)
def test_a_ladder_at_fault_is_refused(case, own_copy, messages):
    old, new, key, got = LADDER_FAULTS[case]
    path = own_copy / "params" / "ladder.toml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    faults = messages(read_region, own_copy)
    assert (faults[0].key, faults[0].got) == (key, got)


def test_shipped_values_have_unit_source_and_confidence(region):
    for path, parameter in region.book.items():
        assert parameter.unit, path
        assert parameter.source, path
        assert parameter.confidence in ("published", "judged", "prior", "estimated"), path
        assert (parameter.sd is not None) == (parameter.confidence in ("prior", "estimated")), path
        assert all(parameter.low <= value <= parameter.high for _, value in parameter.series), path


def test_a_folder_that_does_not_exist_is_an_input_error(tmp_path):
    with pytest.raises(InputError, match="no such folder"):
        read_region(tmp_path / "nowhere")
