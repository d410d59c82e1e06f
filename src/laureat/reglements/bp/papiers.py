"""Les mots du brevet professionnel, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Alinea, Papiers
from laureat.reglements.bp.textes import D337_107, D337_116, MOBILITE, code
from laureat.reglements.communs import papiers as communs
from laureat.vocabulary import UnitStatus

SOUVERAIN = code("D337-118")

PORTEE = (
    Alinea(
        "Cette attestation reconnaît l'acquisition des compétences constitutives des unités du diplôme ayant fait "
        "l'objet d'une note égale ou supérieure à {seuil_bloc:nu} sur 20 ou d'une validation des acquis de "
        "l'expérience et donc des blocs correspondants. Elle ne vaut pas délivrance du diplôme.",
        D337_107,
    ),
    Alinea("Les notes correspondantes peuvent être conservées {duree_conservation}.", D337_107),
)

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le recteur",
        "de_l_autorite": "du recteur",
        "a_l_autorite": "au recteur",
    },
    nom="Brevet professionnel",
    a_la_certification="au diplôme",
    le_present="le présent diplôme",
    obtenu="Diplôme obtenu",
    genre_numerique="Diploma",
    critere="Avoir satisfait aux épreuves du diplôme, par décision du jury.",
    academie=True,
    papiers={
        "releve": communs.releve(),
        "diplome": communs.diplome(communs.vu(code("D337-95 à D337-124"))),
        "attestation": communs.attestation_de_blocs(PORTEE),
        "mobilite": communs.attestation_mobilite(MOBILITE),
    },
    souverain=SOUVERAIN,
    facultatives=Alinea("Unités facultatives : points au-dessus de {seuil_bonus:nu}"),
    codes=communs.CODES
    | {
        UnitStatus.ABSENT: Alinea(
            "Absent : absence non justifiée ; à une épreuve obligatoire, le diplôme n'est pas délivré.", D337_116
        ),
        UnitStatus.ABSENT_JUSTIFIE: Alinea(
            "Absence pour force majeure constatée : la note zéro entre dans la moyenne.", D337_116
        ),
    },
    recours=communs.recours(SOUVERAIN),
    algorithme=communs.ALGORITHME,
    remarques=(
        Alinea(
            "Absents à la délibération : {absents} ; le jury délibère néanmoins valablement.",
            code("D337-123"),
        ),
    ),
    cloture=communs.CLOTURE,
)
