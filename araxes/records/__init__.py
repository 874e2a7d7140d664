"""Events, observed and simulated, in the same columns."""
