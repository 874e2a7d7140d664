"""Plans: a sweep that has been checked and not been run, and what a folder makes of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from araxes.inputs.folders import is_taken
from araxes.sweeps import manifest
from araxes.sweeps.design import Design
from araxes.sweeps.growth import Points, merged, next_generation, over, recorded
from araxes.sweeps.manifest import Manifest
from araxes.sweeps.model_version import digest
from araxes.sweeps.table import FILE, GRID
from araxes.sweeps.work import Job, Workshop, workshop


class Plan(NamedTuple):
    """A sweep that has been checked and not been run.

    Attributes
    ----------
    job : Job
    name : str
        Digest of the sweep.
    design : Design
    manifest : Manifest
        Without generations until it meets its folder.
    """

    job: Job
    name: str
    design: Design
    manifest: Manifest

    @property
    def shop(self) -> Workshop:
        """Return what works on its points in this process."""
        return workshop(self.name, self.job)

    @property
    def points(self) -> Points:
        """Return all points of the sweep and of its folder."""
        return Points(self.design, self.manifest.of_generations())


def continued(plan: Plan, folder: Path) -> Plan:
    """Return the plan as it goes on in a folder: points that the folder does not have are a generation at the end.

    Raises
    ------
    InputError
        When the folder is that of another sweep; the differences are named.
    """
    of, factors, design = plan.manifest.copy(), plan.design.factors, plan.design
    old = manifest.read(folder) if is_taken(folder / manifest.NAME) else None
    if old is not None:
        manifest.check_same(old, of, folder)
        of.generations, of.bases = list(old.generations), old.bases | of.bases
        factors = merged(old.of_factors(), factors)
    added = next_generation(design, factors, of.of_generations(), plan.job.replicates, of.options["weeks"])
    if old is not None and added is None:
        of.factors, of.design, of.libraries = old.factors, old.design, old.libraries
        factors = old.of_factors() if design.kind in (GRID, FILE) else factors
    elif old is not None:
        of.factors = manifest.factor_rows(factors)
    if added is not None:
        of.generations.append(recorded(added))
    job, name = plan.job, plan.name
    if factors != job.factors:
        job, name = job._replace(factors=factors), digest(f"{name} {factors}".encode())
    return Plan(job, name, over(design, factors), of)
