"""Forecasts: baselines, predictive distributions, scores, hindcasts."""
