"""Damage for files: tokens, lines, bytes, archives, and things that are no files at all; each a function of a random generator alone."""

from __future__ import annotations

import io
import os
import re
import socket
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

TOKEN = re.compile(rb'"[^"\n]*"|[0-9][0-9.eE+:-]*|[A-Za-z_][A-Za-z0-9_.]*')
DIGITS = 400
VERY_LONG = 100_000
DEEP = 3000
MANY = 3000
FLOOD = 0.01
"""Share of inputs with thousands of unknown keys."""
MOST_STEPS = 4
FEW_BYTES = 64
ODD_NAMES = (
    "../x.csv",
    "/x.csv",
    "a/" * 200 + "x.csv",
    "x" * 300 + ".csv",
    "\x1b[2J.csv",
    "a\0.csv",
    ".csv",
    "__MACOSX/x.csv",
    "x.zip",
)

NASTY = [
    b"0", b"-1", b"0.5", b"1e999", b"-1e999", b"1e-320", b"inf", b"nan", b"NaN", b"null", b"true", b"Infinity", b"1_000",
    b"9223372036854775807", b"9223372036854775808", b"-9223372036854775809", b"4294967296", b"1" + b"0" * DIGITS,
    b"9" * (DIGITS * DIGITS // 30), b"0x" + b"f" * DIGITS * DIGITS, b'""', b'"\\u0000"', b'"\\u001b[2J"', b'"\\u202e"',
    b'"\\ud800"', b"'" + b"x" * VERY_LONG + b"'", b'"' + b"y" * VERY_LONG + b'"', b"[" * DEEP, b"[" * DEEP + b"]" * DEEP,
    b"{a = " * DEEP + b"1" + b"}" * DEEP, b"{}", b"[]", b"[[]]", b"[1, 2, 3]", b'{"a": 1}', b"0001-01-01", b"9999-12-31",
    b"2023-02-30", b"1900-01-01T00:00:00Z", b"00:00:00", b"2026-03-02", b"20220229", b"=1+1", b"@x", b"\x00", b"\xff\xfe", b'"',
    b"'''", b'"""', b"AZE", b"IRN", b'"IRN"', b"GEO", b"190", b"20", b"020", b"\xd9\xa1\xd9\xa2", b"\xe2\x80\xa8", b"\t", b",", b"\r",
    b"a." * DEEP + b"a", b"/dev/zero", b'"/dev/zero"', b"../../etc/passwd", b"x" * DIGITS,
]  # fmt: skip


def any_token(text: bytes, luck: Random) -> re.Match[bytes] | None:
    """Return one token of the text, None where there is none."""
    return TOKEN.search(text, luck.randrange(len(text) + 1)) or TOKEN.search(text)


def nasty_token(text: bytes, luck: Random) -> bytes:
    """Return the text with one token replaced by a nasty one."""
    token = any_token(text, luck)
    if token is None:
        return text + luck.choice(NASTY)
    return text[: token.start()] + luck.choice(NASTY) + text[token.end() :]


def token_elsewhere(text: bytes, luck: Random) -> bytes:
    """Return the text with one token replaced by another of its own."""
    old, new = any_token(text, luck), any_token(text, luck)
    if old is None or new is None:
        return text
    return text[: old.start()] + new.group() + text[old.end() :]


def misspelling(text: bytes, luck: Random) -> bytes:
    """Return the text with one letter of a token changed."""
    token = any_token(text, luck)
    if token is None:
        return text
    place = luck.randrange(*token.span())
    return text[:place] + bytes([luck.choice(b"aeioux_")]) + text[place + 1 :]


def line_gone(text: bytes, luck: Random) -> bytes:
    """Return the text without some lines that follow each other."""
    lines = text.split(b"\n")
    start = luck.randrange(len(lines))
    return b"\n".join(lines[:start] + lines[start + luck.randint(1, 3) :])


def line_elsewhere(text: bytes, luck: Random) -> bytes:
    """Return the text with one line moved or copied."""
    lines = text.split(b"\n")
    line = lines.pop(luck.randrange(len(lines))) if luck.random() < 1 / 2 else luck.choice(lines)
    lines.insert(luck.randint(0, len(lines)), line)
    return b"\n".join(lines)


def line_many_times(text: bytes, luck: Random) -> bytes:
    """Return the text with one line repeated, up to thousands of times."""
    lines = text.split(b"\n")
    start = luck.randrange(len(lines))
    return b"\n".join(
        [*lines[:start], *[lines[start]] * luck.choice((2, 2, 2, FEW_BYTES, FEW_BYTES, MANY)), *lines[start:]]
    )


def many_keys(text: bytes, luck: Random) -> bytes:
    """Return the text with thousands of keys that nobody knows."""
    lines = text.split(b"\n")
    start = luck.randint(0, len(lines))
    keys = [b"name_%d = %d" % (number, number) for number in range(MANY)]
    return b"\n".join([*lines[:start], *keys, *lines[start:]])


def bits(text: bytes, luck: Random) -> bytes:
    """Return the text with some bits turned over."""
    damaged = bytearray(text or b"\x00")
    for _ in range(luck.choice((1, 1, 2, FEW_BYTES))):
        damaged[luck.randrange(len(damaged))] ^= 1 << luck.randrange(8)
    return bytes(damaged)


def noise(text: bytes, luck: Random) -> bytes:
    """Return the text with random bytes in it."""
    place = luck.randint(0, len(text))
    return text[:place] + luck.randbytes(luck.randint(1, FEW_BYTES)) + text[place:]


def cut_short(text: bytes, luck: Random) -> bytes:
    """Return the beginning or the end of the text."""
    place = luck.randint(0, len(text))
    return text[:place] if luck.random() < 1 / 2 else text[place:]


def chunk_elsewhere(text: bytes, luck: Random) -> bytes:
    """Return the text with a part of it copied to another place, perhaps many times."""
    start, place = luck.randint(0, len(text)), luck.randint(0, len(text))
    return text[:place] + text[start : start + FEW_BYTES] * luck.choice((1, 1, 2, DIGITS)) + text[place:]


def other_encoding(text: bytes, luck: Random) -> bytes:
    """Return the text in another encoding, or with a mark before it, or with other ends of lines."""
    kinds: list[Callable[[], bytes]] = [
        lambda: b"\xef\xbb\xbf" + text,
        lambda: text.decode("utf-8", "replace").encode("utf-16"),
        lambda: text.decode("utf-8", "replace").encode("latin-1", "replace"),
        lambda: text.replace(b"\n", b"\r\n"),
        lambda: text.replace(b"\n", b"\r"),
        lambda: text.replace(b"\t", b","),
        lambda: text.replace(b",", b"\t"),
        lambda: text.replace(b'"', b"'"),
        lambda: b"",
    ]
    return luck.choice(kinds)()


STRUCTURAL = (
    nasty_token,
    nasty_token,
    nasty_token,
    token_elsewhere,
    misspelling,
    line_gone,
    line_elsewhere,
    line_many_times,
)
BYTES = (bits, noise, cut_short, chunk_elsewhere, other_encoding)


def damage(text: bytes, luck: Random) -> bytes:
    """Return a text after one to four mutations, three in four of them structural."""
    if luck.random() < FLOOD:
        return many_keys(text, luck)
    for _ in range(luck.randint(1, MOST_STEPS)):
        text = luck.choice(STRUCTURAL if luck.random() < 3 / 4 else BYTES)(text, luck)
    return text


def damaged_archive(members: Sequence[bytes], luck: Random) -> bytes:
    """Return a zip archive of damaged tables under odd names, which is often damaged itself."""
    packed = io.BytesIO()
    with zipfile.ZipFile(
        packed, "w", luck.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))
    ) as archive:
        for number in range(luck.randint(0, 3)):
            name = luck.choice(ODD_NAMES) if luck.random() < 1 / 4 else f"{number}.csv"
            content = luck.choice(members)
            archive.writestr(name, damage(content, luck) if luck.random() < 1 / 2 else content)
    whole = packed.getvalue()
    return luck.choice(BYTES)(whole, luck) if luck.random() < 3 / 4 else whole


def no_file(path: Path, luck: Random) -> str:
    """Put something that is no file at a path; return what."""
    kinds: dict[str, Callable[[], object]] = {
        "pipe": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "circle": lambda: path.symlink_to(path),
        "nothing": lambda: path.symlink_to(path.with_name("nothing here")),
        "device": lambda: path.symlink_to(luck.choice(("/dev/zero", "/dev/null", "/dev/full", "/dev/tty"))),
        "endless": lambda: path.symlink_to(luck.choice(("/proc/self/mem", "/proc/self/environ", "/proc/self/pagemap"))),
        "socket": lambda: _socket(path),
        "large": lambda: _large(path),
        "missing": lambda: None,
    }
    kind = luck.choice(list(kinds))
    kinds[kind]()
    return kind


def _socket(path: Path) -> None:
    """Bind a socket at a path."""
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def _large(path: Path) -> None:
    """Make a file of 50 GB that takes no room."""
    path.touch()
    os.truncate(path, 50_000_000_000)
