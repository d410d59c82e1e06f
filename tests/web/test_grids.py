"""Grids on screen: a tap, its conflicts, the mark settled into the log, the workbook out and in, what opens."""

import io
import re
import threading
import uuid
from typing import Any

import openpyxl
import pytest

from laureat.grilles import COMPUTATION, library
from laureat.records.facts import MarkEntered, MarkRectified
from support.toile import arrested, key, send, signed_in, text, upload, vouched

UNIT = "U31"
GRID = library()["RNCP35697-U31"]


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """The session that is being marked, some of its candidates of the lycée without a mark in that unit."""
    from laureat.web.exam_sessions.models import Standing

    session = world.sessions[0]
    own = Standing.objects.filter(session=session, establishment="0690001B", categorie="A", withdrawn=False)
    rows = list(own.filter(units__contains=[UNIT]).order_by("sort_key"))
    rows.sort(key=lambda row: UNIT in row.cells)  # first, those who have no mark yet
    world.session, world.rows = session, rows
    world.lycee = world.accounts["lycee@demo.fr"]
    return world


def address(house: Any, row: Any = None, *more: str) -> str:
    return "/".join(
        ["", "sessions", str(house.session.pk), "grilles", UNIT, *((row.candidate,) if row else ()), *more, ""]
    )


def tap(client: Any, house: Any, row: Any, line: str, value: str, read: int = 0, **more: str) -> Any:
    told = {"cle": key(), "situation": "P", "ligne": line, "valeur": value, "lu": str(read), **more}
    return client.post(address(house, row, "croix"), told, headers={"X-Requested-With": "fetch"})


def fill(client: Any, house: Any, row: Any, value: str = "2") -> Any:
    for line in GRID.lines(GRID.situation("P")):
        last = tap(client, house, row, line, value)
        assert last.status_code == 200, last.content
    return last.json()


def settle(client: Any, house: Any, row: Any, digest: str, note: str, **more: str) -> Any:
    told = {"situation": "P", "condense": digest, "note": note, **more}
    return arrested(client, address(house, row), **told)


def test_the_mark_the_coverage_and_what_lacks_move_at_each_tap(house: Any) -> None:
    client, row = signed_in(house.lycee), house.rows[0]
    first = tap(client, house, row, "C1.1", "3").json()
    assert first["version"] == 1
    assert first["note"] == "incomplet"
    assert "C1.2" in first["manque"][0]
    for line in GRID.lines(GRID.situation("P"))[1:]:
        last = tap(client, house, row, line, "NE" if line == "C3.1" else "2").json()
    assert last["couverture"] == "90 %"
    assert last["note"] == "14,5"
    assert not last["manque"]


def test_two_tabs_meet_in_a_conflict_that_holds_both_values_and_chooses_none(house: Any) -> None:
    client, row = signed_in(house.lycee), house.rows[1]
    assert tap(client, house, row, "C1.1", "3").status_code == 200
    met = tap(client, house, row, "C1.1", "1")
    assert met.status_code == 409
    assert (met.json()["votre"], met.json()["enregistre"], met.json()["version"]) == ("1", "3", 1)
    assert "C1.1" in [entry["ligne"] for entry in _entries(row)]
    assert [entry["valeur"] for entry in _entries(row)] == ["3"]
    again = tap(client, house, row, "C1.1", "1", read=1)
    assert again.json()["valeur"] == "1"
    assert [entry["valeur"] for entry in _entries(row)] == ["3", "1"]


def _entries(row: Any) -> list[dict[str, str]]:
    from laureat.web.grids.models import GridEntry

    found = GridEntry.objects.filter(candidate=row.candidate).order_by("id")
    return [{"ligne": one.criterion, "valeur": one.value} for one in found]


def test_the_same_tap_sent_twice_is_one(house: Any) -> None:
    client, row, one = signed_in(house.lycee), house.rows[2], key()
    answers = [tap(client, house, row, "C1.1", "2", cle=one).json() for _ in range(3)]
    assert [answer["version"] for answer in answers] == [1, 1, 1]
    assert len(_entries(row)) == 1


def test_a_burst_of_taps_on_one_candidate_by_several_people_loses_none(house: Any) -> None:
    from django.db import connections

    row, lines = house.rows[3], GRID.lines(GRID.situation("P"))
    statuses: list[int] = []

    def work(line: str) -> None:
        try:
            statuses.append(tap(signed_in(house.lycee), house, row, line, "1").status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * len(lines)
    assert {entry["ligne"] for entry in _entries(row)} == set(lines)


@pytest.mark.parametrize(
    ("line", "value", "told"),
    [("C9.9", "2", "pas cette ligne"), ("C1.1", "9", "pas de la grille"), ("C1.1", "2.0", "pas de la grille")],
)
def test_what_the_grid_does_not_know_is_refused_in_french(house: Any, line: str, value: str, told: str) -> None:
    answer = tap(signed_in(house.lycee), house, house.rows[4], line, value)
    assert answer.status_code == 422
    assert told in answer.json()["erreur"]
    assert not _entries(house.rows[4])


def test_another_school_neither_sees_nor_marks_the_candidate(house: Any) -> None:
    stranger = signed_in(house.accounts["cfa@demo.fr"])
    assert tap(stranger, house, house.rows[0], "C1.1", "0", read=1).status_code == 404
    assert stranger.get(address(house, house.rows[0])).status_code == 404


def test_a_settled_mark_is_a_fact_with_its_grid_its_edition_and_the_hash_of_what_was_ticked(house: Any) -> None:
    from laureat.records import decode
    from laureat.web.exam_sessions.models import Standing, StoredFact

    client, row = signed_in(house.lycee), house.rows[5]
    answer = fill(client, house, row)
    assert answer["note"] == "13,5"
    refused = settle(client, house, row, answer["condense"], "15")
    assert refused.status_code == 422
    assert "écart permis par la grille : au plus 1" in text(refused).replace("&#x27;", "'")
    assert "demande un motif" in text(settle(client, house, row, answer["condense"], "14"))
    stale = settle(client, house, row, "0" * 64, "13,5")
    assert stale.status_code == 409
    typed = Standing.objects.get(pk=row.pk).cells.get(UNIT)  # as before, whatever it was
    alone = text(settle(client, house, row, answer["condense"], "14", motif="Autonomie constatée"))
    assert "il manque 1 signature sur 2" in alone
    assert Standing.objects.get(pk=row.pk).cells.get(UNIT) == typed
    office = signed_in(house.office)
    other = settle(office, house, row, answer["condense"], "13,5")
    assert "il manque 2 signatures sur 2 (attendu : enseignant de la spécialité, par un compte de" in text(other)
    again = settle(office, house, row, answer["condense"], "13,5")
    assert (again.status_code, "Vous avez déjà signé" in text(again)) == (409, True)
    assert Standing.objects.get(pk=row.pk).cells.get(UNIT) == typed  # two people, and two marks
    offered = office.get(address(house, row) + "?situation=P").context
    assert (offered["posted"]["note"], offered["signing"].lacking) == ("13,5", 2)
    vouched(house.session, UNIT, row.candidate, house.office)
    assert "Note arrêtée : 14" in text(
        settle(office, house, row, answer["condense"], "14", motif="Autonomie constatée")
    )
    assert Standing.objects.get(pk=row.pk).cells[UNIT] == "14"
    fact = decode(bytes(StoredFact.objects.filter(subject=row.candidate).latest("pk").payload))
    assert isinstance(fact, MarkEntered | MarkRectified)
    assert fact.grid == GRID.code
    assert fact.edition == GRID.frozen
    assert fact.entries == answer["condense"]
    assert (fact.computation, fact.asked) == (COMPUTATION, 2)
    kinds = [(one.split(":")[0], one.split(":")[2]) for one in fact.signers]
    assert kinds == [("compte", "enseignant"), ("compte", "aucune"), ("lien", "professionnel")]


def test_after_the_settling_the_mark_opens_down_to_the_cross_and_a_later_tap_is_said(house: Any) -> None:
    from laureat.web.grids.opening import opened

    client, row = signed_in(house.lycee), house.rows[5]
    (found,) = opened(house.session, row.candidate)
    assert found.told == "Autonomie constatée"
    assert any(line.startswith("C2.3") and ticked.startswith("2") for _, line, ticked, _, _ in found.rows)
    page = text(signed_in(house.office).get(f"/sessions/{house.session.pk}/deliberation/{row.candidate}/"))
    assert "La sécurité est tenue à chaque instant" in page
    assert tap(client, house, row, "C1.1", "0", read=1).status_code == 200
    assert "la grille a changé depuis" in text(client.get(address(house, row)))
    (same,) = opened(house.session, row.candidate)
    assert same.rows == found.rows


def test_a_page_without_script_saves_the_whole_grid_and_keeps_what_was_typed_in_a_conflict(house: Any) -> None:
    client, row = signed_in(house.lycee), house.rows[6]
    told = {"situation": "P", "l-C1.1": "3", "v-C1.1": "0", "a-C1.1": "", "l-@etat": "", "v-@etat": "0", "a-@etat": ""}
    assert "Grille enregistrée" in text(send(client, address(house, row, "croix"), **told))
    met = send(client, address(house, row, "croix"), **{**told, "l-C1.1": "1"})
    assert met.status_code == 409
    assert "vous avez « 1 », et « 3 » a été enregistré entre-temps" in text(met)


def test_a_mark_set_by_a_text_is_written_with_its_text_opens_with_it_and_is_never_a_state_alone(house: Any) -> None:
    from laureat.web.grids.opening import opened

    client, row = signed_in(house.lycee), house.rows[8]
    assert tap(client, house, row, "@etat", "note_imposee").status_code == 422
    for told in ("20", "21 arrêté", "vingt arrêté"):
        assert tap(client, house, row, "@imposee", told).status_code == 422
    form = {
        "situation": "P",
        "v-@imposee": "0",
        "a-@imposee": "",
        "imposee": "20",
        "texte": "arrêté du 17/06/2020, art. 10",
    }
    page = text(send(client, address(house, row, "croix"), **form))
    assert "Une note est fixée par un texte" in page
    assert "arrêté du 17/06/2020, art. 10" in page
    digest = client.get(address(house, row) + "?situation=P").context["board"].digest
    assert settle(client, house, row, digest, "19", motif="non").status_code == 422
    assert "il manque 1 signature" in text(settle(client, house, row, digest, "20", motif="texte lu"))
    vouched(house.session, UNIT, row.candidate, house.office)
    assert "Note arrêtée : 20" in text(settle(signed_in(house.office), house, row, digest, "20", motif="texte lu"))
    (found,) = opened(house.session, row.candidate)
    assert found.rows[0][1:] == ("note fixée par un texte", "arrêté du 17/06/2020, art. 10", "", "20")
    back = {"situation": "P", "v-@imposee": "1", "a-@imposee": "20", "imposee": ""}
    assert "La saisie" not in text(send(client, address(house, row, "croix"), **back))
    assert tap(client, house, row, "C1.1", "2").json()["note"] == "incomplet"


def test_the_group_stands_side_by_side_and_says_that_the_grid_is_a_hypothesis(house: Any) -> None:
    page = text(signed_in(house.lycee).get(address(house) + "?situation=P"))
    assert page.count("data-mark=") == 6
    assert "Grille hypothétique" in page
    assert "Grille hypothétique" in text(signed_in(house.lycee).get(address(house, house.rows[0])))


def test_a_workbook_goes_out_with_what_is_entered_and_comes_back_previewed_then_written(house: Any) -> None:
    from laureat.web.exam_sessions.models import Standing

    client, row = signed_in(house.lycee), house.rows[7]
    out = client.get(address(house) + "classeur/")
    assert out.status_code == 200
    workbook = openpyxl.load_workbook(io.BytesIO(out.content))
    numero = Standing.objects.get(pk=row.pk).numero
    (line,) = [cell.row for cell in workbook["P"]["A"] if cell.value == numero]
    workbook["P"].cell(line, 4).value = "3"
    workbook["P"].cell(line, 5).value = "9"
    page = _hand(client, address(house), workbook)
    assert "« 9 » n&#x27;est pas un niveau" in page
    assert 'name="depot"' not in page
    workbook["P"].cell(line, 5).value = "1"
    page = _hand(client, address(house), workbook)
    assert page.count('<td class="mono">P!') == 2
    kept = re.search(r'name="depot" value="([^"]+)"', page)
    assert kept is not None
    assert not _entries(row)
    done = send(client, address(house) + "relire/", depot=kept[1], acte="ecrire")
    assert "2 valeurs enregistrées" in text(done), re.findall(r"notice[^>]*><p>.*?</p>", text(done))
    assert [(one["ligne"], one["valeur"]) for one in _entries(row)] == [("C1.1", "3"), ("C1.2", "1")]
    tap(client, house, row, "C1.1", "0", read=1)
    assert "a été saisi depuis l&#x27;export" in _hand(client, address(house), workbook)


def _hand(client: Any, place: str, workbook: Any) -> str:
    content = io.BytesIO()
    workbook.save(content)
    handed = upload("grille.xlsx", content.getvalue())
    return text(send(client, place + "relire/", fichier=handed))


def test_a_national_grid_prevails_until_something_is_entered(house: Any) -> None:
    from pathlib import Path

    shipped = Path("src/laureat/grilles/donnees/RNCP35697.yaml").read_text(encoding="utf-8")
    national = shipped.replace("2026-11-hypothese", "2027-nationale")
    national = national.replace("\n  statut: hypothese", "\n  statut: nationale")
    client, place = signed_in(house.office), f"/sessions/{house.session.pk}/grilles/"
    refused = send(client, place + "charger/", fichier=upload("n.yaml", national.encode()))
    assert "U31 : des saisies sont faites sur une autre édition" in text(refused)
    from laureat.web.grids.models import GridEntry

    whole = national[national.index("- grille: RNCP35697-U31") : national.index("- grille: RNCP35697-U32")]
    renamed = whole.replace("code: C1.1,", "code: C1.9,").encode()
    lost = text(send(client, place + "charger/", fichier=upload("n.yaml", renamed), reporter="on"))
    assert "sans place dans la nouvelle édition, rien n&#x27;est reporté" in lost
    assert not GridEntry.objects.filter(edition__edition="2027-nationale").exists()
    before, standing = GridEntry.objects.count(), house.rows[5].candidate
    carried = text(send(client, place + "charger/", fichier=upload("n.yaml", whole.encode()), reporter="on"))
    assert "les notes déjà arrêtées sont à arrêter de nouveau" in carried
    fresh = GridEntry.objects.filter(edition__edition="2027-nationale")
    assert GridEntry.objects.count() == before + fresh.count()  # the old ones stay
    assert {(one.origin, one.author_id) for one in fresh} == {("migration", house.office.pk)}
    old = GridEntry.objects.filter(candidate=standing, edition__edition=GRID.edition).order_by("id")
    last = {(one.situation, one.criterion): one.value for one in old}
    assert {(one.situation, one.criterion): one.value for one in fresh.filter(candidate=standing)} == last
    shown = signed_in(house.lycee).get(address(house, house.rows[5]) + "?situation=P")
    assert "la grille a changé depuis" in text(shown)
    back = text(send(client, place + "charger/", fichier=upload("n.yaml", shipped.encode()), reporter="on"))
    assert "U31 : cette édition a déjà des saisies" in back
    part = national[national.index("- grille: RNCP35697-U2\n") : national.index("- grille: RNCP35697-U31")]
    part = part.replace("bonus_max: 0", "bonus_max: 2")
    loaded = text(send(client, place + "charger/", fichier=upload("n.yaml", part.encode())))
    assert "RNCP35697-U2, édition 2027-nationale" in loaded
    again = text(
        send(client, place + "charger/", fichier=upload("n.yaml", part.replace("poids: 30", "poids: 31").encode()))
    )
    assert ".yaml, ligne" in again
    changed = part.replace("sans aide, en local", "seul, en local").encode()
    assert "a déjà servi avec un autre contenu" in text(
        send(client, place + "charger/", fichier=upload("n.yaml", changed))
    )
    # what a workbook says beside the crosses is written as it was read
    place, client = f"{place}U2/", signed_in(house.lycee)
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(place + "classeur/").content))
    sheet = workbook["S1"]
    (column,) = [cell.column for cell in sheet[5] if cell.value == "Bonus"]
    sheet.cell(7, column).value = 0.1
    kept = re.search(r'name="depot" value="([^"]+)"', _hand(client, place, workbook))
    assert kept is not None
    assert "1 valeur enregistrée" in text(send(client, place + "relire/", depot=kept[1], acte="ecrire"))
    workbook = openpyxl.load_workbook(io.BytesIO(client.get(place + "classeur/").content))
    assert workbook["S1"].cell(7, column).value == 0.1


def test_a_tap_after_the_closure_is_refused_and_says_what_was_not_recorded(house: Any) -> None:
    published = house.sessions[-1]
    from laureat.web.exam_sessions.models import Standing

    own = Standing.objects.filter(session=published, establishment="0690001B", categorie="A", withdrawn=False)
    row = own.filter(units__contains=[UNIT]).order_by("sort_key").first()
    told = {"cle": uuid.uuid4().hex, "situation": "P", "ligne": "C1.1", "valeur": "3", "lu": "0"}
    place = f"/sessions/{published.pk}/grilles/{UNIT}/{row.candidate}/croix/"
    answer = signed_in(house.lycee).post(place, told, headers={"X-Requested-With": "fetch"})
    assert answer.status_code == 409
    assert "La saisie est close" in answer.json()["erreur"]
