"""How a sampler fared, in lines: convergence, effective draws, divergent moves."""

from __future__ import annotations

from collections.abc import Iterator

from araxes.estimation.estimate import Estimate
from araxes.estimation.extras import extra


def diagnostics(estimate: Estimate) -> Iterator[str]:
    """Yield what a reader should know of the sampler; nothing where none ran."""
    if estimate.sampled is None:
        return
    arviz = extra("arviz")
    data = arviz.convert_to_dataset({"z": estimate.sampled.z})
    rhat, bulk = float(arviz.rhat(data)["z"].max()), float(arviz.ess(data)["z"].min())
    chains, draws, _ = estimate.sampled.z.shape
    divergent = int(estimate.sampled.fared["diverging"].sum())
    yield (
        f"Sampler: {chains} chains of {draws} draws; largest R-hat {rhat:.3f}, fewest effective draws {bulk:.0f}, "
        f"{divergent} divergent moves."
    )
