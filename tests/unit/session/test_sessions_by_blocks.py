"""A session of a certification obtained block by block: validated or not, no average."""

import pytest

from laureat.session.framework import Refused
from laureat.vocabulary import BLOCKS


@pytest.fixture
def blocks(conductor_of, private_rules):  # type: ignore[no-untyped-def]
    """A session of two compulsory blocks and an optional one, with one candidate."""
    conductor = conductor_of(private_rules)
    return conductor.opened(blank=False).enrolled("c1", optional_units=["BC03"])


def enter(conductor, unit: str, text: str) -> None:  # type: ignore[no-untyped-def]
    conductor.enter_mark(candidate="c1", unit=unit, cell=BLOCKS.parse(text))


def test_blocks_validated_or_marked_from_a_confirmed_threshold_give_the_certification(blocks) -> None:
    assert blocks.framework.by_blocks
    assert list(blocks.framework.to_confirm) == ["seuil_bloc"]
    enter(blocks, "BC01", "V")
    enter(blocks, "BC02", "12,25")
    blocks.closed().with_jury().proposed()
    with pytest.raises(Refused, match="1 décision dépend d'un nombre non confirmé"):
        blocks.sealed()
    blocks.reopen_session(reason=blocks.text("seuil à confirmer"))
    blocks.confirm_coefficient(
        name="seuil_bloc", value=1200, text=blocks.text("référentiel"), text_date="2024-01-15", read_by="autre"
    )
    blocks.closed().proposed().sealed().published()
    result = blocks.state.result("c1")
    assert (blocks.decision(), result.proposal.average) == ("admis", "")
    assert result.proposal.blocs == ("RNCP37674BC01", "RNCP37674BC02")


def test_the_jury_may_validate_a_block_that_was_not(blocks) -> None:
    enter(blocks, "BC01", "V")
    enter(blocks, "BC02", "NV")
    blocks.closed().with_jury().proposed()
    assert str(blocks.state.current.result("c1").decision) == "ajourne"
    for unit, cell in (("BC02", "NV"), ("BC01", "NV"), ("BC01", "V")):
        with pytest.raises(Refused, match="valide un bloc qui ne l'était pas"):
            blocks.raise_mark(candidate="c1", unit=unit, cell=BLOCKS.parse(cell), motive=blocks.text("entretien"))
    blocks.raise_mark(candidate="c1", unit="BC02", cell=BLOCKS.parse("V"), motive=blocks.text("entretien"))
    assert str(blocks.state.current.result("c1").decision) == "admis"


def test_a_block_held_from_an_earlier_session_is_kept_as_such(blocks) -> None:
    with pytest.raises(Refused, match="par blocs"):
        blocks.request_kept_mark(candidate="c1", unit="BC01", mark=1200, session=2024)
    with pytest.raises(Refused, match="antérieure"):
        blocks.request_held_block(candidate="c1", unit="BC01", session=2026)
    blocks.request_held_block(candidate="c1", unit="BC01", session=2015)
    assert str(blocks.state.candidates["c1"].cell("BC01")) == "V@2015"
    with pytest.raises(Refused, match="V, NV"):
        enter(blocks, "BC02", "V@2015")


def test_a_session_with_marks_knows_no_validated_block(conductor) -> None:
    conductor.opened().enrolled("c1")
    with pytest.raises(Refused, match="AB, ou AJ"):
        conductor.enter_mark(candidate="c1", unit="U2", cell=BLOCKS.parse("V"))
    with pytest.raises(Refused, match="demi-points"):
        conductor.enter_mark(candidate="c1", unit="U2", cell=BLOCKS.parse("12,25"))
    with pytest.raises(Refused, match="garde des notes"):
        conductor.request_held_block(candidate="c1", unit="U2", session=2024)
