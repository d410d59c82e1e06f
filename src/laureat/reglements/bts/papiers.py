"""Les mots du brevet de technicien supérieur, dans les phrases et sur les papiers."""

from dataclasses import replace

from laureat.deliberation.papiers import Alinea
from laureat.reglements.bts.textes import BLOCS_SELON_LA_SESSION, D643_15, D643_24, D643_26, code
from laureat.reglements.communs import papiers as communs
from laureat.vocabulary.citations import Reading

PORTEE = (
    communs.portee_des_blocs(BLOCS_SELON_LA_SESSION),
    communs.notes_conservees(D643_15),
)

PAPIERS = replace(
    communs.DIPLOME,
    mots={
        "autorite_majuscule": "Le recteur de région académique",
        "de_l_autorite": "du recteur de région académique",
        "a_l_autorite": "au recteur de région académique",
    },
    nom="Brevet de technicien supérieur",
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
    codes=communs.codes(D643_24, "Absence pour force majeure constatée"),
    recours=communs.recours(D643_26),
    remarques=(
        Alinea(
            "Absents à la délibération : {absents} ; le jury délibère valablement si la défection a précédé le début "
            "de ses travaux.",
            code("D643-31", Reading.LU),
        ),
    ),
)
