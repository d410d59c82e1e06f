"""A text of the VAE, or of the house, that goes before its term, or under another title, is named by the audit."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import timezone

from laureat.cli.auditer import auditer
from laureat.records.facts import CodesDeposited, FraudFileOpened, RecevabilityDecided, SessionAbandoned, TextErased
from laureat.records.retention import Kept
from laureat.session import keeping
from laureat.web import data_folder
from laureat.web.candidates.models import PrivateText
from laureat.web.exam_sessions import covered, erasure, household, ledger, people, sealing
from laureat.web.exam_sessions.models import Certification
from laureat.web.exam_sessions.people import ERASED
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.project import database, demonstration
from laureat.web.registry import deposits
from laureat.web.titles.models import DepositedPaper
from laureat.web.vae import erasure as vae_erasure
from laureat.web.vae.service import log_of, look
from support.derriere import insert_behind


@pytest.fixture
def data(peopled_base: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder by which the base of the demonstration is audited."""
    from django.conf import settings

    monkeypatch.setenv(database.OWNER_URL, peopled_base)
    (tmp_path / data_folder.PUBLIC_KEYS).write_text((settings.DONNEES / data_folder.PUBLIC_KEYS).read_text())
    return tmp_path


def said_of(data: Path, log: str) -> list[str]:
    """What the audit says of the erasures of a log."""
    ran = CliRunner().invoke(auditer, ["--donnees", str(data), "--json"])
    (report,) = [one for one in json.loads(ran.output) if one["journal"] == log]
    return [one["message"] for one in report["constats"] if ", dit effacé le" in one["message"]]


def erased_behind(log: str, commitment: str, kept: str) -> None:
    """Say that a text was erased, as whoever holds the base may, and take it away."""
    told = {"author": "x", "at": ledger.now(), "key": commitment, "commitment": commitment, "retention": kept}
    insert_behind(TextErased(log=log, **told))
    PrivateText.objects.filter(commitment=commitment).delete()


def test_a_text_of_the_vae_that_goes_too_early_or_under_another_title_is_named(data: Path) -> None:
    certification = Certification.objects.get()
    log = log_of(certification)
    texts = {text.kept: text for text in keeping.of_vae(ledger.facts(log), look(certification), covered.dated(log))}
    assert {Kept.IDENTITE, Kept.IDENTITE_DIPLOME, Kept.MOTIF, Kept.PV} <= texts.keys()
    assert said_of(data, log) == []
    for kept in (Kept.IDENTITE, Kept.IDENTITE_DIPLOME, Kept.MOTIF, Kept.PV):
        erased_behind(log, texts[kept].commitment, kept)
    other = next(
        text
        for text in keeping.of_vae(ledger.facts(log), look(certification), covered.dated(log))
        if text.kept == Kept.PV
    )
    erased_behind(log, other.commitment, Kept.CAUSE_AMENAGEMENT)  # what may go at once
    said = said_of(data, log)
    assert len(said) == 5
    assert sum("ne pouvait pas l'être. Ce texte est conservé jusqu'au" in one for one in said) == 3
    assert sum("ne pouvait pas l'être. Ce texte est conservé sans limite" in one for one in said) == 1
    assert sum("au titre de « cause_amenagement », l'est de « pv »" in one for one in said) == 1


def test_a_name_of_the_house_goes_once_its_account_is_closed_and_a_reason_after_its_term(
    data: Path, peopled: demonstration.World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = peopled.office
    invitation, _ = people.invite(office, email="part@exemple.fr", name="Qui Part", role="jury")
    gone = people.open_account(invitation, "une phrase assez longue 27")
    people.close(office, gone, "départ")
    people.erase_due(office, timezone.localdate() + timedelta(days=400))  # the term of a name may be shortened
    gone.refresh_from_db()
    assert gone.name == ERASED
    assert said_of(data, household.LOG) == []
    (reason,) = PrivateText.objects.filter(log=household.LOG, text="départ")
    erased_behind(household.LOG, reason.commitment, Kept.MOTIF)
    (said,) = said_of(data, household.LOG)
    assert "ne pouvait pas l'être. Ce texte est conservé jusqu'au" in said
    monkeypatch.setenv("LAUREAT_CONSERVATION_MOTIF", "9")
    (said,) = said_of(data, household.LOG)
    assert f"/{timezone.localdate().year + 9} (durée fixée par le service)" in said, "the house's own period judges"
    monkeypatch.setenv("LAUREAT_CONSERVATION_MOTIF", "neuf")
    refused = CliRunner().invoke(auditer, ["--donnees", str(data)])
    assert "LAUREAT_CONSERVATION_MOTIF vaut « neuf »" in str(refused.exception)


def test_no_fact_behind_the_log_moves_the_term_of_a_text(data: Path, peopled: demonstration.World) -> None:
    """Neither one that its log refuses, of any age, nor one that names again a text that another promised."""
    certification, today = Certification.objects.get(), timezone.localdate()
    log, old = log_of(certification), {"author": "x", "at": "2001-01-01T00:00:00Z"}
    texts = {text.kept: text for text in keeping.of_vae(ledger.facts(log), look(certification), covered.dated(log))}
    holder, minutes = texts[Kept.IDENTITE_DIPLOME].commitment, texts[Kept.PV].commitment
    for key, reason in (("a", holder), ("b", minutes)):
        refused = {"application": "personne", "admissible": True, "reason": reason}
        insert_behind(RecevabilityDecided(log=log, **old, key=key, **refused))
    assert vae_erasure.due(log, look(certification), today) == []

    published = peopled.sessions[1]
    state = look_at_all(published)
    admitted = next(one for one in state.candidates.values() if (of := state.result(one.id)) and of.proposal.blocs)
    told = {"log": published.log, "author": str(peopled.office.pseudonym), "at": ledger.now(), "key": "fraude"}
    insert_behind(FraudFileOpened(**told, candidate=admitted.id, reason=admitted.identity))
    state = look_at_all(published)
    assert not state.anomalies, "an act that may be"
    kept = {text.commitment: text.kept for text in erasure._texts(published.log, state)}
    assert kept[admitted.identity] == Kept.IDENTITE_DIPLOME
    later = today + timedelta(days=366 * 7)
    assert admitted.identity not in {text.commitment for text in erasure.due(published, state, later)}

    insert_behind(SessionAbandoned(**(told | {"key": "fin", "at": "2090-01-01T00:00:00Z"}), reason="c" * 64))
    assert erasure.ended(published.log, look_at_all(published)) < "2090", "nor is one kept for ever"


@pytest.mark.parametrize("under_a_head", [False, True])
def test_an_end_dated_by_whoever_holds_the_base_brings_no_term_nearer(
    data: Path, peopled: demonstration.World, under_a_head: bool
) -> None:
    """The act would have been accepted; the day that it gives itself is not believed, its head's is."""
    session, today = peopled.sessions[0], timezone.localdate()
    told = {"log": session.log, "author": str(peopled.office.pseudonym), "at": "2001-01-01T00:00:00Z", "key": "fin"}
    insert_behind(SessionAbandoned(**told, reason="c" * 64))
    if under_a_head:
        sealing.vouch(session.log)
    state = look_at_all(session)
    assert state.phase == "abandonnee", "an act that may be"
    assert erasure.ended(session.log, state) == today.isoformat()
    assert erasure.due(session, state, today) == []
    identity = next(iter(state.candidates.values())).identity
    gone = {"log": session.log, "author": "x", "key": "efface", "commitment": identity, "retention": Kept.IDENTITE}
    insert_behind(TextErased(**gone, at="2090-01-01T00:00:00Z"))
    PrivateText.objects.filter(commitment=identity).delete()
    (said,) = said_of(data, session.log)
    assert "ne pouvait pas l'être. Ce texte est conservé jusqu'au" in said


def test_a_deposit_dated_by_whoever_holds_the_base_loses_no_line_and_one_erased_so_is_named(
    data: Path, peopled: demonstration.World
) -> None:
    household.take_up()
    root, today = "ab" * 32, timezone.localdate()
    told = {"log": household.LOG, "author": str(peopled.office.pseudonym), "key": "depot", "deposit": root[:32]}
    about = {"root": root, "papers": 1, "certification": "RNCP35697", "session": "2001", "issued": "2001-01-01"}
    insert_behind(CodesDeposited(**told, **about, at="2001-01-01T00:00:00Z"))
    assert root[:32] in household.look().deposits, "an act that may be"
    row = {"deposit": root[:32], "rank": 0, "code": "A" * 16, "line": "{}", "path": b""}
    DepositedPaper.objects.create(**row)
    deposits.prune(today)
    assert DepositedPaper.objects.count() == 1
    sealing.vouch(household.LOG)
    deposits.prune(today)
    assert DepositedPaper.objects.count() == 1
    DepositedPaper.objects.all().delete()
    ran = CliRunner().invoke(auditer, ["--donnees", str(data)])
    assert f"dépôt {root[:32]} : ses lignes ne sont pas celles que les faits disent" in ran.output
