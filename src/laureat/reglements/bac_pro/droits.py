"""Ce que le candidat peut faire de son résultat : ce qui reste à obtenir, ce qui se conserve, ce qui se conteste.

Chaque droit est une règle : une condition, et la phrase qui le dit. ``v`` porte les valeurs des règles, et ``session``.
"""

from typing import Any

from laureat.reglements.bac_pro.statuts import BENEFICE, DISPENSE, NOTE, VALIDE_VAE, VIDE
from laureat.reglements.bac_pro.textes import ARRETE_CONTROLE, D337_69, code
from laureat.rules import calcul
from laureat.vocabulary import Citation, Decision, format_hundredths
from laureat.vocabulary.citations import Reading
from laureat.vocabulary.french import enumeration, points


def _labels(unites: Any) -> str:
    return enumeration([u.label for u in unites])


def _non_admis(decision: Decision) -> bool:
    return decision is not Decision.ADMIS


def _restantes(v: Any) -> list[Any]:
    """Les unités obligatoires qui restent à obtenir : ni dispensées, ni validées, ni notées 10 au moins."""
    acquises = (DISPENSE, VALIDE_VAE)
    return [u for u in v.obligatoires if u.status not in acquises and not v.blocs[u.code]]


@calcul(
    "R-KEEP-03",
    code("D337-78 et D337-79"),
    neutral=False,
    phrase=lambda v: (
        f"Il reste à obtenir : {_labels(_restantes(v))}."
        if _restantes(v)
        else "Toutes les unités sont acquises ; seule la moyenne générale manque encore."
    ),
)
def reste_a_obtenir(decision: Any) -> Any:
    """Le candidat non admis représente les unités dont la note n'est pas conservée."""
    return _non_admis(decision) and decision not in (Decision.INCOMPLET, Decision.EN_COURS)


@calcul(
    "R-FORM-03",
    code("D337-79", Reading.LU_2014),
    neutral=False,
    phrase=lambda v: (
        "Il reste à présenter : "
        f"{_labels([u for u in v.obligatoires if u.status == VIDE])}. Le choix de la forme est définitif."
    ),
)
def reste_a_presenter(decision: Any) -> Any:
    """Qui n'a pas présenté toutes les unités les présente dans la forme choisie à l'inscription."""
    return decision in (Decision.INCOMPLET, Decision.EN_COURS)


def _conservables(v: Any) -> list[str]:
    textes = []
    for u in (*v.obligatoires, *v.facultatives):
        if u.status in (NOTE, BENEFICE) and v.blocs[u.code]:
            origine = v.origines.get(u.code) or v.session
            textes.append(
                f"{u.label} ({format_hundredths(v.notes_retenues[u.code])}, jusqu'à la session "
                f"{origine + v.p.duree_conservation})"
            )
    return textes


@calcul(
    "R-KEEP-01",
    D337_69,
    neutral=False,
    phrase=lambda v: (
        f"Sur demande, les notes d'au moins {points(v.p.seuil_conservation)} se conservent "
        f"{v.p.duree_conservation} ans : {enumeration(_conservables(v))}."
        if _conservables(v)
        else None
    ),
)
def notes_conservables(decision: Any) -> Any:
    """Les notes d'au moins 10 se conservent cinq ans, sur demande."""
    return _non_admis(decision)


@calcul(
    "R-BLOC-01",
    D337_69,
    neutral=False,
    phrase=lambda v: (
        "Le recteur vous délivre une attestation pour chaque bloc de compétences acquis : "
        f"{enumeration([u.label for u in (*v.obligatoires, *v.facultatives) if v.blocs[u.code]])}."
    ),
)
def attestation_de_blocs(decision: Any, blocs: Any) -> Any:
    """Le candidat non admis reçoit une attestation pour chaque unité acquise."""
    return decision in (Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.EN_COURS) and any(blocs.values())


@calcul(
    "R-BLOC-02",
    code("D337-71"),
    neutral=False,
    phrase=lambda v: (
        "Passé ce délai, l'attestation permet de demander la dispense de l'unité tant que celle-ci est en "
        "vigueur ; pour une unité validée par la VAE, sans limite de temps."
    ),
)
def dispense_par_attestation(decision: Any, blocs: Any) -> Any:
    """Le titulaire d'une attestation de bloc peut demander la dispense de l'unité, après les cinq ans."""
    return attestation_de_blocs.function(decision, blocs)


def _choix_controle(v: Any) -> str:
    groupes: dict[int, list[str]] = {}
    for u in v.obligatoires:
        if u.unit.control_group is not None and u.status in (NOTE, BENEFICE):
            groupes.setdefault(u.unit.control_group, []).append(u.label)
    return " ; ".join(" ou ".join(noms) for _, noms in sorted(groupes.items()))


@calcul(
    "R-CTRL-02",
    ARRETE_CONTROLE,
    neutral=False,
    phrase=lambda v: (
        "Vous pouvez vous présenter à l'épreuve de contrôle, une interrogation orale de quinze minutes par "
        f"groupe, au choix : {_choix_controle(v)}. La meilleure des deux notes est retenue."
    ),
)
def droit_au_controle(decision: Any) -> Any:
    """L'épreuve de contrôle : deux interrogations orales de quinze minutes, après quinze minutes de préparation."""
    return decision is Decision.CONTROLE


@calcul(
    "R-ABS-03",
    code("D337-92", Reading.LU_2014),
    neutral=False,
    phrase=lambda v: (
        "Vous pouvez demander au recteur l'autorisation de passer l'épreuve de remplacement des épreuves "
        "manquées pour un cas de force majeure constaté."
    ),
)
def droit_au_remplacement(decision: Any) -> Any:
    """L'épreuve de remplacement est ouverte sur autorisation du recteur, pour les seules épreuves manquées."""
    return decision is Decision.REMPLACEMENT


@calcul(
    "R-AVG-07",
    code("D337-88", Reading.LU_2014),
    neutral=False,
    phrase=lambda v: "Ce résultat est une proposition : le jury, souverain, arrête les notes et la décision.",
)
def jury_souverain(decision: Any) -> Any:
    """Toute note est une proposition jusqu'à la délibération du jury, qui est souverain."""
    return True


@calcul(
    "R-ADM-06",
    Citation("Usage des académies ; code de justice administrative (délai de deux mois)", Reading.SECONDAIRE),
    neutral=False,
    phrase=lambda v: (
        "Vous pouvez demander à voir vos copies pendant un an, faire rectifier une erreur matérielle, et "
        "saisir le tribunal administratif dans les deux mois de la notification."
    ),
)
def voies_de_recours(decision: Any) -> Any:
    """Les copies se consultent pendant un an ; seule l'erreur matérielle se rectifie ; le recours est de deux mois."""
    return decision not in (Decision.INCOMPLET, Decision.EN_COURS)


DROITS = (
    reste_a_obtenir,
    reste_a_presenter,
    droit_au_controle,
    droit_au_remplacement,
    notes_conservables,
    attestation_de_blocs,
    dispense_par_attestation,
    jury_souverain,
    voies_de_recours,
)
