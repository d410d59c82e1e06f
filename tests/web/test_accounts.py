"""Accounts: born from an invitation, protected by a second factor, closed in one click, locked after failures."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from laureat.web.accounts.models import Role, User
from laureat.web.exam_sessions import household
from laureat.web.mails.models import Message
from laureat.web.mails.sending import send_due
from support.toile import signed_in, text

PHRASE = "une phrase assez longue"


@pytest.fixture
def office(base: str) -> Client:
    """The exam office, signed in."""
    return signed_in(User.objects.make("bureau@exemple.fr", "Bureau", Role.EXAMENS, PHRASE))


def invite(office: Client, **fields: Any) -> str:
    """Invite a member of a jury by e-mail; gives the link."""
    given = {"email": "claude@exemple.fr", "name": "Claude", "role": "jury", "envoi": "courriel", **fields}
    assert "part par courriel" in text(office.post("/comptes/inviter/", given, follow=True))
    send_due()
    found = re.search(r"https://examens.exemple.fr(/invitation/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def test_an_invitation_opens_one_account_once(office: Client) -> None:
    link = invite(office)
    assert "Bienvenue, Claude" in text(Client().get(link))
    assert "trop court" in text(Client().post(link, {"password": "court"}))
    Client().post(link, {"password": PHRASE})
    user = User.objects.get(email="claude@exemple.fr")
    assert (user.role, user.is_active) == (Role.JURY, True)
    assert Client().get(link).status_code == 410
    signed = Client().post("/compte/login/", {"login": "claude@exemple.fr", "password": PHRASE}, follow=True)
    assert signed.context["user"] == user


def test_a_printed_sheet_shows_the_link_once_and_the_base_does_not_keep_it(office: Client) -> None:
    given = {"email": "c@exemple.fr", "name": "C", "role": "jury", "envoi": "feuille"}
    page = text(office.post("/comptes/inviter/", given))
    found = re.search(r"/invitation/([\w-]+)/", page)
    assert found
    from laureat.web.accounts.models import Invitation

    assert not Invitation.objects.filter(token_digest=found[1]).exists()
    assert Client().get(found[0]).status_code == 200


def test_an_invitation_is_sent_again_late_or_lost_and_its_former_link_opens_nothing(office: Client) -> None:
    from laureat.web.accounts.models import Invitation

    first = invite(office)
    lost = Invitation.objects.get()
    Invitation.objects.update(expires=timezone.now() - timedelta(days=1))
    page = text(office.get("/comptes/"))
    assert "expirée" in page
    assert f"/invitations/{lost.pk}/renouveler/" in page
    told = text(office.post(f"/invitations/{lost.pk}/renouveler/", {"envoi": "courriel"}, follow=True))
    assert "Une nouvelle invitation part à Claude" in told
    send_due()
    second = re.search(r"https://examens.exemple.fr(/invitation/\S+)", mail.outbox[-1].body)
    assert second
    again = Invitation.objects.get()
    assert (again.person, again.email) == (lost.person, lost.email)
    sheet = text(office.post(f"/invitations/{again.pk}/renouveler/", {"envoi": "feuille"}))
    third = re.search(r"/invitation/[\w-]+/", sheet)
    assert third
    assert [Client().get(link).status_code for link in (first, second[1], third[0])] == [410, 410, 200]
    assert Client().post(third[0], {"password": PHRASE}).status_code == 302
    account = User.objects.get(email="claude@exemple.fr")
    assert (account.pseudonym, household.account_troubles(account)) == (lost.person, [])


def test_nobody_signs_up_alone(base: str) -> None:
    assert Client().get("/compte/signup/").status_code == 403


def test_a_leaver_is_out_at_once_even_with_an_open_session(office: Client) -> None:
    leaver = User.objects.make("part@exemple.fr", "Part", Role.EXAMENS, PHRASE)
    client = signed_in(leaver)
    assert client.get("/sessions/").status_code == 200
    office.post(f"/comptes/{leaver.pk}/", {"acte": "fermer", "motif": "départ"})
    assert client.get("/sessions/").status_code == 302
    closed = Client().post("/compte/login/", {"login": leaver.email, "password": PHRASE}, follow=True)
    assert not closed.context["user"].is_authenticated


def test_too_many_failures_lock_the_account_even_with_the_right_password(office: Client) -> None:
    client = Client()
    for _ in range(settings.FAILURES_PER_ACCOUNT):
        client.post("/compte/login/", {"login": "bureau@exemple.fr", "password": "non"})
    locked = client.post("/compte/login/", {"login": "bureau@exemple.fr", "password": PHRASE}, follow=True)
    assert "suspendu" in text(locked)
    assert not locked.wsgi_request.user.is_authenticated


def test_staff_set_up_a_second_factor_before_anything_else(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", True)
    sent = office.get("/sessions/")
    assert sent["Location"] == "/compte/double-authentification/totp/activate/"
    assert office.get("/certifications/").status_code == 200
    candidate = signed_in(User.objects.make("cand@exemple.fr", "Cand", Role.CANDIDAT))
    assert candidate.get("/mon-dossier/").status_code == 200


def test_a_second_factor_is_asked_at_the_next_entry(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    monkeypatch.setattr(settings, "SECOND_FACTOR_REQUIRED", True)
    user = User.objects.get(email="bureau@exemple.fr")
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    client = Client()
    asked = client.post("/compte/login/", {"login": user.email, "password": PHRASE}, follow=True)
    assert asked.redirect_chain[-1][0].startswith("/compte/double-authentification/authenticate/")
    assert client.get("/sessions/").status_code == 302
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    entered = client.post("/compte/double-authentification/authenticate/", {"code": code}, follow=True)
    assert entered.context["user"] == user
    assert client.get("/sessions/").status_code == 200


def test_a_forgotten_password_is_reset_by_mail_and_an_unknown_address_is_told_nothing(office: Client) -> None:
    known = Client().post("/compte/password/reset/", {"email": "bureau@exemple.fr"}, follow=True)
    unknown = Client().post("/compte/password/reset/", {"email": "personne@exemple.fr"}, follow=True)
    assert known.redirect_chain == unknown.redirect_chain
    assert mail.outbox == []
    assert send_due() == 1
    (sent,) = mail.outbox
    assert sent.to == ["bureau@exemple.fr"]
    assert "https://examens.exemple.fr/compte/password/reset/key/" in sent.body


def test_the_link_of_a_forgotten_password_is_written_nowhere_and_serves_once(office: Client) -> None:
    Client().post("/compte/password/reset/", {"email": "bureau@exemple.fr"})
    (waiting,) = Message.objects.filter(kind="oubli")
    assert "{lien}" in waiting.body
    assert (waiting.seed, waiting.invitation) == ("", None)
    send_due()
    waiting.refresh_from_db()
    (link,) = re.findall(r"https://examens\.exemple\.fr(/\S+)", mail.outbox[0].body)
    assert link.split("/")[-2].split("-")[-1] not in waiting.body
    visitor = Client()
    form = visitor.get(link, follow=True)
    chosen = "une tout autre phrase secrète"
    done = visitor.post(form.redirect_chain[-1][0], {"password1": chosen, "password2": chosen}, follow=True)
    assert done.status_code == 200
    assert User.objects.get(email="bureau@exemple.fr").check_password(chosen)
    again = Client().get(link, follow=True)
    assert "password1" not in text(again)


def test_a_mail_to_an_account_closed_meanwhile_does_not_leave(office: Client) -> None:
    Client().post("/compte/password/reset/", {"email": "bureau@exemple.fr"})
    User.objects.filter(email="bureau@exemple.fr").update(is_active=False)
    assert send_due() == 0
    assert Message.objects.get(kind="oubli").state == "annule"
    assert mail.outbox == []


def test_an_establishment_number_is_checked_by_its_letter(office: Client) -> None:
    given = {"uai": "0690001A", "name": "Lycée", "nature": "lycee_public"}
    assert "devrait être B" in text(office.post("/etablissements/ajouter/", given))
    assert office.post("/etablissements/ajouter/", {**given, "uai": "0690001b"}).status_code == 302


def test_every_answer_carries_the_security_headers(office: Client) -> None:
    response = office.get("/sessions/")
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    for path in ("/", "/invitation/x/", "/v/x", "/compte/password/reset/key/1-abc/", "/nulle-part"):  # nobody is in
        assert "no-store" in Client().get(path)["Cache-Control"], path
    assert settings.IDLE_SECONDS <= 4 * 3600 < settings.STAY_SECONDS


def test_health_answers_as_the_application_role(base: str) -> None:
    assert Client().get("/sante").json()["role"] == "laureat_application"
