"""What candidates ask after the results, by when it is answered, and what they let be said of them in public."""

import pytest

from laureat.session.after import Answer, Nature
from laureat.session.framework import Refused
from support.conducteur import Conductor, text


@pytest.fixture
def room() -> Conductor:
    room = Conductor().opened().enrolled("c1").marked("c1", "12").closed().with_jury().proposed().sealed()
    room.day = "2026-07-10"
    return room


def asked(room: Conductor, nature: Nature = Nature.COPIES, day: str = "2026-07-10") -> tuple[str, ...]:
    told = room.receive_request(candidate="c1", nature=nature, received_on=day, text=text("ma copie de français"))
    return told.warnings


@pytest.mark.parametrize(
    ("nature", "due", "article"),
    [
        (Nature.COPIES, "2026-08-10", "R311-12"),
        (Nature.RECOURS_GRACIEUX, "2026-09-10", "L411-7"),
        (Nature.ERREUR_MATERIELLE, "2026-09-10", "L231-4"),
        (Nature.DONNEES, "2026-08-10", "RGPD"),
    ],
)
def test_each_request_is_answered_within_the_delay_of_its_text(
    room: Conductor, nature: Nature, due: str, article: str
) -> None:
    told = asked(room.published(), nature)
    assert article in told[0]
    [request] = room.state.candidates["c1"].requests
    assert request.due == due


def test_before_the_results_only_a_request_on_ones_data_is_received(room: Conductor) -> None:
    with pytest.raises(Refused, match="pas publiés"):
        asked(room)
    asked(room, Nature.DONNEES)


def test_only_the_delay_on_data_is_prolonged_once_and_in_time(room: Conductor) -> None:
    asked(room.published(), Nature.DONNEES)
    asked(room)
    with pytest.raises(Refused, match="Aucun texte"):
        room.prolong_request(candidate="c1", request=2, reason=text("x"))
    room.prolong_request(candidate="c1", request=1, reason=text("dossier de cinq sessions"))
    assert room.state.candidates["c1"].requests[0].due == "2026-10-10"
    with pytest.raises(Refused, match="qu'une fois"):
        room.prolong_request(candidate="c1", request=1, reason=text("x"))
    asked(room, Nature.DONNEES)
    room.day = "2026-08-11"
    with pytest.raises(Refused, match="passé"):
        room.prolong_request(candidate="c1", request=3, reason=text("x"))


def test_a_request_is_answered_once_and_a_late_answer_says_so(room: Conductor) -> None:
    asked(room.published())
    room.day = "2026-08-20"
    answer = {"candidate": "c1", "request": 1, "answer": Answer.ACCEPTEE, "text": text("rendez-vous le 2 septembre")}
    with pytest.raises(Refused, match="à aujourd'hui"):
        room.answer_request(answered_on="2026-08-21", **answer)
    assert "tardive" in room.answer_request(answered_on="2026-08-20", **answer).warnings[0]
    with pytest.raises(Refused, match="a sa réponse"):
        room.answer_request(answered_on="2026-08-20", **answer)
    with pytest.raises(Refused, match="pas enregistrée"):
        room.answer_request(answered_on="2026-08-20", **{**answer, "request": 2})


def test_the_last_word_of_a_candidate_on_the_public_list_counts(room: Conductor) -> None:
    assert room.state.candidates["c1"].listed
    room.choose_public_list(candidate="c1", listed=False, told_on="2026-07-01")
    assert not room.state.candidates["c1"].listed
    with pytest.raises(Refused, match="déjà ce que"):
        room.choose_public_list(candidate="c1", listed=False, told_on="2026-07-02")
    with pytest.raises(Refused, match="à venir"):
        room.choose_public_list(candidate="c1", listed=True, told_on="2026-07-11")
    room.choose_public_list(candidate="c1", listed=True, told_on="2026-07-10")
    assert room.state.candidates["c1"].listed


def test_the_last_word_of_a_candidate_on_the_public_lists_counts_and_is_not_said_twice(room: Conductor) -> None:
    for listed in (True, False, True):
        room.choose_public_list(candidate="c1", listed=listed, told_on="2026-07-01")
        assert room.state.candidates["c1"].listing.listed is listed
        with pytest.raises(Refused, match="déjà ce que"):
            room.choose_public_list(candidate="c1", listed=listed, told_on="2026-07-02")
    with pytest.raises(Refused, match="jour à venir"):
        room.choose_public_list(candidate="c1", listed=False, told_on="2026-07-11")
