"""Credentials that a third party checks without us: Open Badges 3.0, status lists, 2D-Doc. Named as in the standards.

Open ``proof`` for the signature, ``issuer`` for what a credential says, ``status`` for revocation, ``verifier`` for the
verdict on any file, ``deuxdoc`` for the French signed 2D barcode. Nothing here reads a clock or the network.
"""
