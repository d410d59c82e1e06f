"""What the workshop asks of the server: a shell that says no name, taps answered one by one, devices."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from laureat.grilles import library
from laureat.web.accounts.matrix import MATRIX
from support.toile import signed_in, text

UNIT = "U31"
HOUR = (datetime.now(UTC) - timedelta(days=3)).replace(microsecond=0).isoformat()
GRID = library()["RNCP35697-U31"]


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """A candidate of a session being marked and one of a session published, both of the lycée; a device."""
    from laureat.web.exam_sessions.models import Standing

    def first(session: Any) -> Any:
        own = Standing.objects.filter(session=session, establishment="0690001B", categorie="A", withdrawn=False)
        return own.filter(units__contains=[UNIT]).order_by("sort_key").first()

    world.client = signed_in(world.accounts["lycee@demo.fr"])
    world.rows = [first(session) for session in world.sessions]
    world.device = world.client.post("/atelier/api/appareils/", {"nom": "tablette"}).json()["appareil"]
    return world


def told(house: Any, rank: int, **more: Any) -> dict[str, Any]:
    row = house.rows[rank]
    about = {"seance": str(house.sessions[rank].pk), "unite": UNIT, "candidat": row.candidate, "situation": "P"}
    about |= {"uuid": str(uuid.uuid4()), "empreinte": GRID.fingerprint, "ligne": "C1.1", "valeur": "2", "lu": 0}
    return {**about, "heure": HOUR, **more}


def send(house: Any, *taps: Any, device: str = "", client: Client | None = None, **more: Any) -> Any:
    body = json.dumps({"appareil": device or house.device, "saisies": list(taps)})
    return (client or house.client).post("/atelier/api/envoi/", body, content_type="application/json", **more)


def test_the_shell_is_the_same_for_everyone_and_its_worker_keeps_nothing_else(house: Any) -> None:
    assert Client().get("/atelier/")["Location"] == "/atelier/fr/"
    assert Client(headers={"Accept-Language": "en"}).get("/atelier/")["Location"] == "/atelier/en/"
    for language, said in (("fr", "Phrase perdue, saisies perdues."), ("en", "Passphrase lost, entries lost.")):
        shell = house.client.get(f"/atelier/{language}/", headers={"Accept-Language": "en"}).content
        assert shell == Client().get(f"/atelier/{language}/").content
        assert f'<html lang="{language}">' in shell.decode()
        assert said in shell.decode()
        told = Client().get(f"/atelier/{language}/manifeste.webmanifest").json()
        assert (told["lang"], told["start_url"], told["id"]) == (language, f"/atelier/{language}/", "/atelier/")
    assert Client().get("/atelier/de/").status_code == 404
    worker = Client().get("/atelier/service.js")
    assert worker["Content-Type"].startswith("text/javascript")
    assert "/api/" not in text(worker)
    policy = worker["Content-Security-Policy"]
    assert "manifest-src 'self'" in policy
    assert "worker-src 'self'" in policy
    assert Client().get("/atelier/api/etat/").status_code == 302
    package = house.client.get(f"/atelier/api/paquet/{house.sessions[0].pk}/{UNIT}/?situation=P")
    assert "no-store" in package["Cache-Control"]


def test_each_tap_is_answered_and_what_is_refused_holds_the_same_candidate_alone(house: Any) -> None:
    from laureat.web.grids.models import GridEntry

    good = told(house, 0)
    closed, after = told(house, 1), told(house, 1, ligne="C1.2")
    answers = send(house, closed, after, good, good, told(house, 0, lu="x")).json()["reponses"]
    assert [one["statut"] for one in answers] == [409, 0, 200, 200, 400]
    assert "La saisie est close" in answers[0]["erreur"]
    assert answers[2]["version"] == answers[3]["version"] == 1
    (entry,) = GridEntry.objects.filter(candidate=house.rows[0].candidate, criterion="C1.1")
    assert (entry.origin, entry.told_at.isoformat()) == ("hors_ligne", HOUR)
    edition, unknown, strange = told(house, 0, empreinte="0" * 64), told(house, 0, candidat=str(uuid.uuid4())), 3
    answers = send(house, edition, unknown, strange).json()["reponses"]
    assert [one["statut"] for one in answers] == [409, 404, 400]
    assert "a changé d'édition" in answers[0]["erreur"]
    english = send(house, told(house, 1), headers={"X-Langue": "en"}).json()["reponses"]
    assert "Mark entry is closed" in english[0]["erreur"]


def test_a_device_of_another_account_or_revoked_is_heard_no_more(house: Any) -> None:
    other = signed_in(house.accounts["cfa@demo.fr"])
    assert send(house, told(house, 0), client=other).status_code == 403
    assert send(house, told(house, 0), device="x").status_code == 403
    assert house.client.post("/atelier/api/envoi/", b"[", content_type="application/json").status_code == 400
    assert other.post(f"/atelier/api/appareils/{house.device}/revoquer/").status_code == 404
    house.client.post(f"/atelier/api/appareils/{house.device}/revoquer/")
    asked = [Client().get("/atelier/api/revoque/", {"appareil": one}) for one in (house.device, str(uuid.uuid4()), "x")]
    assert [one.json()["revoque"] for one in asked] == [True, False, False]  # signed out, as a stolen device is
    gone = send(house, told(house, 0))
    assert (gone.status_code, gone.json()["revoque"]) == (410, True)
    assert "révoqué le" in text(house.client.get("/atelier/api/appareils/"))
    assert not [name for name in MATRIX if name.startswith("atelier_e") and MATRIX[name].public]
