"""Les mots d'un certificateur privé : parchemin, relevé de décisions, blocs.

Le parchemin porte ce que France compétences demande aux certificateurs : la décision d'enregistrement et sa date, la
raison sociale, l'intitulé exact, le niveau et sa nomenclature, les codes NSF, le titulaire, la date, le lieu et la
signature ; ni académie, ni logo du registre (foire aux questions de France compétences : « qu'est-ce qu'un
parchemin ? »).
"""

from laureat.deliberation.papiers import Alinea, Mot, Papier, Papiers
from laureat.reglements.capitalisation.textes import L6113_1, REGLE_DU_CERTIFICATEUR
from laureat.reglements.communs import papiers as communs
from laureat.reglements.communs.textes import citer
from laureat.vocabulary import Decision, UnitStatus
from laureat.vocabulary.citations import Reading

FRANCE_COMPETENCES = citer("consignes de France compétences aux certificateurs", Reading.SECONDAIRE)

ENREGISTREMENT = (
    Alinea(
        "Vu la décision du directeur général de France compétences du {enregistrement_du} portant enregistrement au "
        "{registre}, fiche\N{NO-BREAK SPACE}{fiche} ;"
    ),
    Alinea(
        "Vu la décision du directeur général de France compétences du {enregistrement_decide_du} portant "
        "enregistrement au {registre}, fiche\N{NO-BREAK SPACE}{fiche}, avec effet au {effet_de_l_enregistrement} ;"
    ),
    Alinea("Vu la fiche\N{NO-BREAK SPACE}{fiche_seule} du {registre} ;"),
)
"""L'enregistrement en vigueur ; sa date, et celle de son effet si c'en est une autre, manquent à certaines fiches."""

PAPIERS = Papiers(
    autres_autorites=("recteur", "rectrice", "rectorat", "dreets", "drieets", "deets"),
    mots={
        "autorite_majuscule": "Le certificateur",
        "de_l_autorite": "du certificateur",
        "a_l_autorite": "au certificateur",
    },
    unite=Mot("bloc", "blocs"),
    facultatives=Alinea("Blocs facultatifs"),
    papiers={
        "releve": Papier(titre="Relevé de décisions"),
        "diplome": Papier(
            titre="Parchemin",
            fichier="parchemin",
            decisions=(Decision.ADMIS,),
            visas=(*ENREGISTREMENT, communs.PROCES_VERBAL),
            texte=(
                Alinea(
                    "Niveau {niveau} du cadre national des certifications professionnelles (décret n° 2019-14 du "
                    "8 janvier 2019), niveau {niveau} du cadre européen des certifications",
                    FRANCE_COMPETENCES,
                ),
                Alinea("Spécialités de formation (NSF) : {nsf}"),
            ),
        ),
        "attestation": Papier(
            titre="Attestation de blocs de compétences",
            decisions=communs.NON_ADMIS,
            suppose="blocs",
            visas=(*ENREGISTREMENT, communs.PROCES_VERBAL),
            texte=(
                Alinea(
                    "Cette attestation reconnaît l'acquisition des compétences constitutives des blocs énumérés. Elle "
                    "ne vaut pas délivrance de la certification.",
                    L6113_1,
                ),
            ),
        ),
    },
    souverain=REGLE_DU_CERTIFICATEUR,
    codes={UnitStatus.DISPENSE: Alinea("Dispensé : le bloc n'est pas exigé, et n'est pas attesté.")},
    recours=(
        communs.souverain(REGLE_DU_CERTIFICATEUR),
        Alinea(
            "Si vous contestez cette décision, adressez une réclamation motivée au même service, selon le règlement de "
            "certification de {certificateur}."
        ),
    ),
    algorithme=(
        Alinea(
            "Un programme a appliqué à vos résultats le règlement de certification et proposé une décision ; le jury "
            "seul l'arrête. Les règles appliquées vous sont communiquées sur demande adressée au même service "
            "({adresses})."
        ),
    ),
    remarques=(Alinea("Absents à la délibération : {absents}."),),
    cloture=communs.CLOTURE,
)
