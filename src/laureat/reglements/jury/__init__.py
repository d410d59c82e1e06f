"""Ce que tous les droits de jury partagent : la lecture des fiches, leur comparaison, la VAE, les règles communes.

Le droit du jury d'une famille est dans ``reglements/<famille>/jury.py``, ses nombres dans ``jury.yaml`` à côté.
"""

from laureat.reglements.jury.fiche import lire_composition
from laureat.reglements.jury.loi import LoiDuJury, TexteDeFiche

__all__ = ["LoiDuJury", "TexteDeFiche", "lire_composition"]
