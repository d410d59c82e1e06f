"""Les délais de ce qui suit un résultat publié, et ce qu'en disent les courriers : les mêmes pour tous les diplômes.

Le délai imparti au jury par un jugement n'y est pas : chaque jugement fixe le sien.
"""

from collections.abc import Mapping
from types import MappingProxyType

from laureat.deliberation.papiers import Alinea
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

_SILENCE_DE_L_ADMINISTRATION = Citation(f"{CRPA}, art. L231-4 et L411-7", Reading.SECONDAIRE)
_JUGE = Citation("Code de justice administrative, art. R421-1 et R421-5", Reading.DEDUIT)
_CADA = Citation(f"{CRPA}, art. R311-12, R311-13 et R343-1", Reading.SECONDAIRE)
_CNIL = Citation("RGPD, art. 12, § 4, et art. 77", Reading.SECONDAIRE)
_LE_JUGE = (
    "vous pouvez saisir le {tribunal} dans un délai de {recours_contentieux} à compter de sa notification, y compris "
    "par l'application Télérecours citoyens (www.telerecours.fr)."
)
_LA_CADA = "saisir la Commission d'accès aux documents administratifs (www.cada.fr) dans les {saisine_de_la_cada}."
_LA_CNIL = (
    "adresser une réclamation à la Commission nationale de l'informatique et des libertés (www.cnil.fr), ou saisir le "
    "juge."
)

SILENCE: Mapping[str, Alinea] = MappingProxyType(
    {
        "copies": Alinea(
            f"Sans réponse à cette date, votre demande est réputée refusée : vous pourrez alors {_LA_CADA}", _CADA
        ),
        "recours_gracieux": Alinea(
            "Sans réponse à cette date, votre recours est rejeté : vous pourrez alors saisir le {tribunal} dans un "
            "délai de {recours_contentieux}.",
            _SILENCE_DE_L_ADMINISTRATION,
        ),
        "erreur_materielle": Alinea(
            "Sans réponse à cette date, votre demande est rejetée : vous pourrez alors saisir le {tribunal} dans un "
            "délai de {recours_contentieux}.",
            _SILENCE_DE_L_ADMINISTRATION,
        ),
        "donnees": Alinea(f"Sans réponse à cette date, vous pourrez {_LA_CNIL}", _CNIL),
    }
)
"""Par demande, ce que vaut le silence de l'administration, et ce qui se fait alors."""

CONTESTER: Mapping[str, Alinea] = MappingProxyType(
    {
        "copies": Alinea(f"Si vous contestez cette réponse, vous pouvez {_LA_CADA}", _CADA),
        "recours_gracieux": Alinea(f"Si vous contestez cette réponse, {_LE_JUGE}", _JUGE),
        "erreur_materielle": Alinea(f"Si vous contestez cette réponse, {_LE_JUGE}", _JUGE),
        "donnees": Alinea(f"Si vous contestez cette réponse, vous pouvez {_LA_CNIL}", _CNIL),
        "decision": Alinea(
            f"Si vous contestez cette décision, {_LE_JUGE} Un recours gracieux formé dans ce délai auprès du même "
            "service proroge le délai de saisine du tribunal.",
            _JUGE,
        ),
        "jugement": Alinea(
            "Les voies et délais de recours contre ce jugement sont ceux qu'indique sa notification par le greffe.",
            Citation("Code de justice administrative, art. R751-5", Reading.MEMOIRE),
        ),
    }
)
"""Comment se conteste une réponse, une décision de l'autorité, un jugement."""
