"""One round of what makes the log answerable: heads that are due, the log of the house, its witnesses, the time.

``laureat temoin demander`` runs it, once or without end; a worker calls ``vouch``.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import DatabaseError, close_old_connections

from laureat.records.signed_note import Note
from laureat.session.framework import Refused
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural
from laureat.web.checkpoints import signing
from laureat.web.checkpoints.models import Cosignature, StoredCheckpoint
from laureat.web.exam_sessions import house
from laureat.web.project import witnesses
from laureat.web.sealer.client import Unavailable
from laureat.witness.client import Contradicted, Unanswered, ask
from laureat.witness.policy import Party
from laureat.witness.stamps import stamp


@dataclass
class Round:
    """What was done, told in French."""

    lines: list[str] = field(default_factory=list)
    contradicted: bool = False
    """A witness, or the sealer, holds another history: someone has rewritten the log, or the witness is not ours."""


def vouch() -> Round:
    """Sign what is due, then ask the witnesses and the authority about the last checkpoint."""
    done = Round()
    _seal(done)
    stored = signing.latest()
    if stored is None:
        done.lines.append("Aucune tête signée : rien à faire cosigner.")
        return done
    done.lines.append(f"Point de contrôle : {signing.read(stored)[0]}")
    try:
        for witness in witnesses.policy(settings.DONNEES).witnesses:
            _ask(witness, stored, done)
        _stamp(stored, done)
    except InvalidInput as invalid:
        done.lines += [str(problem) for problem in invalid.problems]
    return done


def _seal(done: Round) -> None:
    refused: list[str] = []
    try:
        if busy := house.vouch(refused):
            done.lines.append(f"{plural(len(busy), 'journal occupé', 'journaux occupés')} : au prochain tour.")
        if not house.extend():
            done.lines.append("Le journal de la maison est occupé : au prochain tour.")
    except Unavailable as error:
        done.lines.append(error.reason)
    except Refused as error:
        refused += error.reasons
    done.contradicted = bool(refused)
    done.lines += [f"ALERTE : {reason}" for reason in refused]


def _ask(witness: Party, stored: StoredCheckpoint, done: Round) -> None:
    given = Cosignature.objects.filter(witness=witness.key.name)
    if not witness.url:
        done.lines.append(f"Témoin {witness.name} : sans adresse, il n'est pas interrogé.")
        return
    if given.filter(checkpoint=stored).exists():
        done.lines.append(f"Témoin {witness.name} : déjà cosigné.")
        return
    last = given.order_by("-id").select_related("checkpoint").first()
    checkpoint, _ = signing.read(stored)
    tree = house.tree(checkpoint)
    try:
        line, seen = ask(
            witness,
            checkpoint,
            Note.parse(stored.note.encode()),
            last.checkpoint.size if last else 0,
            tree.consistency_proof,
        )
    except Unanswered as error:
        done.lines.append(f"Témoin {witness.name} : {error}.")
    except Contradicted as error:
        done.contradicted = True
        done.lines.append(f"ALERTE : {error}.")
    else:
        signing.keep_cosignature(stored, line)
        done.lines.append(f"Témoin {witness.name} : cosigné, à {_utc(seen.time)}.")


def _stamp(stored: StoredCheckpoint, done: Round) -> None:
    url = settings.TIMESTAMPING
    if not url or stored.timestamps.exists():
        return
    trusted = witnesses.trusted(settings.DONNEES)
    if not trusted:
        done.lines.append("Horodatage : il manque horodatage.pem, les certificats de l'autorité.")
        return
    try:
        token, at = stamp(url, stored.note.encode(), trusted)
    except Unanswered as error:
        done.lines.append(f"Horodatage : {error}.")
    else:
        signing.keep_timestamp(stored, url, token)
        done.lines.append(f"Horodaté, à {at:%Y-%m-%dT%H:%M:%SZ}.")


def _utc(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def go_on(minutes: int, tell: Callable[[Round], None], sleep: Callable[[float], None] = time.sleep) -> None:
    """A round every so many minutes, without end: a base that is away for a while stops nothing."""
    while True:
        close_old_connections()
        try:
            tell(vouch())
        except DatabaseError as error:
            tell(Round([f"La base ne répond pas : {error}"]))
        sleep(minutes * 60)
