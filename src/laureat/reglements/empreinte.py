"""Ce qui a tourné : l'empreinte des sources qui décident, et les versions de ce qui les porte.

``SessionRules.digest`` dit *ce qui décide* (règles, unités, nombres, tels que le moteur les voit). Ici, *ce qui a
tourné* : les sources de la famille, des règles communes, de la grammaire et de la délibération ; les versions de
Lauréat, de Python et des bibliothèques qui calculent.
"""

import functools
import hashlib
import platform
from collections.abc import Mapping
from importlib import metadata

from laureat import __version__
from laureat.deliberation.famille import Famille
from laureat.reglements.chargement import empreinte_des_sources

COMMUNS = ("laureat.reglements.communs", "laureat.rules", "laureat.deliberation", "laureat.vocabulary")
CALCULENT = ("polars", "pyyaml")


@functools.cache
def _communs() -> str:
    return "".join(empreinte_des_sources(paquet) for paquet in COMMUNS)


def empreinte_de_ce_qui_tourne(famille: Famille) -> str:
    """SHA-256 des sources de la famille et de tout ce qui la fait décider."""
    return hashlib.sha256((famille.sources + _communs()).encode()).hexdigest()


@functools.cache
def versions() -> Mapping[str, str]:
    """Les versions de Lauréat, de Python et des bibliothèques qui calculent."""
    return {
        "laureat": __version__,
        "python": platform.python_version(),
        **{nom: metadata.version(nom) for nom in CALCULENT},
    }
