"""The procès-verbal is named by all that it says: whatever of it changes, its approvals are void."""

from dataclasses import replace
from typing import Any

import pytest

from laureat.jury import Presence
from laureat.session.conduct import pv_content
from laureat.session.framework import Refused
from laureat.vocabulary import Decision, Mention, parse_cell


@pytest.fixture
def room(conductor):  # type: ignore[no-untyped-def]
    """A deliberation under way: c1 refused, c2 admitted."""
    conductor.opened().enrolled("c1").marked("c1", "7").enrolled("c2").marked("c2", "12")
    return conductor.closed().with_jury().proposed()


def said(room: Any) -> str:
    return pv_content(room.state, room.state.current)


def fixed(room: Any, motive: str = "livret remarquable") -> Any:
    told = {"motive": room.text(motive), "exception": room.text("CE D337-86")}
    room.fix_decision(candidate="c1", decision=Decision.ADMIS, mention=Mention.AB, **told)
    return room


def correction(room: Any) -> dict[str, Any]:
    told = {"candidate": "c1", "unit": "U51", "before": parse_cell("7"), "cell": parse_cell("8")}
    return told | {"reason": room.text("copie d'un homonyme")}


@pytest.mark.parametrize(
    "other",
    [{"decision": "admis"}, {"mention": "TB"}, {"average": "8"}, {"blocs": ("B1",)}, {"certificat": True}],
    ids=str,
)
def test_they_say_each_thing_of_a_decision(room, other: dict[str, Any]) -> None:
    before, proposals = said(room), room.state.current.proposals
    proposals["c1"] = replace(proposals["c1"], **other)
    assert said(room) != before


@pytest.mark.parametrize(
    "other", [{"edition": "e"}, {"rules": "r"}, {"engine": "m"}, {"sources": "x"}, {"versions": ("v", "w")}], ids=str
)
def test_they_say_by_what_rules_and_with_what_program_it_was_decided(room, other: dict[str, Any]) -> None:
    current = room.state.current
    current.opened = replace(current.opened, sources="s", versions=("v",))
    before = said(room)
    current.opened = replace(current.opened, **other)
    assert said(room) != before


def test_they_say_who_took_part_and_how(room) -> None:
    every = {said(room)}
    for juror in ("j-2", "j-3"):
        for presence in (Presence.DISTANCE, Presence.ABSENT):
            room.record_attendance(juror=juror, presence=presence)
            every.add(said(room))
    assert len(every) == 5


def test_an_approval_is_void_once_someone_is_found_absent(room) -> None:
    room.approve_pv(by="president")
    room.approve_pv(by="membre")
    room.record_attendance(juror="j-4", presence=Presence.ABSENT)
    with pytest.raises(Refused, match="0 approbation"):
        room.seal_pv()


def test_they_say_the_motive_of_a_decision_of_the_jury(room, conductor_of) -> None:
    proposed = said(room)
    with_motive = said(fixed(room))
    other = conductor_of().opened().enrolled("c1").marked("c1", "7").enrolled("c2").marked("c2", "12")
    with_another = said(fixed(other.closed().with_jury().proposed(), "livret excellent"))
    assert len({proposed, with_motive, with_another}) == 3


def test_sealed_minutes_still_say_the_same_after_another_deliberation(room) -> None:
    room.sealed().published().correct(**correction(room))
    room.record_attendance(juror="j-4", presence=Presence.ABSENT)
    room.propose_decisions()
    first = room.state.deliberations[0]
    assert pv_content(room.state, first) == first.sealed


def test_a_new_proposal_stands_in_place_of_what_the_jury_had_fixed(room) -> None:
    fixed(room).raise_mark(candidate="c1", unit="U2", cell=parse_cell("20"), motive=room.text("relecture"))
    result = room.state.current.result("c1")
    assert (result.fixed, result.decision, result.mention) == (None, Decision.CONTROLE, Mention.SANS)
    assert result.proposal.average == "9"


def test_nothing_is_corrected_while_the_jury_deliberates_on_that_candidate(room) -> None:
    with pytest.raises(Refused, match="n'a pas encore arrêté"):
        room.correct(**correction(room))
    room.sealed().published().correct(**correction(room))
    room.propose_decisions()
    again = correction(room) | {"before": parse_cell("8"), "cell": parse_cell("9")}
    with pytest.raises(Refused, match="rouvrir la saisie"):
        room.correct(**again)


def test_a_mark_corrected_is_no_longer_the_one_the_jury_raised(room) -> None:
    room.raise_mark(candidate="c1", unit="U51", cell=parse_cell("12"), motive=room.text("relecture"))
    room.sealed().published()
    assert str(room.state.candidates["c1"].cell("U51")) == "12"
    room.correct(**correction(room))
    assert str(room.state.candidates["c1"].cell("U51")) == "8"
