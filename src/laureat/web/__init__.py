"""Door two: a session conducted in a browser, on records kept by PostgreSQL."""
