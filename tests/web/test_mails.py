"""Mails: said, kept in an outbox, sent by the worker to a real SMTP server, tried again; links are written nowhere."""

import re
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import resolve
from django.utils import timezone, translation

from laureat.records.retention import Beside
from laureat.vocabulary.phrasebook import looks_french
from laureat.web.accounts.house import sender
from laureat.web.accounts.models import Invitation, Role, User
from laureat.web.exam_sessions import writing
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.jobs.models import Job
from laureat.web.mails import sending
from laureat.web.mails.models import TRIES, Message, State, Wording
from laureat.web.mails.wordings import FIELDS, LINK, SITE, Kind, Words, defaults, kinds, problems
from support.poste import Post, listening
from support.toile import send, signed_in, text
from support.travaux import work_off

PHRASE = "une phrase assez longue"


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Post, Any]]:
    """A real SMTP server, on a port of this machine."""
    with listening() as here:
        yield here


@pytest.fixture
def smtp(server: tuple[Post, Any], monkeypatch: pytest.MonkeyPatch) -> Post:
    """Mails leave by that server."""
    post, port = server
    post.taken.clear()
    post.refuses = ""
    monkeypatch.setattr(settings, "EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    monkeypatch.setattr(settings, "EMAIL_HOST", "127.0.0.1")
    monkeypatch.setattr(settings, "EMAIL_PORT", port)
    return post


@pytest.fixture
def office(base: str) -> User:
    """Someone of the exam office, alone in a fresh base."""
    return User.objects.make("bureau@exemple.fr", "Bureau", Role.EXAMENS, PHRASE)


def invite(office: User, email: str = "claude@exemple.fr") -> Message:
    """Invite someone by mail."""
    given = {"email": email, "name": "Claude", "role": "jury", "envoi": "courriel"}
    assert "part par courriel" in text(signed_in(office).post("/comptes/inviter/", given, follow=True))
    return Message.objects.get(to=email)


def everything(base: str) -> str:
    """All that the base holds, as text."""
    with psycopg.connect(base) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        return "\n".join(
            str(row) for (table,) in tables for row in connection.execute(f'SELECT "{table}"::text FROM "{table}"')
        )


def test_a_link_leaves_by_mail_and_is_written_nowhere(office: User, base: str, smtp: Post) -> None:
    message = invite(office)
    assert not smtp.taken, "the page does not wait for the mail server"
    work_off()
    (mail,) = smtp.taken
    assert (mail["To"], mail["Message-ID"]) == ("claude@exemple.fr", f"<{message.pk}@laureat.invalid>")
    found = re.search(r"https://examens\.exemple\.fr(/invitation/([\w-]+)/)", mail.get_content())
    assert found, "the link bears the name of the site"
    assert found[2] not in everything(base)
    client = signed_in(office)
    for page in (f"/envois/{message.pk}/", "/envois/"):
        assert found[2] not in text(client.get(page))
    assert "écrit nulle part" in text(client.get(f"/envois/{message.pk}/"))
    message.refresh_from_db()
    assert (message.state, message.tries) == (State.PARTI, 1)
    assert Client().post(found[1], {"password": PHRASE}).status_code == 302
    assert User.objects.get(email="claude@exemple.fr").role == Role.JURY


def test_a_mail_that_does_not_leave_says_why_and_is_tried_again_then_given_up(
    office: User, smtp: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = invite(office)
    with monkeypatch.context() as down, socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        down.setattr(settings, "EMAIL_PORT", nobody.getsockname()[1])
        assert sending.send_due() == 0
        message.refresh_from_db()
        assert (message.state, message.tries) == (State.EN_ATTENTE, 1)
        assert "n&#x27;a pas pris" in text(signed_in(office).get("/envois/?etat=en_attente"))
        assert message.next_at > timezone.now()
        Message.objects.update(next_at=timezone.now(), tries=TRIES - 1)
        sending.send_due()
        message.refresh_from_db()
        assert message.state == State.ECHEC
    assert sending.send_due() == 0, "what was given up waits for someone"
    assert "tenté de nouveau" in text(send(signed_in(office), f"/envois/{message.pk}/", acte="renvoyer"))
    work_off()
    assert [mail["To"] for mail in smtp.taken] == ["claude@exemple.fr"]


def test_an_address_refused_for_ever_fails_at_once_and_stops_no_other(office: User, smtp: Post) -> None:
    smtp.refuses = "un@exemple.fr"
    letters = [sending.Letter(f"{name}@exemple.fr", name) for name in ("un", "deux", "trois")]
    sending.post(office, Kind.FACTEUR, [*letters, sending.Letter("numero@candidat.invalid", "Sans adresse")])
    job = Job.objects.get()
    work_off()
    job.refresh_from_db()
    assert job.said == ["2 courriels partis.", "1 courriel en échec : voir les envois."]
    assert (job.done, job.total) == (3, 3)
    assert Message.objects.get(to="un@exemple.fr").state == State.ECHEC
    assert sorted(mail["To"] for mail in smtp.taken) == ["deux@exemple.fr", "trois@exemple.fr"]


def test_an_invitation_taken_back_before_its_mail_leaves_does_not_leave(office: User, smtp: Post) -> None:
    message = invite(office)
    waiting = Invitation.objects.get()
    signed_in(office).post(f"/invitations/{waiting.pk}/retirer/", {"motif": "erreur d'adresse"})
    assert sending.send_due() == 0
    message.refresh_from_db()
    assert (message.state, smtp.taken) == (State.ANNULE, [])


def test_mails_are_forgotten_in_time_and_with_the_account_they_were_written_to(office: User, smtp: Post) -> None:
    old, waiting = invite(office), invite(office, "autre@exemple.fr")
    Message.objects.update(asked_at=timezone.now() - timedelta(days=settings.DAYS_KEPT[Beside.COURRIEL] * 2))
    Message.objects.filter(pk=old.pk).update(state=State.PARTI)
    sending.prune()
    assert list(Message.objects.all()) == [waiting]
    sending.forget("AUTRE@exemple.fr")
    assert not Message.objects.exists()


def test_no_mail_leaves_with_a_link_to_nowhere(office: User, smtp: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    message = invite(office)
    for nowhere in ("", "http://127.0.0.1:8211/"):
        monkeypatch.setattr(settings, "ADDRESS", nowhere)
        monkeypatch.setattr(settings, "DEMONSTRATION", False)
        Message.objects.update(next_at=timezone.now())
        assert sending.send_due() == 0
    message.refresh_from_db()
    assert "adresse publique du site" in message.trouble
    assert message.state == State.EN_ATTENTE


def test_the_house_has_its_own_words_which_must_say_what_is_due(office: User, smtp: Post) -> None:
    client, path = signed_in(office), "/envois/textes/invitation/"
    for subject, body, told in (
        ("Bienvenue", "Voici : {lein}", "{lein} n&#x27;existe pas ici"),
        ("Bienvenue", "Sans rien.", "doit contenir {lien}"),
        ("{lien}", "{lien}", "ne se met pas dans l&#x27;objet"),
    ):
        refused = client.post(path, {"subject": subject, "body": body})
        assert refused.status_code == 422
        assert told in text(refused)
        assert body in text(refused), "what was typed stays"
    client.post(path, {"subject": "Bienvenue {nom}", "body": "Par ici : {lien}"})
    invite(office)
    sending.send_due()
    assert smtp.taken[0]["Subject"] == "Bienvenue Claude"
    assert smtp.taken[0].get_content().startswith("Par ici : https://examens.exemple.fr/invitation/")
    client.post(path, {"reprendre": "oui"})
    assert Wording.of(Kind.INVITATION) == defaults(Kind.INVITATION)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_the_words_of_the_software_are_said_in_each_language(kind: Kind, language: str) -> None:
    with translation.override(language):
        words = defaults(kind)
    assert looks_french(f"{words.subject} {words.body}") == (language == "fr")
    assert problems(kind, words) == []


@pytest.mark.parametrize("kind", Kind)
def test_the_words_of_the_software_are_words_that_words_that_it_accepts(kind: Kind) -> None:
    words = defaults(kind)
    assert problems(kind, words) == []
    told = dict.fromkeys(FIELDS[kind], "x")
    assert "{" not in f"{words.filled(told).subject}{words.filled(told).body}"
    assert Words("{a} {nom}", "").filled({"nom": "{a}"}).subject == "{a} {a}", "what is told is not read as words"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_of_mail_leaves_by_smtp_with_all_that_it_says(
    kind: Kind, language: str, office: User, smtp: Post
) -> None:
    said = {name: f"« {name} » : œuvre & 12,5 <à relire>" for name in FIELDS[kind] if name not in (LINK, SITE)}
    told = {name: value for name, value in said.items() if name not in ("nom", "maison")}
    linked = LINK in FIELDS[kind]
    seed = sending.fresh_seed() if linked and kind != Kind.OUBLI else ""
    invitation = None
    if kind == Kind.INVITATION:
        invitation, _token = Invitation.draw(email=office.email, name="Zoé", role=Role.JURY, invited_by=office)
    letter = sending.Letter(office.email, "Zoé Œuvrard", told, invitation=invitation, seed=seed, language=language)
    (message,) = sending.post(office, kind, [letter])
    work_off()
    message.refresh_from_db()
    assert (message.state, message.trouble) == (State.PARTI, "")
    (mail,) = smtp.taken
    body = mail.get_content()
    assert (mail["To"], mail["From"]) == (office.email, sender())
    # A subject may be folded before its first word: the space of the fold is no part of it.
    assert mail["Subject"].strip() == Wording.of(kind, language).filled({"nom": "Zoé Œuvrard", **told}).subject
    assert "Zoé Œuvrard" in body
    assert not re.search(r"\{[a-z_]+\}", body), "every field is filled"
    words = Wording.of(kind, language).body
    assert all(value in body for name, value in told.items() if f"{{{name}}}" in words)
    if linked or f"{{{SITE}}}" in words:
        assert "https://examens.exemple.fr/" in body
    if linked:
        (path,) = re.findall(r"https://examens\.exemple\.fr(/\S+/)", body)
        assert resolve(path).url_name in ("invitation", "tuteur", "account_reset_password_from_key")


def test_a_mail_that_no_server_can_be_given_fails_alone(office: User, smtp: Post) -> None:
    Wording.objects.create(kind=Kind.RESULTAT, subject="Pour {nom} ({session})", body="{nom} : {session}, {site}")
    letters = [
        sending.Letter("un@exemple.fr", "Un\nBcc: intrus@exemple.fr", {"session": "2026"}),
        sending.Letter("deux<@exemple.fr", "Deux", {"session": "2026"}),
        sending.Letter("trois@exemple.fr", "Trois", {"session": "n° 2026\r\nbis"}),
    ]
    sending.post(office, Kind.RESULTAT, letters)
    work_off()
    left = {mail["To"]: mail["Subject"] for mail in smtp.taken}
    assert left == {
        "un@exemple.fr": "Pour Un Bcc: intrus@exemple.fr (2026)",
        "trois@exemple.fr": "Pour Trois (n°\u00a02026 bis)",
    }
    (failed,) = Message.objects.exclude(state=State.PARTI)
    assert (failed.to, failed.state) == ("deux<@exemple.fr", State.ECHEC)
    assert failed.trouble


def test_one_more_kind_of_mail_costs_no_migration() -> None:
    for model in (Message, Wording):
        _name, _path, _arguments, told = model._meta.get_field("kind").deconstruct()
        assert told["choices"] is kinds
    assert dict(kinds()).keys() == set(Kind)


def test_late_schools_and_lacking_pieces_are_written_to_once_shown(world: Any) -> None:
    session, client = world.sessions[0], signed_in(world.office)
    page = text(client.get(f"/sessions/{session.pk}/ecrire/"))
    found = writing.late_schools(session)
    late = set(session.standings.filter(missing__gt=0).values_list("establishment", flat=True))
    assert len({letter.told["etablissement"] for letter in found.letters}) + len(found.unreached) == len(late)
    assert all(name in page for name in found.unreached), "a school for which nobody answers is named"
    send(client, f"/sessions/{session.pk}/ecrire/", genre="relance")
    message = Message.objects.get(kind=Kind.RELANCE, to="lycee@demo.fr")
    assert re.search(r"il manque encore \d+ notes pour \d+ candidats", message.body)
    assert "avant le 12/06/2026" in message.body
    assert "personne à qui écrire" in text(send(client, f"/sessions/{session.pk}/ecrire/", genre="pieces")) or (
        Message.objects.filter(kind=Kind.PIECES).exists()
    )
    assert "Choisissez une valeur" in text(send(client, f"/sessions/{session.pk}/ecrire/", genre="resultat"))


def test_a_published_result_is_told_without_saying_it_and_a_corrected_one_too(world: Any) -> None:
    session = world.sessions[1]
    state = look_at_all(session)
    first = state.deliberations[0]
    Message.objects.all().delete()
    writing.tell_results(world.office, session, state, 1)
    again = replace(state, deliberations=[first, replace(first, number=2)])
    writing.tell_results(world.office, session, again, 2)
    told = list(Message.objects.order_by("asked_at").values_list("kind", "to"))
    assert told == [("resultat", "candidat@demo.fr"), ("correction", "candidat@demo.fr")]
    assert not any(word in message.body.lower() for message in Message.objects.all() for word in ("admis", "ajourné"))


def test_a_mail_is_in_the_language_of_the_pages_that_its_reader_reads(world: Any) -> None:
    reader = User.objects.get(email="lycee@demo.fr")
    Message.objects.all().delete()
    client = signed_in(reader)
    assert client.get("/langue/en", {"suite": "/"}).status_code == 302
    send(signed_in(world.office), f"/sessions/{world.sessions[0].pk}/ecrire/", genre="relance")
    message = Message.objects.get(kind=Kind.RELANCE, to=reader.email)
    assert message.subject == "Awaited marks"
    assert re.search(r"\d+ marks for \d+ candidates are still missing .* before 12/06/2026", message.body, re.DOTALL)
    assert not looks_french(message.body.replace(str(world.sessions[0]), ""))
    shown = text(signed_in(world.office).get(f"/sessions/{world.sessions[0].pk}/ecrire/"))
    assert "are still missing" in shown, "it is shown as it leaves, on a French page too"
    assert "{site}" not in shown
    with transaction.atomic():
        Wording.objects.create(kind=Kind.RELANCE, subject="Notes", body="{nom} : il manque {notes}, {date}.")
        told = writing.late_schools(world.sessions[0]).letters[0].told
        assert re.fullmatch(r"\d+ notes pour \d+ candidats", told["notes"]), "words of the house have French values"
        transaction.set_rollback(True)
    client.get("/langue/fr", {"suite": "/"})
    reader.refresh_from_db()
    assert reader.language == "fr"
