"""All randomness: draws addressed by (seed, replicate, week, purpose, actor codes), by nothing else, and in no order.

The generator is Philox4x32-10 (Salmon, Moraes, Dror and Shaw 2011): the address is enciphered under the seed, so a draw needs no state.
Two scenarios share their luck, a replicate is the same in every ensemble, and an actor more changes nobody else's draws.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from enum import IntEnum
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from araxes.array_types import Floats
from araxes.units import LUCK_BITS

ROUNDS = 10
MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (np.uint64(0x9E3779B9), np.uint64(0xBB67AE85))
WORD = LUCK_BITS
SHIFT = np.uint64(WORD)
LOW = np.uint64((1 << WORD) - 1)
MANTISSA = 52
SURPLUS = np.uint64(WORD + WORD - MANTISSA)
GRID = np.ldexp(1.0, -MANTISSA)
LETTERS = 27
PAIR_BASE = 19683
FIRST_LETTER = ord("A") - 1
"""Constants of Philox4x32-10 from its paper; a code's letters count from A = 1 in base 27, a code is a number below 27^3 = 19683."""


_Words = Any
"""32-bit words held in unsigned 64-bit numbers: arrays in Python, scalars in compiled code."""


class Purpose(IntEnum):
    """What a draw is for; part of its address."""

    OWN = 0
    SHARED = 1
    PARAMETER = 2
    RESAMPLE = 3
    SHARED_KIND = 4
    JUDGED = 5


def philox(counter: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike], seed: int) -> tuple[NDArray[np.uint64], ...]:
    """Return the four 32-bit words of Philox4x32-10.

    Parameters
    ----------
    counter : four array_like of unsigned integers below 2^32, broadcast together
        The address.
    seed : int
        Key, in [0, 2^64).

    Returns
    -------
    four ndarray of uint64, each below 2^32
    """
    c0, c1, c2, c3 = (np.asarray(part, dtype=np.uint64) for part in counter)
    words = rounds(c0, c1, c2, c3, np.uint64(seed) & LOW, np.uint64(seed) >> SHIFT)
    return tuple(np.asarray(word) for word in words)


def rounds(
    c0: _Words, c1: _Words, c2: _Words, c3: _Words, k0: np.uint64, k1: np.uint64
) -> tuple[_Words, _Words, _Words, _Words]:
    """Return the words of Philox4x32-10 from counter and key in words; total on arrays, and on scalars in compiled code."""
    for _ in range(ROUNDS):
        left, right = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (right >> SHIFT) ^ c1 ^ k0, right & LOW, (left >> SHIFT) ^ c3 ^ k1, left & LOW
        k0, k1 = (k0 + WEYL[0]) & LOW, (k1 + WEYL[1]) & LOW
    return c0, c1, c2, c3


def unit(high: _Words, low: _Words) -> Any:
    """Return two 32-bit words as a number strictly between 0 and 1, on a grid of 2^-52 (one bit more would round the largest to 1)."""
    return ((((high << SHIFT) | low) >> SURPLUS) + 0.5) * GRID


def code_number(code: str) -> int:
    """Return an actor code of up to three capital letters as a number below 27^3."""
    number = 0
    for letter in code:
        number = number * LETTERS + ord(letter) - FIRST_LETTER
    return number


def pair_number(first: str, second: str) -> int:
    """Return an ordered pair of codes as one number below 27^6, less than 2^32."""
    return code_number(first) * PAIR_BASE + code_number(second)


def own_luck(seed: int, replicate: ArrayLike, weeks: ArrayLike, source: str, target: str) -> tuple[Floats, Floats]:
    """Return the luck of a directed dyad: of its answer to "hostile?", and of the kind of act.

    Parameters
    ----------
    seed : int
    replicate, weeks : array_like of int, broadcast together
        Replicate numbers and absolute week numbers (weeks since 1970-01-05).
    source, target : str
        Codes of actor and target.

    Returns
    -------
    two ndarray of float
        Uniform in (0, 1).
    """
    return _pair_of_units(_address(replicate, weeks, Purpose.OWN, pair_number(source, target)), seed)


def shared_luck(
    seed: int, replicate: ArrayLike, weeks: ArrayLike, first: str, second: str, purpose: Purpose
) -> tuple[Floats, Floats]:
    """Return coin and shared luck of an undirected pair for one question, the same whichever code comes first.

    `purpose` is `Purpose.SHARED` for "hostile?" and `Purpose.SHARED_KIND` for the kind of act; other arguments as for `own_luck`.
    """
    return _pair_of_units(_address(replicate, weeks, purpose, pair_number(*sorted((first, second)))), seed)


def _pair_of_units(counter: tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike], seed: int) -> tuple[Floats, Floats]:
    """Return the two numbers that an address holds."""
    words = philox(counter, seed)
    return unit(words[0], words[1]), unit(*words[2:])


def _address(
    replicate: ArrayLike, weeks: ArrayLike, purpose: Purpose, pair: int
) -> tuple[ArrayLike, ArrayLike, ArrayLike, ArrayLike]:
    """Return the counter of an address; weeks before 1970 wrap around 2^32."""
    return (
        np.asarray(replicate),
        np.asarray(weeks, dtype=np.int64).astype(np.uint64) & LOW,
        np.uint64(purpose),
        np.uint64(pair),
    )


def parameter_draws(
    seed: int, draws: Sequence[int], path: str, mean: float, sd: float, low: float, high: float
) -> Floats:
    """Return some draws of a parameter: normal, truncated to its range.

    Parameters
    ----------
    seed : int
    draws : sequence of int
        Numbers of the draws.
    path : str
        The parameter's dotted path, hashed into the address.
    mean, sd : float
        Of the normal before truncation; sd 0 returns the mean.
    low, high : float
        The admissible range.

    Returns
    -------
    ndarray of float, shape (draws,)
    """
    if sd == 0:
        return np.full(len(draws), mean)
    digest = path_number(path)
    words = philox((np.asarray(draws), digest & int(LOW), np.uint64(Purpose.PARAMETER), digest >> WORD), seed)
    floor, ceiling = _normal_share((low - mean) / sd), _normal_share((high - mean) / sd)
    shares = floor + unit(words[0], words[1]) * (ceiling - floor)
    inside = np.clip(shares, np.finfo(np.float64).tiny, 1 - np.finfo(np.float64).epsneg)
    return np.clip([mean + sd * STANDARD.inv_cdf(share) for share in inside.tolist()], low, high)


STANDARD = NormalDist()
"""The standard normal."""


def _normal_share(z: float) -> float:
    """Return the share of the standard normal below z, accurate in the lower tail."""
    return 0.5 * math.erfc(-z / math.sqrt(2))


def path_number(path: str) -> int:
    """Return a parameter's dotted path as a number below 2^64."""
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=np.uint64().itemsize).digest(), "little")


def judged_units(seed: int, draws: Sequence[int], paths: Sequence[str]) -> Floats:
    """Return the numbers that draws of judged values are made of.

    Parameters
    ----------
    seed : int
    draws : sequence of int
        Numbers of the draws.
    paths : sequence of str
        Dotted paths, each hashed into its address: what is drawn for one does not depend on the others.

    Returns
    -------
    ndarray of float, shape (paths, draws)
        Uniform in (0, 1).
    """
    digests = np.array([path_number(path) for path in paths], dtype=np.uint64)[:, None]
    words = philox((np.asarray(draws), digests & LOW, np.uint64(Purpose.JUDGED), digests >> SHIFT), seed)
    return np.asarray(unit(words[0], words[1]))


def triangular_shifts(units: ArrayLike, below: ArrayLike, above: ArrayLike, share: float) -> Floats:
    """Return by how much judged values are shifted: triangular, the mode at no shift, a share of it between the ends of a range.

    Parameters
    ----------
    units : array_like of float
        Uniform in (0, 1).
    below, above : array_like of float
        How far the range reaches below and above the value, at least 0; broadcast with `units`.
    share : float
        In (0, 1). Both sides of the triangle are longer than those of the range by one and the same factor, 1 / (1 - sqrt(1 - share)).
    """
    u, longer = np.asarray(units, dtype=np.float64), 1 / (1 - math.sqrt(1 - share))
    left, right = longer * np.asarray(below, dtype=np.float64), longer * np.asarray(above, dtype=np.float64)
    width = left + right
    falling, rising = right - np.sqrt((1 - u) * width * right), np.sqrt(u * width * left) - left
    return np.where(u * width < left, rising, falling)


def parameter_draw(seed: int, draw: int, path: str, mean: float, sd: float, low: float, high: float) -> float:
    """Return one draw of a parameter; arguments as for `parameter_draws`."""
    return float(parameter_draws(seed, [draw], path, mean, sd, low, high)[0])


def generator(seed: int, *names: str) -> np.random.Generator:
    """Return a generator for resampling results (never for the model), keyed by the seed and names."""
    digest = hashlib.blake2b("/".join(names).encode(), digest_size=np.uint64().itemsize).digest()
    return np.random.default_rng([seed, int.from_bytes(digest, "little"), int(Purpose.RESAMPLE)])
