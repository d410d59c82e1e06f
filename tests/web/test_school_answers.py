"""A school reads its marks once entry is closed, keeps its sheet, confirms it or not; the office sees."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client

from support.toile import confirmed, send, signed_in, text

LYCEE, CFA = "0690001B", "0690002C"


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """The session of the year, its marks just closed."""
    from laureat.web.exam_sessions import household
    from laureat.web.mails.models import Message
    from laureat.web.mails.sending import send_due

    household.take_up()
    Message.objects.all().delete()
    world.session = world.sessions[0]
    world.clients = {email: signed_in(account) for email, account in world.accounts.items()}
    office = world.clients["examens@demo.fr"]
    answer = confirmed(office, f"/sessions/{world.session.pk}/conduite/", "clore")
    assert "La saisie est close" in text(answer)
    mail.outbox = []
    send_due()
    world.written = list(mail.outbox)
    return world


def place(house: Any, more: str = "") -> str:
    return f"/sessions/{house.session.pk}/releve/{more}"


def sheet(house: Any, client: Client, folder: Path) -> Any:
    """The sheet that the school downloads, read back."""
    from laureat.exchange.school_sheet import read_school_sheet

    path = folder / "releve.csv"
    answer = client.get(place(house, "fichier/"))
    assert answer.status_code == 200
    path.write_bytes(answer.content)
    return path, read_school_sheet(path)


def test_each_school_is_written_to_with_the_digest_that_its_page_shows(house: Any, tmp_path: Path) -> None:
    assert {one.to[0] for one in house.written} == {"lycee@demo.fr", "cfa@demo.fr"}
    lycee = house.clients["lycee@demo.fr"]
    _path, kept = sheet(house, lycee, tmp_path)
    (letter,) = (one for one in house.written if one.to == ["lycee@demo.fr"])
    assert kept.digest in letter.body
    page = text(lycee.get(place(house)))
    assert kept.digest[:4] + " " + kept.digest[4:8] in page
    assert kept.establishment == LYCEE
    assert {line.candidate for line in kept.lines} == set(
        house.session.standings.filter(establishment=LYCEE, withdrawn=False).values_list("candidate", flat=True)
    )


def test_a_school_sees_and_answers_for_no_other(house: Any) -> None:
    cfa, jury, office = (house.clients[f"{one}@demo.fr"] for one in ("cfa", "jury", "examens"))
    assert "CFA des Deux-Rives" in text(cfa.get(place(house), {"etablissement": LYCEE}))
    assert jury.get(place(house)).status_code == 403
    assert office.post(place(house, "reponse/"), {"acte": "confirmer"}).status_code == 403


def test_confirmed_contested_or_silent_the_office_sees_it_and_the_seal_says_it(house: Any, tmp_path: Path) -> None:
    from laureat.web.exam_sessions import deeds, ledger
    from laureat.web.exam_sessions.service import look_at_all

    lycee, cfa, office = (house.clients[f"{one}@demo.fr"] for one in ("lycee", "cfa", "examens"))
    _path, kept = sheet(house, lycee, tmp_path)
    assert "pas les notes enregistrées" in text(
        send(lycee, place(house, "reponse/"), acte="confirmer", empreinte="0" * 64)
    )
    assert "sont confirmées" in text(send(lycee, place(house, "reponse/"), acte="confirmer", empreinte=kept.digest))
    _path, other = sheet(house, cfa, tmp_path)
    assert "Il faut dire ce qui" in text(send(cfa, place(house, "reponse/"), acte="contester", empreinte=other.digest))
    reason = "U2 de Zoé : 14, et non 4"
    send(cfa, place(house, "reponse/"), acte="contester", empreinte=other.digest, motif=reason)
    said = [type(fact).__name__ for fact in ledger.facts(house.session.log)][-2:]
    assert said == ["MarksConfirmed", "MarksContested"]
    page = text(office.get(place(house)))
    assert page.count('badge good">confirmé') == 1
    assert reason in page
    assert "aucun compte ouvert n&#x27;en répond" in page.replace("n'en", "n&#x27;en")
    deed = deeds.sealing(house.session, look_at_all(house.session), ())
    told = [lack.text for lack in deed.known]
    assert any("contestées par CFA des Deux-Rives" in one for one in told)
    assert any("GRETA du Val" in one and "confirmées" in one for one in told)
    assert "Relevés de notes" in text(office.get(f"/sessions/{house.session.pk}/"))


def test_the_audit_knows_the_sheet_and_whose_word_it_was(house: Any, tmp_path: Path, monkeypatch: Any) -> None:
    from django.conf import settings

    from laureat.cli.auditer import auditer
    from laureat.records.facts import MarksConfirmed
    from laureat.session.digests import digest_of
    from laureat.web import data_folder
    from laureat.web.exam_sessions import ledger
    from laureat.web.exam_sessions.service import look_at_all
    from laureat.web.project import database
    from support.derriere import address_of

    monkeypatch.setenv(database.OWNER_URL, address_of(database.OWNER_ROLE))
    (tmp_path / data_folder.PUBLIC_KEYS).write_text((settings.DONNEES / data_folder.PUBLIC_KEYS).read_text())
    path, kept = sheet(house, house.clients["lycee@demo.fr"], tmp_path)
    greta = digest_of(look_at_all(house.session), "0690003D")
    stranger = house.accounts["lycee@demo.fr"].pseudonym
    ledger.append(
        house.session.log,
        [
            MarksConfirmed(
                log=house.session.log,
                author=str(stranger),
                at=ledger.now(),
                key="faux",
                establishment="0690003D",
                digest=greta,
            )
        ],
    )
    told = CliRunner().invoke(auditer, ["--donnees", str(tmp_path), "--json", "--releve-ecole", str(path)])
    (report,) = [one for one in json.loads(told.output) if one["journal"] == house.session.log]
    assert [one["message"] for one in report["constats"] if "n'était pas un compte ouvert" in one["message"]]
    assert len(report["constats"]) == 1
    assert [one for one in report["remarques"] if kept.digest[:16] in one]
