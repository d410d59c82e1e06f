"""The titles of a diploma by VAE: signed with its papers, taken away, verified, held against the facts."""

import html
import json
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import connection
from django.test import Client
from pypdf import PdfReader

from laureat.cli.auditer import auditer
from laureat.credentials.verdict import Reason
from laureat.records import encode
from laureat.records import facts as f
from laureat.vocabulary import parse_hundredths
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.ledger import now
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.project import audited, demonstration, derived_titles, packaged
from laureat.web.registry.verification import examine
from laureat.web.titles.keys import house_did
from laureat.web.titles.models import Paper, Title
from laureat.web.vae.service import log_of, look
from support.derriere import address_of
from support.experience import acting, appointed, beside_vae, notified
from support.titres_du_site import SITE, verdict
from support.toile import give_file, send, signed_in, text
from support.travaux import work_off

SAID = {
    "academy": "Académie fictive",
    "authority": "Le recteur de l'académie fictive",
    "signatory": "Dominique Roy",
    "signatory_quality": "chef du service des examens",
    "place": "Villefictive",
}


@pytest.fixture(scope="module", autouse=True)
def addressed() -> Any:
    """The house has an address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SITE", SITE)
        yield


def prepare() -> Any:
    """A diploma by VAE, notified."""
    world = demonstration.people()
    ExamSession.objects.create(certification=Certification.objects.get(), year=2026, **SAID)
    appointed(world)
    file = notified(world, [])
    give_file(world.accounts["vae@demo.fr"], str(file.pk))
    return world, file


def test_a_diploma_by_vae_has_its_titles_as_that_of_a_session(prepared: Any) -> None:
    world, file = prepared
    mine = signed_in(world.accounts["vae@demo.fr"])
    path, at = f"/mon-dossier/vae/{file.pk}/", f"/vae/dossiers/{file.pk}/document/"
    page = text(mine.get(path))
    assert "Mes titres numériques" in page
    assert "Tous vos titres en un dossier" in page
    document = mine.get(f"{at}titre/").content
    told = json.loads(document)
    assert told["credentialSubject"]["identifier"][0]["identityHash"] == "Maïa Aubry"
    assert told["credentialSubject"]["term"] == f"session {date.today().year}"
    for form in ("titre", "badge", "badge-svg", "jeton"):
        assert verdict(mine.get(f"{at}{form}/").content) is Reason.AUTHENTIQUE, form
    bloc = mine.get(f"{at}titre/?bloc=RNCP35697BC01").json()
    assert "acquis par la validation des acquis" in bloc["credentialSubject"]["narrative"]
    assert {mine.get(f"{at}{none}").status_code for none in ("titre/?bloc=releve", "rien/")} == {404}

    diploma = mine.get(f"{at}diplome/").content
    attached = PdfReader(BytesIO(diploma)).attachments
    assert attached["titre.json"] == [document]
    assert Title.objects.get(kind="diplome").result == Paper.objects.get().result

    send(mine, f"{path}partage", titre="diplome", acte="ouvrir")
    share = Title.objects.get(kind="diplome").share
    shown = Client().get(f"/partage/{share}/")
    assert 'data-verdict="authentique"' in text(shown)
    assert Client().get(f"/partage/{share}/titre").content == document
    assert "openid-credential-offer" in text(mine.post(f"{path}portefeuille", {"titre": "diplome"}))
    assert mine.post(f"{path}portefeuille", {"titre": "releve"}).status_code == 409
    assert not list(beside_vae(file.certification))
    for stranger in ("candidat@demo.fr", "presidente@demo.fr"):
        client = signed_in(world.accounts[stranger])
        assert client.post(f"{path}partage", {"titre": "diplome", "acte": "ouvrir"}).status_code in (403, 404)


def test_the_worker_makes_what_a_notification_gives_and_signs_it_again_under_the_address_of_the_house(
    prepared: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, file = prepared
    with monkeypatch.context() as before:
        before.setattr(settings, "SITE", "")
        work_off()
    assert set(Title.objects.filter(candidate=str(file.pk)).values_list("kind", flat=True)) >= {"diplome"}
    assert Paper.objects.get().kind == "diplome"
    assert list((settings.DONNEES / "papiers").glob(f"*/{file.pk}/diplome-*.pdf"))
    made = Title.objects.count()
    send(signed_in(world.office), "/titres-sans-adresse/")
    work_off()
    assert Title.objects.filter(issuer=house_did()).count() == made
    assert not list(beside_vae(file.certification))


def test_the_audit_sees_a_title_of_vae_that_the_facts_do_not_say(prepared: Any) -> None:
    world, file = prepared
    mine = signed_in(world.accounts["vae@demo.fr"])
    mine.get(f"/vae/dossiers/{file.pk}/document/titre/")
    row = Title.objects.get()
    kept = {"document": row.document, "state": row.state, "identity": row.identity, "result": row.result}
    for changed, seen in (
        ({"state": "suspendu", "reason": "erreur"}, "rien ne le suspend"),
        ({"identity": "0" * 64}, "l'identité n'est pas"),
        ({"result": 7}, "il n'est pas de la séance"),
        ({"document": row.document.replace("Maïa Aubry", "Zoé Durand")}, "pas celui de ce titulaire"),
    ):
        Title.objects.update(**changed)
        assert [one for one in beside_vae(file.certification) if seen in one], seen
        Title.objects.update(**{"reason": "", **kept})
    assert not list(beside_vae(file.certification))
    state, log = look(file.certification), log_of(file.certification)
    gone = derived_titles.compare_vae(lambda *_asked: iter(()), log, state, {})
    assert [one for one in gone if "n'a plus sa ligne" in str(one)]


def test_what_strikes_the_decision_suspends_papers_and_titles_in_one_act(prepared: Any) -> None:
    world, file = prepared
    office = signed_in(world.office)
    mine, at = signed_in(world.accounts["vae@demo.fr"]), f"/vae/dossiers/{file.pk}/document/"
    documents = [mine.get(f"{at}titre/{asked}").content for asked in ("", "?bloc=RNCP35697BC01")]
    documents.append(mine.get(f"{at}dossier/").content)
    record = json.loads(documents[-1])
    assert "ClrCredential" in record["type"]
    held = [one["name"] for one in record["credentialSubject"]["verifiableCredential"]]
    assert len(held) == Title.objects.count() - 1
    assert not [name for name in held if name.startswith("Relevé")], "a VAE has no marks"
    assert {verdict(each) for each in documents} == {Reason.AUTHENTIQUE}
    assert not list(beside_vae(file.certification))
    mine.get(f"{at}diplome/")
    code = Paper.objects.get().code
    send(mine, f"/mon-dossier/vae/{file.pk}/partage", titre="diplome", acte="ouvrir")
    share = Title.objects.get(kind="diplome").share

    def act(**fields: str) -> str:
        said = {"authority": "tribunal administratif de " + "Villefictive " * 10, "number": "2601234"}
        said |= {"decided_on": date.today().isoformat(), "motif": "vice de procédure"}
        return text(acting(office, file, **said, **fields))

    assert "Rien n" in act(acte="retablir")
    assert "Choisissez" in act(acte="retirer", ground="autre")
    assert "Une VAE n" in act(acte="retirer", ground="centre")
    assert "sont suspendus" in act(acte="retirer", ground="jugement")
    assert {verdict(each) for each in documents} == {Reason.SUSPENDU}
    assert 'data-statut="suspendu"' in text(Client().get(f"/v/{code}"))
    assert 'data-verdict="suspendu"' in text(Client().get(f"/partage/{share}/"))
    assert Client().get(f"/partage/{share}/titre").status_code == 404
    assert {mine.get(f"{at}{asked}/").status_code for asked in ("titre", "diplome", "jeton")} == {404}
    assert "La décision du jury est annulée" in text(mine.get(f"/mon-dossier/vae/{file.pk}/"))
    assert not list(beside_vae(file.certification))
    Title.objects.update(state="emis", reason="")
    assert [one for one in beside_vae(file.certification) if "il devait être suspendu" in one]
    Title.objects.update(state="suspendu", reason="x")
    assert "déjà annulée" in act(acte="retirer", ground="autorite")
    listed = f"/vae/{file.certification.numero}/"
    assert "?etape=notifie" not in text(office.get(listed)), "at no stage but that of decisions that stand no more"
    assert file.numero in text(office.get(f"{listed}?etape=sans_effet"))
    assert not office.get(f"{listed}?etape=notifie").context["rows"]

    # The jury decides again on a new application for the same units; what it gives is of its own.
    later = notified(world, [], personne=file.person)
    give_file(world.accounts["vae@demo.fr"], str(later.pk))
    again = mine.get(f"/vae/dossiers/{later.pk}/document/titre/").content
    assert verdict(again) is Reason.AUTHENTIQUE

    # No two decisions stand on the same units: what it gave is struck before the first is restored.
    assert "deux décisions vaudraient à la fois" in act(acte="retablir")
    assert "d'acquis" in text(office.get("/vae/RNCP35697/"))
    assert "ne l'est plus" in text(office.get(f"/vae/dossiers/{file.pk}/"))
    whose = {"authority": "recteur", "number": "9", "decided_on": date.today().isoformat(), "motif": "appel accueilli"}
    acting(office, later, acte="retirer", ground="autorite", **whose)
    assert "rétablies" in act(acte="retablir")
    assert {verdict(each) for each in documents} == {Reason.AUTHENTIQUE}
    assert verdict(again) is Reason.SUSPENDU
    assert 'data-statut="emis"' in text(Client().get(f"/v/{code}"))
    assert not list(beside_vae(file.certification))


def test_a_struck_decision_is_shown_before_it_is_recorded_then_written_to_the_candidate_and_followed_until_done(
    prepared: Any,
) -> None:
    world, file = prepared
    office, mine = signed_in(world.office), signed_in(world.accounts["vae@demo.fr"])
    at = f"/vae/dossiers/{file.pk}/"
    diploma, _title = (office.get(f"{at}document/{name}/").content for name in ("diplome", "titre"))
    said = {"acte": "retirer", "ground": "jugement", "authority": "TA de Rennes", "number": "2303845"}
    said |= {"decided_on": date.today().isoformat(), "motif": "Vice de procédure.\nLe jury était incomplet."}
    refused = send(office, f"{at}acte/", **{**said, "number": ""})
    assert "il manque : son numéro" in text(refused)
    assert refused.wsgi_request.path == at
    assert "Vice de proc" in text(refused), "what was typed is there still"
    shown = send(office, f"{at}acte/", **said)
    assert "décision annulée (TA de Rennes, n° 2303845" in text(shown)
    assert "suspendu" in text(shown)
    assert Paper.objects.get().state == "emis", "nothing is done yet"
    wrong = text(send(office, f"{at}acte/", **said, mot="OUI"))
    assert "le mot attendu est" in wrong
    assert "Le jury était incomplet." in wrong
    assert office.get(f"{at}notification/1/").status_code == 404
    acting(office, file, **said)
    assert Paper.objects.get().state == "suspendu"

    listed = text(office.get("/vae/RNCP35697/"))
    assert listed.count(file.numero) == 5, "once among the files, and each thing that is due"
    page = text(office.get(at))
    for due in ("notifier au candidat", "révoquer les titres", "redemander les documents", "corriger ce qui a été"):
        assert due in page.lower(), due
    for reader in (office, mine):
        letter = PdfReader(BytesIO(reader.get(f"{at}notification/1/").content))
        words = " ".join(" ".join(one.extract_text() for one in letter.pages).split())
        for told in ("La décision sur votre VAE est annulée", "TA de Rennes", "Le jury était incomplet", "Maïa Aubry"):
            assert told in words, told
    court = PdfReader(BytesIO(office.get(f"{at}juridiction/").content))
    words = " ".join(" ".join(one.extract_text() for one in court.pages).split())
    for told in ("La décision du jury est annulée", "Séance du jury du", "Claude Marchand", "motif de U2", "2303845"):
        assert told in words, told
    assert b"DecisionsWithdrawn" in court.attachments["journal.jsonl"][0]
    assert mine.get(f"{at}juridiction/").status_code == 403
    assert "Ce qui vous est notifié" in text(mine.get(f"/mon-dossier/vae/{file.pk}/"))
    for other in ("presidente@demo.fr", "candidat@demo.fr", "lycee@demo.fr"):
        assert signed_in(world.accounts[other]).get(f"{at}notification/1/").status_code in (403, 404), other
    assert office.get(f"{at}notification/2/").status_code == 404

    told = examine(diploma)
    assert (told.reason, "La décision du jury est annulée" in told.detail) == (Reason.SUSPENDU, True)

    done = {"acte": "suite", "quoi": "notification", "fait_le": date.today().isoformat()}
    assert "Choisissez" in text(send(office, f"{at}acte/", **{**done, "quoi": "rien"}, reference="R 1"))
    assert "Il faut" in text(send(office, f"{at}acte/", **done, reference=""))
    assert "enregistré" in text(send(office, f"{at}acte/", **done, reference="recommandé n° 1A"))
    assert "déjà fait" in text(send(office, f"{at}acte/", **done, reference="recommandé n° 1A"))
    assert text(office.get("/vae/RNCP35697/")).count(file.numero) == 4
    assert "Fait : notifier au candidat" in text(office.get(at))
    assert signed_in(world.accounts["presidente@demo.fr"]).post(f"{at}acte/", done).status_code == 403
    assert not found_beside(log_of(file.certification))


def test_a_diploma_that_rests_on_a_struck_decision_is_suspended_and_what_stands_is_made_again(prepared: Any) -> None:
    world, file = prepared
    office = signed_in(world.office)
    person = {"nom": "Ben Saïd", "prenom": "Karim", "date_naissance": "1979-11-03"}
    first = notified(world, ["U2"], **person)
    others = [unit for unit in file.units if unit != "U2"]
    last = notified(world, others, **person, personne=first.person)
    at = f"/vae/dossiers/{last.pk}/document/"
    diploma = office.get(f"{at}titre/").content
    assert verdict(diploma) is Reason.AUTHENTIQUE
    bloc = office.get(f"{at}titre/?bloc=RNCP35697BC03").content
    said = {"authority": "recteur", "number": "7", "decided_on": date.today().isoformat(), "motif": "fraude"}
    acting(office, first, acte="retirer", ground="autorite", **said)
    assert verdict(diploma) is Reason.SUSPENDU
    assert verdict(bloc) is Reason.AUTHENTIQUE, "what the last application gave by itself stands"
    assert office.get(f"{at}diplome/").status_code == 404
    work_off()
    assert Paper.objects.get(candidate=str(last.pk), state="emis").kind == "attestation"
    assert not list(beside_vae(file.certification))


def least_mark(cells: dict[str, str]) -> int:
    """The lowest of the marks of someone, in hundredths; what is no mark is left out."""
    marks = [cell for cell in cells.values() if cell.replace(",", "").replace(".", "").isdecimal()]
    return min(map(parse_hundredths, marks), default=0)


def found_beside(log: str) -> list[str]:
    """What the audit finds of a log and of what is kept beside it."""
    with psycopg.connect(address_of(packaged.SUPERUSER)) as connection, pytest.MonkeyPatch.context() as patch:
        patch.setattr(audited, "reading", lambda _data: nullcontext(connection))
        ran = CliRunner().invoke(auditer, ["--donnees", str(settings.DONNEES), "--json"])
    reports = json.loads(ran.output)
    return [one for report in reports if report["journal"] == log for one in map(str, report["constats"])]


def test_what_the_exam_gave_on_a_unit_carried_from_a_struck_decision_is_suspended_with_it(prepared: Any) -> None:
    world, _file = prepared
    office = signed_in(world.office)
    session = demonstration.session_of(world, date.today().year, 12, seed=25)
    row = max(session.standings.all(), key=lambda one: least_mark(one.cells))
    at = f"/sessions/{session.pk}/inscriptions/{row.candidate}/"
    send(office, f"{at}acte/", acte="rectifier", unite="U2", avant=row.cells["U2"], note="", motif="vient par la VAE")
    identity = Identity.objects.get(candidate=row.candidate)
    day, month, year = identity.fields["date_naissance"].split("/")
    person = {"nom": identity.fields["nom"], "prenom": identity.fields["prenom"], "personne": identity.person}
    vae = notified(world, ["U2"], **person, date_naissance=f"{year}-{month}-{day}")
    assert "portée" in text(acting(office, vae, acte="porter", candidat=row.candidate))
    demonstration.conduct_to_publication(world, session)
    where = f"/mon-dossier/{session.pk}"
    record = office.get(f"{where}/titre/?candidat={row.candidate}").content
    office.get(f"{where}/releve/?candidat={row.candidate}")
    assert verdict(record) is Reason.AUTHENTIQUE
    held = Title.objects.filter(log=session.log, candidate=row.candidate)
    code = Paper.objects.get(log=session.log, candidate=row.candidate).code
    others = Title.objects.filter(log=session.log).exclude(candidate=row.candidate)
    assert not found_beside(session.log)

    judged = {"authority": "TA de Rennes", "number": "1", "decided_on": date.today().isoformat(), "motif": "vice"}
    acting(office, vae, acte="retirer", ground="jugement", **judged)
    assert verdict(record) is Reason.SUSPENDU
    assert set(held.values_list("state", flat=True)) == {"suspendu"}
    assert set(others.values_list("state", flat=True)) <= {"emis"}
    assert 'data-statut="suspendu"' in text(Client().get(f"/v/{code}"))
    given = f"{session}, candidat {row.numero} : {held.count() + 1} documents ou titres délivrés"
    asked = "Redemander ce qu'un examen ou un autre dossier de VAE a délivré là-dessus"
    filed = [f"/vae/dossiers/{vae.pk}/", f"/vae/{vae.certification.numero}/"]
    for page in filed:
        assert given in html.unescape(text(office.get(page))), page
    assert asked in html.unescape(text(office.get(filed[0])))
    assert "à redemander" in text(office.get(f"/sessions/{session.pk}/suites/"))
    told = {"acte": "suite", "quoi": "ailleurs", "fait_le": date.today().isoformat(), "reference": "courrier du jour"}
    send(office, f"{filed[0]}acte/", **told)
    assert given not in html.unescape(text(office.get(filed[1])))
    assert "fait le" in text(office.get(filed[0]))
    assert office.get(f"{where}/titre/?candidat={row.candidate}").status_code == 409
    assert not found_beside(session.log)
    held.update(state="emis", reason="")
    assert [one for one in found_beside(session.log) if "il devait être suspendu" in one]
    held.update(state="suspendu", reason="x")

    # An act of the session on this candidate does not bring back what still rests on nothing.
    send(
        office,
        f"/sessions/{session.pk}/suites/{row.candidate}/acte/",
        acte="liste",
        figure="non",
        texte="courrier",
        jour=date.today().isoformat(),
    )
    assert verdict(record) is Reason.SUSPENDU

    acting(office, vae, acte="retablir", **judged)
    assert verdict(record) is Reason.AUTHENTIQUE
    assert 'data-statut="emis"' in text(Client().get(f"/v/{code}"))
    assert not found_beside(session.log)

    # An act that its log refuses strikes nothing, whoever put it there: the audit reads the VAE as it is judged.
    applied = look(vae.certification).applications[str(vae.pk)]
    judgment = next(fact for fact in ledger.facts(applied.received.log, None) if isinstance(fact, f.DecisionsWithdrawn))
    forged = replace(judgment, key="mis-là", at=now(), authority="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT laureat_record(%s::bytea[])", [[encode(forged)]])
    assert not found_beside(session.log)
    assert verdict(record) is Reason.AUTHENTIQUE
