"""The same five states as a NumPy function: the model that the tasks of `with_ema.py` share."""

from __future__ import annotations

import numpy as np

CODES = ("AZE", "IRN", "ARM", "RUS", "TUR")
FAST, SLOW = 0.84, 0.987  # kept from week to week: half-lives of 4 and 52 weeks
WEEKS = 52


def simulate(base: float = -3.0, answer: float = 3.0, grudge: float = 3.0, seed: int = 0) -> dict[str, np.ndarray]:
    """Return hostile acts and tension of Iran towards Azerbaijan by week, and the share of hostile weeks of every dyad."""
    luck, fast, slow = np.random.default_rng(int(seed)), np.zeros((5, 5)), np.zeros((5, 5))
    acts, tension = np.zeros((WEEKS, 5, 5)), np.zeros(WEEKS)
    for week in range(WEEKS):
        push = base + answer * fast + grudge * slow
        acts[week] = (luck.random((5, 5)) < 1 / (1 + np.exp(-push))) * (1 - np.eye(5))
        fast = FAST * fast + (1 - FAST) * acts[week].T
        slow = SLOW * slow + (1 - SLOW) * acts[week].T
        tension[week] = fast[1, 0]
    return {"hostile": acts[:, 1, 0], "tension": tension, "shares": acts.mean(0).ravel()}
