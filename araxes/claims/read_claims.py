"""Reading the files of claims: each strictly, and against the record that it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from araxes.claims.acts import ActQuery, Acts, RecordRow, find_acts, rows_asked, rows_given
from araxes.claims.claim_faults import claim_faults, faults_of_test, plain_id
from araxes.claims.claim_file import CAPITALS, TEST_KINDS, ClaimFile, ClaimTest
from araxes.display import Card, show_card
from araxes.errors import Fault, InputError, Option, unknown
from araxes.inputs.chain import SUFFIX, path_inside
from araxes.inputs.faults import parse
from araxes.inputs.read import CLAIMS, folders, read_toml, short_path
from araxes.inputs.region import NEUTRAL, RegionFiles
from araxes.records.history import History


@show_card
@dataclass(frozen=True)
class Claim:
    """A claim, its tests and where it stands.

    Attributes
    ----------
    file : str
        As it stands in messages.
    said : ClaimFile
    tests : tuple of ClaimTest
        One of the kinds of `TEST_KINDS` each.
    record : tuple of RecordRow
        The rows of the record that it speaks of.
    """

    file: str
    said: ClaimFile
    tests: tuple[ClaimTest, ...]
    record: tuple[RecordRow, ...] = field(repr=False)
    _found: dict[tuple[str, frozenset[str]], Acts] = field(default_factory=dict, repr=False, compare=False)

    def _card(self) -> Card:
        """Return what is claimed, and by whom."""
        return Card(f"Claim {self.said.id}: {self.said.claim}", f"{self.said.voice}; {len(self.tests)} tests")

    @property
    def readings(self) -> dict[str, dict[str, str]]:
        """Return the set that each contested row is given to, by reading: the neutral one, then capitals, then assumptions."""
        capitals = {capital: self.said.reading.get(capital, {}) for capital in CAPITALS}
        return {NEUTRAL: {}, **capitals, **{one.title: one.rows for one in self.said.assumption}}

    def acts(self, name: str, reading: Mapping[str, str]) -> Acts:
        """Return the rows of a set of acts under a reading, within the days of the claim."""
        given = rows_given(reading, name)
        if (name, given) not in self._found:
            self._found[name, given] = find_acts(self.record, self._queries(name), given)
        return self._found[name, given]

    def _queries(self, name: str) -> list[ActQuery]:
        """Return the queries of a set of acts, each within the days of the claim."""
        since, until = self.said.since, self.said.until
        return [
            query.model_copy(
                update={
                    "since": max(filter(None, (query.since, since)), default=None),
                    "until": min(filter(None, (query.until, until)), default=None),
                }
            )
            for query in self.said.acts[name]
        ]


def claim_files(own: Path | None = None) -> dict[str, tuple[Path, Path]]:
    """Return the files of all claims, each with its folder, by name; the user's win."""
    found = {path.stem: (path, folder) for folder in folders(CLAIMS, own) for path in folder.glob(f"*{SUFFIX}")}
    return dict(sorted(found.items()))


def read_claims(
    names: Sequence[str], history: History, region: RegionFiles, own: Path | None = None, folder: Path | None = None
) -> tuple[Claim, ...]:
    """Return claims by name, all of them where none is named.

    Parameters
    ----------
    names : sequence of str
        Capitals or not is one.
    history : History
        The record that they speak of.
    region : RegionFiles
    own : Path, optional
        A user's folder, with claims in its sub-folder `claims`.
    folder : Path, optional
        A folder of files of claims, to be read in place of the shipped ones: another article.

    Raises
    ------
    InputError
        No such claim, and every fault of every file.
    """
    files = claim_files(own) if folder is None else _files_in(folder)
    known = {plain_id(name): name for name in files}
    faults = [unknown(Option("names"), "", name, files, "claim") for name in names if plain_id(name) not in known]
    if faults:
        raise InputError(faults)
    claims: list[Claim] = []
    record = rows_asked(history, region)
    for name in [known[plain_id(name)] for name in names] or list(files):
        try:
            claims.append(_read(path_inside(*files[name]), history, region, record))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return tuple(claims)


def _files_in(folder: Path) -> dict[str, tuple[Path, Path]]:
    """Return the files of claims of a folder."""
    files = {path.stem: (path, folder) for path in sorted(Path(folder).glob(f"*{SUFFIX}"))}
    if not files:
        raise InputError(
            [Fault(short_path(Path(folder)), "", "no file of a claim", "a folder with files such as C21.toml")]
        )
    return files


def _read(path: Path, history: History, region: RegionFiles, record: tuple[RecordRow, ...]) -> Claim:
    """Return a claim, or raise every fault of its file."""
    file = short_path(path)
    parsed, faults = parse(ClaimFile, read_toml(path), file)
    if parsed is None:
        raise InputError(faults)
    tests: list[ClaimTest] = []
    for index, data in enumerate(parsed.test, start=1):
        test, found = _test(data, file, f"test[{index}]")
        faults += found
        tests += [test] if test else []
    faults += claim_faults(parsed, path.stem, file, history, region)
    for index, test in enumerate(tests, start=1):
        faults += faults_of_test(test, parsed, file, f"test[{index}]", history, region)
    if faults:
        raise InputError(faults)
    return Claim(file, parsed, tuple(tests), record)


def _test(data: dict[str, Any], file: str, key: str) -> tuple[ClaimTest | None, list[Fault]]:
    """Return a test as its kind reads it, or its faults."""
    kind = data.get("kind")
    if kind is None:
        return None, [Fault(file, f"{key}.kind", "nothing", f"one of {', '.join(TEST_KINDS)}")]
    if not isinstance(kind, str) or kind not in TEST_KINDS:
        return None, [unknown(file, f"{key}.kind", kind, TEST_KINDS, "kind of test")]
    test, faults = parse(TEST_KINDS[kind], data, file)
    return test, [replace(fault, key=f"{key}.{fault.key}", nearest=fault.nearest) for fault in faults]
