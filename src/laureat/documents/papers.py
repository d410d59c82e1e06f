"""The papers of a candidate: which are due, what each needs, what each says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from laureat.deliberation.explain import Explanation
from laureat.deliberation.outcome import Candidate, Outcome
from laureat.documents import attestation, certificat, diplome, releve, seance
from laureat.documents.context import Context
from laureat.documents.infos import BY_KEY
from laureat.vocabulary import Decision

_SIGNED = ("academie", "autorite", "signataire.nom", "signataire.qualite", "lieu")
_IDENTITY = {"nom": "nom", "prenom": "prénom", "date_naissance": "date de naissance"}


@dataclass(frozen=True)
class Kind:
    """A paper of a candidate."""

    name: str
    title: str
    settings: tuple[str, ...]
    """The settings without which it is refused."""
    identity: tuple[str, ...]
    """The columns of the candidate without which it is refused."""
    is_due: Callable[[Outcome], bool]
    content: Callable[[Context, Explanation], dict[str, Any]]
    facts: Callable[[Context, Explanation], dict[str, Any]]


RELEVE = Kind(
    "releve",
    releve.TITLE,
    (*_SIGNED, "service.nom", "service.adresse", "service.courriel", "tribunal.nom"),
    ("nom", "prenom"),
    lambda outcome: True,
    lambda context, told: releve.content(context, told.candidate, told.outcome, told),
    lambda context, told: releve.facts(context, told.candidate, told.outcome),
)
DIPLOME = Kind(
    "diplome",
    diplome.TITLE,
    (*_SIGNED, "deliberation.date"),
    ("nom", "prenom", "date_naissance"),
    lambda outcome: outcome.decision is Decision.ADMIS,
    lambda context, told: diplome.content(context, told.candidate, told.outcome),
    lambda context, told: diplome.facts(context, told.candidate, told.outcome),
)
ATTESTATION = Kind(
    "attestation",
    attestation.TITLE,
    _SIGNED,
    ("nom", "prenom", "date_naissance"),
    lambda outcome: outcome.decision is not Decision.ADMIS and bool(outcome.blocs),
    lambda context, told: attestation.content(context, told.candidate, told.outcome),
    lambda context, told: attestation.facts(context, told.candidate, told.outcome),
)
CERTIFICAT = Kind(
    "certificat",
    certificat.TITLE,
    (*_SIGNED, "deliberation.date"),
    ("nom", "prenom", "date_naissance"),
    lambda outcome: outcome.certificat,
    lambda context, told: certificat.content(context, told.candidate, told.outcome),
    lambda context, told: certificat.facts(context, told.candidate, told.outcome),
)
KINDS = (RELEVE, DIPLOME, ATTESTATION, CERTIFICAT)

SESSION_SETTINGS: dict[str, tuple[str, ...]] = {
    "proces_verbal": ("academie", "lieu", "deliberation.date", "deliberation.lieu"),
    "emargement_jury": ("academie", "deliberation.date"),
    "emargement": ("academie",),
    "resultats": ("academie", "deliberation.date"),
}
"""The settings without which a paper of the session is refused; the first two need the jury too."""

SESSION_TITLES = {
    "proces_verbal": seance.PV_TITLE,
    "emargement_jury": seance.EMARGEMENT_JURY_TITLE,
    "emargement": seance.EMARGEMENT_TITLE,
    "resultats": seance.RESULTATS_TITLE,
}


def due(outcome: Outcome) -> list[Kind]:
    """The papers that a candidate must receive."""
    return [kind for kind in KINDS if kind.is_due(outcome)]


def missing(kind: Kind, context: Context, candidate: Candidate) -> list[str]:
    """What keeps a paper from being issued: settings, then columns of the candidate; none: nothing does."""
    columns = [_IDENTITY[name] for name in kind.identity if not candidate.identite.get(name, "").strip()]
    return [*missing_settings(kind.settings, context), *columns]


def missing_settings(keys: tuple[str, ...], context: Context) -> list[str]:
    """The settings that are not filled in, as « key (what it is) »."""
    return [f"{key} ({BY_KEY[key].label})" for key in context.infos.missing(keys)]


def missing_for_session(name: str, context: Context) -> list[str]:
    """What keeps a paper of the session from being issued."""
    found = missing_settings(SESSION_SETTINGS[name], context)
    if name in ("proces_verbal", "emargement_jury") and not context.jury:
        found.append("le jury (--jury)")
    elif name == "proces_verbal" and not context.president:
        found.append("president.nom (président du jury)")
    return found
