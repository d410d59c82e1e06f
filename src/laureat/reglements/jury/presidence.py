"""Qui préside est nommé en entier : nom, prénom, qualité."""

from laureat.jury.members import Fonction, Jury
from laureat.reglements.communs.textes import citer
from laureat.vocabulary.citations import Reading

PRESIDENT_NOMME = citer("CE, 28 mai 2010, n° 328686", Reading.SECONDAIRE)
PRESIDENCE = (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT)


def presidence_mal_nommee(jury: Jury) -> list[str]:
    """Le procès-verbal porte le nom, le prénom et la qualité de qui préside, ou peut présider : ce qui manque."""
    return [
        f"{membre.fonction_dite.capitalize()} : {membre.nom}, sans prénom ; le procès-verbal porte le nom, le prénom "
        f"et la qualité de qui préside — {PRESIDENT_NOMME}."
        for membre in jury.members
        if membre.fonction in PRESIDENCE and not membre.prenom.strip()
    ]
