"""Le droit des jurys : les règles d'un diplôme, d'une voie d'accès et d'un jour, à côté de leurs textes."""

import datetime as dt

from laureat.jury.law import JuryLaw, Rule
from laureat.reglements.jury import bac_pro, vae
from laureat.reglements.jury.bac_pro import HORS_CHAMP
from laureat.reglements.jury.commun import liens_declares
from laureat.reglements.jury.parametres import HISTORIQUE
from laureat.rules import Parameters
from laureat.vocabulary import VoieAcces

__all__ = ["HORS_CHAMP", "JURYS", "droit_du_jury"]

JURYS: dict[str, tuple[str, tuple[Rule, ...]]] = {
    "RNCP35697": ("baccalauréat professionnel", bac_pro.REGLES),
}
"""Les règlements dont la composition du jury est écrite ici ; les autres se lisent sur leur fiche."""


def droit_du_jury(reglement: str, voie: VoieAcces = VoieAcces.FI, au: dt.date = dt.date.max) -> JuryLaw:
    """Le droit d'un jury : règlement, voie d'accès, jour de la nomination (ou, pour la VAE, du début du parcours).

    Raises KeyError when no règlement of that name has a jury written here.
    """
    titre, regles = JURYS[reglement]
    return _assemble(titre, regles, voie, au)


def _assemble(titre: str, regles: tuple[Rule, ...], voie: VoieAcces, au: dt.date) -> JuryLaw:
    if voie is VoieAcces.VAE:
        regles = (*(rule for rule in regles if rule is not liens_declares), *vae.REGLES)
    parametres = Parameters.at(au.year, HISTORIQUE)
    return JuryLaw(f"{titre}, {voie.label.lower()}", regles, parametres).at(au)
