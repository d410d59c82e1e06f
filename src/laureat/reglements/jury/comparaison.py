"""La fiche et le règlement disent-ils la même chose ? Deux règles sont les mêmes quand elles pèsent chacun pareil."""

import math
from collections.abc import Sequence

from laureat.jury.law import Requirement, Rule, Stage
from laureat.jury.members import Fonction, Member, Qualite
from laureat.reglements.jury.lecture import Lecture
from laureat.rules import ParameterValues

Pesee = tuple[tuple[tuple[int, int], ...], int, bool, bool]

_SORTES = (
    *(
        Member("", qualite, fonction, qualifie=qualifie, exterieur=exterieur, conseiller=conseiller)
        for fonction in (Fonction.MEMBRE, Fonction.PRESIDENT_ADJOINT)
        for conseiller in (False, True)
        for qualite in Qualite
        for qualifie in (False, True)
        for exterieur in (None, False, True)
    ),
    *(Member("", qualite, lien="lien") for qualite in Qualite),
    *(
        Member("", qualite, Fonction.PRESIDENT, exterieur=exterieur, conseiller=conseiller)
        for conseiller in (False, True)
        for qualite in Qualite
        if qualite is not Qualite.ENSEIGNANT_PUBLIC  # l'enseignant public se compte outre le président (déduit)
        for exterieur in (None, True)
    ),
)
"""Toutes les sortes de membres qu'un jury peut compter."""


def _pesee(regle: Requirement, p: ParameterValues) -> Pesee:
    """Ce que la règle pèse de chaque sorte de membre, ramené à sa plus simple expression."""
    poids = [regle.weight(sorte, p) for sorte in _SORTES]
    borne = regle.bound_in(p)
    if regle.exact and next((bas + haut for bas, haut in poids if bas + haut), 0) < 0:
        poids, borne = [(-haut, -bas) for bas, haut in poids], -borne  # a − b = 0 dit la même chose que b − a = 0
    commun = math.gcd(borne, *(valeur for couple in poids for valeur in couple)) or 1
    reduits = tuple((bas // commun, haut // commun) for bas, haut in poids)
    return reduits, borne // commun, regle.exact, regle.unless is not None


def comparer(regles: Sequence[Rule], lecture: Lecture, p: ParameterValues) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
    """Les règles que la fiche ajoute à celles du règlement, et ce qu'il faut en dire."""
    composition = [r for r in regles if isinstance(r, Requirement) and r.stage is Stage.NOMINATION]
    pesees = {_pesee(regle, p): regle for regle in composition}
    objets = {regle.subject: regle for regle in pesees.values()}
    memes: list[Requirement] = []
    en_plus: list[Rule] = []
    notes: list[str] = []
    for regle in lecture.regles:
        if not isinstance(regle, Requirement):
            continue
        pareille = pesees.get(_pesee(regle, p))
        if pareille is not None:
            memes.append(pareille)
            continue
        en_plus.append(regle)
        if voisine := objets.get(regle.subject):
            notes.append(f"La fiche et le règlement diffèrent sur : {regle.subject} ({regle.id}, {voisine.id}).")
        else:
            notes.append(f"La fiche ajoute au règlement : {regle.subject} ({regle.id}).")
    tete = f"Lu sur la {lecture.citation.article} : "
    if memes:
        notes.insert(0, f"{tete}mêmes règles que {', '.join(sorted(regle.id for regle in memes))}.")
    else:
        notes.insert(0, f"{tete}aucune règle du règlement ne s'y retrouve.")
    tues = [regle.subject for regle in objets.values() if regle not in memes]
    if tues:
        notes.append(f"La fiche ne dit rien de : {', '.join(tues)}.")
    return tuple(en_plus), tuple(notes)
