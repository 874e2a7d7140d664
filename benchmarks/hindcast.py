"""What a hindcast costs: reading, estimating, forecasting and scoring, apart.

    python benchmarks/hindcast.py icews_core.csv --exposure icews_daily_totals.csv

Prints seconds on the clock and seconds of processor time of each part, for the span and the horizons of the report. Nothing is scored
twice, and no figure is drawn.
"""

from __future__ import annotations

import argparse
import datetime
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from araxes.forecasting.baselines import baselines
from araxes.forecasting.hindcast import forecast_span, refits
from araxes.forecasting.model import MODEL_NAME, entrants
from araxes.forecasting.origin import origins_between
from araxes.forecasting.report import report_hindcast
from araxes.inputs.region import read_region
from araxes.records.record import read_record


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something took."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    print(f"{what:<28}{time.perf_counter() - clock:8.1f} s{time.process_time() - processor:8.1f} s of processor time")


def main() -> int:
    """Time every part; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", type=Path)
    parser.add_argument("--exposure", type=Path)
    parser.add_argument("--from", dest="first", type=datetime.date.fromisoformat, default=datetime.date(2022, 1, 3))
    parser.add_argument("--until", type=datetime.date.fromisoformat, default=datetime.date(2022, 11, 28))
    given = parser.parse_args()
    region, span = read_region(), (given.first, given.until)
    with timed("all"):
        with timed("read the record"):
            history = read_record(given.record, region, exposure=given.exposure).history
        origins = origins_between(*span)
        with timed(f"estimates for {len(origins)} origins"):
            estimates = refits(history, region, origins)
        with timed("baselines"):
            found = forecast_span(history, region, *span, forecasters=baselines(region))
        with timed("the model's entries"):
            model = forecast_span(history, region, *span, forecasters=entrants(history, region, estimates))
        for name, chance in model.chance.items():
            found = found.with_chances(name, chance, model.within[name])
        with timed("scores, gates, strata"):
            report_hindcast(found, MODEL_NAME).document()
    return 0


if __name__ == "__main__":
    sys.exit(main())
