"""Through the web: an absentee tries to approve, a new decision is quashed in its turn, an opposition is obeyed."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from laureat.records import facts as f
from laureat.vocabulary import Decision
from laureat.web.accounts.models import Role, User
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import ledger, results
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.project import demonstration
from laureat.web.titles.models import Title
from support.toile import confirmed, send, signed_in, text

TODAY = date.today().isoformat()
ACCOUNTS = ("presidente@demo.fr", "jury@demo.fr", "absent@demo.fr")


def prepare() -> Any:
    """A session published, and one admitted who has every title."""
    world = demonstration.people()
    session = demonstration.session_of(world, date.today().year, 12, seed=25)
    demonstration.conduct_to_publication(world, session)
    demonstration.give_file(world, session)
    return world, session


def another_jury(world: Any, session: ExamSession, rank: int) -> list[User]:
    """A jury none of whom sat before, three with an account: who presides, a member, and one who will be absent."""
    seats = []
    for place, (nom, prenom, sexe, qualite, fonction, _email) in enumerate(demonstration.JURY):
        email = ACCOUNTS[place] if place < len(ACCOUNTS) else ""
        if email:
            name, address = f"{prenom}{rank} {nom}{rank}", f"{rank}-{email}"
            world.accounts[email] = User.objects.make(address, name, Role.JURY, demonstration.PASSWORD)
        seats.append((f"{nom}{rank}", f"{prenom}{rank}", sexe, qualite, fonction, email))
    demonstration.appoint(world, session, seats, key=f"jury-{rank}")
    demonstration.run(world, session, f"presence-{rank}", demonstration.seat)
    return [world.accounts[email] for email in ACCOUNTS]


def struck(office: Client, session: ExamSession, numero: str, number: str) -> str:
    told = {"authority": "TA de Rennes", "number": number, "decided_on": TODAY, "reason": f"motif du {number}"}
    given = {"ground": "jugement", "numeros": numero, "months": "2", "again": "on", "etape": "enregistrer", **told}
    return text(send(office, f"/sessions/{session.pk}/suites/retrait/", **given))


def approve(account: User, session: ExamSession) -> str:
    given = {"acte": "approuver", "mot_de_passe": demonstration.PASSWORD}
    return text(send(signed_in(account), f"/sessions/{session.pk}/pv/acte/", **given))


def approvers(session: ExamSession, deliberation: int) -> set[str]:
    facts = (fact for fact in ledger.facts(session.log) if isinstance(fact, f.PvApproved))
    return {fact.author for fact in facts if fact.deliberation == deliberation}


def decided_again(world: Any, session: ExamSession, rank: int) -> None:
    """Another jury deliberates; the absentee tries to approve, those who sat do; sealed and published by the forms."""
    president, member, absent = another_jury(world, session, rank)
    office = signed_in(world.office)
    state = look_at_all(session)
    seat = next(one for one, fact in state.jurors.items() if fact.account == str(absent.pseudonym))
    send(office, f"/sessions/{session.pk}/presence/", **{f"presence-{seat}": "absent"})
    send(office, f"/sessions/{session.pk}/conduite/", acte="proposer")
    number = look_at_all(session).next_deliberation
    assert "Seul un membre du jury qui a siégé approuve" in approve(absent, session)
    assert approvers(session, number) == set()
    assert "enregistrée" in approve(member, session)
    lacking = text(send(office, f"/sessions/{session.pk}/pv/acte/", acte="sceller", mot="SCELLER"))
    assert "Rien n'est fait" in lacking
    assert "enregistrée" in approve(president, session)
    assert approvers(session, number) == {str(president.pseudonym), str(member.pseudonym)}
    assert "scellé" in text(confirmed(office, f"/sessions/{session.pk}/pv/acte/", "sceller"))
    confirmed(office, f"/sessions/{session.pk}/conduite/", "publier")


def standing(session: ExamSession, candidate: str) -> int:
    """The only decision that stands for a candidate, by its deliberation; 0 for none."""
    return look_at_all(session).candidates[candidate].in_force


@pytest.mark.slow
def test_a_decision_quashed_decided_again_and_quashed_again_is_never_two(prepared: Any) -> None:
    world, session = prepared
    office, own = signed_in(world.office), signed_in(world.accounts["candidat@demo.fr"])
    who = Identity.objects.get(account=world.accounts["candidat@demo.fr"], log=session.log)
    suites = f"/sessions/{session.pk}/suites/"
    own.get(f"/mon-dossier/{session.pk}/titre/")
    titles = Title.objects.filter(log=session.log, candidate=who.candidate)
    for rank, number in ((2, "2600001"), (3, "2600002")):
        assert "L&#x27;acte est enregistré" in struck(office, session, who.numero, number)
        assert standing(session, who.candidate) == 0
        assert set(titles.exclude(state="revoque").values_list("state", flat=True)) == {"suspendu"}
        assert own.get(f"/mon-dossier/{session.pk}/titre/").status_code == 404
        assert who.name not in text(Client().get(f"/resultats/{session.pk}/"))
        assert "déjà annulée" in struck(office, session, who.numero, "2600009")
        decided_again(world, session, rank)
        assert standing(session, who.candidate) == rank
        result = look_at_all(session).result(who.candidate)
        assert (result.deliberation, result.decision) == (rank, Decision.ADMIS)
        assert who.name in text(Client().get(f"/resultats/{session.pk}/"))
    told = {"authority": "CAA", "number": "1", "decided_on": TODAY, "reason": "appel", "candidates": [who.candidate]}
    assert send(office, f"{suites}retablir/", etape="enregistrer", **told).status_code == 422
    assert standing(session, who.candidate) == 3
    page = text(office.get(f"{suites}{who.candidate}/"))
    for number in ("2600001", "2600002"):
        assert page.count(f"n° {number}") >= 1, number
    for deliberation in (1, 2, 3):
        assert office.get(f"/sessions/{session.pk}/pv/document/?deliberation={deliberation}").status_code == 200
        assert f"Délibération {deliberation}" in page
    court = PdfReader(BytesIO(office.get(f"{suites}{who.candidate}/dossier/").content))
    words = " ".join(" ".join(sheet.extract_text() for sheet in court.pages).split())
    assert words.count(", absent") == 2, "of each new jury a member did not sit"
    assert own.get(f"/mon-dossier/{session.pk}/titre/").status_code == 200


def test_whoever_opposes_is_on_nothing_public_and_every_export_says_it(prepared: Any) -> None:
    world, session = prepared
    office, own = signed_in(world.office), signed_in(world.accounts["candidat@demo.fr"])
    who = Identity.objects.get(account=world.accounts["candidat@demo.fr"], log=session.log)
    send(own, f"/mon-dossier/{session.pk}/demande/", acte="liste", figure="non")
    written = "".join(path.read_text(encoding="utf-8") for path in (results.folder() / str(session.pk)).rglob("*.html"))
    asked = [
        text(Client().get(path, headers={"accept-language": lang})) for lang in ("fr", "en") for path in public(session)
    ]
    send(office, f"/sessions/{session.pk}/statistiques/etat/", acte="arreter")
    statistics = text(office.post(f"/sessions/{session.pk}/statistiques/export/"))
    statistics += text(office.get(f"/sessions/{session.pk}/statistiques/")) + text(office.get("/statistiques/"))
    for shown in (written, *asked, statistics):
        assert who.name not in shown
        assert who.numero not in shown
    export = office.post(f"/sessions/{session.pk}/export/")
    content = export.getvalue().decode("utf-8-sig") if export.streaming else text(export)
    heading, *lines = content.splitlines()
    column = heading.split(";").index(next(one for one in heading.split(";") if "publi" in one))
    by_number = {line.split(";")[0]: line.split(";")[column] for line in lines if re.match(r"\d", line)}
    assert by_number.pop(who.numero) == "non"
    assert set(by_number.values()) == {"oui"}


def public(session: ExamSession) -> list[str]:
    """Where results are shown to everyone."""
    return ["/resultats/", f"/resultats/{session.pk}/", f"/resultats/{session.pk}/?page=2"]
