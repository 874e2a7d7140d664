"""Directed dyads as a user writes them."""

import pytest

from araxes.errors import InputError
from araxes.inputs.region import dyad_of


def test_a_dyad_has_an_actor_and_a_target():
    assert dyad_of(["ARM", "AZE", "IRN"], "IRN>AZE", "compare") == ("IRN", "AZE")


@pytest.mark.parametrize("text", ["IRN>AZR", "IRN-AZE", "IRN", "IRN>IRN", "IRN>AZE>ARM", "", ">", "irn>aze"])
def test_what_is_none_names_the_nearest(text):
    with pytest.raises(InputError, match=r"^compare: dyad: got .*; allowed: a known dyad: ARM>AZE, ARM>IRN, AZE>ARM"):
        dyad_of(["ARM", "AZE", "IRN"], text, "compare")
    with pytest.raises(InputError, match="nearest known name: IRN>AZE"):
        dyad_of(["ARM", "AZE", "IRN"], "IRN>AZR", "compare")
