"""Accounts by the hundred: searched, filtered, invited by a pasted list or by letters; one's own name put right."""

import io
import re
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.test import Client
from pypdf import PdfReader

from laureat.web.accounts import listed
from laureat.web.accounts.models import Establishment, Invitation, Role, User
from laureat.web.exam_sessions import house_told, household
from laureat.web.mails.models import Message
from support.toile import signed_in, text

PHRASE = "une phrase assez longue"
MANY = "/comptes/inviter/plusieurs/"
LIST = """nom ; adresse ; rôle ; UAI
Léa Çelik ; lea@exemple.fr ; Établissement ; 0690001b
Œuvrard\toeuvrard@exemple.fr\tjury
"""


@pytest.fixture
def office(base: str) -> Client:
    """The exam office of a house with one school."""
    Establishment.objects.create(uai="0690001B", name="Lycée d'Essai", nature="lycee_public", sort_key="lycee")
    user = User.objects.make("bureau@exemple.fr", "Bureau", Role.EXAMENS, PHRASE)
    household.take_up()
    return signed_in(user)


def test_a_list_is_read_whole_and_every_fault_told_at_its_line(office: Client) -> None:
    wrong = "Léa;lea@exemple.fr;jury;\n;pas une adresse;directeur;\nAli;LEA@exemple.fr;établissement;9999999X\n"
    refused = office.post(MANY, {"liste": wrong, "envoi": "courriel"})
    page = text(refused)
    assert refused.status_code == 422
    for told in (
        "Ligne 2 : le nom manque ; « pas une adresse »",
        "« directeur » n&#x27;est pas un rôle ; attendu : service des examens, établissement, jury ou candidat",
        "Ligne 3 : l&#x27;établissement 9999999X",
        "cette adresse est déjà celle de la ligne 1",
    ):
        assert told in page
    assert "pas une adresse;directeur" in page, "what was typed stays"
    assert not Invitation.objects.exists()


def test_a_pasted_list_is_read_over_then_invited_by_mail(office: Client) -> None:
    shown = text(office.post(MANY, {"liste": LIST, "envoi": "relire"}))
    assert "Léa Çelik, lea@exemple.fr, établissement, Lycée d&#x27;Essai" in shown
    assert not Invitation.objects.exists()
    assert "2 invitations par courriel" in text(office.post(MANY, {"liste": LIST, "envoi": "courriel"}, follow=True))
    assert set(Message.objects.values_list("to", "state")) == {
        ("lea@exemple.fr", "en_attente"),
        ("oeuvrard@exemple.fr", "en_attente"),
    }
    found = text(office.get("/comptes/", {"q": "celik"}))
    assert "lea@exemple.fr" in found
    assert "oeuvrard@exemple.fr" not in found


def test_letters_open_accounts_and_stand_on_paper_alone(office: Client, base: str) -> None:
    answer = office.post(MANY, {"liste": LIST, "envoi": "lettres"})
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert "Léa Çelik" in pages[0]
    links = [re.search(r"https://examens\.exemple\.fr(/invitation/([\w-]+)/)", page) for page in pages]
    with psycopg.connect(base) as connection:
        kept = str(connection.execute("SELECT invitation::text FROM accounts_invitation invitation").fetchall())
    for link in links:
        assert link
        assert link[2] not in kept
        assert Client().post(link[1], {"password": PHRASE}).status_code == 302
    assert User.objects.get(email="lea@exemple.fr").establishment_id == "0690001B"
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ebauche"}, ["Zoé Ébauché"]),
        ({"q": "œuvre zo"}, []),
        ({"q": "oeuvr"}, ["Ali Œuvrard"]),
        ({"q": "D’AUBIGNE"}, ["D'Aubigné"]),
        ({"q": "100%"}, []),
        ({"role": "jury"}, ["Ali Œuvrard", "Zoé Ébauché"]),
        ({"role": "jury", "etat": "ferme"}, ["Ali Œuvrard"]),
        ({"etablissement": "0690001b"}, ["D'Aubigné"]),
        ({"role": "roi"}, []),
    ],
)
def test_accounts_are_searched_without_accents_and_filtered(
    people: Client, asked: dict[str, str], found: list[str]
) -> None:
    page = people.get("/comptes/", asked)
    assert sorted(account.name for account in page.context["page"]) == sorted(found)


@pytest.fixture(scope="module")
def people(shared_base: str) -> Client:
    """A few accounts, read by someone of the office."""
    school = Establishment.objects.create(uai="0690001B", name="Lycée", nature="lycee_public", sort_key="l")
    User.objects.make("a@exemple.fr", "Zoé Ébauché", Role.JURY)
    User.objects.make("b@exemple.fr", "Ali Œuvrard", Role.JURY, is_active=False)
    User.objects.make("c@exemple.fr", "D'Aubigné", Role.ETABLISSEMENT, establishment=school)
    return signed_in(User.objects.make("bureau@demo.fr", "Bureau", Role.EXAMENS))


def test_a_name_put_right_by_its_holder_is_a_fact(world: Any) -> None:
    household.take_up()
    jury = world.accounts["jury@demo.fr"]
    client = signed_in(jury)
    assert "Mes dernières entrées" in text(client.get("/compte/"))
    assert client.post("/compte/", {"name": "Дмитрий"}).status_code == 422
    assert "Votre nom est changé" in text(client.post("/compte/", {"name": "Élise Juré"}, follow=True))
    assert household.account_troubles(User.objects.get(pk=jury.pk)) == []
    assert house_told.told_of(str(jury.pseudonym))
    candidate = signed_in(world.accounts["candidat@demo.fr"])
    assert "Changer mon nom" not in text(candidate.get("/compte/"))


def test_the_candidates_of_a_school_without_an_account_get_a_letter_each(world: Any) -> None:
    household.take_up()
    session, school = world.sessions[1], "0690003D"
    rows = session.standings.filter(establishment=school, withdrawn=False)
    office = signed_in(world.office)
    answer = office.post(f"/sessions/{session.pk}/inviter/", {"etablissement": school})
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == rows.count()
    assert all(any(row.numero in page for page in pages) for row in rows)
    again = office.post(f"/sessions/{session.pk}/inviter/", {"etablissement": school}, follow=True)
    assert "personne à inviter" in text(again), "whoever is invited already is not invited twice"
    assert settings.ADDRESS in pages[0]


def test_more_than_can_be_read_is_refused(shared_base: str) -> None:
    persons, problems = listed.read("\n".join(f"P;p{n}@exemple.fr;jury;" for n in range(listed.MOST + 1)))
    assert (persons, problems) == ([], ["500 personnes au plus à la fois."])
