"""Lauréat runs a French professional certification from end to end."""

__version__ = "0.1.0"
