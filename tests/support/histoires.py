"""Other histories of a log, as whoever owns the base may write them, with the key of the journal or without."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import psycopg

from laureat.records import MerkleTree, SignedTreeHead, TreeHead, decode, encode, sign
from laureat.records.checkpoint import Checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.facts import HeadSigned
from laureat.records.merkle import leaf_hash
from laureat.records.signed_note import Note, NoteKey, sign_text

HOUSE = "maison"
FACTS, PLACES, HEADS = "exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_storedtreehead"
CHECKPOINTS = "checkpoints_storedcheckpoint"


def logs(base: psycopg.Connection) -> list[str]:
    """Every log that has numbered facts."""
    return [log for (log,) in base.execute(f"SELECT DISTINCT log FROM {PLACES} ORDER BY log")]


def head(base: psycopg.Connection, log: str) -> str:
    """Its last signed head, as one holds it: ``ORIGINE:TAILLE:RACINE``."""
    row = base.execute(f"SELECT head::text FROM {HEADS} WHERE log = %s ORDER BY size DESC LIMIT 1", [log]).fetchone()
    assert row
    known = SignedTreeHead.from_json(json.loads(row[0])).head
    return f"{known.log}:{known.size}:{known.root.hex()}"


def roll_back(base: psycopg.Connection, log: str, size: int) -> None:
    """Take a log back to its first facts: the others go, with their numbers, the heads and checkpoints over them."""
    gone = f"SELECT fact_id FROM {PLACES} WHERE log = %s AND position < %s"
    base.execute(f"DELETE FROM {FACTS} WHERE log = %s AND id NOT IN ({gone})", [log, log, size])
    base.execute(f"DELETE FROM {PLACES} WHERE log = %s AND position >= %s", [log, size])
    base.execute(f"DELETE FROM {HEADS} WHERE log = %s AND size > %s", [log, size])
    if log == HOUSE:
        base.execute(f"DELETE FROM {CHECKPOINTS} WHERE size > %s", [size])


def swap(base: psycopg.Connection, log: str, one: int, other: int) -> None:
    """Two numbered facts take each other's place, all their columns with them."""
    query = (
        f"SELECT fact.id, kind, subject, key, payload FROM {FACTS} fact JOIN {PLACES} place ON fact_id = fact.id "
        "WHERE place.log = %s AND position IN (%s, %s)"
    )
    (first, *left), (second, *right) = base.execute(query, [log, one, other]).fetchall()
    write = f"UPDATE {FACTS} SET kind = %s, subject = %s, key = %s, payload = %s WHERE id = %s"
    base.execute(write, ["", "", "échange", b"", first])
    base.execute(write, [*left, second])
    base.execute(write, [*right, first])


def rewrite(base: psycopg.Connection, log: str, seed: bytes, change: Callable[[Any], Any]) -> None:
    """Write facts of a log anew, their leaves after them, and sign again every head over them."""
    tree = MerkleTree()
    query = (
        f"SELECT fact.id, payload FROM {FACTS} fact JOIN {PLACES} place ON fact_id = fact.id "
        "WHERE place.log = %s ORDER BY position"
    )
    for fact_id, payload in base.execute(query, [log]).fetchall():
        written = encode(change(decode(bytes(payload))))
        tree.append(leaf_hash(written))
        if written != payload:
            base.execute(f"UPDATE {FACTS} SET payload = %s WHERE id = %s", [written, fact_id])
            base.execute(f"UPDATE {PLACES} SET leaf = %s WHERE fact_id = %s", [leaf_hash(written), fact_id])
    for head_id, told in base.execute(f"SELECT id, head::text FROM {HEADS} WHERE log = %s", [log]).fetchall():
        signed = _again(SignedTreeHead.from_json(json.loads(told)).head, tree, seed)
        base.execute(f"UPDATE {HEADS} SET head = %s WHERE id = %s", [json.dumps(signed.to_json()), head_id])
    if log == HOUSE:
        for stored, origin, size in base.execute(f"SELECT id, origin, size FROM {CHECKPOINTS}").fetchall():
            text = Checkpoint(origin, size, tree.root(size)).text
            note = Note(text, (sign_text(text, NoteKey(origin, public_key_of(seed)), signer(seed)),))
            base.execute(f"UPDATE {CHECKPOINTS} SET note = %s WHERE id = %s", [str(note), stored])


def _again(head: TreeHead, tree: MerkleTree, seed: bytes) -> SignedTreeHead:
    return sign(replace(head, root=tree.root(head.size)), signer(seed))


def fork(base: psycopg.Connection, log: str, seed: bytes, *, with_house: bool) -> None:
    """The first act came another second, and all that was signed over it is signed anew; the house follows, or not."""
    first: list[str] = []

    def change(fact: Any) -> Any:
        first[:] = first or [fact.command]  # an act may leave several facts, all of its hour
        return replace(fact, at=f"{fact.at[:-2]}{(int(fact.at[-2]) + 1) % 10}Z") if fact.command == first[0] else fact

    rewrite(base, log, seed, change)
    if with_house and log != HOUSE:
        found = base.execute(f"SELECT head::text FROM {HEADS} WHERE log = %s", [log]).fetchall()
        signed = [SignedTreeHead.from_json(json.loads(told)) for (told,) in found]
        now = {(one.head.size, one.head.occasion.value, one.head.at): one for one in signed}

        def follow(fact: HeadSigned) -> HeadSigned:
            one = now[fact.size, fact.occasion, fact.signed_at] if fact.of == log else None
            return replace(fact, root=one.head.root.hex(), signature=one.signature.hex()) if one else fact

        rewrite(base, HOUSE, seed, follow)
