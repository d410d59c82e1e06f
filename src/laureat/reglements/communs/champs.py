"""Les champs des phrases : ce qui se dit d'un candidat, sous un nom que les phrases des règles écrivent ``{nom}``.

``v`` porte les valeurs des règles pour un candidat, ``session``, ``candidat`` et ``reglement``.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from laureat.reglements.communs.statuts import ABSENT, BENEFICE, DISPENSE, HORS_OPTION, NOTE, VALIDE_VAE, VIDE
from laureat.rules import Average
from laureat.vocabulary import Mention, format_hundredths, french, truncated_average

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
        entier, reste = divmod(abs(self._moyenne.points), 10_000)
        decimales = f",{reste:04d}".rstrip("0").rstrip(",") if reste else ""
        signe = "-" if self._moyenne.points < 0 else ""
        return f"{signe}{entier}{decimales} / {format_hundredths(self._moyenne.coefficients * self._moyenne.scale)}"


def unites(v: Any) -> tuple[Any, ...]:
    """Toutes les unités, obligatoires puis facultatives."""
    return (*v.obligatoires, *v.facultatives)


def noms(choisies: Iterable[Any]) -> Noms:
    """Des unités en clair."""
    return Noms(u.label for u in choisies)


def codes(choisies: Iterable[Any]) -> Noms:
    """Des unités par leur code."""
    return Noms(u.code for u in choisies)


def codes_et_noms(choisies: Iterable[Any]) -> Noms:
    """Des unités par leur code et en clair : « BC01 (Produire) »."""
    return Noms(f"{u.code} ({u.label})" for u in choisies)


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
        if u.unit.control_group is not None and u.status in (NOTE, BENEFICE):
            groupes.setdefault(u.unit.control_group, []).append(u.label)
    return Suite(" ou ".join(groupe) for _, groupe in sorted(groupes.items()))


def _restantes(v: Any) -> Noms:
    """Les unités obligatoires qui restent à obtenir : ni dispensées, ni validées, ni notées au seuil."""
    acquises = (DISPENSE, VALIDE_VAE, HORS_OPTION)
    return noms(u for u in v.obligatoires if u.status not in acquises and not v.blocs[u.code])


def _conservables(v: Any) -> Suite:
    textes = []
    for u in unites(v):
        if u.status in (NOTE, BENEFICE) and v.blocs[u.code]:
            note = f"{u.label} ({format_hundredths(v.notes_retenues[u.code])}"
            if u.status == BENEFICE and not u.session:
                textes.append(f"{note}, jusqu'à une session qui dépend de celle qui a donné la note : à préciser)")
            else:
                jusqu_a = (u.session or v.session) + v.p.duree_conservation
                textes.append(f"{note}, jusqu'à la session {jusqu_a})")
    return Suite(textes)


CHAMPS: Mapping[str, Champ] = {
    "notes": _notes,
    "conservees": ou_vaut("conservees"),
    "absences_justifiees": ou_vaut("absences_justifiees"),
    "annulees": ou_vaut("annulees"),
    "dispensees": ou_vaut("dispensees"),
    "validees": ou_vaut("validees"),
    "absentes": au_statut(ABSENT),
    "manquantes": au_statut(VIDE),
    "a_remplacer": lambda v: noms(u for u in v.obligatoires if u.unit.replacement and v.absences_justifiees[u.code]),
    "bonus": lambda v: Points(v.bonus),
    "facultatives_notees": lambda v: noms(u for u in v.facultatives if v.notees[u.code] or v.conservees[u.code]),
    "moyenne": lambda v: Quotient(v.moyenne),
    "moyenne_professionnelle": lambda v: Quotient(v.moyenne_professionnelle),
    "moyenne_apres_controle": lambda v: Quotient(v.moyenne_apres_controle),
    "professionnelles": lambda v: codes(u for u in v.obligatoires if u.professional),
    "repassees": _repassees,
    "choix_au_controle": _choix_au_controle,
    "controle_pris_en_compte": lambda v: v.controle_pris_en_compte,
    "admis": lambda v: v.decision == 1,
    "mention": lambda v: Mention(v.mention).label,
    "blocs_acquis": lambda v: codes(u for u in unites(v) if v.blocs[u.code]),
    "blocs_attestes": lambda v: noms(u for u in unites(v) if v.blocs[u.code]),
    "certificat": lambda v: v.certificat,
    "restantes": _restantes,
    "conservables": _conservables,
}
"""Les champs que toute famille peut écrire ; une famille y ajoute les siens."""
