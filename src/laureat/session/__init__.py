"""The conduct of a session, from its opening to a correction after publication: (state, command) → facts.

``reading.read(facts)`` gives where a session stands; ``conduct`` says what a command adds to the facts, or why it is
unlawful; ``todo`` what is missing. Pure: no clock, disk, network or settings.
"""
