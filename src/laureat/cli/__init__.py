"""Door one: files in, files out, no database."""
