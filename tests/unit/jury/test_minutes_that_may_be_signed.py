"""Whether a jury may sign its minutes: who sat, who presided, what its law says."""

import datetime as dt
from dataclasses import replace

import pytest

from laureat.jury import Fonction, Jury, Member, Presence, demonstration_jury
from laureat.jury.sitting import sitting
from laureat.reglements.bac_pro import jury as bac_pro
from laureat.vocabulary import VoieAcces

LAW = bac_pro.droit(VoieAcces.FI, dt.date(2026, 6, 1))
CHAIRS = (Fonction.PRESIDENT, Fonction.PRESIDENT_ADJOINT)
NO_CHAIR = "ni le président ni un président adjoint n'a siégé"


def held(chairs: Presence | None, others: Presence | None) -> Jury:
    """The jury of the demonstration, its presences as told."""

    def seated(member: Member) -> Member:
        return replace(member, presence=chairs if member.fonction in CHAIRS else others)

    jury = demonstration_jury()
    return jury.with_members(map(seated, jury.members))


@pytest.mark.parametrize("chairs", [Presence.PRESENT, Presence.DISTANCE, Presence.ABSENT])
@pytest.mark.parametrize("presided", [True, False])
def test_a_jury_that_has_a_president_does_not_sit_without_one_in_the_chair(chairs: Presence, presided: bool) -> None:
    told = sitting(held(chairs, Presence.PRESENT), LAW, presided=presided)
    assert (NO_CHAIR in told.against) is (presided and chairs is Presence.ABSENT)
    assert not told.nobody


def test_minutes_of_a_jury_whose_presences_are_not_recorded_are_not_signed() -> None:
    told = sitting(held(None, None), LAW, presided=True)
    assert told.against[0].startswith("présence non renseignée : ")
    assert NO_CHAIR not in told.against
    assert not told.nobody
    silent = sitting(held(Presence.ABSENT, None), LAW, presided=True)
    assert NO_CHAIR not in silent.against  # those of whom nothing is said may have presided


def test_where_everybody_was_absent_nobody_deliberated() -> None:
    assert sitting(held(Presence.ABSENT, Presence.ABSENT), LAW, presided=True).nobody


def test_what_is_unlawful_or_not_known_stands_against_and_what_is_to_be_looked_at_does_not() -> None:
    lawful = sitting(demonstration_jury(), LAW, presided=True)
    assert not lawful.against
    assert [remark.split(",")[0] for remark in lawful.remarks] == ["R-JURY-05"]
    alone = replace(demonstration_jury(), members=demonstration_jury().members[:1])
    against = sitting(alone, LAW, presided=True).against
    assert any(told.startswith("R-JURY-03a, irrégulier : ") and told.endswith(")") for told in against)
