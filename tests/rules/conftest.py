"""What tests of rules share: the shipped constants, and the habit worked out as the documentation defines it."""

import pytest

from araxes.inputs.constants import constants


@pytest.fixture(scope="session")
def rules(region):
    return constants(region)


@pytest.fixture(scope="session")
def tree(rules):
    return rules.tree
