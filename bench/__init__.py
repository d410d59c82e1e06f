"""Measures of speed, each beside a peer of the same run (``python -m bench``)."""
