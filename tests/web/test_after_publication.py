"""After the results, at the doors: decisions struck and restored, what is due, requests, lists, figures."""

import html
import json
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner
from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from page import ValidationProfile, validate_pdf_bytes
from pypdf import PdfReader

from laureat.cli.auditer import auditer
from laureat.documents.persons import gendered, greeting
from laureat.web.accounts.models import Role
from laureat.web.aftermath.models import ToldFigures
from laureat.web.candidates.models import Identity, PrivateText
from laureat.web.exam_sessions import household, results
from laureat.web.exam_sessions.ledger import day_of
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.project import database, demonstration, packaged
from laureat.web.project.demonstration import JURY
from laureat.web.project.templatetags.laureat import jour
from support.toile import send, signed_in, text, upload

TEMPLATES = Path(demonstration.__file__).parent / "templates"
TODAY = date.today().isoformat()
REFERENCE = {"authority": "recteur de l'académie de La Réunion", "number": "2020-118", "decided_on": TODAY}


def paper(answer: HttpResponse) -> str:
    """What a paper says, its lines put together."""
    assert answer.status_code == 200, text(answer)
    sheets = PdfReader(BytesIO(answer.content)).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split()).replace("\u2019", "'")


class House:
    """The published session of the demonstration, its office, one candidate admitted with an account."""

    def __init__(self, world: Any) -> None:
        self.session: ExamSession = world.sessions[1]
        self.other = world.sessions[0].pk
        self.office: Client = signed_in(world.office)
        account = world.accounts["candidat@demo.fr"]
        self.candidate = Identity.objects.get(account=account, log=self.session.log)
        self.own: Client = signed_in(account)
        self.visitor = Client()

    @property
    def suites(self) -> str:
        return f"/sessions/{self.session.pk}/suites/"

    def public(self) -> str:
        return text(self.visitor.get(f"/resultats/{self.session.pk}/"))

    def strike(self, *numeros: str, **told: str) -> str:
        given = {"ground": "jugement", "numeros": ", ".join(numeros), "reason": "jury irrégulier", **REFERENCE, **told}
        return text(send(self.office, f"{self.suites}retrait/", etape="enregistrer", **given))

    def restore(self, *candidates: str) -> str:
        given = {"candidates": list(candidates), "reason": "jugement infirmé en appel", **REFERENCE}
        return text(send(self.office, f"{self.suites}retablir/", etape="enregistrer", **given))


@pytest.fixture(scope="module")
def house(world: Any) -> House:
    return House(world)


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_day_that_is_a_slip_of_the_keyboard_is_refused_where_it_is_typed(house: House, day: str) -> None:
    who = house.candidate
    given = {"ground": "jugement", "numeros": who.numero, "reason": "x", "months": "24", **REFERENCE, "decided_on": day}
    page = house.office.post(f"{house.suites}retrait/", {"etape": "verifier", **given})
    assert "Cette date n&#x27;est pas plausible" in text(page)
    asked = {"acte": "demande", "nature": "recours_gracieux", "jour": day, "texte": "x"}
    assert "date plausible" in text(send(house.office, f"{house.suites}{who.candidate}/acte/", **asked))


def test_a_decision_is_struck_after_a_page_that_shows_whom_it_touches(house: House) -> None:
    who = house.candidate
    name = who.name
    assert name in house.public()
    titre = house.own.get(f"/mon-dossier/{house.session.pk}/titre/").content
    given = {"ground": "jugement", "numeros": who.numero, "reason": "x", "months": "2", "again": "on", **REFERENCE}
    page = text(house.office.post(f"{house.suites}retrait/", {"etape": "verifier", **given}))
    assert name in page
    assert "Enregistrer cet acte" in page
    assert name in house.public()
    assert "enregistré" in house.strike(who.numero, months="2", again="on")
    shown = house.public()
    assert name not in shown
    assert "1 résultat publié ici est annulé (recteur de l&#x27;académie de La Réunion, n° 2020-118" in shown
    assert "annulé" in text(house.own.get(f"/mon-dossier/{house.session.pk}/"))
    assert house.own.get(f"/mon-dossier/{house.session.pk}/titre/").status_code == 404
    told = text(house.visitor.post("/verifier/", {"document": upload("titre.json", titre)}))
    assert "Suspendu" in told
    assert "n° 2020-118" in told
    overview = text(house.office.get(house.suites))
    assert "Le jury doit délibérer de nouveau" in overview
    assert "révoquer les titres numériques délivrés" in overview.casefold()
    given = {
        "candidat": who.candidate,
        "deliberation": "1",
        "quoi": "titres",
        "fait_le": TODAY,
        "reference": "liste n° 3",
    }
    send(house.office, f"{house.suites}accomplie/", **given)
    assert "1 suite accomplie" in text(house.office.get(house.suites))
    room = text(house.office.get(f"/sessions/{house.session.pk}/deliberation/"))
    assert who.numero in room
    document = house.office.get(f"{house.suites}{who.candidate}/dossier/")
    assert document.content.startswith(b"%PDF")
    told = house.own.get(f"{house.suites}{who.candidate}/notification/1/")
    assert "n° 2020-118" in paper(told)
    assert "jury irrégulier" in paper(told)
    assert "indique sa notification par le greffe" in paper(told)
    for profile in (ValidationProfile.PDF_A_3A, ValidationProfile.PDF_UA_1):
        assert validate_pdf_bytes(told.content, profile=profile).is_compliant
    [attached] = PdfReader(BytesIO(told.content)).attachments["courrier.json"]
    assert json.loads(attached)["journal"]["origine"] == house.session.log
    assert house.own.get(f"{house.suites}{who.candidate}/notification/2/").status_code == 404
    assert "rétablies" in house.restore(who.candidate)
    again = house.restore(who.candidate)
    assert "Choisissez une valeur de la liste" in again
    assert f"choix valide. {who.candidate}" not in again
    assert name in house.public()
    assert "rétabli" in paper(house.office.get(f"{house.suites}{who.candidate}/notification/2/"))


def test_the_page_before_an_act_says_what_the_act_would_refuse_with_names_and_what_was_typed(house: House) -> None:
    who = house.candidate
    given = {"etape": "verifier", "ground": "jugement", "numeros": who.numero, "reason": "motif tapé", **REFERENCE}

    def shown(path: str = "retrait", **said: object) -> str:
        page = house.office.post(f"{house.suites}{path}/", {**given, **said})
        assert page.status_code == 422, said
        assert "motif tapé" in text(page)
        return text(page)

    later = (date.today() + timedelta(days=40)).isoformat()
    assert "date à venir" in shown(decided_on=later)
    assert "précède la publication du résultat" in shown(decided_on="2001-03-03")
    assert "notifiée avant d&#x27;être prise" in shown(notified_on="2001-03-03")
    assert "notifiée un jour à venir" in shown(notified_on=later)
    house.strike(who.numero)
    told = shown()
    assert f"{who.name} ({who.numero}) : sa décision est déjà annulée" in told
    assert who.candidate not in told.partition("<main")[2].partition("<form")[0]
    assert "précède ce qui avait retiré" in shown("retablir", candidates=[who.candidate], decided_on="2001-03-03")
    assert "date à venir" in shown("retablir", candidates=[who.candidate], decided_on=later)
    house.restore(who.candidate)


def test_a_centre_already_withdrawn_is_said_so(house: House) -> None:
    given = {"etape": "verifier", "ground": "centre", "establishment": "0690002C", "reason": "x", **REFERENCE}
    house.strike("", ground="centre", establishment="0690002C")
    page = text(house.office.post(f"{house.suites}retrait/", given))
    assert "sont déjà retirés (recteur de l&#x27;académie de La Réunion, n° 2020-118" in page
    house.restore(*house.session.standings.filter(establishment="0690002C").values_list("candidate", flat=True))


def test_the_form_names_what_is_missing_and_unknown(house: House) -> None:
    page = house.office.post(f"{house.suites}retrait/", {"ground": "centre", "numeros": "inconnu-1", "reason": "x"})
    assert page.status_code == 422
    assert "inconnu-1" in text(page)
    assert "Choisissez le centre" in text(page)


def test_whoever_opposes_stands_on_no_public_list_and_may_come_back(house: House) -> None:
    path = f"/mon-dossier/{house.session.pk}/demande/"
    send(house.own, path, acte="liste", figure="non")
    assert house.candidate.name not in house.public()
    written = (results.folder() / str(house.session.pk) / "index.html").read_text(encoding="utf-8")
    assert house.candidate.name not in written
    assert "s'oppose" in text(house.office.get(f"{house.suites}{house.candidate.candidate}/")).replace("&#x27;", "'")
    send(house.own, path, acte="liste", figure="oui")
    assert house.candidate.name in house.public()


def test_a_request_is_sent_seen_and_answered(house: House) -> None:
    send(
        house.own, f"/mon-dossier/{house.session.pk}/demande/", acte="demande", nature="copies", texte="Mon épreuve U2"
    )
    page = f"{house.suites}{house.candidate.candidate}/"
    assert "Mon épreuve U2" in text(house.office.get(page))
    assert "Mon épreuve U2" in text(house.own.get(f"/mon-dossier/{house.session.pk}/"))
    received = paper(house.own.get(f"{page}lettre/1/accuse/"))
    assert "réputée refusée" in received
    who = Identity.objects.get(candidate=house.candidate.candidate).fields
    assert f"{gendered(who, 'Candidat', 'Candidate')} n°" in received.replace("\u00a0", " ")
    assert greeting(who) in received
    assert "Mon épreuve U2" in received
    assert house.own.get(f"{page}lettre/1/reponse/").status_code == 404
    given = {"demande": "1", "reponse": "acceptee", "jour": TODAY, "texte": "Venez le 3 septembre."}
    send(house.office, f"{page}acte/", acte="repondre", **given)
    assert "Venez le 3 septembre." in text(house.own.get(f"/mon-dossier/{house.session.pk}/"))
    letter = paper(house.own.get(f"{page}lettre/1/reponse/"))
    assert "est acceptée" in letter
    assert "Venez le 3 septembre." in letter
    court = paper(house.office.get(f"{page}dossier/"))
    for told in ("Demande : voir ses copies", "Mon épreuve U2", "Réponse (voir ses copies) : acceptée"):
        assert told in court, told
    assert "Claude Marchand (présidente, en salle)" in court
    assert "www.cada.fr" in letter
    assert "R343-1" in letter
    assert "accuse" in text(house.office.get(page))


def test_a_letter_is_not_printed_where_the_text_it_quotes_is_no_longer_the_one_committed_to(house: House) -> None:
    page = f"{house.suites}{house.candidate.candidate}/lettre/1/reponse/"
    kept = PrivateText.objects.get(text="Venez le 3 septembre.")
    PrivateText.objects.filter(pk=kept.pk).update(text="Venez le 4 septembre.")
    assert house.office.get(page).status_code == 409
    PrivateText.objects.filter(pk=kept.pk).update(text=kept.text)
    assert house.office.get(page).status_code == 200


def test_the_figures_are_told_on_a_day_exported_and_hide_small_cells(house: House) -> None:
    path = f"/sessions/{house.session.pk}/statistiques/"
    assert "Arrêter les chiffres" in text(house.office.get(path))
    assert "Aucun état" in html.unescape(text(send(house.office, f"{path}export/")))
    page = text(send(house.office, f"{path}etat/", acte="arreter"))
    assert "Par établissement" in page
    assert "secret statistique" in page
    first = ToldFigures.objects.get()
    assert "Rien n'a changé" in html.unescape(text(send(house.office, f"{path}etat/", acte="arreter")))
    assert "est retiré" in text(send(house.office, f"{path}etat/", acte="retirer", etat=first.pk))
    first = send(house.office, f"{path}etat/", acte="arreter").context["state"]
    file = text(house.office.post(f"{path}export/"))
    assert file.startswith("\ufefftableau;ligne;mode;")
    assert "Distribution des moyennes" in file
    assert "il reste" in text(send(house.office, f"{path}etat/", acte="retirer", etat=first.pk))
    assert "Par session" in text(house.office.get("/statistiques/"))
    english = text(house.office.get(path, headers={"accept-language": "en"}))
    assert ("women" in english, "femmes" in english) == (True, False)


def test_past_midnight_an_act_is_of_the_day_that_it_is_here() -> None:
    assert day_of("2026-07-03T22:30:00Z") == "2026-07-04"
    assert jour("2026-07-03T22:30:00Z") == "04/07/2026"
    assert jour("2026-12-03T22:30:00Z") == jour("2026-12-03") == "03/12/2026"
    cut = [page.name for page in TEMPLATES.rglob("*.html") if 'slice:":10"' in page.read_text(encoding="utf-8")]
    assert cut == []


def test_none_of_these_screens_is_of_a_school(house: House, world: Any) -> None:
    school = signed_in(next(user for user in world.accounts.values() if user.role == Role.ETABLISSEMENT))
    own = f"{house.suites}{house.candidate.candidate}/"
    for path in (house.suites, f"{house.suites}retrait/", f"{own}notification/1/", f"{own}lettre/1/accuse/"):
        assert school.get(path).status_code in (403, 404)
    for path in (f"/sessions/{house.session.pk}/statistiques/",):
        assert school.get(path).status_code in (403, 404)


def test_members_of_the_first_jury_are_known_by_name_and_the_room_shows_only_whom_it_concerns(house: House) -> None:
    house.strike(house.candidate.numero, again="on")
    headings = "nom;prenom;sexe;qualite;fonction;etablissement;courriel"
    lines = [
        ";".join((nom, prenom, sexe, qualite, fonction, "", "")) for nom, prenom, sexe, qualite, fonction, _ in JURY
    ]
    given = {"arrete": "arrêté n° 40", "arrete_date": TODAY}

    def appoint(**more: str) -> str:
        listed = upload("jury.csv", "\n".join([headings, *lines]).encode())
        return text(send(house.office, f"/sessions/{house.session.pk}/jury/", file=listed, **given, **more))

    assert "6 membres ont siégé" in appoint()
    assert "Le jury est nommé" in appoint(reprise="aucun autre jury ne peut être réuni").replace("&#x27;", "'")
    send(house.office, f"/sessions/{house.session.pk}/conduite/", acte="proposer")
    room = text(house.office.get(f"/sessions/{house.session.pk}/deliberation/"))
    assert "Délibération complémentaire" in room
    shown = [row for row in house.session.standings.all() if row.numero in room]
    assert [row.candidate for row in shown] == [house.candidate.candidate]


def test_one_decision_struck_since_is_not_the_difference_of_two_states(house: House) -> None:
    path = f"/sessions/{house.session.pk}/statistiques/"
    first = send(house.office, f"{path}etat/", acte="arreter").context["state"]
    refused = house.session.standings.filter(public_decision="ajourne").first()  # whom no public list names
    house.strike(refused.numero, again="on")
    assert text(house.office.get(path)).count(f">{first.presented}<")  # the state that was told does not move
    second = send(house.office, f"{path}etat/", acte="arreter").context["state"]
    assert (first.presented is None, second.presented is None) == (False, True)
    assert "1 session de trop petit effectif" in text(house.office.get("/statistiques/"))


def audited(base: str) -> list[str]:
    """What the audit says of the figures told."""
    ran = CliRunner(env={database.OWNER_URL: base}).invoke(
        auditer, ["--donnees", str(settings.DONNEES), "--json", "--sans-decisions"], catch_exceptions=False
    )
    told = [finding["message"] for report in json.loads(ran.output) for finding in report["constats"]]
    return [message for message in told if "aftermath_toldfigures" in message]


def test_the_figures_told_on_each_day_are_counted_again_from_the_facts_of_that_day(house: House, postgres: str) -> None:
    name = str(connection.settings_dict["NAME"])
    base = database.address(postgres, database.OWNER_ROLE, name)
    first, *_between, second = ToldFigures.objects.filter(session=house.session)
    household.take_up()
    assert audited(base) == []
    with psycopg.connect(database.address(postgres, packaged.SUPERUSER, name), autocommit=True) as behind:
        behind.execute("SET session_replication_role = replica")
        # Told before the number of facts was kept: the hour says which.
        behind.execute("UPDATE aftermath_toldfigures SET facts = NULL")
        assert audited(base) == []
        behind.execute("UPDATE aftermath_toldfigures SET facts = %s WHERE id = %s", [first.facts, second.pk])
        assert len(audited(base)) == 1, "the figures of another day"
        behind.execute("UPDATE aftermath_toldfigures SET facts = %s WHERE id = %s", [second.facts, second.pk])
        # Moved to a session of one's own, or put there.
        behind.execute("UPDATE aftermath_toldfigures SET session_id = %s", [house.other])
        assert len(audited(base)) == ToldFigures.objects.count()
        behind.execute("UPDATE aftermath_toldfigures SET session_id = %s", [house.session.pk])
    with pytest.raises(DatabaseError, match="restent"), transaction.atomic():
        first.delete()
    with pytest.raises(DatabaseError, match="restent"), transaction.atomic():
        ToldFigures.objects.update(exported=False)
