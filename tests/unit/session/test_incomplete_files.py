"""What a file lacks is decided, piece by piece, before the seal; refused, the candidate waits outside of it."""

from typing import Any

import pytest

from laureat.records.recorded import unnumbered
from laureat.session import conduct
from laureat.session.certification import framework_of
from laureat.session.conduct.admission import Rules
from laureat.session.framework import Refused
from laureat.session.judged import read_session
from laureat.session.state import SessionState
from laureat.session.todo import lacking

PIECE = "activite_3_ans"


@pytest.fixture
def room(conductor: Any) -> Any:
    """Two candidates under deliberation; the file of the second lacks the proof of three years of activity."""
    conductor.opened().enrolled("c1").enrolled("c2", voie="experience_3_ans")
    for candidate in ("c1", "c2"):
        conductor.marked(candidate)
    return conductor.closed().with_jury().proposed()


def obstacles(room: Any) -> list[str]:
    return [told for told in conduct.pv_obstacles(room.state, room.framework) if "incomplet (pièce" in told]


def test_nothing_is_sealed_before_each_missing_piece_is_decided(room: Any) -> None:
    assert lacking(room.state, room.framework, room.state.candidates["c2"]) == (PIECE,)
    assert obstacles(room) == [
        "1 dossier est incomplet (pièce ou habilitation) : décider de chacun, accepté ou refusé, avec un motif."
    ]
    with pytest.raises(Refused, match="Rien de tel ne manque"):
        room.decide_incomplete_file(candidate="c1", piece=PIECE, accepted=True, reason=room.text("vu"))
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=True, reason=room.text("vu l'original"))
    assert not obstacles(room)
    with pytest.raises(Refused, match="déjà ce qui est décidé"):
        room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=True, reason=room.text("vu"))


def test_a_refusal_leaves_the_candidate_out_until_the_piece_comes(room: Any) -> None:
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=False, reason=room.text("rien n'est venu"))
    assert list(conduct.pv_reserves(room.state, room.state.current)) == [("c2", ("dossier incomplet, non accepté",))]
    room.sealed().published()
    assert room.decision("c1") == "admis"
    assert room.state.result("c2") is None
    assert "incomplet" in room.state.why_withheld("c2")
    with pytest.raises(Refused):
        room.issue_paper(candidate="c2", paper="releve", digest="0" * 64)
    with pytest.raises(Refused, match="arrêtée"):
        room.decide_incomplete_file(candidate="c1", piece=PIECE, accepted=True, reason=room.text("vu"))
    room.receive_piece(candidate="c2", piece=PIECE)
    room.proposed().sealed().published()
    assert room.decision("c2") == "admis"


def test_a_refusal_reversed_after_the_seal_brings_the_candidate_back_to_the_jury(room: Any) -> None:
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=False, reason=room.text("rien n'est venu"))
    room.sealed().published()
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=True, reason=room.text("attestation vue"))
    room.proposed().sealed().published()
    assert room.decision("c2") == "admis"


def test_a_decision_on_a_file_voids_the_approvals_given_before(room: Any) -> None:
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=True, reason=room.text("vu"))
    room.approve_pv(by="president")
    room.approve_pv(by="membre")
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=False, reason=room.text("faux document"))
    with pytest.raises(Refused, match="0 approbation"):
        room.seal_pv()


def test_an_earlier_edition_of_the_conduct_asks_for_none(conductor: Any) -> None:
    conductor.opened(edition=3).enrolled("c1", voie="experience_3_ans").marked("c1").closed().with_jury().proposed()
    assert not obstacles(conductor)
    conductor.sealed()


def test_the_audit_gives_the_decision_again(room: Any) -> None:
    room.decide_incomplete_file(candidate="c2", piece=PIECE, accepted=False, reason=room.text("rien n'est venu"))
    room.sealed().published()
    room.receive_piece(candidate="c2", piece=PIECE)
    rules = Rules[SessionState](lambda state, _fact: framework_of(room.rules, state.confirmed))
    read = read_session(map(unnumbered, room.facts), rules)
    assert not read.anomalies
    assert read.candidates["c2"].to_redeliberate
    part = [unnumbered(fact) for fact in room.facts if fact.subject in ("", "c2")]
    assert not read_session(part, rules, SessionState(everyone=False)).anomalies
