"""Le droit des jurys : les règles d'un diplôme, d'une voie d'accès et d'un jour, à côté de leurs textes."""

import datetime as dt
from dataclasses import dataclass

from laureat.jury.law import JuryLaw, Rule
from laureat.reglements.jury import bac_pro, vae
from laureat.reglements.jury.bac_pro import HORS_CHAMP, examinateurs_adjoints, preuve_de_la_composition
from laureat.reglements.jury.commun import deux_membres_au_moins, liens_declares
from laureat.reglements.jury.comparaison import comparer
from laureat.reglements.jury.fiche import lire_composition
from laureat.reglements.jury.lecture import Lecture
from laureat.reglements.jury.parametres import HISTORIQUE
from laureat.rules import Parameters
from laureat.vocabulary import VoieAcces

__all__ = ["HORS_CHAMP", "JURYS", "TexteDeFiche", "droit_du_jury", "lire_composition"]

JURYS: dict[str, tuple[str, tuple[Rule, ...]]] = {
    "RNCP35697": ("baccalauréat professionnel", bac_pro.REGLES),
}
"""Les règlements dont la composition du jury est écrite ici ; les autres se lisent sur leur fiche."""


@dataclass(frozen=True)
class TexteDeFiche:
    """Ce que la fiche dit du jury pour une voie d'accès."""

    numero: str
    jury: str = ""
    ouverte: bool | None = True
    """La voie est ouverte ; None : la fiche n'en parle pas."""


def droit_du_jury(
    reglement: str | None,
    voie: VoieAcces = VoieAcces.FI,
    au: dt.date = dt.date.max,
    fiche: TexteDeFiche | None = None,
) -> JuryLaw:
    """Le droit d'un jury, à son jour : celui de la nomination ou, pour la VAE, du début du parcours.

    Avec un règlement et une fiche, la fiche est comparée au règlement, et ce qu'elle dit de plus s'y ajoute ; sans
    règlement, la fiche seule fait le droit. Raises KeyError when no jury is written here for that règlement, ValueError
    with neither.
    """
    parametres = Parameters.at(au.year, HISTORIQUE)
    lecture = lire_composition(fiche.jury, fiche.numero, voie.value) if fiche is not None else None
    notes: tuple[str, ...] = ()
    if reglement is not None:
        titre, regles = JURYS[reglement]
        if lecture is not None and lecture.regles:
            en_plus, notes = comparer(regles, lecture, parametres.values_only)
            regles = (*regles, *en_plus)
    elif fiche is not None and lecture is not None:
        titre, regles = f"fiche {fiche.numero}", _de_la_fiche(lecture)
    else:
        raise ValueError("un règlement ou une fiche est attendu")
    if voie is VoieAcces.VAE:
        regles = (*(regle for regle in regles if regle is not liens_declares), *vae.REGLES)
    if fiche is not None and not fiche.ouverte:
        notes = (*notes, f"Attention : la fiche {fiche.numero} n'ouvre pas la voie {voie.value}.")
    elif fiche is not None and not fiche.jury.strip():
        notes = (*notes, f"La fiche {fiche.numero} ne dit rien du jury pour la voie {voie.value}.")
    incompris = tuple(lecture.incompris) if lecture is not None else ()
    return JuryLaw(f"{titre}, {voie.label.lower()}", regles, parametres, incompris, notes).at(au)


def _de_la_fiche(lecture: Lecture) -> tuple[Rule, ...]:
    """Les règles de la fiche, et celles qui valent partout : collégialité, voix consultatives, preuve, impartialité."""
    communes = (examinateurs_adjoints, preuve_de_la_composition, liens_declares)
    return (*(() if lecture.effectif_dit else (deux_membres_au_moins,)), *lecture.regles, *communes)
