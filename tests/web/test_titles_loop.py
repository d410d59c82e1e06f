"""The loop of a title: issued, downloaded, shared, suspended by a correction, revoked and issued again by the jury."""

import csv
import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from laureat.credentials.baking import unbake, unbake_svg
from laureat.credentials.verdict import Reason, Verdict
from laureat.records.facts import ResultPublished
from laureat.web.exam_sessions import checks, delivered, ledger, service
from laureat.web.exam_sessions.papers import Desk
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.jobs.models import Job
from laureat.web.project import demonstration
from laureat.web.registry import bulk
from laureat.web.registry.verification import examine, told_of_codes
from laureat.web.strongroom import keys as strongroom
from laureat.web.strongroom.standing import held_back
from laureat.web.titles import keys, shelf
from laureat.web.titles.models import Paper, Title
from support.pdfs import png
from support.titres_du_site import SITE, verdict
from support.toile import send, signed_in, text
from support.travaux import files, work_off


@pytest.fixture(scope="module", autouse=True)
def addressed() -> Any:
    """The house has an address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "SITE", SITE)
        yield


def admitted(world: Any, count: int) -> list[Any]:
    rows = world.sessions[1].standings.filter(public_decision="admis", cells__U51__regex=r"^\d").order_by("pk")
    return list(rows[:count])


def test_titles_asked_at_once_are_one_and_have_indices_of_their_own(world: Any) -> None:
    session, rows = world.sessions[1], admitted(world, 6)

    def download(candidate: str) -> str:
        """What the page says where it hands nothing over; a reader who is told to try again does."""
        try:
            for _time in range(5):
                answer = signed_in(world.office).get(f"/mon-dossier/{session.pk}/titre/?candidat={candidate}")
                if answer.status_code == 200:
                    return ""
                told = text(answer)
                if "réessayez dans un instant" not in told:
                    break
            return told
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(download, [row.candidate for row in rows] * 2)) == {""}
    titles = Title.objects.filter(log=session.log, kind="diplome")
    assert titles.count() == len({title.index for title in titles}) == len(rows)


def test_a_fact_that_comes_between_two_readings_is_no_anomaly_and_a_row_that_lies_is_one(world: Any) -> None:
    session, row = world.sessions[1], admitted(world, 7)[6]
    before, counted = service.look(session, [row.candidate]), row.facts
    assert signed_in(world.office).get(f"/mon-dossier/{session.pk}/titre/?candidat={row.candidate}").status_code == 200
    row.refresh_from_db()
    assert row.facts > counted
    assert checks.of_candidate(session, before, row.candidate) == []
    told = row.public_mention
    session.standings.filter(pk=row.pk).update(public_mention="tb" if told != "tb" else "b")
    try:
        assert "La ligne affichée" in checks.of_candidate(session, before, row.candidate)[0].text
    finally:
        session.standings.filter(pk=row.pk).update(public_mention=told)


def test_the_holder_takes_it_away_in_every_form_opens_a_link_and_closes_it(world: Any) -> None:
    session = world.sessions[1]
    own = signed_in(world.accounts["candidat@demo.fr"])
    path = f"/mon-dossier/{session.pk}/"
    page = text(own.get(path))
    document = own.get(f"{path}titre/").content
    assert verdict(document) is Reason.AUTHENTIQUE
    assert unbake(own.get(f"{path}badge/").content) == document.decode()
    svg = own.get(f"{path}badge-svg/").content
    assert unbake_svg(svg) == document.decode()
    assert verdict(svg) is Reason.AUTHENTIQUE
    for form in ("jeton", "dossier"):
        content = own.get(f"{path}{form}/").content
        assert verdict(content) is Reason.AUTHENTIQUE, form
    assert own.get(f"{path}dossier/").content == content, "the same record, while the same titles stand"
    bloc = Title.objects.filter(kind__startswith="RNCP35697BC").first()
    assert own.get(f"{path}titre/?bloc=releve").json()["credentialSubject"]["result"]
    assert own.get(f"{path}titre/?bloc=RNCP35697BC99").status_code == 404
    assert bloc

    title = Title.objects.get(document=document.decode())
    assert "linkedin.com" not in page
    opened = text(send(own, f"{path}partage", titre="diplome", acte="ouvrir"))
    title.refresh_from_db()
    assert "https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME" in opened
    shared = Client().get(f"/partage/{title.share}/")
    assert 'data-verdict="authentique"' in text(shared)
    assert Client().get(f"/partage/{title.share}/titre").content == document
    send(own, f"{path}partage", titre="diplome", acte="fermer")
    assert Client().get(f"/partage/{title.share}/").status_code == 404
    assert "un des vôtres" in text(send(own, f"{path}partage", titre="RNCP35697BC99", acte="ouvrir"))
    assert not Title.objects.exclude(share=None).exists()


def test_a_paper_carries_a_code_whose_page_says_what_it_attests_and_nobody_guesses_it(world: Any) -> None:
    session, row = world.sessions[1], admitted(world, 1)[0]
    pdf = signed_in(world.office).get(f"/mon-dossier/{session.pk}/releve/?candidat={row.candidate}").content
    paper = Paper.objects.get(candidate=row.candidate, kind="releve")
    page = pypdfium2.PdfDocument(pdf)[0].render(scale=200 / 72, grayscale=True).to_pil()
    assert [found.text for found in zxingcpp.read_barcodes(page)] == [f"{SITE}v/{paper.code}"]
    photo = SimpleUploadedFile("photo.png", png(page))
    shown = Client().post("/verifier/", {"document": photo}, follow=True)
    assert shown.redirect_chain[-1][0] == f"/v/{paper.code}"
    page = Client().get(f"/v/{paper.code[:4]}-{paper.code[4:8].lower()}-{paper.code[8:]}", follow=True)
    assert 'data-statut="emis"' in text(page)
    assert "En vigueur aujourd" in text(page)
    assert "SPÉCIMEN" in text(page)  # a demonstration
    typed = Client().post("/verifier/", {"code": paper.code.lower()}, follow=True)
    assert 'data-statut="emis"' in text(typed)
    assert Client().get("/v/AAAAAAAAAAAAAAAA").status_code == Client().get("/v/rien").status_code == 404


def test_a_correction_suspends_all_that_is_held_and_the_jury_s_new_decision_replaces_it(world: Any) -> None:
    session, (other, row) = world.sessions[1], admitted(world, 2)
    office = signed_in(world.office)
    path = f"/mon-dossier/{session.pk}"
    office.get(f"{path}/titre/?candidat={other.candidate}")

    def take(kind: str) -> bytes:
        return bytes(office.get(f"{path}/{kind}/?candidat={row.candidate}").content)

    before, _releve, _diploma = take("titre"), take("releve"), take("diplome")
    take("dossier")
    held = Title.objects.filter(candidate=row.candidate)
    blocks = [title.document.encode() for title in held.filter(kind__startswith="RNCP")]
    transcript = held.get(kind="releve").document.encode()
    codes = list(Paper.objects.filter(candidate=row.candidate).values_list("code", flat=True))
    assert {verdict(each) for each in (before, *blocks)} == {Reason.AUTHENTIQUE}
    others = Title.objects.exclude(candidate=row.candidate)
    assert len(codes) == 2

    fields = {"acte": "rectifier", "unite": "U51", "avant": row.cells["U51"], "note": "20", "motif": "erreur de report"}
    assert "suspendu" in text(send(office, f"/sessions/{session.pk}/inscriptions/{row.candidate}/acte/", **fields))
    assert {verdict(each) for each in (before, transcript, *blocks)} == {Reason.SUSPENDU}
    known = list(held)
    held.update(state="emis", reason="", moved=timezone.now())  # as whoever holds the rights of the application may
    assert {verdict(each) for each in (before, transcript, *blocks)} == {Reason.SUSPENDU}
    assert held_back(Title.objects.all()) == {title.index for title in known}
    Title.objects.bulk_update(known, ["state", "reason"])
    for code in codes:
        page = text(Client().get(f"/v/{code}"))
        assert 'data-statut="suspendu"' in page
        assert "Ce papier ne peut pas être tenu pour vrai" in page
        assert row.numero not in page
        assert told_of_codes(Verdict(Reason.SANS_STATUT, codes=(code,))).reason is Reason.SUSPENDU
    assert set(others.values_list("state", flat=True)) == {"emis"}

    demonstration.deliberate(world, session, "-2")
    row.refresh_from_db()
    assert row.public_decision == "admis"
    after = Title.objects.filter(candidate=row.candidate).exclude(state="revoque")
    assert {verdict(title.document.encode()) for title in after} == {Reason.AUTHENTIQUE}
    assert {verdict(each) for each in blocks} == {Reason.AUTHENTIQUE}, "a block that still stands is in force again"
    assert verdict(transcript) is Reason.REVOQUE
    assert after.filter(kind="releve").exists(), "what stands is issued again, in the same act"
    states = dict(Paper.objects.filter(candidate=row.candidate).values_list("kind", "state"))
    assert states["releve"] == "revoque"
    former = Paper.objects.get(candidate=row.candidate, kind="releve", state="revoque").code
    assert told_of_codes(Verdict(Reason.SANS_STATUT, codes=(former,))).reason is Reason.REVOQUE
    assert set(others.values_list("state", flat=True)) == {"emis"}


def test_a_key_put_in_the_place_of_another_leaves_what_the_former_signed(world: Any) -> None:
    session = world.sessions[1]
    document = signed_in(world.accounts["candidat@demo.fr"]).get(f"/mon-dossier/{session.pk}/titre/").content
    former = keys.issuing_key().multikey
    held = strongroom.folder()
    (held / "cle_titres.pem").rename(held / "cle_titres-ancienne.pem")
    strongroom.prepare()
    try:
        assert [key.multikey for key in keys.history()][1:] == [former]
        assert verdict(document) is Reason.AUTHENTIQUE
        known = settings.DONNEES / "cles_titres.json"
        told = json.loads(known.read_text())
        known.write_text(json.dumps([told[0], told[1] | {"revoquee": True}]))
        published = Client().get("/.well-known/did.json").json()
        assert published["assertionMethod"] == [f"did:web:titres.exemple.fr#{told[0]['cle']}"]
        assert published["verificationMethod"][1]["revoked"]
    finally:
        (held / "cle_titres-ancienne.pem").replace(held / "cle_titres.pem")
        strongroom.publish()
        known.unlink()


def test_all_the_papers_of_a_school_come_as_one_zip_that_a_refused_paper_does_not_stop(world: Any) -> None:
    session = world.sessions[1]
    school = "0690003D"
    assert session.standings.filter(establishment=school).exclude(public_decision="").exists()
    Job.objects.all().delete()  # those of the publication
    office = signed_in(world.office)
    answer = send(office, f"/sessions/{session.pk}/papiers", etablissement=school)
    job = Job.objects.get()
    assert answer.request["PATH_INFO"] == f"/travaux/{job.pk}/"
    work_off()
    job.refresh_from_db()
    assert (job.state, job.done == job.total > 0) == ("fait", True), job.said
    (archived, packed), (printed, pdf) = files(job).items()
    assert (archived, printed) == tuple(f"papiers-RNCP35697-2025-{school}.{suffix}" for suffix in ("zip", "pdf"))
    assert printed in text(office.get(f"/travaux/{job.pk}/"))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        names = archive.namelist()
        pages = sum(len(PdfReader(io.BytesIO(archive.read(name))).pages) for name in names if name.endswith(".pdf"))
        assert len(PdfReader(io.BytesIO(pdf)).pages) == pages, "what is printed is what is handed over"
        index = archive.read("index.csv").decode("utf-8-sig").splitlines()
    rows = list(csv.DictReader(index, delimiter=";"))
    assert {row["fichier"] for row in rows if row["fichier"]} == set(names) - {"index.csv"}
    assert all(name.startswith(school) for name in names[:-1])
    assert {row["numero"] for row in rows} == set(
        session.standings.filter(establishment=school).exclude(public_decision="").values_list("numero", flat=True)
    )
    assert all(bool(row["fichier"]) != bool(row["motif"]) for row in rows)
    assert signed_in(world.accounts["lycee@demo.fr"]).post(f"/sessions/{session.pk}/papiers").status_code == 403


def test_papers_and_titles_are_made_at_publication_and_handed_out_as_they_were_made(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = world.sessions[1]
    row = session.standings.exclude(public_decision="").exclude(establishment="0690003D").order_by("pk").last()
    monkeypatch.setattr(bulk, "_published", lambda *_: [row])
    author = next(fact.author for fact in ledger.facts(session.log) if type(fact).__name__ == "ResultPublished")
    assert author == str(world.office.pseudonym)
    Job.objects.all().delete()
    published = next(fact for fact in ledger.facts(session.log) if isinstance(fact, ResultPublished))
    with transaction.atomic():
        for _twice in range(2):
            delivered.make_ready(session, look_at_all(session), published)
    work_off()
    job = Job.objects.get(kind="delivrance")
    assert job.state == "fait"
    assert "prêts à remettre" in job.said[0], job.said
    made = sorted((settings.DONNEES / "papiers" / session.log / row.candidate).iterdir())
    assert [path.name.rpartition("-")[0] for path in made] == sorted(
        Paper.objects.filter(candidate=row.candidate).values_list("kind", flat=True)
    )
    assert all(path.stat().st_mode & 0o077 == 0 for path in made)
    kind = made[0].name.rpartition("-")[0]
    address = f"/mon-dossier/{session.pk}/{kind}/"
    handed = [signed_in(world.office).get(address, {"candidat": row.candidate}).content for _ in range(2)]
    assert handed == [made[0].read_bytes()] * 2
    shelf.forget(session.log, [row.candidate])
    assert not made[0].exists()
    again = signed_in(world.office).get(address, {"candidat": row.candidate}).content
    assert again.startswith(b"%PDF"), "what is lost is made again"


def test_the_public_addresses_answer(world: Any) -> None:
    visitor = Client()
    profile = visitor.get("/emetteur").json()
    assert profile["id"] == "did:web:titres.exemple.fr"
    head = visitor.head("/emetteur")
    assert (head.status_code, head.content, int(head["Content-Length"]) > 0) == (200, b"", True)
    bloc = visitor.get("/realisations/RNCP35697/RNCP35697BC01").json()
    assert bloc["type"] == ["Achievement"]
    assert bloc["id"] == f"{SITE}realisations/RNCP35697/RNCP35697BC01"
    assert visitor.get("/realisations/RNCP35697/RNCP35697BC99").status_code == 404
    addresses = visitor.get("/contextes").json()
    assert visitor.get("/contextes/0").json()["@context"]
    assert set(addresses.values()) >= {f"{SITE}contextes/0"}
    assert visitor.get("/statuts/revocation-0.json").status_code == 404
    assert visitor.get("/statuts/autre-1.json").status_code == 404


def test_titles_signed_before_the_house_had_an_address_stay_good_and_are_signed_again_under_it_in_one_job(
    world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, office = world.sessions[1], signed_in(world.office)
    held = set(Title.objects.values_list("candidate", flat=True))
    row = next(row for row in admitted(world, 42) if row.candidate not in held)
    path, mine = f"/mon-dossier/{session.pk}", Title.objects.filter(candidate=row.candidate)
    with monkeypatch.context() as before:
        before.setattr(settings, "SITE", "")
        former = office.get(f"{path}/titre/?candidat={row.candidate}").content
        record = office.get(f"{path}/dossier/?candidat={row.candidate}").content
        assert "n'a pas encore d'adresse publique" in text(office.get("/titres-sans-adresse/"))
    mine.filter(document=former.decode()).update(share="lien-ouvert")
    count = mine.exclude(kind="dossier").count()
    assert {title.issuer.split(":")[1] for title in mine} == {"key"}
    assert office.get(f"{path}/titre/?candidat={row.candidate}").content == former, "nothing is signed again unasked"

    assert f"{count} titres, 1 titulaire" in text(office.get("/titres-sans-adresse/"))
    assert f"{count} titres" in text(office.get("/premiers-pas/"))
    Job.objects.all().delete()
    send(office, "/titres-sans-adresse/")
    work_off()
    assert Job.objects.get(kind="titres_adresse").said == [f"{count} titres signés sous l'adresse du site."]
    assert "il n'y a rien à faire" in text(office.get("/titres-sans-adresse/"))
    now = office.get(f"{path}/titre/?candidat={row.candidate}").content
    assert json.loads(now)["issuer"]["id"] == keys.house_did()
    assert verdict(now) is Reason.AUTHENTIQUE
    assert {examine(each).reason for each in (former, record, now)} == {Reason.AUTHENTIQUE}
    assert Client().get("/partage/lien-ouvert/titre").content == now
    assert not mine.exclude(state="emis").exists()

    again = office.get(f"{path}/dossier/?candidat={row.candidate}").content
    titles, records = Desk.of(session, service.look(session, [row.candidate])).titled(row.candidate).wanted()
    assert {(title.kind, title.digest) for title in mine.all()} == titles | records, (
        "under either name, all of it stands"
    )
    fields = {"acte": "rectifier", "unite": "U51", "avant": row.cells["U51"], "note": "20", "motif": "erreur de report"}
    send(office, f"/sessions/{session.pk}/inscriptions/{row.candidate}/acte/", **fields)
    assert {examine(each).reason for each in (former, record, now, again)} == {Reason.SUSPENDU}
