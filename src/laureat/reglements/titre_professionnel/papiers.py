"""Les mots du titre professionnel du ministère chargé de l'emploi : parchemin, livret de certification, CCP."""

from laureat.deliberation.papiers import Alinea, Mot, Papier, Papiers
from laureat.reglements.communs import papiers as communs
from laureat.reglements.communs.textes import citer
from laureat.reglements.titre_professionnel.textes import ABSENCES, R338_5, REGLEMENT_GENERAL, RETOUR, arrete_2015
from laureat.vocabulary import Decision, UnitStatus
from laureat.vocabulary.citations import Reading

R338 = citer("Code de l'éducation, art. R338-1 à R338-8", Reading.LU_2014)
R338_6 = citer("Code de l'éducation, art. R338-6", Reading.LU)

PAPIERS = Papiers(
    mots={
        "autorite_majuscule": "Le directeur régional chargé de l'emploi, au nom du ministre,",
        "de_l_autorite": "du directeur régional chargé de l'emploi",
        "a_l_autorite": "au directeur régional chargé de l'emploi",
        "bloc_tenu": "acquis tant que le titre est valide",
    },
    nom="Titre professionnel",
    autres_autorites=("recteur", "rectrice", "rectorat"),
    bloc=("certificat de compétences professionnelles", "certificats de compétences professionnelles"),
    tete=("CCP", "CCP"),
    unite=Mot("CCP", "CCP"),
    a_la_certification="au titre professionnel",
    le_present="le présent titre professionnel",
    obtenu="Titre professionnel obtenu",
    critere="Avoir satisfait aux évaluations du titre professionnel, par décision du jury.",
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
            visas=(communs.vu(R338), communs.vu(arrete_2015("1")), communs.FONDEMENT, communs.PROCES_VERBAL),
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
                Alinea("Les autres CCP se présentent tant que le titre est en vigueur.", RETOUR),
            ),
        ),
    },
    souverain=REGLEMENT_GENERAL,
    facultatives=Alinea("Certificats complémentaires"),
    codes={
        UnitStatus.DISPENSE: Alinea("Équivalence : le CCP n'est pas exigé, et n'est pas attesté."),
        UnitStatus.ABSENT: Alinea("Absent : aucun résultat.", ABSENCES),
    },
    recours=(communs.souverain(REGLEMENT_GENERAL), communs.TRIBUNAL),
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
            REGLEMENT_GENERAL,
        ),
    ),
)
