"""The English catalogues: what is to be translated, found in the sources; what is written, compiled.

``python -m traduction`` brings the ``.po`` up to date, compiles the ``.mo`` that are shipped, and says what is missing.
"""
