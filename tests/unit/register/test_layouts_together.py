"""No field of a sheet is lost where two things were done to it at once: printed in a layout, then brought."""

from pathlib import Path

import pytest

from laureat.register import Fiche, bundled, read_printed
from support.fiches_comparees import lost
from support.fiches_imprimees import LAYOUTS
from unit.register.test_layouts import LOST_BY_LAYOUT, OWN, SEED, TRANSFORMED, sheets

PAGED = {name for name, layout in LAYOUTS.items() if layout.page or layout.width}
"""Nobody makes pages of pages."""
PAIRS = [(layout, hand) for layout in LAYOUTS for hand in TRANSFORMED if not (hand == "pages" and layout in PAGED)]


def fails(fiche: Fiche, layout: str, hand: str) -> set[str]:
    return lost(fiche, read_printed(TRANSFORMED[hand](LAYOUTS[layout].of(fiche)))) - LOST_BY_LAYOUT.get(layout, set())


def test_a_layout_gone_through_hands_loses_nothing() -> None:
    own = read_printed(OWN)
    assert {pair: found for pair in PAIRS if (found := fails(own, *pair))} == {}


@pytest.mark.parametrize("hand", ["retrait", "arrêts", "une espace", "insécable", "menus"])
@pytest.mark.parametrize("layout", ["arrêts de tabulation", "sans puces", "pdftotext -layout", "page du site"])
def test_the_first_sheet_loses_nothing_of_two_layouts_at_once(layout: str, hand: str) -> None:
    assert fails(bundled("RNCP35697"), layout, hand) == set()


@pytest.mark.parametrize("first", ["pages", "menus", "retrait", "arrêts"])
def test_what_two_hands_did_one_after_the_other_is_undone(first: str) -> None:
    own, text = bundled("RNCP35697"), TRANSFORMED[first](SEED)
    hands = [hand for hand in TRANSFORMED if (first, hand) != ("pages", "pages")]
    assert {hand: found for hand in hands if (found := lost(own, read_printed(TRANSFORMED[hand](text))))} == {}


HARD = {
    "the modes have bullets of their own, and the page ends among them": ("RNCP37488", "tabulations", "pages"),
    "one space parts the only list from its modes": ("RNCP35625", "imprimée", "une espace"),
    "so does a tab that fell on its stop": ("RNCP35625", "imprimée", "arrêts"),
}


@pytest.mark.parametrize("name", HARD)
def test_a_public_sheet_loses_nothing_where(name: str, root: Path) -> None:
    number, layout, hand = HARD[name]
    found = [fiche for fiche in sheets(root) if fiche.numero == number]
    if not found:
        pytest.skip("les fiches publiques (../shared/formats/rncp) ne sont pas sur cette machine")
    assert fails(found[0], layout, hand) == set()


def test_the_number_of_the_last_page_is_no_title_where_the_site_prints_its_foot_below() -> None:
    page = OWN.replace("RNCP99008\tAssembleur de bancs", "RNCP99008\t")
    fiche = read_printed(TRANSFORMED["menus"](TRANSFORMED["pages"](page)))
    assert [(other.numero, other.intitule) for other in fiche.nouvelles_certifications or ()] == [("RNCP99008", None)]


def test_a_figure_that_stands_alone_is_no_page_number() -> None:
    page = OWN.replace("Durée de l'enregistrement en années\t3", "Durée de l'enregistrement en années\n\n3\n")
    assert read_printed(TRANSFORMED["pages"](page)).duree_enregistrement == read_printed(OWN).duree_enregistrement
