"""The log of the house: every head is in it, anyone can prove that it only grows, and papers carry what it says."""

import base64
import io
import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, connections
from django.db.models import F
from django.test import Client
from django.urls import reverse

from laureat.cli.auditer import auditer
from laureat.records.checkpoint import Checkpoint, cosignatures, read_checkpoint
from laureat.records.ed25519 import signer, verifier
from laureat.records.facts import DeadlineSet, PaperIssued
from laureat.records.merkle import MerkleTree, leaf_hash, proves_consistency, proves_inclusion
from laureat.records.signed_note import Note, NoteKey, decoded, is_signed, sign_text
from laureat.session.conduct.pv import paper_key
from laureat.web import data_folder
from laureat.web.checkpoints import signing
from laureat.web.exam_sessions import house, ledger, sealing
from laureat.web.exam_sessions.models import StoredFact, StoredTreeHead
from laureat.web.project import database, vouching
from laureat.web.strongroom import keys as strongroom
from laureat.web.strongroom import service
from laureat.witness.client import ask
from support.derriere import address_of
from support.temoins import OPENSSL, Witness, authority, make_authority, witness
from support.toile import signed_in


@pytest.fixture(scope="module")
def published(world: Any) -> Any:
    """The demonstration world, its published session ``sessions[1]``; the other one has just grown, twice."""
    for _ in range(2):
        grow(world.sessions[0])
        house.vouch()
        house.extend()
    return world


def note(size: int | None = None) -> bytes:
    """A published checkpoint."""
    response = Client().get("/journal/checkpoint" if size is None else f"/journal/checkpoint/{size}")
    assert response.status_code == 200
    return bytes(response.content)


def test_every_head_of_every_log_is_a_fact_of_the_house(published: Any) -> None:
    heads = StoredTreeHead.objects.exclude(log=house.LOG).order_by("id")
    assert heads.count() >= 4
    told = [json.loads(bytes(fact.payload)) for fact in StoredFact.objects.filter(log=house.LOG).order_by("id")]
    assert sorted(fact["signature"] for fact in told) == sorted(head.head["signature"] for head in heads)
    assert {"cloture", "deliberation", "publication"} <= {fact["occasion"] for fact in told}


def test_anyone_reads_signed_checkpoints_and_proves_that_each_prolongs_the_former(published: Any) -> None:
    page = Client().get("/journal/").content.decode()
    last, signed = read_checkpoint(note())
    key = NoteKey(last.origin, sealing.public_key())
    assert str(key) in page
    assert is_signed(signed, key, verifier(key.public))
    sizes = [size for size in range(1, last.size + 1) if Client().get(f"/journal/checkpoint/{size}").status_code == 200]
    assert sizes[-1] == last.size
    assert len(sizes) > 2
    for old in sizes:
        first = read_checkpoint(note(old))[0]
        response = Client().get(f"/journal/coherence/{old}/{last.size}")
        assert response["Content-Type"].startswith("text/plain")
        proof = [decoded(line, "preuve") for line in response.content.decode().splitlines()]
        assert proves_consistency(old, first.root, last.size, last.root, proof)


@pytest.mark.parametrize("old_new", ["0/1", "2/1", f"1/{10**30}", f"{10**30}/{10**30}", "1/99999"])
def test_no_proof_is_given_of_what_is_no_checkpoint(published: Any, old_new: str) -> None:
    assert Client().get(f"/journal/coherence/{old_new}").status_code == 404
    assert Client().get(f"/journal/checkpoint/{old_new.split('/')[1]}").status_code in (200, 404)


def test_a_proof_that_a_head_is_in_goes_to_the_office_alone_and_verifies_offline(published: Any) -> None:
    session = published.sessions[1]
    head = next(one for one in ledger.heads(session.log) if one.head.occasion == "deliberation").head
    path = f"/sessions/{session.pk}/journal/preuve/{head.size}"
    assert Client().get(path).status_code == 302
    response = signed_in(published.office).get(path)
    proof, _blank, raw = response.content.decode().partition("\n\n")
    magic, extra, index, *nodes = proof.split("\n")
    assert magic == "c2sp.org/tlog-proof@v1"
    checkpoint, signed = read_checkpoint(raw.encode())
    assert is_signed(signed, NoteKey(checkpoint.origin, sealing.public_key()), verifier(sealing.public_key()))
    leaf = base64.b64decode(extra.removeprefix("extra "))
    path_up = [decoded(node, "preuve") for node in nodes]
    place = int(index.removeprefix("index "))
    assert proves_inclusion(leaf_hash(leaf), place, checkpoint.size, path_up, checkpoint.root)
    assert (json.loads(leaf)["of"], json.loads(leaf)["root"]) == (session.log, head.root.hex())
    assert signed_in(published.office).get(f"/sessions/{session.pk}/journal/preuve/{10**30}").status_code == 404


def test_the_pv_prints_both_heads_and_the_whole_checkpoint_for_a_machine(published: Any) -> None:
    import pypdfium2
    import zxingcpp

    session = published.sessions[1]
    response = signed_in(published.office).get(reverse("pv_pdf", args=[session.pk]))
    pdf = pypdfium2.PdfDocument(io.BytesIO(response.content))
    words = "".join("".join(page.get_textpage().get_text_range().split()) for page in pdf)
    found = []
    for page in pdf:
        image = page.render(scale=3).to_pil()
        found += [code.text for code in zxingcpp.read_barcodes(image) if code.text.count("\n") > 3]
    (text,) = found
    checkpoint, signed = read_checkpoint(text.encode())
    assert is_signed(signed, NoteKey(checkpoint.origin, sealing.public_key()), verifier(sealing.public_key()))
    head = next(one for one in ledger.heads(session.log) if one.head.occasion == "deliberation").head
    for printed in (checkpoint.origin, checkpoint.root.hex(), head.root.hex(), session.log):
        assert printed in words
    covering = house.covering(next(one for one in ledger.heads(session.log) if one.head == head))
    assert covering is not None
    assert covering.position < checkpoint.size


def grow(session: Any) -> str:
    """One lawful fact more in the log of a session, which it gives."""
    about: dict[str, Any] = {"log": session.log, "at": ledger.now(), "key": uuid.uuid4().hex}
    if session.phase == "saisie":
        ledger.append(session.log, [DeadlineSet(**about, author="a", milestone="pieces", day="2026-03-31")])
    else:
        admitted = session.standings.filter(public_decision="admis", withheld=False).earliest("pk").candidate
        digest = uuid.uuid4().hex * 2
        about["key"] = paper_key(admitted, "releve", digest[:16])
        ledger.append(
            session.log, [PaperIssued(**about, author="a", candidate=admitted, paper="releve", digest=digest)]
        )
        session.standings.filter(candidate=admitted).update(facts=F("facts") + 1)
    return str(session.log)


def test_a_log_that_grows_gets_a_head_from_time_to_time_and_only_then(published: Any) -> None:
    log = grow(published.sessions[0])
    assert house.vouch() == []
    last = ledger.heads(log)[-1].head
    size = StoredFact.objects.filter(log=log).count()
    assert (last.occasion, last.size) == ("periodique", size)
    assert house.extend()
    before = StoredTreeHead.objects.count()
    assert house.vouch() == []
    assert house.extend()
    assert StoredTreeHead.objects.count() == before


def test_a_periodic_head_never_waits_and_nobody_waits_behind_it(published: Any) -> None:
    log = grow(published.sessions[0])
    lock = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 35697))"
    parameters = {name: value for name, value in connection.get_connection_params().items() if name != "cursor_factory"}
    parameters.pop("context", None)
    with psycopg.connect(**parameters) as writer:
        writer.execute(lock, [log])
        start = time.monotonic()
        assert house.vouch() == [log]
        assert time.monotonic() - start < 10
        with psycopg.connect(**parameters) as second:
            second.execute("SET lock_timeout = '1s'")
            second.execute(lock, [log])
    assert house.vouch() == []


def test_heads_signed_by_many_at_once_all_reach_the_house_once(published: Any) -> None:
    def one() -> None:
        for number in range(6):
            grow(published.sessions[number % 2])
            house.vouch()
            house.extend()
        connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert house.vouch() == []
    assert house.extend()
    told = StoredFact.objects.filter(log=house.LOG).count()
    assert told == StoredTreeHead.objects.exclude(log=house.LOG).count()
    assert read_checkpoint(note())[0].size == told


@pytest.fixture
def outside(published: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Witness]:
    """A witness that knows the house, told to the house."""
    from django.conf import settings

    path = settings.DONNEES / data_folder.WITNESSES
    with witness(tmp_path / "temoin", "temoin.exemple.fr", signing.log_key()) as one:
        path.write_text(f"witness lui {one.party.key} {one.url}\nquorum lui\n")
        yield one
        path.unlink()


def test_the_witness_and_the_authority_are_asked_once_a_checkpoint_and_the_audit_reads_them(
    published: Any, outside: Witness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.conf import settings

    roots = settings.DONNEES / data_folder.TIMESTAMPING
    if OPENSSL is not None:
        roots.write_bytes(make_authority(tmp_path / "heure").read_bytes())
    with authority(tmp_path / "heure") as url:
        monkeypatch.setattr(settings, "TIMESTAMPING", url if OPENSSL is not None else "")
        told = " ".join(vouching.vouch().lines)
        assert "Témoin lui : cosigné, à 20" in told
        assert ("Horodaté, à 20" in told) == (OPENSSL is not None)
        assert "déjà cosigné" in " ".join(vouching.vouch().lines)
        grow(published.sessions[0])
        assert "Témoin lui : cosigné" in " ".join(vouching.vouch().lines)
    signed = read_checkpoint(note())[1]
    assert len(cosignatures(signed, [(outside.party.key, outside.party.verify)])) == 1
    assert "temoin.exemple.fr" in Client().get("/journal/").content.decode()

    monkeypatch.setenv(database.OWNER_URL, address_of(database.OWNER_ROLE))
    result = CliRunner().invoke(
        auditer, ["--donnees", str(settings.DONNEES), "--sans-decisions", "--temoin", outside.url]
    )
    assert result.exit_code == 0, result.output
    assert f"Les témoins exigés répondent de {read_checkpoint(note())[0].size} feuilles" in result.output
    if OPENSSL is not None:
        assert "Horodatage : répond de" in result.output
        roots.unlink()


def test_a_witness_that_holds_another_history_is_an_alert(published: Any, outside: Witness) -> None:
    vouching.vouch()
    last = read_checkpoint(note())[0]
    longer = MerkleTree([*ledger.leaves(house.LOG, last.size), bytes(32)])
    text = Checkpoint(last.origin, len(longer), longer.root()).text
    forked = Note(text, (sign_text(text, signing.log_key(), signer(strongroom.ledger_seed())),))
    ask(outside.party, Checkpoint.parse(text), forked, last.size, longer.consistency_proof)
    for _ in range(3):
        grow(published.sessions[0])
        house.vouch()
        done = vouching.vouch()
        assert done.contradicted
        assert "ALERTE" in " ".join(done.lines)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """``laureat temoin demander`` in a process of its own, on the base of the test."""
    from django.conf import settings

    command = [sys.executable, "-m", "laureat.cli.main", "temoin", "demander", "--donnees", str(settings.DONNEES)]
    env = {
        **os.environ,
        database.APPLICATION_URL: address_of(database.APPLICATION_ROLE),
        database.SEALER_URL: address_of(database.SEALER_ROLE),
    }
    return subprocess.run([*command, *arguments], env=env, capture_output=True, text=True, check=False, timeout=60)


def test_the_command_signs_what_is_due_with_the_rights_of_the_application(published: Any) -> None:
    assert house.vouch() == []
    assert house.extend()
    before = read_checkpoint(note())[0].size
    grow(published.sessions[0])
    with service.listen() as door:
        sealer = threading.Thread(target=service.answer_all, args=(door,), daemon=True)
        sealer.start()
        done = run()
        door.shutdown(socket.SHUT_RDWR)  # closed alone, it would leave it waiting at the door, its connections open
        sealer.join(20)
    assert done.returncode == 0, done.stderr
    last = read_checkpoint(note())[0]
    assert f"Point de contrôle : {last}" in done.stdout
    assert last.size == before + 1


def test_rounds_go_on_though_the_base_is_away_for_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    answers = iter([DatabaseError("partie"), vouching.Round(["revenue"])])

    def vouch() -> vouching.Round:
        answer = next(answers)
        if isinstance(answer, DatabaseError):
            raise answer
        return answer

    def sleep(seconds: float) -> None:
        assert seconds == 600
        if len(told) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(vouching, "vouch", vouch)
    with pytest.raises(KeyboardInterrupt):
        vouching.go_on(10, lambda done: told.extend(done.lines), sleep)
    assert told == ["La base ne répond pas : partie", "revenue"]
