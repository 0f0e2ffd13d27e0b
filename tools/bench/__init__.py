"""Measurements against the alternatives, on the same work in one run."""
