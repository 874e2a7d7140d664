"""Names that went out with version 2 of the model: each is told with what took its place, or with why nothing did."""

import pytest

import araxes
from araxes.inputs.faults import GONE
from araxes.inputs.region import read_region

SUCCESSORS = {
    "behaviour.weight.reciprocity_hostile": ["behaviour.weight.alarm"],
    "behaviour.weight.reciprocity_friendly": ["behaviour.weight.thaw"],
    "behaviour.weight.momentum": ["behaviour.weight.alarm"],
    "behaviour.weight.solidarity": ["behaviour.weight.pile_on"],
    "behaviour.weight.alignment": ["behaviour.weight.pile_on"],
    "behaviour.weight.entanglement": ["behaviour.weight.pile_on", "behaviour.weight.grievance"],
    "behaviour.weight.interdependence": [],
    "behaviour.weight.attention_activity": [],
    "behaviour.weight.attention_overstretch": ["behaviour.weight.overstretch"],
    "IRN.temper.reciprocity": ["IRN.temper.alarm", "IRN.temper.thaw"],
    "RUS.temper.momentum": ["RUS.temper.alarm"],
    "ARM.temper.solidarity": ["ARM.temper.pile_on"],
    "AZE.temper.alignment": ["AZE.temper.pile_on"],
    "TUR.temper.entanglement": ["TUR.temper.pile_on", "TUR.temper.grievance"],
    "GEO.temper.interdependence": [],
    "EU.temper.attention": ["EU.temper.overstretch"],
    "behaviour.memory.slow": ["behaviour.memory.habit"],
    "behaviour.memory.repertoire": ["behaviour.memory.habit"],
    "behaviour.memory.commitment": [],
    "behaviour.memory.activity_short": [],
    "behaviour.memory.activity_long": [],
    "behaviour.habit.epsilon": [],
    "behaviour.luck.shared": ["behaviour.luck.hostile", "behaviour.luck.friendly_kind", "behaviour.luck.hostile_kind"],
    "behaviour.threshold.crisis_level": [],
    "behaviour.threshold.commitment_rung": [],
    "relations.trade.ARM.IRN": [],
    "relations.trade.TUR.RUS": [],
}
"""Every kind of path that version 1 had and version 2 does not."""


@pytest.mark.parametrize("path", SUCCESSORS)
def test_a_parameter_that_went_out_is_told_with_its_successors(path, messages):
    (fault,) = messages(araxes.load, "baseline", sets={path: 0.5})
    successors = SUCCESSORS[path]
    assert fault.got == repr(path)
    assert fault.nearest == (successors[0] if successors else "")
    assert fault.step.startswith("It went out with version 2 of the model, because ")
    follows = f"its place is taken by {' and '.join(successors)}." if successors else "nothing takes its place."
    assert fault.step.endswith(f"; {follows}")


def test_successors_are_there_and_what_went_out_is_not(region):
    for path, successors in SUCCESSORS.items():
        assert path not in region.book
        assert set(successors) <= set(region.book)


def test_every_name_that_went_out_is_tried_here_or_as_a_broken_file():
    tried = {f"actor.temper.{path.rpartition('.')[2]}" if ".temper." in path else path for path in SUCCESSORS}
    tried = {"relations.trade" if path.startswith("relations.trade.") else path for path in tried}
    assert tried | {"ladder.node.memory"} == set(GONE)


@pytest.mark.parametrize(
    "path", ["behaviour.memory", "IRN.temper", "IRN.attention", "relations.trad.ARM.IRN", "trade", "IRN.salience.slow"]
)
def test_other_unknown_names_are_not_taken_for_what_went_out(path, messages):
    (fault,) = messages(araxes.load, "baseline", sets={path: 0.5})
    assert fault.step == "See 'araxes list params'."


def test_of_what_went_out_only_the_name_is_told(own_folder, messages):
    leaf = '{value = 0.2, unit = "hostility", range = [0, 1], source = "mine", confidence = "judged"}'
    folder = own_folder({"params/behaviour.toml": f"[threshold]\ncrisis_level = {leaf}\n"})
    (fault,) = messages(read_region, folder)
    assert fault.got == "'crisis_level'"


@pytest.mark.parametrize("option", ["vary", "overlay", "points"])
def test_sweeps_tell_it_too(option, tmp_path, messages):
    path, found = "IRN.temper.reciprocity", tmp_path / "found.toml"
    found.write_text(f"[override]\n{path} = 1\n")
    points = tmp_path / "points.csv"
    points.write_text(f"{path}\n1\n2\n")
    asked = {
        "vary": {"vary": [f"{path}=0:2:3"]},
        "overlay": {"vary": [f"overlay={found}"]},
        "points": {"design": str(points)},
    }
    (fault,) = messages(araxes.sweep, "baseline", **asked[option], replicates=2, weeks=2)
    assert "; its place is taken by IRN.temper.alarm and IRN.temper.thaw." in fault.step
