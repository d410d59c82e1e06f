"""The log of a session in words: who, when, what, old → new, why; filtered, page by page."""

import functools
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import get_type_hints

from django.db.models import Count, IntegerField, Min, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _

from laureat.records import KINDS, Commitment, Fact
from laureat.records.facts import CandidateRegistered
from laureat.records.facts.words import WORDS
from laureat.vocabulary.french import words
from laureat.web.accounts.models import Establishment, Nature, User
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions.ledger import decoded, extent
from laureat.web.exam_sessions.models import ExamSession, Juror, StoredFact
from laureat.web.exam_sessions.rows import SESSION_FIELDS
from laureat.web.exam_sessions.rules import framework_at_opening
from laureat.web.exam_sessions.told import ERASED, OWN, Names, before_of, changes, told

NOT_WHY = frozenset({"identity", "fields", "before", "commitment"})
"""The fields of a fact that commit to something else than why it was done."""
REASONS = {
    kind: [name for name, hint in get_type_hints(kind).items() if hint is Commitment and name not in NOT_WHY]
    for kind in KINDS.values()
}
"""By kind, those that commit to it."""
WHOLE = "session"
"""Asked for in place of a candidate: the facts of the session itself."""


@dataclass
class Happened:
    """One fact, for people."""

    at: str
    who: str
    what: str
    changes: list[tuple[str, str, str]]
    why: str
    candidate: str = ""
    identity: Identity | None = None


@dataclass(frozen=True)
class Asked:
    """What of the log is asked for; empty: all."""

    kind: str = ""
    author: str = ""
    search: str = ""
    candidate: str = ""
    unit: str = ""
    since: str = ""
    until: str = ""


def found(session: ExamSession, asked: Asked) -> QuerySet[StoredFact]:
    """The facts asked for, the last first."""
    last, _count = extent(session.log)  # said, so that the facts of other logs since are not looked through
    rows = StoredFact.objects.filter(log=session.log, pk__lte=last).order_by("-id")
    if asked.kind in WORDS:
        rows = rows.filter(kind=asked.kind)
    if asked.candidate:
        rows = rows.filter(subject="" if asked.candidate == WHOLE else asked.candidate)
    if asked.search.strip():
        known = Identity.objects.filter(log=session.log)
        for word in words(asked.search).split():
            known = known.filter(Q(search_key__contains=word))
        rows = rows.filter(subject__in=known.values("candidate"))
    for name, value in (("author", asked.author), ("unit", asked.unit)):
        if value:
            rows = rows.alias(**{f"place_of_{name}": _place_of(name, value)}).filter(**{f"place_of_{name}__gt": 0})
    for sign, day in (("gte", asked.since), ("lt", asked.until and f"{asked.until}~")):
        if day:
            hour = RawSQL("convert_from(payload, 'UTF8')::jsonb ->> 'at'", [])
            rows = rows.alias(**{f"said_{sign}": hour}).filter(**{f"said_{sign}__{sign}": day})
    return rows


def _place_of(name: str, value: str) -> RawSQL:
    """Where a fact says that, in its canonical bytes; 0 where it does not. Many times quicker than to read it."""
    said = json.dumps({name: value}, ensure_ascii=False, separators=(",", ":"))[1:-1]
    return RawSQL("position(%s::bytea IN payload)", [said.encode()], IntegerField())


def happened(session: ExamSession, rows: Iterable[StoredFact]) -> list[Happened]:
    """These facts, in words, each with what it changed of what its subject was before."""
    shown = list(rows)
    if not shown:
        return []
    subjects = {row.subject for row in shown}
    earlier = StoredFact.objects.filter(log=session.log, subject__in=subjects, id__lte=max(row.pk for row in shown))
    read = ((row.pk, decoded(row)) for row in earlier.order_by("id"))
    facts = [(pk, fact) for pk, fact in read if fact is not None]  # what says nothing is told in red, by its reading
    wanted = {row.pk for row in shown}
    names = _names(session, facts)
    reasons = _reasons([fact for pk, fact in facts if pk in wanted])
    authors = _authors(fact.author for pk, fact in facts if pk in wanted)
    identities = Identity.objects.in_bulk([subject for subject in subjects if subject])
    known: defaultdict[str, dict[str, str]] = defaultdict(dict)
    told_of: dict[int, Happened] = {}
    for pk, fact in facts:
        state = known[fact.subject]
        try:
            said = told(fact, names)
        except (ValueError, LookupError):  # a refused fact may hold any word
            said = {}
        if pk in wanted:
            told_of[pk] = Happened(
                fact.at,
                authors.get(fact.author, "—"),
                WORDS[type(fact).__name__],
                changes(said, {**state, **before_of(fact)}),
                reasons.get(fact.key, ""),
                fact.subject,
                identities.get(fact.subject),
            )
        state.update(said)
    return [told_of[row.pk] for row in shown if row.pk in told_of]


def _names(session: ExamSession, facts: list[tuple[int, Fact]]) -> Names:
    commitments = {str(getattr(fact, name, "")) for _pk, fact in facts for name in ("identity", "fields")} - {""}
    persons: defaultdict[str, list[Identity]] = defaultdict(list)
    asked = {str(getattr(fact, "person", "")) for _pk, fact in facts} - {""}
    for row in Identity.objects.filter(person__in=asked):
        persons[row.person].append(row)
    return Names(
        framework_at_opening(session),
        dict(PrivateText.objects.filter(commitment__in=commitments).values_list("commitment", "text")),
        dict(Establishment.objects.values_list("uai", "name")),
        {str(value): str(label) for value, label in Nature.choices},
        {str(juror.pk): juror.name for juror in Juror.objects.filter(session=session)},
        {person: ", ".join(row.numero for row in several) for person, several in persons.items()},
        _joined(facts, persons),
        {one.name: str(one.verbose_name) for one in ExamSession._meta.fields if one.name in SESSION_FIELDS},
    )


def _joined(facts: list[tuple[int, Fact]], persons: defaultdict[str, list[Identity]]) -> dict[str, str]:
    """By candidate who came as someone already known, the registrations that this person had, and this one."""
    came = {
        fact.candidate: (pk, others)
        for pk, fact in facts
        if isinstance(fact, CandidateRegistered)
        and (others := [row for row in persons[fact.person] if row.candidate != fact.candidate])
    }
    if not came:
        return {}
    known = {row.candidate: row.log for _pk, others in came.values() for row in others}
    began = StoredFact.objects.filter(log__in=set(known.values()), subject__in=known)
    since = dict(began.order_by().values_list("subject").annotate(Min("id")))
    found = {}
    for candidate, (pk, others) in came.items():
        if earlier := [row.numero for row in others if since.get(row.candidate, pk) < pk]:
            found[candidate] = ", ".join([*earlier, OWN])
    return found


def _reasons(facts: list[Fact]) -> Mapping[str, str]:
    """By key of the fact, why."""
    committed = {
        fact.key: [text for name in names if (text := str(getattr(fact, name)))]
        for fact in facts
        if (names := REASONS[type(fact)])
    }
    every = {text for texts in committed.values() for text in texts}
    kept = dict(PrivateText.objects.filter(commitment__in=every).values_list("commitment", "text"))
    return {key: " ; ".join(kept.get(text, ERASED) for text in texts) for key, texts in committed.items()}


def _authors(pseudonyms: Iterable[str]) -> Mapping[str, str]:
    users = User.objects.filter(pseudonym__in=set(pseudonyms))
    return {str(user.pseudonym): user.name or user.email for user in users}


@dataclass
class Choices:
    """What one may filter by."""

    kinds: list[tuple[str, str]] = field(default_factory=list)
    authors: list[tuple[str, str]] = field(default_factory=list)


@functools.lru_cache(maxsize=16)
def _kinds(log: str, _last: int, _count: int) -> Mapping[str, int]:
    counted = StoredFact.objects.filter(log=log).values_list("kind").annotate(count=Count("id"))
    return dict(counted.order_by("-count"))


def kinds(session: ExamSession) -> Mapping[str, int]:
    """How many facts of each kind the log holds, the most first; counted again only when it has grown."""
    return _kinds(session.log, *extent(session.log))


def choices(kinds: Iterable[str]) -> Choices:
    """The kinds that the log holds, in words, and who wrote in it."""
    told = [(kind, WORDS[kind]) for kind in kinds if kind in WORDS]
    office = User.objects.exclude(role="candidat").order_by("name")
    authors = [(str(user.pseudonym), user.name or user.email) for user in office]
    return Choices(sorted(told, key=lambda pair: pair[1]), authors)


def counts(kinds: Mapping[str, int]) -> list[tuple[str, int]]:
    """How many facts of each kind, in words."""
    return [(WORDS.get(kind, _("fait d'un autre genre")), count) for kind, count in kinds.items()]
