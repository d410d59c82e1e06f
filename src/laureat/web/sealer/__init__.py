"""How the web door asks the sealer, the one process that holds its private keys: requests, a client, its public keys.

The sealer itself is ``laureat.web.strongroom``, which nothing of the web process imports.
"""
