"""The letters of what follows a result, as papers: each says what facts under a signed head hold, and no more.

They stay in French, whatever the language of the page: they are the administration's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from laureat.deliberation.papiers import Alinea
from laureat.documents.context import Context
from laureat.documents.persons import gendered, greeting
from laureat.documents.typeset import Attachment, Typesetter, as_json, logo_svg
from laureat.documents.typography import AsTyped, polished
from laureat.records import Commitment, Fact, TreeHead, encode, leaf_hash
from laureat.records.facts import DecisionsRestored, DecisionsWithdrawn
from laureat.reglements.recours import CONTESTER, DELAIS, SILENCE
from laureat.session.after import Answer, Ground, Nature
from laureat.session.framework import cited
from laureat.session.state import Asked
from laureat.vocabulary.french import long_date, written_date
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import covered
from laureat.web.exam_sessions.ledger import day_of
from laureat.web.exam_sessions.papers import Desk

RECEIVED, PROLONGED, ANSWERED = "accuse", "prolongation", "reponse"
ERASED = "Le texte en a été effacé, au terme de sa durée de conservation."
_JUDGED = (Ground.JUGEMENT, Ground.SUSPENSION)

Line = dict[str, str]


@dataclass(frozen=True, slots=True)
class Letter:
    """What one letter says, and the facts that it rests on."""

    day: str
    subject: str
    references: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    remedies: tuple[Line, ...]
    facts: tuple[Fact, ...]
    texts: tuple[Commitment, ...]
    """The texts kept beside the log that it quotes."""


@dataclass(frozen=True, slots=True)
class _Words:
    """How a letter speaks of a request."""

    subject: str
    feminine: bool


_REQUESTS = {
    Nature.COPIES: _Words("Votre demande de consultation de vos copies", True),
    Nature.RECOURS_GRACIEUX: _Words("Votre recours gracieux", False),
    Nature.ERREUR_MATERIELLE: _Words("Votre demande de rectification d'une erreur matérielle", True),
    Nature.DONNEES: _Words("Votre demande portant sur vos données personnelles", True),
}


def of_request(asked: Asked) -> list[str]:
    """The letters that a request gave rise to, the first one first."""
    given = ((RECEIVED, asked.received), (PROLONGED, asked.prolonged), (ANSWERED, asked.answered))
    return [name for name, fact in given if fact is not None]


def written(desk: Desk, asked: Asked, which: str) -> Letter:
    """One letter of a request; ``which``: one of ``of_request``."""
    nature, context = Nature(asked.received.nature), desk.context
    words = _REQUESTS[nature]
    references = (("Demande reçue le", written_date(asked.received.received_on)), ("Objet", nature.label.capitalize()))
    came = f"nous est {'parvenue' if words.feminine else 'parvenu'} le {written_date(asked.received.received_on)}."
    if which == RECEIVED:
        lines = [_plain(f"{words.subject} {came}"), *_quoted("Vous nous demandez :", asked.received.text)]
        lines += _awaited(context, nature, asked.received.due)
        return Letter(
            day_of(asked.received.at),
            "Accusé de réception",
            references,
            tuple(lines),
            _remedies(context, nature, SILENCE),
            (asked.received,),
            (asked.received.text,),
        )
    if which == PROLONGED and asked.prolonged is not None:
        longer = nature.prolonged
        assert longer is not None, "no other delay is ever prolonged"
        told = f"Le délai pour y répondre est prolongé de {longer.known} {longer.unit}."
        lines = [_plain(f"{words.subject} {came}"), {"texte": told, "article": cited(longer.citation)}]
        lines += [*_quoted("Motif :", asked.prolonged.reason), *_awaited(context, nature, asked.prolonged.due)]
        return Letter(
            day_of(asked.prolonged.at),
            "Prolongation du délai de réponse",
            references,
            tuple(lines),
            _remedies(context, nature, SILENCE),
            (asked.received, asked.prolonged),
            (asked.prolonged.reason,),
        )
    assert asked.answered is not None
    answer = Answer(asked.answered.answer).label
    answer = answer if words.feminine else answer.replace("acceptée", "accepté").replace("rejetée", "rejeté")
    lines = [
        _plain(f"{words.subject} {came}"),
        _plain(f"Cette demande est {answer}." if words.feminine else f"Il est {answer}."),
    ]
    lines += _quoted("", asked.answered.text)
    return Letter(
        asked.answered.answered_on,
        "Réponse à votre demande" if words.feminine else "Réponse à votre recours",
        references,
        tuple(lines),
        _remedies(context, nature, CONTESTER),
        (asked.received, asked.answered),
        (asked.answered.text,),
    )


def notified(context: Context, act: DecisionsWithdrawn | DecisionsRestored, *, vae: bool = False) -> Letter:
    """The letter by which a candidate is told that a decision stands no more, or stands again."""
    references = (
        ("Décidé par", act.authority),
        ("Numéro et date", f"n° {act.number}, {written_date(act.decided_on)}"),
    )
    by = f"({act.authority}, n° {act.number}, {written_date(act.decided_on)})"
    if isinstance(act, DecisionsRestored):
        lines = [
            _plain(f"La décision du jury qui vous concerne est rétablie {by}."),
            *_quoted("Motif :", act.reason),
            _plain(
                "Ce que le jury avait validé l'est de nouveau, et les documents et titres délivrés valent de nouveau."
                if vae
                else "Le résultat publié vaut de nouveau, ainsi que les documents et les titres délivrés d'après lui."
            ),
        ]
        subject, judged = "La décision sur votre VAE est rétablie" if vae else "Votre résultat est rétabli", False
    else:
        ground = Ground(act.ground)
        subject = f"La décision sur votre VAE est {ground.struck}" if vae else f"Votre résultat est {ground.done}"
        judged = ground in _JUDGED
        lines = [
            _plain(f"La décision du jury qui vous concerne est {ground.struck} {by}."),
            *_quoted("Motif :", act.reason),
            _plain(
                f"{'Elle' if vae else 'Ce résultat'} n'est plus en vigueur : aucun document ni titre n'en est délivré, "
                "et ceux qui l'ont été ne valent plus. Conservez-les : nous vous dirons s'il faut nous les rendre."
            ),
            _plain(_ANEW if vae else _again(act)),
        ]
    if context.papiers.devant_le_juge:
        remedies = _said(context, CONTESTER["jugement" if judged else "decision"])
    else:
        remedies = context.said(context.papiers.recours)
    return Letter(day_of(act.at), subject, references, tuple(lines), tuple(remedies), (act,), (act.reason,))


_ANEW = "Vous pouvez présenter une nouvelle demande de validation des acquis, de même objet."


def _again(act: DecisionsWithdrawn) -> str:
    if not act.again:
        return "Le jury ne délibère pas de nouveau sur votre dossier."
    before = f" avant le {written_date(act.due)}" if act.due else ""
    return f"Le jury délibère de nouveau sur votre dossier{before} ; vous en recevrez la décision."


def printed(context: Context, head: TreeHead, identity: Identity, letter: Letter, *, vae: bool = False) -> bytes:
    """The letter as a paper, with the facts it rests on and the signed head over them."""
    context = replace(context, issued=date.fromisoformat(letter.day))
    typesetter = Typesetter(logo_svg(context.infos))
    content = polished(_content(context, identity, letter, vae)) | {"tete": covered.told(head)}
    return typesetter.pdf(typesetter.glyphs.spelled(content, typed=True), context.issued, _attached(letter, head))


def _content(context: Context, identity: Identity, letter: Letter, vae: bool) -> dict[str, Any]:
    day, place = long_date(context.issued), context.infos["lieu"]
    who = gendered(identity.fields, "candidat", "candidate")
    number = f"Dossier n° {identity.numero}" if vae else f"{who.capitalize()} n° {identity.numero}"
    held = "Validation des acquis de l'expérience" if vae else context.session
    about = f"{'dossier' if vae else who} {identity.numero}"
    return context.head("courrier", letter.subject, about) | {
        "pied": held,
        "destinataire": {
            "nom": AsTyped(f"{identity.fields.get('prenom', '')} {identity.fields.get('nom', '')}".strip()),
            "lignes": [number, held],
        },
        "appel": greeting(identity.fields),
        "lieu_et_date": f"{place}, le {day}" if place else f"Le {day}",
        "references": [list(pair) for pair in letter.references],
        "paragraphes": list(letter.lines),
        "recours": list(letter.remedies),
        "signature": context.signature(),
    }


def _attached(letter: Letter, head: TreeHead) -> list[Attachment]:
    told = {
        "format": "laureat/courrier/1",
        "objet": letter.subject,
        "date": letter.day,
        "faits": [{"nature": type(fact).__name__, "feuille": leaf_hash(encode(fact)).hex()} for fact in letter.facts],
        "journal": covered.as_values(head),
    }
    return [Attachment("courrier.json", as_json(told), "application/json", "Faits dont le courrier est tiré")]


def _plain(text: str) -> Line:
    return {"texte": text, "article": ""}


def _quoted(before: str, commitment: Commitment) -> Iterator[Line]:
    """A text kept beside the log, a paragraph for each of its lines."""
    if not commitment:
        return
    kept = PrivateText.objects.filter(commitment=commitment).first()
    text = kept.text if kept else ERASED
    first, *others = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    yield _plain(f"{before} {first}".strip())
    yield from map(_plain, others)


def _awaited(context: Context, nature: Nature, due: str) -> Iterator[Line]:
    """By when the request is answered, with the text that says so where it binds who answers."""
    bound = context.papiers.devant_le_juge or nature is Nature.DONNEES
    article = cited(nature.delay.citation) if bound else ""
    yield {"texte": f"Nous y répondrons au plus tard le {written_date(due)}.", "article": article}


def _remedies(context: Context, nature: Nature, law: Any) -> tuple[Line, ...]:
    if nature is not Nature.DONNEES and not context.papiers.devant_le_juge:
        return tuple(context.said(context.papiers.recours))
    return tuple(_said(context, law[nature.value]))


def _said(context: Context, alinea: Alinea) -> list[Line]:
    delays = {delay.name: f"{delay.known} {delay.unit}" for delay in DELAIS.values()}
    court = context.infos["tribunal.nom"] or "tribunal administratif"
    return context.said([alinea], tribunal=court, **delays)
