"""The sealer: the one process that holds the private keys of the web door.

It is asked by names (``laureat.web.sealer``), reads the facts with its own role in the base, replays them, draws up
what is to be signed, and signs it. It remembers the last head of each log, and signs nothing that does not prolong it.
"""
