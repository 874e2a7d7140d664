"""Parameters: which section a path belongs to, and what its values have in common, as the models of the files say."""

import pytest

from araxes.inputs.parameters import MODELS, kind_at, section_at
from araxes.units import Section


@pytest.mark.parametrize(
    ("path", "section", "unit"),
    [
        ("ladder.war.goldstein", "ladder.goldstein", "Goldstein points"),
        ("ladder.goldstein.prior_share", "ladder.prior_share", "share"),  # a rung may be called as it likes
        ("issues.status.status", "issues.status", "status"),
        ("relations.tie.AZE.IRN", "relations.tie", "tie"),
        ("behaviour.habit.borrowing", "behaviour.habit", "share"),
        ("behaviour.habit.anchor", "behaviour.habit", "weeks"),
        ("IRN.capability.personnel", "actor.capability", "thousand"),
        ("IRN.blame.treaty.USA", "actor.blame", "share"),
    ],
)
def test_a_path_belongs_to_one_section(path, section, unit):
    assert section_at(path) == section
    assert kind_at(path).unit == unit


def test_every_parameter_has_the_unit_and_lies_within_the_range_of_its_section(region):
    for path, parameter in region.book.items():
        kind = kind_at(path)
        assert parameter.unit == kind.unit, path
        assert kind.low is None or parameter.low >= kind.low, path
        assert kind.high is None or parameter.high <= kind.high, path


def test_every_table_of_parameters_is_a_section():
    for models in MODELS.values():
        for model in models:
            for name, field in model.model_fields.items():
                holds = any(leaf in str(field.annotation) for leaf in ("Leaf", "RedLine"))
                assert holds == any(isinstance(one, Section) for one in field.metadata), (model, name)
