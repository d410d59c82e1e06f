"""What belongs to no session is said by facts: a row that no fact carries gives no right, and each act mends."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from laureat.records import encode, leaf_hash
from laureat.session.framework import Refused
from laureat.session.house import HOUSE
from laureat.web.accounts.models import Establishment, Habilitation, House, Invitation, Role, User
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import household, people
from laureat.web.exam_sessions.models import ExamSession, StoredFact, StoredTreeHead
from laureat.web.mails.sending import send_due
from laureat.web.project import demonstration
from support.toile import send, signed_in, text

from .conftest import fresh_base

PHRASE = "une phrase assez longue"
SCHOOL = "0690002C"


@pytest.fixture(scope="module")
def house(postgres: str) -> Iterator[Any]:
    """The people and the schools of the demonstration, taken up, and a session without candidates."""
    maker = fresh_base(postgres)
    owner = next(maker)
    world = demonstration.people()
    assert household.take_up()
    assert not household.take_up()
    session = ExamSession(certification_id=demonstration.NUMERO, year=2026, signatory="Dominique Roy", place="Ville")
    session.save(force_insert=True)
    yield world, session, owner
    next(maker, None)


def colleague() -> User:
    return User.objects.get(email="adjoint@demo.fr")


def behind(owner: str, query: str, *values: object) -> None:
    """Change the base as its owner does."""
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(query.encode(), values)


def last(kind: str) -> bool:
    return bool(StoredFact.objects.filter(log=household.LOG).order_by("-pk").values_list("kind", flat=True)[0] == kind)


def post(client: Client, path: str, **fields: Any) -> str:
    return text(client.post(path, fields, follow=True))


def test_the_first_account_of_an_empty_base_is_opened_by_the_machine_and_no_second_one(base: str) -> None:
    first = people.open_first("premiere@exemple.fr", "Première", PHRASE)
    assert household.account_troubles(first) == []
    with pytest.raises(Refused, match="service"):
        people.open_first("seconde@exemple.fr", "Seconde", PHRASE)
    assert not User.objects.filter(email="seconde@exemple.fr").exists()
    assert signed_in(first).get("/comptes/").status_code == 200


def test_all_that_the_tables_held_is_taken_up_and_stands_under_a_signed_head(house: Any) -> None:
    state = household.look()
    assert state.taken_up is not None
    assert state.taken_up.accounts == User.objects.filter(email__endswith=demonstration.DOMAIN).count()
    assert state.establishments.keys() >= {uai for uai, *_ in demonstration.SCHOOLS}
    assert state.anomalies == {}
    assert StoredTreeHead.objects.filter(log=household.LOG).exists()
    identities = PrivateText.objects.filter(log=household.LOG, kind="identite")
    payloads = b"".join(
        bytes(one) for one in StoredFact.objects.filter(log=household.LOG).values_list("payload", flat=True)
    )
    for name in ("Dominique", "examens@demo.fr", "Roy"):
        assert any(name in one.text for one in identities)
        assert name.encode() not in payloads


def test_an_account_that_no_fact_opened_is_told_so_and_does_nothing(house: Any) -> None:
    stranger = User.objects.make("intrus@exemple.fr", "Intrus", Role.EXAMENS, PHRASE)
    refused = signed_in(stranger).get("/comptes/")
    assert refused.status_code == 403
    assert "aucun fait ne l&#x27;ouvre" in text(refused)
    assert signed_in(stranger).get("/certifications/").status_code == 200
    with pytest.raises(Refused, match="service des examens"):
        people.close(stranger, colleague(), "parce que")
    User.objects.filter(pk=stranger.pk).update(is_active=False)


@pytest.mark.parametrize(
    "change",
    [
        {"role": "examens"},
        {"establishment_id": "0690002C"},
        {"name": "Quelqu'un d'autre"},
        {"email": "autre@exemple.fr"},
        {"pseudonym": "00000000-0000-4000-8000-000000000000"},
    ],
)
def test_a_right_changed_behind_the_facts_gives_nothing(house: Any, change: dict[str, str]) -> None:
    user = User.objects.get(email="lycee@demo.fr")
    client = signed_in(user)
    assert client.get("/sessions/").status_code == 200
    before = {name: getattr(user, name) for name in change}
    User.objects.filter(pk=user.pk).update(**change)
    assert client.get("/sessions/").status_code == 403
    assert client.post("/compte/logout/").status_code == 302
    User.objects.filter(pk=user.pk).update(**before)
    assert signed_in(user).get("/sessions/").status_code == 200


def test_a_second_factor_that_no_fact_carries_gives_nothing_and_one_that_its_owner_sets_up_does(house: Any) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    user = User.objects.get(email="jury@demo.fr")
    TOTP.activate(user, generate_totp_secret())
    assert last("FactorEnrolled")
    assert signed_in(user).get("/sessions/").status_code == 200
    known = Authenticator.objects.get(user=user)
    Authenticator.objects.filter(pk=known.pk).update(data={"secret": "celui de l'intrus"})
    assert signed_in(user).get("/sessions/").status_code == 403
    Authenticator.objects.filter(pk=known.pk).update(data=known.data)
    office, second = signed_in(house[0].office), signed_in(colleague())
    path = f"/comptes/{user.pk}/double-authentification/"
    assert "Il faut un motif" in post(office, path)
    assert "une autre personne" in post(office, path, motif="téléphone perdu")
    assert "déjà demandé" in post(office, path, motif="téléphone perdu")
    assert "nouvelle double authentification" in post(second, path)
    assert last("FactorRemoved")
    assert not Authenticator.objects.filter(user=user).exists()
    assert signed_in(user).get("/sessions/").status_code == 200


def test_an_invitation_whose_row_was_changed_opens_nothing_and_one_taken_back_neither(house: Any) -> None:
    office = signed_in(house[0].office)
    links = []
    for name in ("a", "b"):
        given = {"email": f"{name}@exemple.fr", "name": name.upper(), "role": "jury", "envoi": "courriel"}
        post(office, "/comptes/inviter/", **given)
        send_due()
        found = re.search(r"https://examens.exemple.fr(/invitation/\S+)", mail.outbox[-1].body)
        assert found
        links.append(found[1])
    Invitation.objects.filter(email="a@exemple.fr").update(role="examens")
    refused = Client().post(links[0], {"password": PHRASE})
    assert refused.status_code == 409
    assert not User.objects.filter(email="a@exemple.fr").exists()
    Invitation.objects.filter(email="a@exemple.fr").update(role="jury")
    assert Client().post(links[0], {"password": PHRASE}).status_code == 302
    assert household.account_troubles(User.objects.get(email="a@exemple.fr")) == []
    waiting = Invitation.objects.get(email="b@exemple.fr")
    assert "Il faut un motif" in post(office, f"/invitations/{waiting.pk}/retirer/")
    assert "est retirée" in post(office, f"/invitations/{waiting.pk}/retirer/", motif="erreur de personne")
    assert Client().get(links[1]).status_code == 410


def test_the_office_puts_an_account_right_with_a_reason_and_everyone_reads_why(house: Any) -> None:
    office, user = signed_in(house[0].office), User.objects.get(email="cfa@demo.fr")
    path = f"/comptes/{user.pk}/"
    assert "Il faut un motif" in post(office, path, acte="role", role="etablissement", establishment="0690003D")
    user.refresh_from_db()
    assert user.establishment_id == SCHOOL
    page = post(office, path, acte="role", role="etablissement", establishment="0690003D", motif="a changé de lieu")
    assert "a changé de lieu" in page
    page = post(office, path, acte="nom", name="Noa Garnier-Lê", email="Noa@Exemple.fr", motif="mariage")
    assert "nom : Noa Garnier → Noa Garnier-Lê" in page
    assert "établissement : CFA des Deux-Rives (0690002C) → GRETA" in page
    user.refresh_from_db()
    assert (user.establishment_id, user.email) == ("0690003D", "noa@exemple.fr")
    assert list(EmailAddress.objects.filter(user=user).values_list("email", flat=True)) == ["noa@exemple.fr"]
    assert "déjà" in post(office, path, acte="nom", name="X", email="lycee@demo.fr", motif="essai")
    assert "le fermer d'abord" in html.unescape(post(office, path, acte="effacer", mot="EFFACER"))
    post(office, path, acte="fermer", motif="départ")
    told = html.unescape(post(office, path, acte="effacer"))
    assert "Garnier-Lê (noa@exemple.fr) : le nom et l'adresse sont effacés, pour toujours" in told
    assert User.objects.get(pk=user.pk).name == "Noa Garnier-Lê"
    assert "fermé" in post(office, path, acte="effacer", mot="effacer")
    user.refresh_from_db()
    assert (user.name, user.is_active) == (people.ERASED, False)
    assert household.account_troubles(user) == []
    assert not PrivateText.objects.filter(text__contains="Garnier").exists()
    assert "une autre personne" in post(office, f"/comptes/{house[0].office.pk}/", acte="fermer", motif="moi")


def test_a_school_and_its_habilitations_are_put_right_and_what_no_fact_carries_gives_no_right(house: Any) -> None:
    office, path = signed_in(house[0].office), f"/etablissements/{SCHOOL}/"
    right = Habilitation.objects.get(establishment=SCHOOL)
    days = {"scope": "partielle", "starts": "2023-09-01", "habilitation": right.pk}
    assert "avant de commencer" in post(office, path, acte="changer_habilitation", ends="2020-01-01", motif="x", **days)
    assert "Il faut un motif" in post(office, path, acte="changer_habilitation", ends="2027-08-31", **days)
    post(office, path, acte="changer_habilitation", ends="2027-08-31", motif="arrêté du 3 mai", **days)
    right.refresh_from_db()
    assert str(right.ends) == "2027-08-31"
    assert household.proved([right])
    Habilitation.objects.filter(pk=right.pk).update(scope="integrale")
    right.refresh_from_db()
    assert not household.proved([right])
    assert "En anomalie" in text(office.get(path))
    Habilitation.objects.filter(pk=right.pk).update(scope="partielle")
    added = {"certification": "RNCP1", "scope": "partielle", "starts": "2024-09-01"}
    assert "pas une certification de la maison" in post(office, path, acte="habilitation", **added)
    post(office, path, acte="habilitation", **{**added, "certification": demonstration.NUMERO})
    assert Habilitation.objects.filter(establishment=SCHOOL).count() == 2
    changed = {"name": "CFA des Trois-Rives", "nature": "cfa", "town": "Confluent", "motif": "nouveau nom"}
    page = post(office, path, acte="changer", **changed)
    assert "nom : CFA des Deux-Rives → CFA des Trois-Rives" in page
    assert "partielle, du 01/09/2023 → partielle, du 01/09/2023 au 31/08/2027" in page
    assert "nouveau nom" in page
    assert "devrait être" in post(office, path, acte="numero", uai="0690002X", motif="faute")
    post(office, path, acte="numero", uai="0690005F", motif="faute de frappe")
    assert not Establishment.objects.filter(pk=SCHOOL).exists()
    assert household.look().habilitations[str(right.pk)].establishment == "0690005F"
    assert household.school_troubles(Establishment.objects.get(pk="0690005F")) == []


def test_a_fact_forged_in_the_house_is_not_applied_and_is_told_to_the_office(house: Any) -> None:
    from laureat.records.facts import AccountChanged
    from laureat.web.exam_sessions import ledger

    user = User.objects.get(email="lycee@demo.fr")
    account = str(user.pseudonym)
    commitment = PrivateText.objects.filter(log=household.LOG).values_list("commitment", flat=True)[0]
    forged = AccountChanged(
        log=household.LOG,
        author=account,
        at=ledger.now(),
        key="faux",
        account=account,
        role="examens",
        establishment="",
        reason=commitment,
    )
    ledger.append(household.LOG, [forged])
    assert household.look().accounts[account].role == "etablissement"
    assert signed_in(user).get("/sessions/").status_code == 200
    page = text(signed_in(house[0].office).get(f"/comptes/{user.pk}/"))
    assert "rôle ou établissement d&#x27;un compte changé" in page
    assert "En anomalie" in page
    office = signed_in(house[0].office)
    leaf = leaf_hash(encode(forged)).hex()
    path = f"/comptes/{user.pk}/"
    assert "Il faut un motif" in post(office, path, acte="demander_ecart", fait=leaf)
    assert "une autre personne doit le décider" in post(office, path, acte="demander_ecart", fait=leaf, motif="faux")
    assert "En anomalie" not in post(signed_in(colleague()), path, acte="ecarter", fait=leaf)
    machine = replace(forged, author=HOUSE, key="autre")
    ledger.append(household.LOG, [machine])
    assert household.look().accounts[account].role == "etablissement"


def test_a_reading_kept_from_a_transaction_that_came_to_nothing_is_read_again(house: Any) -> None:
    before = household.look().establishments

    def spoilt(desk: household.Desk) -> None:
        from laureat.session import house as commands

        about = {"establishment": "0690009K", "name": "N", "nature": "cfa"}
        desk.take(commands.add_establishment(desk.state, desk.act(), **about))

    def fail(_desk: household.Desk, _facts: list[Any]) -> None:
        assert "0690009K" in household.look().establishments
        raise Refused("non")

    with pytest.raises(Refused):
        household.perform(str(house[0].office.pseudonym), "spoilt", spoilt, after=fail)
    assert household.look().establishments == before


def test_a_fact_whose_transaction_ends_after_a_later_one_is_read_all_the_same(house: Any) -> None:
    """It drew its number first: who read the other in between has passed it already."""
    from laureat.records import facts as f
    from laureat.web.exam_sessions import house_read, ledger

    world, _session, owner = house
    said = {
        "log": household.LOG,
        "author": str(world.office.pseudonym),
        "at": ledger.now(),
        "reason": "a" * 64,
        "candidate": "",
    }
    first, second = (f.SettingAsideAsked(**said, key=f"lente-{n}", fact=str(n) * 64) for n in (1, 2))
    query = "SELECT laureat_record(%s::bytea[])"
    with psycopg.connect(owner) as slow, psycopg.connect(owner) as quick:
        house_read.look()
        for one, fact in ((slow, first), (quick, second)):
            one.execute(query, [[encode(fact)]])
        quick.commit()
        leaves = [leaf_hash(encode(fact)).hex() for fact in (first, second)]
        assert [leaf in house_read.look().anomalies for leaf in leaves] == [False, True]
        slow.commit()
        assert [leaf in house_read.look().anomalies for leaf in leaves] == [True, True]
        assert house_read.look() is house_read.look(), "and is read once"


def test_what_the_house_says_of_itself_is_a_fact_and_another_logo_withholds_every_paper(house: Any) -> None:
    world, session, owner = house
    household.describe_first()
    assert last("HouseDescribed")
    office = signed_in(world.office)
    said = {"authority": "Le recteur", "signatory": "Jeanne Roy", "signatory_quality": "directrice", "place": "Lyon"}
    send(office, "/maison/", **said, service="Examens", service_email="examens@exemple.fr")
    assert House.objects.get().signatory == "Jeanne Roy"
    assert last("HouseDescribed")
    assert not household.session_troubles(session)
    size = StoredFact.objects.filter(log=household.LOG).count()
    household.describe()
    assert StoredFact.objects.filter(log=household.LOG).count() == size  # nothing has changed
    send(office, "/envois/textes/invitation/", subject="Votre compte", body="Voici : {lien}")
    assert StoredFact.objects.filter(log=household.LOG).count() == size + 1
    behind(owner, "UPDATE accounts_house SET logo = 'faux', logo_format = 'png'")
    assert any("son logo" in told for told in household.session_troubles(session))
    behind(owner, "UPDATE accounts_house SET logo = '', logo_format = ''")
    behind(owner, "UPDATE mails_wording SET body = 'https://ailleurs.example {lien}'")
    assert not household.session_troubles(session)  # no paper says it; the audit does
