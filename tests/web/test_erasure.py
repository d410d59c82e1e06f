"""Erasure: the text and its salt go, the fact stays, the log verifies, nothing is left to guess from."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings

from laureat.records.audit import audit
from laureat.records.ed25519 import verifier
from laureat.records.journal import read_journal
from laureat.records.retention import DEFAULTS, Kept, Period
from laureat.records.treehead import SignedTreeHead
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import ledger, sealing
from laureat.web.exam_sessions.erasure import erase_due
from laureat.web.project import demonstration
from support.efface import kept, told_of
from support.toile import confirmed, send, signed_in, text


def audited(log: str) -> Any:
    """The audit of the log as it is stored."""
    heads: list[SignedTreeHead] = []
    entries = list(read_journal(list(ledger.journal(log)), heads))
    return audit(entries, heads, verifier(sealing.public_key()))


def test_what_is_over_is_erased_and_the_log_still_verifies(base: str) -> None:
    others = kept()
    world = demonstration.people()
    session = demonstration.session_of(world, 2025, 20, seed=6)
    demonstration.conduct_to_publication(world, session)
    assert audited(session.log).sound
    known = {one.candidate: (one.numero, one.name) for one in Identity.objects.all()}
    before = len(known)
    assert before == 20
    told = [told_of(base, word, others) for word in min(known.values())]
    assert told[0] >= {"candidates_identity", "candidates_privatetext", "exam_sessions_standing"}
    much_later = date.today() + timedelta(days=51 * 366)
    gone: list[int] = []
    demonstration.run(world, session, "effacer", lambda desk: gone.append(erase_due(desk, much_later)))
    assert gone[0] > 0
    left = set(Identity.objects.values_list("candidate", flat=True))
    erased = session.standings.filter(numero="effacé")
    assert len(left) == before - erased.count() < before
    assert not PrivateText.objects.filter(subject__in=erased.values("candidate"), kind="identite").exists()
    assert not PrivateText.objects.filter(kind="cause").exists()
    for numero, name in [known[one] for one in known.keys() - left]:
        assert told_of(base, numero, others) == told_of(base, name, others) == set(), name
    assert PrivateText.objects.filter(text="arrêté fictif n° 1").exists()  # it founds the procès-verbal
    assert audited(session.log).sound
    again: list[int] = []
    demonstration.run(world, session, "effacer-encore", lambda desk: again.append(erase_due(desk, much_later)))
    assert again == [0]


def test_nothing_goes_before_its_time(base: str) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2025, 12, seed=6)
    demonstration.conduct_to_publication(world, session)
    before = PrivateText.objects.count()
    page = signed_in(world.office).get(f"/sessions/{session.pk}/journal/")
    assert page.status_code == 200
    demonstration.run(world, session, "effacer", lambda desk: erase_due(desk, date.today()))
    assert PrivateText.objects.count() == before


def test_an_erasure_shows_what_goes_and_is_asked_twice(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    office, session = signed_in(world.office), world.sessions[-1]
    path = f"/sessions/{session.pk}/conduite/"
    for place in (path, "/maison/effacer/", f"/vae/{demonstration.NUMERO}/effacer/"):
        nothing = send(office, place, acte="effacer", mot="EFFACER")
        assert (nothing.status_code, "rien n&#x27;est effacé" in text(nothing)) == (409, True), place
    over = {kept: Period(-1, "essai") for kept in (Kept.MOTIF, Kept.CAUSE_AMENAGEMENT)}
    monkeypatch.setattr(settings, "RETENTION", {**DEFAULTS, **over})
    before = PrivateText.objects.filter(log=session.log).count()
    shown = send(office, path, acte="effacer")
    [told, _left] = shown.context["deed"].does
    assert re.fullmatch(r"Sont effacés, pour toujours : [\d\w ,']*motifs?[\w\d ,']*\.", told), told
    wrong = send(office, path, acte="effacer", mot="OUI")
    assert (wrong.status_code, PrivateText.objects.filter(log=session.log).count()) == (422, before)
    assert "la durée de conservation étant passée ; le journal reste vérifiable" in text(
        confirmed(office, path, "effacer")
    )
    assert PrivateText.objects.filter(log=session.log).count() < before
