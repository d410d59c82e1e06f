"""Les mots des papiers que plusieurs familles partagent : recours, traitement algorithmique, procès-verbal.

Chaque alinéa est à côté de son texte ; ses nombres sont ceux de ``communs/parametres.yaml`` ou de la famille.
"""

from laureat.deliberation.papiers import Alinea, Papier, Papiers
from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Citation, Decision, UnitStatus
from laureat.vocabulary.citations import Reading

USAGE = citer("usage", Reading.USAGE)
CJA = citer("Code de justice administrative, art. R421-1 et R421-5", Reading.DEDUIT)
CRPA_ALGORITHME = citer(
    "Code des relations entre le public et l'administration, art. L311-3-1 et R311-3-1-1", Reading.SECONDAIRE
)
CRPA_CADA = citer(
    "Code des relations entre le public et l'administration, art. R311-12, R311-13 et R343-1", Reading.SECONDAIRE
)
COPIES = citer("Usage des académies", Reading.SECONDAIRE)

NON_ADMIS = (Decision.AJOURNE, Decision.NON_DELIVRABLE, Decision.EN_COURS)
"""Les décisions qui laissent au candidat ce qu'il a acquis, à attester."""

PROCES_VERBAL = Alinea("Vu le procès-verbal de la délibération du jury du {deliberation} ;")
FONDEMENT = Alinea("Vu {fondement} ;")


def vu(citation: Citation) -> Alinea:
    """« Vu le code de l'éducation, art. D337-87 (lu en partie) ; »."""
    return Alinea("Vu {article} ;", citation)


def souverain(citation: Citation) -> Alinea:
    """La souveraineté du jury, et ce qui se rectifie pourtant."""
    return Alinea(
        "Le jury est souverain : son appréciation ne peut être discutée. Une erreur matérielle (saisie, report, "
        "calcul) est rectifiée sur demande adressée au service suivant : {service}.",
        citation,
    )


COPIES_ET_FICHES = Alinea(
    "Vous pouvez consulter vos copies et vos fiches d'évaluation, ou en demander la communication, pendant "
    "{consultation_des_copies} à compter de la publication des résultats.",
    COPIES,
)
TRIBUNAL = Alinea(
    "Si vous contestez cette décision, vous pouvez saisir le {tribunal} dans un délai de {delai_de_recours} à compter "
    "de sa notification, y compris par l'application Télérecours citoyens (www.telerecours.fr). Un recours gracieux "
    "formé dans ce délai auprès de l'autorité qui délivre ce relevé ({autorite}) proroge le délai de saisine du "
    "tribunal.",
    CJA,
)


def recours(citation: Citation) -> tuple[Alinea, ...]:
    """Les voies et délais de recours d'un examen de l'État ; ``citation`` : la souveraineté du jury."""
    return (souverain(citation), COPIES_ET_FICHES, TRIBUNAL)


def traitement_algorithmique(finalite: str) -> tuple[Alinea, ...]:
    """La mention due quand une décision individuelle repose sur un traitement algorithmique."""
    return (
        Alinea(
            f"Cette décision individuelle a été prise sur le fondement d'un traitement algorithmique. {finalite}",
            CRPA_ALGORITHME,
        ),
        Alinea(
            "Sur demande, l'administration vous communique les règles qui définissent ce traitement et les principales "
            "caractéristiques de sa mise en œuvre ; la demande s'adresse au même service ({adresses}). En cas de "
            "refus, ou sans réponse pendant {silence_vaut_refus}, vous pouvez saisir la Commission d'accès aux "
            "documents administratifs (www.cada.fr) dans les {delai_de_la_cada}.",
            CRPA_CADA,
        ),
    )


ALGORITHME = traitement_algorithmique(
    "Sa finalité : appliquer aux notes le règlement de l'examen et proposer un résultat au jury, qui seul l'arrête."
)

CLOTURE = (
    Alinea(
        "Le jury, souverain, après en avoir délibéré, arrête les résultats ci-dessus. Les calculs présentés au jury "
        "étaient des propositions, établies par un traitement algorithmique dont les règles sont désignées plus haut "
        "par leur édition et leurs empreintes."
    ),
)

CODES = {
    UnitStatus.BENEFICE: Alinea("Note conservée : note d'une session antérieure, gardée à votre demande."),
    UnitStatus.DISPENSE: Alinea("Dispensé, validé (VAE) : sans note, l'unité n'entre pas dans la moyenne."),
    UnitStatus.VALIDE_VAE: Alinea("Dispensé, validé (VAE) : sans note, l'unité n'entre pas dans la moyenne."),
    UnitStatus.ANNULE: Alinea("Annulé : épreuve annulée pour fraude ; la note zéro entre dans la moyenne."),
}
"""Les codes d'un diplôme noté, hors absences, dont l'effet varie d'une famille à l'autre."""


def codes(citation: Citation, justifiee: str = "Absence justifiée") -> dict[UnitStatus, Alinea]:
    """Les codes d'un diplôme noté ; ``citation`` : l'effet des absences ; ``justifiee`` : ce qui en excuse une."""
    return CODES | {
        UnitStatus.ABSENT: Alinea(
            "Absent : absence non justifiée ; à une épreuve obligatoire, le diplôme n'est pas délivré.", citation
        ),
        UnitStatus.ABSENT_JUSTIFIE: Alinea(f"{justifiee} : la note zéro entre dans la moyenne.", citation),
    }


def portee_des_blocs(citation: Citation) -> Alinea:
    """Ce que vaut l'attestation des blocs acquis d'un diplôme."""
    return Alinea(
        "Cette attestation reconnaît l'acquisition des compétences constitutives des unités du diplôme ayant fait "
        "l'objet d'une note égale ou supérieure à {seuil_bloc:nu} sur 20 ou d'une validation des acquis de "
        "l'expérience et donc des blocs correspondants. Elle ne vaut pas délivrance du diplôme.",
        citation,
    )


def notes_conservees(citation: Citation) -> Alinea:
    """Que les notes d'une attestation se conservent."""
    return Alinea("Les notes correspondantes peuvent être conservées {duree_conservation}.", citation)


def absents_a_la_deliberation(citation: Citation) -> Alinea:
    """Qu'une absence à la délibération ne l'empêche pas."""
    return Alinea("Absents à la délibération : {absents} ; le jury délibère néanmoins valablement.", citation)


def releve(titre: str = "Relevé de notes") -> Papier:
    """Le relevé d'un examen de l'État."""
    return Papier(titre=titre, exige=("tribunal.nom",))


def diplome(*visas: Alinea) -> Papier:
    """Le diplôme de qui est admis."""
    return Papier(titre="Diplôme", decisions=(Decision.ADMIS,), visas=(*visas, FONDEMENT, PROCES_VERBAL))


def attestation_de_blocs(portee: tuple[Alinea, ...]) -> Papier:
    """L'attestation de ce que le candidat non admis a acquis."""
    return Papier(
        titre="Attestation de blocs de compétences",
        decisions=NON_ADMIS,
        suppose="blocs",
        texte=portee,
    )


def attestation_mobilite(citation: Citation) -> Papier:
    """L'attestation MobilitéPro de l'admis dont la note de mobilité suffit."""
    return Papier(
        titre="Attestation MobilitéPro",
        decisions=(Decision.ADMIS,),
        suppose="mobilite_pro",
        visas=(vu(citation), PROCES_VERBAL),
        texte=(
            Alinea(
                "a obtenu le diplôme et, à l'unité facultative de mobilité, une note au moins égale à "
                "{seuil_mobilite:nu} sur 20."
            ),
        ),
    )


DIPLOME = Papiers(
    mots={"autorite_majuscule": "Le recteur", "de_l_autorite": "du recteur", "a_l_autorite": "au recteur"},
    a_la_certification="au diplôme",
    le_present="le présent diplôme",
    autres_autorites=("dreets", "drieets", "deets", "direccte"),
    obtenu="Diplôme obtenu",
    genre_numerique="Diploma",
    critere="Avoir satisfait aux épreuves du diplôme, par décision du jury.",
    academie=True,
    facultatives=Alinea("Unités facultatives : points au-dessus de {seuil_bonus:nu}"),
    algorithme=ALGORITHME,
    cloture=CLOTURE,
)
"""Ce que disent de même les papiers de tout diplôme national noté ; chaque famille y met ses articles et le reste."""
