"""The audit of heads: what is gone from the base, or differs from what someone outside holds, is named."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner, Result

from laureat.cli.auditer import auditer
from laureat.records.checkpoint import Checkpoint
from laureat.records.ed25519 import public_key_of, signer
from laureat.records.signed_note import COSIGNATURE, Note, NoteKey, sign_text
from laureat.web import data_folder
from laureat.web.project import database, packaged
from laureat.web.strongroom import keys

FACTS, PLACES, HEADS = "exam_sessions_storedfact", "exam_sessions_numberedfact", "exam_sessions_storedtreehead"
CHECKPOINTS = "checkpoints_storedcheckpoint"


@pytest.fixture(scope="module")
def kept(world: Any) -> dict[str, Any]:
    """The world, and what someone outside holds of it: the log of the published session, heads, the last checkpoint."""
    from laureat.web.checkpoints import signing
    from laureat.web.exam_sessions import house, ledger

    house.vouch()
    house.extend()
    log = world.sessions[1].log
    last = signing.latest()
    assert last is not None
    head = ledger.heads(log)[-1].head
    return {
        "log": log,
        "other": world.sessions[0].log,
        "head": f"{log}:{head.size}:{head.root.hex()}",
        "checkpoint": signing.read(last)[0],
        "note": last.note,
    }


class Copy:
    """A copy of the world's base, which one may spoil, and the folder of its key."""

    def __init__(self, superuser: str, data: Path) -> None:
        self.superuser, self.data = superuser, data

    def spoil(self, *statements: str, **values: str) -> None:
        """What an administrator could do, triggers put aside."""
        with psycopg.connect(self.superuser) as connection:
            connection.execute("SET session_replication_role = replica")
            for statement in statements:
                connection.execute(statement, values)

    def audited(self, *more: str) -> Result:
        """The command on the copy."""
        return CliRunner().invoke(auditer, ["--donnees", str(self.data), "--sans-decisions", *more])

    def findings(self, *more: str) -> dict[str, str]:
        """What it found, by log."""
        result = self.audited("--json", *more)
        assert result.exit_code == 1, result.output
        return {
            report["journal"]: " ".join(finding["message"] for finding in report["constats"])
            for report in json.loads(result.output)
            if report["constats"]
        }


@pytest.fixture
def copy(kept: dict[str, Any], postgres: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Copy]:
    """A fresh copy."""
    from django.conf import settings
    from django.db import connections

    source, name = connections["default"].settings_dict["NAME"], "copie"
    connections.close_all()
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {source} OWNER {database.OWNER_ROLE} STRATEGY file_copy")
    shutil.copy(settings.DONNEES / data_folder.PUBLIC_KEYS, tmp_path)
    monkeypatch.setenv(database.OWNER_URL, database.address(postgres, database.OWNER_ROLE, name))
    yield Copy(database.address(postgres, packaged.SUPERUSER, name), tmp_path)
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_a_sound_base_agrees_with_all_that_is_held_outside(copy: Copy, kept: dict[str, Any]) -> None:
    path = copy.data / "point.txt"
    path.write_text(kept["note"])
    held = ["--tete", kept["head"], "--tete", str(kept["checkpoint"]), "--temoin", str(path)]
    result = copy.audited(*held)
    assert result.exit_code == 0, result.output
    assert "têtes signées de tous les journaux" in result.output
    assert "Personne au-dehors ne répond" in result.output


GONE = "DELETE FROM {} WHERE log = %(log)s"
SPOILT: dict[str, tuple[list[str], str, str]] = {
    "a whole session": ([GONE.format(FACTS), GONE.format(PLACES), GONE.format(HEADS)], "maison", "a disparu"),
    "the head of a closure": (
        [f"{GONE.format(HEADS)} AND occasion = 'cloture'"],
        "log",
        "1 tête signée manque, dont le journal de la maison répond",
    ),
    "the head of a publication, in the house too": (
        [
            f"{GONE.format(HEADS)} AND occasion = 'publication'",
            f"DELETE FROM {FACTS} WHERE log = 'maison' AND payload LIKE '%%publication%%'::bytea",
        ],
        "log",
        "(publication) devait avoir sa tête signée",
    ),
    "the end of a session and its heads": (
        [
            f"{GONE.format(HEADS)} AND occasion = 'publication'",
            f"DELETE FROM {PLACES} WHERE fact_id IN (SELECT max(id) FROM {FACTS} WHERE log = %(log)s)",
            f"DELETE FROM {FACTS} WHERE id IN (SELECT max(id) FROM {FACTS} WHERE log = %(log)s)",
        ],
        "log",
        "a vu 1 fait de plus à la fin",
    ),
    "a publication put in afterwards": (
        [
            f"INSERT INTO {FACTS} (log, key, kind, subject, payload) SELECT log, 'faux', kind, subject, payload "
            f"FROM {FACTS} WHERE log = %(log)s AND kind = 'ResultPublished' LIMIT 1"
        ],
        "log",
        "devait avoir sa tête signée",
    ),
    "a checkpoint": ([f"DELETE FROM {CHECKPOINTS}"], "maison", "le plus grand"),
    "the note of a checkpoint": (
        [f"UPDATE {CHECKPOINTS} SET note = regexp_replace(note, E'\\n([0-9]+)\\n', E'\\n\\\\1\\\\1\\n')"],
        "maison",
        "ne vérifie pas",
    ),
    "the origin of a checkpoint": (
        [f"UPDATE {CHECKPOINTS} SET origin = 'ailleurs'"],
        "maison",
        "la table dit ailleurs",
    ),
    "the first facts of the house": (
        [f"DELETE FROM {PLACES} WHERE log = 'maison' AND position < 2"],
        "maison",
        "a disparu",
    ),
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_is_gone_or_put_in_is_named(copy: Copy, kept: dict[str, Any], case: str) -> None:
    statements, where, said = SPOILT[case]
    copy.spoil(*statements, log=kept["log"])
    found = copy.findings()
    assert said in found[kept["log"] if where == "log" else where]


def test_a_log_erased_everywhere_is_still_known_to_who_holds_a_head(copy: Copy, kept: dict[str, Any]) -> None:
    everywhere = [
        GONE.format(FACTS) + " OR log = 'maison'",
        GONE.format(PLACES) + " OR log = 'maison'",
        GONE.format(HEADS) + " OR log = 'maison'",
        f"DELETE FROM {CHECKPOINTS}",
    ]
    copy.spoil(*everywhere, log=kept["log"])
    assert copy.audited().exit_code == 0
    found = copy.findings("--tete", kept["head"], "--tete", str(kept["checkpoint"]))
    assert set(found) == {kept["log"], kept["checkpoint"].origin}
    assert all("n'est pas ici" in message for message in found.values())
    result = copy.audited("--tete", kept["head"])
    assert f"journal connu au-dehors : {kept['log']}" in result.output


def test_a_head_that_this_log_does_not_prolong_is_named(copy: Copy, kept: dict[str, Any]) -> None:
    log, size, _root = kept["head"].rsplit(":", 2)
    found = copy.findings("--tete", f"{log}:{size}:{'00' * 32}", "--tete", f"{log}:{int(size) + 3}:{'00' * 32}")
    assert "n'est pas celle de cet arbre" in found[log]
    assert "il manque 3 feuilles à la fin" in found[log]


def signed(checkpoint: Checkpoint, seed: bytes) -> bytes:
    """A checkpoint signed with some key."""
    key = NoteKey(checkpoint.origin, public_key_of(seed))
    return str(Note(checkpoint.text, (sign_text(checkpoint.text, key, signer(seed)),))).encode()


def test_a_checkpoint_that_the_log_signed_and_no_longer_prolongs_proves_a_fork(
    copy: Copy, kept: dict[str, Any]
) -> None:
    seed = keys.ledger_seed()
    forked = Checkpoint(kept["checkpoint"].origin, 2, bytes(32))
    path = copy.data / "autre.txt"
    path.write_bytes(signed(forked, seed))
    assert "la tête de autre.txt n'est pas celle de cet arbre" in copy.findings("--temoin", str(path))["maison"]
    path.write_bytes(signed(forked, bytes(32)))
    result = copy.audited("--temoin", str(path))
    assert "n'y est pas signé par la clé du journal" in str(result.exception)


def test_cosignatures_and_the_quorum_are_told_and_a_false_one_is_named(copy: Copy, kept: dict[str, Any]) -> None:
    from laureat.records.checkpoint import cosign

    key = NoteKey("temoin.exemple.fr", public_key_of(bytes(32)), COSIGNATURE)
    (copy.data / data_folder.WITNESSES).write_text(f"witness lui {key}\nquorum lui\n")
    line = cosign(kept["checkpoint"].text, key, signer(bytes(32)), 1_900_000_000)
    insert = (
        "INSERT INTO checkpoints_cosignature (checkpoint_id, witness, line, at) "
        f"SELECT id, 'temoin.exemple.fr', %(line)s, now() FROM {CHECKPOINTS} WHERE size = {kept['checkpoint'].size}"
    )
    assert "Les témoins exigés répondent de 0 feuille" in copy.audited().output
    copy.spoil(insert, line=str(line))
    output = copy.audited().output
    assert f"Témoin temoin.exemple.fr : répond de {kept['checkpoint'].size} feuilles, le 17/03/2030" in output
    copy.spoil(insert, line=str(cosign("autre\n1\nx\n", key, signer(bytes(32)), 1_900_000_000)))
    assert "la cosignature de temoin.exemple.fr ne vérifie pas" in copy.findings()["maison"]


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--tete", "rien", "ORIGINE:TAILLE:RACINE"),
        ("--tete", f"log:x:{'0' * 64}", "nombre entier"),
        ("--tete", "log:1:abc", "64 chiffres hexadécimaux"),
        ("--temoin", "/n/existe/pas", "illisible"),
        ("--temoin", "http://127.0.0.1:9", "ne répond pas"),
    ],
)
def test_what_is_no_head_is_told_and_nothing_is_judged(copy: Copy, option: str, value: str, said: str) -> None:
    result = copy.audited(option, value)
    assert said in str(result.exception)


def test_a_base_of_before_the_house_log_audits_still(copy: Copy) -> None:
    erased = [f"DELETE FROM {table} WHERE log = 'maison'" for table in (PLACES, FACTS, HEADS)]
    dropped = ["DROP TABLE checkpoints_cosignature, checkpoints_timestamp, checkpoints_storedcheckpoint"]
    copy.spoil(*erased, f"DELETE FROM {HEADS} WHERE occasion = 'periodique'", *dropped)
    result = copy.audited()
    assert result.exit_code == 0, result.output
    assert "têtes signées de tous les journaux" not in result.output
