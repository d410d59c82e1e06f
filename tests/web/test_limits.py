"""Failures to enter are counted in the base, by account and by address, passwords and codes alike, by all processes."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from laureat.web.accounts.limits import Limit, address_of, per_address
from laureat.web.accounts.models import Happening, Role, Trace, User
from laureat.web.project import database
from support.derriere import address_of as url_of
from support.toile import text

PHRASE = "une phrase assez longue"
LOGIN, CODE = "/compte/login/", "/compte/double-authentification/authenticate/"


@pytest.fixture
def user(base: str) -> User:
    """Someone of the office."""
    return User.objects.make("bureau@exemple.fr", "Bureau", Role.EXAMENS, PHRASE)


def enter(login: str, password: str, address: str = "192.0.2.1") -> Any:
    return Client(REMOTE_ADDR=address).post(LOGIN, {"login": login, "password": password}, follow=True)


def test_failures_from_many_addresses_lock_one_account(user: User) -> None:
    for number in range(settings.FAILURES_PER_ACCOUNT):
        assert "suspendu" not in text(enter(user.email, "non", f"192.0.2.{number}"))
    locked = enter(" Bureau@Exemple.FR", PHRASE, "192.0.2.99")
    assert "suspendu" in text(locked)
    assert not locked.context["user"].is_authenticated


def test_the_typos_of_one_account_do_not_lock_its_school(user: User) -> None:
    for _ in range(settings.FAILURES_PER_ACCOUNT + 3):
        enter("voisin@exemple.fr", "non")
    assert enter(user.email, PHRASE).context["user"] == user


def test_one_address_that_tries_every_account_is_locked(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "FAILURES_PER_ADDRESS", 10)
    for number in range(10):
        enter(f"personne{number}@exemple.fr", "non")
    assert "suspendu" in text(enter(user.email, PHRASE))
    assert enter(user.email, PHRASE, "192.0.2.2").context["user"] == user


def test_an_entry_forgets_the_failures_of_its_account(user: User) -> None:
    for _ in range(3):
        for _ in range(settings.FAILURES_PER_ACCOUNT - 1):
            enter(user.email, "non")
        assert enter(user.email, PHRASE).context["user"] == user
    assert per_address().clear("192.0.2.1") == 0


def test_the_present_password_cannot_be_guessed_where_another_one_is_chosen(user: User) -> None:
    client, change = enter(user.email, PHRASE).client, "/compte/password/change/"
    told = {"password1": "une phrase toute neuve", "password2": "une phrase toute neuve"}
    for wrong in range(settings.FAILURES_PER_ACCOUNT):
        assert "suspendu" not in text(client.post(change, {"oldpassword": f"faux {wrong}", **told}))
    assert "suspendu" in text(client.post(change, {"oldpassword": PHRASE, **told}))
    user.refresh_from_db()
    assert user.check_password(PHRASE)
    assert "suspendu" in text(enter(user.email, PHRASE, "192.0.2.7"))


def totp(user: User) -> tuple[Client, str]:
    """A client that gave its password, and the right code."""
    from allauth.mfa.totp.internal import auth

    secret = auth.generate_totp_secret()
    auth.TOTP.activate(user, secret)
    client = Client()
    client.post(LOGIN, {"login": user.email, "password": PHRASE}, follow=True)
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return client, auth.format_hotp_value(auth.hotp_value(secret, counter))


def test_wrong_codes_are_counted_as_wrong_passwords_are(user: User) -> None:
    client, code = totp(user)
    for wrong in range(settings.FAILURES_PER_ACCOUNT):
        client.post(CODE, {"code": f"{wrong:06d}"})
    refused = client.post(CODE, {"code": code}, follow=True)
    assert "suspendu" in text(refused)
    assert not refused.context["user"].is_authenticated
    again = Client().post(LOGIN, {"login": user.email, "password": PHRASE}, follow=True)
    assert "suspendu" in text(again), "le mot de passe juste ne rend pas six codes de plus"


def test_the_right_password_does_not_forget_wrong_codes(user: User) -> None:
    client, code = totp(user)
    for wrong in range(settings.FAILURES_PER_ACCOUNT):
        client.post(CODE, {"code": f"{wrong:06d}"})
        client.post(LOGIN, {"login": user.email, "password": PHRASE})
    assert not client.post(CODE, {"code": code}, follow=True).context["user"].is_authenticated


def test_a_right_code_enters_and_is_noted(user: User) -> None:
    client, code = totp(user)
    client.post(CODE, {"code": "000000"})
    assert client.post(CODE, {"code": code}, follow=True).context["user"] == user
    kinds = list(Trace.objects.filter(account=user).order_by("pk").values_list("kind", flat=True))
    assert kinds[-2:] == [Happening.ECHEC, Happening.ENTREE]


def test_passwords_asked_anew_have_a_limit(user: User) -> None:
    told = [text(Client().post("/compte/password/reset/", {"email": user.email}, follow=True)) for _ in range(6)]
    assert ["Trop de demandes" in page for page in told] == [False] * 5 + [True]


CHILD = """
import sys, django
django.setup()
from datetime import timedelta
from laureat.web.accounts.limits import Limit
limit = Limit("essai", 50, timedelta(minutes=5))
print(sum(limit.take("une clé") for _ in range(60)))
"""


def test_two_processes_count_together(base: str) -> None:
    env = {**os.environ, database.APPLICATION_URL: url_of(database.APPLICATION_ROLE)}
    command = [sys.executable, "-c", CHILD]
    both = [subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    taken = [int(process.communicate()[0]) for process in both]
    assert sum(taken) == 50, taken


def test_of_many_at_once_as_many_as_permitted_pass(base: str) -> None:
    from django.db import connections

    limit = Limit("essai", 7, timedelta(minutes=5))

    def one(_: int) -> bool:
        try:
            return limit.take("clé")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(one, range(40))) == 7


def test_a_house_in_ipv6_is_one_address(base: str) -> None:
    from django.test import RequestFactory

    def seen(address: str) -> str:
        return address_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert seen("2001:db8:1:2::7") == seen("2001:db8:1:2:ffff::1") != seen("2001:db8:1:3::7")
    assert seen("::ffff:192.0.2.1") == seen("192.0.2.1") == "192.0.2.1"


def test_documents_verified_from_one_address_have_a_limit(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VERIFICATIONS_PER_ADDRESS", 2)
    answers = [Client().post("/verifier/") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 503]
    assert "réessayez dans quelques minutes" in text(answers[-1])
    assert Client(REMOTE_ADDR="192.0.2.9").post("/verifier/").status_code == 200
