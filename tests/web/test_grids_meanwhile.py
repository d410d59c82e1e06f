"""Grids where two hands meet, a device lies, a file does not fit: both values, a sentence, never a 500."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from laureat.grilles import library
from support.toile import arrested, key, send, signed_by_link, signed_in, text, upload, vouched

UNIT = "U31"
GRID = library()["RNCP35697-U31"]
LINES = GRID.lines(GRID.situation("P"))
FETCH = {"X-Requested-With": "fetch"}
SHIPPED = Path("src/laureat/grilles/donnees/RNCP35697.yaml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """Candidates of the lycée without a mark in that unit; the lycée and the office; a device."""
    from laureat.web.exam_sessions.models import Standing

    world.session = world.sessions[0]
    own = Standing.objects.filter(session=world.session, establishment="0690001B", categorie="A", withdrawn=False)
    world.rows = [row for row in own.filter(units__contains=[UNIT]).order_by("sort_key") if UNIT not in row.cells]
    world.lycee, world.examens = (signed_in(world.accounts[f"{one}@demo.fr"]) for one in ("lycee", "examens"))
    world.device = world.lycee.post("/atelier/api/appareils/", {"nom": "tablette"}).json()["appareil"]
    return world


def place(house: Any, row: Any, *more: str, unit: str = UNIT) -> str:
    return "/".join(["/sessions", str(house.session.pk), "grilles", unit, row.candidate, *more, ""])


def ticked(client: Client, house: Any, row: Any, unit: str = UNIT, value: str = "2") -> Any:
    for line in library()[f"RNCP35697-{unit}"].lines(library()[f"RNCP35697-{unit}"].situation("P")):
        told = {"cle": key(), "situation": "P", "ligne": line, "valeur": value, "lu": "0"}
        answer = client.post(place(house, row, "croix", unit=unit), told, headers=FETCH)
        assert answer.status_code == 200, answer.content
    return answer.json()


def entries(row: Any, **more: Any) -> list[tuple[str, str]]:
    from laureat.web.grids.models import GridEntry

    found = GridEntry.objects.filter(candidate=row.candidate, **more).order_by("id")
    return [(one.criterion, one.value) for one in found]


def brought(house: Any, *taps: Any) -> list[dict[str, Any]]:
    body = json.dumps({"appareil": house.device, "saisies": taps})
    answer = house.lycee.post("/atelier/api/envoi/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return list(answer.json()["reponses"])


def offline(house: Any, row: Any, **more: Any) -> dict[str, Any]:
    about = {"seance": str(house.session.pk), "unite": UNIT, "candidat": row.candidate, "situation": "P"}
    about |= {"uuid": str(uuid.uuid4()), "empreinte": GRID.fingerprint, "ligne": "C1.1", "valeur": "2", "lu": 0}
    return {**about, **more}


def test_an_hour_that_no_clock_says_is_left_out_and_one_already_kept_breaks_no_page(house: Any) -> None:
    from django.db import connection

    from laureat.web.grids.models import GridEntry

    row = house.rows[0]
    for read, hour in enumerate(("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-23:00", "2001-02-03T00:00:00Z", 3)):
        (answer,) = brought(house, offline(house, row, heure=hour, lu=read, valeur=str(read)))
        assert answer["statut"] == 200
    assert {one.told_at for one in GridEntry.objects.filter(candidate=row.candidate)} == {None}
    kept = "session_id, unit, edition_id, candidate, situation, reading, criterion, value, origin, author_id, at"
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO grids_gridentry ({kept}, key, told_at) SELECT {kept}, 'ancien', '0001-12-31 BC' "
            "FROM grids_gridentry WHERE candidate = %s ORDER BY id DESC LIMIT 1",
            [row.candidate],
        )
    assert house.lycee.get(place(house, row)).status_code == 200
    (answer,) = brought(house, offline(house, row, ligne="C1.2"))
    assert answer["statut"] == 200


def test_what_is_no_tap_is_told_in_its_place_and_stops_no_other(house: Any) -> None:
    row = house.rows[1]
    wrong: list[Any] = [1, None, offline(house, row, candidat=[]), offline(house, row, candidat={})]
    wrong += [
        offline(house, row, unite="\x00"),
        offline(house, house.rows[3], valeur="2\x00"),
        offline(house, house.rows[2], lu=float("inf")),
    ]
    answers = brought(house, *wrong, offline(house, row))
    assert [one["statut"] for one in answers] == [400, 400, 400, 400, 404, 422, 400, 0]
    long = [("@imposee", "12 " + "arrêté " * 40), ("@bonus", "0," + "1" * 150), ("C1.1", "9" * 5000)]
    for line, value in long:
        told = {"cle": key(), "situation": "P", "ligne": line, "valeur": value, "lu": "0"}
        refused = house.lycee.post(place(house, row, "croix"), told, headers=FETCH)
        assert (refused.status_code, bool(refused.json()["erreur"])) == (422, True), line
    form = {"situation": "P", "l-C1.1": "3", "v-C1.1": "0" * 5000, "a-C1.1": ""}
    assert "Grille enregistrée" in text(send(house.lycee, place(house, row, "croix"), **form))


def test_a_form_sent_again_after_back_writes_what_changed_or_shows_both_values(house: Any) -> None:
    row, other = house.rows[2], house.rows[3]
    form = {"cle": key(), "situation": "P", "l-C1.1": "2", "v-C1.1": "0", "a-C1.1": "", "l-C1.2": "", "v-C1.2": "0"}
    form |= {"a-C1.2": ""}
    for _ in range(2):
        assert "Grille enregistrée" in text(send(house.lycee, place(house, row, "croix"), **form))
    assert entries(row) == [("C1.1", "2")]
    for value, told in (("3", "« 3 »"), ("", "« vide »")):  # corrected, or taken back
        met = send(house.lycee, place(house, row, "croix"), **{**form, "l-C1.1": value})
        assert met.status_code == 409
        assert f"vous avez {told}, et « 2 » a été enregistré entre-temps" in text(met)
    assert "Grille enregistrée" in text(send(house.lycee, place(house, row, "croix"), **{**form, "l-C1.2": "1"}))
    assert entries(row) == [("C1.1", "2"), ("C1.2", "1")]
    assert "Grille enregistrée" in text(send(house.lycee, place(house, other, "croix"), **form))
    assert entries(other) == [("C1.1", "2")]  # the same form, of another candidate, is another
    tap = {"cle": key(), "situation": "P", "ligne": "C2.1", "valeur": "1", "lu": "0"}
    assert house.lycee.post(place(house, row, "croix"), tap, headers=FETCH).status_code == 200
    met = house.lycee.post(place(house, row, "croix"), {**tap, "valeur": "0"}, headers=FETCH)
    assert (met.status_code, met.json()["votre"], met.json()["enregistre"]) == (409, "0", "1")


def test_of_two_pages_that_settle_the_second_is_shown_both_marks_and_nothing_is_chosen(house: Any) -> None:
    from laureat.web.grids.models import Settlement, Signature

    row = house.rows[4]
    digest = ticked(house.lycee, house, row)["condense"]
    page = {"present": house.lycee.get(place(house, row)).context["stood"], "situation": "P", "condense": digest}
    tab_a, tab_b = ({**page, "cle": key(), "note": note, "motif": "relu"} for note in ("14", "13"))
    assert "Votre signature est gardée" in text(send(house.lycee, place(house, row, "arreter"), **tab_a))
    met = send(house.lycee, place(house, row, "arreter"), **tab_b)  # one's own other tab
    assert (met.status_code, "Vous demandez 13, et vous avez signé 14" in text(met)) == (409, True)
    assert [one.mark for one in Signature.objects.filter(candidate=row.candidate)] == [1400]
    again = send(house.lycee, place(house, row, "arreter"), **tab_a)
    assert "Votre signature est gardée" in text(again)  # the same form is the same act
    open_page = {**page, "present": house.examens.get(place(house, row)).context["stood"], "cle": key()}
    vouched(house.session, UNIT, row.candidate, house.office)
    done = arrested(house.examens, place(house, row), situation="P", condense=digest, note="14", motif="relu")
    assert "Note arrêtée : 14" in text(done)
    late = send(house.examens, place(house, row, "arreter"), **open_page, note="13", motif="autre")
    assert (late.status_code, "Vous demandez 13, et 14 est au journal" in text(late)) == (409, True)
    assert [one.mark for one in Settlement.objects.filter(candidate=row.candidate)] == [1400]
    assert send(house.examens, place(house, row, "arreter"), note="13", condense=digest, motif="x").status_code == 409
    bad = {"situation": 'P&x="é', "condense": digest, "note": "13", "motif": "relu"}
    assert "Votre signature est gardée" in text(arrested(house.examens, place(house, row), **bad))


def loaded(house: Any, told: str, **more: str) -> str:
    where = f"/sessions/{house.session.pk}/grilles/charger/"
    return text(send(house.examens, where, fichier=upload("n.yaml", told.encode()), **more))


def one_grid(unit: str, after: str) -> str:
    return SHIPPED[SHIPPED.index(f"- grille: RNCP35697-{unit}\n") : SHIPPED.index(f"- grille: RNCP35697-{after}\n")]


def test_a_grid_of_another_code_under_the_same_edition_is_another_grid(house: Any) -> None:
    row, unit = house.rows[0], "U32"
    ticked(house.lycee, house, row, unit)
    other = one_grid(unit, "U11").replace("grille: RNCP35697-U32", "grille: RNCP35697-NAT-U32", 1)
    other = other.replace("code: C1.1,", "code: C1.9,")
    assert "1 grille chargée" in loaded(house, other, reporter="on", laisser="on")
    page = house.lycee.get(place(house, row, unit=unit) + "?situation=P")
    assert page.status_code == 200
    assert "C1.1" not in page.context["board"].sheets["P"].values
    assert len(page.context["board"].entries) == len(GRIDS_U32) - 1  # each counted once
    told = {"cle": key(), "situation": "P", "ligne": "C1.9", "valeur": "3", "lu": "0"}
    assert house.lycee.post(place(house, row, "croix", unit=unit), told, headers=FETCH).status_code == 200


GRIDS_U32 = library()["RNCP35697-U32"].lines(library()["RNCP35697-U32"].situation("P"))


def test_a_grid_that_cannot_serve_here_is_refused_when_loaded_and_one_already_there_says_why(house: Any) -> None:
    from laureat.grilles import read_grids
    from laureat.web.grids.models import ChosenGrid
    from laureat.web.grids.tapping import use

    part = one_grid("U4", "U51").replace("edition: 2026-11-hypothese", "edition: plus-tard")
    late = part.replace("depuis: 2010", "depuis: 2099", 1)
    refused = loaded(house, late).replace("&#x27;", "'")
    assert f"aucun arrondi n'est donné pour la session {house.session.year}" in refused
    taken = loaded(house, one_grid("U4", "U51").replace("\n  statut: hypothese", "\n  statut: nationale", 1))
    assert "Lauréat livre déjà cette édition avec un autre contenu" in taken
    assert not ChosenGrid.objects.filter(session=house.session, unit="U4").exists()
    (grid,) = read_grids(late, "tard.yaml")
    ChosenGrid.objects.update_or_create(
        session=house.session, unit="U4", defaults={"edition": use(house.session, "U4", grid)}
    )
    row = house.rows[0]
    line = grid.lines(grid.situations[0])[0]
    told = {"cle": key(), "situation": grid.situations[0].code, "ligne": line, "valeur": "A", "lu": "0"}
    answer = house.lycee.post(place(house, row, "croix", unit="U4"), told, headers=FETCH)
    assert answer.status_code == 200
    assert f"aucun arrondi n'est donné pour la session {house.session.year}" in answer.json()["manque"]
    group = f"/sessions/{house.session.pk}/grilles/U4/"
    assert {house.lycee.get(where).status_code for where in (group, place(house, row, unit="U4"))} == {200}
    assert house.lycee.get(group + "classeur/").status_code == 422
    assert house.lycee.get(f"/atelier/api/paquet/{house.session.pk}/U4/").json()["calcul"]["arrondi"] is None


def test_whoever_signed_is_told_once_when_another_changes_what_they_signed_settled_or_not(house: Any) -> None:
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.mails.models import Message

    def told() -> list[str]:
        return sorted(Message.objects.filter(kind="changee").values_list("to", flat=True))

    about = {"session": house.session, "establishment": "0690001B", "categorie": "A", "withdrawn": False}
    own = Standing.objects.filter(**about, units__contains=[UNIT]).exclude(pk__in=[one.pk for one in house.rows])
    row = own.order_by("sort_key")[0]
    digest = ticked(house.lycee, house, row)["condense"]
    fields = {"situation": "P", "condense": digest, "note": "13,5", "motif": "relu"}
    arrested(house.lycee, place(house, row), **fields)
    tap = {"cle": key(), "situation": "P", "ligne": "C1.1", "valeur": "3", "lu": "1"}
    assert house.examens.post(place(house, row, "croix"), tap, headers=FETCH).status_code == 200
    assert told() == ["lycee@demo.fr"]  # signed, and not settled yet
    letter = Message.objects.filter(kind="changee").latest("pk")
    assert row.numero in letter.body
    back = {**tap, "cle": key(), "valeur": "2", "lu": "2"}
    assert house.examens.post(place(house, row, "croix"), back, headers=FETCH).status_code == 200
    assert told() == ["lycee@demo.fr"]
    vouched(house.session, UNIT, row.candidate, house.office)
    assert "Note arrêtée" in text(arrested(house.examens, place(house, row), **fields))
    own = {**tap, "cle": key(), "valeur": "1", "lu": "3"}
    assert house.lycee.post(place(house, row, "croix"), own, headers=FETCH).status_code == 200
    assert told() == ["examens@demo.fr", "lycee@demo.fr"]  # not the one who changed it
    again = {**tap, "cle": key(), "ligne": "C1.2", "valeur": "1", "lu": "1"}
    assert house.lycee.post(place(house, row, "croix"), again, headers=FETCH).status_code == 200
    assert told() == ["examens@demo.fr", "lycee@demo.fr"]  # once, however many crosses follow


def test_the_holder_of_a_link_is_told_of_what_changes_after_they_signed_or_whoever_gave_it_is(house: Any) -> None:
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.grids.models import TutorLink
    from laureat.web.mails.models import Message

    others = list(Message.objects.filter(kind="avis").values_list("pk", flat=True))

    def told() -> list[str]:
        return list(Message.objects.filter(kind="avis").exclude(pk__in=others).values_list("to", flat=True))

    about = {"session": house.session, "establishment": "0690001B", "categorie": "A", "withdrawn": False}
    own = Standing.objects.filter(**about, units__contains=[UNIT]).exclude(pk__in=[one.pk for one in house.rows])
    row = own.order_by("sort_key")[1]
    ticked(house.lycee, house, row)
    where = {"session": house.session, "unit": UNIT, "candidate": row.candidate, "situation": "P"}
    who = {"role": "professionnel", "quality": "tutrice", "by": house.office}
    links = [TutorLink.draw(**where, **who, name=name, email=to)[1] for name, to in (("A", "a@exemple.fr"), ("B", ""))]
    for token in links:
        assert signed_by_link(Client(), f"/tuteur/{token}/", "vu").status_code == 302
    same = {"cle": key(), "situation": "P", "ligne": "C1.1", "valeur": "2", "lu": "0"}
    assert house.lycee.post(place(house, row, "croix"), same, headers=FETCH).status_code == 200
    assert told() == []  # what they signed stands
    tap = {"cle": key(), "situation": "P", "ligne": "C1.1", "valeur": "3", "lu": "2"}
    assert house.lycee.post(place(house, row, "croix"), tap, headers=FETCH).status_code == 200
    assert sorted(told()) == ["a@exemple.fr", house.office.email]
    letter = Message.objects.get(kind="avis", to="a@exemple.fr")
    assert "demande un autre lien à l'établissement" in letter.body
    assert row.numero not in letter.body
    assert "{" not in letter.body
    page = text(Client().get(f"/tuteur/{links[0]}/"))
    assert "a changé depuis votre signature" in page
    again = {**tap, "cle": key(), "ligne": "C1.2", "lu": "1"}
    assert house.lycee.post(place(house, row, "croix"), again, headers=FETCH).status_code == 200
    assert len(told()) == 2  # once


def test_whoever_signed_is_told_once_when_what_they_signed_is_carried_to_another_edition(house: Any) -> None:
    from laureat.web.mails.models import Message

    unit, rows = "U6", house.rows[:2]
    for row in rows:
        digest = ticked(house.lycee, house, row, unit)["condense"]
        arrested(house.lycee, place(house, row, unit=unit), situation="P", condense=digest, note="13,5", motif="relu")
        vouched(house.session, unit, row.candidate, house.office)
    known = list(Message.objects.values_list("pk", flat=True))
    other = one_grid(unit, "U7").replace("edition: 2026-11-hypothese", "edition: une-autre")
    assert "1 grille chargée" in loaded(house, other, reporter="on")
    told = {one.kind: one for one in Message.objects.exclude(pk__in=known)}
    assert len(told) == Message.objects.exclude(pk__in=known).count() == 2  # one to the lycée, one of Mme Roy
    assert told["changee"].to == "lycee@demo.fr"
    assert all(row.numero in told["changee"].body for row in rows)
    assert (told["avis"].to, "La grille, ou ce qui y est coché" in told["avis"].body) == (house.office.email, True)
