"""Les champs des phrases : ce qui se dit d'un candidat, sous un nom que les phrases des règles écrivent ``{nom}``.

``v`` porte les valeurs des règles et des droits pour un candidat, ``session``, ``candidat``, ``reglement``, son
résultat (``issue``) et, s'il a des points écartés, celui qu'il aurait si l'autorité les admettait (``issue_si_admis``).
"""

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from laureat.reglements.communs.decision import oraux_possibles, se_repasse
from laureat.reglements.communs.statuts import (
    ABSENT,
    BENEFICE,
    DISPENSE,
    HORS_OPTION,
    VALIDE_VAE,
    VIDE,
)
from laureat.rules import Average
from laureat.vocabulary import (
    MARK_MAX,
    Decision,
    Mention,
    format_hundredths,
    format_products,
    french,
    truncated_average,
)

Champ = Callable[[Any], Any]


class Noms(tuple[str, ...]):
    """Des noms : « a, b et c » ; le format ``un|plusieurs`` choisit entre deux tournures selon leur nombre."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if "|" in spec:
            une, plusieurs = spec.split("|")
            return une if len(self) == 1 else plusieurs
        return french.enumeration(self)


class Suite(tuple[str, ...]):
    """Des membres de phrase, séparés par des points-virgules."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        return " ; ".join(self)


class Points(int):
    """Des centièmes de point : « 12,5 points » ; le format ``nu`` ôte l'unité, ``signe`` met un plus."""

    def __format__(self, spec: str) -> str:
        if spec == "nu":
            return format_hundredths(self)
        return f"{'+' if spec == 'signe' and self > 0 else ''}{french.points(self)}"


class Quotient:
    """Une moyenne tronquée à deux décimales, telle qu'elle se lit sur un relevé ; le format ``somme`` donne son
    quotient exact, ``286,5 / 26``. Fausse quand aucune unité ne compte."""

    def __init__(self, moyenne: Average) -> None:
        self._moyenne = moyenne

    def __bool__(self) -> bool:
        return not self._moyenne.is_empty

    def __format__(self, spec: str) -> str:
        fraction = self._moyenne.fraction()
        if fraction is None:
            return "sans objet"
        if spec != "somme":
            return format_hundredths(truncated_average(fraction), decimals=2)
        coefficients = format_hundredths(self._moyenne.coefficients * self._moyenne.scale)
        return f"{format_products(self._moyenne.points)} / {coefficients}"


def unites(v: Any) -> tuple[Any, ...]:
    """Toutes les unités, obligatoires puis facultatives."""
    return (*v.obligatoires, *v.facultatives)


def noms(choisies: Iterable[Any]) -> Noms:
    """Des unités en clair."""
    return Noms(u.label for u in choisies)


def codes(choisies: Iterable[Any]) -> Noms:
    """Des unités par leur code."""
    return Noms(u.shown for u in choisies)


def codes_et_noms(choisies: Iterable[Any]) -> Noms:
    """Des unités par leur code et en clair : « BC01 (Produire) »."""
    return Noms(f"{u.shown} ({u.label})" for u in choisies)


def ou_vaut(nom: str) -> Champ:
    """Le champ des unités pour lesquelles la valeur de ce nom est vraie."""
    return lambda v: noms(u for u in unites(v) if getattr(v, nom)[u.code])


def au_statut(*statuts: Any) -> Champ:
    """Le champ des unités obligatoires qui ont l'un de ces statuts."""
    return lambda v: noms(u for u in v.obligatoires if u.status in statuts)


def _notes(v: Any) -> Suite:
    return Suite(f"{u.label} {format_hundredths(u.mark)}" for u in v.obligatoires if v.notees[u.code])


def _repassees(v: Any) -> Suite:
    return Suite(
        f"{u.label}, {format_hundredths(u.mark)} puis {format_hundredths(v.controle[u.code].mark)}, "
        f"retenu {format_hundredths(v.notes_retenues[u.code])}"
        for u in v.obligatoires
        if u.code in v.controle and v.controle[u.code].present
    )


def _choix_au_controle(v: Any) -> Suite:
    groupes: dict[int, list[str]] = {}
    for u in v.obligatoires:
        if u.code in v.controle and se_repasse(u):
            groupes.setdefault(u.unit.control_group, []).append(u.label)
    return Suite(" ou ".join(groupe) for _, groupe in sorted(groupes.items()))


def _restent(v: Any) -> list[Any]:
    """Les unités obligatoires qui restent à obtenir : ni dispensées, ni validées, ni notées au seuil, que leur bloc
    soit attesté ou que, avant les attestations, leur note se garde ; une note conservée qui ne vaudra plus à la
    prochaine session est à obtenir de nouveau."""
    acquises = (DISPENSE, VALIDE_VAE, HORS_OPTION)
    gardables = _par_droit(v, "notes_conservables")
    perimees = {code for code, fin in getattr(v, "echeances", {}).items() if 0 < fin <= v.annee}
    return [
        u
        for u in v.obligatoires
        if u.status not in acquises
        and not (v.blocs[u.code] and u.code not in perimees)
        and not (u.code in gardables and v.notes_retenues[u.code] >= v.p.seuil_admission)
    ]


def _par_droit(v: Any, *droits: str) -> dict[str, bool]:
    """Les unités pour lesquelles l'un de ces droits vaut ; aucune quand la famille ne les connaît pas."""
    return {code: True for droit in droits for code, vaut in (getattr(v, droit, None) or {}).items() if vaut}


def _gardees(droit: str, *, ensemble: bool) -> Champ:
    """Le champ des notes qui se gardent par ce droit, selon leur dernière session.

    Une note conservable vaut par elle-même. Une note plus basse ne vaut que dans la moyenne de toutes (``ensemble``) :
    tant qu'une note conservée est sans session, aucune échéance ne lui est promise.
    """

    def champ(v: Any) -> Suite:
        gardees = _par_droit(v, droit)
        par_echeance: dict[int, list[str]] = {}
        for u in unites(v):
            if u.code in gardees:
                note = f"{u.label} {format_hundredths(v.notes_retenues[u.code])}"
                par_echeance.setdefault(v.echeances.get(u.code, 0), []).append(note)
        dites = not ensemble or all(echeance > 0 for echeance in v.echeances.values())
        return Suite(
            french.enumeration(notes) + (f" ({_jusqu_a(echeance)})" if dites or echeance <= 0 else "")
            for echeance, notes in sorted(par_echeance.items(), reverse=True)
        )

    return champ


def _jusqu_a(echeance: int) -> str:
    return f"jusqu'à la session {echeance}" if echeance > 0 else "dire quelle session l'a donnée"


def _restantes_gardables(v: Any) -> Noms:
    gardables = _par_droit(v, "notes_conservables", "notes_reportables", "notes_etalees")
    return noms(u for u in _restent(v) if u.code in gardables)


class Moyenne:
    """Ce qu'il faut de moyenne aux unités à représenter, arrondi au-dessus ; faux quand aucune ne l'est."""

    def __init__(self, exacte: Fraction | None, *, supposee: bool = False) -> None:
        self._exacte = exacte
        self._supposee = " (aux coefficients supposés)" if supposee else ""

    def __bool__(self) -> bool:
        return self._exacte is not None

    def __format__(self, spec: str) -> str:
        centiemes = math.ceil((self._exacte or Fraction(0)) * 100)
        if centiemes <= 0:
            return f"toute note suffira aux unités à représenter{self._supposee}"
        if centiemes > MARK_MAX:
            return f"aucune moyenne ne suffira aux unités à représenter{self._supposee}"
        moyenne = format_hundredths(centiemes, decimals=2)
        return f"il faudra {moyenne} sur 20 de moyenne pondérée aux unités à représenter{self._supposee}"


def _moyenne_a_atteindre(v: Any) -> Moyenne:
    """Aux unités à représenter, la moyenne qui mène au seuil quand toutes les notes conservables sont gardées."""
    gardees = _par_droit(v, "notes_conservables")
    acquises = {u.code for u in v.obligatoires if u.status in (DISPENSE, VALIDE_VAE, HORS_OPTION)}
    termes = [terme for terme in v.moyenne.terms if terme.code not in acquises]
    poids = sum(terme.coefficient for terme in termes if terme.code not in gardees)
    if not gardees or not poids:
        return Moyenne(None)
    manque = v.p.seuil_admission * sum(terme.coefficient for terme in termes)
    manque -= sum(terme.coefficient * v.notes_retenues[terme.code] for terme in termes if terme.code in gardees)
    return Moyenne(Fraction(manque, poids * 100), supposee=any(terme.uncertain for terme in termes))


class Issue:
    """Un résultat en clair : « admis, mention bien, moyenne 14,20 » ; faux quand il n'y en a pas.

    ``sans`` : le résultat auquel il se compare ; les blocs que celui-ci n'a pas sont dits aussi.
    """

    def __init__(self, issue: Any, sans: Any = None) -> None:
        self._issue, self._sans = issue, sans

    def __bool__(self) -> bool:
        return self._issue is not None

    def __format__(self, spec: str) -> str:
        mention = f", mention {self._issue.mention.label}" if self._issue.mention else ""
        moyenne = self._issue.average
        sur_20 = "" if moyenne is None else format_hundredths(truncated_average(moyenne), decimals=2)
        gagnes = [bloc for bloc in self._issue.blocs if bloc not in self._sans.blocs] if self._sans else []
        le_bloc = french.noun(len(gagnes), "le bloc", "les blocs")
        blocs = f", avec {le_bloc} {french.enumeration(gagnes)}" if gagnes else ""
        return f"{self._issue.decision.label}{mention}{', moyenne ' + sur_20 if sur_20 else ''}{blocs}"


def _manquees(v: Any) -> Noms:
    return noms(u for u in v.obligatoires if u.unit.replacement and v.absences_justifiees[u.code])


CHAMPS: Mapping[str, Champ] = {
    "notes": _notes,
    "conservees": ou_vaut("conservees"),
    "absences_justifiees": ou_vaut("absences_justifiees"),
    "annulees": ou_vaut("annulees"),
    "dispensees": ou_vaut("dispensees"),
    "validees": lambda v: noms(u for u in unites(v) if v.validees[u.code] and not v.ecartees[u.code]),
    "absentes": au_statut(ABSENT),
    "manquantes": au_statut(VIDE),
    "ecartees": lambda v: noms(u for u in v.facultatives if v.ecartees[u.code]),
    "a_remplacer": _manquees,
    "sans_session": lambda v: noms(u for u in unites(v) if u.status == BENEFICE and not u.session),
    "issue": lambda v: Issue(v.issue),
    "issue_si_admis": lambda v: Issue(v.issue_si_admis, v.issue),
    "bonus": lambda v: Points(v.bonus),
    "facultatives_notees": lambda v: noms(
        u for u in v.facultatives if (v.notees[u.code] or v.conservees[u.code]) and not v.ecartees[u.code]
    ),
    "moyenne": lambda v: Quotient(v.moyenne),
    "toutes_presentees": lambda v: not any(u.status in (VIDE, ABSENT) for u in v.obligatoires),
    "moyenne_professionnelle": lambda v: Quotient(v.moyenne_professionnelle),
    "moyenne_apres_controle": lambda v: Quotient(v.moyenne_apres_controle),
    "professionnelles": lambda v: codes(u for u in v.obligatoires if u.professional and u.status != HORS_OPTION),
    "repassees": _repassees,
    "choix_au_controle": _choix_au_controle,
    "un_seul_oral": lambda v: oraux_possibles(v.obligatoires, v.controle, v.p) == 1,
    "controle_pris_en_compte": lambda v: v.controle_pris_en_compte,
    "apprecie": lambda v: v.apprecie,
    "admis": lambda v: v.decision == Decision.ADMIS,
    "mention": lambda v: Mention(v.mention).label,
    "blocs_acquis": lambda v: codes(u for u in unites(v) if v.blocs[u.code]),
    "blocs_attestes": lambda v: noms(u for u in unites(v) if v.blocs[u.code]),
    "certificat": lambda v: v.certificat,
    "restantes": lambda v: noms(_restent(v)),
    "restantes_gardables": _restantes_gardables,
    "conservables": _gardees("notes_conservables", ensemble=False),
    "reportables": _gardees("notes_reportables", ensemble=True),
    "etalees": _gardees("notes_etalees", ensemble=True),
    "moyenne_a_atteindre": _moyenne_a_atteindre,
}
"""Les champs que toute famille peut écrire ; une famille y ajoute les siens."""
