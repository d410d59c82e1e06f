"""Ce qui, dans une liste de candidats au titre professionnel, se refuse, se réserve ou se signale."""

from typing import Any

from laureat.reglements.communs.statuts import ABSENT, ABSENT_JUSTIFIE, DISPENSE, NON_VALIDE, VALIDE
from laureat.reglements.titre_professionnel.textes import (
    ABSENCES,
    LECTURE_RETENUE,
    REGLEMENT_GENERAL,
    USAGE_DES_SESSIONS,
    arrete_2015,
)
from laureat.rules import Weight, constat, non, ou
from laureat.vocabulary import Motif


def _juge(u: Any) -> Any:
    """Ce jury l'a accordé ou refusé."""
    return ((u.status == VALIDE) & (u.session == 0)) | (u.status == NON_VALIDE)


def _presente(u: Any) -> Any:
    """Ce jury en a dit quelque chose."""
    return _juge(u) | (u.status == ABSENT) | (u.status == ABSENT_JUSTIFIE)


@constat(
    "TP-STRUCT-03",
    arrete_2015("1"),
    "session non dite : remplir la colonne session_de (titre, ccp ou ccs)",
    Weight.RESERVE,
    column="session_de",
)
def session_a_dire(session_de: Any) -> Any:
    """Ce dont le jury doit disposer dépend de la session : du titre, de CCP ou de CCS."""
    return session_de == ""


@constat(
    "TP-STRUCT-03",
    arrete_2015("1"),
    "le titre est dit accordé dans une session de CCP ou de CCS, qui ne le donne pas ; vider la colonne titre, ou "
    "corriger session_de",
    Weight.REFUSAL,
    column="titre",
)
def titre_hors_session(titre: Any, session_de: Any) -> Any:
    """Le titre ne s'accorde qu'en session du titre."""
    return (titre == "oui") & ((session_de == "ccp") | (session_de == "ccs"))


@constat(
    "TP-DIPLOMA-01",
    REGLEMENT_GENERAL,
    "le titre est dit accordé et {unite} refusé : le titre emporte tous les CCP ; corriger l'un ou l'autre",
    Weight.REFUSAL,
    column="{unite}",
)
def titre_et_refus(titre: Any, obligatoires: Any) -> Any:
    """Le titre et le refus d'un de ses CCP se contredisent."""
    return {u.code: (u.status == NON_VALIDE) & (titre == "oui") for u in obligatoires}


@constat(
    "TP-ABS-01",
    ABSENCES,
    "le titre est dit accordé à un absent, qui n'a pas de résultat ; corriger l'un ou l'autre",
    Weight.REFUSAL,
    column="titre",
)
def titre_et_absence(titre: Any, absent: Any, obligatoires: Any) -> Any:
    """Un absent n'a pas de résultat."""
    a_manque = ou((u.status == ABSENT) | (u.status == ABSENT_JUSTIFIE) for u in obligatoires)
    return (titre == "oui") & (absent | a_manque)


@constat(
    "TP-ABS-01",
    ABSENCES,
    "{unite} est dit jugé par ce jury, et le candidat absent : un absent n'a pas de résultat ; corriger l'un des deux",
    Weight.REFUSAL,
    column="{unite}",
)
def certificat_et_absence(absent: Any, obligatoires: Any, facultatives: Any) -> Any:
    """Un absent à la session n'y est jugé sur aucun certificat ; ceux qu'il détenait lui restent."""
    return {u.code: absent & _juge(u) for u in (*obligatoires, *facultatives)}


@constat(
    "TP-STRUCT-02",
    arrete_2015("1"),
    "{unite} n'est pas évalué par cette session (les CCS par une session de CCS, les CCP par une autre) ; vider la "
    "case, ou corriger session_de",
    Weight.REFUSAL,
    column="{unite}",
)
def certificat_d_une_autre_session(session_de: Any, obligatoires: Any, facultatives: Any) -> Any:
    """Un certificat complémentaire ne s'évalue qu'en session de CCS, après le titre ; un CCP, jamais."""
    ccs = session_de == "ccs"
    autres = {u.code: _presente(u) & non(ccs) for u in facultatives}
    return autres | {u.code: _presente(u) & ccs for u in obligatoires}


@constat(
    "TP-STRUCT-02",
    arrete_2015("1"),
    "un CCS ne s'obtient qu'après le titre : remplir la colonne titulaire",
    Weight.RESERVE,
    column="titulaire",
)
def ccs_sans_le_titre(session_de: Any, titulaire: Any) -> Any:
    """Un certificat complémentaire de spécialisation complète un titre déjà obtenu."""
    return (session_de == "ccs") & non(titulaire)


@constat(
    "TP-STRUCT-03",
    arrete_2015("1"),
    "équivalence en {unite} sans son motif : remplir la colonne motif_{unite} (titre ou unite), selon l'arrêté",
    Weight.RESERVE,
    column="motif_{unite}",
)
def equivalence_sans_motif(obligatoires: Any, facultatives: Any) -> Any:
    """Une équivalence est nommée par l'arrêté de la spécialité."""
    return {u.code: (u.status == DISPENSE) & (u.motif == Motif.SANS) for u in (*obligatoires, *facultatives)}


@constat(
    "TP-PART-02",
    LECTURE_RETENUE,
    "{unite} est détenu depuis plus de {validite_ccp} : dire s'il vaut encore (colonne motif_{unite} : admise ou "
    "refusee)",
    Weight.RESERVE,
    column="motif_{unite}",
)
def certificat_ancien(obligatoires: Any, facultatives: Any, annee: Any, p: Any) -> Any:
    """Un CCP vaut pendant la validité du titre et un temps de plus, soit {validite_ccp} ; un titre prorogé l'allonge :
    au-delà, quelqu'un dit s'il vaut encore."""
    return {
        u.code: (u.status == VALIDE) & (u.session > 0) & (annee - u.session > p.validite_ccp) & (u.motif == Motif.SANS)
        for u in (*obligatoires, *facultatives)
    }


@constat(
    "TP-FAIL-02",
    USAGE_DES_SESSIONS,
    "le candidat a déjà passé {presentations_max:session|sessions} du titre dans l'année : une source, et une seule, "
    "n'en admet pas davantage",
    column="presentations",
)
def trop_de_presentations(presentations: Any, p: Any) -> Any:
    """Un candidat passe {presentations_max:session|sessions} du titre au plus dans l'année qui suit la première : une
    seule source le dit, rien n'est bloqué."""
    return presentations >= p.presentations_max


@constat(
    "TP-DIPLOMA-02",
    LECTURE_RETENUE,
    "le jury a refusé le titre en session de CCP ou de CCS, où il n'est pas demandé : sans effet",
    column="titre",
)
def refus_sans_objet(titre: Any, session_du_titre: Any) -> Any:
    """Le titre ne se refuse qu'en session du titre."""
    return (titre == "non") & non(session_du_titre)


TOUS = (
    titre_hors_session,
    titre_et_refus,
    titre_et_absence,
    certificat_et_absence,
    certificat_d_une_autre_session,
    session_a_dire,
    ccs_sans_le_titre,
    equivalence_sans_motif,
    certificat_ancien,
    trop_de_presentations,
    refus_sans_objet,
)
