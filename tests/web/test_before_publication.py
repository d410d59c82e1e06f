"""Before publication, nothing that the jury raised and no file for fraud is seen by a school or by its candidate."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from laureat.session import conduct
from laureat.web.accounts.models import Role, User
from laureat.web.exam_sessions.deliberating import propose
from laureat.web.exam_sessions.models import ExamSession, Standing
from support.toile import give_file, send, signed_in, text

RAISED = "19,5"


@dataclass
class Room:
    """A session in deliberation: one mark raised, one candidate under a file for fraud."""

    world: Any
    session: ExamSession
    raised: Standing
    unit: str
    suspected: Standing
    school: Client
    before: dict[str, str]
    """What the school saw before the jury met."""

    @property
    def path(self) -> str:
        return f"/sessions/{self.session.pk}"

    def pages(self) -> dict[str, str]:
        """Everything that a school may look at, the export included."""
        paths = [
            "/",
            "/inscriptions/",
            "/inscriptions/?manque=suspendu",
            "/inscriptions/?manque=reserve",
            "/inscriptions/?manque=livret",
            "/saisie/",
            f"/saisie/{self.unit}/",
            f"/relecture/{self.unit}/",
            *(f"/inscriptions/{row.candidate}/" for row in (self.raised, self.suspected)),
        ]
        found = {path: bare(text(self.school.get(self.path + path))) for path in paths}
        return {**found, "export": text(self.school.post(f"{self.path}/export/"))}


def bare(page: str) -> str:
    """A page without what is new each time: tokens and keys of forms."""
    return re.sub(r'value="([A-Za-z0-9]{64}|[0-9a-f]{32})"', "", page)


@pytest.fixture(scope="module")
def room(world: Any) -> Room:
    """The jury has met, and not finished."""
    from laureat.web.project import demonstration

    session = demonstration.session_of(world, 2024, 60, seed=24)
    demonstration.appoint(world, session)
    run = demonstration.run
    run(world, session, "clore-x", lambda d: d.take(conduct.close_session(d.state, d.act(), framework=d.framework)))
    run(world, session, "presence-x", demonstration.seat)
    run(world, session, "proposer-x", propose)
    of_school = session.standings.filter(establishment="0690001B")
    raised, unit = next(
        (row, "U2")
        for row in of_school.exclude(decision="admis")
        if re.fullmatch(r"\d+(,\d+)?", row.cells.get("U2", ""))
    )
    suspected = of_school.exclude(candidate=raised.candidate).first()
    room = Room(world, session, raised, unit, suspected, signed_in(world.accounts["lycee@demo.fr"]), {})
    room.before = room.pages()
    jury = signed_in(world.accounts["presidente@demo.fr"])
    given = {"acte": "relever", "unite": unit, "note": RAISED, "motif": "au vu du livret"}
    told = text(send(jury, f"/sessions/{session.pk}/deliberation/{raised.candidate}/acte/", **given))
    assert "enregistré" in told, told
    office = signed_in(world.office)
    given = {"acte": "fraude", "motif": "téléphone en salle"}
    send(office, f"/sessions/{session.pk}/inscriptions/{suspected.candidate}/acte/", **given)
    rows = [session.standings.get(pk=row.candidate) for row in (raised, suspected)]
    assert rows[0].cells[unit] == RAISED
    assert rows[1].withheld
    return room


def test_what_the_jury_raised_and_a_file_for_fraud_change_no_page_of_the_school(room: Room) -> None:
    pages = room.pages()
    assert [path for path in pages if pages[path] != room.before[path]] == []
    entered = room.session.standings.get(pk=room.raised.candidate)
    assert entered.cells[room.unit] == RAISED, "le jury, lui, la voit"
    jury = signed_in(room.world.accounts["presidente@demo.fr"])
    assert RAISED in text(jury.get(f"{room.path}/deliberation/{room.raised.candidate}/"))


def test_no_filter_tells_a_school_who_is_under_a_file(room: Room) -> None:
    pages = room.pages()
    asked = re.compile("manque(=|%3D)suspendu")
    assert not [path for path, page in pages.items() if re.search("fraude|suspendu|procédure", asked.sub("", page))]
    everyone = re.search(r"(\d+) candidats", pages["/inscriptions/"])
    assert everyone
    for filtered in ("suspendu", "reserve", "livret"):
        found = re.search(r"(\d+) candidats", pages[f"/inscriptions/?manque={filtered}"])
        assert found
        assert found[0] == everyone[0], filtered
    office = text(signed_in(room.world.office).get(f"{room.path}/inscriptions/?manque=suspendu"))
    assert room.suspected.numero in office


def test_the_candidate_is_told_of_no_procedure_before_the_results(room: Room) -> None:
    account = User.objects.make("suspecte@demo.fr", "Suspecte", Role.CANDIDAT)
    give_file(account, room.suspected.candidate)
    page = text(signed_in(account).get(f"/mon-dossier/{room.session.pk}/"))
    assert "pas publié" in page
    assert not re.search("procédure|suspendu", page)


def test_a_juror_who_is_replaced_loses_the_room_at_once(room: Room) -> None:
    from laureat.web.project import demonstration

    session = demonstration.session_of(room.world, 2027, 5, seed=23)
    demonstration.appoint(room.world, session)
    leaver = signed_in(room.world.accounts["jury@demo.fr"])
    assert leaver.get(f"/sessions/{session.pk}/deliberation/").status_code == 200
    others = [(*row[:5], "") if row[5] == "jury@demo.fr" else row for row in demonstration.JURY]
    demonstration.appoint(room.world, session, others, "second jury")
    assert leaver.get(f"/sessions/{session.pk}/deliberation/").status_code == 404
    assert str(session.pk) not in text(leaver.get("/sessions/"))
    assert signed_in(room.world.accounts["presidente@demo.fr"]).get(f"/sessions/{session.pk}/").status_code == 200


def marks(pages: dict[str, str], room: Room) -> list[str]:
    """The marks of the page that reads a unit back."""
    return re.findall(r'<td class="number">[^<]*', pages[f"/relecture/{room.unit}/"])


def test_what_was_raised_is_told_once_it_is_published(room: Room) -> None:
    from laureat.web.project import demonstration

    run, session = demonstration.run, room.session
    run(room.world, session, "livrets-x", demonstration.examine_livrets, room.world.accounts["presidente@demo.fr"])
    for email in ("presidente@demo.fr", "jury@demo.fr"):
        user = room.world.accounts[email]
        approve = lambda d: d.take(conduct.approve_pv(d.state, d.act(), framework=d.framework))  # noqa: E731
        run(room.world, session, f"approuver-x-{user.pk}", approve, user)
    run(room.world, session, "sceller-x", lambda d: d.take(conduct.seal_pv(d.state, d.act(), framework=d.framework)))
    pages = room.pages()
    assert pages["export"] == room.before["export"], "scellé n'est pas publié"
    assert marks(pages, room) == marks(room.before, room)
    publish = lambda d: d.take(conduct.publish_results(d.state, d.act(), framework=d.framework))  # noqa: E731
    run(room.world, session, "publier-x", publish)
    pages = room.pages()
    assert marks(pages, room) != marks(room.before, room)
    assert RAISED in pages["export"]
