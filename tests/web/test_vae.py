"""The validation of experience, by the forms of the office, of the jury and of the candidate."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from laureat.credentials.paper_codes import spelled
from laureat.records.facts import PaperIssued, VaeResultNotified
from laureat.session import vae
from laureat.session.framework import CONDUCT
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import ledger
from laureat.web.exam_sessions.models import Certification, ExamSession
from laureat.web.project import demonstration, derived_titles
from laureat.web.titles.models import Paper
from laureat.web.vae.demonstration import ASKED, member, settle
from laureat.web.vae.jury import appoint
from laureat.web.vae.models import Stage, VaeFile, VaeJuror
from laureat.web.vae.service import Desk, log_of, look, perform
from laureat.web.vae.views import register
from support.experience import MAIA, NEW, acting, appointed, beside_vae, decided, received, settled
from support.toile import give_file, key, send, signed_in, text, upload

HEADINGS = "nom;prenom;sexe;qualite;fonction;courriel;qualifie"
JURY_LIST = "\n".join([HEADINGS, *(";".join([*member, "oui"]) for member in demonstration.JURY)])


@pytest.fixture
def place(base: str) -> tuple[Any, dict[str, Any]]:
    """The people of the demonstration, and their clients."""
    world = demonstration.people()
    accounts = world.accounts
    return world, {
        "office": signed_in(world.office),
        "president": signed_in(accounts["presidente@demo.fr"]),
        "member": signed_in(accounts["jury@demo.fr"]),
        "stranger": signed_in(accounts["candidat@demo.fr"]),
    }


def received_ago(world: Any, days: int) -> VaeFile:
    """An application received that many days ago."""

    def commands(desk: Desk) -> None:
        desk.at = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        identity = {"nom": "Aubry", "prenom": "Maïa", "date_naissance": "12/05/1988"}
        register(desk, "3b8f5fd0-16d2-4ad1-9d28-9c8f9e1c8f11", "personne-1", identity, "VAE-1", ASKED)

    perform(Certification.objects.get(), world.office, f"il-y-a-{days}", commands, alone=True)
    return VaeFile.objects.get()


PV = "/vae/RNCP35697/seances/1/pv/"


def sat(office: Any) -> list[str]:
    """The members of the VAE jury, the president first."""
    page = office.get("/vae/RNCP35697/seances/")
    chair, *_deputies = page.context["chairs"] or [None]
    return sorted((str(one.pk) for one in page.context["jurors"]), key=lambda pk: pk != str(chair and chair.pk))


def hold(office: Any, file: VaeFile, present: list[str]) -> Any:
    """The form of a sitting, presided by the first of these."""
    given = {"jour": date.today().isoformat(), "presents": present, "preside": present[0], "dossiers": [str(file.pk)]}
    return send(office, "/vae/RNCP35697/seances/", **given)


def test_a_vae_is_conducted_by_forms_to_its_attestation(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    office, president = clients["office"], clients["president"]
    fields = {"arrete": "n° 2", "arrete_date": "2026-05-12", "file": upload("jury.csv", JURY_LIST.encode())}
    assert "Le jury de VAE est nommé" in text(send(office, "/vae/RNCP35697/jury/", **fields))
    demonstration.session_of(world, 2026, 6, seed=1)  # who signs the papers

    file = received(office, courriel="maia@exemple.fr")
    assert (file.stage, file.units) == (Stage.RECEVABILITE, ASKED)
    assert (file.silence_ends - file.received).days in range(59, 63)
    assert acting(office, file, acte="livret").status_code == 200
    assert VaeFile.objects.get().stage == Stage.RECEVABILITE  # no livret before the recevability
    assert "recevabilité est enregistrée" in text(
        acting(office, file, acte="recevabilite", recevable="oui", motif="en rapport avec le diplôme")
    )
    assert president.get(f"/vae/dossiers/{file.pk}/").status_code == 404  # not before the jury yet
    acting(office, file, acte="livret")
    assert president.get(f"/vae/dossiers/{file.pk}/").status_code == 200
    assert "décision du jury est enregistrée" in text(decided(president, file, U2="oui", U31="non"))
    assert "Rien n&#x27;est changé" in text(decided(president, file, U2="oui", U31="non"))
    assert "pas prononcé sur : U32" in text(acting(office, file, acte="notifier"))
    decided(president, file, U31="oui", U32="non")  # until it is notified, the jury may come back on it
    assert "Aucune séance du jury ne porte ces décisions" in text(acting(office, file, acte="notifier"))
    president_pk, *_others = seats = sat(office)
    assert "c&#x27;est lui qui préside" not in text(hold(office, file, [president_pk]))  # one member is no jury
    assert office.get(PV).status_code == 404
    assert "La séance est enregistrée" in text(hold(office, file, seats[:-1]))
    assert "Le procès-verbal de la séance du" in text(decided(president, file, U32="oui"))
    minutes = office.get(PV)
    said = " ".join("".join(page.extract_text() for page in PdfReader(BytesIO(minutes.content)).pages).split())
    for told in ("Aubry Maïa", "non validée", "motif de U32", "absent", "Président"):
        assert told.casefold() in said.casefold(), told
    for profile in (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1):
        assert validate_pdf_bytes(minutes.content, profile=profile).is_compliant
    motive = PrivateText.objects.get(text="motif de U32")
    PrivateText.objects.filter(pk=motive.pk).update(text="autre motif")
    assert office.get(PV).status_code == 409
    PrivateText.objects.filter(pk=motive.pk).update(text=motive.text)
    assert president.get(PV).status_code == 200
    SITTING = "/vae/RNCP35697/seances/1/"
    told = {"mot_de_passe": "demonstration-laureat"}
    assert "attend votre approbation" in text(president.get("/vae/RNCP35697/"))
    assert "siégé" in text(office.get(SITTING))
    assert office.post(f"{SITTING}approuver/", told).status_code == 403
    assert "pas le bon" in text(send(president, f"{SITTING}approuver/", mot_de_passe="faux"))
    assert "approbation est enregistrée" in text(send(president, f"{SITTING}approuver/", **told))
    assert "déjà approuvé" in text(send(president, f"{SITTING}approuver/", **told))
    assert "attend votre approbation" not in text(president.get("/vae/RNCP35697/"))
    pages = [page.extract_text() for page in PdfReader(BytesIO(office.get(PV).content)).pages]
    for said_of_it in ("présidente, enseignante-chercheuse, a présidé", "approuvé sans clé personnelle"):
        assert said_of_it in " ".join(pages[-1].replace("\u2019", "'").split())
    assert clients["stranger"].get(PV).status_code in (403, 404)
    assert clients["stranger"].get(SITTING).status_code in (403, 404)
    assert clients["stranger"].post(f"{SITTING}approuver/", told).status_code in (403, 404)
    page = text(acting(office, file, acte="notifier"))
    assert "porte 1 approbation sur 2" in page
    assert 'value="notifier"' not in page  # what it waits for is said in its place
    assert "approbation est enregistrée" in text(send(clients["member"], f"{SITTING}approuver/", **told))
    assert "notifiée" in text(acting(office, file, acte="notifier"))
    file.refresh_from_db()
    assert (file.stage, file.validated, file.refused) == (Stage.NOTIFIE, ["U2", "U31"], ["U32"])

    response = office.get(f"/vae/dossiers/{file.pk}/document/attestation/")
    assert response.status_code == 200, text(response)
    paper = "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert "Validation des acquis de l" in paper
    assert "RNCP35697BC01" in paper
    assert "RNCP35697BC03" not in paper
    assert office.get(f"/vae/dossiers/{file.pk}/document/diplome/").status_code == 404

    row = Paper.objects.get(log=log_of(file.certification), candidate=str(file.pk))
    assert (row.kind, row.result) == ("attestation", 1)  # of the first sitting
    assert spelled(row.code) in paper
    assert f":{ledger.heads(log_of(file.certification))[-1].head.size}:" in paper.replace("\n", "")
    assert office.get(f"/vae/dossiers/{file.pk}/document/attestation/").content == response.content
    said = text(Client().get(f"/v/{row.code}"))
    for told in ("En vigueur aujourd", "Maïa Aubry", "12/05/1988", "RNCP35697BC01"):
        assert told in said, told
    assert "RNCP35697BC03" not in said

    # What a later application adds has papers of its own.
    later = received(office, personne=file.person, units=["U32"])
    acting(office, later, acte="recevabilite", recevable="oui", motif="complet")
    acting(office, later, acte="livret")
    decided(president, later, U32="oui")
    settled(world, later)
    acting(office, later, acte="notifier")
    told = PdfReader(BytesIO(office.get(f"/vae/dossiers/{later.pk}/document/attestation/").content))
    assert "RNCP35697BC03" in "".join(page.extract_text() for page in told.pages)
    assert "En vigueur aujourd" in text(Client().get(f"/v/{row.code}"))
    again = PdfReader(BytesIO(office.get(f"/vae/dossiers/{file.pk}/document/attestation/").content))
    assert spelled(row.code) in "".join(
        page.extract_text() for page in again.pages
    )  # under a head over the new sitting
    assert not list(beside_vae(file.certification))

    # A paper that went out is a fact, once for its code: its row cannot disappear unseen.
    went_out = [fact for fact in ledger.facts(log_of(file.certification)) if isinstance(fact, PaperIssued)]
    assert [(fact.candidate, fact.paper) for fact in went_out] == [
        (str(file.pk), "attestation"),
        (str(later.pk), "attestation"),
    ]
    log = log_of(file.certification)
    without = list(derived_titles.compare_vae(lambda *_asked: iter(()), log, look(file.certification), {}))
    assert len([one for one in without if "n'a plus sa ligne" in str(one)]) == 2

    # An identity that the log did not commit to suspends the paper, and the audit says whose it is.
    Paper.objects.filter(pk=row.pk).update(identity="0" * 64)
    assert [one for one in beside_vae(file.certification) if "l'identité n'est pas" in one]
    Identity.objects.filter(candidate=str(file.pk)).update(fields={**MAIA, "prenom": "Maya"})
    assert "Suspendu" in text(Client().get(f"/v/{row.code}"))

    # Notified, nothing moves any more; a signed head covers it.
    assert "définitive" in text(decided(president, file, U32="oui"))
    *_earlier, head = ledger.heads(log_of(file.certification))
    kinds = [type(fact) for fact in ledger.facts(log_of(file.certification))]
    assert kinds[head.head.size - 1 :] == [VaeResultNotified, PaperIssued]


def test_all_the_units_validated_give_the_diploma_without_mention(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    appointed(world)
    file = received(clients["office"], units=[])
    acting(clients["office"], file, acte="recevabilite", recevable="oui", motif="complet")
    acting(clients["office"], file, acte="livret")
    decided(clients["president"], file, **dict.fromkeys(file.units, "oui"))
    settled(world, file)
    page = text(acting(clients["office"], file, acte="notifier"))
    assert "Rien : tout ce qui est obligatoire est validé" in page
    assert f"/vae/dossiers/{file.pk}/document/diplome/" in page


def test_two_months_of_silence_make_an_application_recevable(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    file = received_ago(world, 70)
    page = text(clients["office"].get(f"/vae/dossiers/{file.pk}/"))
    day = file.silence_ends + timedelta(days=1)
    assert f"Recevable depuis le {day:%d/%m/%Y}" in page
    assert "recevable, délai passé" in text(clients["office"].get("/vae/RNCP35697/"))
    refused = acting(clients["office"], file, acte="recevabilite", recevable="non", motif="hors délai")
    assert "Le délai de 2 mois est passé" in text(refused)
    acting(clients["office"], file, acte="livret")
    file.refresh_from_db()
    assert file.stage == Stage.JURY


def test_an_application_on_time_says_the_day_the_answer_is_due(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    file = received_ago(world, 10)
    assert f"Réponse due le <strong>{file.silence_ends:%d/%m/%Y}" in text(
        clients["office"].get(f"/vae/dossiers/{file.pk}/")
    )
    acting(clients["office"], file, acte="recevabilite", recevable="non", motif="sans rapport")
    file.refresh_from_db()
    assert file.stage == Stage.IRRECEVABLE
    assert PrivateText.objects.filter(subject=str(file.pk), text="sans rapport").exists()


def test_a_unit_validated_by_vae_counts_in_the_registration_of_the_same_person(
    place: tuple[Any, dict[str, Any]],
) -> None:
    world, clients = place
    office = clients["office"]
    appointed(world)
    session: ExamSession = demonstration.session_of(world, 2026, 40, seed=26, waiting=True)
    row = next(row for row in session.standings.order_by("pk") if "U2" in row.units and not row.cells.get("U2"))
    identity = Identity.objects.get(candidate=row.candidate)
    prefilled = office.get(f"{NEW}?candidat={row.candidate}")
    assert identity.fields["nom"] in text(prefilled)
    day, month, year = identity.fields["date_naissance"].split("/")
    fields = {"nom": identity.fields["nom"], "prenom": identity.fields["prenom"], "units": ["U2"]}
    fields |= {"date_naissance": f"{year}-{month}-{day}"}
    asked = send(office, NEW, **fields)
    assert "semblable est déjà connue" in text(asked)
    assert not VaeFile.objects.exists()
    file = received(office, **fields, personne=identity.person)
    assert file.person == identity.person
    acting(office, file, acte="recevabilite", recevable="oui", motif="complet")
    acting(office, file, acte="livret")
    decided(clients["president"], file, U2="oui")
    settled(world, file)
    assert "Porter U2" in text(acting(office, file, acte="notifier"))
    assert "portées" in text(acting(office, file, acte="porter", candidat=row.candidate))
    row.refresh_from_db()
    assert row.cells["U2"] == "VA"
    facts = ledger.facts(session.log, [row.candidate])
    carried = [f for f in facts if type(f).__name__ == "VaeUnitCarried"][-1]
    state = look(file.certification)
    assert (carried.source_log, [("U2", carried.source_leaf)]) == (
        log_of(file.certification),
        list(vae.validations(state, identity.person)),
    )
    other = session.standings.exclude(candidate=row.candidate).first()
    assert "pas celle de cette personne" in text(acting(office, file, acte="porter", candidat=other.candidate))
    assert "rien à porter" in text(acting(office, file, acte="porter", candidat=row.candidate))
    registration = f"/sessions/{session.pk}/inscriptions/{row.candidate}/"
    judged = {"authority": "TA de Rennes", "number": "1", "decided_on": date.today().isoformat(), "motif": "vice"}
    struck = text(acting(office, file, acte="retirer", ground="jugement", **judged))
    assert "à rectifier dans cette inscription" in struck
    assert "qui ne vaut plus ; à rectifier" in text(office.get(registration))
    assert "Porter U2" not in struck
    acting(office, file, acte="retablir", **judged)
    assert "qui ne vaut plus" not in text(office.get(registration))
    acting(office, file, acte="retirer", ground="jugement", **judged)
    put = {"acte": "rectifier", "unite": "U2", "avant": "VA", "note": "", "motif": "la décision de VAE est annulée"}
    send(office, f"{registration}acte/", **put)
    row.refresh_from_db()
    assert row.cells.get("U2", "") == ""
    assert "qui ne vaut plus" not in text(office.get(registration))


def test_a_vae_jury_is_typed_on_the_page_as_well_as_handed_over(place: tuple[Any, dict[str, Any]]) -> None:
    _world, clients = place
    office, at = clients["office"], "/vae/RNCP35697/jury/"
    assert b"qualifie" in office.get(f"{at}?modele").content
    names = HEADINGS.split(";")
    typed = {f"membre-{name}": [(*member, "oui")[names.index(name)] for member in demonstration.JURY] for name in names}
    fields = {"arrete": "n° 2", "arrete_date": "2026-05-12"}
    wrong = send(office, at, **fields, **{**typed, "membre-qualite": ["prof", *typed["membre-qualite"][1:]]})
    assert "Membre 1, qualité" in text(wrong)
    assert 'value="presidente@demo.fr"' in text(wrong), "what was typed is kept"
    assert "Le jury de VAE est nommé" in text(send(office, at, **fields, **typed))
    assert VaeJuror.objects.filter(sits=True).count() == len(demonstration.JURY)


def test_a_homonym_is_another_person_when_the_office_says_so(place: tuple[Any, dict[str, Any]]) -> None:
    _world, clients = place
    first = received(clients["office"])
    second = received(clients["office"], personne="autre")
    assert first.person != second.person
    again = send(clients["office"], NEW, **MAIA, personne=first.person)
    assert "a déjà un dossier de VAE en cours" in text(again)


def test_the_same_form_twice_receives_one_application(place: tuple[Any, dict[str, Any]]) -> None:
    _world, clients = place
    again = key()
    for person in ("autre", "autre"):
        clients["office"].post(NEW, {"cle": again, **MAIA, "units": ASKED, "personne": person})
    assert VaeFile.objects.count() == 1
    assert Identity.objects.count() == 1


def test_a_jury_that_the_law_reproaches_something_is_not_appointed(place: tuple[Any, dict[str, Any]]) -> None:
    _world, clients = place
    lone = "\n".join([HEADINGS, ";".join([*demonstration.JURY[0], "non"])])
    fields = {"arrete": "n° 2", "arrete_date": "2026-05-12", "file": upload("jury.csv", lone.encode())}
    page = text(send(clients["office"], "/vae/RNCP35697/jury/", **fields))
    assert "Un jury de VAE a au moins 2 membres" in page
    assert "D6412-6" in page
    assert not VaeJuror.objects.exists()


def test_the_candidate_sees_only_decisions_that_are_notified(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    office = clients["office"]
    appointed(world)
    file = received(office)
    mine = signed_in(world.accounts["vae@demo.fr"])
    give_file(world.accounts["vae@demo.fr"], str(file.pk))
    path = f"/mon-dossier/vae/{file.pk}/"
    assert "Une réponse vous est due" in text(mine.get("/mon-dossier/", follow=True))
    acting(office, file, acte="recevabilite", recevable="oui", motif="complet")
    acting(office, file, acte="livret")
    decided(clients["president"], file, U2="oui", U31="oui", U32="non")
    assert "motif de U32" not in text(mine.get(path))
    settled(world, file)
    acting(office, file, acte="notifier")
    page = text(mine.get(path))
    assert "motif de U32" in page
    assert "validation : 2 sur 3" in page
    assert clients["stranger"].get(path).status_code == 404
    assert clients["stranger"].get(f"/vae/dossiers/{file.pk}/document/attestation/").status_code == 404


def test_a_jury_form_without_a_motive_decides_nothing(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    appointed(world)
    file = received(clients["office"])
    acting(clients["office"], file, acte="recevabilite", recevable="oui", motif="complet")
    acting(clients["office"], file, acte="livret")
    typed = {"decision-U2": "oui", "decision-U31": "non", "motif-U31": "onze motifs tapés"}
    page = send(clients["president"], f"/vae/dossiers/{file.pk}/decision/", **typed)
    assert "il faut un motif" in text(page)
    for shown in (page, clients["president"].get(f"/vae/dossiers/{file.pk}/")):  # at once, and when one comes back
        assert "onze motifs tapés" in text(shown)
        rows = {row["code"]: row["choice"] for row in shown.context["units"]}
        assert (rows["U2"], rows["U31"]) == ("oui", "non")
    file.refresh_from_db()
    assert file.validated == []


def test_a_unit_is_told_validated_or_not_and_a_motive_changed_alone_is_kept(place: tuple[Any, dict[str, Any]]) -> None:
    world, clients = place
    appointed(world)
    file = received(clients["office"], units=["U2"])
    acting(clients["office"], file, acte="recevabilite", recevable="oui", motif="complet")
    acting(clients["office"], file, acte="livret")
    path = f"/vae/dossiers/{file.pk}/decision/"
    assert "U2 : le jury valide-t-il, oui ou non ?" in text(
        send(clients["president"], path, **{"motif-U2": "écrit trop tôt"})
    )
    decided(clients["president"], file, U2="oui")
    given = {"decision-U2": "oui", "motif-U2": "mieux dit"}
    assert "enregistrée" in text(send(clients["president"], path, **given))
    assert clients["president"].get(f"/vae/dossiers/{file.pk}/").context["units"][0]["motive"] == "mieux dit"
    settled(world, file)
    page = send(clients["president"], path, **given)
    assert (page.status_code, "Rien n&#x27;est changé" in text(page)) == (422, True)
    refused = send(clients["president"], path, **{**given, "decision-U2": "non"})
    assert "porte les décisions sur ce dossier" in text(refused)
    assert 'name="decision-U2"' not in text(clients["president"].get(f"/vae/dossiers/{file.pk}/"))


def test_who_sat_in_a_jury_replaced_since_reads_and_approves_the_minutes_of_its_sittings_and_nothing_else(
    place: tuple[Any, dict[str, Any]],
) -> None:
    world, clients = place
    appointed(world)
    first, second = received(clients["office"], units=["U2"]), received(clients["office"], units=["U31"], nom="Autre")
    for file in (first, second):
        acting(clients["office"], file, acte="recevabilite", recevable="oui", motif="complet")
        acting(clients["office"], file, acte="livret")
        decided(clients["president"], file, **dict.fromkeys(file.units, "oui"))
    settle(first.certification, world.office, [world.accounts["presidente@demo.fr"]], str(first.pk))
    seats = [(member(*person), world.accounts.get(to)) for *person, to in demonstration.JURY if to != "jury@demo.fr"]
    appoint(first.certification, world.office, "jury-2", seats, "arrêté n° 3", datetime.now(UTC).date(), [])
    former, sitting = clients["member"], "/vae/RNCP35697/seances/1/"
    listed = text(former.get("/vae/RNCP35697/"))
    assert "attend votre approbation" in listed
    assert "Autre" not in listed
    assert former.get(f"/vae/dossiers/{first.pk}/").status_code == 404
    page = text(former.get(sitting))
    assert "Aubry" in page
    assert f"/vae/dossiers/{first.pk}/" not in page
    assert former.get(f"{sitting}pv/").status_code == 200
    assert "approbation est enregistrée" in text(
        send(former, f"{sitting}approuver/", mot_de_passe="demonstration-laureat")
    )
    assert "notifiée" in text(acting(clients["office"], first, acte="notifier"))
    assert former.get("/vae/RNCP35697/seances/2/").status_code == 404


def test_a_vae_begun_before_its_log_had_an_edition_is_judged_by_the_first_until_the_office_takes_it_further(
    place: tuple[Any, dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    world, clients = place
    with monkeypatch.context() as before:
        before.setattr("laureat.web.vae.service.ledger.is_begun", lambda *_asked: True)  # as that version did
        appointed(world)
    old = received(clients["office"], units=["U2"])
    acting(clients["office"], old, acte="recevabilite", recevable="oui", motif="complet")
    acting(clients["office"], old, acte="livret")
    decided(clients["president"], old, U2="oui")
    assert look(old.certification).conduct == 1
    assert "procès-verbal reste à établir" in text(acting(clients["office"], old, acte="notifier"))
    page = text(clients["office"].get("/vae/RNCP35697/"))
    assert "édition antérieure de la conduite" in page
    assert "dernière édition" in text(send(clients["office"], "/vae/RNCP35697/edition/"))
    assert "édition antérieure" not in text(clients["office"].get("/vae/RNCP35697/"))
    state = look(old.certification)
    assert (state.conduct, state.anomalies) == (CONDUCT, {})
    assert state.applications[str(old.pk)].notified
    later = received(clients["office"], personne=old.person, units=["U31"])
    acting(clients["office"], later, acte="recevabilite", recevable="oui", motif="complet")
    acting(clients["office"], later, acte="livret")
    decided(clients["president"], later, U31="oui")
    assert "Aucune séance du jury ne porte ces décisions" in text(acting(clients["office"], later, acte="notifier"))
