"""From the sign-in to the seal by the keyboard alone, in a real Chromium: no pointer, and the focus always in sight."""

from collections.abc import Iterator
from typing import Any

import pytest

from laureat.web.project import demonstration as demo
from support.clavier import Typist
from support.ecrans import PASSWORD
from support.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def house(world: Any) -> Iterator[Any]:
    """The demonstration world, with a small session whose marks are all there; listening."""
    world.small = demo.session_of(world, 2027, 3, seed=31)
    demo.appoint(world, world.small)
    world.site = Site()
    yield world
    world.site.stop()


def test_a_small_session_is_closed_deliberated_approved_and_sealed_without_a_pointer(browser: Any, house: Any) -> None:
    path, address = f"/sessions/{house.small.pk}/", house.site.address
    office, president, member = (
        Typist(browser, address, f"{one}@demo.fr") for one in ("examens", "presidente", "jury")
    )
    office.open(path)
    office.enter("Clore la saisie")
    confirm(office, "CLORE", "Clore la saisie")
    office.says("La saisie est close")

    president.open(f"{path}presence/")
    for juror in house.small.jurors.all():
        president.write(juror.name, "en s")
    president.enter("Enregistrer la présence")
    president.says("La présence est relevée")
    office.open(path)
    office.enter("Proposer les décisions")
    for row in house.small.standings.filter(livret_awaited=True):
        president.open(f"{path}deliberation/{row.candidate}/")
        president.enter("Le livret est examiné")

    for one in (president, member):
        one.open(f"{path}pv/")
        one.write("Votre mot de passe", PASSWORD)
        one.enter("J'approuve ce procès-verbal")
        one.says("Votre approbation est enregistrée")
    president.open(f"{path}pv/")
    president.enter("Sceller")
    confirm(president, "SCELLER", "Sceller le procès-verbal")
    president.says("procès-verbal scellé")


def confirm(one: Typist, word: str, deed: str) -> None:
    """The word of an act that cannot be undone, typed on the page that shows what it does."""
    one.reach("Aller au contenu")
    one.page.keyboard.press("Enter")
    one.reach("Pour le faire")
    one.page.keyboard.type(word)
    one.enter(deed)
