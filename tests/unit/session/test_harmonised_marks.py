"""The jury harmonises a mark by an act that its fact names: one at a time, by someone who sits, undone exactly."""

from typing import Any

import pytest

from laureat.records import facts as f
from laureat.session.framework import Refused
from support.rejeu import findings


@pytest.fixture
def room(conductor: Any) -> Any:
    """A candidate at 12 everywhere, marks open, a jury that sits."""
    return conductor.opened().enrolled().marked().with_jury()


def moved(room: Any, before: str, after: str, act: str, undoes: str = "", **more: Any) -> Any:
    said = {"before": room.cell(before), "cell": room.cell(after), "reason": room.text(f"{act} {undoes}")}
    return room.rectify_mark(
        candidate="c1", unit="U31", **said, harmonised=act, undoes=undoes, **({"by": "membre"} | more)
    )


def test_a_mark_is_harmonised_given_back_and_harmonised_again_and_its_facts_say_by_which_act(room: Any) -> None:
    for before, after, act, undoes in (("12", "11", "a1", ""), ("11", "12", "a2", "a1"), ("12", "13", "a3", "")):
        [fact] = moved(room, before, after, act, undoes).facts
        assert isinstance(fact, f.MarkRectified)
        assert (fact.harmonised, fact.undoes) == (act, undoes)
    assert room.state.candidates["c1"].harmonised["U31"].act == "a3"
    assert not findings(room.facts)


@pytest.mark.parametrize(
    ("before", "after", "act", "undoes", "more", "told"),
    [
        ("11", "10", "a2", "", {}, "déjà harmonisée"),
        ("11", "12", "a2", "a0", {}, "ne tient pas"),
        ("11", "13", "a2", "a1", {}, "rend la note qu'elle a changée : « 12 »"),
        ("11", "12", "", "a1", {}, "dit par quel acte du jury"),
        ("11", "12", "a2", "a1", {"by": "service"}, "Seul un membre du jury qui délibère"),
        ("11", "12", "a2", "a1", {"grid": "G", "edition": "e", "entries": "h"}, "dit par quel acte du jury"),
    ],
)
def test_what_is_not_such_an_act_is_refused(
    room: Any, before: str, after: str, act: str, undoes: str, more: dict[str, Any], told: str
) -> None:
    if "grid" in more:
        more = more | {"computation": 3, "asked": 1, "signers": ("compte:membre:aucune",)}
    moved(room, "12", "11", "a1")
    with pytest.raises(Refused, match=told):
        moved(room, before, after, act, undoes, **more)
