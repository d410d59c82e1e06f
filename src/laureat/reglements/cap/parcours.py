"""Qui peut se présenter, et ce que sa formation doit avoir été : ce qui se signale ou se réserve (CE D337-4 à 10)."""

from typing import Any

from laureat.reglements.cap.textes import ARRETE_PFMP, D337_19, DECRET_ADULTES, code
from laureat.reglements.communs.constats import manquent
from laureat.reglements.communs.statuts import DISPENSE
from laureat.rules import Weight, constat, minimum, non, si
from laureat.vocabulary import Motif
from laureat.vocabulary.citations import Reading

EPS = "eps"


@constat(
    "CAP-ROUTE-03",
    DECRET_ADULTES,
    "candidat sans formation : cette spécialité demande {adult_free_min_weeks} d'activité ou de stage dans le secteur, "
    "dans les {adult_free_years} qui précèdent l'examen ; la colonne semaines_secteur n'en établit pas autant",
    Weight.RESERVE,
    column="semaines_secteur",
)
def experience_du_secteur(sans_formation: Any, semaines_secteur: Any, p: Any) -> Any:
    """Le majeur sans formation se présente librement, sauf spécialité qui lui demande, dans les {adult_free_years},
    {adult_free_min_weeks} d'expérience ou de stage dans le secteur (0 : aucune)."""
    return sans_formation & (semaines_secteur < p.adult_free_min_weeks) & (p.adult_free_min_weeks > 0)


@constat(
    "CAP-ROUTE-04",
    code("D337-7 et D337-10", Reading.DEDUIT),
    "candidat sans formation de moins de {age_majorite} au 31 décembre de l'année de l'examen : cette voie est "
    "celle des majeurs",
    Weight.RESERVE,
    column="age",
)
def individuel_mineur(sans_formation: Any, age: Any, p: Any) -> Any:
    """L'âge s'apprécie au 31 décembre de l'année de l'examen ; qui n'a suivi aucune formation a {age_majorite}."""
    return sans_formation & manquent(age, p.age_majorite)


@constat(
    "CAP-FORM-02",
    code("D337-10"),
    "candidat de moins de {age_majorite} en forme progressive : il doit être inscrit dans un établissement",
    column="age",
)
def progressive_d_un_mineur(progressive: Any, forme_globale: Any, age: Any, p: Any) -> Any:
    """Le candidat de formation continue ou à distance encore mineur ne choisit la forme progressive qu'inscrit dans un
    établissement."""
    return progressive & non(forme_globale) & manquent(age, p.age_majorite)


@constat(
    "CAP-DUR-01",
    code("D337-6", Reading.LU),
    "heures de formation en CFA inférieures au minimum : {duree_cfa} pour un cycle de {mois_cycle}, au prorata "
    "d'un contrat plus court",
    column="heures_cfa",
)
def heures_de_cfa(apprenti: Any, heures_cfa: Any, mois_contrat: Any, p: Any) -> Any:
    """Un apprenti suit au moins {duree_cfa} de formation pour un cycle de {mois_cycle}, et au prorata
    si son contrat est plus court."""
    mois = si(mois_contrat < 0, p.mois_cycle, minimum(mois_contrat, p.mois_cycle))
    return apprenti & manquent(heures_cfa * p.mois_cycle, mois * p.duree_cfa)


@constat(
    "CAP-PFMP-01",
    ARRETE_PFMP,
    "moins de {semaines_pfmp_min} de formation en milieu professionnel : le positionnement peut les "
    "réduire, jamais sous {semaines_pfmp_plancher:nu}",
    column="semaines_pfmp",
)
def semaines_en_milieu_professionnel(scolaire: Any, semaines_pfmp: Any, p: Any) -> Any:
    """La spécialité fixe de {semaines_pfmp_min:nu} à {semaines_pfmp_max} en milieu professionnel ; le
    positionnement d'un élève ne descend pas sous {semaines_pfmp_plancher:nu}."""
    return scolaire & manquent(semaines_pfmp, p.semaines_pfmp_min)


@constat(
    "CAP-DISP-02",
    D337_19,
    "dispense en {unite} sur demande : elle n'est ouverte qu'en EPS, à qui n'est ni élève ni apprenti",
    Weight.RESERVE,
    column="motif_{unite}",
)
def dispense_sur_demande(obligatoires: Any, facultatives: Any, scolaire_ou_apprenti: Any) -> Any:
    """La dispense d'EPS se demande, sauf pour un élève ou un apprenti ; aucune autre dispense ne s'obtient ainsi."""
    return {
        u.code: (u.status == DISPENSE)
        & (u.motif == Motif.DEMANDE)
        & (scolaire_ou_apprenti if EPS in u.unit.traits else True)
        for u in (*obligatoires, *facultatives)
    }
