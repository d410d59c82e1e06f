"""Les mots du titre professionnel du ministère chargé de l'emploi : parchemin, livret de certification, CCP."""

from laureat.deliberation.famille import Alinea, Papier, Papiers
from laureat.reglements.communs import papiers as communs
from laureat.vocabulary import Citation, Decision, UnitStatus
from laureat.vocabulary.citations import Reading

R338 = Citation("Code de l'éducation, art. R338-1 à R338-8", Reading.LU_2014)
R338_5 = Citation("Code de l'éducation, art. R338-5", Reading.PARTIEL)
R338_6 = Citation("Code de l'éducation, art. R338-6", Reading.LU)
DELIVRANCE = Citation(
    "Arrêté du 22 décembre 2015 relatif aux conditions de délivrance du titre professionnel", Reading.LU
)
PARTIELLE = Citation("Arrêté du 22 décembre 2015, art. 10", Reading.SECONDAIRE)
REGLEMENT_DES_SESSIONS = Citation("Arrêté du 8 décembre 2008 (règlement général des sessions)", Reading.LU_2014)

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le représentant territorial du ministère chargé de l'emploi",
        "de_l_autorite": "du représentant territorial du ministère chargé de l'emploi",
        "a_l_autorite": "au représentant territorial du ministère chargé de l'emploi",
    },
    nom="Titre professionnel",
    bloc=("certificat de compétences professionnelles", "certificats de compétences professionnelles"),
    tete=("CCP", "CCP"),
    a_la_certification="au titre professionnel",
    le_present="le présent titre professionnel",
    obtenu="Titre professionnel obtenu",
    critere="Avoir satisfait aux évaluations du titre professionnel, par décision du jury.",
    preside=False,
    papiers={
        "releve": Papier(
            titre="Relevé de décisions",
            decisions=(
                Decision.ADMIS,
                Decision.PARTIEL,
                Decision.AJOURNE,
                Decision.ABSENT,
                Decision.ENTRETIEN_FINAL_DU,
            ),
            exige=("tribunal.nom",),
        ),
        "diplome": Papier(
            titre="Parchemin",
            fichier="parchemin",
            decisions=(Decision.ADMIS,),
            visas=(communs.vu(R338), communs.vu(DELIVRANCE), communs.FONDEMENT, communs.PROCES_VERBAL),
        ),
        "attestation": Papier(
            titre="Livret de certification",
            fichier="livret",
            decisions=(Decision.PARTIEL, Decision.ENTRETIEN_FINAL_DU),
            suppose="blocs",
            visas=(communs.vu(R338_5), communs.PROCES_VERBAL),
            texte=(
                Alinea(
                    "Ce livret atteste les certificats de compétences professionnelles (CCP) énumérés. Il ne vaut pas "
                    "délivrance du titre.",
                    R338_5,
                ),
                Alinea("Les autres CCP se présentent tant que le titre est en vigueur.", PARTIELLE),
            ),
        ),
    },
    souverain=REGLEMENT_DES_SESSIONS,
    facultatives=Alinea("Certificats complémentaires"),
    codes={
        UnitStatus.DISPENSE: Alinea("Équivalence : le CCP n'est pas exigé, et n'est pas attesté."),
        UnitStatus.ABSENT: Alinea("Absent : aucun résultat.", REGLEMENT_DES_SESSIONS),
    },
    recours=(communs.souverain(REGLEMENT_DES_SESSIONS), communs.TRIBUNAL),
    algorithme=(
        Alinea(
            "Le jury décide sur l'ensemble des éléments réunis ; le programme vérifie que ces éléments sont complets "
            "et tient le compte des CCP, sans proposer de décision."
        ),
    ),
    remarques=(Alinea("Absents à la délibération : {absents}.", R338_6),),
    cloture=(
        Alinea(
            "Le jury, après en avoir délibéré, arrête les décisions ci-dessus ; chacun de ses membres signe.",
            REGLEMENT_DES_SESSIONS,
        ),
    ),
)
