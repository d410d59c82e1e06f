"""Papers, titles and lists rest on facts under a signed head, and say which: origin, size, root."""

import html
import io
import json
from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client
from pypdf import PdfReader

from laureat.web.exam_sessions import covered, ledger, results, sealing
from laureat.web.exam_sessions.models import StoredTreeHead
from support.derriere import alter_behind
from support.toile import send, signed_in, text


@pytest.fixture
def row(world: Any) -> Any:
    """Someone admitted in the published session."""
    return world.sessions[1].standings.filter(public_decision="admis").order_by("pk").last()


def taken(world: Any, row: Any, kind: str) -> Any:
    return signed_in(world.office).get(f"/mon-dossier/{world.sessions[1].pk}/{kind}/?candidat={row.candidate}")


def first_over(world: Any, row: Any) -> str:
    return covered.told(covered.over(world.sessions[1].log, [row.candidate]))


def test_a_paper_prints_the_head_that_answers_for_it_and_carries_it(world: Any, row: Any) -> None:
    head = first_over(world, row)
    pdf = PdfReader(io.BytesIO(taken(world, row, "releve").content))
    log, size, root = head.split(":")
    assert head in "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    carried = json.loads(pdf.attachments["decision.json"][0])["journal"]
    assert carried == {"origine": log, "taille": int(size), "racine": root}


def test_a_title_carries_the_head_among_its_evidence(world: Any, row: Any) -> None:
    head = first_over(world, row)
    document = taken(world, row, "titre").json()
    assert [one["narrative"] for one in document["evidence"]] == [f"laureat auditer --tete {head}"]


def test_the_public_list_says_its_head(world: Any) -> None:
    log = world.sessions[1].log
    head = covered.last(log)
    assert head
    assert f"{log}:{head.size}:{head.root.hex()}" in text(Client().get(f"/resultats/{log}/"))


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sealer is away."""
    asked: list[str] = []

    def away(log: str) -> None:
        asked.append(log)
        raise DatabaseError("the sealer is away")

    for name in ("vouch", "seal_due"):
        monkeypatch.setattr(sealing, name, away)
    return asked


def test_what_no_head_covers_yet_is_neither_printed_signed_nor_listed(
    world: Any, row: Any, busy: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.sessions[1]
    office, path = signed_in(world.office), f"/sessions/{session.pk}/inscriptions/{row.candidate}"
    send(office, f"{path}/acte/", acte="identite", prenom="Zoé-Renommée", motif="état civil")
    answers = [taken(world, row, kind) for kind in ("releve", "titre", "dossier")]
    assert {(answer.status_code, answer["Retry-After"]) for answer in answers} == {(503, "10")}
    assert "attend la signature du journal" in html.unescape(text(answers[0]))
    assert not (results.folder() / str(session.pk)).exists()
    assert "Zoé-Renommée" not in text(Client().get(f"/resultats/{session.pk}/"))
    assert busy
    monkeypatch.undo()
    results.write_missing()
    assert "Zoé-Renommée" in (results.folder() / str(session.pk) / "index.html").read_text()
    assert taken(world, row, "releve").status_code == 200
    assert ledger.heads(session.log)[-1].head.occasion == "periodique"


def test_a_fact_changed_under_its_head_is_not_printed(world: Any, row: Any) -> None:
    session = world.sessions[1]
    kept = "SELECT fact_id FROM exam_sessions_numberedfact WHERE log = %s AND position = 1"
    swap = f"UPDATE exam_sessions_storedfact SET payload = payload || '%s'::bytea WHERE id = ({kept})"
    before = StoredTreeHead.objects.count()
    alter_behind(swap.replace("%s", " ", 1), session.log)
    try:
        for kind in ("releve", "titre"):
            assert taken(world, row, kind).status_code == 409
    finally:
        back = "substr(payload, 1, length(payload) - 1)"
        alter_behind(swap.replace("payload || '%s'::bytea", back), session.log)
    assert taken(world, row, "releve").status_code == 200
    assert StoredTreeHead.objects.count() == before
