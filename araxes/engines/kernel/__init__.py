"""The kernel: a closed box, run by `araxes.engines.ensemble` alone; what it gives equals the Mesa engine to the last bit.

Others ask `load` for the kernel that counts, and `tables` for what the kernel reads of a world.
"""
