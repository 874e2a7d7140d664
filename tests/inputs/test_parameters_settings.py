"""Settings: every one documented, read from the file."""

import tomllib

import pytest

from araxes.inputs.parameters import setting, settings


def test_every_setting_of_the_file_is_read_with_its_value(root):
    raw = tomllib.loads((root / "params" / "settings.toml").read_text(encoding="utf-8"))
    written = {f"{section}.{key}": leaf["value"] for section, table in raw.items() for key, leaf in table.items()}
    assert written == {path: setting(path) for path in settings()}


def test_the_settings_of_the_design():
    assert setting("run.draws") == 256
    assert setting("run.replicates") == 1000
    assert setting("limits.file_size") < 50_000_000


def test_there_is_no_setting_without_a_name():
    with pytest.raises(KeyError):
        setting("run.replicate")
