"""Signatures: a mark reaches the log when as many people as its grid asks have signed what stands."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client

from laureat.grilles import library
from support.toile import arrested, key, send, signed_by_link, signed_in, text

UNIT = "U31"
GRID = library()["RNCP35697-U31"]
LINES = GRID.lines(GRID.situation("P"))
FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture(scope="module")
def house(world: Any) -> Any:
    """Candidates of the lycée without a mark in that unit, and the accounts around them."""
    from laureat.web.exam_sessions.models import Standing

    session = world.sessions[0]
    own = Standing.objects.filter(session=session, establishment="0690001B", categorie="A", withdrawn=False)
    world.every = list(own.filter(units__contains=[UNIT]).order_by("sort_key"))
    world.rows = [row for row in world.every if UNIT not in row.cells]
    world.session = session
    world.lycee, world.examens = (signed_in(world.accounts[f"{one}@demo.fr"]) for one in ("lycee", "examens"))
    return world


def place(house: Any, row: Any, *more: str) -> str:
    return "/".join(["/sessions", str(house.session.pk), "grilles", UNIT, row.candidate, *more, ""])


def link_for(house: Any, row: Any, name: str, situation: str = "P") -> str:
    """The page of a tutor of that name."""
    from laureat.web.grids.models import TutorLink

    about = {"session": house.session, "unit": UNIT, "candidate": row.candidate, "situation": situation}
    _link, token = TutorLink.draw(**about, name=name, quality="tutrice", role="professionnel", by=house.office)
    return f"/tuteur/{token}/"


def ticked(client: Client, where: str, value: str = "2", read: int = 0, lines: Any = LINES) -> str:
    """Tick every line; gives the digest of what stands."""
    for line in lines:
        told = {"cle": key(), "situation": "P", "ligne": line, "valeur": value, "lu": str(read)}
        answer = client.post(where + "croix/", told, headers=FETCH)
        assert answer.status_code == 200, answer.content
    return str(answer.json()["condense"])


def settled(client: Client, house: Any, row: Any, digest: str, **more: str) -> str:
    told = {"situation": "P", "condense": digest, "note": "13,5", **more}
    return text(arrested(client, place(house, row), **told))


def cell(row: Any) -> str | None:
    return str(type(row).objects.get(pk=row.pk).cells.get(UNIT))


def test_a_tutor_who_signed_what_stands_is_one_of_the_two_and_no_more_once_a_cross_changes(house: Any) -> None:
    row, tutor = house.rows[0], Client()
    where = link_for(house, row, "Mme Roy")
    ticked(tutor, where)
    signed_by_link(tutor, where, "Très soigneux.")
    changed = ticked(house.lycee, place(house, row), "1", 1, LINES[:1])
    assert "il manque 1 signature sur 2" in settled(house.lycee, house, row, changed, note="12,5")
    page = text(house.lycee.get(place(house, row) + "?situation=P"))
    assert "autre note, ou avant un changement" in page
    back = ticked(house.lycee, place(house, row), "2", 2, LINES[:1])
    assert cell(row) == "None"
    assert "Note arrêtée : 13,5" in settled(house.lycee, house, row, back)
    assert cell(row) == "13,5"


def test_one_person_by_two_ways_is_one_and_an_account_never_signs_the_link_of_another(house: Any) -> None:
    from laureat.web.grids.models import TutorLink

    row, name = house.rows[1], house.accounts["lycee@demo.fr"].name
    digest = ticked(house.lycee, place(house, row))
    for told in (name.upper(), "Mme Roy"):
        where = link_for(house, row, told)
        refused = signed_by_link(house.lycee, where, "moi aussi")
        assert (refused.status_code, "lui seul le signe" in text(refused)) == (422, True)
        assert TutorLink.objects.latest("pk").signed is None
    where = link_for(house, row, name.upper())
    signed_by_link(Client(), where, "moi aussi")
    assert TutorLink.objects.latest("pk").signed is not None
    assert "il manque 1 signature sur 2" in settled(house.lycee, house, row, digest)
    assert cell(row) == "None"


def test_a_tutor_who_signed_nothing_or_another_situation_counts_for_nothing(house: Any) -> None:
    row = house.rows[2]
    for situation in ("P", "S1"):
        signed_by_link(Client(), link_for(house, row, f"Tutrice {situation}", situation), "rien vu")
    digest = ticked(house.lycee, place(house, row))
    assert "il manque 1 signature sur 2" in settled(house.lycee, house, row, digest)
    assert cell(row) == "None"


def test_the_same_signature_sent_again_is_one_and_two_at_once_make_one_fact(house: Any) -> None:
    from laureat.web.exam_sessions.models import StoredFact
    from laureat.web.grids.models import Signature
    from laureat.web.grids.settling import settle_mark

    row, where = house.rows[3], link_for(house, house.rows[3], "Mme Roy")
    digest = ticked(house.lycee, place(house, row))
    signed_by_link(Client(), where, "vu")
    lycee, office = house.accounts["lycee@demo.fr"], house.office
    before = StoredFact.objects.filter(subject=row.candidate).count()
    for _ in range(3):
        made = settle_mark(house.session, office, row, UNIT, "une", 1350, (digest, "0.0."), "", "")
        assert (made.lacking, made.vacant) == (1, ("enseignant de la spécialité",))  # the office is nobody's teacher
    for _ in range(3):
        assert settle_mark(house.session, lycee, row, UNIT, "deux", 1350, (digest, "0.0."), "", "").lacking == 0
    assert Signature.objects.filter(candidate=row.candidate).count() == 2
    assert StoredFact.objects.filter(subject=row.candidate).count() == before + 1


def test_who_lacks_is_said_in_the_group_and_in_the_workbook_and_who_signed_once_it_opens(house: Any) -> None:
    from laureat.web.grids.opening import opened

    row = house.rows[4]
    digest = ticked(house.lycee, place(house, row))
    settled(house.lycee, house, row, digest)
    group = f"/sessions/{house.session.pk}/grilles/{UNIT}/"
    told = "il manque 1 signature sur 2 (attendu : professionnel ; a signé : "
    whole = "attendu : professionnel, par un lien de tuteur ; à défaut, un second enseignant ; a signé : "
    assert told in _group(house, group, row)
    workbook = openpyxl.load_workbook(io.BytesIO(house.lycee.get(group + "classeur/").content))
    sheet = workbook["P"]
    assert "2 signataires demandés" in sheet.cell(3, 1).value
    (line,) = [found.row for found in sheet["A"] if found.value == row.numero]
    assert f"{told}Sacha Petit)" in [found.value for found in sheet[line]]
    assert whole in settled(house.examens, house, row, digest)  # two people, and nobody of the trade
    signed_by_link(Client(), link_for(house, row, "Mme Roy"), "vu")
    assert "Note arrêtée" in settled(house.lycee, house, row, digest)
    (found,) = opened(house.session, row.candidate)
    assert [one.email for one in found.signers] == ["lycee@demo.fr", "examens@demo.fr"]


def _group(house: Any, where: str, row: Any) -> str:
    """The page of the group on which a candidate is."""
    pages = (text(house.lycee.get(f"{where}?situation=P&page={number}")) for number in range(1, 9))
    return next(page for page in pages if row.candidate in page)


def test_a_tutor_is_told_nothing_of_another_situation_and_never_fills_one_that_excludes_it(house: Any) -> None:
    row, tutor = next(one for one in house.every if one not in house.rows), Client()
    told = {"cle": key(), "situation": "S1", "ligne": LINES[0], "valeur": "3", "lu": "0"}
    for line in LINES:
        one = {**told, "cle": key(), "ligne": line}
        assert house.lycee.post(place(house, row, "croix"), one, headers=FETCH).status_code == 200
    own = link_for(house, row, "Mme Roy", "S2")
    for line in LINES:
        answer = tutor.post(
            own + "croix/", {**told, "cle": key(), "ligne": line, "situation": "S2", "valeur": "0"}, headers=FETCH
        )
    assert (answer.json()["note"], answer.json()["points"]) == ("incomplet", "0")  # and not the mark of both
    assert answer.json()["condense"] != house.lycee.get(place(house, row)).context["board"].digest
    other = link_for(house, row, "M. Lê", "P")  # replaces the others, which are filled
    refused = tutor.post(other + "croix/", {**told, "cle": key(), "situation": "P"}, headers=FETCH)
    assert (refused.status_code, "remplace les autres" in refused.json()["erreur"]) == (422, True)
    assert house.lycee.get(place(house, row)).status_code == 200


def test_nothing_is_signed_once_the_entry_is_closed(house: Any) -> None:
    from laureat.session.framework import Refused
    from laureat.web.exam_sessions.models import Standing
    from laureat.web.grids.models import Signature
    from laureat.web.grids.settling import settle_mark

    closed = house.sessions[-1]
    row = Standing.objects.filter(session=closed, establishment="0690001B", units__contains=[UNIT]).first()
    with pytest.raises(Refused):
        settle_mark(closed, house.office, row, UNIT, "tard", 1000, ("0" * 64, "0.0."), "", "")
    assert not Signature.objects.filter(session=closed).exists()
    about = {"session": closed, "unit": UNIT, "candidate": row.candidate, "situation": "P"}
    _link, token = _drawn(house, about)
    refused = Client().post(f"/tuteur/{token}/signer/", {"avis": "trop tard"})
    assert (refused.status_code, "La saisie est close" in text(refused)) == (422, True)


def _drawn(house: Any, about: dict[str, Any]) -> Any:
    from laureat.web.grids.models import TutorLink

    return TutorLink.draw(**about, name="Mme Roy", quality="tutrice", role="professionnel", by=house.office)


def test_a_link_says_as_what_its_holder_signs_or_is_not_given_and_nothing_typed_is_lost(house: Any) -> None:
    from laureat.web.grids.models import TutorLink

    row = house.every[1]
    told = {"situation": "P", "nom": "M. Diallo", "qualite": "ingénieur qualité, SARL Roy", "courriel": "d@exemple.fr"}
    for wrong in ({}, {"titre": "aucune"}, {"titre": "président"}):
        many = TutorLink.objects.count()
        answer = send(house.lycee, place(house, row, "tuteur"), **told, **wrong)
        assert answer.status_code == 422
        assert "à quel titre" in text(answer)
        assert "ingénieur qualité, SARL Roy" in text(answer)
        assert TutorLink.objects.count() == many
    long = {**told, "titre": "professionnel", "courriel": f"{'d' * 60}@{'e' * 60}.{'f' * 60}.{'g' * 60}.fr"}
    assert send(house.lycee, place(house, row, "tuteur"), **long).status_code == 422
    assert "signe à titre de enseignant" not in text(
        send(house.lycee, place(house, row, "tuteur"), **told, titre="jury")
    )
    assert (TutorLink.objects.latest("pk").role, TutorLink.objects.latest("pk").email) == ("jury", "d@exemple.fr")


def test_the_words_of_a_link_prove_nothing(house: Any) -> None:
    from laureat.grilles import Quality
    from laureat.web.grids.models import TutorLink
    from laureat.web.grids.signing import Signer

    for words, role in (("tuteur, SARL Roy", "aucune"), ("ingénieure", "professionnel"), ("professeure", "jury")):
        link = TutorLink(name="x", quality=words, role=role)
        assert Signer("x", link.at, True, None, link).quality is Quality(role)  # type: ignore[arg-type]
