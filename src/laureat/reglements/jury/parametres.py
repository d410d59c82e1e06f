"""Les nombres du droit des jurys, lus dans leurs fichiers, et les textes que toutes les familles citent."""

import functools
from importlib import resources

from laureat.reglements.communs.textes import citer
from laureat.reglements.donnees import lire_parametres
from laureat.rules import Parameter
from laureat.vocabulary.citations import Reading

D6412_6 = citer("CT D6412-6", Reading.SECONDAIRE, "JORFTEXT000049405419", depuis=2024)
"""Jury de validation des acquis de l'expérience (décret n° 2024-332 du 10 avril 2024)."""
R335_8 = citer("CE R335-8", Reading.LU_2014)
"""Ancien jury de VAE, abrogé par le décret n° 2023-1275 du 27 décembre 2023."""
PREUVE = citer(
    "TA Rennes, 28 mars 2024, n° 2303845",
    Reading.SECONDAIRE,
    depuis=2024,
    avant=citer("usage (preuve de la composition du jury)", Reading.USAGE),
)
"""Un refus annulé, faute de pouvoir prouver qui avait siégé."""
COLLEGIALITE = citer("usage (collégialité du jury)", Reading.SECONDAIRE)
IMPARTIALITE = citer("usage (impartialité du jury)", Reading.SECONDAIRE)


@functools.cache
def nombres(paquet: str, fichier: str = "jury.yaml") -> tuple[Parameter, ...]:
    """Les nombres du jury d'une famille, par le nom de son paquet, toutes années confondues."""
    texte = (resources.files(paquet) / fichier).read_text(encoding="utf-8")
    return lire_parametres(texte, fichier)


def nombres_communs() -> tuple[Parameter, ...]:
    """Les nombres qui valent pour toutes les familles."""
    return nombres("laureat.reglements.jury", "parametres.yaml")
