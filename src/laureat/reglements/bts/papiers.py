"""Les mots du brevet de technicien supérieur, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Alinea, Papiers
from laureat.reglements.bts.textes import D643_15, D643_24, D643_26, code
from laureat.reglements.communs import papiers as communs
from laureat.vocabulary import UnitStatus
from laureat.vocabulary.citations import Reading

PORTEE = (
    Alinea(
        "Cette attestation reconnaît l'acquisition des compétences constitutives des unités du diplôme ayant fait "
        "l'objet d'une note égale ou supérieure à {seuil_bloc:nu} sur 20 ou d'une validation des acquis de "
        "l'expérience et donc des blocs correspondants. Elle ne vaut pas délivrance du diplôme.",
        D643_15,
    ),
    Alinea("Les notes correspondantes peuvent être conservées {duree_conservation}.", D643_15),
)

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le recteur de région académique",
        "de_l_autorite": "du recteur de région académique",
        "a_l_autorite": "au recteur de région académique",
    },
    nom="Brevet de technicien supérieur",
    a_la_certification="au diplôme",
    le_present="le présent diplôme",
    obtenu="Diplôme obtenu",
    genre_numerique="Diploma",
    critere="Avoir satisfait aux épreuves du diplôme, par décision du jury.",
    academie=True,
    papiers={
        "releve": communs.releve(),
        "diplome": communs.diplome(communs.vu(code("D643-1 à D643-35-1"))),
        "attestation": communs.attestation_de_blocs(PORTEE),
    },
    grade=Alinea(
        "Le brevet de technicien supérieur confère le titre de technicien supérieur breveté.",
        code("D643-1"),
    ),
    souverain=D643_26,
    facultatives=Alinea("Unité facultative : points au-dessus de {seuil_bonus:nu}"),
    codes=communs.CODES
    | {
        UnitStatus.ABSENT: Alinea(
            "Absent : absence non justifiée ; à une épreuve obligatoire, le diplôme n'est pas délivré.", D643_24
        ),
        UnitStatus.ABSENT_JUSTIFIE: Alinea(
            "Absence pour force majeure constatée : la note zéro entre dans la moyenne.", D643_24
        ),
    },
    recours=communs.recours(D643_26),
    algorithme=communs.ALGORITHME,
    remarques=(
        Alinea(
            "Absents à la délibération : {absents} ; le jury délibère valablement si la défection a précédé le début "
            "de ses travaux.",
            code("D643-31", Reading.LU),
        ),
    ),
    cloture=communs.CLOTURE,
)
