"""Les mots du baccalauréat professionnel, dans les phrases et sur les papiers."""

from dataclasses import replace

from laureat.deliberation.papiers import Alinea, Annexe, Papier
from laureat.reglements.bac_pro.textes import BLOCS_SELON_LA_SESSION, MOBILITE, SECTION_EUROPEENNE, code
from laureat.reglements.communs import papiers as communs
from laureat.vocabulary.citations import Reading

SOUVERAIN = code("D337-88", Reading.LU_2014)
D337_87 = code("D337-87", Reading.LU_2014)
D337_93 = code("D337-93", Reading.LU_2014)

CERTIFICAT = Papier(
    titre="Certificat de fin d'études professionnelles secondaires",
    suppose="certificat",
    visas=(communs.vu(D337_87), communs.PROCES_VERBAL),
    texte=(
        Alinea(
            "s'est {se_presenter} à l'ensemble des épreuves du diplôme et y a obtenu une moyenne au moins égale à "
            "{seuil_certificat:nu} sur 20."
        ),
    ),
)

PORTEE = (
    communs.portee_des_blocs(BLOCS_SELON_LA_SESSION),
    Alinea(
        "Les notes correspondantes peuvent être conservées {duree_conservation} ; au-delà, l'attestation permet de "
        "demander la dispense des unités tant qu'elles sont en vigueur.",
        code("D337-71"),
    ),
)

PAPIERS = replace(
    communs.DIPLOME,
    nom="Baccalauréat professionnel",
    papiers={
        "releve": communs.releve(),
        "diplome": communs.diplome(communs.vu(code("D337-51 à D337-94-1", Reading.LU_2014))),
        "attestation": communs.attestation_de_blocs(PORTEE),
        "certificat": CERTIFICAT,
        "mobilite": communs.attestation_mobilite(MOBILITE),
    },
    grade=Alinea(
        "Le diplôme du baccalauréat professionnel confère le grade universitaire de bachelier.",
        code("D337-51", Reading.LU),
    ),
    souverain=SOUVERAIN,
    indications={"section_europeenne": Alinea("section européenne", SECTION_EUROPEENNE)},
    annexes={
        "PROJET": Annexe(
            titre="Projet : {poids_projet:nu} fois l'écart à {pivot_projet:nu}",
            nom="Projet",
            trait="scolaire_ou_apprenti",
            calcul="projet_calcule",
        )
    },
    codes=communs.codes(code("D337-81", Reading.LU_2014)),
    recours=communs.recours(SOUVERAIN),
    remarques=(
        communs.absents_a_la_deliberation(D337_93),
        Alinea("Aucun enseignant du privé sous contrat ou de CFA : {impossibilite}", D337_93),
    ),
)
