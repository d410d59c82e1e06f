"""The order that appoints the jury of a session exists on the day of the act, by whatever door it enters."""

import pytest

from laureat.jury import Fonction, Qualite
from laureat.session import conduct
from laureat.session.conduct import Juror
from laureat.session.framework import Act, Refused

MEMBERS = (Juror("j1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR),)


@pytest.mark.parametrize("day", ["2999-05-05", "1789-07-14", "2026-02-30", "hier"])
def test_an_order_of_a_day_that_cannot_be_is_refused(conductor, day: str) -> None:
    conductor.opened()
    with pytest.raises(Refused, match=r"n'existe pas encore|trop ancien|n'est pas une date"):
        conductor.appoint_jury(members=MEMBERS, arrete=conductor.text("arrêté"), arrete_date=day)


def test_a_session_of_an_earlier_edition_keeps_the_day_it_was_told(conductor) -> None:
    conductor.opened()
    conductor.state.conduct = 3
    conductor.appoint_jury(members=MEMBERS, arrete=conductor.text("arrêté"), arrete_date="2999-05-05")
    assert conductor.state.jury.arrete_date == "2999-05-05"


@pytest.mark.parametrize(
    ("at", "today"),
    [
        ("2026-07-01T21:59:59Z", "2026-07-01"),
        ("2026-07-01T22:30:00Z", "2026-07-02"),
        ("2026-12-31T23:15:00.250Z", "2027-01-01"),
    ],
)
def test_past_midnight_in_france_the_day_is_the_one_of_the_calendar_there(at: str, today: str) -> None:
    assert Act("a", at, "k").today == today


def test_an_order_of_the_day_is_taken_past_midnight_and_that_of_tomorrow_is_not(conductor) -> None:
    conductor.opened()
    night = Act("service", "2026-07-01T22:30:00Z", "nuit")
    named = {"framework": conductor.framework, "members": MEMBERS, "arrete": conductor.text("arrêté")}
    assert conduct.appoint_jury(conductor.state, night, arrete_date="2026-07-02", **named).facts
    with pytest.raises(Refused, match="n'existe pas encore"):
        conduct.appoint_jury(conductor.state, night, arrete_date="2026-07-03", **named)
