"""What a paper says, as data, and how it is laid out, sealed and issued in bulk."""
