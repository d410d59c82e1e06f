"""The order that appoints a jury exists on the day of the act, by whatever door it enters."""

import pytest

from laureat.jury.members import Fonction, Qualite
from laureat.records import UNSAID, Commitment
from laureat.session.conduct.jury import Juror, jury_facts
from laureat.session.framework import Act, Refused

ACT = Act("service", "2026-05-04T08:00:00Z", "nommer")
MEMBERS = (Juror("j1", Fonction.PRESIDENT, Qualite.ENSEIGNANT_CHERCHEUR),)


@pytest.mark.parametrize("day", ["2026-05-05", "2030-01-01", "1789-07-14", "2026-02-30", "hier"])
def test_an_order_of_a_day_that_cannot_be_is_refused(day: str) -> None:
    with pytest.raises(Refused, match=r"n'existe pas encore|trop ancien|n'est pas une date"):
        jury_facts(ACT, "log", MEMBERS, Commitment("a" * 64), day, (), preside=True)


def test_an_order_of_the_day_itself_is_taken() -> None:
    facts = jury_facts(ACT, "log", MEMBERS, Commitment("a" * 64), "2026-05-04", (), preside=True)
    assert facts[0].arrete_date == "2026-05-04"
    assert facts[0].impossibilite == UNSAID
