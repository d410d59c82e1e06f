"""The deliberation room: two members decide at once, the next candidate, whom a complementary deliberation concerns."""

import dataclasses
import functools
import html
import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from laureat.session import conduct
from laureat.session.after import Ground
from laureat.vocabulary import Decision
from laureat.web.candidates.models import Identity
from laureat.web.exam_sessions import recusals
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import ExamSession
from laureat.web.exam_sessions.service import look_at_all
from laureat.web.project import demonstration
from support.toile import send, signed_in, text


def prepare() -> tuple[Any, ExamSession]:
    """A session whose decisions are proposed."""
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 40, seed=11)
    demonstration.appoint(world, session)
    demonstration.run(world, session, "clore", functools.partial(done, conduct.close_session))
    demonstration.run(world, session, "presence", demonstration.seat)
    demonstration.run(world, session, "proposer", propose)
    return world, session


@pytest.fixture
def room(prepared: tuple[Any, ExamSession]) -> tuple[ExamSession, Client, Client]:
    """The session, its president and a member."""
    world, session = prepared
    return session, signed_in(world.accounts["presidente@demo.fr"]), signed_in(world.accounts["jury@demo.fr"])


def hidden_of(page: str, act: str) -> dict[str, str]:
    """The hidden fields of the form of an act."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if f'value="{act}"' in one)
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def following(page: str) -> str:
    """Where « Candidat suivant » leads; empty where there is none."""
    found = re.search(r'href="([^"]+)">Candidat suivant<', page)
    return html.unescape(found[1]) if found else ""


def done(act: Any, desk: Any) -> None:
    """Take an act of the conduct."""
    desk.take(act(desk.state, desk.act(), framework=desk.framework))


def test_two_members_who_decide_at_once_take_nothing_back_from_each_other(
    room: tuple[ExamSession, Client, Client],
) -> None:
    session, president, member = room
    row = session.standings.filter(decision="controle", livret_awaited=False).first()
    path = f"/sessions/{session.pk}/deliberation/{row.candidate}/"
    first, second = (hidden_of(text(one.get(path)), "fixer") for one in (president, member))
    common = {"acte": "fixer", "mention": "SANS"}
    admitted = {**common, "decision": "ADMIS", "motif": "au vu du dossier"}
    assert "enregistré" in text(send(president, f"{path}acte/", **{**first, **admitted}))
    refused = send(member, f"{path}acte/", **{**second, **common, "decision": "AJOURNE", "motif": "dit sans voir"})
    told = html.unescape(text(refused))
    assert "depuis l'ouverture de cette page" in told
    assert "au vu du dossier" in told
    assert "dit sans voir" in told  # nothing typed is lost
    assert look_at_all(session).current.result(row.candidate).decision is Decision.ADMIS
    unit = next(code for code, cell in row.cells.items() if re.fullmatch(r"\d+(,\d+)?", cell))
    raised = {"acte": "relever", "unite": unit, "note": "20", "motif": "relevée sans voir"}
    assert "depuis l'ouverture" in html.unescape(text(send(member, f"{path}acte/", **{**second, **raised})))
    fresh = hidden_of(text(member.get(path)), "fixer")
    send(member, f"{path}acte/", **{**fresh, **common, "decision": "AJOURNE", "motif": "après lecture"})
    assert look_at_all(session).current.result(row.candidate).decision is Decision.AJOURNE


def test_the_reason_shown_beside_a_decision_is_its_own(room: tuple[ExamSession, Client, Client]) -> None:
    session, president, member = room
    row = session.standings.filter(decision="controle", livret_awaited=False).first()
    path = f"/sessions/{session.pk}/deliberation/{row.candidate}/"
    for decision, motive in (("ADMIS", "premier motif"), ("AJOURNE", "second motif")):
        hidden = hidden_of(text(president.get(path)), "fixer")
        send(president, f"{path}acte/", **hidden, acte="fixer", decision=decision, mention="SANS", motif=motive)
    page = text(member.get(path))
    assert "second motif" in page
    assert "premier motif" not in page


@pytest.mark.parametrize("asked", ["", "?decision=admis"])
def test_the_next_candidate_follows_the_order_of_the_room_and_its_filter_to_the_last(
    room: tuple[ExamSession, Client, Client], asked: str
) -> None:
    session, president, _member = room
    base = f"/sessions/{session.pk}/deliberation/"
    listed = re.findall(r'<th scope="row"><a href="([^"]+)"', text(president.get(base + asked)))
    seen, path = [], html.unescape(listed[0])
    while path and len(seen) <= len(listed):
        seen.append(path)
        path = following(text(president.get(path)))
    assert seen == [html.unescape(one) for one in listed]
    assert (
        len(seen) == session.standings.filter(**({"decision": "admis"} if asked else {})).exclude(proposal="").count()
    )
    assert all(one.endswith(asked) for one in seen)


def test_an_act_comes_back_to_the_candidate_with_the_filter_and_the_next_is_still_the_next(
    room: tuple[ExamSession, Client, Client],
) -> None:
    session, president, _member = room
    base = f"/sessions/{session.pk}/deliberation/"
    listed = re.findall(r'<th scope="row"><a href="([^"]+)"', text(president.get(f"{base}?decision=controle")))
    first, second = (html.unescape(one) for one in listed[:2])
    page = text(president.get(first))
    hidden = hidden_of(page, "fixer")
    target = html.unescape(re.search(r'action="([^"]+/acte/[^"]*)"', page)[1])
    given = {**hidden, "acte": "fixer", "decision": "ADMIS", "mention": "SANS", "motif": "x"}
    back = send(president, target, **given)
    assert back.redirect_chain[-1][0] == first
    assert following(text(back)) == second


def test_a_complementary_deliberation_leads_to_nobody_that_it_does_not_concern(prepared: Any) -> None:
    world, session = prepared
    demonstration.run(world, session, "dossiers", demonstration.decide_files)
    presidente = world.accounts["presidente@demo.fr"]
    demonstration.run(world, session, "livrets", demonstration.examine_livrets, presidente)
    two = [presidente, world.accounts["jury@demo.fr"]]
    acts = [(conduct.approve_pv, user) for user in two] + [(conduct.seal_pv, None), (conduct.publish_results, None)]
    for rank, (act, user) in enumerate(acts):
        commands = functools.partial(done, act)
        demonstration.run(world, session, f"acte-{rank}", commands, user)
    one, two = session.standings.filter(public_decision="admis").order_by("distance")[:2]

    def strike(desk: Any) -> None:
        desk.take(
            conduct.withdraw_decisions(
                desk.state,
                desk.act(),
                ground=Ground.JUGEMENT,
                authority="tribunal administratif",
                number="1",
                decided_on=desk.act().day,
                candidates=[one.candidate, two.candidate],
                reason=desk.promise("jury irrégulier"),
            )
        )

    demonstration.run(world, session, "annuler", strike)
    others = [(f"{nom}2", prenom, *rest, "") for nom, prenom, *rest, _email in demonstration.JURY]
    demonstration.appoint(world, session, others, key="autre-jury")
    demonstration.run(world, session, "presence2", demonstration.seat)
    demonstration.run(world, session, "proposer2", propose)
    office = signed_in(world.office)
    base = f"/sessions/{session.pk}/deliberation/"
    listed = re.findall(r'<th scope="row"><a href="([^"]+)"', text(office.get(base)))
    assert len(listed) == 2
    assert following(text(office.get(listed[0]))) == listed[1]
    assert following(text(office.get(listed[1]))) == ""


def test_whoever_is_linked_to_a_candidate_stands_aside_and_the_minutes_say_it(room: Any, prepared: Any) -> None:
    session, president, member = room
    world = prepared[0]
    office = signed_in(world.office)
    row = session.standings.filter(decision="admis").first()
    path = f"/sessions/{session.pk}/deliberation/{row.candidate}/"
    seats = {one.nom: str(one.pk) for one in session.jurors.all()}

    def aside(by: Client, name: str, deport: str, motif: str) -> str:
        return html.unescape(text(send(by, f"{path}deport/", membre=seats[name], deport=deport, motif=motif)))

    assert [one.nom for one in member.get(path).context["seats"]] == ["Lefèvre"]
    assert "que pour lui-même" in aside(president, "Lefèvre", "oui", "son neveu")
    assert "Il faut un motif" in aside(member, "Lefèvre", "oui", "")
    assert "déport est enregistré" in aside(member, "Lefèvre", "oui", "c'est mon neveu")
    shown = text(member.get(path))
    assert "Vous vous êtes déporté" in html.unescape(shown)
    assert 'value="fixer"' not in shown
    assert 'value="fixer"' in text(president.get(path))
    livret = html.unescape(text(send(member, f"{path}acte/", acte="livret")))
    assert "aucune part" in livret
    aside(office, "Lefèvre", "non", "homonymie")
    assert 'value="fixer"' in text(member.get(path))
    assert "déport est enregistré" in aside(office, "Costa", "oui", "son employeur")
    assert "son employeur" in html.unescape(text(office.get(f"/sessions/{session.pk}/pv/")))
    demonstration.run(world, session, "dossiers", demonstration.decide_files)
    demonstration.run(world, session, "livrets", demonstration.examine_livrets, world.accounts["presidente@demo.fr"])
    approve = {"acte": "approuver", "mot_de_passe": "demonstration-laureat"}
    for client in (president, member):
        assert "approbation est enregistrée" in text(send(client, f"/sessions/{session.pk}/pv/acte/", **approve))
    demonstration.run(world, session, "sceller", functools.partial(done, conduct.seal_pv))
    minutes = office.get(f"/sessions/{session.pk}/pv/document/")
    said = " ".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(minutes.content)).pages).split())
    assert f"{row.numero} {Identity.objects.get(candidate=row.candidate).name} Paula Costa son employeur" in said
    journal = html.unescape(text(office.get(f"/sessions/{session.pk}/journal/?genre=RecusalRecorded")))
    assert "déport, Paula Costa" in journal
    court = office.get(f"/sessions/{session.pk}/suites/{row.candidate}/dossier/")
    told = " ".join("".join(sheet.extract_text() for sheet in PdfReader(BytesIO(court.content)).pages).split())
    assert "Paula Costa (membre, en salle, sans part à cette décision : déport)" in told
    assert told.index("Déport : Paula Costa son employeur") < told.index("procès-verbal scellé")
    state = look_at_all(session)
    assert [one.member for one in recusals.told(session, state, [row.candidate])] == ["Paula Costa"]
    assert state.jury is not None
    left = tuple(one for one in state.jury.jurors if one != seats["Costa"])
    state.jury = dataclasses.replace(state.jury, jurors=left)  # another jury says nothing of a member it has not
    assert recusals.told(session, state, [row.candidate]) == []
