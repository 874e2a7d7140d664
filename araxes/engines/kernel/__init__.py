"""The kernel: a closed box with one door, `araxes.engines.kernel.load`; what it gives equals the Mesa engine to the last bit."""
