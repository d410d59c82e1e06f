"""Deliver titles and papers, and move them: each state change is a row written in the transaction that calls for it."""

import hashlib
import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from laureat.credentials.claims import NAMESPACE, Credential, Issuer, StatusEntry
from laureat.credentials.issuer import Issuance
from laureat.credentials.status import SIZE, Event
from laureat.documents.codes import new_code
from laureat.session.framework import Refused
from laureat.web.titles.keys import house_did
from laureat.web.titles.models import Delivered, Paper, Title

RECORD = "dossier"
"""The kind of the title that holds all the others of someone."""
FULL = SIZE // 2
"""Titles after which the next list is begun: an index is then always found at once."""
MANY = 1_000
"""From so many candidates on, the whole log is read."""
ELSEWHERE = "une décision sur laquelle ce document reposait ne vaut plus"
"""What is told of a document suspended for what became of another decision than its own."""
VOLATILE = ("format", "emis_le", "regles", "avis", "autorite")
"""What the data of a paper say beside what it attests."""


def digest_of(told: Any) -> str:
    """The digest of what a title or a paper attests."""
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def attested(facts: Mapping[str, Any]) -> str:
    """The digest of what the data of a paper attest, whatever version wrote them, on whatever day."""
    return digest_of({name: value for name, value in facts.items() if name not in VOLATILE})


def content(credential: Credential, born: str) -> str:
    """The digest of what a credential attests, whoever signs it."""
    claim = credential.claim
    marks = [credential.values.get(f"note_{code}", "") for code, _title in claim.marks]
    told = [claim.kind, claim.bloc, claim.option, claim.mention.name, claim.decision]
    told += [credential.values["nom"], born, *marks, *([claim.held.text] if claim.held else [])]
    told += ["nom d'usage", credential.values["usage"]] if claim.used else []
    return digest_of(told)


def lock_of(log: str, candidate: str) -> str:
    """The lock of all that is delivered to a candidate: two never sign the same at once."""
    return f"titres {log} {candidate}"


def live(log: str, candidate: str) -> dict[tuple[str, str], Title]:
    """The titles of a candidate that are not revoked, by kind and digest; of two that say the same, the one that is
    signed under the address of the house."""
    return {key: title for known in live_by_issuer(log, candidate).values() for key, title in known.items()}


def live_by_issuer(log: str, candidate: str) -> dict[str, dict[tuple[str, str], Title]]:
    """The same for each name under which the house signed them, its present one last."""
    known: dict[str, dict[tuple[str, str], Title]] = {}
    for title in Title.objects.filter(log=log, candidate=candidate).exclude(state=Event.REVOQUE).order_by("pk"):
        known.setdefault(title.issuer, {})[title.kind, title.digest] = title
    house = house_did()
    return dict(sorted(known.items(), key=lambda one: one[0] == house))


def before_address() -> QuerySet[Title]:
    """The titles in force that are signed under a key alone, though the house has an address where none says so."""
    house = house_did()
    if not house:
        return Title.objects.none()
    same = Title.objects.filter(
        log=OuterRef("log"), candidate=OuterRef("candidate"), kind=OuterRef("kind"), digest=OuterRef("digest")
    )
    mine = Title.objects.filter(state=Event.EMIS).exclude(issuer=house).exclude(document="").exclude(kind=RECORD)
    return mine.exclude(Exists(same.filter(issuer=house)))


@dataclass(frozen=True)
class Draft:
    """A title to sign, once its identifier and its place in the status lists are known. The sealer alone builds it."""

    kind: str
    digest: str
    """Of what it attests."""
    identifier: str
    build: Callable[[str, StatusEntry], Mapping[str, Any]]


def draft(issuance: Issuance, credential: Credential, born: str) -> Draft:
    """The draft of a credential."""

    def build(identifier: str, entry: StatusEntry) -> Mapping[str, Any]:
        placed = credential.under(identifier).with_status(entry)
        return issuance.document(placed.claim, placed.values)

    claim = credential.claim
    return Draft(claim.bloc or claim.kind, content(credential, born), credential.id, build)


def evidence(head: str) -> list[dict[str, Any]]:
    """How a title says what it rests on, in the words of Open Badges: a signed head, ``ORIGINE:TAILLE:RACINE``."""
    told = f"laureat auditer --tete {head}"
    return [{"type": ["Evidence"], "name": "Tête signée du journal", "genre": "journal", "narrative": told}]


def titles(
    where: Mapping[str, Any],
    drafts: Sequence[Draft],
    issuer: Issuer,
    sign: Callable[[tuple[tuple[str, int], ...]], Any],
    *,
    here: bool = False,
) -> list[Title]:
    """The live titles that say this to their holder; those that are not yet are signed now, together.

    Inside a transaction that is alone. ``where``: log, candidate, result, identity; ``sign``: what the sealer answers
    to ``Titles``; ``here``: a title in force under another name of the house is signed again under this one, the former
    stays in force, and the link that its holder opened shows the new one.

    Raises Refused where the sealer reads otherwise in the facts what the titles attest.
    """
    known = live(where["log"], where["candidate"])
    held = {key for key, title in known.items() if not here or title.issuer == issuer.did or not title.in_force}
    missing = [draft for draft in drafts if (draft.kind, draft.digest) not in held]
    places = dict(zip((draft.kind for draft in missing), _free_indices(issuer.did, len(missing)), strict=True))
    signed = sign(tuple(places.items())) if missing else []
    for draft, (identifier, digest, document) in zip(missing, signed, strict=True):
        if digest != draft.digest:
            raise Refused(_("Ce que disent les faits vient de changer : rechargez la page et recommencez."))
        link = None
        if (former := known.get((draft.kind, digest))) is not None:
            link, former.share = former.share, None
            former.save(update_fields=["share"])
        known[draft.kind, digest] = Title.objects.create(
            **where,
            share=link,
            kind=draft.kind,
            digest=digest,
            identifier=identifier,
            issuer=issuer.did,
            index=places[draft.kind],
            document=document,
        )
    return [known[draft.kind, draft.digest] for draft in drafts]


def fresh_identifier(draft: Draft) -> str:
    """The identifier of a title to sign: what is said again after a revocation is another title."""
    identifier, rank = draft.identifier, 0
    while Title.objects.filter(identifier=identifier).exists():
        rank += 1
        identifier = f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{draft.identifier} {rank}')}"
    return identifier


def _free_indices(did: str, count: int) -> list[int]:
    first, found = Title.objects.filter(issuer=did).count() // FULL * SIZE, dict[int, None]()
    while len(found) < count:
        index = first + secrets.randbelow(SIZE)
        if not Title.objects.filter(issuer=did, index=index).exists():
            found[index] = None
    return list(found)


def live_paper(where: Mapping[str, Any], kind: str, facts: Mapping[str, Any]) -> Paper | None:
    """The live paper that says this; None where there is none."""
    told = {"log": where["log"], "candidate": where["candidate"], "kind": kind, "digest": attested(facts)}
    return Paper.objects.filter(**told).exclude(state=Event.REVOQUE).first()


def paper(where: Mapping[str, Any], kind: str, facts: Mapping[str, Any]) -> Paper:
    """The live paper that says this, with its code; new where there is none."""
    if (found := live_paper(where, kind, facts)) is not None:
        return found
    return Paper.objects.create(**where, kind=kind, digest=attested(facts), code=new_code())


def move(rows: Iterable[Delivered], event: Event, reason: str) -> None:
    """Suspend, restore or revoke; a revocation is for ever. A reason longer than its column is cut."""
    longest = 200
    reason = reason if len(reason) <= longest else reason[: longest - 1] + "…"
    for row in rows:
        if row.is_revoked or row.state == (state := Event.EMIS if event is Event.RETABLI else event):
            continue
        row.state, row.reason, row.moved = state, reason, timezone.now()
        row.save(update_fields=["state", "reason", "moved"])


def rests_on_nothing(row: Delivered) -> bool:
    """Suspended for what became of another decision than its own: to be asked back of whoever received it."""
    return row.state == Event.SUSPENDU and row.reason == ELSEWHERE


def delivered(log: str, candidates: Iterable[str]) -> dict[str, list[Delivered]]:
    """What these candidates hold that is not revoked, by candidate."""
    found: dict[str, list[Delivered]] = {}
    wanted = list(candidates)
    titles, papers = Title.objects.filter(log=log).defer("document"), Paper.objects.filter(log=log)
    if len(wanted) < MANY:
        titles, papers = titles.filter(candidate__in=wanted), papers.filter(candidate__in=wanted)
    for row in (*titles.exclude(state=Event.REVOQUE), *papers.exclude(state=Event.REVOQUE)):
        found.setdefault(row.candidate, []).append(row)
    return {one: found[one] for one in wanted if one in found}


def forget(candidates: Iterable[str]) -> None:
    """Erase what the titles of these candidates say of them; what became of the titles stays."""
    Title.objects.filter(candidate__in=list(candidates)).update(document="", share=None)
