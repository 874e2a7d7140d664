"""Whether luck is luck: a standard battery on the draws that the model uses.

    python benchmarks/luck.py -n 100000000

Chi-square of one and of two draws against the uniform, of the 20 lowest bits, lag correlations along weeks and replicates, correlations
between streams (the halves of a dyad, dyads, answer and kind of act, coin and shared part, neighbouring seeds), and a one-sample
Kolmogorov-Smirnov test. The smallest p-value is compared with 0.01 divided by the number of tests (Bonferroni).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from araxes.engines.draws import Purpose, own_luck, shared_luck

Draws = NDArray[np.float64]

WEEKS = 500
FIRST_WEEK = 2700
BLOCK = 2_000_000
BINS, SQUARE_BINS, LOW_BITS, GRID_BITS = 1000, 40, 20, 52
LAGS = (1, 2, 3, 4, 52)
LEVEL = 0.01
SEED = 1


def blocks(count: int) -> Iterator[tuple[int, int]]:
    """Yield first replicate and number of replicates of each block of about `BLOCK` draws."""
    replicates, each = max(1, count // WEEKS), max(1, BLOCK // WEEKS)
    for first in range(0, replicates, each):
        yield first, min(each, replicates - first)


def streams(first: int, replicates: int) -> dict[str, Draws]:
    """Return draws of several addresses, shape (replicates, weeks)."""
    numbers, weeks = np.arange(first, first + replicates)[:, None], FIRST_WEEK + np.arange(WEEKS)
    own = {pair: own_luck(SEED, numbers, weeks, *pair.split(">")) for pair in ("AZE>IRN", "IRN>AZE", "ARM>AZE")}
    coin, shared = shared_luck(SEED, numbers, weeks, "AZE", "IRN", Purpose.SHARED)
    kind_coin, shared_kind = shared_luck(SEED, numbers, weeks, "AZE", "IRN", Purpose.SHARED_KIND)
    return {
        **{pair: answer for pair, (answer, _) in own.items()},
        "AZE>IRN, kind": own["AZE>IRN"][1],
        "IRN>AZE, kind": own["IRN>AZE"][1],
        "next seed": own_luck(SEED + 1, numbers, weeks, "AZE", "IRN")[0],
        "coin": coin,
        "shared": shared,
        "coin of kind": kind_coin,
        "shared kind": shared_kind,
    }


class Sums:
    """Counts and products gathered block by block."""

    def __init__(self) -> None:
        self.number = 0
        self.one = np.zeros(BINS)
        self.two = np.zeros((SQUARE_BINS, SQUARE_BINS))
        self.bits = np.zeros(LOW_BITS)
        self.products: dict[str, list[float]] = {}
        self.sample: list[Draws] = []

    def add(self, found: dict[str, Draws]) -> None:
        """Add a block."""
        u = found["AZE>IRN"]
        self.number += u.size
        self.one += np.bincount((u * BINS).astype(np.int64).ravel(), minlength=BINS)
        pair = [(part * SQUARE_BINS).astype(np.int64) for part in (u[:, :-1], u[:, 1:])]
        self.two += np.bincount((pair[0] * SQUARE_BINS + pair[1]).ravel(), minlength=SQUARE_BINS**2).reshape(
            self.two.shape
        )
        whole = np.floor(np.ldexp(u, GRID_BITS)).astype(np.uint64)
        self.bits += [np.count_nonzero(whole >> np.uint64(bit) & np.uint64(1)) for bit in range(LOW_BITS)]
        self.sample.append(u.ravel()[: BLOCK // len(LAGS) // BINS])
        centred = {name: part - 1 / 2 for name, part in found.items()}
        for lag in LAGS:
            self.product(f"lag {lag} weeks", centred["AZE>IRN"][:, :-lag], centred["AZE>IRN"][:, lag:])
            if len(u) > lag:
                self.product(f"lag {lag} replicates", centred["AZE>IRN"][:-lag], centred["AZE>IRN"][lag:])
        names = list(found)
        for place, name in enumerate(names):
            for other in names[place + 1 :]:
                self.product(f"{name} with {other}", centred[name], centred[other])

    def product(self, name: str, one: Draws, other: Draws) -> None:
        """Add to the sum of products of two streams."""
        sums = self.products.setdefault(name, [0.0, 0.0])
        sums[0] += float((one * other).sum())
        sums[1] += one.size

    def tests(self) -> dict[str, float]:
        """Return the p-value of every test."""
        expected_pairs = self.two.sum() / self.two.size
        found = {
            f"chi-square, {BINS} bins": float(stats.chisquare(self.one).pvalue),
            f"chi-square, pairs of weeks, {SQUARE_BINS} x {SQUARE_BINS} bins": float(
                stats.chi2.sf(((self.two - expected_pairs) ** 2 / expected_pairs).sum(), self.two.size - 1)
            ),
            "Kolmogorov-Smirnov (a sample)": float(stats.kstest(np.concatenate(self.sample), "uniform").pvalue),
        }
        for bit, ones in enumerate(self.bits):
            found[f"bit {bit} of {GRID_BITS}"] = two_sided((ones - self.number / 2) / np.sqrt(self.number / 4))
        for name, (total, number) in self.products.items():
            found[f"correlation, {name}"] = two_sided(total / number * 12 * np.sqrt(number))
        return found


def two_sided(z: float) -> float:
    """Return the p-value of a standard normal score."""
    return float(2 * stats.norm.sf(abs(z)))


def battery(count: int) -> dict[str, float]:
    """Return the p-value of every test on about `count` draws."""
    sums = Sums()
    for first, replicates in blocks(count):
        sums.add(streams(first, replicates))
    return sums.tests()


def main() -> None:
    """Run the battery and print it; exit code 1 where a test fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=100_000_000, help="draws of each stream")
    found = battery(parser.parse_args().n)
    for name, p in found.items():
        print(f"{name:60s} p = {p:.4f}")
    limit = LEVEL / len(found)
    print(f"{len(found)} tests; smallest p {min(found.values()):.5f}; a failure would be one below {limit:.5f}")
    sys.exit(min(found.values()) < limit)


if __name__ == "__main__":
    main()
