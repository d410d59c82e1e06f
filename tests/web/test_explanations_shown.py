"""Who reads the explanation of a result, when, and on which marks; the same texts at every door."""

import html
import io
import re
from typing import Any

import pypdf
import pytest

from laureat.deliberation.parts import Part, parts
from laureat.records.facts import MarkEntered
from laureat.session import conduct
from laureat.session.framework import Round
from laureat.vocabulary import parse_cell
from laureat.web.exam_sessions import explaining, ledger
from laureat.web.exam_sessions.rules import frame
from laureat.web.exam_sessions.service import look, perform
from laureat.web.project import demonstration
from laureat.web.project.templatetags.laureat import average
from support.toile import give_file, signed_in
from support.toile import text as page_text

LOWERINGS = "Les plus petites baisses"
BEFORE = "rien n'est publié"


def read(response: Any) -> str:
    """What a page says, without its marks."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page_text(response))))


def texts(shown: tuple[Part, ...]) -> list[str]:
    """Every text of these parts, articles and how surely they were read included."""
    found = []
    for part in shown:
        grid = part.grid
        found += [part.title, *(text for step in part.told for text in (step.text, step.article) if text)]
        found += [cell for line in (*grid.lines, *grid.totals) for cell in line.cells if cell] if grid else []
    return [re.sub(r"\s+", " ", text) for text in found]


def prepare() -> tuple[Any, Any, str]:
    """A session whose decisions are proposed, and someone there who would go to the orals."""
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 80, seed=11)
    demonstration.appoint(world, session)
    close = conduct.close_session
    demonstration.run(world, session, "clore", lambda d: d.take(close(d.state, d.act(), framework=d.framework)))
    demonstration.run(world, session, "presence", demonstration.seat)
    demonstration.run(world, session, "proposer", demonstration.propose)
    row = session.standings.filter(decision="controle", establishment="0690001B").order_by("sort_key").first()
    return world, session, row.candidate


@pytest.fixture
def proposed(prepared: tuple[Any, Any, str]) -> tuple[Any, Any, str]:
    """That session, for one test."""
    return prepared


def published(world: Any, session: Any) -> None:
    """Seal and publish what is proposed."""
    presidente, member = world.accounts["presidente@demo.fr"], world.accounts["jury@demo.fr"]
    demonstration.run(world, session, "livrets", demonstration.examine_livrets, presidente)
    approve = conduct.approve_pv
    for user in (presidente, member):
        demonstration.run(
            world, session, f"a{user.pk}", lambda d: d.take(approve(d.state, d.act(), framework=d.framework)), user
        )
    demonstration.run(world, session, "s", lambda d: d.take(conduct.seal_pv(d.state, d.act(), framework=d.framework)))
    publish = conduct.publish_results
    demonstration.run(world, session, "p", lambda d: d.take(publish(d.state, d.act(), framework=d.framework)))


def candidate_of(world: Any, candidate: str) -> Any:
    """The account of a candidate, signed in."""
    user = world.accounts["candidat@demo.fr"]
    give_file(user, candidate)
    return signed_in(user)


def pages(world: Any, session: Any, candidate: str) -> dict[str, str]:
    """What each reads of one candidate."""
    school, own = signed_in(world.accounts["lycee@demo.fr"]), candidate_of(world, candidate)
    file = f"/sessions/{session.pk}/inscriptions/{candidate}/"
    return {
        "jury": read(
            signed_in(world.accounts["jury@demo.fr"]).get(f"/sessions/{session.pk}/deliberation/{candidate}/")
        ),
        "office": read(signed_in(world.office).get(file)),
        "school": read(school.get(file)),
        "candidate": read(own.get(f"/mon-dossier/{session.pk}/")),
    }


def test_before_publication_the_jury_and_the_office_alone_read_why(proposed: tuple[Any, Any, str]) -> None:
    world, session, candidate = proposed
    shown = pages(world, session, candidate)
    assert LOWERINGS in shown["jury"]
    for who in ("office", "jury"):
        assert "Que me faut-il à l'oral ?" in shown[who]
    assert BEFORE in shown["office"]
    for who in ("school", "candidate"):
        assert "Le calcul" not in shown[who]
        assert "Que me faut-il" not in shown[who]
        assert "points de plus" not in shown[who]


def test_once_published_everyone_reads_the_same_texts_and_only_the_jury_the_lowerings(
    proposed: tuple[Any, Any, str],
) -> None:
    world, session, candidate = proposed
    published(world, session)
    session.refresh_from_db()
    state = look(session, [candidate])
    told = explaining.published(session, state, frame(session, state).law, candidate)
    assert told is not None
    expected = texts(parts(told))
    assert len(expected) > 60
    assert any("(lu en partie)" in text for text in expected)
    shown = pages(world, session, candidate)
    for who, page in shown.items():
        missing = [text for text in expected if text not in page]
        assert not missing, (who, missing[:5])
        assert (LOWERINGS in page) is (who == "jury"), who
    assert BEFORE not in shown["office"]


def test_the_releve_of_the_web_tells_the_orals_and_the_next_session(proposed: tuple[Any, Any, str]) -> None:
    world, session, candidate = proposed
    published(world, session)
    own = candidate_of(world, candidate)
    paper = own.get(f"/mon-dossier/{session.pk}/releve/")
    assert paper.status_code == 200
    sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(paper.content)).pages]
    assert len(sheets) == 3
    assert "Le moins à gagner" in sheets[2]


def test_the_marks_of_the_orals_are_told_to_nobody_before_the_jury_decided_on_them(
    proposed: tuple[Any, Any, str],
) -> None:
    world, session, candidate = proposed
    published(world, session)
    before = pages(world, session, candidate)

    def orals(desk: Any) -> None:
        desk.take(conduct.start_round(desk.state, desk.act("tour"), framework=desk.framework, round=Round.CONTROLE))
        about = {"framework": desk.framework, "candidate": candidate}
        desk.take(conduct.choose_control(desk.state, desk.act("choix"), **about, units=["U11", "U51"]))
        for unit in ("U11", "U51"):
            cell = parse_cell("19,5")
            desk.take(conduct.enter_control_mark(desk.state, desk.act(unit), **about, unit=unit, cell=cell))

    perform(session, world.office, "demo-oraux", orals, alone=True)
    after = pages(world, session, candidate)
    assert after["candidate"].count("19,5") == before["candidate"].count("19,5")
    assert "a arrêté la décision" not in after["candidate"]
    assert "Que me faut-il à l'oral ?" in after["candidate"]
    minutes = signed_in(world.office).get(f"/sessions/{session.pk}/pv/document/")
    pdf = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(minutes.content)).pages)
    assert average(session.standings.get(pk=candidate).average) in pdf


def test_what_no_act_would_have_left_is_not_explained_nor_printed_of_a_sealed_deliberation(base: str) -> None:
    """A mark put over another one behind the application, while marks are entered: refused by every reading."""
    world = demonstration.people()
    session = demonstration.session_of(world, 2026, 12, seed=3)
    candidate = next(row.candidate for row in session.standings.order_by("pk") if row.cells.get("U2", "").isdigit())
    entered = look(session, [candidate]).candidates[candidate].entered("U2")
    about = {"log": session.log, "author": str(world.office.pseudonym), "at": ledger.now(), "key": "derriere"}
    ledger.append(session.log, [MarkEntered(**about, candidate=candidate, unit="U2", cell="20")])
    demonstration.conduct_to_publication(world, session)
    then = explaining.as_sealed(session, 1, [candidate])
    assert then.deliberations[0].sealed
    assert then.candidates[candidate].entered("U2") == entered
    assert str(entered) != "20"
