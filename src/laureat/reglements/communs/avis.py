"""Ce qui se dit de chaque candidat sur toutes les sorties : un droit imposé ou lié, un texte lu dans un état ancien."""

import functools

from laureat.deliberation.reglement import OF_A_NUMBER
from laureat.reglements.communs.textes import citer
from laureat.rules import Finding, constat
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

DU_SERVICE = citer("acte du service des examens", Reading.USAGE)
LU_JUSQU_A = {Reading.LU_2014: 2014}
"""Par manière de lire, la dernière session dont on sait que le texte lu la régit."""


@functools.cache
def avis(message: str, citation: Citation = DU_SERVICE, id_: str = "AVIS") -> Finding:
    """Un constat qui vaut pour chaque candidat, et se dit tel quel."""

    @constat(id_, citation, message.replace("{", "{{").replace("}", "}}"))
    def avis_du_service() -> bool:
        """Ce que le service des examens a décidé du droit applicable se dit sur chaque sortie."""
        return True

    return avis_du_service


def nombre_change(message: str, citation: Citation) -> Finding:
    """Ce qui se dit d'un nombre du droit commun que la spécialité change : de chaque calcul, et non d'un titre."""
    return avis(message, citation, OF_A_NUMBER)


def texte_ancien(titre: str, texte: Citation, chiffres: str) -> Finding | None:
    """Ce qui se dit d'une session postérieure à l'état du texte qui a été lu ; None là où il l'a été en vigueur.

    ``chiffres`` : ce qui en dépend, « ses unités et ses coefficients », « ses CCP ».
    """
    if texte.reading not in LU_JUSQU_A:
        return None
    return avis(
        f"le texte de « {titre} » n'a été lu que dans son état de fin {LU_JUSQU_A[texte.reading]} ({texte.article}) : "
        f"rien ne dit que {chiffres} valent encore à cette session ; les vérifier dans l'arrêté en "
        "vigueur",
        texte,
    )
