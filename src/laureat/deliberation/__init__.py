"""Deliberation: one candidate decided exactly and explained, a whole cohort in columns, the two always equal."""
