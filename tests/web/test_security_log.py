"""Who may give an access back, how long one stays in, what the security log tells and to whom."""

import time
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from laureat.web.accounts import stay, trace
from laureat.web.accounts.models import Happening, Role, Trace, User
from laureat.web.mails.sending import send_due
from laureat.web.project.database import OWNER_ROLE
from support.derriere import address_of
from support.toile import signed_in, text

PHRASE = "une phrase assez longue"


@pytest.fixture
def people(base: str) -> dict[str, User]:
    """Three of the office, one of them with a second factor, and a candidate who has one."""
    made = {
        name: User.objects.make(f"{name}@exemple.fr", name.title(), role, PHRASE)
        for name, role in (
            ("un", Role.EXAMENS),
            ("deux", Role.EXAMENS),
            ("trois", Role.EXAMENS),
            ("eleve", Role.CANDIDAT),
        )
    }
    for name in ("trois", "eleve"):
        for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
            Authenticator.objects.create(user=made[name], type=kind, data={})
    return made


def give_back(by: User, to: User) -> str:
    return text(signed_in(by).post(f"/comptes/{to.pk}/double-authentification/", {"motif": "perdu"}, follow=True))


def factors(user: User) -> int:
    return Authenticator.objects.filter(user=user).count()


def test_two_persons_take_away_the_second_factor_of_a_third(people: dict[str, User]) -> None:
    lost = people["trois"]
    assert "une autre personne du service s&#x27;en occupe" in give_back(lost, lost)
    assert "une autre personne du service la confirme" in give_back(people["un"], lost)
    assert "avez déjà demandé" in give_back(people["un"], lost)
    assert factors(lost) == 2
    assert "demandé par" in text(signed_in(people["deux"]).get("/comptes/"))
    assert "nouvelle double authentification" in give_back(people["deux"], lost)
    assert factors(lost) == 0
    send_due()
    assert mail.outbox[-1].to == [lost.email]
    told = list(Trace.objects.filter(kind=Happening.DROITS, subject=str(lost.pk)).order_by("pk"))
    assert [(row.account, row.what) for row in told] == [
        (people["un"], "double authentification : retrait demandé"),
        (people["deux"], "double authentification retirée"),
    ]


def test_a_request_that_nobody_confirmed_is_forgotten(people: dict[str, User]) -> None:
    give_back(people["un"], people["trois"])
    people["trois"].factor_reset.__class__.objects.update(at=timezone.now() - timedelta(days=3))
    assert "une autre personne du service la confirme" in give_back(people["deux"], people["trois"])
    assert factors(people["trois"]) == 2


def test_one_person_is_enough_for_a_candidate(people: dict[str, User]) -> None:
    assert "nouvelle double authentification" in give_back(people["un"], people["eleve"])
    assert factors(people["eleve"]) == 0


@pytest.mark.parametrize("minutes", [1, 2, settings.IDLE_SECONDS // 60])
def test_someone_idle_is_out_and_someone_at_work_stays(people: dict[str, User], monkeypatch: Any, minutes: int) -> None:
    monkeypatch.setattr(settings, "IDLE_SECONDS", 60 * minutes)
    client, now = signed_in(people["un"]), time.time()
    for share in (2, 3, 3, 3):
        now += settings.IDLE_SECONDS * share // 4
        monkeypatch.setattr(stay.time, "time", lambda now=now: now)
        assert client.get("/sessions/").status_code == 200
    monkeypatch.setattr(stay.time, "time", lambda: now + settings.IDLE_SECONDS + 1)
    out = client.get("/sessions/", follow=True)
    assert "Votre connexion a pris fin" in text(out)
    assert not out.context["user"].is_authenticated


def test_nobody_stays_longer_than_a_day_of_work(people: dict[str, User], monkeypatch: Any) -> None:
    client, began = signed_in(people["un"]), time.time()
    for minutes in range(0, settings.STAY_SECONDS // 60, 60):
        monkeypatch.setattr(stay.time, "time", lambda minutes=minutes: began + 60 * minutes)
        assert client.get("/sessions/").status_code == 200
    monkeypatch.setattr(stay.time, "time", lambda: began + settings.STAY_SECONDS + 1)
    assert client.get("/sessions/").status_code == 302


def test_a_failure_does_not_write_what_was_typed(people: dict[str, User]) -> None:
    Client().post("/compte/login/", {"login": "mon-mot-de-passe-secret", "password": "x"})
    Client().post("/compte/login/", {"login": "un@exemple.fr", "password": "secret-aussi"})
    rows = list(Trace.objects.filter(kind=Happening.ECHEC).values_list("account__email", "what", "address"))
    assert ("un@exemple.fr", "mot de passe", "127.0.0.1") in rows
    assert not [row for row in rows if "secret" in str(row)]


def test_a_line_past_its_time_is_erased(people: dict[str, User]) -> None:
    signed_in(people["un"])
    with psycopg.connect(address_of(OWNER_ROLE)) as owner:
        owner.execute("UPDATE accounts_trace SET at = now() - interval '1 day' * %s", [trace.kept_days() + 1])
    kept = signed_in(people["deux"])
    assert trace.prune() > 0
    assert set(Trace.objects.values_list("account", flat=True)) == {people["deux"].pk}
    assert kept.get("/securite/").status_code == 200


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE accounts_trace SET account_id = NULL",
        "UPDATE accounts_trace SET at = now() - interval '2 years'",
        "DELETE FROM accounts_trace",
        "TRUNCATE accounts_trace",
        "UPDATE laureat_setting SET traces_kept = '0'",
    ],
)
def test_the_role_of_the_application_takes_no_line_away(people: dict[str, User], forgery: str) -> None:
    signed_in(people["un"])
    with pytest.raises(DatabaseError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(forgery)
    assert trace.prune() == 0
    line = Trace.objects.create(kind=Happening.ENTREE, account=people["un"], at=timezone.now() - timedelta(days=900))
    assert Trace.objects.get(pk=line.pk).at > timezone.now() - timedelta(days=1)


def test_only_the_office_reads_the_log(people: dict[str, User]) -> None:
    assert signed_in(people["eleve"]).get("/securite/").status_code == 403
    page = text(signed_in(people["un"]).get("/securite/?quoi=entree&compte=eleve"))
    assert "Eleve" in page
    assert "Deux, service" not in page


def test_a_candidate_reads_who_opened_their_file(world: Any) -> None:
    from laureat.web.candidates.models import Identity

    own = Identity.objects.get(account=world.accounts["candidat@demo.fr"])
    session = world.sessions[1]
    path = f"/sessions/{session.pk}/inscriptions/{own.candidate}/"
    assert signed_in(world.office).get(path).status_code == 200
    school = world.accounts[
        "lycee@demo.fr" if session.standings.get(pk=own.candidate).establishment == "0690001B" else "cfa@demo.fr"
    ]
    signed_in(school).get(path)
    candidate = signed_in(world.accounts["candidat@demo.fr"])
    candidate.get("/mon-dossier/", follow=True)
    page = text(candidate.get("/mon-dossier/lectures/"))
    assert "service des examens" in page
    assert world.office.name not in page
    assert page.count("dossier ouvert") == Trace.objects.filter(subject=own.candidate).count()
    office = text(signed_in(world.office).get("/securite/", {"candidat": own.name}))
    assert own.name in office


def test_files_opened_and_papers_count_in_the_ceiling_of_a_day(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    session = world.sessions[1]
    reader = User.objects.make("lecteur@demo.fr", "Lecteur", Role.EXAMENS)
    client = signed_in(reader)
    row = session.standings.filter(public_decision="admis").first()
    paths = [
        f"/sessions/{session.pk}/inscriptions/{row.candidate}/",
        f"/sessions/{session.pk}/deliberation/{row.candidate}/",
        f"/mon-dossier/{session.pk}/releve/?candidat={row.candidate}",
    ]
    for path in paths:
        assert client.get(path).status_code in (200, 409), path
    assert sum(Trace.objects.filter(account=reader).values_list("weight", flat=True)) == len(paths)
    monkeypatch.setattr(settings, "EXPORTS_PER_DAY", 0)
    assert [client.get(path).status_code for path in paths] == [403] * 3
