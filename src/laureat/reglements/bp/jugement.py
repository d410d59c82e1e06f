"""Comment un brevet professionnel se décide : sur la moyenne, ou sur l'appréciation du jury, sans notes."""

from typing import Any

from laureat.reglements.bp.textes import ARRETE_NOTES, D337_105, D337_108, D337_114, D337_115_DERNIER, code
from laureat.reglements.communs.constats import remplie
from laureat.reglements.communs.statuts import ABSENT, DISPENSE, NOTE
from laureat.rules import Everywhere, Weight, calcul, cas, constat, non, si, somme
from laureat.vocabulary import Decision, Motif
from laureat.vocabulary.citations import Reading

SANS_NOTES = "C"
"""La catégorie des établissements habilités, où le contrôle en cours de formation peut être sans notes."""


@calcul("BP-DIPLOMA-03", D337_115_DERNIER, neutral=False)
def apprecie(sans_note: Any, appreciation: Any) -> Any:
    """Là où le contrôle en cours de formation est sans notes, il n'y a pas de moyenne : le jury apprécie les unités."""
    return sans_note | (appreciation != "")


@calcul("BP-MARK-01", ARRETE_NOTES, neutral=Everywhere())
def notees(obligatoires: Any, facultatives: Any, sans_note: Any) -> Any:
    """Chaque unité est notée de 0 à 20, en points entiers ou en demi-points ; là où le contrôle en cours de formation
    est sans notes, une note d'une unité obligatoire n'en est pas une, et n'atteste rien.

    Phrase (notes) : Chaque unité reçoit une note de 0 à 20, en points entiers ou en demi-points : {notes}.
    """
    obligatoire = {u.code: (u.status == NOTE) & non(sans_note) for u in obligatoires}
    return obligatoire | {u.code: u.status == NOTE for u in facultatives}


@calcul("BP-AVG-01", D337_114, neutral=Everywhere())
def comptees(
    obligatoires: Any, notees: Any, conservees: Any, absences_justifiees: Any, annulees: Any, apprecie: Any
) -> Any:
    """Aucune note n'est éliminatoire : toute unité notée, conservée, absente pour force majeure ou annulée compte."""
    return {
        u.code: (notees[u.code] | conservees[u.code] | absences_justifiees[u.code] | annulees[u.code]) & non(apprecie)
        for u in obligatoires
    }


@cas("decision", Decision.ADMIS, "BP-DIPLOMA-03", D337_115_DERNIER)
def admis_par_appreciation(appreciation: Any) -> Any:
    """Sans notes, le jury déclare le candidat admis au vu de l'ensemble des unités.

    Phrase : Le contrôle en cours de formation est sans notes : le jury, au vu de l'ensemble des unités, déclare le
    candidat admis, sans moyenne ni mention.
    """
    return appreciation == "admis"


@cas("decision", Decision.AJOURNE, "BP-DIPLOMA-03", D337_115_DERNIER)
def ajourne_par_appreciation(appreciation: Any) -> Any:
    """Sans notes, le jury peut ajourner le candidat au vu de l'ensemble des unités.

    Phrase : Le contrôle en cours de formation est sans notes : le jury, au vu de l'ensemble des unités, ajourne le
    candidat.
    """
    return appreciation == "ajourne"


@cas("decision", Decision.A_DECIDER, "BP-DIPLOMA-03", D337_115_DERNIER)
def a_apprecier(apprecie: Any) -> Any:
    """Sans notes et sans appréciation, rien ne se calcule.

    Phrase : Le contrôle en cours de formation est sans notes : le jury décide au vu de l'ensemble des unités.
    """
    return apprecie


@cas("decision", Decision.AJOURNE, "BP-DIPLOMA-02", code("D337-114 et D337-115", Reading.DEDUIT))
def moyenne_manquee(moyenne: Any, p: Any) -> Any:
    """Le candidat dont la moyenne est inférieure à {seuil_admission:nu} sur 20 est ajourné : il n'y a pas d'épreuve de
    contrôle.

    Phrase : La moyenne, {moyenne}, est inférieure à {seuil_admission} : l'ajournement est proposé au jury.
    """
    return non(moyenne.reaches(p.seuil_admission))


@constat(
    "BP-DIPLOMA-03",
    D337_115_DERNIER,
    "contrôle en cours de formation sans notes : l'appréciation du jury est attendue (colonne appreciation : admis ou "
    "ajourne)",
    Weight.RESERVE,
    column="appreciation",
)
def appreciation_attendue(sans_note: Any, appreciation: Any) -> Any:
    """Sans notes, la décision attend l'appréciation du jury."""
    return sans_note & (appreciation == "")


@constat(
    "BP-DIPLOMA-03",
    D337_115_DERNIER,
    "une appréciation du jury est donnée, que seule la catégorie C, en contrôle sans notes, permet ; la retirer",
    Weight.REFUSAL,
    column="appreciation",
)
def appreciation_hors_categorie(appreciation: Any, categorie: Any) -> Any:
    """Le contrôle en cours de formation sans notes n'est ouvert qu'aux établissements habilités de la catégorie C."""
    return (appreciation != "") & (categorie != SANS_NOTES)


@constat(
    "BP-DIPLOMA-03",
    D337_115_DERNIER,
    "note ou absence donnée en {unite}, là où le contrôle en cours de formation est sans notes : elle ne compte pas "
    "dans la décision ; la retirer, ou corriger la voie ou l'appréciation",
    column="{unite}",
)
def note_sans_objet(obligatoires: Any, apprecie: Any) -> Any:
    """Là où le contrôle en cours de formation est sans notes, aucune unité ne reçoit à cette session de note
    ni d'absence."""
    return {u.code: ((u.status == NOTE) | (u.status == ABSENT)) & apprecie for u in obligatoires}


@constat(
    "BP-STRUCT-04",
    D337_105,
    "plus d'une unité facultative : le texte lu en 2014 n'en permet que {facultatives_lues:nu}, une rédaction plus "
    "récente jusqu'à {facultatives_max:nu}",
    column="unités facultatives",
)
def plus_d_une_facultative(facultatives: Any, p: Any) -> Any:
    """Le texte lu en 2014 permet {facultatives_lues:nu} unité facultative ; au-delà, c'est à confirmer."""
    return somme(si(remplie(u), 1, 0) for u in facultatives) > p.facultatives_lues


@constat(
    "BP-DISP-02",
    D337_108,
    "dispense en {unite} sur demande ou sur certificat : un brevet professionnel ne dispense que sur un titre ou une "
    "unité acquise",
    Weight.RESERVE,
    column="motif_{unite}",
)
def dispense_non_prevue(obligatoires: Any, facultatives: Any) -> Any:
    """Le brevet professionnel ne connaît ni dispense médicale ni dispense sur demande : il n'a pas de règle d'EPS."""
    return {
        u.code: (u.status == DISPENSE) & ((u.motif == Motif.DEMANDE) | (u.motif == Motif.CERTIFICAT))
        for u in (*obligatoires, *facultatives)
    }
