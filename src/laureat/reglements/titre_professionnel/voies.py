"""D'où vient un candidat au titre professionnel : son origine ne change que ce dont le jury dispose (TP-CAT-01)."""

from laureat.deliberation.famille import Voie
from laureat.vocabulary import VoieAcces

VOIES = (
    Voie(
        "formation",
        "parcours de formation continue",
        "",
        (VoieAcces.FC, VoieAcces.CQ, VoieAcces.FI),
        frozenset({"de_formation"}),
        700,
    ),
    Voie("apprentissage", "contrat d'apprentissage", "", (VoieAcces.CA,), frozenset({"d_apprentissage"}), 150),
    Voie("vae", "validation des acquis de l'expérience", "", (VoieAcces.VAE,), frozenset({"de_vae"}), 150),
)
