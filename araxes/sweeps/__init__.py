"""Sweeps: designs over parameters and scenarios, a store that survives, sensitivity, discovery."""
