"""The deliberation room."""
