"""The science: plain functions that read sequences of numbers; no randomness, no Mesa, no files."""
