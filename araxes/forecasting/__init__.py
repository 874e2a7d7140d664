"""Forecasts of weekly acts, baselines, scores and hindcasts."""
