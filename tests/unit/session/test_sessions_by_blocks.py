"""A session of a certification obtained block by block: validated or not, no average."""

import pytest

from laureat.reglements.capitalisation import Bloc, reglement_de_la_fiche
from laureat.session.framework import Refused
from laureat.vocabulary import parse_block_cell

BLOCS = [Bloc("RNCP37674BC01", "Concevoir"), Bloc("RNCP37674BC02", "Réaliser"), Bloc("RNCP37674BC03", "Option", True)]


@pytest.fixture
def blocks(conductor_of):  # type: ignore[no-untyped-def]
    """A session of two compulsory blocks and an optional one, with one candidate."""
    conductor = conductor_of()
    conductor.rules = reglement_de_la_fiche("RNCP37674", "Concepteur développeur", BLOCS, 2026).at(2026)
    return conductor.opened(blank=False).enrolled("c1", optional_units=["BC03"])


def enter(conductor, unit: str, text: str) -> None:  # type: ignore[no-untyped-def]
    conductor.enter_mark(candidate="c1", unit=unit, cell=parse_block_cell(text))


def test_blocks_validated_give_the_certification_without_any_hypothesis(blocks) -> None:
    assert blocks.framework.by_blocks
    assert not blocks.framework.hypotheses
    enter(blocks, "BC01", "V")
    enter(blocks, "BC02", "12,25")
    blocks.closed().with_jury().proposed().sealed().published()
    result = blocks.state.result("c1")
    assert (blocks.decision(), result.proposal.average) == ("admis", "")
    assert result.proposal.blocs == ("RNCP37674BC01", "RNCP37674BC02")


def test_the_jury_may_validate_a_block_that_was_not(blocks) -> None:
    enter(blocks, "BC01", "V")
    enter(blocks, "BC02", "NV")
    blocks.closed().with_jury().proposed()
    assert str(blocks.state.current.result("c1").decision) == "ajourne"
    blocks.raise_mark(candidate="c1", unit="BC02", cell=parse_block_cell("V"), motive=blocks.text("entretien"))
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
    with pytest.raises(Refused, match="AB ou AJ"):
        conductor.enter_mark(candidate="c1", unit="U2", cell=parse_block_cell("V"))
    with pytest.raises(Refused, match="demi-points"):
        conductor.enter_mark(candidate="c1", unit="U2", cell=parse_block_cell("12,25"))
    with pytest.raises(Refused, match="garde des notes"):
        conductor.request_held_block(candidate="c1", unit="U2", session=2024)
