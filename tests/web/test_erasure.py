"""Erasure: the text and its salt go, the fact stays, the log verifies, nothing is left to guess from."""

from datetime import date, timedelta
from typing import Any

from laureat.records.audit import audit
from laureat.records.ed25519 import verifier
from laureat.records.journal import read_journal
from laureat.records.treehead import SignedTreeHead
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import ledger, sealing
from laureat.web.exam_sessions.erasure import erase_due
from laureat.web.project import demonstration
from support.efface import told_of
from support.toile import signed_in


def audited(log: str) -> Any:
    """The audit of the log as it is stored."""
    heads: list[SignedTreeHead] = []
    entries = list(read_journal(list(ledger.journal(log)), heads))
    return audit(entries, heads, verifier(sealing.public_key()))


def test_what_is_over_is_erased_and_the_log_still_verifies(base: str) -> None:
    world = demonstration.people()
    session = demonstration.session_of(world, 2025, 20, seed=6)
    demonstration.conduct_to_publication(world, session)
    assert audited(session.log).sound
    known = {one.candidate: (one.numero, one.name) for one in Identity.objects.all()}
    before = len(known)
    assert before == 20
    told = [told_of(base, word) for word in min(known.values())]
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
    for numero, name in [known[one] for one in known.keys() - left][:3]:
        assert told_of(base, numero) == told_of(base, name) == set(), name
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
