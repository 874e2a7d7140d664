"""Estimation: features of the observed weeks, likelihood, posterior of the weights."""
