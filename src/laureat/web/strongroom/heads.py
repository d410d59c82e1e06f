"""Number the facts and vouch for them: the sealer's role alone may.

The sealer sees what is committed. So a head is signed just after the act that owns it, and covers that act and all
before it, nothing after. Where the sealer was killed in between, or away, the next one signs what is due. A fact that
its command would have refused is numbered like the others, and owns no head.
"""

import threading
from collections.abc import Iterator, Mapping
from itertools import islice

from django.db import connections, transaction
from django.db.models import QuerySet

from laureat.records import Frontier, Occasion, TreeHead, decode, sign
from laureat.records.checkpoint import Checkpoint
from laureat.records.ed25519 import public_key_of, signer, verifier
from laureat.records.facts import PvSealed
from laureat.records.heads import OWED
from laureat.records.merkle import leaf_hash
from laureat.records.signed_note import Note, NoteKey, sign_text
from laureat.records.treehead import SignedTreeHead
from laureat.session.framework import Refused
from laureat.session.state import LogState, SessionState
from laureat.vocabulary import InvalidInput
from laureat.vocabulary.french import plural
from laureat.web.checkpoints import signing
from laureat.web.checkpoints.models import StoredCheckpoint
from laureat.web.exam_sessions import house, ledger, vae_read
from laureat.web.exam_sessions.models import ExamSession, StoredFact, StoredTreeHead
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import computed_here, judged, look, look_at_all
from laureat.web.strongroom import keys, memory

SEALER = "scelleur"
"""The connection of the sealer's role (``DATABASE_URL_SCELLEUR``)."""
OCCASIONS = {kind.__name__: occasion for kind, occasion in OWED.items()}
OF_EVERYONE = ("PvSealed", "ResultPublished")
"""Facts that are judged on the marks and decisions of everyone."""
_ONE = threading.RLock()
"""Heads are signed one after another: each prolongs the one that is remembered."""


def seal_due(log: str) -> None:
    """Sign a head for each act that owns one and has none, in order; for every log where none is named.

    Raises Refused, once every other log has its heads.
    """
    with _ONE:
        wrong: list[str] = []
        for each in [log] if log else _late():
            judged = _judge_due(each)
            try:
                with transaction.atomic(using=SEALER):
                    ledger.lock(each, alone=True, using=SEALER)
                    _seal_due(each, judged)
            except Refused as refused:
                wrong += refused.reasons
        if wrong:
            raise Refused(*wrong)


def number_all(log: str) -> None:
    """Sign what is due, and give its place to every other fact."""
    with _ONE:
        judged = _judge_due(log)
        with transaction.atomic(using=SEALER):
            ledger.lock(log, alone=True, using=SEALER)
            _seal_due(log, judged)
            _number(log, _last(log))


def vouch(log: str, size: int) -> int | None:
    """Sign what is due, then a head for all that came since; gives how many facts it covers, ``size`` at least.

    None where somebody else writes in the log just now: a lock that is not free is not waited for, or writers would
    wait behind. Raises Refused, nothing signed, where the log holds fewer: whoever asks reads another base.
    """
    with _ONE:
        judged = _judge_due(log)
        with transaction.atomic(using=SEALER):
            frontier = _vouched(log, judged)
            if frontier is None:
                return None
            if frontier.size < size:
                raise Refused(
                    f"Journal {log} : une tête est demandée sur {plural(size, 'fait')}, et le scelleur n'en lit que "
                    f"{frontier.size}. Il ne lit pas la même base que le service, ou elle est revenue en arrière : "
                    "rien n'est signé."
                )
            return frontier.size


def checkpoint() -> bool:
    """The same for the log of the house, and its checkpoint."""
    with _ONE, transaction.atomic(using=SEALER):
        frontier = _vouched(house.LOG, {})
        if frontier is None:
            return False
        last = signing.latest(using=SEALER)
        if frontier.size > (last.size if last else 0):
            key = NoteKey(signing.origin(), public_key_of(keys.ledger_seed()))
            text = Checkpoint(key.name, frontier.size, frontier.root).text
            note = Note(text, (sign_text(text, key, signer(keys.ledger_seed())),))
            StoredCheckpoint.objects.using(SEALER).create(origin=key.name, size=frontier.size, note=str(note))
        return True


def check(log: str) -> None:
    """Raise Refused where the base no longer holds the last head that was signed here for a log, nor one after it.

    Quick, for each title; each head that is signed reads the whole tree again (``_prolonged``).
    """
    known, last = memory.of(log), _last_head(log)
    if known is None or (last is not None and (last.head.size, last.head.root) == (known.size, known.root)):
        return
    with _ONE:  # a head signed meanwhile, or one whose signing was cut before it was remembered
        _prolonged(log)


def _late() -> list[str]:
    """The logs of the acts that wait for their head."""
    late = StoredFact.objects.using(SEALER).filter(kind__in=OCCASIONS, number=None)
    return list(late.order_by().values_list("log", flat=True).distinct())


def _vouched(log: str, judged: Mapping[int, bool]) -> Frontier | None:
    if not ledger.take(log, using=SEALER):
        return None
    _seal_due(log, judged)
    frontier = _number(log, _last(log))
    last = _last_head(log)
    if frontier.size > (last.head.size if last else 0):
        _sign(log, frontier, Occasion.PERIODIQUE)
    return frontier


def _due(log: str) -> QuerySet[StoredFact]:
    """The acts of a log that wait for their head, in their order."""
    return StoredFact.objects.using(SEALER).filter(log=log, kind__in=OCCASIONS, number=None).order_by("id")


def _seal_due(log: str, judged: Mapping[int, bool]) -> None:
    stored = StoredFact.objects.using(SEALER).filter(log=log)
    while (due := _due(log).first()) is not None:
        command = due.key.partition("#")[0]
        together = stored.filter(key__startswith=f"{command}#").order_by("-id")
        frontier = _number(log, max([due.pk, *together.values_list("id", flat=True)[:1]]))
        if judged[due.pk] if due.pk in judged else _is_accepted(due):
            _sign(log, frontier, OCCASIONS[due.kind])


def _judge_due(log: str) -> dict[int, bool]:
    """By fact, whether each act that waits is accepted: read before the log is held, so that nobody waits for it."""
    return {due.pk: _is_accepted(due) for due in _due(log)}


def _is_accepted(due: StoredFact) -> bool:
    """Whether its log, read again, accepts a fact where it stands: its approvals, its moment, its author.

    Where its law is not known here nobody can tell: true, and nothing of that log is printed or signed either; but no
    seal, whose decisions would be anyone's.
    """
    about = [due.subject] if due.subject else []
    state: LogState
    session = ExamSession.of_log(due.log)
    try:
        if session is not None:
            state = look_at_all(session) if due.kind in OF_EVERYONE else look(session, about)
        elif (certification := vae_read.certification_of(due.log)) is not None:
            state = vae_read.look_at_all(certification)
        else:
            return True
    except InvalidInput:
        return due.kind != PvSealed.__name__
    leaf = leaf_hash(bytes(due.payload)).hex()
    anomaly = state.anomalies.get(leaf) or state.set_aside.get(leaf)
    if anomaly is not None and not anomaly.heeded:
        return False
    return session is None or due.kind != PvSealed.__name__ or _is_computed(session, state, bytes(due.payload))


def _is_computed(session: ExamSession, state: LogState, sealed: bytes) -> bool:
    """Whether the decisions that a seal holds were computed again: a deliberation said to be under other rules than
    those of here may hold any. The numbers are those of the session at its seal."""
    fact = decode(sealed)
    assert isinstance(fact, PvSealed)
    assert isinstance(state, SessionState)
    if computed_here(state, frame(session, state), fact.deliberation):
        return True
    then = judged(session, sealed=fact.deliberation)
    return computed_here(then, frame(session, then), fact.deliberation)


def _last(log: str) -> int:
    last = StoredFact.objects.using(SEALER).filter(log=log).order_by("-id").values_list("id", flat=True).first()
    return last or 0


def _last_head(log: str) -> SignedTreeHead | None:
    stored = StoredTreeHead.objects.using(SEALER).filter(log=log).order_by("-size", "-id").first()
    return SignedTreeHead.from_json(stored.head) if stored else None


def _sign(log: str, frontier: Frontier, occasion: Occasion) -> None:
    """Sign a head; it is remembered once the base holds it, so that neither is ahead of the other for long."""
    head = sign(
        TreeHead(log=log, size=frontier.size, root=frontier.root, occasion=occasion, at=ledger.now()),
        signer(keys.ledger_seed()),
    )
    StoredTreeHead.objects.using(SEALER).create(
        log=log,
        size=frontier.size,
        occasion=occasion.value,
        head=head.to_json(),
        frontier=[node.hex() for node in frontier.hashes],
    )
    transaction.on_commit(lambda: memory.keep(log, frontier.size, frontier.root), using=SEALER)


def _number(log: str, last: int) -> Frontier:
    """Give its place to every fact up to this one that has none, then read the tree again. The log is held alone."""
    with connections[SEALER].cursor() as cursor:
        cursor.execute("SELECT coalesce(max(position) + 1, 0) FROM exam_sessions_numberedfact WHERE log = %s", [log])
        start = cursor.fetchone()[0]
        cursor.execute(
            """
            INSERT INTO exam_sessions_numberedfact (fact_id, log, position, leaf)
            SELECT fact.id, fact.log, %s + row_number() OVER (ORDER BY fact.id) - 1, sha256('\\x00'::bytea || payload)
            FROM exam_sessions_storedfact fact LEFT JOIN exam_sessions_numberedfact place ON place.fact_id = fact.id
            WHERE fact.log = %s AND fact.id <= %s AND place.fact_id IS NULL
            """,
            [start, log, last],
        )
    return _prolonged(log)


def _prolonged(log: str) -> Frontier:
    """The tree of the numbered facts, as they are now. Raises Refused where it does not prolong the last head."""
    known = memory.of(log)
    last = _last_head(log)
    if known is None and last is not None:
        if not last.holds(verifier(public_key_of(keys.ledger_seed()))):
            raise Refused(
                f"Journal {log} : sa dernière tête n'est pas signée par la clé de ce scelleur, qui n'en connaît "
                "aucune. Rien n'est signé : rendez au scelleur le dossier qu'il avait, ou sa sauvegarde."
            )
        known = memory.Remembered(last.head.size, last.head.root)
    leaves = _leaves(log)
    frontier = Frontier().extended(islice(leaves, known.size if known else 0))
    is_there = known is None or (last is not None and last.head.size >= known.size)
    if known is not None and not (is_there and (frontier.size, frontier.root) == (known.size, known.root)):
        raise Refused(
            f"Journal {log} : il n'est plus celui dont le scelleur a signé la dernière tête "
            f"({plural(known.size, 'fait')}, racine {known.root.hex()[:16]}…). Rien n'est signé pour lui : lancez "
            "« laureat auditer »."
        )
    return frontier.extended(leaves)


def _leaves(log: str) -> Iterator[bytes]:
    """The leaves of the numbered facts, from what the facts say now."""
    with connections[SEALER].cursor() as cursor:
        cursor.execute(
            "SELECT sha256('\\x00'::bytea || fact.payload) FROM exam_sessions_numberedfact place "
            "JOIN exam_sessions_storedfact fact ON fact.id = place.fact_id "
            "WHERE place.log = %s ORDER BY place.position",
            [log],
        )
        while rows := cursor.fetchmany(5000):
            yield from (bytes(leaf) for (leaf,) in rows)
