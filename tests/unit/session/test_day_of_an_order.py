"""The order that appoints the jury of a session exists on the day of the act, by whatever door it enters."""

import pytest

from laureat.jury import Fonction, Qualite
from laureat.session.conduct import Juror
from laureat.session.framework import Refused

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
