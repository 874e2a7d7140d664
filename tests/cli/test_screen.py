"""What reaches the terminal: texts as files have them, but nothing that steers it, in every encoding."""

import csv
import math
import os
import subprocess
import sys

import pytest

from araxes.cli import screen
from araxes.errors import FORMULA

TITLE = "\\u001b]0;name\\u0007\\u001b[2J [bold red]red[/] [link=http://x]x[/link] :smile: \\u202e"
SHOWN = "\\x1b]0;name\\x07\\x1b[2J [bold red]red[/] [link=http://x]x[/link] :smile: \\u202e"
ACT = """
[[act]]
id = "\\u001b[31mred"
date = 2023-04-10
source = "AZE"
target = "IRN"
code = "042"
reference = "x\\u001b[31m [bold]b[/]"
"""
STEERING = ("\x1b", "\x07", "\x9b", "\u202e")


def _is_number(text):
    return text.removeprefix("-").replace(".", "", 1).replace("e-", "", 1).isdigit()


@pytest.fixture
def loud(scenario_file, head):
    """A scenario whose title and act would colour the screen, clear it and turn a line around."""
    return scenario_file(ACT, name="loud", start=head.replace("A test", TITLE))


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "LOUD"),
        ("show", "LOUD", "--resolved"),
        ("run", "LOUD", "-n", "2", "--weeks", "2"),
        ("compare", "april_2023_words_only", "LOUD", "-n", "2", "--weeks", "2", "--details"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_titles_and_names_are_shown_as_written_and_steer_nothing(arguments, loud, araxes_command):
    code, out, err = araxes_command(*[loud if word == "LOUD" else word for word in arguments])
    assert code == 0, err
    assert SHOWN in out
    assert not any(one in out + err for one in STEERING)


def test_a_list_of_scenarios_shows_titles_as_written(own_folder, head, araxes_command):
    own = own_folder({"scenarios/loud.toml": head.replace("A test", TITLE) + ACT})
    code, out, err = araxes_command("list", "scenarios", "--folder", own)
    assert code == 0, err
    assert "[bold red]red[/]" in "".join(out.split("\n")) or "[bold" in out
    assert not any(one in out + err for one in STEERING)


@pytest.mark.parametrize("key", ["\\u001b[2Jx", "\\u009b31m", "a\\nb"])
def test_names_at_fault_steer_nothing(key, scenario_file, head, araxes_command):
    for text in (f'"{key}" = 1\n', f'[override]\n"{key}" = 1\n', f'extends = "{key}"\n'):
        code, out, err = araxes_command("check", scenario_file(text, start=head))
        assert code == 2
        assert not any(one in out + err for one in STEERING)
        assert all(line.startswith("araxes: ") for line in err.splitlines())


def test_tables_of_a_comparison_begin_no_formula(scenario_file, head, araxes_command, tmp_path):
    expected = (
        '\n[[expectation]]\ndyad = "IRN>AZE"\nagainst = "april_2023_words_only"\nweeks = [1, 2]\nsign = "higher"\n'
    )
    evil = scenario_file(ACT.replace("\\u001b[31mred", "=1+1") + expected, name="=cmd", start=head)
    out = tmp_path / "out"
    code, _, err = araxes_command("compare", "april_2023_words_only", evil, "-n", "2", "-o", out, "--no-figures")
    assert code == 0, err
    tables = [list(csv.reader(path.read_text(encoding="utf-8").splitlines())) for path in out.glob("*.csv")]
    cells = [cell for table in tables for line in table for cell in line]
    assert "'=cmd" in cells
    assert not [cell for cell in cells if cell.startswith(FORMULA) and not _is_number(cell)]


def test_tables_and_headings_take_markup_as_text(capsys):
    screen.print_grid(["[bold]name[/]"], [["[red]x[/] \x1b[31m"]], title="[i]title[/] \x1b")
    screen.heading("[b]one[/]", " against ", "\x1b")
    printed = capsys.readouterr().out
    assert "[bold]name[/]" in printed
    assert "[red]x[/] \\x1b[31m" in printed
    assert "[i]title[/] \\x1b" in printed
    assert "[b]one[/] against \\x1b" in printed
    assert "\x1b" not in printed


NAMES = ["baseline", "force_syunik_present_unwilling", "behaviour.luck.friendly_kind"]
TITLE_OF_MANY_WORDS = (
    "Azerbaijani force in Syunik, guarantors present and unwilling, and what comes of it in the year after"
)


@pytest.mark.parametrize("room", [20, 60, 80, 100, math.inf])
def test_columns_of_names_are_never_folded_and_texts_only_between_words(room):
    cells = [["name", *NAMES], ["share", "0.31", "0.5 [0.1, 0.9]", "1"], ["title", *[TITLE_OF_MANY_WORDS] * 3]]
    names, numbers, titles = screen.fold_widths(cells, room)
    assert names == max(map(len, NAMES))
    assert numbers == len("0.5 [0.1, 0.9]") or room < 60
    assert len("Azerbaijani") <= titles <= len(TITLE_OF_MANY_WORDS)
    if room >= 80:
        assert names + numbers + titles + 2 * screen.GAP <= room


def test_a_long_name_of_a_column_folds_no_cell():
    cells = [["hostile weeks, foreseen, pushes at 0", "+0.570 [+0.205, +1.001]"], ["term", "x"]]
    assert screen.fold_widths(cells, 29) == [len("+0.570 [+0.205, +1.001]"), len("term")]


def test_a_piped_table_takes_the_room_it_needs(capsys, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    screen.print_grid(["name", "title"], [[name, TITLE_OF_MANY_WORDS] for name in NAMES])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(None, 1)[1].strip() for line in lines[2:]] == [TITLE_OF_MANY_WORDS] * 3


def test_a_narrow_screen_folds_between_words(capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    screen.print_grid(["name", "title"], [[name, TITLE_OF_MANY_WORDS] for name in NAMES])
    out = capsys.readouterr().out
    assert all(name in out for name in NAMES)
    assert set(TITLE_OF_MANY_WORDS.split()) <= set(out.split())
    assert max(map(len, out.splitlines())) <= 60


def test_shares_are_told_in_per_cent_where_a_column_is_one(capsys):
    screen.print_grid(
        ["dyad", "chance", "other"], [["IRN>AZE", 0.3141, 0.3141], ["x", math.nan, 0.0]], chances=("chance",)
    )
    first, second = (line.split() for line in capsys.readouterr().out.splitlines()[2:])
    assert first == ["IRN>AZE", "31", "%", "0.314"]
    assert second == ["x", "0"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.41334, "0.413"),
        (0.00004, "0"),
        (-0.00004, "0"),
        (12.345, "12.3"),
        (1234.5, "1234"),
        (3, "3"),
        (None, ""),
        (math.nan, ""),
    ],
)
def test_numbers_have_three_digits(value, text):
    assert screen.cell(value) == text


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize(
    "arguments", [("show", "ODD"), ("list", "scenarios"), ("--help",), ("check", "n\u0259.toml")], ids=" ".join
)
def test_no_encoding_of_the_output_breaks_a_verb(encoding, arguments, scenario_file, head, compiled):
    odd = scenario_file(name="odd", start=head.replace("A test", "Nax\u00e7\u0131van \u2192 \u0646\u062e \u0259"))
    words = [odd if word == "ODD" else word for word in arguments]
    ended = subprocess.run(
        [sys.executable, "-c", "from araxes.cli.main import main; main()", *words],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"},
        check=False,
    )
    assert ended.returncode == (2 if words[0] == "check" else 0), ended.stderr
    assert b"Traceback" not in ended.stderr
    if words[0] == "show":
        assert ("Nax\u00e7\u0131van".encode(encoding, "replace")) in ended.stdout


def test_no_number_is_parted_from_its_sign_or_interval():
    said = "a hostile act in 76 % of histories against 13 %, 63 points more [44, 82], direction over 99 % sure"
    for width in range(30, 60):
        lines = screen.fold_text(said, widest=width)
        assert all(whole in lines for whole in ("76 %", "13 %", "[44, 82]", "99 %"))
        assert max(map(len, lines.splitlines())) <= width
