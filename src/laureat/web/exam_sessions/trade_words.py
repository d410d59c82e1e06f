"""The words of the trade for a route (« élève », « apprenti »), understood with the school of the candidate.

No base, no setting: the reading room comes here too.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from laureat.deliberation.famille import Famille, Voie
from laureat.exchange.identifiers import UAI
from laureat.vocabulary.french import words

WORDS = (
    ("scolaire", "scolaire"),
    ("eleve", "scolaire"),
    ("lyceen", "scolaire"),
    ("etudiant", "scolaire"),
    ("apprenti", "apprenti"),
    ("formation", "formation_continue"),
    ("stagiaire", "formation_continue"),
    ("adulte", "formation_continue"),
    ("enseignement a distance", "distance"),
    ("cned", "distance"),
    ("experience", "experience"),
)
"""How a word of the trade begins, and the trait of the routes it means."""
USUAL = "lycee_public"
"""The nature of a school of which nothing is known."""


@dataclass(frozen=True, slots=True)
class School:
    """What tells which route is meant: its name, its nature, the habilitations it holds for this certification."""

    uai: str
    name: str
    nature: str
    held: frozenset[str] = frozenset()


def trait_of(text: str) -> str:
    """The trait that a word of the trade means; empty for none."""
    said = words(text)
    found = (trait for word, trait in WORDS if said.startswith(word) or (trait == "experience" and word in said))
    return next(found, "")


def route_of(famille: Famille, trait: str, school: School | None) -> Voie | None:
    """The first route of the family that has this trait and fits the school.

    A route that supposes a habilitation goes to a school that holds one.
    """
    nature, held = (school.nature, school.held) if school else (USUAL, frozenset())
    for voie in famille.voies:
        needed = famille.conduite.habilitations.get(voie.code)
        fits = not voie.natures or nature in voie.natures
        if trait and trait in voie.traits and fits and (needed is None or held & set(needed)):
            return voie
    return None


def translator(famille: Famille, schools: Mapping[str, School]) -> Callable[[str, str, str], tuple[str, str]]:
    """From a route, a UAI and a school as a list writes them, to the code of the route, and what there is to tell.

    The label of a route stands for it. Nothing is guessed where the school is not one of the house.
    """
    labels = {words(voie.label): voie.code for voie in famille.voies}
    codes = {voie.code for voie in famille.voies}

    def translated(route: str, uai: str, school: str) -> tuple[str, str]:
        if route in codes:
            return route, ""
        if code := labels.get(words(route)):
            return code, ""
        known = school_told(schools, (uai, school))
        voie = route_of(famille, trait_of(route), known) if known else None
        if voie is None or known is None:
            return "", ""
        return voie.code, f"« {route} » à {known.name} : {voie.label} ({voie.code})"

    return translated


def why_unknown(text: str) -> str:
    """Why a word of the trade stayed one: its school tells which route it is; empty for another word."""
    if not trait_of(text):
        return ""
    return (
        "ce mot se comprend avec l'établissement, et celui de la ligne manque, ou n'est pas de la maison, ou n'y a pas "
        "l'habilitation qu'il faut ; ajouter l'établissement avec sa nature et ses habilitations, ou écrire la voie"
    )


def school_told(schools: Mapping[str, School], told: Iterable[str]) -> School | None:
    """The school of the house that one of these texts names, by its UAI or by its name."""
    for text in told:
        found = UAI.search(text)
        key = f"{found[1]}{found[2].upper()}" if found else words(text)
        if key in schools:
            return schools[key]
    return None
