"""What the VAE and the house hold of persons goes after its term by the act of a session; the rest goes by night."""

import html
import re
import uuid
from datetime import date, timedelta

import psycopg
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from laureat.records.facts import TextErased
from laureat.records.retention import Kept, Period
from laureat.session import conduct, house
from laureat.session.framework import Refused
from laureat.web import data_folder
from laureat.web.accounts import trace
from laureat.web.accounts.models import Happening, Invitation
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import household, ledger, people
from laureat.web.exam_sessions.models import Certification, Deposit, Draft, ExamSession
from laureat.web.exam_sessions.views import conducting, setup
from laureat.web.grids.models import Device, Evidence, TutorLink
from laureat.web.jobs import running
from laureat.web.jobs.models import Job
from laureat.web.mails import sending
from laureat.web.mails.models import Message
from laureat.web.project import demonstration, terms
from laureat.web.vae import upkeep
from laureat.web.vae.erasure import erase_due
from laureat.web.vae.models import VaeFile
from laureat.web.vae.service import log_of, perform
from support.deposits import deposit_of, deposited
from support.efface import told_of
from support.toile import signed_in, text


def erased(log: str) -> int:
    """How many erasures a log says."""
    return sum(isinstance(fact, TextErased) for fact in ledger.facts(log))


def test_applications_and_accounts_gone_are_erased_after_their_term_and_not_before(base: str) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 6, seed=1)
    demonstration.vae.build(session.certification, world.office, demonstration.JURY, world.accounts)
    household.take_up()
    certification = Certification.objects.get()
    log, today = log_of(certification), timezone.localdate()

    # The VAE: nothing today; all that has an end after it.
    perform(certification, world.office, "trop-tot", lambda desk: erase_due(desk, today), alone=True)
    assert erased(log) == 0
    much_later = today + timedelta(days=51 * 366)
    files = {str(pk) for pk in VaeFile.objects.values_list("pk", flat=True)}
    perform(certification, world.office, "effacer", lambda desk: erase_due(desk, much_later), alone=True)
    assert erased(log) > len(files)
    assert not Identity.objects.filter(candidate__in=files).exists()
    assert set(VaeFile.objects.values_list("numero", "sort_key", "search_key")) == {("effacé", "", "")}
    assert not PrivateText.objects.filter(log=log, subject__in=files).exists()
    assert PrivateText.objects.filter(log=log, text="arrêté fictif n° 2").exists()  # it founds the minutes

    # The house: former names and invitations go with the name of a closed account, each erasure said.
    invitation, _ = people.invite(world.office, email="part@exemple.fr", name="Qui Part", role="jury")
    gone = people.open_account(invitation, "une phrase assez longue 27")
    people.rename(world.office, gone, name="Qui Est Parti", email="parti@exemple.fr", reason="mariage")
    people.close(world.office, gone, "départ")
    people.erase_due(world.office, today)
    gone.refresh_from_db()
    assert gone.name == "Qui Est Parti"
    people.erase_due(world.office, today + timedelta(days=2 * 366))
    gone.refresh_from_db()
    assert (gone.name, gone.email) == ("effacé", f"{gone.pseudonym}@efface.invalid")
    assert not Invitation.objects.filter(person=gone.pseudonym).exists()
    assert not PrivateText.objects.filter(text__contains="Qui ").exists()
    assert PrivateText.objects.filter(text__contains=world.office.email).exists()


LATER = timedelta(days=51 * 366)
NEEDLE = "Zéphirine-Aubépine"
"""What nobody else is called."""
HOLDER = "Nguyễn0"
"""Whom a deposited paper names."""


def beside(world: demonstration.World, session: ExamSession, candidate: str) -> None:
    """One row of each kind that no log holds, about someone who has this name."""
    office = world.office
    Draft.objects.create(by=office, place="ici", fields={"motif": NEEDLE})
    Deposit.objects.create(by=office, name=f"{NEEDLE}.csv", content=NEEDLE.encode(), seen=NEEDLE)
    Message.objects.create(kind="rappel", to="z@exemple.fr", name=NEEDLE, subject=NEEDLE, body=NEEDLE, state="parti")
    job = Job.objects.create(kind="export", author=office, state="fait", said=[NEEDLE], ended_at=timezone.now())
    running.place_of(job).mkdir(parents=True)
    (running.place_of(job) / "liste.csv").write_text(NEEDLE)
    trace.note(None, Happening.EXPORT, by=office, what=NEEDLE)
    Device.objects.create(account=office, name=NEEDLE, seen=timezone.now())
    tutor = {"candidate": candidate, "situation": "P", "unit": "U31", "by": office}
    link, _token = TutorLink.draw(
        session=session, name=NEEDLE, quality=f"tuteur de {NEEDLE}", role="professionnel", **tutor
    )
    piece = Evidence(session=session, unit="U31", candidate=candidate, situation="P", kind="pdf", size=1, tutor=link)
    piece.title, piece.digest = f"{NEEDLE}.pdf", "0" * 64
    piece.save(force_insert=True)
    place = data_folder.evidence(candidate)
    place.mkdir(parents=True)
    (place / f"{piece.pk}.pdf").write_text(NEEDLE)
    read = deposit_of(2)
    deposited(str(office.pseudonym), read)
    SessionStore(None).create()


def night() -> None:
    """All that the worker does of nights."""
    running.prune()
    sending.prune()
    terms.prune()


def test_what_no_log_holds_goes_by_night_after_its_term_and_not_before(
    base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2025, 12, seed=6)
    demonstration.conduct_to_publication(world, session)
    household.take_up()
    candidate = session.standings.order_by("pk")[0].candidate
    beside(world, session, candidate)
    night()
    every = {"exam_sessions_draft", "exam_sessions_deposit", "mails_message", "jobs_job", "accounts_trace"}
    every |= {"grids_device", "grids_tutorlink", "grids_evidence", data_folder.JOBS, data_folder.EVIDENCE}
    assert told_of(base, NEEDLE) == every
    assert told_of(base, HOLDER) == {"titles_depositedpaper"}

    now = timezone.now()
    for days, later, gone in ((31, 31, 4), (91, 60, 1), (368, 277, 5)):
        monkeypatch.setattr(timezone, "now", lambda days=days: now + timedelta(days=days))
        with psycopg.connect(base, autocommit=True) as owner:  # the security log goes by the clock of the base
            owner.execute("UPDATE accounts_trace SET at = at - make_interval(days => %s)", (later,))
        before = told_of(base, NEEDLE)
        night()
        assert len(before - told_of(base, NEEDLE)) == gone, (days, before - told_of(base, NEEDLE))
    assert told_of(base, NEEDLE) == set()
    assert told_of(base, HOLDER) == {"titles_depositedpaper"}
    monkeypatch.setattr(timezone, "now", lambda: now + LATER)
    night()
    assert told_of(base, HOLDER) == set()
    assert not Session.objects.exists()


def test_the_three_doors_of_erasure_say_alike_what_they_did_or_refused(
    peopled_base: str, peopled: demonstration.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, numero = peopled.sessions[1], Certification.objects.get().numero
    doors = [f"/sessions/{session.pk}/conduite/", f"/vae/{numero}/effacer/", "/maison/effacer/"]
    client = signed_in(peopled.office)

    def pushed(door: str, **more: str) -> str:
        told = {"acte": "effacer", "mot": "EFFACER", "cle": uuid.uuid4().hex, **more}
        page = client.post(door, told, follow=True)
        return html.unescape(text(page))

    for door in doors:
        assert "Rien n'a dépassé sa durée de conservation : rien n'est effacé." in pushed(door), door
        assert client.post(door, {"acte": "effacer"}).status_code == 403, "a form that is not ours"
    for kept in (Kept.IDENTITE, Kept.IDENTITE_DIPLOME, Kept.MOTIF, Kept.COMPTE):
        monkeypatch.setitem(settings.RETENTION, kept, Period(0, "essai"))
    people.invite(peopled.office, email="un@exemple.fr", name="Une Invitée", role="jury")
    later = date.today() + timedelta(days=1)
    for module in (conducting, upkeep, setup):
        monkeypatch.setattr(module, "date", type("Tomorrow", (date,), {"today": staticmethod(lambda: later)}))
    for door in doors:
        assert re.search(r"\d+ textes? effacés?, la durée de conservation étant passée", pushed(door)), door
    monkeypatch.setattr(conduct, "erase_text", refuse)
    monkeypatch.setattr(house, "erase_account", refuse)
    monkeypatch.setitem(settings.RETENTION, Kept.PV, Period(0, "essai"))
    people.invite(peopled.office, email="deux@exemple.fr", name="Un Invité", role="jury")
    for door in doors:
        assert "Le journal ne prend pas cet acte." in pushed(door), door


def refuse(*_told: object, **_named: object) -> None:
    """What a log that refuses says."""
    raise Refused("Le journal ne prend pas cet acte.")
