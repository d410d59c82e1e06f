"""Numbers that nobody had read: two persons read the same text, then every session follows; sheets bound by an act."""

from dataclasses import replace
from typing import Any

import pytest

from laureat.records import decode, encode
from laureat.register import bundled
from laureat.reglements import charger
from laureat.session.framework import Accepted, Act, Refused
from laureat.session.house import HouseState, library, read_house


class Library:
    def __init__(self, conductor: Any) -> None:
        self.conductor, self.state, self.facts = conductor, HouseState("reglements"), []

    def give(self, which: str, /, by: str = "première", key: str = "", **given: Any) -> Accepted:
        if which != "bind_sheet":
            given.setdefault("framework", self.conductor.framework)
        act = Act(by, "2026-02-01T08:00:00Z", key or f"l{len(self.facts)}")
        accepted: Accepted = getattr(library, which)(self.state, act, **given)
        stored = [decode(encode(fact)) for fact in accepted.facts]
        self.facts += stored
        read_house(stored, self.state)
        return accepted

    def read(self, value: int = 500, name: str = "coefficient_U2", **given: Any) -> Accepted:
        text = {"text": self.conductor.text("annexe IV"), "text_date": "2020-12-09"}
        return self.give("read_number", name=name, value=value, **text, **given)


@pytest.fixture
def room(conductor) -> Library:  # type: ignore[no-untyped-def]
    """A library that knows nothing, beside a session not opened yet."""
    return Library(conductor)


def test_a_number_holds_once_two_persons_read_the_same(room: Library) -> None:
    room.read(500)
    with pytest.raises(Refused, match="une autre personne"):
        room.give("confirm_number", name="coefficient_U2", value=500)
    with pytest.raises(Refused, match="première lecture"):
        room.give("confirm_number", by="seconde", name="coefficient_U2", value=600)
    room.give("confirm_number", by="seconde", name="coefficient_U2", value=500)
    confirmed = room.state.numbers_of("RNCP35697")["coefficient_U2"]
    assert (confirmed.value, confirmed.read_by, confirmed.author) == (500, "première", "seconde")
    assert room.state.readings == {}
    with pytest.raises(Refused, match="déjà confirmé"):
        room.read(500)
    room.read(450)
    room.give("confirm_number", by="seconde", name="coefficient_U2", value=450)
    assert room.state.numbers_of("RNCP35697")["coefficient_U2"].value == 450


def test_whoever_read_a_number_may_read_it_again_and_nobody_else_before_it_is_confirmed(room: Library) -> None:
    room.read(500)
    room.read(450)
    assert room.state.readings["RNCP35697", "coefficient_U2"].value == 450
    with pytest.raises(Refused, match="attend d'être confirmée"):
        room.read(500, by="seconde")


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2099-01-01", "daté du 01/01/2099 n'existe pas encore"),
        ("2026-02-02", "n'existe pas encore"),
        ("0202-12-09", "trop ancien"),
        ("1899-12-31", "trop ancien"),
        ("09/12/2020", "pas une date"),
    ],
)
def test_a_text_is_dated_before_the_day_on_which_it_is_read(room: Library, day: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        room.give("read_number", name="coefficient_U2", value=500, text=room.conductor.text("annexe IV"), text_date=day)


def test_a_text_later_than_a_session_does_not_govern_it(conductor: Any) -> None:
    conductor.opened(blank=False)
    given = {"name": "coefficient_U2", "value": 500, "text": conductor.text("annexe IV")}
    conductor.day = f"{conductor.state.year + 2}-01-01"
    with pytest.raises(Refused, match="postérieur à la session"):
        conductor.confirm_coefficient(text_date=f"{conductor.state.year + 1}-01-01", **given)


def test_a_reading_is_within_what_the_number_can_be_and_of_a_number_that_waits(room: Library) -> None:
    for given, said in (
        ({"value": 700}, "entre 3 et 6"),
        ({"name": "coefficient_U11", "value": 200}, "rien à confirmer"),
    ):
        with pytest.raises(Refused, match=said):
            room.read(**given)
    with pytest.raises(Refused, match="Aucune lecture"):
        room.give("confirm_number", by="seconde", name="coefficient_U2", value=500)


def test_a_contested_reading_is_to_be_made_again(room: Library) -> None:
    room.read(500)
    with pytest.raises(Refused, match="attend d'être confirmée"):
        room.read(400, by="seconde")
    reason = room.conductor.text("c'est l'annexe V")
    room.give("contest_number", by="seconde", name="coefficient_U2", reason=reason)
    room.read(400, by="seconde")
    room.give("confirm_number", name="coefficient_U2", value=400)


def test_every_threshold_that_is_a_hypothesis_is_to_confirm_too(conductor_of, private_rules) -> None:  # type: ignore[no-untyped-def]
    room = Library(conductor_of(private_rules))
    room.read(1200, "seuil_bloc")
    room.give("confirm_number", by="seconde", name="seuil_bloc", value=1200)
    assert room.state.numbers_of("RNCP37674")["seuil_bloc"].value == 1200


def test_what_was_confirmed_changes_what_depends_on_it(room: Library) -> None:
    conductor = room.conductor.opened(blank=False)
    for name, value in (("coefficient_U2", 400), ("coefficient_U31", 600), ("coefficient_U32", 200)):
        room.read(value, name, key=f"r-{name}")
        [fact] = room.give("confirm_number", by="seconde", key=f"c-{name}", name=name, value=value).facts
        conductor.confirm_coefficient(
            name=name, value=fact.value, text=fact.text, text_date=fact.text_date, read_by=fact.read_by
        )
    conductor.enrolled("c1").marked("c1", "9,5", U2="11", U31="11", U32="11").closed().with_jury().proposed()
    assert conductor.state.current.proposals["c1"].depends_on == ()
    assert "lu et confirmé" in str(conductor.framework.law.parameters["coefficient_U2"].citation)


def test_a_reglement_of_another_sheet_is_never_bound(room: Library) -> None:
    fiche = bundled("RNCP35697")
    reason = room.conductor.text("arrêté du 9 décembre 2020")
    with pytest.raises(Refused, match="famille bac_pro"):
        room.give("bind_sheet", reglement=charger("cap_electricien"), fiche=fiche, reason=reason)
    with pytest.raises(Refused, match="porte déjà le numéro"):
        room.give("bind_sheet", reglement=charger("RNCP35697"), fiche=fiche, reason=reason)
    with pytest.raises(Refused, match="a son règlement dans la bibliothèque"):
        room.give("bind_sheet", reglement=charger("bacpro_photographie"), fiche=fiche, reason=reason)
    other = replace(fiche, numero="RNCP99002")
    [fact] = room.give("bind_sheet", reglement=charger("bacpro_photographie"), fiche=other, reason=reason).facts
    assert (fact.reglement, fact.certification) == ("bacpro_photographie", "RNCP99002")
    assert room.state.bound["RNCP99002"] == fact
