"""What the log of the house says, straight from the tables: the heads it knows, its checkpoints, who vouches for it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg

from laureat.records import decode
from laureat.records.audit import AuditFinding, Trouble
from laureat.records.checkpoint import cosignatures
from laureat.records.facts import KINDS, HeadSigned
from laureat.records.heads import OWED, signed, unowned
from laureat.records.merkle import MerkleTree
from laureat.records.outside import Claim, against, claim_of
from laureat.records.signed_note import Note, NoteSignature
from laureat.records.treehead import SignedTreeHead, Verifier
from laureat.session.house import HEADS_LOG
from laureat.vocabulary.french import plural, short_date
from laureat.web import data_folder
from laureat.web.project import witnesses
from laureat.witness.policy import NONE
from laureat.witness.stamps import stamped_at

TABLE = "checkpoints_storedcheckpoint"


@dataclass(frozen=True, slots=True)
class Kept:
    """A checkpoint as it is stored, with what others added."""

    origin: str
    size: int
    note: str
    lines: tuple[str, ...]
    tokens: tuple[bytes, ...]

    @property
    def name(self) -> str:
        """How a finding calls it."""
        return f"le point de contrôle de {plural(self.size, 'feuille')}"


def told(connection: psycopg.Connection, verify: Verifier) -> dict[str, list[HeadSigned]]:
    """By log, the heads that the house knows of and this key signed: the audit of the house names the others."""
    found: dict[str, list[HeadSigned]] = defaultdict(list)
    rows = connection.execute(
        "SELECT payload FROM exam_sessions_storedfact WHERE log = %s AND kind = 'HeadSigned' ORDER BY id", [HEADS_LOG]
    )
    for (payload,) in rows:
        try:
            fact = decode(bytes(payload))
        except ValueError:
            continue
        if isinstance(fact, HeadSigned) and signed(fact, verify):
            found[fact.of].append(fact)
    return found


def kept(connection: psycopg.Connection) -> list[Kept]:
    """The checkpoints, smallest first; none in a base that has no such table yet."""
    if connection.execute("SELECT to_regclass(%s)", [TABLE]).fetchone() == (None,):
        return []
    rows = connection.execute(
        f"""
        SELECT origin, size, note,
        ARRAY(SELECT line FROM checkpoints_cosignature WHERE checkpoint_id = stored.id ORDER BY id),
        ARRAY(SELECT token FROM checkpoints_timestamp WHERE checkpoint_id = stored.id ORDER BY id)
        FROM {TABLE} stored ORDER BY size
        """
    ).fetchall()
    return [
        Kept(origin, size, note, tuple(lines), tuple(map(bytes, tokens))) for origin, size, note, lines, tokens in rows
    ]


def waiting_unowned(connection: psycopg.Connection, log: str) -> Iterator[AuditFinding]:
    """The facts that own a head and have not even a number."""
    rows = connection.execute(
        "SELECT fact.kind FROM exam_sessions_storedfact fact LEFT JOIN exam_sessions_numberedfact place "
        "ON place.fact_id = fact.id WHERE fact.log = %s AND place.fact_id IS NULL AND fact.kind = ANY(%s) "
        "ORDER BY fact.id",
        [log, [kind.__name__ for kind in OWED]],
    )
    for (kind,) in rows:
        yield unowned(None, kind, OWED[KINDS[kind]])


def lost(told: dict[str, list[HeadSigned]], logs: Sequence[str]) -> Iterator[AuditFinding]:
    """The logs that the house answers for and that are no longer there."""
    for log, heads in told.items():
        if log not in logs:
            last = max(heads, key=lambda fact: fact.size)
            message = (
                f"le journal {log} a disparu : il comptait {plural(last.size, 'fait')} le {last.signed_at}, "
                f"racine {last.root}."
            )
            yield AuditFinding(Trouble.MANQUANT, None, "", message)


class House:
    """The checkpoints of a base against the tree of its house, and those who vouched for them."""

    def __init__(self, stored: Sequence[Kept], data: Path, public_key: bytes) -> None:
        """Raises InvalidInput where the files of witnesses and certificates cannot be read."""
        self._stored, self._public_key = stored, public_key
        self._policy, self._trusted = witnesses.policy(data), witnesses.trusted(data)
        self._unread = 0
        self._last: dict[str, tuple[int, datetime]] = {}
        self._enough = 0

    @property
    def origin(self) -> str:
        """The name that the first checkpoint gave to the log; empty before it."""
        return self._stored[0].origin if self._stored else ""

    def findings(self, tree: MerkleTree, heads: Sequence[SignedTreeHead]) -> list[AuditFinding]:
        """What is wrong with the checkpoints."""
        found: list[AuditFinding] = []
        claims: list[Claim] = []
        for kept in self._stored:
            try:
                claim = claim_of(kept.note.encode(), kept.name, self._public_key)
            except ValueError as error:
                found.append(AuditFinding(Trouble.SIGNATURE, None, "", f"{kept.name} : {error}."))
                continue
            if (claim.origin, claim.size) != (kept.origin, kept.size) or kept.origin != self.origin:
                message = f"{kept.name} dit {claim.origin}, {claim.size} ; la table dit {kept.origin}, {kept.size}."
                found.append(AuditFinding(Trouble.COLONNE, None, "", message))
            claims.append(claim)
            found += self._added(kept)
        found += against(tree, claims)
        if gone := {one.head.size for one in heads} - {kept.size for kept in self._stored}:
            many = plural(len(gone), "point de contrôle manque", "points de contrôle manquent")
            found.append(AuditFinding(Trouble.MANQUANT, None, "", f"{many} ; le plus grand : {max(gone)}."))
        return found

    def remarks(self) -> Iterator[str]:
        """Until when others vouch, once the findings are known."""
        for who, (size, at) in self._last.items():
            yield f"{who} : répond de {plural(size, 'feuille')}, le {short_date(at.date())} à {at:%H:%M:%S} UTC."
        if self._policy.quorum != NONE:
            yield f"Les témoins exigés répondent de {plural(self._enough, 'feuille')}."
        if not self._last:
            yield "Personne au-dehors ne répond de ce journal : qui tient la base et la clé peut le récrire."
        if self._unread:
            many = plural(self._unread, "jeton d'horodatage non vérifié", "jetons d'horodatage non vérifiés")
            yield f"{many} : il manque {data_folder.TIMESTAMPING}."

    def _added(self, kept: Kept) -> Iterator[AuditFinding]:
        """Cosignatures and tokens of one checkpoint."""
        text = Note.parse(kept.note.encode()).text
        names: set[str] = set()
        for line in kept.lines:
            try:
                for seen in cosignatures(Note(text, (NoteSignature.parse(line),)), self._policy.keys):
                    names.add(seen.witness)
                    self._last[f"Témoin {seen.witness}"] = kept.size, datetime.fromtimestamp(seen.time, UTC)
            except (ValueError, OverflowError) as error:
                yield AuditFinding(Trouble.SIGNATURE, None, "", f"{kept.name} : {error}.")
        for token in kept.tokens:
            if not self._trusted:
                self._unread += 1
                continue
            try:
                self._last["Horodatage"] = kept.size, stamped_at(token, kept.note.encode(), self._trusted)
            except ValueError as error:
                yield AuditFinding(Trouble.SIGNATURE, None, "", f"{kept.name} : {error}.")
        if self._policy.is_met_by(names):
            self._enough = kept.size
