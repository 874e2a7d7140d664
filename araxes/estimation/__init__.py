"""Estimation: the record's likelihood through the model's own loop, and what it says about the parameters."""
