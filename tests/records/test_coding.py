"""How other records' names and codes are read."""

from araxes.records.coding import read_coding


def test_countries_are_known_by_name_and_by_code(coding):
    named = {
        "azerbaijan": "AZE",
        "russian federation": "RUS",
        "türkiye": "TUR",
        "irn": "IRN",
        "republic of artsakh": "",
    }
    assert {name: coding.actors[name] for name in named} == named


def test_every_code_of_the_table_has_a_rung_and_roots_without_one_do_not_count(coding):
    assert "057" in coding.codes
    assert "999" not in coding.codes


def test_what_two_do_together_has_another_half_which_has_the_first(coding):
    assert coding.mirrored["040"] == "040"
    assert coding.mirrored["042"] == "043"
    assert coding.mirrored["193"] == "193"
    assert "045" not in coding.mirrored
    assert "112" not in coding.mirrored
    assert all(coding.mirrored[other] == one for one, other in coding.mirrored.items())


def test_a_user_adds_names_and_leaves_out_others(region, own_folder):
    own = own_folder({"params/records.toml": '[actor]\n"Republic of Artsakh" = "ARM"\nRussia = ""\n'})
    coding = read_coding(region, own)
    assert coding.actors["republic of artsakh"] == "ARM"
    assert coding.actors["russia"] == ""
    assert coding.actors["rus"] == "RUS"


def test_unknown_actors_and_codes_are_faults_all_at_once(region, own_folder, messages):
    own = own_folder({"params/records.toml": '[actor]\nBaku = "AZR"\n[mirrored]\n990 = "040"\n'})
    faults = messages(read_coding, region, own)
    assert [fault.key for fault in faults] == ["actor.Baku", "mirrored.990"]
    assert faults[0].nearest == "AZE"


def test_a_misspelt_table_is_a_fault(region, own_folder, messages):
    own = own_folder({"params/records.toml": '[actors]\nBaku = "AZE"\n'})
    (fault,) = messages(read_coding, region, own)
    assert fault.nearest == "actor"


def test_a_users_table_does_not_disturb_the_region(own_folder):
    from araxes.inputs.region import read_region

    assert read_region(own_folder({"params/records.toml": '[actor]\nBaku = "AZE"\n'})).actors
