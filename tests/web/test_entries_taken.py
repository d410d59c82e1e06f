"""What someone takes an entry with: the base read or written in, a cookie set beforehand, a second factor gone."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from laureat.web.accounts.models import Role, User
from laureat.web.accounts.sessions import kept
from support.toile import signed_in, text

PHRASE = "une phrase assez longue"
COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture
def office(base: str) -> User:
    """Someone of the exam office."""
    return User.objects.make("bureau@exemple.fr", "Bureau", Role.EXAMENS, PHRASE)


def is_in(client: Client) -> bool:
    """Pages of the office are given."""
    return client.get("/sessions/").status_code == 200


def code_of(secret: str) -> str:
    """The code of this moment."""
    return str(format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time())))))


def with_cookie(value: str) -> Client:
    """A browser that sends this as the key of its session."""
    client = Client()
    client.cookies[COOKIE] = value
    return client


def test_what_the_base_keeps_of_a_session_opens_none_read_or_copied(office: User) -> None:
    victim = signed_in(office)
    assert is_in(victim)
    key = victim.cookies[COOKIE].value
    row = Session.objects.get()
    assert key not in (row.session_key, row.session_data)
    assert not is_in(with_cookie(row.session_key))
    # The same content, under a key of one's own.
    own = "a" * 32
    Session.objects.create(session_key=kept(own), session_data=row.session_data, expire_date=row.expire_date)
    assert not is_in(with_cookie(own))
    Session.objects.filter(pk=row.pk).update(session_key=kept("b" * 32))
    assert not is_in(with_cookie("b" * 32))
    assert not is_in(victim)


def test_a_cookie_set_beforehand_is_not_the_one_of_whoever_comes_in(office: User) -> None:
    visitor = Client()
    visitor.get("/compte/login/")
    visitor.session["x"] = 1
    visitor.session.save()
    before = visitor.session.session_key
    assert before is not None
    visitor.cookies[COOKIE] = before
    visitor.post("/compte/login/", {"login": office.email, "password": PHRASE})
    assert is_in(visitor)
    assert visitor.cookies[COOKIE].value != before
    assert not is_in(with_cookie(before))


def test_another_password_ends_the_other_entries(office: User) -> None:
    own, other = signed_in(office), signed_in(office)
    chosen = "une tout autre phrase secrète"
    given = {"oldpassword": PHRASE, "password1": chosen, "password2": chosen}
    assert own.post("/compte/password/change/", given).status_code == 302
    assert (is_in(own), is_in(other)) == (True, False)


def test_another_role_is_what_an_open_entry_has_at_once(office: User) -> None:
    client = signed_in(office)
    User.objects.filter(pk=office.pk).update(role=Role.CANDIDAT)
    assert client.get("/securite/").status_code == 403


def test_a_second_factor_set_up_or_taken_away_ends_every_other_entry(office: User) -> None:
    before, own = signed_in(office), signed_in(office)
    asked = own.get("/compte/double-authentification/totp/activate/")
    own.post("/compte/double-authentification/totp/activate/", {"code": code_of(asked.context["form"].secret)})
    assert Authenticator.objects.filter(user=office, type="totp").exists()
    assert (is_in(own), is_in(before)) == (True, False), "who had only the password is out"
    Authenticator.objects.all().delete()  # the office gave the access back
    assert "Votre connexion a pris fin" in text(own.get("/sessions/", follow=True))


def test_the_secret_of_a_second_factor_is_not_in_the_base(office: User, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = generate_totp_secret()
    TOTP.activate(office, secret)
    row = Authenticator.objects.get(user=office, type="totp")
    assert secret not in str(row.data)

    def right() -> bool:
        cache.clear()  # a code serves once
        return bool(TOTP(Authenticator.objects.get(pk=row.pk)).validate_code(code_of(secret)))

    assert right()
    with monkeypatch.context() as patch:
        patch.setattr(settings, "SECRET_KEY", "celle d'un autre service")
        assert not right()
    Authenticator.objects.filter(pk=row.pk).update(data={**row.data, "secret": secret})  # as it was before
    assert right()
