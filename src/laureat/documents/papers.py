"""The papers of a candidate: which the family delivers, which are due, what each needs, what each says."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from laureat.deliberation.explain import Explanation
from laureat.deliberation.outcome import Candidate
from laureat.documents import attestation, certificat, diplome, releve, seance, seance_lists
from laureat.documents.context import Context
from laureat.documents.infos import BY_KEY
from laureat.people.names import NAMES, lacking_names

_SIGNED = ("academie", "autorite", "signataire.nom", "signataire.qualite", "lieu")
_SERVICE = ("service.nom", "service.adresse", "service.courriel")
_IDENTITY = {"nom": "nom", "prenom": "prénom", "date_naissance": "date de naissance"}
_HOLDER = (*NAMES, "date_naissance")


@dataclass(frozen=True)
class Kind:
    """A paper of a candidate; its title and its words are the family's."""

    name: str
    settings: tuple[str, ...]
    """The settings without which it is refused; ``academie`` where the family has one."""
    identity: tuple[str, ...]
    """The columns of the candidate without which it is refused."""
    content: Callable[[Context, Explanation], dict[str, Any]]
    facts: Callable[[Context, Explanation], dict[str, Any]]

    def title(self, context: Context) -> str:
        """Its title in the family."""
        return context.papiers.papiers[self.name].titre

    def is_due(self, context: Context, told: Explanation) -> bool:
        """Whether the family delivers it for that outcome."""
        mine = context.papiers.papiers.get(self.name)
        if mine is None or told.outcome.is_open:
            return False
        if mine.decisions and told.outcome.decision not in mine.decisions:
            return False
        rights = {right.gives for right in told.rights}
        return not mine.suppose or mine.suppose in rights or bool(getattr(told.outcome, mine.suppose, False))


RELEVE = Kind("releve", (*_SIGNED, *_SERVICE, "deliberation.date"), NAMES, releve.content, releve.facts)
DIPLOME = Kind("diplome", (*_SIGNED, "deliberation.date"), _HOLDER, diplome.content, diplome.facts)
ATTESTATION = Kind("attestation", _SIGNED, _HOLDER, attestation.content, attestation.facts)
CERTIFICAT = Kind(
    "certificat",
    (*_SIGNED, "deliberation.date"),
    _HOLDER,
    lambda context, told: certificat.content(context, "certificat", told),
    lambda context, told: certificat.facts(context, "certificat", told),
)
MOBILITE = Kind(
    "mobilite",
    (*_SIGNED, "deliberation.date"),
    _HOLDER,
    lambda context, told: certificat.content(context, "mobilite", told),
    lambda context, told: certificat.facts(context, "mobilite", told),
)
KINDS = (RELEVE, DIPLOME, ATTESTATION, CERTIFICAT, MOBILITE)
BY_NAME = {kind.name: kind for kind in KINDS}

SESSION_SETTINGS: dict[str, tuple[str, ...]] = {
    "proces_verbal": ("academie", "lieu", "deliberation.date", "deliberation.lieu"),
    "emargement_jury": ("academie", "deliberation.date"),
    "emargement": ("academie",),
    "resultats": ("academie", "deliberation.date"),
}
"""The settings without which a paper of the session is refused; the first two need the jury too."""

SESSION_TITLES = {
    "proces_verbal": seance.PV_TITLE,
    "emargement_jury": seance_lists.EMARGEMENT_JURY_TITLE,
    "emargement": seance_lists.EMARGEMENT_TITLE,
    "resultats": seance_lists.RESULTATS_TITLE,
}


def due(context: Context, told: Explanation) -> list[Kind]:
    """The papers that a candidate must receive; none while an act is awaited."""
    return [kind for kind in KINDS if kind.is_due(context, told)]


def listed(context: Context, kinds: Iterable[Kind]) -> list[dict[str, str]]:
    """Papers as a page lists them: name and title."""
    return [{"name": kind.name, "title": kind.title(context)} for kind in kinds]


def missing(kind: Kind, context: Context, candidate: Candidate) -> list[str]:
    """What keeps a paper from being issued: settings, then columns of the candidate; none: nothing does."""
    who = candidate.identite
    lacking = {name: "" for name in kind.identity if name not in NAMES and not who.get(name, "").strip()}
    columns = [_IDENTITY[name] + remedy for name, remedy in (lacking_names(who) | lacking).items()]
    settings = (*kind.settings, *context.papiers.papiers[kind.name].exige)
    return [*missing_settings(settings, context), *columns]


def missing_settings(keys: Iterable[str], context: Context) -> list[str]:
    """The settings that are not filled in, as « key (what it is) »."""
    wanted = [key for key in keys if key != "academie" or context.papiers.academie]
    return [f"{key} ({BY_KEY[key].label})" for key in context.infos.missing(wanted)]


def missing_for_session(name: str, context: Context) -> list[str]:
    """What keeps a paper of the session from being issued."""
    found = missing_settings(SESSION_SETTINGS[name], context)
    if name in ("proces_verbal", "emargement_jury") and not context.jury:
        found.append("le jury (--jury)")
    elif name == "proces_verbal" and context.presided and not context.president:
        found.append("president.nom (président du jury)")
    return found
