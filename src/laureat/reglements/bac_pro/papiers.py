"""Les mots du baccalauréat professionnel, dans les phrases et sur les papiers."""

from laureat.deliberation.famille import Alinea, Annexe, Papier, Papiers
from laureat.reglements.bac_pro.textes import D337_69, MOBILITE, SECTION_EUROPEENNE, code
from laureat.reglements.communs import papiers as communs
from laureat.vocabulary import UnitStatus
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
    Alinea(
        "Cette attestation reconnaît l'acquisition des compétences constitutives des unités du diplôme ayant fait "
        "l'objet d'une note égale ou supérieure à {seuil_bloc:nu} sur 20 ou d'une validation des acquis de "
        "l'expérience et donc des blocs correspondants. Elle ne vaut pas délivrance du diplôme.",
        D337_69,
    ),
    Alinea(
        "Les notes correspondantes peuvent être conservées {duree_conservation} ; au-delà, l'attestation permet de "
        "demander la dispense des unités tant qu'elles sont en vigueur.",
        code("D337-71"),
    ),
)

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le recteur",
        "de_l_autorite": "du recteur",
        "a_l_autorite": "au recteur",
    },
    nom="Baccalauréat professionnel",
    a_la_certification="au diplôme",
    le_present="le présent diplôme",
    obtenu="Diplôme obtenu",
    genre_numerique="Diploma",
    critere="Avoir satisfait aux épreuves du diplôme, par décision du jury.",
    academie=True,
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
    facultatives=Alinea("Unités facultatives : points au-dessus de {seuil_bonus:nu}"),
    annexes={
        "PROJET": Annexe(
            titre="Projet : {poids_projet:nu} fois l'écart à {pivot_projet:nu}",
            nom="Projet",
            trait="scolaire_ou_apprenti",
        )
    },
    codes=communs.CODES
    | {
        UnitStatus.ABSENT: Alinea(
            "Absent : absence non justifiée ; à une épreuve obligatoire, le diplôme n'est pas délivré.",
            code("D337-81", Reading.LU_2014),
        ),
        UnitStatus.ABSENT_JUSTIFIE: Alinea(
            "Absence justifiée : la note zéro entre dans la moyenne.", code("D337-81", Reading.LU_2014)
        ),
    },
    recours=communs.recours(SOUVERAIN),
    algorithme=communs.ALGORITHME,
    remarques=(
        Alinea("Absents à la délibération : {absents} ; le jury délibère néanmoins valablement.", D337_93),
        Alinea("Aucun enseignant du privé sous contrat ou de CFA : {impossibilite}", D337_93),
    ),
    cloture=communs.CLOTURE,
)
