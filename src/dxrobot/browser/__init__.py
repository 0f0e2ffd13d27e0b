"""The gate to web systems: the only code that drives a browser."""
