"""Les délais de ce qui suit un résultat publié : les mêmes pour tous les diplômes.

Le délai imparti au jury par un jugement n'y est pas : chaque jugement fixe le sien.
"""

from collections.abc import Mapping
from types import MappingProxyType

from laureat.rules import Parameter, Parameters, ParameterStatus
from laureat.vocabulary import Citation
from laureat.vocabulary.citations import Reading

CRPA = "Code des relations entre le public et l'administration"


def _mois(nom: str, valeur: int, article: str, reading: Reading, libelle: str) -> Parameter:
    unite = "mois"
    return Parameter(nom, valeur, unite, ParameterStatus.DEDUIT, Citation(article, reading), libelle)


DELAIS = Parameters(
    (
        _mois(
            "reponse_copies",
            1,
            f"{CRPA}, art. R311-12 et R311-13",
            Reading.SECONDAIRE,
            "réponse à une demande de copies : le silence vaut refus",
        ),
        _mois(
            "reponse_recours_gracieux",
            2,
            f"{CRPA}, art. L231-4 et L411-7",
            Reading.SECONDAIRE,
            "réponse à un recours gracieux : le silence vaut rejet",
        ),
        _mois(
            "reponse_erreur_materielle",
            2,
            f"{CRPA}, art. L231-4 et L411-7",
            Reading.DEDUIT,
            "réponse à une demande de rectification d'une erreur matérielle : le silence vaut rejet",
        ),
        _mois("reponse_donnees", 1, "RGPD, art. 12, § 3", Reading.SECONDAIRE, "réponse à une demande sur ses données"),
        _mois(
            "prolongation_donnees",
            2,
            "RGPD, art. 12, § 3",
            Reading.SECONDAIRE,
            "prolongation du délai d'une demande sur ses données, en raison de sa complexité",
        ),
        _mois(
            "recours_contentieux",
            2,
            "Code de justice administrative, art. R421-1",
            Reading.DEDUIT,
            "recours devant le tribunal administratif",
        ),
        _mois("saisine_de_la_cada", 2, f"{CRPA}, art. R343-1", Reading.SECONDAIRE, "saisine de la CADA après un refus"),
        _mois(
            "retrait_par_l_autorite",
            4,
            f"{CRPA}, art. L242-1",
            Reading.SECONDAIRE,
            "retrait d'une décision créatrice de droits, si elle est illégale (sans délai contre la fraude, L241-2)",
        ),
    )
)
"""Par nom, chaque délai et son texte."""

SEUIL_DU_SECRET = Parameter(
    "seuil_du_secret",
    5,
    "nombre",
    ParameterStatus.DEDUIT,
    Citation("Usage de la statistique publique", Reading.USAGE),
    "plus petit effectif qu'un tableau publie",
)

TEXTES: Mapping[str, Citation] = MappingProxyType(
    {
        "autre_jury": Citation("Usage des juridictions", Reading.USAGE),
        "opposition": Citation("RGPD, art. 21, § 1", Reading.SECONDAIRE),
    }
)
"""Ce que la suite d'un résultat doit à un texte, ou à l'usage."""
