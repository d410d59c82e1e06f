"""A change of one mark, as it is told and as files hold it."""

import pytest

from laureat.deliberation.changes import Change
from laureat.vocabulary import Decision, Mention


@pytest.mark.parametrize(
    ("points", "said", "points_written", "half_points"),
    [
        (50, "0,5 point de plus", "0.5", 1),
        (300, "3 points de plus", "3", 6),
        (-150, "1,5 point de moins", "-1.5", -3),
        (1, "0,01 point de plus", "0.01", None),
        (-1, "0,01 point de moins", "-0.01", None),
    ],
)
def test_a_change_says_its_size_its_way_and_its_half_points_where_it_is_some(
    points: int, said: str, points_written: str, half_points: int | None
) -> None:
    change = Change("U31", "Fabrication", points, 1000 + points, Decision.ADMIS, Mention.SANS, lost=Mention.B)
    assert change.text == f"{said} en U31 (Fabrication) : admis ; la mention bien serait perdue."
    told = change.to_json()
    assert (told["points"], told["demi_points"]) == (points_written, half_points)
    assert told["texte"] == change.text
