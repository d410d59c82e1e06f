"""The conduct of a session: the facts, the service that stores them, the screens of the office and the schools."""
