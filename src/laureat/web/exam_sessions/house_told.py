"""The history of an account or of a school, as the log of the house says it: who, when, old → new, why."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from laureat.records import Fact
from laureat.records import facts as f
from laureat.records.facts.words import WORDS
from laureat.session.house import HOUSE as MACHINE
from laureat.vocabulary.french import written_date
from laureat.web.accounts.models import Establishment, Nature, Role, User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.house_read import LOG
from laureat.web.exam_sessions.models import StoredFact
from laureat.web.exam_sessions.told import ERASED, Said, changes, habilitation


@dataclass(frozen=True, slots=True)
class Told:
    """One fact of the house, for a reader."""

    at: str
    words: str
    by: str
    reason: str
    changes: list[tuple[str, str, str]]
    """Label, old, new."""


@dataclass(frozen=True, slots=True)
class _Names:
    """What identifiers of the facts stand for."""

    texts: Mapping[str, str]
    schools: Mapping[str, str]

    def school(self, uai: str) -> str:
        return f"{self.schools[uai]} ({uai})" if uai in self.schools else uai


def told_of(subject: str) -> list[Told]:
    """What the log of the house says of one account, or of one school under all its numbers, the last first."""
    subjects = _numbers(subject)
    own = [fact for fact in ledger.facts(LOG, subjects) if fact.subject in subjects]
    commitments = {getattr(fact, name, "") for fact in own for name in ("reason", "identity")} - {""}
    texts = {key: text.text for key, text in PrivateText.objects.in_bulk(list(commitments)).items()}
    names = _Names(texts, dict(Establishment.objects.values_list("uai", "name")))
    people = {str(u.pseudonym): u.name for u in User.objects.filter(pseudonym__in=_authors(own))}
    known: defaultdict[str, dict[str, str]] = defaultdict(dict)
    found = []
    for fact in own:
        about = known[getattr(fact, "habilitation", "")]  # each of those of a school has its own story
        said = dict.fromkeys(about, "retirée") if isinstance(fact, f.HabilitationWithdrawn) else _said(fact, names)
        who = people.get(fact.author, "le serveur" if fact.author == MACHINE else fact.author)
        why = texts.get(getattr(fact, "reason", ""), "")
        told = changes(said, {**about, **_before(fact)})
        found.append(Told(ledger.day_of(fact.at), WORDS[type(fact).__name__], who, why, told))
        about.update(said)
    return found[::-1]


def _numbers(subject: str) -> list[str]:
    """A school under the numbers that it had before; an account has one name."""
    found = [subject]
    for stored in StoredFact.objects.filter(log=LOG, kind=f.EstablishmentRenumbered.__name__).order_by("-id"):
        fact = ledger.decoded(stored)
        if isinstance(fact, f.EstablishmentRenumbered) and fact.uai == found[-1]:
            found.append(fact.establishment)
    return found


def _authors(facts: Iterable[Fact]) -> set[str]:
    return {fact.author for fact in facts if fact.author != MACHINE}


def _said(fact: Fact, names: _Names) -> Said:
    """What a fact sets, by label; nothing where its name says all."""
    teller = _TOLD.get(type(fact))
    return teller(fact, names) if teller else {}


def _before(fact: Fact) -> Said:
    return {"UAI": fact.establishment} if isinstance(fact, f.EstablishmentRenumbered) else {}


def _rights(fact: f.AccountInvited | f.AccountOpened | f.AccountChanged, names: _Names) -> Said:
    role = str(Role(fact.role).label) if fact.role in Role.values else fact.role
    return {"rôle": role, "établissement": names.school(fact.establishment)}


def _identity(fact: f.AccountInvited | f.AccountOpened | f.AccountRenamed, names: _Names) -> Said:
    if not fact.identity:
        return {}
    if fact.identity not in names.texts:
        return {"identité": ERASED}
    said = json.loads(names.texts[fact.identity])
    return {"nom": str(said.get("name", "")), "adresse": str(said.get("email", ""))}


def _school(fact: f.EstablishmentAdded | f.EstablishmentChanged, _names: _Names) -> Said:
    nature = str(Nature(fact.nature).label) if fact.nature in Nature.values else fact.nature
    return {"nom": fact.name, "nature": nature, "commune": fact.town}


_TOLD: dict[type[Fact], Callable[[Any, _Names], Said]] = {
    f.AccountInvited: lambda fact, names: {
        **_identity(fact, names),
        **_rights(fact, names),
        "jusqu'au": written_date(fact.expires),
    },
    f.AccountOpened: lambda fact, names: {**_identity(fact, names), **_rights(fact, names)},
    f.AccountChanged: _rights,
    f.AccountRenamed: _identity,
    f.EstablishmentAdded: _school,
    f.EstablishmentChanged: _school,
    f.EstablishmentRenumbered: lambda fact, _names: {"UAI": fact.uai},
    f.HabilitationRecorded: lambda fact, _names: {fact.certification: habilitation(fact)},
    f.HabilitationChanged: lambda fact, _names: {fact.certification: habilitation(fact)},
}
