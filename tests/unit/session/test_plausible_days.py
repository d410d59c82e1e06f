"""A slip of the keyboard in a day is refused by the acts themselves; what an earlier edition let through stands."""

from collections.abc import Callable
from typing import Any

import pytest

from laureat.records import facts as f
from laureat.session.after import Ground, Nature
from laureat.session.framework import CONDUCT, Refused
from support.conducteur import Conductor, text
from support.rejeu import findings

RENNES = {"authority": "tribunal administratif de Rennes", "number": "2303845"}
Given = Callable[[Conductor, str], Any]


def struck(room: Conductor, day: str, **said: Any) -> None:
    about = {"ground": Ground.JUGEMENT, "candidates": ["c1"], "reason": text("incompétence")}
    room.withdraw_decisions(**{**about, **RENNES, "decided_on": day, **said})


def again(room: Conductor, day: str) -> None:
    struck(room, "2026-07-02")
    room.restore_decisions(candidates=["c1"], **RENNES, decided_on=day, reason=text("appel"))


def asking(nature: Nature) -> Given:
    return lambda room, day: room.receive_request(candidate="c1", nature=nature, received_on=day, text=text("ma copie"))


def habilitation(room: Conductor, since: str, until: str = "") -> None:
    room.grant_habilitation(establishment="0750001A", scope="partielle", since=since, until=until)


ACTS: dict[str, tuple[Given, str, str]] = {
    "jugement": (struck, "0001-01-01", "2026-06-30"),
    "notification": (lambda room, day: struck(room, "2026-07-02", notified_on=day), "9999-12-31", "2026-07-11"),
    "rétablissement": (again, "0001-01-01", "2026-07-01"),
    "demande": (asking(Nature.COPIES), "0001-01-01", "2026-06-30"),
    "données": (asking(Nature.DONNEES), "0001-01-01", "2001-01-01"),
    "liste": (
        lambda room, day: room.choose_public_list(candidate="c1", listed=False, told_on=day),
        "0001-01-01",
        "2006-07-10",
    ),
    "calendrier": (lambda room, day: room.set_deadline(milestone="notes", day=day), "9999-12-31", "2062-06-12"),
    "habilitation": (habilitation, "0001-01-01", "0202-09-01"),
    "fin d'habilitation": (lambda room, day: habilitation(room, "2024-09-01", day), "9999-12-31", "2921-08-31"),
}
"""By act: how it is given for a day, and two days that it never speaks of."""


def published(edition: int = CONDUCT) -> Conductor:
    """A session published on 1 July 2026, nine days ago."""
    room = Conductor().opened(edition=edition)
    room.register_establishment(establishment="0750001A", nature="lycee")
    if edition < CONDUCT:
        habilitation(room, "0001-01-01", "9999-12-31")
    room.enrolled("c1").marked("c1", "12").closed().with_jury().proposed().sealed()
    room.day = "2026-07-01"
    room.published()
    room.day = "2026-07-10"
    return room


@pytest.fixture(scope="module")
def facts() -> list[f.Fact]:
    """Those of such a session, with an habilitation still to record."""
    return published().facts


@pytest.mark.parametrize("act", ACTS)
def test_a_day_that_is_a_slip_of_the_keyboard_is_refused_by_the_act(act: str, facts: list[f.Fact]) -> None:
    give, *days = ACTS[act]
    for day in days:
        room = Conductor()
        if "habilitation" in act:
            room.opened().register_establishment(establishment="0750001A", nature="lycee")
        else:
            room.store(tuple(facts))
            room.number = 100
            room.day = "2026-07-10"
        with pytest.raises(Refused, match=r"vérifier l'année|à venir"):
            give(room, day)


def test_what_an_earlier_edition_let_through_is_not_condemned_and_is_refused_from_the_next_one_on() -> None:
    """A judgment of the year 1, a request received in it: recorded by the fourth edition, admitted by the audit."""
    room = published(edition=4)
    asking(Nature.COPIES)(room, "0001-01-01")
    room.choose_public_list(candidate="c1", listed=False, told_on="0001-01-01")
    room.set_deadline(milestone="notes", day="9999-12-31")
    struck(room, "0001-01-01")
    assert findings(room.facts) == []
    room.upgrade_conduct()
    with pytest.raises(Refused, match="n'est pas une date plausible"):
        room.restore_decisions(candidates=["c1"], **RENNES, decided_on="0001-01-01", reason=text("appel"))
    assert findings(room.facts) == []
